/// Text of people that is compared, hashed and sorted by its bytes in UTF-8.
///
/// `String` takes two texts for one when they look the same, an "é" of one scalar and an "é" of two. SQLite, file systems
/// and the hash of a password do not. Whatever stands in a table, or decides whether two things are one, conforms to this,
/// with one type for each meaning.
public protocol ExactText: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text itself.
  var text: String { get }
}

extension ExactText {
  /// Whether both are the same bytes.
  public static func == (left: Self, right: Self) -> Bool {
    left.text.isExactly(right.text)
  }

  /// Whether the bytes of `left` come first.
  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isHashed == nil {
      for byte in text.utf8 { hasher.combine(byte) }
    }
    // As String does it, so that neighbours in one key can't run into each other.
    hasher.combine(0xFF as UInt8)
  }

  /// The text.
  public var description: String {
    text
  }
}

extension String {
  /// Whether it is the same bytes as `other`, where `==` asks for the same look.
  public func isExactly(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    // Done for every private message.
    let isSame = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { own.elementsEqual($0) }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

/// What the names of one account have in common: the name in lower case, whoever typed it and whether or not anybody can
/// be called so.
public struct AccountKey: ExactText {
  /// In lower case.
  public let text: String

  /// What `name` is looked up by.
  public init(_ name: String) {
    text = name.lowercased()
  }
}

/// What somebody types, or has to type to mean something: letters of another case are another text.
public struct TypedText: ExactText {
  /// As it is typed.
  public let text: String

  /// `text` as it is.
  public init(_ text: String) {
    self.text = text
  }
}
