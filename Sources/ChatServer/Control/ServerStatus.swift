import ChatCore
import ChatNet
import ChatSystem
import Glibc

/// How the server does at one moment: what `status` and `metrics` show.
struct ServerStatus: Sendable {
  var address = ""
  var upTime = 0.0
  var connections = 0
  var online = 0
  var accounts = 0
  var messages: Int64 = 0
  var messagesPerSecond = 0.0
  var commits: Int64 = 0
  var failedCommits: Int64 = 0
  var uncommittedBytes = 0
  var waitingPasswords = 0
  var trouble: StorageTrouble?
  var residentBytes: Int64 = 0
  var freeBytes: Int64 = 0
  var descriptors = 0
  var descriptorLimit = 0
  var unauthenticated = 0
  var refusedConnections: Int64 = 0
  var addressesOutOfTries = 0
  var usersSlowedDown = 0
  var limitUsages: [LimitUsage] = []
  var parameters = Parameters()
  var settings = Settings()
  /// When the server is going to stop; nil when nobody has said so.
  var stop: WallTime?
  /// What connections are encrypted with; nil when they are not.
  var certificate: ServerCertificate?

  /// Notes what the system says of this process and of the disk below `path`.
  mutating func noteSystem(dataDirectory path: String) {
    residentBytes = Self.residentBytes()
    freeBytes = (try? DiskRoom(below: path))?.freeBytes ?? 0
    descriptors = Self.openDescriptors()
    descriptorLimit = DescriptorLimit.current
  }

  /// Resident memory in bytes (proc(5), statm); 0 when it can't be read.
  private static func residentBytes() -> Int64 {
    guard let bytes = try? FileBytes.read("/proc/self/statm") else { return 0 }
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int64(fields[1]) ?? 0) * Int64(sysconf(Int32(_SC_PAGESIZE))) : 0
  }

  private static func openDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = -3  // `.`, `..` and the directory itself.
    while readdir(directory) != nil {
      count += 1
    }
    return max(0, count)
  }
}
