#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Seen)(const void* at, size_t alignment);

struct Lane {
  alignas(32) int32_t values[5];
  uint8_t tag;
};

struct Mixed {
  uint8_t first;
  alignas(64) uint8_t second;
  struct Lane lane;
  uint8_t last;
};

extern unsigned char global_bytes[3];
extern const size_t layout[8];
int64_t globals(Seen seen, uint8_t by);
uint64_t descend(unsigned depth, size_t n, Seen seen);
struct Lane lane_add(struct Lane a, struct Lane b, Seen seen);
struct Lane lanes_fold(const struct Lane* lanes, size_t n, Seen seen);
struct Mixed mixed_turn(struct Mixed mixed);
int64_t heap_lanes(size_t n, Seen seen);

static int seen_count;

static void seen(const void* at, size_t alignment) {
  uintptr_t place = (uintptr_t)at;
  __asm__("" : "+r"(place));  // or the checker's compiler could reason from types
  CHECK(place % alignment == 0);
  seen_count++;
}

static int is(const struct Lane* lane, int32_t a, int32_t b, int32_t c, int32_t d, int32_t e, uint8_t tag) {
  return memcmp(lane->values, (int32_t[]){a, b, c, d, e}, 20) == 0 && lane->tag == tag;
}

int main(void) {
  static const size_t places[8] = {32, 32, 20, 192, 64, 64, 96, 128};
  for (int i = 0; i < 8; i++) CHECK(layout[i] == places[i]);

  CHECK(globals(seen, 5) == 40607 && globals(seen, 250) == 65703);
  global_bytes[2] = 0;
  CHECK(globals(seen, 0) == 35805 && seen_count == 6);

  seen_count = 0;
  static const size_t lengths[] = {1, 2, 7, 31, 100, 1000};
  static const unsigned depths[] = {0, 1, 2, 9};
  static const uint64_t sums[4][6] = {{5u, 8u, 23u, 95u, 302u, 3002u},
                                      {261u, 276u, 351u, 477u, 927u, 6354u},
                                      {1378u, 1432u, 1702u, 1828u, 2278u, 10513u},
                                      {4429709u, 4306673u, 4082156u, 4698611u, 4347764u, 4214060u}};
  for (int d = 0; d < 4; d++) {
    for (int k = 0; k < 6; k++) CHECK(descend(depths[d], lengths[k], seen) == sums[d][k]);
  }
  CHECK(seen_count == 3 * 6 * (1 + 2 + 3 + 10));

  seen_count = 0;
  struct Lane lanes[4] = {{{1, 2, 3, 4, 5}, 1}, {{10, 20, 30, 40, 50}, 2}, {{-1, -1, -1, -1, -1}, 4}, {{0, 0, 0, 0, 1000}, 9}};
  struct Lane sum = lane_add(lanes[0], lanes[1], seen);
  CHECK(is(&sum, 11, 22, 33, 44, 55, 3) && is(&lanes[0], 1, 2, 3, 4, 5, 1) && is(&lanes[1], 10, 20, 30, 40, 50, 2));
  sum = lane_add(sum, sum, seen);
  CHECK(is(&sum, 22, 44, 66, 88, 110, 0));
  sum = lanes_fold(lanes, 0, seen);
  CHECK(is(&sum, 0, 0, 0, 0, 0, 0x80));
  sum = lanes_fold(lanes, 4, seen);
  CHECK(is(&sum, 18, 39, 60, 81, 4102, 0x8e) && is(&lanes[3], 0, 0, 0, 0, 1000, 9) && seen_count == 4 + 12);

  struct Mixed mixed = {1, 2, lanes[0], 3}, turned = mixed_turn(mixed);
  CHECK(turned.first == 2 && turned.second == 3 && turned.last == 1 && is(&turned.lane, -1, -2, -3, -4, -5, 1));
  CHECK(mixed.first == 1 && mixed.second == 2 && mixed.last == 3 && is(&mixed.lane, 1, 2, 3, 4, 5, 1));
  mixed = mixed_turn(mixed_turn(turned));
  CHECK(mixed.first == 1 && mixed.second == 2 && mixed.last == 3 && is(&mixed.lane, -1, -2, -3, -4, -5, 1));

  seen_count = 0;
  static const int64_t folded[] = {0, 16, 528, 16908, 541064, 17314053, 554049792, 17729593400, 567346988832};
  for (size_t n = 0; n < 9; n++) CHECK(heap_lanes(n, seen) == folded[n]);
  CHECK(seen_count == 36);
  return failures != 0;
}
