import ChatCore
import ChatTestSupport

/// Every row of the table of commands, in words of ours and of the original, with what has to be answered. In this order:
/// each finds what the ones before it left.
///
/// It is for a room of the samples in which facebook is online and Google was blocked: `AdminRoom`.
enum AdminScript {
  /// A command and its answer.
  struct Step {
    /// Its row of the table.
    let word: String
    /// What is typed.
    let line: String
    /// What is typed when it asks.
    var input: String?
    /// The question, when it asks one.
    var question: String?
    /// What is answered, as `LinePattern`s.
    var answer: [String] = []
    /// What is said when it is refused.
    var refusal: String?
    /// The members of the object that `--json` prints; of each of several.
    var json: [String] = []
    /// The exit code.
    var code: Int32 = 0
  }

  /// All but `stop`, which ends it.
  static let steps = parameters + looking + people + refusals

  static let stop = Step(
    word: "stop", line: "stop --restart",
    answer: [
      "The server_stop notification has been sent to all the online clients, and they will automatically log out right "
        + "now.",
      "[backup]MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT all have been stored.",
      "[backup]user_password repository has been stored.", "[backup]message_rep has been stored.",
      "[backup]file_rep has been stored.", "[backup]block_rep has been stored.", "[backup]list_block has been stored.",
      "The server is being stopped via administrator operation.", "The server has stopped! Bye!",
      "[backup]server log has been saved.",
    ], json: ["text"])

  private static let parameters = [
    Step(
      word: "get", line: "get",
      answer: ["MaxCon: 5", "BLOCK_TIME: 60.0 seconds", "LAST_HOUR: 100.0 seconds", "TIME_OUT: 600.0 seconds"]
        + Setting.allCases.filter(\.isShown).map { "\($0.rawValue): {any} ({any}). {any}" },
      json: AdminKey.all.map(\.name).sorted()),
    Step(word: "get", line: "get time_out", answer: ["TIME_OUT: 600.0 seconds"], json: ["TIME_OUT"]),
    Step(
      word: "get", line: "MaxCon", answer: ["[admin]The present permittable maximum user connection # is:", "5"],
      json: ["MaxCon"]),
    Step(
      word: "get", line: "BLOCK_TIME", answer: ["[admin]The present BLOCK_TIME is:", "60.0 seconds"],
      json: ["BLOCK_TIME"]),
    Step(
      word: "get", line: "LAST_HOUR", answer: ["[admin]The present LAST_HOUR is:", "100.0 seconds"],
      json: ["LAST_HOUR"]),
    Step(
      word: "get", line: "TIME_OUT", answer: ["[admin]The present TIME_OUT is:", "600.0 seconds"], json: ["TIME_OUT"]),
    Step(
      word: "set", line: "set TIME_OUT 500", answer: ["TIME_OUT: 600.0 -> 500.0 seconds"], json: ["changed"]),
    Step(
      word: "set", line: "set LAST_HOUR 7 --runtime",
      answer: [
        "LAST_HOUR: 100.0 -> 7.0 seconds", "It holds until the server stops; para.txt is as it was.",
      ], json: ["changed"]),
    Step(
      word: "set", line: "set MaxCon 7 --confirm-within 5m",
      answer: ["MaxCon: 5 -> 7", "It goes back in 300.0 seconds unless \"confirm\" comes before that."],
      json: ["changed"]),
    Step(word: "confirm", line: "confirm", answer: ["MaxCon: 5 -> 7"], json: ["changed"]),
    change(.maxCon, "4", "(in int format)", "4"),
    // So that the one who is blocked is so until the end, however long each command takes.
    change(.blockTime, "5000", inSeconds, "5000.0"), change(.lastHour, "120", inSeconds, "120.0"),
    change(.timeOut, "600", inSeconds, "600.0"),
    Step(
      word: "reload", line: "reload",
      answer: [
        "para.txt and the settings have no new values.",
        "The certificate was read again; its fingerprint is SHA256:{any}",
      ], json: ["changed"]),
  ]

  /// The figures of a server, in JSON.
  private static let status = [
    "accounts", "address", "addresses_out_of_tries", "certificate_ends", "commits_total", "connections",
    "descriptor_limit", "disk_free_bytes", "failed_commits_total", "fingerprint", "limits", "max_file_size",
    "messages_per_second", "messages_total", "online_users", "open_descriptors", "parameters", "read_only",
    "refused_connections_total", "resident_bytes", "resume_grace_seconds", "stops_at", "tls",
    "transfers_per_session", "unauthenticated_connections", "uncommitted_bytes", "uptime_seconds", "users_slowed_down",
    "version",
    "waiting_password_checks",
  ]

  private static let looking = [
    Step(word: "online", line: "online", answer: ["facebook on {address}"], json: ["online"]),
    Step(
      word: "online", line: "online users", answer: ["[admin]The present online users are:", "facebook on {address}"],
      json: ["online"]),
    Step(
      word: "blocked", line: "blocked", answer: ["Google on 127.0.0.1 at {time}, {number} seconds left"],
      json: ["blocked"]),
    Step(
      word: "blocked", line: "blocked users",
      answer: ["[admin]The present blocked users are:", "Google on 127.0.0.1 at {time}"], json: ["blocked"]),
    Step(
      word: "users", line: "users",
      answer: AdminRoom.names.map { name in
        let seen = name == "facebook" ? "online now" : "never seen"
        return "\(name): created {time}, \(seen), 0 messages and 0 files waiting"
      }, json: ["users"]),
    Step(
      word: "users", line: "all users",
      answer: ["[admin]The present all users are:"] + AdminRoom.names.map { "\"\($0)\"" }, json: ["users"]),
    Step(
      word: "status", line: "status",
      answer: ["version {any}", "address {any}", "encryption {any}TLS", "fingerprint {any}SHA256:{any}"]
        + Array(repeating: "{any}", count: 27 + Setting.limits.count),
      json: status),
    Step(
      word: "metrics", line: "metrics",
      answer: (0..<19).flatMap { _ in
        ["# HELP chatctl_{any}", "# TYPE chatctl_{any}", "chatctl_{any} {number}"]
      },
      json: status),
    Step(word: "help", line: "help", answer: AdminVerbs.table.help(), json: ["help"]),
    Step(word: "help", line: "help kick", answer: AdminVerbs.table.help(on: "kick"), json: ["help"]),
  ]

