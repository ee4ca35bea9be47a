/// What `get` and `set` are about: one of the original's four, which stand in para.txt, or a setting of serve.conf.
public enum AdminKey: Hashable, Sendable {
  /// One of the four.
  case parameter(Parameter)
  /// Any other.
  case setting(Setting)

  /// All that people are told of, in the order that `get` lists them.
  public static let all =
    Parameter.allCases.map { Self.parameter($0) } + Setting.allCases.filter(\.isShown).map { .setting($0) }

  /// As it is typed.
  public var name: String {
    switch self {
    case .parameter(let parameter): parameter.rawValue
    case .setting(let setting): setting.rawValue
    }
  }

  /// The values that are taken, for people.
  var taken: String {
    switch self {
    case .parameter(.maxCon): Parameter.maxCon.range
    case .parameter(let parameter): "\(parameter.range), or a time such as 90s, 5m, 2h or 1d"
    case .setting(let setting): setting.taken
    }
  }

  /// What was typed, as the place where it is written has it: para.txt knows decimal seconds alone.
  func value(typed text: String) -> String {
    guard case .parameter(let parameter) = self, parameter != .maxCon, text.last.map(\.isLetter) ?? false,
      let seconds = Quantity.number(text, units: DurationText.units), seconds <= Parameters.longest
    else { return text }
    return Parameters.text(ofSeconds: seconds)
  }

  /// The one of that name, in any case of letters.
  ///
  /// - Throws: `AdminError.unknownKey`.
  init(named name: String) throws(VerbError) {
    if let parameter = Parameter(named: name) {
      self = .parameter(parameter)
    } else if let setting = Setting(key: name) {
      self = .setting(setting)
    } else {
      throw .said(.unknownKey(name))
    }
  }
}
