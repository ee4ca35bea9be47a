import COpenSSL
import Glibc

/// The times in certificates (RFC 5280, 4.1.2.5).
enum X509Time {
  /// Seconds since 1970.
  static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var fields = tm()
    guard ASN1_TIME_to_tm(time, &fields) == 1 else { return 0 }
    return Int64(timegm(&fields))
  }
}
