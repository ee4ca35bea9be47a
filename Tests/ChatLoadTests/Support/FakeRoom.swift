import ChatCore
import ChatSystem
import ChatWire
import Glibc

/// What a ``FakeServer`` does on its thread.
final class FakeRoom {
  private final class Guest {
    let descriptor: Int32
    var frames = FrameReader(limit: FrameLimit.afterLogIn)
    var run: UInt64 = 0
    var name = ""
    /// Deliveries and receipts so far.
    var deliveries = 0
    var receipts = 0
    /// A delivery that waits for the next one.
    var heldBack: [UInt8]?

    init(_ descriptor: Int32) {
      self.descriptor = descriptor
    }
  }

  private let listener: Int32
  private let mischief: FakeServer.Mischief
  private var guests: [Guest] = []
  /// What is to be written, and when.
  private var outgoing: [(due: Int64, guest: Guest, bytes: [UInt8])] = []
  private var lastID: Int64 = 0
  private var stillUntil: Int64 = 0

  init(listener: Int32, mischief: FakeServer.Mischief) {
    self.listener = listener
    self.mischief = mischief
  }

  /// Serves until `isStopped`, which is asked every 20 ms.
  func run(_ isStopped: () -> Bool) {
    while !isStopped() {
      turn()
    }
    guests.forEach { close($0.descriptor) }
    close(listener)
  }

  private func turn() {
    var polls = ([listener] + guests.map(\.descriptor)).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&polls, nfds_t(polls.count), outgoing.isEmpty ? 20 : 1)
    let now = MonotonicClock.now()
    if polls[0].revents != 0 { guests.append(Guest(accept(listener, nil, nil))) }
    for (guest, ready) in zip(guests, polls.dropFirst()) where ready.revents != 0 {
      read(guest, at: now)
    }
    guests.removeAll { $0.descriptor < 0 }
    guard now >= stillUntil else { return }
    let due = outgoing.filter { $0.due <= now }
    outgoing.removeAll { $0.due <= now }
    for one in due {
      _ = SystemCall.writeAll(one.bytes, to: one.guest.descriptor)
    }
  }

  private func read(_ guest: Guest, at now: Int64) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(guest.descriptor, &buffer, buffer.count, 0)
    guard count > 0 else {
      close(guest.descriptor)
      guests.removeAll { $0 === guest }
      return
    }
    buffer.withUnsafeBytes { bytes in
      try? guest.frames.read(UnsafeRawBufferPointer(rebasing: bytes[..<count])) { payload throws(FrameError) in
        if let frame = try ClientFrame.decode(payload) { take(frame, from: guest, at: now) }
      }
    }
  }

  private func take(_ frame: ClientFrame, from guest: Guest, at now: Int64) {
    switch frame {
    case .hello(let hello):
      guest.run = hello.run
      send(.hello(ServerHello(software: "fake", keepAliveSeconds: 10)), to: guest, at: now)
    case .ping: send(.pong, to: guest, at: now)
    case .request(let number, .logIn(let name, _)): welcome(guest, name, number, at: now)
    case .request(let number, .wantToken):
      send(.reply(number: number, .token(Self.token(for: guest.name))), to: guest, at: now)
    case .request(let number, .resume(let token)):
      guard case .refuseTokens = mischief else { return welcome(guest, Self.name(in: token), number, at: now) }
      send(.reply(number: number, .refused(.tokenVoid)), to: guest, at: now)
    case .request(let number, .lookBack(let query)):
      let message = DeliveredMessage(
        id: EntryID(rawValue: 1), time: WallTime(microseconds: 1), kind: .broadcast, sender: .system,
        body: query.text ?? "", request: nil)
      let answer = Array(repeating: PastMessage(message, to: nil), count: query.limit)
      send(.reply(number: number, .past(answer)), to: guest, at: now)
    case .request(let number, .broadcast(let body)): broadcast(body, number, from: guest, at: now)
    default: break
    }
  }

  private func welcome(_ guest: Guest, _ name: String, _ number: UInt64, at now: Int64) {
    guest.name = name
    send(.reply(number: number, .welcome(name: name)), to: guest, at: now)
    send(.event(.caughtUp), to: guest, at: now)
  }

  /// The name, filled up to the length of a token.
  private static func token(for name: String) -> [UInt8] {
    Array(name.utf8) + [UInt8](repeating: 0, count: 32 - name.utf8.count)
  }

  private static func name(in token: [UInt8]) -> String {
    String(decoding: token.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func broadcast(_ body: String, _ number: UInt64, from sender: Guest, at now: Int64) {
    lastID += 1
    let message = DeliveredMessage(
      id: EntryID(rawValue: lastID), time: WallTime(microseconds: lastID), kind: .broadcast,
      sender: .account(sender.name), body: body, request: ClientRequestID(run: sender.run, number: number))
    let delivery = ServerFrame.event(.message(message)).encoded()
    for guest in guests where !guest.name.isEmpty { deliver(delivery, to: guest, at: now) }
    if case .standStill(let seconds, Int(lastID)) = mischief { stillUntil = now + Int64(seconds * 1e9) }
    sender.receipts += 1
    let receipt = ServerFrame.reply(number: number, .stored(EntryID(rawValue: lastID))).encoded()
    switch mischief {
    case .dropReceipts(let every) where sender.receipts.isMultiple(of: every): break
    case .doubleReceipts(let every) where sender.receipts.isMultiple(of: every):
      send(receipt + receipt, to: sender, at: now)
    default: send(receipt, to: sender, at: now)
    }
  }

  private func deliver(_ bytes: [UInt8], to guest: Guest, at now: Int64) {
    guest.deliveries += 1
    if let late = guest.heldBack {
      guest.heldBack = nil
      return send(bytes + late, to: guest, at: now)
    }
    switch mischief {
    case .drop(let every) where guest.deliveries.isMultiple(of: every): break
    case .double(let every) where guest.deliveries.isMultiple(of: every): send(bytes + bytes, to: guest, at: now)
    case .swap(let every) where guest.deliveries.isMultiple(of: every): guest.heldBack = bytes
    case .delay(let seconds): send(bytes, to: guest, at: now + Int64(seconds * 1e9))
    default: send(bytes, to: guest, at: now)
    }
  }

  private func send(_ frame: ServerFrame, to guest: Guest, at due: Int64) {
    send(frame.encoded(), to: guest, at: due)
  }

  private func send(_ bytes: [UInt8], to guest: Guest, at due: Int64) {
    outgoing.append((due, guest, bytes))
  }
}
