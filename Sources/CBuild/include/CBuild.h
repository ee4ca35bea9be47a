// What a build knows of itself.
#ifndef CBUILD_H
#define CBUILD_H

/// The commit that $CHATCTL_COMMIT named when this was built, a null-terminated text; null when it named none.
const char *cbuild_commit(void);

#endif
