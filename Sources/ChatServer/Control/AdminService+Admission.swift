import ChatCore
import ChatNet
import Dispatch

extension AdminService {
  /// What a person should know before `command` is carried out; nil where that is nothing. Answers on the service's queue.
  func look(before command: AdminCommand, completion: @escaping @Sendable (AdminConcern?) -> Void) {
    room.look { [queue, gate] engine, _ in
      var place: String?
      if case .ban(let target, _, _) = command {
        // Where there is no such address, the command itself says so.
        place = try? Self.place(of: target, in: engine.room, gate)
      }
      let concern = engine.room.concern(of: command, place: place, engine.turn)
      queue.async { completion(concern) }
    }
  }

  /// `unban`.
  func unban(_ name: String, _ completion: @escaping Completion) {
    let place = SocketAddress(host: name, port: 0).map { gate.group(of: $0).description }
    change(completion, "\"\(name)\" can come in again.") { (room, turn) throws(AdminError) in
      try room.unbanning(name, place: place, turn: turn)
    }
  }

  /// `ban`.
  func ban(
    _ target: AdminCommand.BanTarget, seconds: Double?, reason: String?, _ completion: @escaping Completion
  ) {
    let until = seconds.map { SystemClock.now().wall.advanced(bySeconds: $0) }
    let subject =
      switch target {
      case .user(let name, let withAddress): "\"\(name)\"" + (withAddress ? " and the address are" : " is")
      case .address(let address): "\(address) is"
      }
    change(completion, "\(subject) banned \(Self.terms(until, reason))") {
      [gate] (room, turn) throws(AdminError) in
      let place = try Self.place(of: target, in: room, gate)
      var proposals: [Proposal] = []
      if case .user(let name, _) = target {
        proposals.append(
          try room.banning(name, until: until, reason: reason, turn: turn))
      }
      if let place {
        proposals.append(
          try room.banning(place: place, until: until, reason: reason, turn: turn))
      }
      return proposals
    }
  }

  /// `until 2026-03-04 21:32 UTC: too loud.`
  private static func terms(_ until: WallTime?, _ reason: String?) -> String {
    let text = (until.map { "until \($0.minuteText)" } ?? "for good") + (reason.map { ": \($0)" } ?? "")
    return text.hasSuffix(".") ? text : text + "."
  }

  /// The address that `target` is about, as limits count it; nil where it is about none.
  private static func place(
    of target: AdminCommand.BanTarget, in room: Room, _ gate: ConnectionGate
  ) throws(AdminError) -> String? {
    let text: String
    switch target {
    case .user(_, withAddress: false): return nil
    // Without the length of a network, which is the same for all.
    case .user(let name, withAddress: true): text = String(try room.place(of: name).prefix { $0 != "/" })
    case .address(let typed): text = typed
    }
    guard let address = SocketAddress(host: text, port: 0), !address.isUnspecified else { throw .badAddress(text) }
    // Whoever bans it may lock everybody out who comes by a tunnel, themselves first.
    guard !gate.countsAsLoopback(address) else { throw .ownAddress(text) }
    return gate.group(of: address).description
  }

  /// `invite`.
  func invite(_ names: [String], uses: Int, seconds: Double, _ completion: @escaping Completion) {
    let until = SystemClock.now().wall.advanced(bySeconds: seconds)
    let made = (names.isEmpty ? [nil] : names.map { $0 }).map { (name: String?) in
      (name: name, code: InvitationCode.text(of: SecureRandom.bytes(InvitationCode.byteCount)))
    }
    let use =
      names.isEmpty
      ? "It is good for \(uses == 1 ? "1 account" : "\(uses) accounts") until \(until.minuteText)."
      : "Each is good for that name alone, until \(until.minuteText)."
    let note: [String] =
      switch settings.current.registration {
      case .invited: []
      case .open: ["Nobody needs it while registration is open; \"set registration invited\" has it asked for."]
      case .closed: ["It is taken when registration is open to the invited: \"set registration invited\"."]
      }
    let lines =
      made.map { [$0.name, $0.code].compactMap { $0 }.joined(separator: "  ") }
      + [use + " Whoever has it connects and types \"register\"."] + note
    let json = JSONValue.object([
      (
        "invitations",
        .array(
          made.map {
            .object([
              ("user", $0.name.map { .string($0) } ?? .null), ("code", .string($0.code)),
              ("uses", .integer(Int64(uses))),
              ("until", .string(LocalTime(until).iso8601)),
            ])
          })
      )
    ])
    change(completion, AdminAnswer(lines, json)) { (room, turn) throws(AdminError) in
      var proposals: [Proposal] = []
      for (name, code) in made {
        guard let bytes = InvitationCode.bytes(of: code), let digest = TokenDigest(SHA256Hasher.hash(bytes)) else {
          preconditionFailure("a code that is none")
        }
        proposals += try room.inviting(name, digest: digest, uses: uses, until: until, turn: turn)
      }
      return proposals
    }
  }

  /// `bans`.
  static func answer(_ bans: [Ban], name: (AccountID) -> String?) -> AdminAnswer {
    let rows = bans.map { ban in
      switch ban.subject {
      // The account may be gone and the name another's; what was banned is both.
      case .person(let account, let banned): (subject: name(account) ?? banned.text, isAddress: false, ban: ban)
      case .address(let address): (subject: address, isAddress: true, ban: ban)
      }
    }
    let lines = rows.map { row in
      "\(row.subject) since \(LocalTime(row.ban.since).original), "
        + (row.ban.until.map { "until \($0.minuteText)" } ?? "for ever") + (row.ban.reason.map { ": \($0)" } ?? "")
    }
    let json = rows.map { row in
      JSONValue.object([
        (row.isAddress ? "address" : "user", .string(row.subject)),
        ("since", .string(LocalTime(row.ban.since).iso8601)),
        ("until", row.ban.until.map { .string(LocalTime($0).iso8601) } ?? .null),
        ("reason", row.ban.reason.map { .string($0) } ?? .null),
      ])
    }
    return AdminAnswer(lines.isEmpty ? ["Nobody is banned."] : lines, .object([("bans", .array(json))]))
  }

  /// `invitations`.
  static func answer(_ invitations: [Invitation]) -> AdminAnswer {
    let lines = invitations.map { invitation in
      "\(invitation.id.rawValue): for \(invitation.name.map { "\"\($0.text)\"" } ?? "anybody"), "
        + (invitation.uses == 1 ? "1 use" : "\(invitation.uses) uses") + " left, until \(invitation.until.minuteText)"
    }
    let json = invitations.map { invitation in
      JSONValue.object([
        ("number", .integer(invitation.id.rawValue)),
        ("user", invitation.name.map { .string($0.text) } ?? .null), ("uses", .integer(Int64(invitation.uses))),
        ("made", .string(LocalTime(invitation.made).iso8601)), ("until", .string(LocalTime(invitation.until).iso8601)),
      ])
    }
    return AdminAnswer(
      lines.isEmpty ? ["There are no invitations. Type \"invite\" to make one."] : lines,
      .object([("invitations", .array(json))]))
  }
}
