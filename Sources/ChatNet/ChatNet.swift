// ChatNet: bytes on their way – sockets, listeners, the loop that serves many connections, hashing.
//
// It must not know chat: no frame, no user, no room, no schema; whoever uses it gives a meaning to the bytes.
