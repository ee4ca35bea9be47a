@testable import ChatStore

/// However an archive is cut, it is taken apart the same way, and nothing comes out of it that has no fixed name.
enum ArchiveFuzzing {
  private struct Outcome: Equatable {
    var parts: [String] = []
    var bytes = 0
    var error: String?
  }

  /// The first byte says how long the pieces are.
  static func run(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let archive = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    let whole = read(archive, inPiecesOf: archive.count)
    let cut = read(archive, inPiecesOf: Int(first) + 1)
    precondition(whole == cut, "an archive's parts depend on how it is read")
    for part in whole.parts {
      precondition(BackupPart(name: part)?.name == part && !part.contains(".."), "a part of a name that none has")
    }
  }

  private static func read(_ archive: UnsafeRawBufferPointer, inPiecesOf size: Int) -> Outcome {
    var outcome = Outcome()
    // A sum that a fuzzer can meet: hashes are checked by others, here they would only hide the rest of the code.
    var intake = BackupIntake(makeDigest: {
      StreamDigest(update: { _ in }, finish: { [UInt8](repeating: 0, count: 32) })
    })
    var reader = TarReader()
    do {
      var start = 0
      while start < archive.count {
        let end = min(archive.count, start + size)
        var rest = archive[start..<end]
        while let piece = try reader.next(&rest) {
          switch piece {
          case .member(let member): outcome.parts.append(try intake.begin(member).name)
          case .bytes(let bytes):
            intake.take(bytes)
            outcome.bytes += bytes.count
          case .endOfMember: try intake.endPart()
          }
        }
        start = end
      }
      try reader.finish()
      _ = try intake.finish()
    } catch {
      outcome.error = "\(error)"
    }
    return outcome
  }
}
