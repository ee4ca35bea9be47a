import ChatCore
import ChatSystem
import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// Restores: whole, or not at all, wherever they are cut short.
@Suite struct RestoreTests {
  let box: BackupBox

  init() throws {
    box = try BackupBox()
  }

  @Test func bringsBackEverythingAndKeepsTheOldStateAside() throws {
    let entry = try box.backUp()
    try box.say(30, "after")
    try AtomicFile.write(Array("MaxCon 8\n".utf8), to: box.data.parameters)
    try AtomicFile.write(Array("new key".utf8), to: "\(box.data.tls)/key.pem")
    try box.addFile(40, "late file")
    try box.close()
    let report = try box.restore(entry.path)
    #expect(report.accounts == 2 && report.files == 1 && report.lostFiles == 0)
    let replaced = DataDirectory(path: "\(box.data.path)/replaced_then")
    #expect(report.replaced == replaced.path)
    #expect(try box.bodies() == ["before"])
    #expect(try box.bodies(in: replaced) == ["before", "after"])
    let (new, old) = (try box.contents(), try box.contents(of: replaced))
    #expect(new["para.txt"] == Array("MaxCon 7\n".utf8) && old["para.txt"] == Array("MaxCon 8\n".utf8))
    #expect(new["tls/key.pem"] == Array("a key".utf8) && old["tls/key.pem"] == Array("new key".utf8))
    #expect(new["files/20"] == Array("bytes of twenty".utf8) && new["files/40"] == nil && old["files/40"] != nil)
    #expect(access("\(box.data.path)/restore.new", F_OK) != 0)
  }

  @Test func anotherDirectoryGetsTheSame() throws {
    let entry = try box.backUp()
    let target = DataDirectory(path: box.home.path(of: "other"))
    try box.restore(entry.path, into: target)
    #expect(try box.bodies(in: target) == ["before"])
    #expect(try box.contents(of: target)["tls/key.pem"] == Array("a key".utf8))
  }

  @Test func nobodyComesBackByATokenOfTheOldState() throws {
    var batch = LogBatch()
    let digest = try Sample.required(TokenDigest(Sample.digest()))
    batch.tokens[AccountID(rawValue: 1)] = ResumeTokens.Line(run: 1, current: digest, previous: nil, isPresent: true)
    try box.store.commit(batch)
    #expect(try box.store.load().tokens.count == 1)
    let entry = try box.backUp()
    try box.close()
    try box.restore(entry.path)
    let store = try SQLiteStore(path: box.data.store)
    #expect(try store.load().tokens.isEmpty)
    try store.close()
  }

  @Test func idsAreNotGivenAgain() throws {
    let entry = try box.backUp()
    try box.say(5_000, "after")
    try box.close()
    try box.restore(entry.path)
    let store = try SQLiteStore(path: box.data.store)
    #expect(try store.load().idBound.rawValue == 5_100)
    try store.close()
  }

  @Test func withoutFilesTheBytesThatLieThereAreKept() throws {
    try box.addFile(40, "fetched later")
    let entry = try box.backUp(hasFiles: false)
    unlink(box.data.file(FileID(rawValue: 40)))
    try box.close()
    let report = try box.restore(entry.path)
    #expect(report.lostFiles == 1)
    let store = try SQLiteStore(path: box.data.store)
    #expect(try store.load().files.map(\.id.rawValue) == [20])
    try store.close()
    #expect(try box.contents()["files/20"] == Array("bytes of twenty".utf8))
  }

  @Test func oldJournalsDoNotMeetTheNewStore() throws {
    let entry = try box.backUp()
    try box.say(30, "after")
    // The store is not closed: the message stands in the write-ahead log alone, as after a crash.
    #expect(try box.contents()["chat.sqlite-wal"]?.isEmpty == false)
    try box.restore(entry.path)
    #expect(try box.bodies() == ["before"])
  }

  /// The swap is ended from every state that a kill can leave, and begun from none in which it was not decided for.
  @Test func aSwapThatWasCutShortIsEnded() throws {
    let entry = try box.backUp()
    try box.say(30, "after")
    try box.close()
    let whole = box.home.path(of: "whole")
    let steps = ["chat.sqlite", "para.txt", "files", "tls"]
    for cut in 0...2 * steps.count {
      try FileTree.remove(whole)
      let target = DataDirectory(path: whole)
      try FileManager.default.copyItem(atPath: box.data.path, toPath: whole)
      // What a restore has made when it decides.
      let journal = RestoreJournal(directory: target)
      try journal.prepare()
      _ = try BackupReader(path: entry.path, makeDigest: BackupBox.digest).unpack(
        to: journal.stage, keepsFiles: true, isSynced: true
      ) { _ in }
      try AtomicFile.write(Array("replaced_x\n".utf8), to: "\(whole)/restore.journal")
      // The first `cut` renames of the swap.
      if cut > 0 { try FileTree.create("\(whole)/replaced_x") }
      for step in 0..<cut {
        let name = steps[step / 2]
        let (from, to) =
          step % 2 == 0
          ? ("\(whole)/\(name)", "\(whole)/replaced_x/\(name)") : ("\(journal.stage)/\(name)", "\(whole)/\(name)")
        #expect(rename(from, to) == 0, "\(name)")
      }
      let lock = try DirectoryLock(target)
      #expect(BackupRestorer.isNeeded(in: target))
      #expect(try BackupRestorer.recoverIfNeeded(in: target, lock: lock) == "\(whole)/replaced_x")
      #expect(!BackupRestorer.isNeeded(in: target))
      #expect(try box.bodies(in: target) == ["before"], "cut \(cut)")
      #expect(try box.bodies(in: DataDirectory(path: "\(whole)/replaced_x")) == ["before", "after"], "cut \(cut)")
      #expect(try BackupRestorer.recoverIfNeeded(in: target, lock: lock) == nil)
    }
  }

  @Test func whatWasOnlyPreparedIsThrownAway() throws {
    try box.close()
    let before = try box.contents()
    let journal = RestoreJournal(directory: box.data)
    try journal.prepare()
    try AtomicFile.write([1], to: "\(journal.stage)/chat.sqlite")
    let lock = try DirectoryLock(box.data)
    #expect(try BackupRestorer.recoverIfNeeded(in: box.data, lock: lock) == nil)
    #expect(try box.contents() == before)
  }

  @Test func aJournalThatLeadsElsewhereIsNotFollowed() throws {
    try box.close()
    try AtomicFile.write(Array("replaced_/../../x\n".utf8), to: "\(box.data.path)/restore.journal")
    let before = try box.contents()
    let lock = try DirectoryLock(box.data)
    #expect(throws: FileError.self) { try BackupRestorer.recoverIfNeeded(in: box.data, lock: lock) }
    #expect(try box.contents() == before)
  }
}
