import FuzzTargets
import Glibc

/// The target of this process: `$CHATCTL_FUZZ_TARGET`.
enum ChosenTarget {
  static let target: FuzzTarget = {
    guard let target = getenv("CHATCTL_FUZZ_TARGET").flatMap({ FuzzTarget(rawValue: String(cString: $0)) }) else {
      print("CHATCTL_FUZZ_TARGET must be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
      exit(EX_USAGE)
    }
    return target
  }()
}
