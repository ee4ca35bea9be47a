import CLinux

/// How many processors there are for us.
public enum ProcessorCount {
  /// The processors this process may run on: the affinity mask counts (taskset, containers), not the machine. At least 1.
  public static var usable: Int {
    max(1, Int(clinux_usable_processors()))
  }
}
