import CLinux

/// The discipline of the machine's time of day.
public enum ClockDiscipline {
  /// True when a time server keeps it right, as far as the kernel knows (adjtimex(2)); nil when it can't tell.
  public static var isSynchronised: Bool? {
    let answer = clinux_clock_is_synchronised()
    return answer < 0 ? nil : answer != 0
  }
}
