import ChatCore
import ChatStore
import ChatSystem

/// The original's user_pass.txt, which holds passwords as they are typed: wanted for one import, and then only by those who
/// should not have them.
public enum ClearPasswords {
  /// The path of the one in `directory`; nil when there is none, or all in it are hashed, as an export writes them.
  static func path(in directory: String) -> String? {
    let path = "\(directory)/\(OriginalPart.accounts.fileName)"
    guard let bytes = try? FileBytes.read(path) else { return nil }
    let isClear = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 1 && PasswordVerifier(phc: String(fields[1])) == nil
    }
    return isClear ? path : nil
  }

  /// A notice after an import from `directory`, one sentence; nil when there is nothing to say.
  public static func notice(in directory: String) -> String? {
    path(in: directory).map {
      "\($0) holds the passwords in clear, and is not needed any more by this server. Remove it with: rm \($0.shellWord)"
    }
  }
}
