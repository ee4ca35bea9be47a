import CLibFuzzer
import FuzzTargets
import Glibc

/// `fuzzer TARGET [libFuzzer's arguments]`. `.ci/fuzz` builds and calls it.
@main
enum Fuzzer {
  /// Read by every run; set once, before the first.
  nonisolated(unsafe) private static var target = FuzzTarget.frames

  static func main() {
    guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
      print("usage: fuzzer TARGET [libFuzzer's arguments]; the targets: \(names)")
      exit(EX_USAGE)
    }
    Self.target = target
    // libFuzzer keeps the arguments and takes the first for the program's name.
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    var count = CommandLine.argc - 1
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
        Fuzzer.target.run(UnsafeRawBufferPointer(start: bytes, count: size))
        return 0
      })
  }
}
