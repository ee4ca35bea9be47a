import ChatCore
/// Follows the members of an archive as they come and refuses what its manifest does not say. Pure.
struct BackupIntake {
  /// The manifest, once it has come.
  private(set) var manifest: BackupManifest?
  private var text: [UInt8] = []
  private var sealText: [UInt8] = []
  private var expected: [BackupManifest.Part] = []
  private var part: BackupPart?
  private var count = 0
  private var digest: StreamDigest?
  private let makeDigest: () -> StreamDigest

  init(makeDigest: @escaping () -> StreamDigest) {
    self.makeDigest = makeDigest
  }

  /// A member begins: which part it is.
  mutating func begin(_ member: TarMember) throws(BackupRefusal) -> BackupPart {
    let part = try next(member)
    self.part = part
    digest = makeDigest()
    return part
  }

  /// The next bytes of the part.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    digest?.update(bytes)
    switch part {
    case .manifest: text.append(contentsOf: bytes)
    case .seal: sealText.append(contentsOf: bytes)
    default: break
    }
  }

  /// The part is whole.
  mutating func endPart() throws(BackupRefusal) {
    guard let part, let digest = digest?.finish() else { return }
    switch part {
    case .manifest:
      let manifest = try BackupManifest.read(text)
      self.manifest = manifest
      expected = manifest.parts
      sealText = []
      text = BackupSeal.bytes(manifestDigest: digest)
    case .seal:
      guard sealText == text else { throw BackupRefusal(BackupPart.manifest.name, .wrongDigest) }
    default:
      guard Hexadecimal.text(of: digest) == expected[count].sha256 else {
        throw BackupRefusal(part.name, .wrongDigest)
      }
      count += 1
    }
    self.part = nil
  }

  /// The archive is at its end.
  func finish() throws(BackupRefusal) -> BackupManifest {
    guard let manifest, !sealText.isEmpty else { throw BackupRefusal(BackupPart.seal.name, .missing) }
    return manifest
  }

  private func next(_ member: TarMember) throws(BackupRefusal) -> BackupPart {
    guard manifest != nil else {
      guard member.name == BackupPart.manifest.name else { throw BackupRefusal(member.name, .unexpected) }
      guard member.size <= BackupManifest.maximumSize else { throw BackupRefusal(member.name, .wrongSize) }
      return .manifest
    }
    guard sealText.isEmpty else { throw BackupRefusal(member.name, .unexpected) }
    guard count < expected.count else {
      guard member.name == BackupPart.seal.name else { throw BackupRefusal(member.name, .unexpected) }
      guard member.size == Int64(BackupSeal.length) else { throw BackupRefusal(member.name, .wrongSize) }
      return .seal
    }
    guard member.name == expected[count].name, let part = BackupPart(name: member.name) else {
      throw BackupRefusal(expected[count].name, .missing)
    }
    guard member.size == expected[count].size else { throw BackupRefusal(member.name, .wrongSize) }
    return part
  }
}
