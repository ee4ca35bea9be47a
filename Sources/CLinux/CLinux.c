#define _GNU_SOURCE
#include "CLinux.h"

#include <sched.h>

int clinux_usable_processors(void) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  return CPU_COUNT(&set);
}
