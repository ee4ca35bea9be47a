import Foundation
import Testing

/// What is built by `swift build -c release`, which nobody should have to tell what to leave out.
@Suite struct PackageTests {
  /// A release build has everything but the tests, and no room in it is built so that @testable finds its inside.
  @Test func onlyTestsLookIntoTheRooms() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    let tests = package.matches(of: /\btests\(\s*"(\w+)"/).map { "Tests/\($0.1)/" }
    try #require(tests.contains("Tests/ChatCoreTests/"), "Package.swift says otherwise what is a test")

    let files = try ["Sources", "Tests"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path).map { "\(folder)/\($0)" }
    }
    let lookers = try files.filter { file in
      guard file.hasSuffix(".swift"), !tests.contains(where: file.hasPrefix) else { return false }
      return try String(contentsOf: root.appending(path: file), encoding: .utf8).contains("@testable")
    }
    #expect(lookers == [])
  }
}
