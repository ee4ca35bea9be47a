import ChatTestSupport
import Glibc
import Testing

@testable import ChatNet

@Suite struct OutgoingQueueTests {
  /// What the next write would be given.
  private func next(_ queue: borrowing OutgoingQueue, vectors: Int = 64, bulkLimit: Int = 1_000) -> [[UInt8]] {
    withUnsafeTemporaryAllocation(of: iovec.self, capacity: vectors) { buffer in
      let gathered = queue.gather(into: buffer, bulkLimit: bulkLimit)
      let slices = buffer[..<gathered.vectors].map {
        Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
      }
      #expect(gathered.bytes == slices.joined().count)
      return slices
    }
  }

  private func slice(_ text: String) -> ByteSlice {
    SharedBytes(Array(text.utf8)).slice
  }

  private func bytes(_ texts: String...) -> [[UInt8]] {
    texts.map { Array($0.utf8) }
  }

  @Test func joinsNeighboursOfOneBuffer() {
    let batch = SharedBytes(Array("one two three".utf8))
    var queue = OutgoingQueue()
    queue.append(ByteSlice(batch, 0..<4))
    queue.append(ByteSlice(batch, 4..<8))
    queue.append(ByteSlice(batch, 8..<13))
    #expect(queue.chatSlices == 1)
    #expect(queue.chatBytes == 13)
    #expect(next(queue) == bytes("one two three"))
  }

  @Test func joinsNeighboursBehindOtherSlices() {
    let batch = SharedBytes(Array("abcdef".utf8))
    var queue = OutgoingQueue()
    queue.append(slice("x"))
    queue.append(ByteSlice(batch, 0..<2))
    queue.append(ByteSlice(batch, 2..<3))
    queue.append(ByteSlice(batch, 4..<6))
    #expect(next(queue) == bytes("x", "abc", "ef"))
  }

  @Test func doesNotJoinOtherBuffers() {
    var queue = OutgoingQueue()
    let batch = SharedBytes([1, 2])
    queue.append(ByteSlice(batch, 0..<1))
    queue.append(ByteSlice(SharedBytes([1, 2]), 1..<2))
    #expect(queue.chatSlices == 2)
  }

  @Test func keepsTheRestOfAPartialWrite() {
    var queue = OutgoingQueue()
    queue.append(slice("hello "))
    queue.append(slice("world"))
    queue.advance(8)
    #expect(next(queue) == bytes("rld"))
    #expect(queue.chatBytes == 3)
    queue.advance(3)
    #expect(queue.isEmpty == true)
  }

  @Test func takesNoEmptySlice() {
    var queue = OutgoingQueue()
    queue.append(slice(""))
    queue.appendBulk(slice(""))
    #expect(queue.isEmpty == true)
  }

  @Test func gathersManySlicesInOneWrite() {
    var queue = OutgoingQueue()
    for index in 0..<100 { queue.append(SharedBytes([UInt8(index)]).slice) }
    #expect(next(queue).count == 64)
    #expect(queue.chatSlices == 100)
  }

  @Test func chatOvertakesBulk() {
    var queue = OutgoingQueue()
    queue.appendBulk(slice("BULK1"))
    queue.appendBulk(slice("BULK2"))
    queue.append(slice("chat"))
    #expect(next(queue) == bytes("chat"))
    queue.advance(4)
    #expect(next(queue) == bytes("BULK1", "BULK2"))
  }

  @Test func finishesAStartedFrameFirst() {
    var queue = OutgoingQueue()
    queue.appendBulk(slice("BULK1"))
    queue.appendBulk(slice("BULK2"))
    queue.advance(2)
    queue.append(slice("chat"))
    #expect(next(queue) == bytes("LK1", "chat"))
    queue.advance(5)
    #expect(next(queue) == bytes("at"))
    queue.advance(2)
    #expect(next(queue) == bytes("BULK2"))
  }

  @Test func aWholeFrameDoesNotStartTheNext() {
    var queue = OutgoingQueue()
    queue.appendBulk(slice("BULK1"))
    queue.appendBulk(slice("BULK2"))
    queue.advance(5)
    queue.append(slice("chat"))
    #expect(next(queue) == bytes("chat"))
  }

  @Test func boundsTheBulkOfAWrite() {
    var queue = OutgoingQueue()
    for _ in 0..<4 { queue.appendBulk(slice("12345")) }
    #expect(next(queue, bulkLimit: 12).count == 2)
    #expect(next(queue, bulkLimit: 3).count == 1)
  }

  /// Random appends and partial writes: chat comes out in order, bulk frames in order and in one piece.
  @Test func keepsOrderAndFramesWhateverIsTaken() {
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    var queue = OutgoingQueue()
    var written: [UInt8] = []
    var sentChat: [UInt8] = []
    var frames: UInt8 = 0
    for _ in 0..<5_000 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let bytes = (0..<Int.random(in: 1...30, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random) }
        sentChat += bytes
        let cut = Int.random(in: 0...bytes.count, using: &random)
        let batch = SharedBytes(bytes)
        queue.append(ByteSlice(batch, 0..<cut))
        queue.append(ByteSlice(batch, cut..<bytes.count))
      case 1:
        // A frame: its number (100 to 227) 40 times.
        queue.appendBulk(SharedBytes([UInt8](repeating: 100 + frames % 128, count: 40)).slice)
        frames &+= 1
      default:
        let offered = next(queue, vectors: 5, bulkLimit: 100).flatMap { $0 }
        let taken = Int.random(in: 0...offered.count, using: &random)
        written += offered[..<taken]
        queue.advance(taken)
      }
    }
    while !queue.isEmpty {
      let offered = next(queue).flatMap { $0 }
      written += offered
      queue.advance(offered.count)
    }
    #expect(written.filter { $0 < 10 } == sentChat, "seed \(seed)")
    let bulk = written.filter { $0 >= 100 }
    #expect(
      bulk == (0..<bulk.count / 40).flatMap { [UInt8](repeating: 100 + UInt8($0 % 128), count: 40) }, "seed \(seed)")
    // No frame is interrupted: every run of one number is a multiple of a frame.
    var index = 0
    while index < written.count {
      guard written[index] >= 100 else {
        index += 1
        continue
      }
      #expect(Set(written[index..<min(index + 40, written.count)]).count == 1, "seed \(seed)")
      index += 40
    }
  }
}
