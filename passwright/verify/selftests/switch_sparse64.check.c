#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Message {
  uint64_t tag;
  int64_t amount;
};
struct Books {
  int64_t totals[6];
  uint64_t unknown;
  uint64_t last_unknown;
};
int rank_signed(int64_t key);
unsigned slot_of(uint64_t tag);
void book_all(struct Books* books, const struct Message* messages, size_t n);

struct Pair {
  uint64_t key;
  int value;
};
static const struct Pair ranks[] = {
    {0x8000000000000000u, 1},
    {0x8000000000000001u, 2},
    {0xfffffffeffffffffu, 3},
    {0xffffffff00000000u, 4},
    {0xffffffff7fffffffu, 5},
    {0xffffffff80000000u, 6},
    {0xffffffffffffffffu, 7},
    {0, 8},
    {1, -9},
    {0x7fffffffu, 10},
    {0x80000000u, 11},
    {0xffffffffu, 12},
    {0x100000000u, 13},
    {0x100000001u, 14},
    {0x7fffffffffffffffu, 15},
};
static const struct Pair slots[] = {
    {0x100000000u, 0},
    {0x200000000u, 0},
    {0x300000000u, 0},
    {0x400000000u, 0},
    {0x8000000000000000u, 1},
    {0xffffffffffffffffu, 2},
    {0xfffffffffffffffeu, 2},
    {0xdeadbeef00000001u, 3},
    {0xdeadbeef00000003u, 4},
    {1, 5},
    {0xdeadbeef00000005u, 3},
    {5, 5},
    {3, 5},
};

static int find(const struct Pair* pairs, size_t n, uint64_t key, int otherwise) {
  for (size_t i = 0; i < n; i++)
    if (pairs[i].key == key) return pairs[i].value;
  return otherwise;
}

static void both(uint64_t key) {
  CHECK(rank_signed((int64_t)key) == find(ranks, sizeof ranks / sizeof *ranks, key, 0));
  CHECK((int)slot_of(key) == find(slots, sizeof slots / sizeof *slots, key, 6));
}

static void around(uint64_t key) {
  for (uint64_t d = 0; d < 9; d++) {
    both(key + d);
    both(key - d);
  }
  for (int bit = 0; bit < 64; bit++) {
    both(key ^ (uint64_t)1 << bit);
    both(~(key ^ (uint64_t)1 << bit));
  }
  both(key << 32);
  both(key >> 32);
  both((uint64_t)(int64_t)(int32_t)key);
}

int main(void) {
  for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) around(ranks[i].key);
  for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) around(slots[i].key);
  static const struct Message messages[] = {
      {1, 10},
      {0x100000000u, 1000},
      {0x8000000000000000u, 5},
      {0xffffffffffffffffu, -7},
      {0xfffffffffffffffeu, 100},
      {0xdeadbeef00000001u, INT64_MAX},
      {0xdeadbeef00000005u, -INT64_MAX},
      {0xdeadbeef00000003u, 0},
      {0x500000000u, 1},
      {0xdeadbeef00000002u, -2},
      {0x400000000u, -1000000},
      {5, -1},
  };
  struct Books books;
  memset(&books, 0, sizeof books);
  book_all(&books, messages, 0);
  CHECK(books.unknown == 0 && books.totals[5] == 0);
  book_all(&books, messages, 12);
  CHECK(books.totals[0] == -999000);
  CHECK(books.totals[1] == -5);
  CHECK(books.totals[2] == -93);
  CHECK(books.totals[3] == 0);
  CHECK(books.totals[4] == 0);
  CHECK(books.totals[5] == 14);
  CHECK(books.unknown == 2 && books.last_unknown == 0xdeadbeef00000002u);
  book_all(&books, messages + 8, 1);
  CHECK(books.unknown == 3 && books.last_unknown == 0x500000000u && books.totals[5] == 14);
  return failures != 0;
}
