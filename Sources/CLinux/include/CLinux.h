// What Glibc's module map leaves out or hides in macros: <sys/epoll.h>, accept4(2), the affinity mask, the
// credentials of a peer, adjtimex(2), sync_file_range(2), pipe2(2), pidfd_open(2), <malloc.h>.
//
// No header that Glibc's module map has may be included here: what it declares would belong to this module then, and be
// hidden from files that import Glibc alone.
#ifndef CLINUX_H
#define CLINUX_H

#include <malloc.h>
#include <sys/epoll.h>

/// accept4(2): a connection's descriptor, non-blocking and closed on exec; -1 with errno set. `address` is a struct
/// sockaddr with room for `length` bytes; both may be null.
int clinux_accept(int socket, void *address, unsigned int *length);

/// epoll_wait(2) with a time in nanoseconds. By its number, as the C library has it since 2.35 alone; where the kernel has
/// it not (before 5.11), in milliseconds, rounded up.
int clinux_epoll_wait(int epoll, struct epoll_event *events, int count, long long nanoseconds);

/// pipe2(2) with O_CLOEXEC; -1 with errno set.
int clinux_pipe(int ends[2]);

/// A descriptor that can be read when `process` has ended (pidfd_open(2), Linux 5.3), closed on exec; -1 with errno set. By
/// its number, as the C library has it since 2.36 alone.
int clinux_process_handle(int process);

/// posix_spawn_file_actions_addclosefrom_np(3): a program that is started gets no descriptor from `first` on. `actions` is a
/// posix_spawn_file_actions_t.
int clinux_spawn_closes_from(void *actions, int first);

/// The number of processors this process may run on (sched_getaffinity(2)), or -1 with errno set.
int clinux_usable_processors(void);

/// Has `process` (0: the calling thread) run on `processor` alone, with all threads that it starts from now on
/// (sched_setaffinity(2)); -1 with errno set when it can't.
int clinux_pin(int process, int processor);

/// Who is at the other end of a connected Unix socket (unix(7), SO_PEERCRED); -1 with errno set when nobody can tell.
int clinux_peer(int socket, unsigned int *user, int *process);

/// Whether whoever is at the other end of a connected Unix socket belonged to `group` when it connected (unix(7),
/// SO_PEERCRED and SO_PEERGROUPS): 1 or 0, which it also is when nobody can tell.
int clinux_peer_belongs(int socket, unsigned int group);

/// Has the kernel begin to write these bytes of a file to the disk (sync_file_range(2)), without waiting for the end of
/// that; -1 with errno set when it can't.
int clinux_begin_writing(int file, long long offset, long long count);

/// Whether the kernel's clock is kept right by a time server (adjtimex(2)): 1 or 0; -1 with errno set when it can't tell.
int clinux_clock_is_synchronised(void);

#endif
