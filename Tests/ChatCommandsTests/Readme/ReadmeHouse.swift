import ChatServer
import ChatTestSupport
import Foundation
import Glibc

/// A directory that looks like a checkout of the sources after a release build, and a home for somebody who follows the
/// README in it.
final class ReadmeHouse {
  let directory: TemporaryDirectory
  /// The port of the room, which stands for the README's.
  var port: String?
  private var groups: [pid_t] = []

  /// What is not run here, and why: whole commands by their first word, each with the arguments that it stands for.
  private static let standIns = [
    // The network. .ci/run runs it.
    ".ci/install-packages": "''|test",
    // A build in a test waits for the build that the test runs in. .ci/run and .ci/release take these lines from the README.
    "bin/swift": "'build '*|'test '*",
    // The machine's packages and services. .ci/test-package does it in a Debian of its own.
    "bin/sudo": "'apt install ./chatctl_\(Version.current)_amd64.deb'|'systemctl enable --now chatctl'",
    // Any program that prints something.
    "bin/make": "''",
  ]

  init() throws {
    directory = try TemporaryDirectory()
    let files = FileManager.default
    for name in ["samples", "completions", "Sources"] {
      try files.createSymbolicLink(
        atPath: directory.path(of: name), withDestinationPath: CommandBlocks.top.appending(path: name).path)
    }
    for (name, arguments) in Self.standIns {
      try writeProgram("case \"$*\" in \(arguments)) echo \"${0##*/} is done\" ;; *) exit 1 ;; esac", to: name)
    }
    try writeProgram("exec \(Executable.path) \"$@\"", to: "archive/bin/chatctl")
    try files.createDirectory(atPath: directory.path(of: ".build/release"), withIntermediateDirectories: true)
    try files.createSymbolicLink(
      atPath: directory.path(of: ".build/release/chatctl"), withDestinationPath: Executable.path)
    try directory.write("", to: "home/.profile")
    try makeArchive()
  }

  deinit {
    for group in groups { kill(-group, SIGKILL) }
  }

  /// Starts `command` in a shell that stops at the first failure.
  func start(_ command: String, shell: String = "bash", options: [String] = ["-euo", "pipefail"]) throws -> ChildProcess
  {
    let home = directory.path(of: "home")
    let path = "\(directory.path)/bin:\(home)/.local/bin:/usr/local/bin:/usr/bin:/bin"
    let text = port.map { command.replacing(#/\b1234\b/#, with: $0) } ?? command
    let process = try ChildProcess(
      "/usr/bin/env", [shell] + options + ["-c", text],
      environment: ["HOME": home, "PATH": path, "MANPAGER": "cat"], directory: directory.path, ownSession: true)
    groups.append(process.pid)
    return process
  }

  /// Runs `command` to its end.
  ///
  /// - Throws: `Mismatch` when it fails.
  @discardableResult
  func run(_ command: String, shell: String = "bash", options: [String] = ["-euo", "pipefail"]) throws -> String {
    let process = try start(command, shell: shell, options: options)
    process.closeInput()
    try finish(process, command)
    return process.output
  }

  /// Waits for the end of `command`.
  ///
  /// - Throws: `Mismatch` when it fails.
  func finish(_ process: ChildProcess, _ command: String) throws {
    let code = try process.wait()
    guard code == 0 else {
      throw ChildProcess.Mismatch(description: "\(command)\nended with \(code):\n\(process.output)\(process.errors)")
    }
  }

  private func writeProgram(_ text: String, to name: String) throws {
    try directory.write("#!/bin/sh\n\(text)\n", to: name)
    chmod(directory.path(of: name), 0o755)
  }

  /// The archive that .ci/package makes, with the real install.sh in it. tar(1) finds out itself that it is not compressed.
  private func makeArchive() throws {
    let name = "chatctl-\(Version.current)-linux-amd64"
    let script = try CommandBlocks.text(of: ".ci/packaging/install.sh")
    try directory.write(script, to: "archive/install.sh")
    chmod(directory.path(of: "archive/install.sh"), 0o755)
    try directory.write("", to: "archive/share/doc/chatctl/copyright")
    try run("mv archive \(name) && tar cf \(name).tar.xz \(name) && rm -r \(name)")
  }
}
