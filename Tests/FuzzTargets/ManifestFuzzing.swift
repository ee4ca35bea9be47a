@testable import ChatStore

/// A manifest that is taken is written and read the same.
enum ManifestFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    guard let manifest = try? BackupManifest.read(Array(input)) else { return }
    precondition((try? BackupManifest.read(manifest.bytes())) == manifest, "a manifest changed on its way")
  }
}
