import Glibc

/// Cuts what is to be written into the data of TLS records: as full as can be, large stretches where they lie, small
/// ones put together, so that many messages are one record.
struct RecordCutter {
  private let vectors: UnsafeMutableBufferPointer<iovec>
  private let record: UnsafeMutableRawBufferPointer
  private var index = 0
  private var offset = 0

  /// Cuts `vectors`; `record` is the place where small ones are put together, and as large as a record.
  init(_ vectors: UnsafeMutableBufferPointer<iovec>, record: UnsafeMutableRawBufferPointer) {
    self.vectors = vectors
    self.record = record
  }

  /// The next record's data, valid until the next call; nil at the end.
  mutating func next() -> UnsafeRawBufferPointer? {
    guard let first = stretch(upTo: record.count) else { return nil }
    guard first.count < record.count, index < vectors.count else { return first }
    var filled = 0
    var piece: UnsafeRawBufferPointer? = first
    while let bytes = piece {
      UnsafeMutableRawBufferPointer(rebasing: record[filled...]).copyMemory(from: bytes)
      filled += bytes.count
      piece = stretch(upTo: record.count - filled)
    }
    return UnsafeRawBufferPointer(rebasing: record[..<filled])
  }

  /// The next bytes of one vector, at most `limit`; nil when there are none or the limit is 0.
  private mutating func stretch(upTo limit: Int) -> UnsafeRawBufferPointer? {
    guard limit > 0, index < vectors.count else { return nil }
    let vector = vectors[index]
    let count = min(vector.iov_len - offset, limit)
    let bytes = UnsafeRawBufferPointer(start: vector.iov_base?.advanced(by: offset), count: count)
    offset += count
    if offset == vector.iov_len {
      index += 1
      offset = 0
    }
    return bytes
  }
}
