// ChatTerminal: where a person types and reads – a terminal with GNU readline, or plain lines in a pipe.
//
// It must not know what is talked about: no chat, no commands, no server; whoever uses it says what the prompt is, what
// Tab offers and what becomes of a line. It alone knows readline, in ReadlineEditor and its facets.
//
// Who runs where: a line editor belongs to the queue that it was made with. Reading and showing take turns there, so
// that a line that comes in never garbles what is being typed.
