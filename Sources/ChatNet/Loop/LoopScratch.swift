import Glibc

/// The memory a loop's connections share while it works on one of them.
final class LoopScratch {
  let read: UnsafeMutableRawBufferPointer
  let vectors: UnsafeMutableBufferPointer<iovec>

  init(_ settings: LoopSettings) {
    read = .allocate(byteCount: max(settings.readSize, settings.bulkReadSize), alignment: 16)
    vectors = .allocate(capacity: 64)
  }

  deinit {
    read.deallocate()
    vectors.deallocate()
  }
}
