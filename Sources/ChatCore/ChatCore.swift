// ChatCore: the rules of the chat room as pure values. Time is passed in.
//
// It must not know sockets, files, queues, clocks, the wire's schema or the store's: whatever happens in the world
// comes in as a value (`Request`, `Moment`), and whatever shall happen goes out as one (`Effect`, `Entry`).
