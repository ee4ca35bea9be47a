import ArgumentParser
import ChatCore
import ChatServer
import ChatStore

/// `chatctl doctor`
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that a server's data and machine are well.",
    discussion: """
      Looks at the data directory, permissions, lock, control socket, disk, clock, store, para.txt, settings, backups, the limit \
      on descriptors and the certificate, while the server runs or not, and changes nothing. Prints one line for each: ok, \
      warning or problem, what was seen, and the command that helps.

      Ends with 0 when nothing is worse than a warning, with 1 when there is a problem, and with 74 or 77 when it could \
      not look.

      Example: chatctl doctor --data room
      """)

  @Flag(help: "Check the entries of the store's indexes too, which takes much longer.")
  var thorough = false

  @Flag(help: "Print one JSON object for each line.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    let directory: DataDirectory
    do throws(Failure) {
      directory = try data.directory
    } catch {
      throw error.reported
    }
    let findings = DoctorExamination(directory, isThorough: thorough).facts().findings
    let output = Console.output
    for finding in findings {
      output.say(json ? finding.json : TerminalSanitizer.line(Self.text(of: finding)))
    }
    let code = DoctorFinding.exitCode(of: findings)
    guard code == 0 else { throw ExitCode(code) }
  }

  /// `problem  directory    /srv/chat has mode 0755, which lets … in. Try: chmod o-rwx,g-w /srv/chat`
  private static func text(of finding: DoctorFinding) -> String {
    let checkWidth = DoctorCheck.allCases.map(\.rawValue.count).max() ?? 0
    let start = finding.level.rawValue.padding(to: 7) + "  " + finding.check.rawValue.padding(to: checkWidth)
    return "\(start)  \(finding.text)." + (finding.fix.map { " Try: \($0)" } ?? "")
  }
}
