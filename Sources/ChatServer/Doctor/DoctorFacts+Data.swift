import ChatCore
import ChatStore
import ChatSystem
import Glibc

// What would be lost: the store, para.txt, the backups.
extension DoctorFacts {
  func store(_ contents: Contents) -> DoctorFinding {
    guard !contents.isRestorePending else {
      return DoctorFinding(
        .store, .warning, "a restore was cut short; the next start of the server ends it", fix: serve)
    }
    let health: StoreHealth?
    do throws(StoreError) {
      health = try contents.store.get()
    } catch {
      return DoctorFinding(unseen: .store, "\(error)", code: error.exitCode)
    }
    guard let health else {
      return DoctorFinding(.store, .ok, "there is none yet; the first start of a server makes it")
    }
    if let flaw = health.flaw {
      let backup = (try? contents.backups.get())?.newest
      return DoctorFinding(
        .store, .problem, "chat.sqlite: \(flaw)",
        fix: backup.map { "chatctl backup restore \($0.shellWord) \(option)" })
    }
    guard health.schema >= StoreHealth.knownSchema else {
      return DoctorFinding(
        .store, .warning, "chat.sqlite is sound, of an older version (schema \(health.schema)); a start updates it",
        fix: serve)
    }
    return DoctorFinding(.store, .ok, "chat.sqlite is sound (schema \(health.schema))")
  }

  func parameters(_ contents: Contents) -> DoctorFinding {
    switch contents.settings {
    case nil: break
    case .file(let error)?: return unseen(.parameters, error)
    case .line(let file, _)?:
      return DoctorFinding(
        .parameters, .problem, "a server would not start: \(contents.settings.map { "\($0)".dropLast() } ?? "")",
        fix: "${EDITOR:-vi} \(file.shellWord)")
    case .conflict(let text, _)?:
      return DoctorFinding(
        .parameters, .problem, "a server would not start: \(text)", fix: "chatctl serve --print-config \(option)")
    }
    do throws(ParameterFile.Failure) {
      let parameters = try contents.parameters.get()
      let values = Parameter.allCases.map { "\($0.rawValue) \(parameters.text(of: $0))" }.joined(separator: ", ")
      return DoctorFinding(.parameters, .ok, values)
    } catch {
      switch error {
      case .file(let error):
        return unseen(.parameters, error)
      case .line(let error):
        return DoctorFinding(
          .parameters, .problem, "\(error); a server would not start",
          fix: "${EDITOR:-vi} \("\(path)/para.txt".shellWord)")
      }
    }
  }

  func backups(_ contents: Contents) -> DoctorFinding {
    let backups: Backups
    do throws(FileError) {
      backups = try contents.backups.get()
    } catch {
      return unseen(.backups, error)
    }
    let create = "chatctl backup create \(option)"
    if !backups.unusable.isEmpty {
      return DoctorFinding(
        .backups, .warning, "\(Self.list(backups.unusable)) can't be used", fix: "chatctl backup list \(option)")
    }
    guard let newest = backups.newest, let time = backups.time else {
      if case .success(nil) = contents.store { return DoctorFinding(.backups, .ok, "there is nothing to keep yet") }
      return DoctorFinding(.backups, .warning, "there is none", fix: create)
    }
    let age = max(0, contents.clock.now.seconds - time.seconds)
    let text = "the newest is \(newest), made \(FigureText.duration(age)) ago"
    return age > DoctorLimits.backupAge
      ? DoctorFinding(.backups, .warning, text, fix: create) : DoctorFinding(.backups, .ok, text)
  }

  func certificate(_ contents: Contents) -> DoctorFinding {
    let certificate: Certificate?
    do throws(FileError) {
      certificate = try contents.certificate.get()
    } catch {
      return unseen(.certificate, error)
    }
    // One that was named by --cert is known to the server that runs with it alone.
    if case .certificate(let fingerprint, let end) = contents.encryption, fingerprint != certificate?.fingerprint {
      return judge(
        CertificateTerm(start: nil, end: end), contents, whose: "the certificate of the running server (\(fingerprint))"
      )
    }
    guard let certificate else {
      guard contents.encryption == nil else {
        return DoctorFinding(.certificate, .ok, "there is none, and the running server needs none (--plaintext)")
      }
      return DoctorFinding(
        .certificate, .ok, "there is none yet; the first server without --plaintext and --cert makes one")
    }
    if let key = certificate.key, key.mode & 0o077 != 0 {
      return DoctorFinding(
        .certificate, .problem, "\(key.name) has mode \(Self.octal(key.mode)): others may read the key",
        fix: "chmod 600 \("\(path)/\(key.name)".shellWord)")
    }
    if let flaw = certificate.flaw { return DoctorFinding(.certificate, .problem, flaw) }
    guard certificate.end != nil || certificate.start.map({ contents.clock.now < $0 }) == true else {
      let name = certificate.fingerprint.map { " \($0)" } ?? ""
      return DoctorFinding(.certificate, .ok, "the key\(name) is closed to others, and its certificate has no end")
    }
    return judge(CertificateTerm(start: certificate.start, end: certificate.end), contents, whose: "the certificate")
  }

  private func judge(_ term: CertificateTerm, _ contents: Contents, whose name: String) -> DoctorFinding {
    let reload = "chatctl admin reload \(option)"
    switch term.state(at: contents.clock.now) {
    case .notYet(let start):
      return DoctorFinding(
        .certificate, .problem, "\(name) holds from \(LocalTime(start).original) on; is the clock right?", fix: "date")
    case .ended(let end):
      return DoctorFinding(
        .certificate, .problem, "\(name) ended at \(LocalTime(end).original); renew it", fix: reload)
    case .endsSoon(let end):
      return DoctorFinding(
        .certificate, .warning, "\(name) ends at \(LocalTime(end).original); renew it", fix: reload)
    case .holds(let end):
      return DoctorFinding(.certificate, .ok, "\(name) holds until \(LocalTime(end).original)")
    case .endless:
      return DoctorFinding(.certificate, .ok, "\(name) has no end")
    }
  }
}
