// Pseudo-terminals for the tests, and what starts a program on one or on pipes. The system hides most of it from Swift,
// which does not define _GNU_SOURCE.
#ifndef CPTY_H
#define CPTY_H

#include <pty.h>
#include <spawn.h>
#include <utmp.h>

/// openpty(3) with O_CLOEXEC from the start: no other child that is started meanwhile keeps a side open, which would keep
/// the window from closing. 0, or -1 and errno.
int cpty_open(int *controller, int *terminal, const struct winsize *size);

/// POSIX_SPAWN_SETSID (posix_spawn(3)): the program begins a session of its own.
short cpty_spawn_setsid(void);

/// posix_spawn_file_actions_addchdir_np(3): the program starts in `path`.
int cpty_spawn_chdir(posix_spawn_file_actions_t *actions, const char *path);

/// pipe2(2) with O_CLOEXEC: no other child that is started meanwhile keeps an end open.
int cpty_pipe(int ends[2]);

#endif
