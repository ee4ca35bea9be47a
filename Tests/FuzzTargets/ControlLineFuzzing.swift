import ChatCore
import FoundationEssentials

@testable import ChatServer

/// Whatever stands in a line of the control socket, the dialogue takes it and its answer is one line of JSON.
enum ControlLineFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    var lines = [String(decoding: input, as: UTF8.self)]
    if let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(input)) {
      lines.append(request.line)
    }
    for line in lines {
      var dialogue = AdminDialogue(isInteractive: true)
      // The second time it may be the answer to a question.
      check(dialogue.take(line), &dialogue)
      check(dialogue.take(line), &dialogue)
    }
  }

  private static func check(_ step: AdminDialogue.Step, _ dialogue: inout AdminDialogue) {
    var reply = ControlReply()
    switch step {
    case .look(let command): return check(dialogue.looked(command, AdminConcern("\(command)", "Go on?")), &dialogue)
    case .perform(let command): reply.lines = ["\(command)"]
    case .ask(let question, _): reply.question = question
    case .refuse(let error): reply.error = "\(error)"
    }
    let bytes = reply.encoded()
    precondition(bytes.count { $0 == UInt8(ascii: "\n") } == 1, "an answer of several lines")
    precondition(!bytes.dropLast().contains { $0 < 0x20 }, "an answer with control characters")
  }
}
