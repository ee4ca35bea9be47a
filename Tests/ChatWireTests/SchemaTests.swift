import ChatCore
import ChatWireOracle
import SwiftProtobuf
import Testing

@testable import ChatWire

/// Every value stands in the fields that chat.proto has for it: said there in protobuf's text form, which the library
/// reads by the fields' names.
@Suite struct SchemaTests {
  private static let digest = [UInt8](repeating: 0x41, count: 32)
  private static let digestText = String(repeating: "A", count: 32)
  private static let message = DeliveredMessage(
    id: EntryID(rawValue: 5), time: WallTime(microseconds: 6), kind: .private, sender: .account("s"), body: "b",
    request: ClientRequestID(run: 7, number: 8))
  private static let delivery =
    "id: 5 time: 6 kind: MESSAGE_KIND_PRIVATE sender: 's' body: 'b' run: 7 number: 8"

  private static let requests: [(Request, String)] = [
    (.message(to: "t", body: "b"), #"message { to: "t" body: "b" }"#),
    (.broadcast(body: "b"), #"broadcast: "b""#),
    (.acknowledge(EntryID(rawValue: 5)), "acknowledge: 5"),
    (.checkName("n"), #"check_name: "n""#),
    (.logIn(name: "n", password: "p"), #"log_in { name: "n" password: "p" }"#),
    (.checkNewName("n"), #"check_new_name: "n""#),
    (.register(name: "n", password: "p", code: "c"), #"register { name: "n" password: "p" code: "c" }"#),
    (.register(name: "n", password: "p"), #"register { name: "n" password: "p" }"#),
    (.checkDeparture(name: "n"), #"check_departure: "n""#),
    (.verifyDeparture(name: "n", password: "p"), #"verify_departure { name: "n" password: "p" }"#),
    (.deregister, "deregister {}"),
    (.resume(token: digest), "resume: \"\(digestText)\""),
    (.checkNewName("n", code: "c"), #"check_invitation { name: "n" code: "c" }"#),
    (.whoelse, "whoelse {}"),
    (.wholasthr, "wholasthr {}"),
    (.block("n"), #"block: "n""#),
    (.unblock("n"), #"unblock: "n""#),
    (.changePassword(old: "o", new: "n"), #"change_password { old: "o" new: "n" }"#),
    (.wantToken, "want_token {}"),
    (.listBlocked, "list_blocked {}"),
    (.lastSeen("n"), #"last_seen: "n""#),
    (.deliveredTo("n"), #"delivered_to: "n""#),
    (
      .lookBack(LogQuery(text: "t", person: "p", before: EntryID(rawValue: 5), limit: 6)),
      #"look_back { text: "t" person: "p" before: 5 limit: 6 }"#
    ),
    (.offerFile(to: "t", name: "n", size: 5), #"offer_file { to: "t" name: "n" size: 5 }"#),
    (.listFiles, "list_files {}"),
    (.getFile(from: "f", name: "n"), #"get_file { from: "f" name: "n" }"#),
    (.fileReceived(FileID(rawValue: 5)), "file_received: 5"),
    (.declineFile(from: "f", name: "n"), #"decline_file { from: "f" name: "n" }"#),
    (.cancelTransfer(TransferID(rawValue: 5)), "cancel_transfer: 5"),
    (.resumeUpload(offer: 5), "resume_upload: 5"),
    (.resumeDownload(FileID(rawValue: 5), offset: 6), "resume_download { file: 5 offset: 6 }"),
    (.leave(.logout), "leave: FAREWELL_LOGOUT"),
    (.leave(.quit), "leave: FAREWELL_QUIT"),
    (.leave(.windowClosed), "leave: FAREWELL_WINDOW_CLOSED"),
  ]

  private static let replies: [(Reply, String)] = [
    (.stored(EntryID(rawValue: 5)), "stored: 5"),
    (.storedForLater(EntryID(rawValue: 5), name: "n"), #"stored_for_later { id: 5 name: "n" }"#),
    (.doneBefore, "done_before {}"),
    (.nameKnown, "name_known {}"),
    (.nameFree, "name_free {}"),
    (.welcome(name: "n"), #"welcome: "n""#),
    (.registered(name: "n"), #"registered: "n""#),
    (.departureVerified(name: "n"), #"departure_verified: "n""#),
    (.deregistered(name: "n"), #"deregistered: "n""#),
    (.others(["a", "b"]), #"others { names: "a" names: "b" }"#),
    (.lastHour(["a", "b"]), #"last_hour { names: "a" names: "b" }"#),
    (.blocked(name: "n"), #"blocked: "n""#),
    (.unblocked(name: "n"), #"unblocked: "n""#),
    (.passwordChanged, "password_changed {}"),
    (.token(digest), "token: \"\(digestText)\""),
    (.blockedPeople(["a", "b"]), #"blocked_people { names: "a" names: "b" }"#),
    (.lastSeen(name: "n", .online), #"last_seen { name: "n" online: true }"#),
    (.lastSeen(name: "n", .never), #"last_seen { name: "n" }"#),
    (.lastSeen(name: "n", .until(WallTime(microseconds: 0))), #"last_seen { name: "n" time: 0 }"#),
    (.deliveredTo(name: "n", through: EntryID(rawValue: 5)), #"delivered_to { name: "n" through: 5 }"#),
    (.deliveredTo(name: "n", through: .zero), #"delivered_to { name: "n" }"#),
    (
      .past([PastMessage(message, to: "t"), PastMessage(message, to: nil)]),
      "past { messages { \(delivery) to: 't' } messages { \(delivery) } }"
    ),
    (.uploadAccepted(TransferID(rawValue: 5), credit: 6), "upload_accepted { transfer: 5 credit: 6 }"),
    (.fileStored(name: "n"), #"file_stored: "n""#),
    (
      .waitingFiles([FileListing(sender: "s", name: "n", size: 5)]),
      #"waiting_files { files { sender: "s" name: "n" size: 5 } }"#
    ),
    (
      .downloadAccepted(TransferID(rawValue: 5), FileID(rawValue: 6), name: "n", size: 7, digest: digest),
      "download_accepted { transfer: 5 file: 6 name: 'n' size: 7 digest: \"\(digestText)\" }"
    ),
    (.fileHandedOver, "file_handed_over {}"),
    (.fileDeclined(from: "f", name: "n"), #"file_declined { from: "f" name: "n" }"#),
    (.transferCancelled, "transfer_cancelled {}"),
    (
      .uploadResumed(TransferID(rawValue: 5), offset: 6, credit: 7),
      "upload_resumed { transfer: 5 offset: 6 credit: 7 }"
    ),
    (.goodbye(.logout), "goodbye: FAREWELL_LOGOUT"),
    (.goodbye(.quit), "goodbye: FAREWELL_QUIT"),
    (.goodbye(.windowClosed), "goodbye: FAREWELL_WINDOW_CLOSED"),
  ]

  private static let events: [(Event, String)] = [
    (.caughtUp, "caught_up {}"),
    (.loggedIn(name: "n"), #"logged_in: "n""#),
    (.loggedOut(name: "n"), #"logged_out: "n""#),
    (.announcement("a"), #"announcement: "a""#),
    (.timedOut(seconds: 5), "timed_out: 5"),
    (.timeOutNear(seconds: 5), "time_out_near: 5"),
    (.putOut(reason: "r"), #"put_out: "r""#),
    (.serverStopping(restarts: true, isSettled: false), "server_stopping { restarts: true }"),
    (.serverStopping(restarts: false, isSettled: true), "server_stopping { settled: true }"),
    (.transferFailed(TransferID(rawValue: 5), reason: "r"), #"transfer_failed { transfer: 5 reason: "r" }"#),
    (.deliveredTo(name: "n", through: EntryID(rawValue: 5)), #"delivered_to { name: "n" through: 5 }"#),
    (.messagesGone(count: 5), "messages_gone: 5"),
  ]

  private static let refusals: [(Refusal, String)] = [
    (.unknownName, #"code: REFUSAL_CODE_UNKNOWN_NAME"#),
    (.alreadyOnline, #"code: REFUSAL_CODE_ALREADY_ONLINE"#),
    (.wrongPassword(triesLeft: 5), #"code: REFUSAL_CODE_WRONG_PASSWORD number: 5"#),
    (.nowBlocked(seconds: 5), #"code: REFUSAL_CODE_NOW_BLOCKED seconds: 5"#),
    (.stillBlocked(seconds: 5), #"code: REFUSAL_CODE_STILL_BLOCKED seconds: 5"#),
    (.full(maxCon: 5), #"code: REFUSAL_CODE_FULL number: 5"#),
    (.filledUp(maxCon: 5), #"code: REFUSAL_CODE_FILLED_UP number: 5"#),
    (.busy, #"code: REFUSAL_CODE_BUSY"#),
    (.tooManyFailures(seconds: 5), #"code: REFUSAL_CODE_TOO_MANY_FAILURES seconds: 5"#),
    (.credentialsWrong, #"code: REFUSAL_CODE_CREDENTIALS_WRONG"#),
    (.passwordNotChecked, #"code: REFUSAL_CODE_PASSWORD_NOT_CHECKED"#),
    (.tokenVoid, #"code: REFUSAL_CODE_TOKEN_VOID"#),
    (.banned(until: WallTime(microseconds: 5), reason: "r"), #"code: REFUSAL_CODE_BANNED number: 5 reason: "r""#),
    (
      .addressBanned(until: WallTime(microseconds: 5), reason: "r"),
      #"code: REFUSAL_CODE_ADDRESS_BANNED number: 5 reason: "r""#
    ),
    (.nameIsAddress("n"), #"code: REFUSAL_CODE_NAME_IS_ADDRESS name: "n""#),
    (.nameBanned("n"), #"code: REFUSAL_CODE_NAME_BANNED name: "n""#),
    (.registrationClosed, #"code: REFUSAL_CODE_REGISTRATION_CLOSED"#),
    (.invitationNeeded, #"code: REFUSAL_CODE_INVITATION_NEEDED"#),
    (.invitationVoid, #"code: REFUSAL_CODE_INVITATION_VOID"#),
    (.tooManyRegistrations(seconds: 5), #"code: REFUSAL_CODE_TOO_MANY_REGISTRATIONS seconds: 5"#),
    (.tooManyConnections(maximum: 5), #"code: REFUSAL_CODE_TOO_MANY_CONNECTIONS number: 5"#),
    (.tooManyAtPrompt(maximum: 5), #"code: REFUSAL_CODE_TOO_MANY_AT_PROMPT number: 5"#),
    (.outOfDescriptors, #"code: REFUSAL_CODE_OUT_OF_DESCRIPTORS"#),
    (.nameTaken("n"), #"code: REFUSAL_CODE_NAME_TAKEN name: "n""#),
    (.nameReserved("n"), #"code: REFUSAL_CODE_NAME_RESERVED name: "n""#),
    (.nameMalformed("n"), #"code: REFUSAL_CODE_NAME_MALFORMED name: "n""#),
    (.passwordMalformed, #"code: REFUSAL_CODE_PASSWORD_MALFORMED"#),
    (.passwordTooShort(minimum: 5), #"code: REFUSAL_CODE_PASSWORD_TOO_SHORT number: 5"#),
    (.passwordKeptElsewhere, #"code: REFUSAL_CODE_PASSWORD_KEPT_ELSEWHERE"#),
    (.departureWhileOnline("n"), #"code: REFUSAL_CODE_DEPARTURE_WHILE_ONLINE name: "n""#),
    (.departureNotVerified, #"code: REFUSAL_CODE_DEPARTURE_NOT_VERIFIED"#),
    (.noSuchUser("n"), #"code: REFUSAL_CODE_NO_SUCH_USER name: "n""#),
    (.toYourself(.message), #"code: REFUSAL_CODE_MESSAGE_TO_YOURSELF"#),
    (.toYourself(.file), #"code: REFUSAL_CODE_FILE_TO_YOURSELF"#),
    (.blockedByReceiver("n"), #"code: REFUSAL_CODE_BLOCKED_BY_RECEIVER name: "n""#),
    (.bodyEmpty, #"code: REFUSAL_CODE_BODY_EMPTY"#),
    (.bodyTooLong(maximum: 5), #"code: REFUSAL_CODE_BODY_TOO_LONG number: 5"#),
    (.blockYourself, #"code: REFUSAL_CODE_BLOCK_YOURSELF"#),
    (.unblockYourself, #"code: REFUSAL_CODE_UNBLOCK_YOURSELF"#),
    (.alreadyBlocked("n"), #"code: REFUSAL_CODE_ALREADY_BLOCKED name: "n""#),
    (.notBlocked("n"), #"code: REFUSAL_CODE_NOT_BLOCKED name: "n""#),
    (.mailboxFull("n"), #"code: REFUSAL_CODE_MAILBOX_FULL name: "n""#),
    (.searchEmpty, #"code: REFUSAL_CODE_SEARCH_EMPTY"#),
    (.fileNameMalformed("n"), #"code: REFUSAL_CODE_FILE_NAME_MALFORMED name: "n""#),
    (.fileTooLarge(maximum: 5), #"code: REFUSAL_CODE_FILE_TOO_LARGE number: 5"#),
    (.noSuchFile(from: "f", name: "n"), #"code: REFUSAL_CODE_NO_SUCH_FILE name: "n" from: "f""#),
    (.tooManyTransfers(maximum: 5), #"code: REFUSAL_CODE_TOO_MANY_TRANSFERS number: 5"#),
    (.tooManyFiles(maximum: 5), #"code: REFUSAL_CODE_TOO_MANY_FILES number: 5"#),
    (.filesTooLarge(maximum: 5), #"code: REFUSAL_CODE_FILES_TOO_LARGE number: 5"#),
    (.depotFull(maximum: 5), #"code: REFUSAL_CODE_DEPOT_FULL number: 5"#),
    (.noSuchTransfer, #"code: REFUSAL_CODE_NO_SUCH_TRANSFER"#),
    (.fileDamaged("n"), #"code: REFUSAL_CODE_FILE_DAMAGED name: "n""#),
    (.fileFailed("n", reason: "r"), #"code: REFUSAL_CODE_FILE_FAILED name: "n" reason: "r""#),
    (.notStored, #"code: REFUSAL_CODE_NOT_STORED"#),
    (.readOnly, #"code: REFUSAL_CODE_READ_ONLY"#),
    (.notLoggedIn, #"code: REFUSAL_CODE_NOT_LOGGED_IN"#),
    (.alreadyLoggedIn, #"code: REFUSAL_CODE_ALREADY_LOGGED_IN"#),
    (.stopping, #"code: REFUSAL_CODE_STOPPING"#),
    (.refusedBefore, #"code: REFUSAL_CODE_REFUSED_BEFORE"#),
    (.other("x"), #"code: REFUSAL_CODE_OTHER"#),
  ]

  private static let deliveries: [(DeliveredMessage, String)] = [
    (message, delivery),
    (
      sent(.broadcast, by: .former("s")),
      "id: 5 kind: MESSAGE_KIND_BROADCAST sender_type: SENDER_TYPE_FORMER sender: 's'"
    ),
    (sent(.fileTransfer, by: .system), "id: 5 kind: MESSAGE_KIND_FILE_TRANSFER sender_type: SENDER_TYPE_SYSTEM"),
  ]

  @Test func everyRequest() throws {
    #expect(Set(Self.requests.map { RequestCase(of: $0.0) }) == Set(RequestCase.allCases))
    for (request, text) in Self.requests {
      try check(.request(number: 9, request), "request { number: 9 \(text) }")
    }
  }

  @Test func everyReply() throws {
    #expect(Set(Self.replies.map { ReplyCase(of: $0.0) }).union([.refused]) == Set(ReplyCase.allCases))
    for (reply, text) in Self.replies {
      try check(.reply(number: 9, reply), "reply { number: 9 \(text) }")
    }
  }

  @Test func everyEvent() throws {
    #expect(Set(Self.events.map { EventCase(of: $0.0) }).union([.message]) == Set(EventCase.allCases))
    for (event, text) in Self.events {
      try check(.event(event), "event { \(text) }")
    }
    for (message, text) in Self.deliveries {
      try check(.event(.message(message)), "message { \(text) }")
    }
  }

  @Test func everyRefusal() throws {
    #expect(Set(Self.refusals.map { RefusalCase(of: $0.0) }) == Set(RefusalCase.allCases))
    for (refusal, text) in Self.refusals {
      let sentence = refusal.plainSentence
      let wire = try Wire_Refusal(textFormatString: text)
      try check(
        .reply(number: 9, .refused(refusal)),
        Wire_ServerFrame.with {
          $0.reply.number = 9
          $0.reply.refused = wire
          $0.reply.refused.text = sentence
        })
    }
  }

  @Test func everythingElse() throws {
    let transfer = TransferID(rawValue: 5)
    for (frame, text) in [
      (.ping, "ping {}"), (.typing, "typing {}"),
      (.chunk(transfer, [0x41]), "chunk { transfer: 5 data: 'A' }"),
      (.endOfFile(transfer, digest: Self.digest), "end_of_file { transfer: 5 digest: '\(Self.digestText)' }"),
      (.credit(transfer, bytes: 6), "credit { transfer: 5 bytes: 6 }"),
      (
        .hello(ClientHello(version: 5, software: "s", run: 6, level: 7)),
        "hello { version: 5 software: 's' run: 6 level: 7 }"
      ),
    ] as [(ClientFrame, String)] {
      try check(frame, text)
    }
    for (frame, text) in [
      (.pong, "pong {}"),
      (.chunk(transfer, [0x41]), "chunk { transfer: 5 data: 'A' }"),
      (.endOfFile(transfer), "end_of_file { transfer: 5 }"),
      (.credit(transfer, bytes: 6), "credit { transfer: 5 bytes: 6 }"),
      (
        .hello(ServerHello(version: 5, software: "s", keepAliveSeconds: 6, refusal: .other("x"), level: 7)),
        "hello { version: 5 software: 's' keep_alive_seconds: 6 refused { text: 'x' } level: 7 }"
      ),
    ] as [(ServerFrame, String)] {
      try check(frame, Wire_ServerFrame(textFormatString: text))
    }
  }

  private func check(_ frame: ClientFrame, _ text: String) throws {
    let message = Array(try frame.encoded(limit: FrameLimit.afterLogIn).dropFirst(FrameReader.headerBytes))
    #expect(try message == Wire_ClientFrame(textFormatString: text).serializedBytes(), "\(text)")
    #expect(try message.withUnsafeBytes { try ClientFrame.decode($0) } == frame, "\(text)")
  }

  private func check(_ frame: ServerFrame, _ text: String) throws {
    try check(frame, Wire_ServerFrame(textFormatString: text))
  }

  private func check(_ frame: ServerFrame, _ wire: Wire_ServerFrame) throws {
    let message = Array(frame.encoded().dropFirst(FrameReader.headerBytes))
    #expect(try message == wire.serializedBytes(), "\(wire)")
    var decoder = ServerFrameDecoder()
    #expect(try message.withUnsafeBytes { try decoder.decode($0) } == frame, "\(wire)")
  }

  private static func sent(_ kind: MessageKind, by sender: SenderLabel) -> DeliveredMessage {
    DeliveredMessage(
      id: EntryID(rawValue: 5), time: WallTime(microseconds: 0), kind: kind, sender: sender, body: "", request: nil)
  }
}
