import ChatSystem

/// What a server and this generator use between two moments.
struct Gauge {
  private let process: Int32?
  private let before: ProcessUsage?
  private let ownBefore = ProcessUsage.ofThisThread
  private let machineBefore = MachineUsage.busySeconds
  private let began = MonotonicClock.now()

  /// Looks for the first time; without a `process` only at this thread.
  init(_ process: Int32?) {
    self.process = process
    before = process.flatMap(ProcessUsage.init(of:))
  }

  /// What was used since.
  func reading() -> Usage {
    let seconds = Double(MonotonicClock.now() - began) / 1e9
    let after = process.flatMap(ProcessUsage.init(of:))
    var usage = Usage(seconds: seconds, generator: (ProcessUsage.ofThisThread - ownBefore) / seconds)
    if let before, let after {
      usage.serverSeconds = after.processorSeconds - before.processorSeconds
      usage.resident = after.resident
      usage.peak = after.peak
      if let machineBefore, let machine = MachineUsage.busySeconds {
        let known = after.processorSeconds - before.processorSeconds + usage.generator * seconds
        usage.others = max(0, machine - machineBefore - known) / seconds
      }
    }
    return usage
  }
}

/// What was used in a time.
struct Usage: Codable, Equatable {
  /// How long the time was.
  var seconds: Double
  /// The part of a core that this generator took, 0 to 1. Above 0.9 it may have held the server up.
  var generator: Double
  /// The server's processor time.
  var serverSeconds: Double?
  /// The server's memory at the end, and the most it ever had; in bytes.
  var resident: Int?
  var peak: Int?

  /// The part of a core that neither of the two took, but others on this machine: nil where that can't be told.
  var others: Double?

  /// Above this the generator may be what was measured.
  static let generatorLimit = 0.9
  /// Above this others were perhaps what was measured.
  static let othersLimit = 0.15
}
