#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Bad {
  size_t index;
  uint32_t value;
};
extern uint32_t shared_total;
extern uint32_t shared_table[16];
void memory_copy(uint32_t* to, const uint32_t* from, size_t count, uint32_t limit);
void memory_total(const uint32_t* from, size_t count, uint32_t limit);
void memory_passes(uint32_t* a, uint32_t* b, const uint32_t* from, size_t count);
int memory_unused(uint32_t a, uint32_t b);
int memory_order(uint32_t* where, uint32_t a, uint32_t b);
size_t memory_find(const uint32_t* values, size_t count, uint32_t wanted);

static uint32_t poked;
static bool refuses;
void poke(uint32_t value) {
  poked = value;
  if (refuses) throw Bad{6, 7};
}

int main() {
  uint32_t from[40], to[41], other[41];
  for (size_t bad = 0; bad <= 40; bad++) {
    for (uint32_t i = 0; i < 40; i++) from[i] = i == bad ? 1000 : 2 * i + 1;
    memset(to, 0xee, sizeof to);
    size_t index = 40;
    uint32_t value = 1000;
    try {
      memory_copy(to, from, 40, 1000);
    } catch (const Bad& thrown) {
      index = thrown.index;
      value = thrown.value;
    }
    CHECK(index == bad && value == 1000);
    for (uint32_t i = 0; i < 41; i++) CHECK(to[i] == (i < bad && i < 40 ? 6 * i + 3 : 0xeeeeeeee));

    shared_total = 0;
    index = 40;
    try {
      memory_total(from, 40, 1000);
    } catch (const Bad& thrown) {
      index = thrown.index;
    }
    // The sum of the first odd numbers is a square.
    const uint32_t n = static_cast<uint32_t>(bad);
    CHECK(index == bad && shared_total == (n * n << 8) + n + (bad < 40));

    if (bad < 40) from[bad] = 0;
    memset(to, 0xee, sizeof to);
    memset(other, 0xee, sizeof other);
    index = 40;
    try {
      memory_passes(to, other, from, 40);
    } catch (uint32_t dividend) {
      index = bad;
      CHECK(dividend == 1000);
    }
    CHECK(index == bad && to[40] == 0xeeeeeeee);
    for (uint32_t i = 0; i < 40; i++) {
      CHECK(to[i] == (i == bad ? 1 : 2 * i + 2));
      CHECK(other[i] == (i < bad ? 1000 / (2 * i + 1) : 0xeeeeeeee));
    }
  }
  // In place: what is read is what was there before.
  for (uint32_t i = 0; i < 40; i++) from[i] = i;
  try {
    memory_copy(from, from, 40, 30);
    CHECK(false);
  } catch (Bad bad) {
    CHECK(bad.index == 30 && bad.value == 30);
  }
  for (uint32_t i = 0; i < 40; i++) CHECK(from[i] == (i < 30 ? 3 * i : i));
  for (uint32_t i = 0; i < 40; i++) from[i] = 1;
  try {
    memory_copy(from + 1, from, 39, 1000);
    CHECK(false);
  } catch (Bad bad) {
    CHECK(bad.index == 7 && bad.value == 2187);
  }
  for (uint32_t i = 0, value = 1; i < 40; i++, value = i < 8 ? value * 3 : 1) CHECK(from[i] == value);

  CHECK(memory_unused(7, 2) == 5 && shared_table[0] == 3);
  unsigned thrown = 0;
  try {
    memory_unused(7, 0);
  } catch (uint32_t dividend) {
    thrown = dividend;
  }
  CHECK(thrown == 7 && shared_table[0] == 1);
  try {
    memory_unused(65536, 5);
  } catch (uint32_t exponent) {
    thrown = exponent;
  }
  CHECK(thrown == 4 && shared_table[0] == 2);
  CHECK(memory_unused(0, UINT16_MAX) == 5 && memory_unused(UINT32_MAX, 1) == 5);

  uint32_t where = 0;
  CHECK(memory_order(&where, 9, 3) == 1 && where == 57 && poked == 23 && shared_table[3] == 23);
  CHECK(memory_order(&where, 9, 0) == 119 && where == 10 && poked == 23);
  CHECK(memory_order(&where, 4000000, 20) == 100 + 200020 + 19 && where == 200020 && shared_table[3] == 200020);
  refuses = true;
  CHECK(memory_order(&where, 8, 8) == 1028 && where == 6 && poked == 21 && shared_table[3] == 200020);
  CHECK(memory_order(&shared_table[3], 8, 8) == 1028 && shared_table[3] == 6);
  refuses = false;
  CHECK(memory_order(&shared_table[3], 8, 8) == 1 && shared_table[3] == 31);

  for (uint32_t i = 0; i < 40; i++) from[i] = i / 2;
  for (size_t count = 0; count <= 40; count++)
    for (uint32_t wanted = 0; wanted <= 20; wanted++) {
      const size_t first = 2 * wanted;
      CHECK(memory_find(from, count, wanted) == (first >= count ? SIZE_MAX : first + 1 < count ? first + 1 : first));
    }
  return failures != 0;
}
