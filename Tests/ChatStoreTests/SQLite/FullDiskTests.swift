import ChatCore
import ChatStore
import ChatTestSupport
import Glibc
import Testing

/// What happens when there is no room: nothing of the batch, and everything again once there is.
@Suite struct FullDiskTests {
  @Test func aFullDiskIsToldAndPasses() throws {
    let directory = try TemporaryDirectory()
    guard mount("tmpfs", directory.path, "tmpfs", UInt(MS_NOSUID), "size=2m") == 0 else {
      print("SKIPPED aFullDiskIsToldAndPasses: mounting a small tmpfs takes root (\(String(cString: strerror(errno))))")
      return
    }
    defer { umount2(directory.path, Int32(MNT_DETACH)) }
    let store = try SQLiteStore(path: directory.path(of: "chat.sqlite"))
    try store.commit(Sample.batch([try Sample.registration(1, "alice"), try Sample.registration(2, "bob")]))

    // A ballast of a million bytes, then messages until there is no more room.
    try directory.write([UInt8](repeating: 0, count: 1_000_000), to: "ballast")
    var id: Int64 = 10
    var committed: Int64 = 0
    var failure: StoreError?
    while failure == nil, id < 100_000 {
      do throws(StoreError) {
        try store.commit(Sample.batch(messages(from: id), bound: id + 40))
        committed += 40
        id += 40
      } catch {
        failure = error
      }
    }
    guard case .diskFull = failure else {
      Issue.record("expected diskFull, not \(String(describing: failure))")
      return
    }
    #expect(try store.load().idBound.rawValue == id)
    #expect(try count(store) == committed)

    unlink(directory.path(of: "ballast"))
    try store.commit(Sample.batch(messages(from: id), bound: id + 40))
    #expect(try count(store) == committed + 40)
    #expect(try store.load().idBound.rawValue == id + 40)
    try store.close()
  }

  private func messages(from id: Int64) -> [LogRecord] {
    (id..<id + 40).map { Sample.message($0, from: 1, to: 2, String(repeating: "x", count: 500)) }
  }

  private func count(_ store: SQLiteStore) throws -> Int64 {
    var count: Int64 = 0
    var reached = EntryID.zero
    while reached < Sample.entry(.max) {
      let page = try store.page(of: Sample.account(2), after: reached, through: Sample.entry(.max), limit: 1_000_000)
      count += Int64(page.messages.count)
      reached = page.reached
    }
    return count
  }
}
