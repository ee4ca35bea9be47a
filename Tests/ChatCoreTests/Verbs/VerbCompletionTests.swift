import ChatCore
import Testing

/// What Tab makes of a half-typed command of the operator.
@Suite struct VerbCompletionTests {
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
    let completion = AdminVerbs.table.completion(of: line)
    #expect(completion.candidates() == candidates)
    #expect(completion.wanted == nil)
  }

  @Test(arguments: [
    ("kick ", VerbArgument.Kind.onlinePerson),
    ("/kick b", .onlinePerson),
    ("passwd b", .person),
    ("deluser ", .person),
    ("unblock ", .lockedOutPerson), ("unban ", .banned), ("ban b", .person), ("ban --yes -- -", .person),
    ("unblock bob ", .lockedOutAddress),
  ])
  func wanted(line: String, kind: VerbArgument.Kind) {
    #expect(AdminVerbs.table.completion(of: line).wanted == kind)
  }

  @Test func whoIsNamedBeforeIsTold() {
    #expect(AdminVerbs.table.completion(of: "unblock -- bob 1").before == ["bob"])
    #expect(ChatVerbs.table.completion(of: "fileget BOB my  c").before == ["BOB"])
    #expect(ChatVerbs.table.completion(of: "fileget BOB my  c").typed == "my  c")
  }

  @Test func namesThatBeginAlikeAreOffered() {
    let completion = AdminVerbs.table.completion(of: "kick B")
    #expect(completion.typed == "B")
    #expect(completion.candidates(with: ["alice", "bob", "Bert"]) == ["bob", "Bert"])
  }
}
