// ChatCommands: the subcommands of `chatctl`, one a file: options, checks, a short `run`.
//
// It must not know how anything is done: it names what was asked for and hands it to the room that does it.
