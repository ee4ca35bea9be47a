#define _GNU_SOURCE
#include "CPty.h"

#include <spawn.h>

short cpty_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }
