import ChatTestSupport
import Testing

@testable import ChatSystem

@Suite struct DiskRoomTests {
  @Test func whatFitsIntoNoNumberIsTheLargest() {
    #expect(DiskRoom.bytes(3, of: 4_096) == 12_288)
    #expect(DiskRoom.bytes(1 << 60, of: 4_096) == .max)
    #expect(DiskRoom.bytes(.max, of: .max) == .max)
    #expect(DiskRoom.bytes(1 << 51, of: 4_096) == .max)
  }

  @Test func aDirectoryHasRoomAndAMissingOneHasNone() throws {
    let directory = try TemporaryDirectory()
    #expect(try DiskRoom(below: directory.path).freeBytes > 0)
    #expect(throws: FileError.self) { try DiskRoom(below: directory.path(of: "nowhere")) }
  }
}
