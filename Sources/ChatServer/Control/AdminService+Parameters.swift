import ChatCore
import ChatStore
import ChatSystem

extension AdminService {
  /// `get`.
  func get(_ key: AdminKey?, _ voice: AdminVoice) -> AdminAnswer {
    if voice == .original, case .parameter(let parameter) = key {
      return AdminAnswer(
        ["[admin]The present \(parameter.label) is:", text(of: parameter)], json(of: [.parameter(parameter)]))
    }
    let shown = key.map { [$0] } ?? AdminKey.all
    return AdminAnswer(shown.map(line), json(of: shown))
  }

  /// `set`.
  func set(
    _ key: AdminKey, to value: String, keeping: AdminCommand.Keeping, _ voice: AdminVoice
  ) throws(AdminError) -> AdminAnswer {
    switch key {
    case .parameter(let parameter):
      let change = try parameters.set(parameter, to: value, keeping: keeping)
      return answer(change, in: "para.txt", keeping: keeping, voice: voice)
    case .setting(let setting):
      let change = try settings.set(setting, to: value, keeping: keeping) { (new) throws(AdminError) in
        try requireUsable(setting, in: new)
      }
      let answer = answer(change, in: "serve.conf", keeping: keeping, voice: voice)
      return AdminAnswer(answer.lines + (setting.needsRestart ? [LiveSettings.whenPending] : []), answer.json)
    }
  }

  /// Looks whether what `setting` names is there and good, so that the next start does not end with it; `sequel` stands behind
  /// what is wrong.
  private func requireUsable(
    _ setting: Setting, in settings: Settings, sequel: String = "Nothing was changed."
  ) throws(AdminError) {
    switch (setting, TransportSecurity(settings)) {
    case (.adminGroup, _):
      try requireGroup(of: settings, sequel: sequel)
    case (.port, _), (.listen, _):
      // The server itself listens on its port.
      let port = UInt16(settings[.port])
      do throws(ServerError) {
        try settings.requireListening(port: port == address.port ? 0 : port)
      } catch {
        throw .file("\(error). \(sequel)")
      }
    case (.checkPassword, _):
      do throws(FileError) {
        try PasswordJudge.require(settings)
      } catch {
        throw .file("\(error). \(sequel)")
      }
    case (.cert, .tls(let source)), (.key, .tls(let source)):
      do throws(CertificateFileError) {
        _ = try CertificateFiles(source, in: directory).load()
      } catch {
        throw .file("\(error). \(sequel)")
      }
    default:
      break
    }
  }

  private func requireGroup(of settings: Settings, sequel: String) throws(AdminError) {
    do throws(ServerError) {
      try AdminGroup(settings)?.requireAdmission(to: directory)
    } catch {
      if case .noGroup(let name) = error { throw .badValue(.setting(.adminGroup), name) }
      throw .file("\(error) \(sequel)")
    }
  }

  /// `confirm`: keeps what is on trial, of which some is for the owner alone to keep.
  func confirm(isOwner: Bool) throws(AdminError) -> AdminAnswer {
    let changes = try parameters.confirm() + settings.confirm { isOwner || !$0.isForOwner }
    guard changes.isEmpty else { return answer(changes, otherwise: "") }
    throw settings.onTrial.first.map { .forOwner($0) } ?? .nothingToConfirm
  }

  /// `reload`: reads para.txt, the settings and the certificate.
  func reload() throws(AdminError) -> AdminAnswer {
    let outcome = Reload(parameters, settings, certificates, log: log).perform()
    var changes: [LiveParameters.Change]
    do throws(ParameterFile.Failure) {
      changes = try outcome.parameters.get()
    } catch {
      throw .file(error.description)
    }
    var lines = changes.map(\.text)
    do throws(SettingsError) {
      let changed = try outcome.settings.get()
      changes += changed
      for change in changed { lines += self.lines(about: change) }
    } catch {
      throw .file("\(error) The old settings stay; para.txt was read.")
    }
    let reloaded = AdminAnswer(
      lines.isEmpty ? ["para.txt and the settings have no new values."] : lines, Self.json(of: changes))
    switch outcome.certificate {
    case .success(let certificate?):
      let line = "The certificate was read again; its fingerprint is \(certificate.fingerprint)"
      let warning = certificate.term.warning(at: SystemClock.now().wall).map { ["Warning: \($0)"] } ?? []
      return AdminAnswer(reloaded.lines + [line] + warning, reloaded.json)
    case .success(nil):
      return reloaded
    case .failure(let error):
      throw .file("\(error). The old certificate stays; para.txt was read.")
    }
  }

  /// What is said of a setting that a file has changed: the next start takes what a person would have been refused.
  private func lines(about change: LiveParameters.Change) -> [String] {
    guard let setting = Setting(rawValue: change.name) else { return [change.text] }
    let line = change.text + (setting.needsRestart ? ". \(LiveSettings.whenPending)" : "")
    do throws(AdminError) {
      try requireUsable(setting, in: settings.coming, sequel: "The next start would end with that.")
      return [line]
    } catch {
      return [line, "Warning: \(error.sentence)"]
    }
  }

  private func answer(
    _ change: LiveParameters.Change, in file: String, keeping: AdminCommand.Keeping, voice: AdminVoice
  ) -> AdminAnswer {
    var lines = [
      voice == .original
        ? "The \(change.name) has been changed to \(change.after)" : change.text
    ]
    switch keeping {
    case .saved: break
    case .runtime: lines.append("It holds until the server stops; \(file) is as it was.")
    case .unlessConfirmed(let seconds):
      lines.append(
        "It goes back in \(Parameters.text(ofSeconds: seconds)) seconds unless \"confirm\" comes before that.")
    }
    return AdminAnswer(lines, Self.json(of: [change]))
  }

  private func answer(_ changes: [LiveParameters.Change], otherwise text: String) -> AdminAnswer {
    AdminAnswer(changes.isEmpty ? [text] : changes.map(\.text), Self.json(of: changes))
  }

  private static func json(of changes: [LiveParameters.Change]) -> JSONValue {
    .object([
      (
        "changed",
        .array(
          changes.map {
            .object([
              ("name", .string($0.name)), ("before", .string($0.before)), ("after", .string($0.after)),
            ])
          })
      )
    ])
  }

  private func text(of parameter: Parameter) -> String {
    parameters.current.text(of: parameter) + parameter.unit
  }

  private func line(of key: AdminKey) -> String {
    switch key {
    case .parameter(let parameter):
      "\(parameter.rawValue): \(text(of: parameter))"
        + (parameters.isOnTrial(parameter) ? " (\(LiveSettings.whenOnTrial))" : "")
    case .setting(let setting): settings.line(of: setting)
    }
  }

  private func json(of shown: [AdminKey]) -> JSONValue {
    .object(
      shown.map { key in
        switch key {
        case .parameter(let parameter): (key.name, .string(parameters.current.text(of: parameter)))
        case .setting(let setting): (key.name, settings.json(of: setting))
        }
      })
  }
}

extension Parameter {
  /// What the original calls it.
  fileprivate var label: String {
    self == .maxCon ? "permittable maximum user connection #" : rawValue
  }
}
