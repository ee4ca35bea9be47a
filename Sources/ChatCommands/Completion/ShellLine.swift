import ChatStore

/// A half-typed line of a shell that asks for completions, as the scripts in completions/ hand it over.
struct ShellLine: Hashable {
  /// The words before the one that is being typed, without the program's name, and as the program would get them.
  let words: [String]
  /// What has been typed of the last word.
  let typed: String

  /// The line of `raw`, whose word at `index` is being completed.
  ///
  /// - Parameter prefix: what stands of that word before the cursor; only right when it is the last one.
  init(_ raw: [String], index: Int, prefix: String, home: String?) {
    let plain = raw.map { Self.unquoted($0, home: home) }
    words = Array(plain.prefix(max(0, index)).dropFirst())
    let last = index == raw.count - 1 ? prefix : (raw.indices.contains(index) ? raw[index] : "")
    typed = Self.unquoted(last, home: nil)
  }

  /// What the option `name` was given; of several the last, as the parser has it.
  func value(of name: String) -> String? {
    var value: String?
    for (index, word) in words.enumerated() {
      if word == name, index + 1 < words.count {
        value = words[index + 1]
      } else if word.hasPrefix(name + "=") {
        value = String(word.dropFirst(name.count + 1))
      }
    }
    return value
  }

  /// The data directory that the line means.
  var directory: DataDirectory {
    let path = value(of: "--data")
    // Without a room there are no names; the command itself will tell why.
    return (try? DataOptions.directory(path)) ?? DataDirectory.resolve(option: path, environment: [:])
  }

  /// What `chatctl admin` would be told, as far as it stands here: the options of the parser are left out.
  var adminLine: String {
    var rest: [String] = []
    var isValue = false
    for word in words.dropFirst() {
      if isValue {
        isValue = false
      } else if word == "--data" {
        isValue = true
      } else if !word.hasPrefix("--data="), word != "--json", word != "--keep-going" {
        rest.append(word)
      }
    }
    return (rest + [typed]).joined(separator: " ")
  }

  /// `word` without the quoting of a shell, `~` replaced by `home`. What would take a shell to find out, such as a
  /// variable's value, stays as it stands there.
  private static func unquoted(_ word: String, home: String?) -> String {
    var result = ""
    var rest = Substring(word)
    if let home, word == "~" || word.hasPrefix("~/") {
      result = home
      rest = rest.dropFirst()
    }
    var quote: Character?
    while let character = rest.popFirst() {
      switch (character, quote) {
      case ("\\", nil), ("\\", "\""):
        if let next = rest.popFirst() { result.append(next) }
      case ("'", nil), ("\"", nil): quote = character
      case (_, character): quote = nil
      default: result.append(character)
      }
    }
    return result
  }
}
