import CLinux

/// The memory that malloc keeps after it was freed.
public enum HeapMemory {
  /// Has all threads share two arenas (mallopt(3), M_ARENA_MAX). By itself glibc gives each of them one of its own, eight a
  /// processor: what one thread allocates and another one frees lies scattered over all of them, and two thirds of the
  /// memory that ten thousand connections took was holes. Before the first thread is started.
  public static func shareArenas() {
    mallopt(M_ARENA_MAX, 2)
  }

  /// Gives what is not used back to the system (malloc_trim(3)). Takes milliseconds, in which nobody can allocate. From any
  /// queue.
  public static func giveBack() {
    malloc_trim(0)
  }
}
