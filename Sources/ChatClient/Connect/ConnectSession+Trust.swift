import ChatCore
import ChatNet
import ChatTerminal
import Dispatch

/// The question whether a server is the right one, while its answer is awaited.
struct TrustQuestion {
  /// Takes the answer to the connection.
  let decide: @Sendable (TrustVerdict) -> Void
  /// The server did not wait so long.
  var isConnectionGone = false
}

// Whether the server is the one that is meant: decided before anything is sent to it.
extension ConnectSession {
  /// How the connection is secured.
  var security: LinkSecurity {
    guard options.trust != nil else { return .plaintext }
    return .tls { [weak self, queue] identity, decide in
      queue.async { [weak self] in
        guard let self, self.gatekeeper != nil else { return decide(.refused("the program has ended")) }
        self.judge(identity, decide)
      }
    }
  }

  private func judge(_ identity: PeerIdentity, _ decide: @escaping @Sendable (TrustVerdict) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch gatekeeper?.judge(identity) {
    case .trusted(let notices):
      notices.forEach(TerminalOutput.complain)
      decide(.trusted)
    case .ask(let question):
      trustQuestion = TrustQuestion(decide: decide)
      ask(question)
    case .refused(let reason):
      decide(.refused(reason))
    case nil:
      decide(.refused("nobody decides about this server's key"))
    }
  }

  /// Takes a typed line while the question stands.
  ///
  /// - Returns: false when there is none.
  func answeredTrustQuestion(_ line: String) -> Bool {
    guard let question = trustQuestion else { return false }
    switch line.filter({ !$0.isWhitespace }).lowercased() {
    case "yes":
      trustQuestion = nil
      if let notice = gatekeeper?.confirmed() {
        TerminalOutput.complain(notice)
      }
      mayOpenAgain = !question.isConnectionGone
      question.decide(.trusted)
      if question.isConnectionGone {
        open()
      }
    case "no":
      refuseTrust()
    default:
      ask(Words.yesOrNo)
    }
    return true
  }

  /// The person does not say yes.
  ///
  /// - Returns: false when nothing was asked.
  @discardableResult
  func refuseTrust() -> Bool {
    guard let question = trustQuestion else { return false }
    trustQuestion = nil
    question.decide(.refused("not trusted"))
    endUntrusted("the server is not trusted, and nothing was sent to it.")
    return true
  }

  private func ask(_ question: String) {
    editor.show([TerminalSanitizer.line(question)])
    editor.show(prompt: .answer)
    editor.takeLine()
  }
}
