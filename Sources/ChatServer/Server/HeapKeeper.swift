import ChatSystem

/// Gives memory back to the system after a burst, in the first calm moment. Asked once a second; on one queue.
struct HeapKeeper {
  /// Where the process takes less than this part of its processors, nobody notices.
  private static let calmShare = 0.05

  private var usage = ProcessorUsage()
  private var wasBusy = true

  /// Looks whether such a moment has come.
  mutating func look() {
    guard usage.shareSinceLastTime() < Self.calmShare else {
      wasBusy = true
      return
    }
    guard wasBusy else { return }
    wasBusy = false
    HeapMemory.giveBack()
  }
}
