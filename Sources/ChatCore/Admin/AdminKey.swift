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
    case .parameter(let parameter): parameter.range
    case .setting(let setting): setting.taken
    }
  }

  /// The one of that name, in any case of letters.
  ///
  /// - Throws: `AdminError.unknownKey`.
  init(named name: String) throws(AdminError) {
    if let parameter = Parameter(named: name) {
      self = .parameter(parameter)
    } else if let setting = Setting(key: name) {
      self = .setting(setting)
    } else {
      throw .unknownKey(name)
    }
  }
}
