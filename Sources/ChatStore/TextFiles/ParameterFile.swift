import ChatCore
import ChatSystem

/// para.txt: one `NAME VALUE` a line.
public struct ParameterFile: Hashable, Sendable {
  /// The values; those that the file does not name are the defaults.
  public private(set) var parameters: Parameters
  /// Those that the file names.
  public private(set) var named: Set<Parameter>

  /// The file's name.
  public static let name = OriginalPart.parameters.fileName

  /// Reads the file's bytes: any order, blanks around name and value, `60` and `1e3` for seconds too, the line ends and the
  /// byte order mark of other systems.
  public init(_ bytes: [UInt8]) throws(LineError) {
    parameters = Parameters()
    named = []
    for line in try TextLine.lines(of: bytes, in: Self.name) {
      let fields = Self.fields(of: line.text)
      guard fields.count == 2 else { throw line.error("expected NAME VALUE") }
      let name = String(fields[0])
      guard let parameter = Parameter(rawValue: name) else {
        throw line.error(Parameter.unknown(name))
      }
      guard named.insert(parameter).inserted else { throw line.error("\(name) stands here a second time") }
      guard parameters.set(parameter, to: String(fields[1])) else {
        throw line.error("\(name) can't be \"\(fields[1])\": it takes \(parameter.range)")
      }
    }
  }

  /// A file of these values, all of them named.
  public init(_ parameters: Parameters) {
    self.parameters = parameters
    named = Set(Parameter.allCases)
  }

  /// The file's bytes as we write them: all four, in the original's order.
  public static func bytes(of parameters: Parameters) -> [UInt8] {
    Array(Parameter.allCases.map { line($0, parameters) + "\n" }.joined().utf8)
  }

  /// Those whose value is another than in `earlier`: what somebody changed by hand meanwhile.
  public func changes(since earlier: ParameterFile) -> [Parameter] {
    Parameter.allCases.filter { parameters.text(of: $0) != earlier.parameters.text(of: $0) }
  }

  /// `bytes` with the line of `parameter` showing its value in `parameters`; everything else stays as it is, to the byte,
  /// the line ends of other systems too.
  public static func rewriting(_ bytes: [UInt8], _ parameter: Parameter, as parameters: Parameters) -> [UInt8] {
    let mark = bytes.prefix(bytes.behindByteOrderMark.startIndex)
    var lines = bytes.behindByteOrderMark.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Array.init)
    if lines.last?.isEmpty == true {
      lines.removeLast()
    }
    let isIts = { (line: [UInt8]) in
      fields(of: String(decoding: line, as: UTF8.self)[...]).first == parameter.rawValue[...]
    }
    let carriageReturn = UInt8(ascii: "\r")
    let isOfAnotherSystem = !lines.isEmpty && lines.allSatisfy { $0.last == carriageReturn }
    let new = Array(line(parameter, parameters).utf8) + (isOfAnotherSystem ? [carriageReturn] : [])
    if let index = lines.firstIndex(where: isIts) {
      lines[index] = new
    } else {
      lines.append(new)
    }
    return mark + Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
  }

  /// Reads the file at `path`; the defaults when there is none.
  public static func read(from path: String) throws(Failure) -> ParameterFile {
    let bytes = try rethrow(FileBytes.read(path) ?? [], as: Failure.file)
    return try rethrow(ParameterFile(bytes), as: Failure.line)
  }

  /// Writes the value of `parameter` to its line of the file at `path`, which is written aside and renamed. A missing
  /// file gets all four.
  ///
  /// - Throws: `FileError`; the file is as it was.
  public static func save(
    _ parameter: Parameter, of parameters: Parameters, to path: String
  ) throws(FileError) {
    let old = try FileBytes.read(path)
    try AtomicFile.write(old.map { rewriting($0, parameter, as: parameters) } ?? bytes(of: parameters), to: path)
  }

  /// Why a file could not be read.
  public enum Failure: Error, Hashable, Sendable {
    /// A line is wrong.
    case line(LineError)
    /// The system refused.
    case file(FileError)
  }

  private static func line(_ parameter: Parameter, _ parameters: Parameters) -> String {
    "\(parameter.rawValue) \(parameters.text(of: parameter))"
  }

  private static func fields(of line: Substring) -> [Substring] {
    line.split(whereSeparator: \.isWhitespace)
  }
}
