import ChatCore

/// Cuts a list so that each part takes about `FrameLimit.listPart` bytes; an empty list is one empty part.
struct ListParts<Element> {
  /// The parts, in order.
  private(set) var parts: [[Element]] = [[]]

  /// Cuts `list`, whose elements take `bytes` each.
  init(_ list: [Element], bytes: (Element) -> Int) {
    var filled = 0
    for element in list {
      let size = bytes(element)
      if filled > 0, filled + size > FrameLimit.listPart {
        parts.append([])
        filled = 0
      }
      parts[parts.count - 1].append(element)
      filled += size
    }
  }

  /// The parts, each with whether another one follows.
  func map<Part>(_ body: ([Element], _ more: Bool) -> Part) -> [Part] {
    parts.enumerated().map { place, part in body(part, place + 1 < parts.count) }
  }
}

extension Wire_Names {
  init(_ names: [String], more: Bool = false) {
    self.names = names
    self.more = more
  }

  static func parts(of names: [String]) -> [Wire_Names] {
    ListParts(names, bytes: bytes(of:)).map { Wire_Names($0, more: $1) }
  }

  /// What a name takes in a frame, rounded up.
  static func bytes(of name: String) -> Int {
    name.utf8.count + 4
  }
}

extension Wire_FileListings {
  init(_ files: [FileListing], more: Bool = false) {
    self.files = files.map { Wire_FileListing($0) }
    self.more = more
  }

  static func parts(of files: [FileListing]) -> [Wire_FileListings] {
    ListParts(files, bytes: bytes(of:)).map { Wire_FileListings($0, more: $1) }
  }

  /// What a file takes in a frame, rounded up.
  static func bytes(of file: FileListing) -> Int {
    file.sender.utf8.count + file.name.utf8.count + 24
  }
}
