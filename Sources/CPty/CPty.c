#define _GNU_SOURCE
#include "CPty.h"

#include <fcntl.h>
#include <unistd.h>

short cpty_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }

int cpty_spawn_chdir(posix_spawn_file_actions_t *actions, const char *path) {
  return posix_spawn_file_actions_addchdir_np(actions, path);
}

int cpty_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
