#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Found)(void* state, const uint8_t* choice, unsigned count);
int queens(unsigned size, const uint32_t* holes, Found found, void* state);
int subsets(const int32_t* x, unsigned n, int64_t wanted, Found found, void* state, unsigned* visits);
unsigned fill(uint8_t* cells, uint8_t* last);

struct Seen {
  unsigned count, stop_at;
  uint64_t first, order;
};

static int look(void* state, const uint8_t* choice, unsigned count) {
  struct Seen* seen = state;
  uint64_t all = 1;
  for (unsigned i = 0; i < count; i++) all = all * 16 + choice[i];
  if (seen->count++ == 0) seen->first = all;
  seen->order = seen->order * 1000003 + all;
  return seen->count == seen->stop_at ? 7 : 0;
}

int main(void) {
  static const uint32_t no_holes[16];
  static const unsigned solutions[] = {1, 1, 0, 0, 2, 10, 4, 40, 92};
  static const uint64_t firsts[] = {1, 0x10, 0, 0, 0x11302, 0x102413, 0x1135024, 0x10246135, 0x104752613};
  for (unsigned size = 0; size <= 8; size++) {
    struct Seen seen = {0, 0, 0, 0};
    CHECK(queens(size, no_holes, look, &seen) == 0);
    CHECK(seen.count == solutions[size] && seen.first == firsts[size]);
  }
  struct Seen early = {0, 3, 0, 0};
  CHECK(queens(8, no_holes, look, &early) == 7 && early.count == 3);
  CHECK(queens(17, no_holes, look, &early) == -1 && early.count == 3);
  struct Seen six = {0, 0, 0, 0};
  CHECK(queens(6, no_holes, look, &six) == 0 && six.order == 5174148702957407502u);
  static const uint32_t corner[8] = {1, 0, 0, 0, 0, 0, 0, 0x80}, full[5] = {0, 0, 0x1f, 0, 0};
  struct Seen holed = {0, 0, 0, 0}, none = {0, 0, 0, 0};
  CHECK(queens(8, corner, look, &holed) == 0 && holed.count == 84);
  CHECK(queens(5, full, look, &none) == 0 && none.count == 0);

  static const int32_t x[] = {3, -1, 2, -2, 1, 0};
  static const unsigned ways[] = {0, 2, 4, 6, 10, 10, 10, 10, 6, 4, 2, 0};  // wanted from -4
  for (int wanted = -4; wanted <= 7; wanted++) {
    struct Seen seen = {0, 0, 0, 0};
    unsigned visits = 0;
    CHECK(subsets(x, 6, wanted, look, &seen, &visits) == 0 && seen.count == ways[wanted + 4]);
    CHECK(visits >= 1 && visits <= 127 && (seen.count || visits == 1));
  }
  struct Seen seen = {0, 0, 0, 0};
  unsigned visits = 0;
  CHECK(subsets(x, 5, 6, look, &seen, &visits) == 0 && seen.count == 1 && seen.first == 0x1024);  // 3, 2 and 1
  CHECK(visits == 11);
  CHECK(subsets(x, 0, 0, look, &seen, &visits) == 0 && seen.count == 2 && visits == 1);
  CHECK(subsets(x, 0, 1, look, &seen, &visits) == 0 && seen.count == 2 && visits == 1);
  CHECK(subsets(x, 64, 0, look, &seen, &visits) == -1);
  static const int32_t large[] = {INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX, INT32_MIN};
  struct Seen wide = {0, 0, 0, 0}, all = {0, 0, 0, 0};
  CHECK(subsets(large, 5, -3 * (INT64_C(1) << 31), look, &wide, &visits) == 0 && wide.count == 1 && wide.first == 0x1014);
  CHECK(subsets(large, 5, -1, look, &all, &visits) == 0 && all.count == 6);
  struct Seen second = {0, 2, 0, 0};
  CHECK(subsets(large, 5, -1, look, &second, &visits) == 7 && second.count == 2 && second.first == 0x102);

  uint8_t cells[18] = {0}, last[18];
  memset(last, 9, sizeof last);
  cells[16] = 0xaa;
  CHECK(fill(cells, last) == 288 && last[16] == 9 && last[17] == 9 && cells[16] == 0xaa);
  static const uint8_t most[16] = {4, 3, 2, 1, 2, 1, 4, 3, 3, 4, 1, 2, 1, 2, 3, 4};
  CHECK(memcmp(last, most, 16) == 0);
  for (unsigned i = 0; i < 16; i++) CHECK(cells[i] == 0);
  static const uint8_t puzzle[16] = {0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 2, 0};
  memcpy(cells, puzzle, 16);
  CHECK(fill(cells, last) == 4 && memcmp(cells, puzzle, 16) == 0);
  memcpy(cells, most, 16);
  cells[5] = 0;
  CHECK(fill(cells, last) == 1 && cells[5] == 0 && memcmp(last, most, 16) == 0);
  cells[5] = 2;
  cells[4] = 0;
  CHECK(fill(cells, last) == 0 && cells[4] == 0);
  return failures != 0;
}
