// Messages routed by sparse 64-bit tags, signed and unsigned: keys that agree in their low or high halves, the extremes, chains of equal
// results.
#include <stddef.h>
#include <stdint.h>

struct Message {
  uint64_t tag;
  int64_t amount;
};

struct Books {
  int64_t totals[6];
  uint64_t unknown;
  uint64_t last_unknown;
};

int rank_signed(int64_t key) {
  switch (key) {
    case INT64_MIN:
      return 1;
    case INT64_MIN + 1:
      return 2;
    case -0x100000001LL:
      return 3;
    case -0x100000000LL:
      return 4;
    case -0x80000001LL:
      return 5;
    case -0x80000000LL:
      return 6;
    case -1:
      return 7;
    case 0:
      return 8;
    case 1:
      return -9;
    case 0x7fffffffLL:
      return 10;
    case 0x80000000LL:
      return 11;
    case 0xffffffffLL:
      return 12;
    case 0x100000000LL:
      return 13;
    case 0x100000001LL:
      return 14;
    case INT64_MAX:
      return 15;
  }
  return 0;
}

static unsigned slot(uint64_t tag) {
  switch (tag) {
    case 0x0000000100000000u:
    case 0x0000000200000000u:
    case 0x0000000300000000u:
    case 0x0000000400000000u:
      return 0;
    case 0x8000000000000000u:
      return 1;
    case 0xffffffffffffffffu:
    case 0xfffffffffffffffeu:
      return 2;
    case 0xdeadbeef00000001u:
      return 3;
    case 0xdeadbeef00000003u:
      return 4;
    case 0xdeadbeef00000005u:
      return 3;
    case 1u:
    case 3u:
    case 5u:
      return 5;
    default:
      return 6;
  }
}

static void book(struct Books* books, uint64_t tag, int64_t amount) {
  unsigned where = slot(tag);
  if (where >= 6) {
    books->unknown++;
    books->last_unknown = tag;
    return;
  }
  switch (tag & 0x8000000000000000u) {
    case 0x8000000000000000u:
      books->totals[where] -= amount;
      break;
    case 0:
      books->totals[where] += amount;
      break;
  }
}

void book_all(struct Books* books, const struct Message* messages, size_t n) {
  for (size_t i = 0; i < n; i++) {
    book(books, messages[i].tag, messages[i].amount);
    if (messages[i].amount < 0) book(books, 3, 1);
  }
}

unsigned slot_of(uint64_t tag) { return slot(tag); }
