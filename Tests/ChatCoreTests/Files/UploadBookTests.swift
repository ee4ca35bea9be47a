import Testing

@testable import ChatCore

@Suite struct UploadBookTests {
  private static let amy = AccountID(rawValue: 1)

  private static func upload(_ file: Int64, size: Int64, until: Int64? = nil) throws -> PendingUpload {
    PendingUpload(
      file: FileID(rawValue: file), sender: amy, offer: ClientRequestID(run: 1, number: UInt64(file)),
      recipient: AccountID(rawValue: 2), name: try FileName("\(file)"), size: size,
      place: until.map { .parked(until: Uptime(nanoseconds: $0)) }
        ?? .running(SessionID(rawValue: 1), TransferID(rawValue: 1), request: 1))
  }

  @Test func usageFollowsEveryUpload() throws {
    var book = UploadBook()
    book.insert(try Self.upload(1, size: 10))
    book.insert(try Self.upload(2, size: 5, until: 7))
    #expect(book.bytes == 15)
    #expect(book.usage(of: Self.amy).files == 2 && book.usage(of: Self.amy).bytes == 15)
    #expect(book.usage(of: AccountID(rawValue: 2)).files == 0)
    #expect(book.remove(FileID(rawValue: 1))?.size == 10)
    #expect(book.remove(FileID(rawValue: 1)) == nil)
    #expect(book.bytes == 5 && book.usage(of: Self.amy).bytes == 5)
  }

  @Test func onlyWhatIsParkedHasATime() throws {
    var book = UploadBook()
    book.insert(try Self.upload(1, size: 1))
    book.insert(try Self.upload(2, size: 1, until: 7))
    book.insert(try Self.upload(3, size: 1, until: 9))
    #expect(book.parked(of: Self.amy).count == 2)
    #expect(book.parked(ClientRequestID(run: 1, number: 1), of: Self.amy) == nil)
    let (overdue, next) = book.parked(at: Uptime(nanoseconds: 7))
    #expect(overdue.map(\.file.rawValue) == [2])
    #expect(next == Uptime(nanoseconds: 9))
    book.move(FileID(rawValue: 3), to: .running(SessionID(rawValue: 2), TransferID(rawValue: 1), request: 5))
    #expect(book.parked(at: Uptime(nanoseconds: 8)).next == nil)
  }

  @Test func theEndsOfTheLastOnesAreRemembered() throws {
    var book = UploadBook()
    let count = UInt64(UploadBook.remembered)
    for number in 1...count + 1 {
      book.noteStored(ClientRequestID(run: 1, number: number), of: Self.amy, name: try FileName("\(number)"))
    }
    #expect(book.stored(ClientRequestID(run: 1, number: 1), of: Self.amy) == nil)
    #expect(book.stored(ClientRequestID(run: 1, number: count + 1), of: Self.amy)?.text == "\(count + 1)")
    #expect(book.stored(ClientRequestID(run: 1, number: count + 1), of: AccountID(rawValue: 2)) == nil)
    book.forgetStored(by: Self.amy)
    #expect(book.stored(ClientRequestID(run: 1, number: count), of: Self.amy) == nil)
  }
}
