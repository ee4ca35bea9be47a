// ChatSystem: the operating system's calls wrapped once: errno, files that appear whole or not at all,
// signals, clocks, processors.
//
// It must not know chat, connections or queues; every other room but ChatCore and ChatWire may stand on it.
