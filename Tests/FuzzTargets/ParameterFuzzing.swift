import ChatCore
import ChatStore

/// A para.txt that is taken is written and read the same, and one line of it can be rewritten.
enum ParameterFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    guard let file = try? ParameterFile(Array(input)) else { return }
    let parameters = file.parameters
    precondition(isSame(ParameterFile.bytes(of: parameters), parameters), "values changed on their way")
    for parameter in file.named {
      let rewritten = ParameterFile.rewriting(Array(input), parameter, as: parameters)
      precondition(isSame(rewritten, parameters), "a rewritten line changed the values")
    }
  }

  private static func isSame(_ bytes: [UInt8], _ parameters: Parameters) -> Bool {
    guard let file = try? ParameterFile(bytes) else { return false }
    return Parameter.allCases.allSatisfy { file.parameters.text(of: $0) == parameters.text(of: $0) }
  }
}
