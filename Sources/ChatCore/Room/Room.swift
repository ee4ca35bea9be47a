/// The rules of the chat: a pure state machine that decides on what people ask for, and carries out what has its place in
/// the log.
///
/// Three lives stand in it, which know nothing of each other but what they are given: how people come in (`Admission`), what
/// they say (`Messaging`) and the files they send (`FileExchange`). What concerns more than one of them, as coming and going
/// does, is told in here. A room has no clock, no socket and no file: one queue owns it and passes the time in.
public struct Room: Sendable {
  var people: People
  var admission: Admission
  var messaging: Messaging
  var files: FileExchange

  /// A room with this past.
  init(_ state: DurableState, settings: Settings, now: Moment) {
    people = People(state, now: now)
    admission = Admission(state, settings: settings, now: now)
    messaging = Messaging(state, settings: settings)
    files = FileExchange(state, people: people)
    // Those who were online when the server crashed, or went to be back in a moment, are waited for as is everybody whose
    // connection was lost.
    guard settings[.resumeGrace] > 0 else { return }
    let until = now.uptime.advanced(bySeconds: settings[.resumeGrace])
    for account in admission.tokens.present where people.accounts[account] != nil {
      people.presence[account] = .grace(until: until, address: nil)
    }
  }

  /// Decides on a request.
  ///
  /// A person's changing request that was decided on before is not carried out again.
  mutating func decide(_ request: Request, caller: Caller, turn: inout Turn) {
    guard let place = people.sessions.place(of: caller.session) else { return }
    if case .leave(let farewell) = request { return leave(farewell, caller: caller, turn: &turn) }
    do throws(Refusal) {
      switch people.sessions.standing(at: place) {
      case .prompt: try admission.decide(request, caller: caller, people: &people, turn: &turn)
      case .member(let account):
        try decideForMember(request, of: account, place: place, caller: caller, turn: &turn)
      case .leaving: break
      }
    } catch {
      if case .blockedByReceiver(let name) = error, case .member(let account) = people.sessions.standing(at: place) {
        messaging.tellBlockers(of: account, called: name, people: people, turn: &turn)
      }
      turn.reply(to: caller, .refused(error))
    }
  }

  /// Takes new settings; they hold at once, for sessions that are there already too.
  mutating func change(_ settings: Settings, at now: Moment) {
    admission.change(settings, at: now.uptime)
    messaging.change(settings, at: now.uptime)
  }

  /// Hands what is on disk and was not shown yet to `deliver`, about 64 KiB of it.
  ///
  /// - Returns: whether there is more, which the shards should be given when they have written this.
  mutating func showCommitted(through id: EntryID, _ deliver: (DeliveredMessage, Audience) -> Void) -> Bool {
    messaging.showCommitted(through: id, people: people, deliver)
  }

  /// A commit failed: nothing after the last committed entry has happened. `state` is what the store holds.
  ///
  /// Those who are logged in stay, unless their account was among what failed.
  mutating func recover(_ state: DurableState, turn: inout Turn) {
    people.recover(state, now: turn.now)
    admission.recover(state, turn: &turn)
    messaging.recover(state, people: people, turn: turn)
    files.recover(state, people: people)
  }

  /// The answer to somebody who waited for a commit that failed. Call it after `recover`.
  ///
  /// Who had sent a request again may have waited for a later batch than the one with the request in it: to claim then
  /// that it was not stored would have the person send it a third time.
  func replyAfterFailure(_ outcome: AfterCommit, to caller: Caller) -> Reply {
    guard outcome.reply == .doneBefore, let session = people.sessions[caller.session],
      case .member(let member) = session.stage
    else { return .refused(.notStored) }
    let request = ClientRequestID(run: session.origin.run, number: caller.number)
    return messaging.runs.outcome(of: request, from: member.account) == .done ? .doneBefore : .refused(.notStored)
  }
}
