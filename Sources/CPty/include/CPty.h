#ifndef CPTY_H
#define CPTY_H
#include <pty.h>
#include <utmp.h>
#endif
