import ChatCore
import ChatNet
import ChatStore
import Dispatch

extension AdminService {
  /// Answers with what `body` finds, called on the room's queue.
  func look(_ completion: @escaping Completion, _ body: @escaping @Sendable (Engine, Moment) -> AdminAnswer) {
    room.look { [self] engine, now in finish(body(engine, now), completion) }
  }

  /// `users`.
  func listUsers(_ voice: AdminVoice, _ completion: @escaping Completion) {
    room.look { [self] engine, _ in
      let online = Set(engine.room.onlineUsers.map(\.name))
      let users = engine.room.allUsers.map { user in
        User(user.account, files: user.waitingFiles, isOnline: online.contains(user.account.name.text))
      }
      readQueue.async { [self] in finishUsers(users, voice, completion) }
    }
  }

  private struct User: Sendable {
    let id: AccountID
    let name: String
    let created: WallTime
    let lastSeen: WallTime?
    let files: Int
    let isOnline: Bool

    /// What a person reads of when it was there.
    var seen: String {
      isOnline ? "online now" : lastSeen.map { "last seen \(LocalTime($0).original)" } ?? "never seen"
    }

    init(_ account: Account, files: Int, isOnline: Bool) {
      id = account.id
      name = account.name.text
      created = account.created
      lastSeen = account.lastSeen
      self.files = files
      self.isOnline = isOnline
    }
  }

  private func finish(_ answer: AdminAnswer, _ completion: @escaping Completion) {
    queue.async { completion(.success(answer)) }
  }

  /// `status` and `metrics`.
  func status(of engine: Engine, at now: Moment) -> ServerStatus {
    var status = ServerStatus()
    var statistics = engine.statistics
    status.address = address.description
    status.upTime = now.uptime.seconds(since: started)
    status.connections = engine.room.connectionCount
    status.online = engine.room.onlineCount
    status.accounts = engine.room.accountCount
    status.messages = statistics.messages
    status.messagesPerSecond = statistics.messagesPerSecond(at: now.uptime)
    status.commits = statistics.commits
    status.failedCommits = statistics.failedCommits
    status.uncommittedBytes = engine.uncommittedBytes
    status.waitingPasswords = room.passwords.waitingCount
    status.trouble = engine.turn.trouble
    status.parameters = engine.turn.parameters
    status.settings = engine.turn.settings
    status.certificate = certificates.certificate
    status.stop = delayedStop.time
    noteLimits(of: engine, at: now, in: &status)
    status.noteSystem(dataDirectory: directory.path)
    return status
  }

  private func noteLimits(of engine: Engine, at now: Moment, in status: inout ServerStatus) {
    let figures = gate.figures
    status.unauthenticated = figures.unauthenticated
    status.refusedConnections = figures.refused
    status.addressesOutOfTries = engine.room.addressesOutOfTries(at: now)
    status.usersSlowedDown = engine.room.usersSlowedDown(at: now)
    let settings = engine.turn.settings
    status.limitUsages = Setting.limits.map { limit in
      let used: Int64? =
        switch limit {
        case .connectionsPerAddress: Int64(figures.mostOfOneAddress)
        case .unauthenticated: Int64(figures.unauthenticated)
        case .passwordBacklog: max(Int64(room.passwords.mostOfOneAddress), engine.room.used(limit, at: now) ?? 0)
        default: engine.room.used(limit, at: now)
        }
      return LimitUsage(limit: limit, value: settings[limit], used: used)
    }
  }

  /// `online`.
  static func answer(online: [Room.OnlineUser], _ voice: AdminVoice) -> AdminAnswer {
    let lines = online.map { "\($0.name) on \($0.peer)" + ($0.isLost ? " (connection lost)" : "") }
    let json = online.map {
      JSONValue.object([("user", .string($0.name)), ("address", .string($0.peer)), ("lost", .bool($0.isLost))])
    }
    return AdminAnswer(
      list(lines, voice, header: "[admin]The present online users are:", none: "Nobody is online."),
      .object([("online", .array(json))]))
  }

  /// `blocked`.
  static func answer(blocked: [Room.BlockedUser], _ voice: AdminVoice) -> AdminAnswer {
    let lines = blocked.map { block in
      let line = "\(block.name) on \(block.address) at \(LocalTime(block.since).original)"
      return voice == .original
        ? line : line + ", \(Parameters.text(ofSeconds: (block.secondsLeft * 10).rounded(.up) / 10)) seconds left"
    }
    let json = blocked.map {
      JSONValue.object([
        ("user", .string($0.name)), ("address", .string($0.address)),
        ("since", .string(LocalTime($0.since).iso8601)), ("seconds_left", .number($0.secondsLeft)),
      ])
    }
    return AdminAnswer(
      list(lines, voice, header: "[admin]The present blocked users are:", none: "Nobody is blocked."),
      .object([("blocked", .array(json))]))
  }

  /// `users --names`.
  static func answer(names: [String]) -> AdminAnswer {
    AdminAnswer(names, .object([("users", .array(names.map { .object([("user", .string($0))]) }))]))
  }

  private func finishUsers(_ users: [User], _ voice: AdminVoice, _ completion: @escaping Completion) {
    let counts: [AccountID: Int]
    do throws(StoreError) {
      counts = try store.waitingMessageCounts()
    } catch {
      queue.async { completion(.failure(.file(error.description))) }
      return
    }
    let lines = users.map { user in
      guard voice == .plain else { return "\"\(user.name)\"" }
      return "\(user.name): created \(LocalTime(user.created).original), \(user.seen), "
        + "\(counts[user.id] ?? 0) messages and \(user.files) files waiting"
    }
    let json = users.map { user in
      JSONValue.object([
        ("user", .string(user.name)), ("created", .string(LocalTime(user.created).iso8601)),
        ("online", .bool(user.isOnline)), ("last_seen", user.lastSeen.map { .string(LocalTime($0).iso8601) } ?? .null),
        ("waiting_messages", .integer(Int64(counts[user.id] ?? 0))), ("waiting_files", .integer(Int64(user.files))),
      ])
    }
    finish(
      AdminAnswer(
        Self.list(lines, voice, header: "[admin]The present all users are:", none: "There are no accounts."),
        .object([("users", .array(json))])), completion)
  }

  /// The original prints its header always, also above nothing.
  private static func list(_ lines: [String], _ voice: AdminVoice, header: String, none: String) -> [String] {
    voice == .original ? [header] + lines : lines.isEmpty ? [none] : lines
  }
}
