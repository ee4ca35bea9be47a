// ChatClient: what a person sees at `chatctl connect`. The session with the server (ClientSession: hello, log-in, numbers,
// answers, loss and return, farewell) is one under every client; on it stand the conversation of a person, the one of a
// pipe or a bot, which asks nobody (Scripting), and transfers. The line editor is ChatTerminal's.
//
// It must not know the server's insides: what it learns of the room stands in frames.
//
// Who runs where: the conversation (a pure state machine, its session in it), the line editor and the session that ties them together
// belong to one queue; the connection to the queue of its ConnectionLoop; each transfer to a queue of its own.
// What crosses is posted with `queue.async`, which keeps the order.
