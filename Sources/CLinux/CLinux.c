#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

int clinux_accept(int socket, void *address, unsigned int *length) {
  return accept4(socket, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinux_epoll_wait(int epoll, struct epoll_event *events, int count, long long nanoseconds) {
  struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  int result = (int)syscall(SYS_epoll_pwait2, epoll, events, count, &time, NULL, 0);
  if (result >= 0 || errno != ENOSYS) return result;
  return epoll_wait(epoll, events, count, (int)((nanoseconds + 999999) / 1000000));
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int clinux_process_handle(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int clinux_spawn_closes_from(void *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int clinux_usable_processors(void) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  return CPU_COUNT(&set);
}

int clinux_pin(int process, int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return sched_setaffinity(process, sizeof set, &set);
}

int clinux_begin_writing(int file, long long offset, long long count) {
  return sync_file_range(file, offset, count, SYNC_FILE_RANGE_WRITE);
}

int clinux_peer(int socket, unsigned int *user, int *process) {
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
  *user = credentials.uid;
  *process = credentials.pid;
  return 0;
}

int clinux_peer_belongs(int socket, unsigned int group) {
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return 0;
  if (credentials.gid == group) return 1;
  // NGROUPS_MAX is 65536; as many are on no stack.
  length = 0;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, NULL, &length) == 0 || errno != ERANGE) return 0;
  gid_t *groups = malloc(length);
  int belongs = 0;
  if (groups != NULL && getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &length) == 0) {
    for (size_t i = 0; i < length / sizeof *groups && !belongs; i++) belongs = groups[i] == group;
  }
  free(groups);
  return belongs;
}

int clinux_clock_is_synchronised(void) {
  struct timex clock = {.modes = 0};
  int state = adjtimex(&clock);
  if (state < 0) return -1;
  return state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}