  private static let people = [
    Step(word: "announce", line: "announce cake at five", answer: ["Everybody online was told."], json: done),
    Step(
      word: "adduser", line: "adduser shuo", input: "123", question: "Please enter the new password of \"shuo\":",
      answer: ["\"shuo\" was added."], json: done),
    Step(
      word: "passwd", line: "passwd shuo", input: "quit stop", question: "Please enter the new password of \"shuo\":",
      answer: ["\"shuo\" has a new password."], json: done),
    Step(word: "deluser", line: "deluser shuo --yes", answer: ["\"shuo\" was deleted."], json: done),
    Step(
      word: "invite", line: "invite bo --for 1d",
      answer: [
        "bo  {any}",
        "Each is good for that name alone, until {any} UTC. Whoever has it connects and types \"register\".",
        "Nobody needs it while registration is open; \"set registration invited\" has it asked for.",
      ], json: ["invitations"]),
    Step(
      word: "invitations", line: "invitations", answer: ["{number}: for \"bo\", 1 use left, until {any} UTC"],
      json: ["invitations"]),
    Step(
      word: "invitations", line: "invitations --end all", answer: ["No invitation holds any more."], json: done),
    Step(word: "bans", line: "bans", answer: ["Nobody is banned."], json: ["bans"]),
    Step(
      word: "ban", line: "ban Columbia --for 1d spam", answer: ["\"Columbia\" is banned until {any} UTC: spam."],
      json: done),
    Step(word: "bans", line: "bans", answer: ["Columbia since {time}, until {any} UTC: spam"], json: ["bans"]),
    Step(word: "unban", line: "unban columbia", answer: ["\"columbia\" can come in again."], json: done),
    Step(word: "unblock", line: "unblock google", answer: ["\"google\" can log in again."], json: done),
    Step(word: "kick", line: "kick facebook too loud", answer: ["\"facebook\" was put out."], json: done),
  ]

  private static let refusals = [
    Step(
      word: "set", line: "set MaxCon many",
      refusal: "MaxCon can't be \"many\": it takes a whole number from 0 to 1000000 (0 lets nobody in). Nothing was "
        + "changed.", code: 65),
    Step(
      word: "get", line: "get Maxcom",
      refusal: "There is no setting \"Maxcom\". The nearest is MaxCon; type \"get\" to see all of them.",
      code: 65),
    Step(
      word: "kick", line: "kick facebok", refusal: "There is no user \"facebok\". The nearest name is \"facebook\".",
      code: 1),
    Step(
      word: "kick", line: "kick Columbia", refusal: "\"Columbia\" is not online. Type \"online\" to see who is.",
      code: 1
    ),
    Step(
      word: "unblock", line: "unblock Columbia",
      refusal: "\"Columbia\" is not blocked there. Type \"blocked\" to see who is.", code: 1),
    Step(
      word: "deluser", line: "deluser Columbia",
      refusal: "This deletes \"Columbia\" with all messages and files that wait for it. Add --yes to say that this is "
        + "meant.", code: 64),
    Step(
      word: "unban", line: "unban Columbia", refusal: "\"Columbia\" is not banned. Type \"bans\" to see who is.",
      code: 1
    ),
    Step(
      word: "ban", line: "ban --address 0.0.0.0 --yes",
      refusal: "\"0.0.0.0\" is no address. It is written like 203.0.113.7 or 2001:db8::7; \"online\" shows who comes "
        + "from where.", code: 65),
    Step(
      word: "invite", line: "invite two/words",
      refusal: "\"two/words\" can't be a user name: it takes 1 to 32 of the characters A-Z a-z 0-9 . _ -", code: 1),
    Step(
      word: "ban", line: "ban --address 127.0.0.1",
      refusal: "127.0.0.1 is this machine itself, which can't be banned. Ban the user instead.", code: 1),
    Step(word: "confirm", line: "confirm", refusal: "Nothing waits to be confirmed.", code: 1),
    Step(
      word: "help", line: "onlin users",
      refusal: "There is no command \"onlin\". The nearest one is \"online\"; type \"help\" to see all of them.",
      code: 64),
    Step(
      word: "stop", line: "stop --now",
      refusal: "Please type it like this: stop [--in TIME] [--restart] [--cancel] [--yes]", code: 64),
  ]

  private static let done = ["done", "text"]
  private static let inSeconds = "(in float format and it will represent how many seconds)"

  private static func change(_ parameter: Parameter, _ value: String, _ format: String, _ after: String) -> Step {
    Step(
      word: "set", line: "change \(parameter.rawValue)", input: value,
      question: "[admin]Please enter your new \(parameter.rawValue) parameter: \(format)",
      answer: ["The \(parameter.rawValue) has been changed to \(after)"], json: ["changed"])
  }
}
