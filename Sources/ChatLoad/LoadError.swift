/// Why a measurement came to nothing, in one sentence for a person.
struct LoadError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
