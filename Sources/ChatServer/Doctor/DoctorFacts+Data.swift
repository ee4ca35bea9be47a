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
    guard let certificate else { return DoctorFinding(.certificate, .ok, "no certificate") }
    if let key = certificate.key, key.mode & 0o077 != 0 {
      return DoctorFinding(
        .certificate, .problem, "\(key.name) has mode \(Self.octal(key.mode)): others may read the key",
        fix: "chmod 600 \("\(path)/\(key.name)".shellWord)")
    }
    let now = contents.clock.now
    if let start = certificate.start, now < start {
      return DoctorFinding(
        .certificate, .problem, "the certificate holds from \(LocalTime(start).original) on; is the clock right?",
        fix: "date")
    }
    guard let end = certificate.end else { return DoctorFinding(.certificate, .ok, "the key is closed to others") }
    let left = end.seconds - now.seconds
    let date = LocalTime(end).original
    if left <= 0 { return DoctorFinding(.certificate, .problem, "the certificate ended at \(date)") }
    return left < DoctorLimits.certificateNotice
      ? DoctorFinding(.certificate, .warning, "the certificate ends at \(date)")
      : DoctorFinding(.certificate, .ok, "the certificate holds until \(date), and its key is closed to others")
  }
}
