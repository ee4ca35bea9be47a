import CLinux

/// How many bytes malloc has put aside for `object`, not counting what it refers to (malloc_usable_size(3)).
public func heapBytes(of object: AnyObject) -> Int {
  malloc_usable_size(Unmanaged.passUnretained(object).toOpaque())
}
