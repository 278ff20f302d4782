#include <stddef.h>
#include <stdint.h>

#include "check.h"

struct Step {
  int32_t size;
  const struct Step* next;
  int32_t tally[3];
};

typedef int32_t (*Use)(struct Step* step);

int32_t remember(int32_t by);
int32_t pick(int32_t which, Use use);
int32_t nest(const int32_t* sizes, size_t n, Use use);
int32_t jump(int32_t n);
int32_t both(int32_t a, int32_t b);

static int32_t use(struct Step* step) {
  int32_t seen = step->tally[0] + step->tally[1] + step->tally[2];
  step->tally[0] += 2;
  step->tally[1] += step->size;
  step->size += 3;
  return seen;
}

static int32_t no_use(struct Step* step) { return step->size; }

int main(void) {
  // The size alternates between 1 and -1, the counts are by the two low bits.
  CHECK(remember(0) == 10001 && remember(1) == 10009 && remember(1) == 10020 && remember(-1) == 10009 && remember(4) == 10052);
  CHECK(remember(0) == 10051);

  CHECK(pick(0, use) == 6 * 10000 + 0 + 3 + 8 && pick(0, use) == 60011);
  CHECK(pick(1, use) == 7 * 10000 + 0 + 2 + 4 && pick(1, use) == 70006);
  CHECK(pick(2, use) == 150016 && pick(2, use) == 180021 && pick(0, use) == 60011);
  CHECK(pick(0, no_use) == 50000 + 10000 + 1 + 5);
  CHECK(remember(0) == 14108 && remember(2) == 14113 && remember(2) == 14140);

  static const int32_t sizes[] = {2, 3, 0, -1, 7, 8};
  static const int32_t used[] = {1, -1294, 3412, 3915, 9117, 17527, 10838};
  static const int32_t unused[] = {1, -1597, -94, 106, 1005, 4112, -2880};
  for (size_t n = 0; n <= 6; n++) {
    CHECK(nest(sizes, n, use) == used[n]);
    CHECK(nest(sizes, n, no_use) == unused[n]);
  }

  // With sizes 1, 4, 9 seen through the old pointer, each plus one for being the same object.
  CHECK(jump(-1) == 50 && jump(0) == 50 && jump(1) == 2 + 51 && jump(2) == 13 + 52 && jump(3) == 62 + 53);

  static const int32_t pairs[][2] = {{0, 0}, {1, 0}, {-1, 5}, {1000, -1000}, {7, 7}};
  static const int32_t expected[] = {34, 133, 29, 79034, 841};
  for (int i = 0; i < 5; i++) CHECK(both(pairs[i][0], pairs[i][1]) == expected[i]);
  return failures != 0;
}
