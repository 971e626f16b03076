#include "no_such_header.h"
int bad_include(void);
