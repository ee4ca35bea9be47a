import ChatCore
import Testing

/// What Tab makes of a half-typed command of the operator.
@Suite struct AdminCompletionTests {
  @Test(arguments: [
    ("se", ["set"]),
    ("SE", ["set"]),
    ("/se", ["/set"]),
    ("on", ["online"]),
    ("ch", ["change"]),
    ("  TIM", ["TIME_OUT"]),
    ("a", ["announce", "adduser", "all"]),
    ("x", []),
    ("online ", ["users"]),
    ("all u", ["users"]),
    ("change ", ["MaxCon", "BLOCK_TIME", "LAST_HOUR", "TIME_OUT"]),
    ("CHANGE t", ["TIME_OUT"]),
    ("get ", AdminKey.all.map(\.name)),
    ("get max-f", ["max-file-size", "max-failed-log-ins", "max-files-per-user"]),
    ("get MaxCon ", []),
    ("set ti", ["TIME_OUT"]),
    ("set  BL", ["BLOCK_TIME"]),
    ("set TIME_OUT ", []),
    ("set TIME_OUT 500 ", ["--runtime", "--confirm-within", "--yes"]),
    ("set TIME_OUT 500 --r", ["--runtime"]),
    ("set TIME_OUT --c", ["--confirm-within"]),
    ("set --", []),
    ("set TIME_OUT 500 --runtime ", ["--confirm-within", "--yes"]),
    ("set TIME_OUT 500 --confirm-within ", []),
    ("set TIME_OUT 500 --confirm-within 5m ", ["--runtime", "--yes"]),
    ("stop ", ["--in", "--restart", "--cancel", "--yes"]),
    ("stop --in 5s ", ["--restart", "--cancel", "--yes"]),
    ("deluser bob ", ["--yes"]),
    ("help me", ["metrics"]),
    ("kick bob ", []), ("deluser -- bob ", []), ("set -- MaxCon 5 ", []),
    ("announce s", []),
    ("nonsense ", []),
  ])
  func words(line: String, candidates: [String]) {
    let completion = AdminCompletion(of: line)
    #expect(completion.candidates() == candidates)
    #expect(completion.names == nil)
  }

  @Test(arguments: [
    ("kick ", AdminCompletion.Names.onlineUsers),
    ("/kick b", .onlineUsers),
    ("passwd b", .users),
    ("deluser ", .users),
    ("unblock ", .blockedUsers), ("unban ", .banned), ("ban b", .users), ("ban --yes -- -", .users),
    ("unblock bob ", .blockedAddresses(of: "bob")),
  ])
  func names(line: String, names: AdminCompletion.Names) {
    #expect(AdminCompletion(of: line).names == names)
  }

  @Test func namesThatBeginAlikeAreOffered() {
    let completion = AdminCompletion(of: "kick B")
    #expect(completion.typed == "B")
    #expect(completion.candidates(with: ["alice", "bob", "Bert"]) == ["bob", "Bert"])
  }
}
