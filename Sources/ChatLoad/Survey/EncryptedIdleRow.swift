/// Very many connections that do nothing but stay, in TLS.
struct EncryptedIdleRow: SurveyRow {
  static let name = "idle-tls"
  static let abstract = "10,000 idle connections in TLS, likewise"

  private let plain: IdleRow

  init(_ size: SurveySize) {
    plain = IdleRow(size)
  }

  var title: String { "\(LoadReport.grouped(Double(plain.size.idle))) idle connections, TLS" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try plain.measure(bench, place, isEncrypted: true, bytes: 20_480)
  }
}
