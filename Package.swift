// swift-tools-version: 6.2
import PackageDescription

// Our own code must not warn in CI; a person who builds with a newer compiler must not be stopped by its new warnings.
let strict = Context.environment["CHATCTL_WARNINGS_AS_ERRORS"] == "1"
let swiftSettings: [SwiftSetting] = strict ? [.treatAllWarnings(as: .error)] : []

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")

/// A room of the house (README.md, "How it is built"): a library that imports exactly what stands here.
func room(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings + settings)
}

/// What waits for people is built small, not fast.
let cold = SwiftSetting.unsafeFlags(["-Osize"], .when(configuration: .release))

/// What a message passes on its way does without checks at run time that no two places change one variable at once: they
/// took a third of the load generator's time. Debug builds check it.
let unchecked = SwiftSetting.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))

/// What makes a release small, and lets it run without a toolchain once it is built with `--static-swift-stdlib`: lld, which
/// folds functions that are the same and exports nothing; no index of the stack frames, half a megabyte that only C++
/// exceptions look at, and nothing in here throws one (debuggers read the frames themselves); and the C++ library that the
/// Swift runtime needs in the executable (Sources/chatctl/Link).
let small = LinkerSetting.unsafeFlags(
  [
    "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=all", "-Xlinker", "--as-needed",
    "-Xlinker", "--no-eh-frame-hdr", "-L", "\(Context.packageDirectory)/Sources/chatctl/Link", "-Xclang-linker",
    "-static-libgcc",
  ], .when(platforms: [.linux], configuration: .release))

/// The commit that `chatctl --version` names; `.ci/release` says which.
let commit = Context.environment["CHATCTL_COMMIT"]

/// The tests of one room; they mirror its sources.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["ChatSystem", "ChatTestSupport"], exclude: exclude,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "chatctl",
  products: [
    .executable(name: "chatctl", targets: ["chatctl"]),
    // For the tests alone, which preload it into chatctl to move its clock.
    .library(name: "CFakeClock", type: .dynamic, targets: ["CFakeClock"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    .executableTarget(
      name: "chatctl", dependencies: ["ChatCommands"], exclude: ["Link"], swiftSettings: swiftSettings,
      linkerSettings: [small]),
    room(
      "ChatCommands",
      ["ChatServer", "ChatClient", "ChatTerminal", "ChatStore", "ChatNet", "ChatCore", "ChatSystem", argumentParser],
      exclude: ["Manual/Pages"], settings: [cold]),
    room(
      "ChatServer", ["ChatStore", "ChatNet", "ChatWire", "ChatCore", "ChatSystem", "CBuild"],
      exclude: ["ARCHITECTURE.md", "CONTROL.md", "SECURITY.md"], settings: [unchecked]),
    room("ChatClient", ["ChatTerminal", "ChatNet", "ChatWire", "ChatCore", "ChatSystem"], settings: [cold]),
    room("ChatTerminal", ["ChatSystem", "CReadline"], settings: [cold]),
    room("ChatStore", ["ChatCore", "ChatSystem", "CSQLite"], exclude: ["FORMATS.md"], settings: [unchecked]),
    room("ChatWire", ["ChatCore"], exclude: ["chat.proto", "PROTOCOL.md"], settings: [unchecked]),
    room("ChatNet", ["ChatSystem", "CLinux", "COpenSSL"], settings: [unchecked]),
    room("ChatSystem", ["CLinux"], settings: [unchecked]),
    room("ChatCore", [], settings: [unchecked]),

    // The load generator: no part of what is installed.
    .executableTarget(name: "chatload", dependencies: ["ChatLoad"], swiftSettings: swiftSettings),
    room(
      "ChatLoad",
      ["ChatStore", "ChatWire", "ChatNet", "ChatCore", "ChatSystem", "CLinux", argumentParser, histogram, "CSQLite"],
      exclude: ["MEASUREMENTS.md", "MEASURING.md"], settings: [unchecked]),

    .target(name: "CBuild", cSettings: commit.map { [.define("CHATCTL_COMMIT", to: $0)] }),
    .target(name: "CLinux"),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CReadline", linkerSettings: [.linkedLibrary("readline")]),
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .target(name: "CPty", linkerSettings: [.linkedLibrary("util")]),

    .target(name: "CFakeClock", path: "Tests/CFakeClock"),
    .target(
      name: "ChatTestSupport", dependencies: ["ChatWire", "ChatCore", "ChatSystem", "CLinux", "CPty", "COpenSSL"],
      path: "Tests/ChatTestSupport",
      swiftSettings: swiftSettings),
    // What everybody's library reads and writes, for the tests of our own code to be compared with.
    .target(
      name: "ChatWireOracle", dependencies: [protobuf], path: "Tests/ChatWireOracle", exclude: ["generate.sh"],
      swiftSettings: swiftSettings),
    tests("ChatCoreTests", ["ChatCore"]),
    tests("ChatWireTests", ["ChatWire", "ChatWireOracle", protobuf]),
    tests("ChatSystemTests", []),
    tests("ChatTerminalTests", ["ChatTerminal"]),
    tests("ChatNetTests", ["ChatNet"]),
    tests("ChatStoreTests", ["ChatStore", "CSQLite"], exclude: ["Fixtures"]),
    tests("ChatServerTests", ["ChatServer"]),
    tests("ChatClientTests", ["ChatClient"]),
    tests(
      "ChatCommandsTests",
      ["ChatCommands", "ChatServer", "ChatTerminal", "ChatWire", "ChatCore", "chatctl", argumentParser],
      exclude: ["Transcripts"]),

    tests("ChatLoadTests", ["ChatLoad", "ChatStore", "ChatWire", "ChatNet", "ChatCore", "chatload", "chatctl"]),
  ]
)

// What the fuzzers and FuzzTests share looks into the rooms with @testable, which only tests may: a release build has no
// part of it, unless .ci/fuzz asks for the fuzzer. libFuzzer is linked by `-sanitize=fuzzer` alone, so that one can't be
// built beside the rest.
let fuzzed: [Target.Dependency] = [
  "ChatServer", "ChatClient", "ChatStore", "ChatWire", "ChatWireOracle", "ChatNet", "ChatCore", "CSQLite",
]
if Context.environment["CHATCTL_FUZZ"] == "1" {
  package.targets += [
    .target(
      name: "FuzzTargets", dependencies: fuzzed + ["ChatTestSupport"], path: "Tests/FuzzTargets",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "fuzzer", dependencies: ["FuzzTargets"], path: "Tests/Fuzzer", swiftSettings: swiftSettings),
  ]
} else {
  package.targets += [
    tests("FuzzTargets", fuzzed),
    tests("FuzzTests", ["FuzzTargets"], exclude: ["Corpus"]),
  ]
}
