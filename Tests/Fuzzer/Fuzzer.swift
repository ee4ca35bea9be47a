import FuzzTargets

// What libFuzzer, which has the `main`, calls (LLVM, FuzzerInterface.h). `.ci/fuzz` builds and starts it.

/// Takes one input.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  ChosenTarget.target.run(UnsafeRawBufferPointer(start: bytes, count: size))
  return 0
}
