import Glibc

/// The memory a loop's connections share while it works on one of them.
final class LoopScratch {
  let read: UnsafeMutableRawBufferPointer
  let vectors: UnsafeMutableBufferPointer<iovec>
  /// Where small writes are put together to one TLS record.
  let record: UnsafeMutableRawBufferPointer

  init(_ settings: LoopSettings) {
    read = .allocate(byteCount: max(settings.littleReadSize, settings.readSize, settings.bulkReadSize), alignment: 16)
    vectors = .allocate(capacity: 64)
    record = .allocate(byteCount: TLSStream.recordSize, alignment: 16)
  }

  deinit {
    read.deallocate()
    vectors.deallocate()
    record.deallocate()
  }
}
