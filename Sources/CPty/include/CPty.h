// Pseudo-terminals for the tests, and what starts a program on one.
#ifndef CPTY_H
#define CPTY_H

#include <pty.h>
#include <spawn.h>
#include <utmp.h>

/// POSIX_SPAWN_SETSID (posix_spawn(3)), which needs _GNU_SOURCE: the program begins a session of its own.
short cpty_spawn_setsid(void);

#endif
