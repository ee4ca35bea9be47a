#define _GNU_SOURCE
#include "CPty.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cpty_open(int *controller, int *terminal, const struct winsize *size) {
  char name[128];
  *controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*controller < 0) return -1;
  if (grantpt(*controller) == 0 && unlockpt(*controller) == 0 && ptsname_r(*controller, name, sizeof name) == 0) {
    *terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*terminal >= 0) return ioctl(*terminal, TIOCSWINSZ, size);
  }
  close(*controller);
  return -1;
}

short cpty_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }

int cpty_spawn_chdir(posix_spawn_file_actions_t *actions, const char *path) {
  return posix_spawn_file_actions_addchdir_np(actions, path);
}

int cpty_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
