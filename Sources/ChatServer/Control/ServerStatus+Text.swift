import ChatCore
import ChatNet

extension ServerStatus {
  /// One row a figure: the name in JSON and in Prometheus, its kind there, what a person reads, and the value.
  private var rows: [(name: String, kind: String, label: String, text: String, value: JSONValue)] {
    [
      ("uptime_seconds", "gauge", "up for", FigureText.duration(upTime), .number(upTime.rounded())),
      ("connections", "gauge", "connections", String(connections), .integer(Int64(connections))),
      (
        "unauthenticated_connections", "gauge", "not logged in", String(unauthenticated),
        .integer(Int64(unauthenticated))
      ),
      (
        "refused_connections_total", "counter", "refused connections", String(refusedConnections),
        .integer(refusedConnections)
      ),
      (
        "addresses_out_of_tries", "gauge", "addresses out of tries", String(addressesOutOfTries),
        .integer(Int64(addressesOutOfTries))
      ),
      ("users_slowed_down", "gauge", "users slowed down", String(usersSlowedDown), .integer(Int64(usersSlowedDown))),
      ("online_users", "gauge", "online", "\(online) of \(parameters.maxCon)", .integer(Int64(online))),
      ("accounts", "gauge", "accounts", String(accounts), .integer(Int64(accounts))),
      ("messages_total", "counter", "messages taken", String(messages), .integer(messages)),
      (
        "messages_per_second", "gauge", "messages a second", String(tenthsOf: messagesPerSecond),
        .number(messagesPerSecond)
      ),
      ("commits_total", "counter", "commits", String(commits), .integer(commits)),
      ("failed_commits_total", "counter", "failed commits", String(failedCommits), .integer(failedCommits)),
      (
        "uncommitted_bytes", "gauge", "not yet on disk", ByteText.binary(Int64(uncommittedBytes)),
        .integer(Int64(uncommittedBytes))
      ),
      (
        "waiting_password_checks", "gauge", "password checks waiting", String(waitingPasswords),
        .integer(Int64(waitingPasswords))
      ),
      (
        "read_only", "gauge", "takes messages", trouble.map { "no: \($0.sentence)" } ?? "yes",
        .integer(trouble == nil ? 0 : 1)
      ),
      ("resident_bytes", "gauge", "memory", ByteText.binary(residentBytes), .integer(residentBytes)),
      (
        "open_descriptors", "gauge", "open descriptors", "\(descriptors) of \(descriptorLimit)",
        .integer(Int64(descriptors))
      ),
      ("descriptor_limit", "gauge", "descriptors allowed", String(descriptorLimit), .integer(Int64(descriptorLimit))),
      ("disk_free_bytes", "gauge", "free on disk", ByteText.binary(freeBytes), .integer(freeBytes)),
    ] + certificateRows
  }

  /// None for a certificate without an end, and none without TLS.
  private var certificateRows: [(name: String, kind: String, label: String, text: String, value: JSONValue)] {
    guard let end = certificate?.end else { return [] }
    let seconds = Int64(end.seconds)
    return [("certificate_end_seconds", "gauge", "certificate ends", LocalTime(end).original, .integer(seconds))]
  }

  /// What a person reads.
  var lines: [String] {
    let end = stop.map { [("stops at", LocalTime($0).original)] } ?? []
    let head = [("version", Version.software), ("address", address)] + end + encryption
    let tail =
      Parameter.allCases.map { ($0.rawValue, parameters.text(of: $0)) } + [
        ("largest file", ByteText.binary(Int64(settings[.maxFileSize]))),
        ("grace after a lost connection", "\(Parameters.text(ofSeconds: settings[.resumeGrace])) seconds"),
        ("transfers a connection", String(Upload.perSession)),
      ] + limitUsages.map { ($0.limit.rawValue, $0.text) }
    let all = head + rows.map { ($0.label, $0.text) } + tail
    let width = all.map(\.0.count).max() ?? 0
    return all.map { "\($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)" }
  }

  private var encryption: [(String, String)] {
    guard let certificate else { return [("encryption", "none (--plaintext)")] }
    let head = [("encryption", "TLS"), ("fingerprint", "\(certificate.fingerprint)")]
    // An end is one of the figures.
    return head + (certificate.end == nil ? [("certificate ends", "never")] : [])
  }

  private var encryptionJSON: [(String, JSONValue)] {
    [
      ("tls", .bool(certificate != nil)), ("fingerprint", certificate.map { .string("\($0.fingerprint)") } ?? .null),
      ("certificate_ends", certificate?.end.map { .string(LocalTime($0).iso8601) } ?? .null),
    ]
  }

  /// The same for programs.
  var json: JSONValue {
    .object(
      [("version", .string(Version.current)), ("address", .string(address))] + encryptionJSON
        + [("stops_at", stop.map { .string(LocalTime($0).iso8601) } ?? .null)]
        + rows.map { ($0.name, $0.value) } + [
          ("parameters", .object(Parameter.allCases.map { ($0.rawValue, .string(parameters.text(of: $0))) })),
          ("max_file_size", .integer(Int64(settings[.maxFileSize]))),
          ("resume_grace_seconds", .number(settings[.resumeGrace])),
          ("transfers_per_session", .integer(Int64(Upload.perSession))),
          ("limits", .object(limitUsages.map { ($0.limit.jsonKey, $0.json) })),
        ])
  }

  /// Prometheus' text format (version 0.0.4).
  var metrics: [String] {
    rows.flatMap { row in
      [
        "# HELP chatctl_\(row.name) \(row.label)", "# TYPE chatctl_\(row.name) \(row.kind)",
        "chatctl_\(row.name) \(row.value.text)",
      ]
    }
  }
}
