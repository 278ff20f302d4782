#include <stdint.h>
#include <string.h>

#include "check.h"

extern uint32_t carried;
extern int64_t remainder_left;
void long_add(uint32_t* sum, const uint32_t* a, const uint32_t* b);
void long_subtract(uint32_t* difference, const uint32_t* a, const uint32_t* b);
void long_multiply(uint32_t* product, const uint32_t* a, const uint32_t* b);
void long_divide(uint32_t* quotient, uint32_t* rest, const uint32_t* a, const uint32_t* divisor);
void turn(int64_t* x_out, int64_t* y_out, const int64_t* x, const int64_t* y);
void divide(int64_t* quotient, int64_t* rest, const int64_t* a, const int64_t* b);
int range(const int* values, size_t n);
void mark(int* values, size_t low, size_t high, size_t n);

typedef unsigned __int128 Wide;

static void put(uint32_t* to, Wide value) { memcpy(to, &value, 16); }

static Wide get(const uint32_t* from) {
  Wide value;
  memcpy(&value, from, 16);
  return value;
}

int main(void) {
  static const uint64_t parts[] = {0, 1, 2, 0xffffffff, 0x100000000, 0x8000000000000000, 0xfffffffffffffffe, 0xffffffffffffffff};
  for (int i = 0; i < 64; i++) {
    for (int j = 0; j < 64; j++) {
      Wide a = (Wide)parts[i / 8] << 64 | parts[i % 8], b = (Wide)parts[j / 8] << 64 | parts[j % 8];
      // The result apart, in the first, in the second; for i == j also both inputs the same.
      for (int way = 0; way < 4; way++) {
        uint32_t memory[3][4];
        uint32_t *first = memory[0], *second = memory[1], *out = way < 3 ? memory[(way + 2) % 3] : first;
        if (way == 3 && i != j) continue;
        if (way == 3) second = first;
        put(first, a), put(memory[1], b);
        long_add(out, first, second);
        CHECK(get(out) == a + b && carried == (a + b < a));
        put(first, a), put(memory[1], b);
        long_subtract(out, first, second);
        CHECK(get(out) == a - b && carried == (a < b));
        put(first, a), put(memory[1], b);
        long_multiply(out, first, second);
        CHECK(get(out) == a * b);
        if (way == 0) CHECK(get(first) == a && get(second) == b);
      }
      uint32_t divisor = (uint32_t)(b % 0xfffffffb) | 1, by = divisor, rest = 0, places[5];
      put(places, a);
      long_divide(places, &rest, places, &by);
      CHECK(get(places) == a / divisor && rest == a % divisor);
      put(places, a);
      long_divide(places, &by, places, &by);
      CHECK(get(places) == a / divisor && by == a % divisor);
    }
  }

  // A limb of the dividend as the divisor, and the rest over a limb of the quotient.
  uint32_t value[4] = {1000003, 7, 0, 0};
  uint32_t quotient[4];
  long_divide(quotient, &quotient[1], value, &value[1]);
  CHECK(quotient[0] == 142857 && quotient[1] == 4 && quotient[2] == 0 && quotient[3] == 0);
  long_divide(value, &value[3], value, &value[1]);
  CHECK(value[0] == 142857 && value[1] == 1 && value[2] == 0 && value[3] == 4);

  // The global carry as an operand's limb: it is cleared first, then it changes under way.
  carried = 77;
  uint32_t ones[4] = {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff};
  long_add(ones, ones, ones);
  CHECK(carried == 1 && ones[0] == 0xfffffffe && ones[1] == 0xffffffff && ones[3] == 0xffffffff);

  // All ways for four pointers to be the same place: indices into two places, from a model in Python.
  static const int64_t expected[16][2] = {{-40, 3},  {15, 3}, {-8, 3},    {12, 3},   {-10, -40}, {4, 15},  {-17, -8}, {-3, 12},
                                          {40, -10}, {34, 4}, {-41, -17}, {-12, -3}, {10, 40},   {10, 34}, {10, -41}, {10, -12}};
  for (int k = 0; k < 16; k++) {
    int64_t place[2] = {10, 3};
    turn(&place[k >> 3 & 1], &place[k >> 2 & 1], &place[k >> 1 & 1], &place[k & 1]);
    CHECK(place[0] == expected[k][0] && place[1] == expected[k][1]);
  }

  int64_t a = -17, b = 5;
  divide(&a, &b, &a, &b);
  CHECK(a == -3 && b == -3 && remainder_left == -3);  // the rest is of the quotient -3, which took the dividend's place
  a = 17, b = 5;
  divide(&b, &a, &a, &b);
  CHECK(b == 3 && a == 2 && remainder_left == 2);  // 17 % 3
  a = 23, b = 4;
  int64_t both = 0;
  divide(&both, &both, &a, &b);
  CHECK(both == 3 && a == 23 && b == 4);
  remainder_left = 100;
  b = 7;
  divide(&remainder_left, &both, &remainder_left, &b);
  CHECK(remainder_left == 0 && both == 0);  // 14 % 7
  remainder_left = 9;
  a = 31;
  divide(&b, &a, &a, &remainder_left);
  CHECK(b == 3 && a == 4 && remainder_left == 4);

  int values[6] = {5, -3, 9, 0, 8, -3};
  CHECK(range(values, 6) == 12 && range(values, 1) == 0 && range(values + 1, 2) == 12);
  mark(values, 3, 4, 6);  // both set to 5 first, then read again as elements
  CHECK(values[3] == -3 && values[4] == 9 && values[0] == 5 && values[5] == -3);
  int again[4] = {2, 1, 5, 3};
  mark(again, 1, 1, 4);  // one place for both: 2, up to 5, down to 3
  CHECK(again[1] == 3 && again[0] == 2 && again[2] == 5 && again[3] == 3);
  int first[3] = {4, 6, 2};
  mark(first, 0, 0, 3);
  CHECK(first[0] == 2 && first[1] == 6 && first[2] == 2);
  return failures != 0;
}
