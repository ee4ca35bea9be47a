// SQLite's interface, and what of it Swift can't call or name: functions with a variable number of arguments, and codes that
// are sums.
#ifndef CSQLITE_H
#define CSQLITE_H

#include <sqlite3.h>

/// Has SQLite keep no account of its memory (SQLITE_CONFIG_MEMSTATUS), since each allocation of every connection would take
/// one lock for that. Without effect after the first connection of the process.
void csqlite_configure(void);

/// Has a connection take text in double quotes for names alone (SQLITE_DBCONFIG_DQS_DML and _DDL): a misspelt column is an
/// error then.
void csqlite_refuse_quoted_text(sqlite3 *database);

static const int csqlite_corrupt_vtab = SQLITE_CORRUPT_VTAB;
static const int csqlite_constraint_primarykey = SQLITE_CONSTRAINT_PRIMARYKEY;
static const int csqlite_ioerr_fsync = SQLITE_IOERR_FSYNC;
static const int csqlite_ioerr_dir_fsync = SQLITE_IOERR_DIR_FSYNC;
static const int csqlite_ioerr_shmsize = SQLITE_IOERR_SHMSIZE;

#endif
