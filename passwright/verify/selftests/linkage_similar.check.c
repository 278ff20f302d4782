#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Handler)(int);
int on_open(int x);
int on_close(int x);
const char* name(Handler handler);
Handler handler(unsigned which);
int distinct(void);
int64_t sum(int way, const void* p, size_t n);
int less_signed(int a, int b);
int less_unsigned(unsigned a, unsigned b);
int less_swapped(int b, int a);
int not_greater(int a, int b);
int32_t shift_signed(int32_t x, int by);
uint32_t shift_unsigned(uint32_t x, int by);
int divide_signed(int a);
unsigned divide_unsigned(unsigned a);
int shift_for_divide(int a);
float plus_float(float a, float b);
float plus_double(float a, float b);
int order_ab(int x);
int order_ba(int x);
int order_aa(int x);
int take_trail(void);
int count_left(void);
int count_right(void);

static int mine(int x) { return x + 1; }

int main(void) {
  static const char* const names[] = {"open", "close", "read", "write"};
  CHECK(distinct() == 6 && handler(0) == on_open && handler(1) == on_close && on_open != on_close && handler(4) == NULL);
  for (unsigned i = 0; i < 4; i++) {
    CHECK(strcmp(name(handler(i)), names[i]) == 0 && handler(i)(41) == 42 && handler(i)(-1) == 0);
    for (unsigned k = 0; k < 4; k++) CHECK((handler(i) == handler(k)) == (i == k));
  }
  CHECK(strcmp(name(mine), "none") == 0 && strcmp(name(NULL), "none") == 0);

  static const uint8_t bytes[] = {0, 255, 128, 127, 1, 90, 200, 3, 254};
  static const int64_t sums[5][10] = {{0, 0, -1, -131, -266, -797, -2301, -6959, -20874, -62624},
                                      {0, 0, 255, 893, 2806, 8419, 25347, 76241, 228726, 686432},
                                      {0, 0, 765, 1917, 5346, 5427, 27297, 173097, 179658, 1846152},
                                      {0, 0, 255, 1403, 7142, 35711, 178645, 893425, 4467128, 22335894},
                                      {0, 0, 255, 893, 2806, 8419, 5333, 6192, 8572, 5956}};
  for (int way = 0; way < 5; way++)
    for (size_t n = 0; n < 10; n++) CHECK(sum(way, bytes, n) == sums[way][n]);

  static const int edges[] = {INT_MIN, INT_MIN + 1, -9, -8, -7, -1, 0, 1, 7, 8, INT_MAX - 1, INT_MAX};
  static const int unsigned_rank[] = {6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5};
  static const int eighths[] = {-268435456, -268435455, -1, -1, 0, 0, 0, 0, 0, 1, 268435455, 268435455};
  static const int floors[] = {-268435456, -268435456, -2, -1, -1, -1, 0, 0, 0, 1, 268435455, 268435455};
  for (int i = 0; i < 12; i++) {
    for (int k = 0; k < 12; k++) {
      CHECK(less_signed(edges[i], edges[k]) == (i < k) && less_swapped(edges[i], edges[k]) == (k < i) &&
            not_greater(edges[i], edges[k]) == (i <= k));
      CHECK(less_unsigned((unsigned)edges[i], (unsigned)edges[k]) == (unsigned_rank[i] < unsigned_rank[k]));
    }
    CHECK(divide_signed(edges[i]) == eighths[i] && shift_for_divide(edges[i]) == floors[i]);
    CHECK(divide_unsigned((unsigned)edges[i]) == ((unsigned)floors[i] & 0x1fffffffu));
    for (int by = -1; by < 34; by++) {
      int64_t wide = edges[i];
      CHECK(shift_signed(edges[i], by) == (int32_t)(wide >> (by & 31)) &&
            shift_unsigned((uint32_t)edges[i], by) == (uint32_t)((wide & 0xffffffff) >> (by & 31)));
    }
  }
  CHECK(plus_float(0, 0) == 0 && plus_double(0, 0) == 1e-30f && plus_float(1, 2) == 3 && plus_double(1, 2) == 3);
  CHECK(plus_double(3e38f, -3e38f) == 1e-30f && plus_float(16777216, 1) == 16777216 && plus_double(16777216, 1) == 16777216);

  CHECK(order_ab(5) == 4 && take_trail() == 12 && order_ba(5) == 4 && take_trail() == 21 && order_aa(5) == 4 && take_trail() == 11 &&
        take_trail() == 0);
  CHECK(count_left() == 1 && count_left() == 2 && count_right() == 1 && count_left() == 3 && count_right() == 2);
  return failures != 0;
}
