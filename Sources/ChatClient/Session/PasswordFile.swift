import ChatCore
import ChatSystem
import Glibc

/// A file that holds a password: one line of it.
///
/// There is no variable of the environment for it: everything that a program starts inherits those.
public enum PasswordFile {
  /// Why there is no password in it.
  public enum Problem: Error, Hashable, Sendable {
    /// It can't be read.
    case file(FileError)
    /// Others than its owner and its group may read it; with its mode.
    case open(path: String, mode: UInt32)
    /// What stands there is no password.
    case malformed(path: String)
  }

  /// What stands for standard input, of which the first line is taken and nothing else touched.
  public static let standardInput = "-"

  /// Far more bytes than a password has.
  private static let longest = 4_096

  /// The password in the file at `path`, without its line end and the byte order mark of other systems.
  ///
  /// A pipe is taken as it is (`<(pass show bot)`, /dev/fd/3). A group may read a file: service managers hand
  /// credentials out like that.
  ///
  /// - Throws: `Problem`.
  public static func read(_ path: String) throws(Problem) -> String {
    if path == standardInput {
      return try password(in: firstLine(of: STDIN_FILENO), path: "standard input")
    }
    let content: (bytes: [UInt8], mode: UInt32)
    do throws(FileError) {
      content = try self.content(of: path)
    } catch {
      throw .file(error)
    }
    guard content.mode & UInt32(S_IROTH | S_IWOTH) == 0 else { throw .open(path: path, mode: content.mode) }
    return try password(in: content.bytes[...], path: path)
  }

  /// The mode is 0 where it means nothing: for what is no regular file.
  private static func content(of path: String) throws(FileError) -> ([UInt8], UInt32) {
    let file = try FileDescriptor(path, O_RDONLY)
    var status = stat()
    guard fstat(file.raw, &status) == 0 else { throw FileError(.open, path) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    return (try file.read(upTo: longest), isRegular ? status.st_mode & 0o777 : 0)
  }

  private static func password(in bytes: ArraySlice<UInt8>, path: String) throws(Problem) -> String {
    var bytes = Array(bytes).behindByteOrderMark
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self), Password.allows(text) else {
      throw .malformed(path: path)
    }
    return text
  }

  /// Read byte by byte, for what follows the line is somebody else's.
  private static func firstLine(of descriptor: Int32) -> ArraySlice<UInt8> {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < longest, case .value(1) = SystemCall.run({ Glibc.read(descriptor, &byte, 1) }) {
      line.append(byte)
      if byte == UInt8(ascii: "\n") { break }
    }
    return line[...]
  }
}

extension PasswordFile.Problem: CustomStringConvertible {
  /// For people, with the next step.
  public var description: String {
    switch self {
    case .file(let error):
      "\(error)"
    case .open(let path, let mode):
      "\(path) has mode 0\(String(mode, radix: 8)), so everybody on this machine can read the password. Say: chmod 600 "
        + path
    case .malformed(let path):
      "\(path) holds no password: it takes one line of 1 to \(Password.maximumLength) characters."
    }
  }
}
