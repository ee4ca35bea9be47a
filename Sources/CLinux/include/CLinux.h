// What <sys/epoll.h> and accept4(2) need to be callable from Swift: Glibc's module map leaves them out.
#ifndef CLINUX_H
#define CLINUX_H

#include <sys/epoll.h>
#include <sys/socket.h>

#ifndef _GNU_SOURCE
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
#endif

#endif
