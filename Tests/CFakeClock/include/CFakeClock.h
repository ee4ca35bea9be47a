// Nothing to call: the library is preloaded into the executable under test.
#ifndef CFAKECLOCK_H
#define CFAKECLOCK_H
#endif
