import ChatCore

/// The names that a received file may be saved under, the file's own first: `a.txt`, `a (1).txt`, `a (2).txt`.
///
/// A name with control characters is saved as it is shown, so that listing the directory can't act on a terminal either. A
/// name that begins with a dot or a dash gets a `_` in front: somebody else must not put a `.bashrc` into our directory,
/// which is hidden besides, nor a `-rf`, which a command would take for an option.
enum SaveName {
  /// Whether `name` is saved under another one that begins with `_`.
  static func isDisarmed(_ name: FileName) -> Bool {
    // By bytes: a mark that joins the dot changes nothing for a shell.
    name.text.utf8.first == UInt8(ascii: ".") || name.text.utf8.first == UInt8(ascii: "-")
  }

  /// The name of attempt `number`, never longer than a file name may be.
  static func candidate(_ name: FileName, _ number: Int) -> String {
    let safe = TerminalSanitizer.line(name.text)
    let start = isDisarmed(name) ? "_" : ""
    guard number > 0 else { return fitting(start + safe, FileName.maximumBytes) }
    let mark = " (\(number))"
    let (stem, ending) = divided(fitting(safe, FileName.maximumBytes))
    return fitting(start + stem, FileName.maximumBytes - mark.utf8.count - ending.utf8.count) + mark + ending
  }

  /// The hidden name that the file has while it comes in.
  ///
  /// - Parameter random: keeps two programs in one directory apart.
  static func partial(_ name: FileName, random: UInt32) -> String {
    let ending = ".part-" + String(random, radix: 16)
    return "." + fitting(TerminalSanitizer.line(name.text), FileName.maximumBytes - 1 - ending.utf8.count) + ending
  }

  /// What stands before the last dot and what follows it. A leading dot divides nothing, and neither does a long ending.
  private static func divided(_ name: String) -> (stem: String, ending: String) {
    guard let dot = name.unicodeScalars.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
    let ending = name[dot...]
    guard ending.utf8.count <= 32 else { return (name, "") }
    return (String(name[..<dot]), String(ending))
  }

  private static func fitting(_ text: String, _ bytes: Int) -> String {
    var text = text
    while text.utf8.count > bytes {
      text.unicodeScalars.removeLast()
    }
    return text
  }
}
