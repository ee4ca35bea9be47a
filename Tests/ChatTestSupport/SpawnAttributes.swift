import CPty
import Glibc

/// How a child starts: with every signal at its default and none blocked, whatever the tests were started with.
final class SpawnAttributes {
  /// What `posix_spawn` takes.
  var value = posix_spawnattr_t()

  /// - Parameter ownSession: whether it gets a session of its own, and so surely no controlling terminal.
  init(ownSession: Bool) {
    posix_spawnattr_init(&value)
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&value, &defaults)
    // The threads that tests run on block every signal, and a child would inherit that.
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    posix_spawnattr_setsigmask(&value, &unblocked)
    let flags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&value, flags | (ownSession ? cpty_spawn_setsid() : 0))
  }

  deinit {
    posix_spawnattr_destroy(&value)
  }
}
