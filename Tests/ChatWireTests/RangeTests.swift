import ChatCore
import ChatWireOracle
import FoundationEssentials
import SwiftProtobuf
import Testing

@testable import ChatWire

/// Numbers from a stranger that no peer of ours sends.
@Suite struct RangeTests {
  @Test func numbersOfRequests() {
    for number in [0, 1 << 62 + 1, .max] as [UInt64] {
      clientRefused("Request.number") {
        $0.request.number = number
        $0.request.whoelse = Wire_Nothing()
      }
    }
  }

  @Test func sizesAndIdsInRequests() {
    for size in [-1, .min, .max] as [Int64] {
      clientRefused("FileOffer.size") {
        $0.request.number = 1
        $0.request.offerFile.size = size
      }
    }
    for id in [0, -1, .min, .max] as [Int64] {
      clientRefused("Request.acknowledge") {
        $0.request.number = 1
        $0.request.acknowledge = id
      }
      clientRefused("Request.file_received") {
        $0.request.number = 1
        $0.request.fileReceived = id
      }
    }
    for transfer in [0, .max] as [UInt64] {
      clientRefused("Request.cancel_transfer") {
        $0.request.number = 1
        $0.request.cancelTransfer = transfer
      }
    }
  }

  @Test func transfersOfClients() {
    for bytes in [0, -1, 1 << 30 + 1, .max] as [Int64] {
      clientRefused("Credit.bytes") {
        $0.credit.transfer = 1
        $0.credit.bytes = bytes
      }
    }
    for count in [0, 32_769] {
      clientRefused("Chunk.data") {
        $0.chunk.transfer = 1
        $0.chunk.data = Data(count: count)
      }
    }
    for count in [0, 31, 33] {
      clientRefused("EndOfFile.digest") {
        $0.endOfFile.transfer = 1
        $0.endOfFile.digest = Data(count: count)
      }
    }
    clientRefused("Chunk.transfer") { $0.chunk.data = Data(count: 1) }
    clientRefused("Credit.transfer") { $0.credit.bytes = 1 }
    clientRefused("EndOfFile.transfer") { $0.endOfFile.digest = Data(count: 32) }
  }

  @Test func whatAServerSends() {
    serverRefused("Delivery.id", { $0.message.kind = .private })
    serverRefused("Reply.number", { $0.reply.stored = 1 })
    serverRefused("Reply.stored", { $0.reply = reply { $0.stored = 0 } })
    serverRefused("StoredForLater.id", { $0.reply = reply { $0.storedForLater.id = -1 } })
    serverRefused("UploadAccepted.transfer", { $0.reply = reply { $0.uploadAccepted.credit = 1 } })
    serverRefused(
      "UploadAccepted.credit",
      {
        $0.reply = reply {
          $0.uploadAccepted.transfer = 1
          $0.uploadAccepted.credit = -1
        }
      })
    serverRefused(
      "FileListing.size",
      { $0.reply = reply { $0.waitingFiles.files = [.with { $0.size = -1 }] } })
    for seconds in [-1, .nan, .infinity, 1e300] {
      serverRefused("Event.timed_out", { $0.event.timedOut = seconds })
      serverRefused("Event.time_out_near", { $0.event.timeOutNear = seconds })
      serverRefused("ServerHello.keep_alive_seconds", { $0.hello.keepAliveSeconds = seconds })
    }
    serverRefused("ServerHello.keep_alive_seconds", { $0.hello.version = 1 })
    serverRefused("TransferFailed.transfer", { $0.event.transferFailed.reason = "x" })
  }

  @Test func downloadsOfAServer() {
    let good = Wire_DownloadAccepted.with {
      $0.transfer = 1
      $0.file = 1
      $0.name = "b"
      $0.digest = Data(count: 32)
    }
    func check(_ field: String, _ change: (inout Wire_DownloadAccepted) -> Void) {
      var bad = good
      change(&bad)
      serverRefused("DownloadAccepted.\(field)", { $0.reply = reply { $0.downloadAccepted = bad } })
    }
    check("transfer") { $0.transfer = 0 }
    check("file") { $0.file = 0 }
    check("size") { $0.size = -1 }
    check("digest") { $0.digest = Data(count: 20) }
  }

  private func reply(_ change: (inout Wire_Reply) -> Void) -> Wire_Reply {
    var reply = Wire_Reply()
    reply.number = 1
    change(&reply)
    return reply
  }

  private func clientRefused(_ field: String, _ change: (inout Wire_ClientFrame) -> Void) {
    var frame = Wire_ClientFrame()
    change(&frame)
    #expect(throws: FrameError.outOfRange(field: field)) {
      let bytes: [UInt8] = try frame.serializedBytes()
      _ = try bytes.withUnsafeBytes { try ClientFrame.decode($0) }
    }
  }

  private func serverRefused(_ field: String, _ change: (inout Wire_ServerFrame) -> Void) {
    var frame = Wire_ServerFrame()
    change(&frame)
    #expect(throws: FrameError.outOfRange(field: field)) {
      var decoder = ServerFrameDecoder()
      let bytes: [UInt8] = try frame.serializedBytes()
      _ = try bytes.withUnsafeBytes { try decoder.decode($0) }
    }
  }
}
