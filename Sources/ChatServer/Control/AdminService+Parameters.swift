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
      do throws(ParameterFile.Failure) {
        return answer(try parameters.reload(), otherwise: "para.txt has no new values.")
      } catch {
        throw .file(error.description)
      }
    default:
      preconditionFailure("not a command about parameters")
    }
  }

  private func answer(
    _ change: LiveParameters.Change, keeping: AdminCommand.Keeping, voice: AdminVoice
  ) -> AdminAnswer {
    var lines = [
      voice == .original
        ? "The \(change.parameter.rawValue) has been changed to \(change.after)" : Self.text(of: change)
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
    AdminAnswer(changes.isEmpty ? [text] : changes.map(Self.text), Self.json(of: changes))
  }

  /// `TIME_OUT: 600.0 -> 500.0 seconds`.
  static func text(of change: LiveParameters.Change) -> String {
    "\(change.parameter.rawValue): \(change.before) -> \(change.after)\(change.parameter.unit)"
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
