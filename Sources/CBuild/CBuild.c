#include "CBuild.h"

#define TEXT(word) #word
#define VALUE(macro) TEXT(macro)

const char *cbuild_commit(void) {
#ifdef CHATCTL_COMMIT
  return VALUE(CHATCTL_COMMIT);
#else
  return 0;
#endif
}
