// What of SQLite's interface takes a variable number of arguments, which Swift can't call.
#ifndef CSQLITE_H
#define CSQLITE_H

/// Has SQLite keep no account of its memory (SQLITE_CONFIG_MEMSTATUS), since each allocation of every connection would take
/// one lock for that, and take URIs for names of files (SQLITE_CONFIG_URI). Without effect after the first connection of the
/// process.
void csqlite_configure(void);

#endif
