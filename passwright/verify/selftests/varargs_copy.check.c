#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

size_t join(char* out, size_t room, const char* glue, ...);
int ranked(unsigned rank, int count, ...);
int64_t distances(long first, ...);
unsigned ways(int wanted, int count, ...);
unsigned ways_fixed(int wanted, int a, int b);

#define END (const char*)NULL

static char out[64];

static int is(size_t length, size_t expected, const char* text) {
  char want[64];
  memset(want, '#', sizeof want);
  if (text) memcpy(want, text, strlen(text) + 1);
  int good = length == expected && memcmp(out, want, sizeof out) == 0;
  memset(out, '#', sizeof out);
  return good;
}

int main(void) {
  memset(out, '#', sizeof out);
  CHECK(is(join(out, 64, ", ", END), 0, ""));
  CHECK(is(join(out, 0, ", ", END), 0, NULL));
  CHECK(is(join(out, 64, ", ", "one", END), 3, "one"));
  CHECK(is(join(out, 64, ", ", "", END), 0, ""));
  CHECK(is(join(out, 64, ", ", "", "", "", END), 4, ", , "));
  CHECK(is(join(out, 64, "", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", END), 12, "abcdefghijkl"));
  CHECK(is(join(out, 23, "-", "a", "bb", "c", "dd", "e", "ff", "g", "hh", "", "jj", END), 23, NULL));
  CHECK(is(join(out, 24, "-", "a", "bb", "c", "dd", "e", "ff", "g", "hh", "", "jj", END), 23, "a-bb-c-dd-e-ff-g-hh--jj"));
  static const int order[] = {9, 4, 1, 6, 0, 5, 2, 3, 8, 7};
  for (unsigned rank = 0; rank < 10; rank++)
    CHECK(ranked(rank, 10, 0.5, -3.0, 1.0, 1.0, -3.5, 0.5, -2.0, 1e300, 2.0, -(double)INFINITY) == order[rank]);
  CHECK(ranked(10, 10, 0.5, -3.0, 1.0, 1.0, -3.5, 0.5, -2.0, 1e300, 2.0, -(double)INFINITY) == -1);
  CHECK(ranked(0, 0) == -1 && ranked(0, 1, 5.0) == 0 && ranked(1, 2, -0.0, 0.0) == 1 && ranked(0, 2, 0.0, -0.0) == 0);
  CHECK(distances(0L) == 0 && distances(7L, 0L) == 0 && distances(7L, 7L, 0L) == 1);
  CHECK(distances(1L, 2L, 3L, 1L, 2L, 3L, 3L, LONG_MIN, LONG_MAX, LONG_MIN, 1L, 2L, 0L) == 20177333);
  CHECK(ways(0, 0) == 1 && ways(1, 0) == 0 && ways(5, 1, 5) == 1 && ways(0, 1, 5) == 1 && ways(0, 3, 0, 0, 0) == 8);
  CHECK(ways(10, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 10);
  CHECK(ways(0, 12, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6) == 236);
  CHECK(ways(-3, 4, -1, -2, -3, 6) == 2);
  CHECK(ways_fixed(0, 0, 0) == 64 + 4 && ways_fixed(15, 0, 0) == 64 && ways_fixed(-7, -7, 3) == 33);
  return failures != 0;
}
