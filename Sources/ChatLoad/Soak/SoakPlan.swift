/// The parts that people have in mixed traffic, by place in the crowd: those who stay stand first, those who come and go last.
struct SoakPlan {
  /// The number of those who stay, those who write among them.
  var members = 100
  /// The numbers of those who write to everybody, and to one other.
  var writers = 8
  var pairs = 10
  /// The numbers of those who leave and come back, and who lose their connection.
  var leaving = 10
  var losing = 10
  /// Messages a second in all, a tenth of them private.
  var rate: Double
  var bodyBytes = 64
  /// The size of a file, and how often one is sent, in seconds.
  var fileBytes: Int64 = 16 << 20
  var fileEvery = 10.0
  /// The words that are searched for, and how often, in seconds.
  var search = "word17"
  var searchEvery = 1.0
  /// Messages that are there before.
  var past = 100_000

  private static let privateShare = 0.1

  /// Messages a second to everybody, and to one.
  var broadcastRate: Double { rate * (1 - Self.privateShare) }
  var privateRate: Double { rate * Self.privateShare }

  /// Messages at that pace.
  func flow(_ rate: Double) -> Chat.Flow { Chat.Flow(drive: .rate(rate), bodyBytes: bodyBytes) }

  /// The places of those who send a file, receive it, search.
  var fileSender: Int { members }
  var fileReceiver: Int { members + 1 }
  var searcher: Int { members + 2 }
  /// Those whose deliveries are timed: they are always there.
  var audience: Int { members + 3 }
  /// Those who come and go.
  var movers: Range<Int> { audience..<audience + leaving + losing }
  /// Everybody.
  var people: Int { movers.upperBound }
  /// Everybody who writes: those to all stand before those to one.
  var senders: Int { writers + pairs }

  /// Tells if the member at `place` receives what the sender at place `sender` writes.
  func hears(_ place: Int, _ sender: Int) -> Bool {
    sender < writers || place == sender + pairs
  }
}
