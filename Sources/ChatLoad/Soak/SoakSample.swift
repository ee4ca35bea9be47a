/// What a while of mixed traffic came to, and what the server uses at its end. Latencies in milliseconds, memory in
/// bytes.
struct SoakSample {
  /// When it ended, in seconds from the start.
  var time: Double
  /// The server's memory, and the part of it that is no file's.
  var resident: Double
  var anonymous: Double
  /// Its descriptors that are no member's connection.
  var descriptors: Double
  /// The bytes of its store on disk.
  var store: Double
  /// The parts of a core of the server and of the generator, in percent.
  var server: Double
  var generator: Double
  /// What others on the machine took of a core, likewise; nil where that can't be told.
  var others: Double?
  var deliveryRate: Double
  var delivery: LatencySummary?
  var receipt: LatencySummary?
  var privateDelivery: LatencySummary?
  var comingBack: LatencySummary?
  var search: LatencySummary?

  /// A line a sample.
  static let table = MarkdownTable(columns: [
    "min", "MB resident", "MB own", "descriptors", "MB store", "server %", "generator %", "others %", "k deliveries/s",
    "p50 ms",
    "p99 ms", "receipt p99", "private p99", "back p99", "search p99",
  ])

  /// Its line.
  var cells: [String] {
    let numbers: [Double?] = [
      time / 60, resident / 1e6, anonymous / 1e6, descriptors, store / 1e6, server, generator, others,
      deliveryRate / 1e3,
      delivery?.p50, delivery?.p99, receipt?.p99, privateDelivery?.p99, comingBack?.p99, search?.p99,
    ]
    return numbers.map { $0.map(LoadReport.short) ?? "-" }
  }
}
