// What Glibc's module map leaves out or hides in macros: <sys/epoll.h>, accept4(2), the affinity mask, the
// credentials of a peer, adjtimex(2), <malloc.h>.
#ifndef CLINUX_H
#define CLINUX_H

#include <malloc.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#ifndef _GNU_SOURCE
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
#endif

/// The number of processors this process may run on (sched_getaffinity(2)), or -1 with errno set.
int clinux_usable_processors(void);

/// Who is at the other end of a connected Unix socket (unix(7), SO_PEERCRED); -1 with errno set when nobody can tell.
int clinux_peer(int socket, unsigned int *user, int *process);

/// Whether the kernel's clock is kept right by a time server (adjtimex(2)): 1 or 0; -1 with errno set when it can't tell.
int clinux_clock_is_synchronised(void);

#endif
