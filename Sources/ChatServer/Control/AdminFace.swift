import ChatCore
import Dispatch

/// One face of the operator's commands: a connection to the control socket, or the standard input of `chatctl serve`. It
/// takes lines, one after the other, and gives replies.
///
/// Belongs to the service's queue, which it asserts.
final class AdminFace: @unchecked Sendable {  // All state belongs to the service's queue.
  private let service: AdminService
  private let person: Operator
  private let send: @Sendable (ControlReply) -> Void
  /// Whether the server's own lines are to be repeated here.
  private let isElsewhere: Bool
  private var dialogue: AdminDialogue
  private var waiting: [ControlRequest] = []
  private var isBusy = false

  /// A face for `person`, whose replies go to `send`, called on the service's queue.
  ///
  /// - Parameter isElsewhere: whether it is another shell than the server's, which is told the server's last lines too.
  init(
    _ service: AdminService, person: Operator, isInteractive: Bool, isElsewhere: Bool,
    send: @escaping @Sendable (ControlReply) -> Void
  ) {
    self.service = service
    self.isElsewhere = isElsewhere
    self.person = person
    self.send = send
    dialogue = AdminDialogue(isInteractive: isInteractive)
  }

  /// Takes the next line; it is carried out when those before it are answered.
  func take(_ request: ControlRequest) {
    dispatchPrecondition(condition: .onQueue(service.queue))
    waiting.append(request)
    goOn()
  }

  private func goOn() {
    guard !isBusy, !waiting.isEmpty else { return }
    let request = waiting.removeFirst()
    guard !isRemark(request.line) else { return goOn() }
    carryOut(dialogue.take(request.line), of: request)
  }

  private func carryOut(_ step: AdminDialogue.Step, of request: ControlRequest) {
    switch step {
    case .look(let command):
      isBusy = true
      service.look(before: command) { [self] concern in
        isBusy = false
        carryOut(dialogue.looked(command, concern), of: request)
      }
    case .ask(let question, let isSecret):
      var reply = ControlReply()
      reply.question = question
      reply.secret = isSecret
      send(reply)
      goOn()
    case .refuse(let error):
      refuse(error)
      goOn()
    case .perform(let command):
      // Who sits at the server's own console goes on there until a stop that is put off comes.
      let isWaitedFor = isElsewhere || !command.isPutOff
      isBusy = isWaitedFor
      service.perform(
        command, by: person,
        echo: { [send, isElsewhere] line in
          guard isElsewhere else { return }
          var reply = ControlReply()
          reply.lines = request.json ? [JSONValue.object([("text", .string(line))]).text] : [line]
          send(reply)
        },
        completion: { [self] result in
          answer(result, json: request.json)
          guard isWaitedFor else { return }
          isBusy = false
          goOn()
        })
      if case .stop(let delay, _) = command, !isWaitedFor {
        var reply = ControlReply()
        reply.lines = [AdminService.sentence(delay)]
        reply.code = 0
        send(reply)
        goOn()
      }
    }
  }

  /// Between commands the server's own input may have empty lines and remarks, as a script has. An empty answer to a
  /// question is one.
  private func isRemark(_ line: String) -> Bool {
    !isElsewhere && !dialogue.isAsking && AdminVerbs.isRemark(line)
  }

  private func answer(_ result: Result<AdminAnswer, AdminError>, json: Bool) {
    switch result {
    case .success(let answer):
      var reply = ControlReply()
      reply.lines = json ? [answer.json.text] : answer.lines
      reply.code = 0
      send(reply)
    case .failure(let error):
      refuse(error)
    }
  }

  private func refuse(_ error: AdminError) {
    var reply = ControlReply()
    reply.error = error.sentence
    reply.code = error.exitCode
    send(reply)
  }
}
