extension Parameter {
  /// The parameter of that name, in any case of letters.
  public init?(named name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else { return nil }
    self = found
  }

  /// What is said of a name that is none of the four; it begins with the name and ends without a full stop.
  public static func unknown(_ name: String) -> String {
    let all = allCases.map(\.rawValue).joined(separator: ", ")
    let nearest = EditDistance.nearest(to: name, in: allCases, spelling: \.rawValue) ?? .maxCon
    return "\"\(name)\" is no parameter, the nearest is \(nearest.rawValue); there are \(all)"
  }
}
