import ChatCore
import ChatServer
import ChatStore
import FoundationEssentials

/// What the last word of a half-typed command of the operator may become: words of the table, and names that the running
/// server is asked for. The console and the shell's completion are served by it.
///
/// Each question has a connection of its own, so that it waits behind no command. Blocking.
struct AdminCandidates {
  private let directory: DataDirectory
  private let patience: Double

  /// Asks the server of `directory`.
  ///
  /// - Parameter patience: how long the server may take, in seconds. Whoever pressed Tab does not wait for longer.
  init(of directory: DataDirectory, patience: Double = 1) {
    self.directory = directory
    self.patience = patience
  }

  /// The candidates for the last word of `line`; without names when the server does not give them.
  func words(completing line: String) -> [String] {
    let completion = AdminVerbs.table.completion(of: line)
    return completion.candidates(with: completion.wanted.map { ask($0, after: completion.before) } ?? [])
  }

  /// Everybody with an account; nobody when the server does not say.
  var users: [String] {
    ask(.person, after: [])
  }

  private func ask(_ kind: VerbArgument.Kind, after before: [String]) -> [String] {
    switch kind {
    case .onlinePerson: answer(to: "online")?.online?.map(\.user) ?? []
    // What waits for everybody takes the server a while to count.
    case .person: answer(to: "users --names")?.users?.map(\.user) ?? []
    // Who is blocked on two addresses is one name.
    case .lockedOutPerson: Set(blocks.map(\.user)).sorted()
    case .banned: answer(to: "bans")?.bans?.compactMap { $0.user ?? $0.address } ?? []
    case .lockedOutAddress:
      blocks.filter { AccountKey($0.user) == AccountKey(before.last ?? "") }.compactMap(\.address)
    case .text, .newPerson, .number, .entry, .key, .verb, .blockedPerson, .ownFile, .waitingSender, .waitingFile,
      .transfer:
      []
    }
  }

  private var blocks: [Answer.Person] {
    answer(to: "blocked")?.blocked ?? []
  }

  /// What the server says with `--json`, as far as it is needed here.
  private struct Answer: Decodable {
    struct Person: Decodable {
      let user: String
      let address: String?
    }

    struct Ban: Decodable {
      let user: String?
      let address: String?
    }

    let bans: [Ban]?
    let online: [Person]?
    let users: [Person]?
    let blocked: [Person]?
  }

  private func answer(to command: String) -> Answer? {
    do {
      let client = try ControlClient(directory, patience: patience)
      try client.send(ControlRequest(line: command, json: true, interactive: false))
      guard let line = try client.receive()?.lines.first else { return nil }
      return try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
    } catch {
      // Without a server there are no names; the command itself will tell why.
      return nil
    }
  }
}
