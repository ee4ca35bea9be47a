import ChatCore
import ChatStore

extension AdminService {
  /// `get`, `set`, `confirm`, `reload`.
  func changeParameters(_ command: AdminCommand) throws(AdminError) -> AdminAnswer {
    switch command {
    case .get(let parameter?, .original):
      return AdminAnswer(
        ["[admin]The present \(parameter.label) is:", text(of: parameter)], json(of: [parameter]))
    case .get(let parameter, _):
      let shown = parameter.map { [$0] } ?? Parameter.allCases
      return AdminAnswer(shown.map { "\($0.rawValue): \(text(of: $0))" }, json(of: shown))
    case .set(let parameter, let value, let keeping, let voice):
      let change = try parameters.set(parameter, to: value, keeping: keeping)
      return answer(change, keeping: keeping, voice: voice)
    case .confirm:
      return answer(try parameters.confirm(), otherwise: "")
    case .reload:
      return try reload()
    default:
      preconditionFailure("not a command about parameters")
    }
  }

  /// Reads para.txt and the certificate.
  private func reload() throws(AdminError) -> AdminAnswer {
    let outcome = Reload(parameters, certificates, log: log).perform()
    let reloaded: AdminAnswer
    do throws(ParameterFile.Failure) {
      reloaded = answer(try outcome.parameters.get(), otherwise: "para.txt has no new values.")
    } catch {
      throw .file(error.description)
    }
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

  private func answer(
    _ change: LiveParameters.Change, keeping: AdminCommand.Keeping, voice: AdminVoice
  ) -> AdminAnswer {
    var lines = [
      voice == .original
        ? "The \(change.parameter.rawValue) has been changed to \(change.after)" : change.text
    ]
    switch keeping {
    case .saved: break
    case .runtime: lines.append("It holds until the server stops; para.txt is as it was.")
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
              ("name", .string($0.parameter.rawValue)), ("before", .string($0.before)), ("after", .string($0.after)),
            ])
          })
      )
    ])
  }

  private func text(of parameter: Parameter) -> String {
    parameters.current.text(of: parameter) + parameter.unit
  }

  private func json(of shown: [Parameter]) -> JSONValue {
    .object(shown.map { ($0.rawValue, .string(parameters.current.text(of: $0))) })
  }
}

extension LiveParameters.Change {
  /// `TIME_OUT: 600.0 -> 500.0 seconds`.
  var text: String {
    "\(parameter.rawValue): \(before) -> \(after)\(parameter.unit)"
  }
}

extension Parameter {
  /// What stands behind the value.
  fileprivate var unit: String {
    self == .maxCon ? "" : " seconds"
  }

  /// What the original calls it.
  fileprivate var label: String {
    self == .maxCon ? "permittable maximum user connection #" : rawValue
  }
}
