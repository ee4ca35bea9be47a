import CLinux

/// Who keeps the machine's time of day right.
public enum ClockDiscipline {
  /// Whether a time server does, as far as the kernel knows (adjtimex(2)); nil when it can't tell.
  public static var isSynchronised: Bool? {
    let answer = clinux_clock_is_synchronised()
    return answer < 0 ? nil : answer != 0
  }
}
