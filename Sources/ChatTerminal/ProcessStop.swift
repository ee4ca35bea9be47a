import Glibc

/// Stops this process as Ctrl+Z does, although somebody watches the signal.
enum ProcessStop {
  /// Returns when the process goes on; at once where nobody could make it go on (a session without job control, to which
  /// the system does not send such a stop).
  static func stop() {
    var stops = sigaction()
    stops.__sigaction_handler.sa_handler = SIG_DFL
    var watched = sigaction()
    guard sigaction(SIGTSTP, &stops, &watched) == 0 else { return }
    // Threads of the queues have signals blocked; this one takes it, so that it has stopped when `raise` returns.
    var only = sigset_t()
    var before = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &only, &before)
    raise(SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    sigaction(SIGTSTP, &watched, nil)
  }
}
