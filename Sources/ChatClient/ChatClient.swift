// ChatClient: what a person sees at `chatctl connect`. The conversation, transfers, the connection; the line editor is
// ChatTerminal's. In pipes and for bots another conversation takes its place, which asks nobody (Scripting).
//
// It must not know the server's insides: what it learns of the room stands in frames.
//
// Who runs where: the conversation (a pure state machine), the line editor and the session that ties them together
// belong to one queue; the connection to the queue of its ConnectionLoop; each transfer to a queue of its own.
// What crosses is posted with `queue.async`, which keeps the order.
