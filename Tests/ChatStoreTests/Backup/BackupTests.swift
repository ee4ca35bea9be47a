import ChatCore
import ChatSystem
import ChatTestSupport
import Foundation
import Glibc
import Testing

@testable import ChatStore

/// Backups made, checked and listed.
@Suite struct BackupTests {
  let box: BackupBox

  init() throws {
    box = try BackupBox()
  }

  @Test func holdsEverythingForItsOwnerAlone() throws {
    let entry = try box.backUp()
    #expect(entry.name == "backup_stamp.tar")
    #expect(
      entry.manifest.parts.map(\.name) == [
        "chat.sqlite", "para.txt", "text/para.txt", "text/user_pass.txt", "text/message_rep.txt", "text/file_rep.txt",
        "text/block_rep.txt", "text/list_block.txt", "tls/key.pem", "files/20",
      ])
    var status = stat()
    #expect(stat(entry.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try DirectoryEntries.names(of: box.data.backups) == ["backup_stamp.tar"])
    let report = try box.verify(entry.path)
    #expect(report.accounts == 2)
    #expect(report.files == 1)
    #expect(report.entry == entry)
    // Nothing of the rehearsal is left.
    #expect(try box.home.names() == ["data"])
  }

  /// A broadcast takes a line for everybody who has not read it: as text only the newest are written.
  @Test func theTextOfABackupHasTheNewestBroadcastsAlone() throws {
    let count = BackupCreator.broadcastsAsText + 5
    try box.store.commit(
      Sample.batch((1...count).map { Sample.message(Int64(50 + $0), from: 1, "all \($0)") }, bound: 1_000))
    let entry = try box.backUp()
    let stage = try TemporaryDirectory()
    let reader = BackupReader(path: entry.path, makeDigest: BackupBox.digest)
    _ = try reader.unpack(to: stage.path, keepsFiles: true, isSynced: false) { _ in }
    let lines = try stage.text(of: "text/message_rep.txt").split(separator: "\n")
    #expect(lines.contains("bob alice(private) bob before"))
    for reader in ["alice", "bob"] {
      let broadcasts = lines.filter { $0.hasPrefix("\(reader) alice(broadcast)") }
      #expect(broadcasts.map { $0.split(separator: " ").last } == (6...count).map { "\($0)" })
    }
    let export = try TemporaryDirectory()
    _ = try Exporter(store: box.store, parameters: Parameters(), now: WallTime(seconds: 1)).write(to: export.path)
    #expect(try export.text(of: "message_rep.txt").contains("bob alice(broadcast) bob all 1\n"))
    try box.verify(entry.path)
  }

  @Test func aTakenNameGetsANumber() throws {
    let names = try (0..<3).map { _ in try box.backUp().name }
    #expect(names == ["backup_stamp.tar", "backup_stamp.2.tar", "backup_stamp.3.tar"])
  }

  @Test func withoutFilesTheirRecordsStay() throws {
    let entry = try box.backUp(hasFiles: false)
    #expect(!entry.manifest.parts.contains { $0.name.hasPrefix("files/") })
    #expect(try box.verify(entry.path).files == 1)
  }

  /// Fetched after its link was made: its bytes are held. Come and gone between: its record goes too.
  @Test func aFileFetchedMeanwhileIsNoError() throws {
    try box.addFile(22, "never there", keepsBytes: false)
    var isFirst = true
    let entry = try box.backUp { [box] progress in
      guard isFirst, progress.phase == .copying else { return }
      isFirst = false
      unlink(box.data.file(FileID(rawValue: 20)))
    }
    #expect(!isFirst)
    #expect(entry.manifest.parts.filter { $0.name.hasPrefix("files/") }.map(\.name) == ["files/20"])
    #expect(try box.verify(entry.path).files == 1)
  }

  @Test func anUploadThatStillRunsIsNoPart() throws {
    try AtomicFile.write([1], to: "\(box.data.files)/30.part")
    try AtomicFile.write([1], to: "\(box.data.files)/31")
    #expect(try box.backUp().manifest.parts.last?.name == "files/20")
  }

  @Test func whatACrashLeftIsSweptAndWhatIsInUseIsNot() throws {
    try FileTree.create("\(box.data.backups)/.staging-1-2/files")
    try AtomicFile.write([1], to: "\(box.data.backups)/.staging-1-2/files/1")
    let inUse = try StagingDirectory(in: box.data.backups)
    try box.backUp()
    #expect(access(inUse.path, F_OK) == 0)
    #expect(try DirectoryEntries.names(of: box.data.backups)?.count == 2)
  }

  /// No bit of a backup can be changed, and no block be missing, without it being refused; none of it traps.
  @Test func everyChangeIsRefused() throws {
    var random = SeededGenerator()
    let entry = try box.backUp()
    let good = try #require(try FileBytes.read(entry.path))
    for _ in 0..<150 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try expectRefusal(of: bytes, "seed \(random.seed)")
    }
    for end in stride(from: 0, to: good.count, by: 512) {
      try expectRefusal(of: Array(good[..<end]), "cut at \(end)")
    }
    try expectRefusal(of: good + [0], "longer")
  }

  /// What no hash of a part covers, the seal does.
  @Test func theManifestIsSealed() throws {
    let entry = try box.backUp()
    var bytes = try #require(try FileBytes.read(entry.path))
    let place = try #require(bytes.firstRange(of: Array("chatctl/test".utf8)))
    bytes[place.lowerBound] ^= 1
    try box.home.write(bytes, to: "bad.tar")
    let path = box.home.path(of: "bad.tar")
    #expect(throws: BackupError.refused(path: path, part: "manifest.json", .wrongDigest)) { try box.verify(path) }
  }

  private func expectRefusal(of bytes: [UInt8], _ comment: Comment) throws {
    try box.home.write(bytes, to: "bad.tar")
    do {
      try box.verify(box.home.path(of: "bad.tar"))
      Issue.record("taken: \(comment)")
    } catch let error as BackupError {
      guard case .refused(_, let part, _) = error else {
        Issue.record("\(error): \(comment)")
        return
      }
      #expect(!part.isEmpty)
    }
  }

  @Test func theListIsNewestFirstAndNamesWhatCannotBeUsed() throws {
    try box.backUp(.manual, at: 1_000)
    try box.backUp(.stop, hasFiles: false, at: 3_000)
    try box.backUp(.automatic, hasFiles: false, at: 2_000)
    let bytes = try #require(try FileBytes.read("\(box.data.backups)/backup_stamp.tar"))
    try AtomicFile.write(Array(bytes.dropLast(512)), to: "\(box.data.backups)/cut.tar")
    try AtomicFile.write([1], to: "\(box.data.backups)/notes.txt")
    var lines: [String] = []
    for item in try BackupList(box.data).items() {
      switch item {
      case .entry(let entry): lines.append("\(entry.name) \(entry.manifest.hasFiles)")
      case .unusable(let name, _): lines.append("\(name) unusable")
      }
    }
    #expect(lines == ["stop_stamp.tar false", "auto_stamp.tar false", "backup_stamp.tar true", "cut.tar unusable"])
    #expect(BackupList(box.data).path(for: "stop_stamp.tar") == "\(box.data.backups)/stop_stamp.tar")
    #expect(BackupList(box.data).path(for: "other.tar") == "other.tar")
  }

  @Test func onlyAutomaticOnesMakeRoom() throws {
    try box.backUp(.manual, at: 1)
    for second in 2...6 {
      try box.backUp(second % 2 == 0 ? .stop : .automatic, hasFiles: false, at: Double(second))
    }
    // Renamed by somebody who wants to keep it; and one that can't be read.
    rename("\(box.data.backups)/stop_stamp.tar", "\(box.data.backups)/keep.tar")
    try AtomicFile.write([1], to: "\(box.data.backups)/auto_broken.tar")
    try BackupList(box.data).prune(keeping: 2)
    #expect(
      try DirectoryEntries.names(of: box.data.backups) == [
        "auto_broken.tar", "auto_stamp.2.tar", "backup_stamp.tar", "keep.tar", "stop_stamp.3.tar",
      ])
  }

  @Test func theOneJustMadeStaysThoughTheClockWasSetBack() throws {
    try box.backUp(.stop, at: 1_000)
    try box.backUp(.stop, at: 2_000)
    let newest = try box.backUp(.stop, at: 1)
    try BackupList(box.data).prune(keeping: 2, newest: newest)
    #expect(try DirectoryEntries.names(of: box.data.backups) == ["stop_stamp.2.tar", "stop_stamp.3.tar"])
  }

  @Test(arguments: [90, 20]) func aFullDiskLeavesNothingBehind(_ messages: Int64) throws {
    guard SmallDisk.isAllowed else {
      print("SKIPPED aFullDiskLeavesNothingBehind: mounting a small tmpfs takes root")
      return
    }
    let disk = try SmallDisk(megabytes: 2)
    let data = DataDirectory(path: disk.directory.path(of: "data"))
    try data.create()
    let store = try SQLiteStore(path: data.store)
    let long = String(repeating: "x", count: 8_000)
    try store.commit(Sample.batch((1...messages).map { Sample.message($0, from: 1, long) }, bound: 100))
    let creator = BackupCreator(
      store: store, directory: data, parameters: Parameters(), software: "chatctl/test", makeDigest: BackupBox.digest)
    let filler = data.file(FileID(rawValue: 7))
    do {
      // There is room at first for the smaller one, until somebody else takes it.
      _ = try creator.make(.manual, hasFiles: true, at: WallTime(seconds: 1), stamp: "stamp") { progress in
        guard progress.phase == .copying, let file = try? FileDescriptor(filler, O_WRONLY | O_CREAT) else { return }
        try? file.write([UInt8](repeating: 1, count: 4 << 20))
      }
      Issue.record("there was room")
    } catch BackupError.noRoom(let place, let needed, let free) {
      #expect(messages == 90 && place == data.backups && needed > free)
      #expect(try FileBytes.read(filler) == nil)
    } catch {
      #expect(messages == 20)
      #expect("\(error)".contains("no room") || "\(error)".contains("No space"), "\(error)")
    }
    unlink(filler)
    #expect(try DirectoryEntries.names(of: data.backups) == [])
    try store.commit(Sample.batch([Sample.message(200, from: 1, "goes on")], bound: 300))
    try store.close()
  }
}
