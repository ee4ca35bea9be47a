import ChatCore

extension FileID {
  /// The name of the bytes of a waiting file: by number, and never as a person called them.
  public var depotName: String {
    String(rawValue)
  }

  /// The file whose bytes are kept under `name`; nil for other names, such as those of uploads that still run.
  public init?(depotName name: String) {
    guard let number = Int64(name), number > 0, String(number) == name else { return nil }
    self.init(rawValue: number)
  }
}
