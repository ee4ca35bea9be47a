import ChatCore
import ChatSystem
import Glibc

/// The file `config` of a person who joins rooms.
public enum ClientConfigurationFile {
  /// Why it can't be used, for people.
  public enum Problem: Error, Hashable, Sendable {
    /// It can't be read.
    case file(FileError)
    /// A line makes no sense.
    case line(path: String, ClientConfiguration.Problem)
  }

  /// `$XDG_CONFIG_HOME/chatctl/config`, else `~/.config/chatctl/config`.
  public static var path: String {
    BaseDirectory.path("XDG_CONFIG_HOME", orHome: ".config") + "/chatctl/config"
  }

  /// What stands in the file at `path`; nothing where there is none.
  ///
  /// - Throws: `Problem`.
  public static func read(_ path: String = Self.path) throws(Problem) -> ClientConfiguration {
    let bytes: [UInt8]?
    do throws(FileError) {
      bytes = try FileBytes.read(path)
    } catch {
      // Who may not look into the directory, such as a service with somebody else's HOME, has no settings there.
      guard error.code != EACCES || mayLookInto(path) else { return ClientConfiguration() }
      throw .file(error)
    }
    guard let bytes else { return ClientConfiguration() }
    do throws(ClientConfiguration.Problem) {
      return try ClientConfiguration(String(decoding: bytes.behindByteOrderMark, as: UTF8.self))
    } catch {
      throw .line(path: path, error)
    }
  }
}

extension ClientConfigurationFile {
  /// Whether the directory of `path` may be searched.
  private static func mayLookInto(_ path: String) -> Bool {
    access(String(path[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]), X_OK) == 0
  }
}

extension ClientConfigurationFile.Problem: CustomStringConvertible {
  /// `/home/alice/.config/chatctl/config:3: a port is a number from 1 to 65535.`
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .line(let path, let problem): "\(path):\(problem.line): \(problem.what)"
    }
  }
}
