// ChatServer: puts the rooms of the house together: shards, the room's queue, the journal, passwords, the depot, the log.
//
// It must not know the terminal of a person who chats, nor SQL, nor epoll. ARCHITECTURE.md tells who owns what.
