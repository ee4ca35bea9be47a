// ChatClient: what a person sees at `chatctl connect`. One session with the server stands under every client
// (ClientSession: hello, log-in, numbers, answers, loss and return, farewell); on it the conversation of a person, and the
// one of a pipe or a bot, which asks nobody (Scripting). The line editor is ChatTerminal's.
//
// It must not know the server's insides: what it learns of the room stands in frames.
//
// Who runs where: the conversation with its session (pure state machines), the line editor and the ConnectSession or
// ScriptSession that ties them together belong to one queue; the connection to the queue of its ConnectionLoop; each
// transfer to a queue of its own. What crosses is posted with `queue.async`, which keeps the order.
