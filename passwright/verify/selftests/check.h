// What the checkers of the suite share: main ends with `return failures != 0;`.
#ifndef PASSWRIGHT_CHECK_H
#define PASSWRIGHT_CHECK_H

#include <stdio.h>

static int failures;

#define CHECK(condition) ((condition) ? (void)0 : (void)(failures++, printf("line %d: %s\n", __LINE__, #condition)))

#endif
