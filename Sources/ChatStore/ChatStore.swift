// ChatStore: what lasts. SQLite through GRDB, its migrations, and the original's six text files.
//
// It must not know who is online, nor decide anything: the room has decided before an entry comes here.
