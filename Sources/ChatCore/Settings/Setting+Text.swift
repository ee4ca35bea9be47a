extension Setting {
  /// The setting of that key; case does not matter.
  public init?(key: String) {
    self.init(rawValue: key.lowercased())
  }

  /// Whether people are told of it.
  public var isShown: Bool { self != .tellLoopbackApart }

  /// What stands for its value in a usage line.
  public var valueName: String {
    switch kind {
    case .count(let unit): unit
    case .size: "size"
    case .time: "time"
    case .flag: "yes|no"
    case .choice(let words): words.joined(separator: "|")
    case .word(let name): name
    }
  }

  /// What its numbers count; empty where it has none.
  public var unit: String {
    switch kind {
    case .count(let unit): unit
    case .size: "bytes"
    case .time: "seconds"
    case .flag, .choice, .word: ""
    }
  }

  /// The values that are taken, for people; follows "it takes".
  public var taken: String {
    switch kind {
    case .count:
      "a whole number from \(text(of: .number(range.lowerBound))) to \(text(of: .number(range.upperBound)))"
    case .size: "a size from 0 to \(text(of: .number(range.upperBound))), such as 4096, 500K, 16M or 2G"
    case .time:
      "a time from \(text(of: .number(range.lowerBound))) to \(text(of: .number(range.upperBound))), such as 90s, 5m, 1h "
        + "or 2d"
    case .flag: "yes or no"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .word("address"): "an address, or all"
    case .word where self == .checkPassword: "the absolute path of a program, with arguments, or none"
    case .word(let name): "the name of a \(name)"
    }
  }

  /// The value that `text` says; nil where it says none that is taken.
  public func value(of text: String) -> Value? {
    switch kind {
    case .flag: ConfigurationText.isOn(text).map { .isOn($0) }
    case .choice(let words): words.first { $0 == text.lowercased() }.map { .word($0) }
    case .word: allows(word: text) ? .word(text) : nil
    case .count: number(Quantity.number(text, units: [:]))
    case .size: number(Quantity.number(text.uppercased(), units: ByteText.units))
    case .time: number(Quantity.number(text, units: DurationText.units), isWhole: false)
    }
  }

  /// Whether `value` may be its value.
  public func allows(_ value: Value) -> Bool {
    switch (kind, value) {
    case (.flag, .isOn): true
    case (.choice(let words), .word(let word)): words.contains(word)
    case (.word, .word(let word)): allows(word: word)
    case (.time, .number(let number)): self.number(number, isWhole: false) != nil
    case (.count, .number(let number)), (.size, .number(let number)): self.number(number) != nil
    default: false
    }
  }

  /// `value` as a person writes it, so that it is read as the same: `2G`, `90s`, `1d`, `yes`.
  public func text(of value: Value) -> String {
    switch value {
    case .word(let word): word
    case .isOn(let isOn): isOn ? "yes" : "no"
    case .number(let number):
      switch kind {
      case .size: ByteText.exact(Int64(number))
      case .time: DurationText.text(number)
      default: String(Int64(number))
      }
    }
  }

  /// `value` as a program reads it: bytes and seconds as numbers.
  public func json(of value: Value) -> JSONValue {
    switch value {
    case .word(let word): .string(word)
    case .isOn(let isOn): .bool(isOn)
    case .number(let number): Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }
  }

  private func allows(word: String) -> Bool {
    guard self == .checkPassword, .word(word) != builtIn else { return !word.isEmpty }
    return PasswordCommand(word, seconds: 0) != nil
  }

  private func number(_ number: Double?, isWhole: Bool = true) -> Value? {
    guard let number, range.contains(number), !isWhole || number.rounded() == number else { return nil }
    // A backup takes longer than nothing.
    guard self != .backupEvery || number == 0 || number >= 1 else { return nil }
    return .number(number)
  }
}
