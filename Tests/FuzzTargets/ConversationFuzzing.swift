import ChatCore
import ChatTestSupport
import ChatWire

/// No request, in no order, from a stranger or from somebody logged in, makes the rules trap.
enum ConversationFuzzing {
  /// A byte for each step says who speaks and what the world does; the frames come one after the other.
  static func run(_ input: UnsafeRawBufferPointer) {
    var room = RoomHarness()
    room.register("alice")
    room.register("bob")
    guard let alice = room.logIn("alice"), let stranger = room.connect(from: "192.0.2.1", run: 2) else { return }
    var rest = input
    while rest.count > 2 {
      let step = rest[0]
      let length = min(Int(rest[1]), rest.count - 2)
      let message = UnsafeRawBufferPointer(rebasing: rest[2..<(2 + length)])
      rest = UnsafeRawBufferPointer(rebasing: rest[(2 + length)...])
      let session = step.isMultiple(of: 2) ? alice : stranger
      if case .request(let number, let request)? = try? ClientFrame.decode(message),
        room.inboxes[session]?.isClosed == false
      {
        room.ask(session, request, number: number)
      }
      switch step >> 1 & 7 {
      case 0: room.commit()
      case 1: room.pass(Double(step))
      case 2: room.failCommit()
      case 3: room.leaveReadOnly()
      default: break
      }
    }
  }
}
