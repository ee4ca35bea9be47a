import ChatCore

/// `Event` of chat.proto; of a message, its `Delivery`, which has a field of its own in the frame.
extension Event: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    switch self {
    case .message(let message): message.sayFields(to: &sink)
    case .caughtUp: sink.member(1, Nothing())
    case .loggedIn(let name): sink.member(2, name)
    case .loggedOut(let name): sink.member(3, name)
    case .announcement(let text): sink.member(4, text.fitting(FrameLimit.body))
    case .timedOut(let seconds): sink.member(5, seconds)
    case .putOut(let reason): sink.member(6, reason.fitting(FrameLimit.refusalText))
    case .serverStopping(let restarts, let isSettled): sink.member(7, Fields((1, restarts), (2, isSettled)))
    case .transferFailed(let transfer, let reason):
      sink.member(8, Fields((1, transfer), (2, reason.fitting(FrameLimit.refusalText))))
    case .deliveredTo(let name, let through): sink.member(9, Fields((1, name), (2, through)))
    case .messagesGone(let count): sink.member(10, count)
    case .timeOutNear(let seconds): sink.member(11, seconds)
    }
  }

  /// The event at which `kind` stands; nil when this program does not know it.
  static func read(_ kind: inout FieldReader) -> Event? {
    switch kind.field {
    case 1: kind.message { _ in .caughtUp }
    case 2: .loggedIn(name: kind.text())
    case 3: .loggedOut(name: kind.text())
    case 4: .announcement(kind.text())
    case 5: .timedOut(seconds: kind.seconds(named: "Event.timed_out"))
    case 6: .putOut(reason: kind.text())
    case 7: kind.message { .serverStopping(restarts: $0.flag(1), isSettled: $0.flag(2)) }
    case 8:
      kind.message {
        .transferFailed($0.transfer(1, named: "TransferFailed.transfer"), reason: $0.text(2))
      }
    case 9: kind.message { .deliveredTo(name: $0.text(1), through: $0.through(2)) }
    case 10: .messagesGone(count: kind.size(named: "Event.messages_gone"))
    case 11: .timeOutNear(seconds: kind.seconds(named: "Event.time_out_near"))
    default: kind.skip()
    }
  }
}
