// ChatStore: what lasts. SQLite, its migrations, the original's six text files, and backups.
//
// It must not know who is online, nor decide anything: the room has decided before an entry comes here.
