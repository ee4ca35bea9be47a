import ChatSystem
import Glibc
import Testing

@testable import ChatNet

@Suite struct SystemCallTests {
  @Test func triesAgainAfterAnInterruption() {
    var calls = 0
    let outcome = SystemCall.run {
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 42
    }
    #expect(calls == 3)
    guard case .value(42) = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func keepsTheErrno() {
    let error = #expect(throws: NetError.self) {
      try SystemCall.check(.accept, "here") { () -> Int32 in
        errno = EMFILE
        return -1
      }
    }
    #expect(error == NetError(.accept, code: EMFILE, context: "here"))
    #expect(error?.description == "accept failed on here: Too many open files")
  }

  @Test func countsProcessors() {
    #expect(ProcessorCount.usable >= 1)
    #expect(ProcessorCount.usable <= sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}
