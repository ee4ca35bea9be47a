import ChatCore
import Testing

@testable import ChatWire

/// The wire must not change by accident. These bytes were made by protoc from chat.proto (`protoc --encode`), not by
/// this program; a client of today sends and expects them for ever.
@Suite struct GoldenTests {
  private static let run: UInt64 = 0x0102_0304_0506_0708

  static let clientFrames: [(ClientFrame, String)] = [
    (
      .hello(ClientHello(version: 1, software: "chatctl 1.0", run: run, level: 0)),
      "7a180801120b6368617463746c20312e30190807060504030201"
    ),
    (
      .hello(ClientHello(version: 1, software: "chatctl 1.0", run: run, level: 1)),
      "7a1a0801120b6368617463746c20312e301908070605040302012001"
    ),
    (
      .request(number: 300, .message(to: "Columbia", body: "hi")),
      "0a1308ac021a0e0a08436f6c756d62696112026869"
    ),
    (.request(number: 1, .broadcast(body: "hi")), "0a06080122026869"),
    (.request(number: 2, .acknowledge(EntryID(rawValue: 1000))), "0a05080228e807"),
    (
      .request(number: 3, .logIn(name: "facebook", password: "wastingtime")),
      "0a1c08038a01170a0866616365626f6f6b120b77617374696e6774696d65"
    ),
    (.request(number: 4, .leave(.quit)), "0a050804800402"),
    (.ping, "1a00"),
    (.typing, "3200"),
    (.chunk(TransferID(rawValue: 1), [0x00, 0xFF]), "12060801120200ff"),
  ]

  static let serverFrames: [(ServerFrame, String)] = [
    (
      .hello(ServerHello(version: 1, software: "chatctl 1.0", keepAliveSeconds: 15, level: 0)),
      "7a180801120b6368617463746c20312e30190000000000002e40"
    ),
    (
      .hello(ServerHello(version: 1, software: "chatctl 1.0", keepAliveSeconds: 15, level: 1)),
      "7a1a0801120b6368617463746c20312e30190000000000002e402801"
    ),
    (
      .event(
        .message(
          DeliveredMessage(
            id: EntryID(rawValue: 1000), time: WallTime(microseconds: 1_393_986_325_270_000), kind: .private,
            sender: .account("facebook"), body: "hi", request: ClientRequestID(run: run, number: 300)))),
      "0a2808e80711f04dbdbbd2f3040018012a0866616365626f6f6b3202686939080706050403020140ac02"
    ),
    (
      .event(
        .message(
          DeliveredMessage(
            id: EntryID(rawValue: 1001), time: WallTime(microseconds: -1), kind: .broadcast, sender: .system,
            body: "hi", request: nil))),
      "0a1408e90711ffffffffffffffff1802200232026869"
    ),
    (.reply(number: 300, .stored(EntryID(rawValue: 1000))), "120608ac0210e807"),
    (.reply(number: 5, .others(["Columbia", "Google"])), "121708058202120a08436f6c756d6269610a06476f6f676c65"),
    (.reply(number: 3, .refused(.other("x"))), "120708032203120178"),
    (.event(.caughtUp), "1a020a00"),
    (.event(.timedOut(seconds: 60)), "1a09290000000000004e40"),
    (.event(.timeOutNear(seconds: 60)), "1a09590000000000004e40"),
    (.pong, "2a00"),
    (.credit(TransferID(rawValue: 1), bytes: 32_768), "3a06080110808002"),
  ]

  @Test(arguments: clientFrames) func client(frame: ClientFrame, hexadecimal: String) throws {
    let golden = framed(hexadecimal)
    #expect(try frame.encoded(limit: FrameLimit.afterLogIn) == golden)
    #expect(try ClientFrame.frames(in: golden) == [frame])
  }

  @Test(arguments: serverFrames) func server(frame: ServerFrame, hexadecimal: String) throws {
    let golden = framed(hexadecimal)
    #expect(frame.encoded() == golden)
    #expect(try ServerFrame.frames(in: golden) == [frame])
  }

  @Test func aRefusalIsReadByItsCode() throws {
    let golden = framed("120b08032207080312017830" + "02")
    #expect(try ServerFrame.frames(in: golden) == [.reply(number: 3, .refused(.wrongPassword(triesLeft: 2)))])
  }

  /// The bytes behind their length.
  private func framed(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    let message = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    return [0, 0, 0, UInt8(message.count)] + message
  }
}
