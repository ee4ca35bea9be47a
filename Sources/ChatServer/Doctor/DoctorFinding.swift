import ChatCore
import Glibc

/// One line of `chatctl doctor`.
public struct DoctorFinding: Hashable, Sendable {
  /// How bad it is.
  public enum Level: String, Sendable {
    /// As it should be.
    case ok
    /// It works, and will not for ever or not well.
    case warning
    /// It does not work.
    case problem
  }

  /// The check that was made.
  public let check: DoctorCheck
  /// How bad it is.
  public let level: Level
  /// The observation, one sentence without its full stop.
  public let text: String
  /// A command that helps; nil when none is needed or none would.
  public let fix: String?
  /// The exit code for this line: 0, 1 for a problem, 74 or 77 when it could not even be looked at.
  public let exitCode: Int32

  init(_ check: DoctorCheck, _ level: Level, _ text: String, fix: String? = nil) {
    self.check = check
    self.level = level
    self.text = text
    self.fix = fix
    exitCode = level == .problem ? EXIT_FAILURE : 0
  }

  /// Something that could not be looked at.
  init(unseen check: DoctorCheck, _ text: String, code: Int32, fix: String? = nil) {
    self.check = check
    level = .problem
    self.text = text
    self.fix = fix
    exitCode = code
  }

  /// One object: check, level, text and, where there is one, fix.
  public var json: String {
    var object = JSONObject()
    object.add("check", check.rawValue)
    object.add("level", level.rawValue)
    object.add("text", text)
    if let fix {
      object.add("fix", fix)
    }
    return object.text
  }

  /// The exit code for all of `findings`: what could not be looked at counts before a problem.
  public static func exitCode(of findings: [DoctorFinding]) -> Int32 {
    let codes = Set(findings.map(\.exitCode))
    return [EX_NOPERM, EX_IOERR, EXIT_FAILURE].first(where: codes.contains) ?? 0
  }
}
