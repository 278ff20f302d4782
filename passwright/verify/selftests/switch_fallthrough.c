// Falling through cases: the tail of a block hash, an unrolled copy entered in its middle, days before a month, rights that include lower
// ones.
#include <stddef.h>
#include <stdint.h>

#define FALL __attribute__((fallthrough))

static uint32_t stir(uint32_t hash, uint32_t word) {
  hash ^= word * 0x9e3779b1u;
  hash = hash << 13 | hash >> 19;
  return hash * 5 + 0x52dce729u;
}

uint32_t hash_bytes(const uint8_t* p, size_t n, uint32_t seed) {
  uint32_t hash = seed;
  for (; n >= 4; n -= 4, p += 4) hash = stir(hash, (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
  uint32_t word = 0;
  switch (n) {
    case 3:
      word |= (uint32_t)p[2] << 16;
      FALL;
    case 2:
      word |= (uint32_t)p[1] << 8;
      FALL;
    case 1:
      word |= p[0];
      hash = stir(hash, word);
      FALL;
    case 0:
      hash ^= hash >> 16;
  }
  return hash;
}

// copies n words forward with a stride in the source, also onto itself
void copy_words(uint16_t* to, const uint16_t* from, ptrdiff_t stride, size_t n) {
  if (n == 0) return;
  size_t rounds = (n + 6) / 7;
  switch (n % 7) {
    case 0:
      do {
        *to++ = *from, from += stride;
        FALL;
        case 6:
          *to++ = *from, from += stride;
          FALL;
        case 5:
          *to++ = *from, from += stride;
          FALL;
        case 4:
          *to++ = *from, from += stride;
          FALL;
        case 3:
          *to++ = *from, from += stride;
          FALL;
        case 2:
          *to++ = *from, from += stride;
          FALL;
        case 1:
          *to++ = *from, from += stride;
      } while (--rounds > 0);
  }
}

static int leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int day_of_year(int year, int month, int day) {
  int days = day;
  switch (month) {
    default:
      return 0;
    case 12:
      days += 30;
      FALL;
    case 11:
      days += 31;
      FALL;
    case 10:
      days += 30;
      FALL;
    case 9:
      days += 31;
      FALL;
    case 8:
      days += 31;
      FALL;
    case 7:
      days += 30;
      FALL;
    case 6:
      days += 31;
      FALL;
    case 5:
      days += 30;
      FALL;
    case 4:
      days += 31;
      FALL;
    case 3:
      days += 28 + leap(year);
      FALL;
    case 2:
      days += 31;
      FALL;
    case 1:
      return days;
  }
}

unsigned rights(unsigned char role, void (*log)(const char* what)) {
  unsigned granted = 0;
  switch (role) {
    case 'r':
      granted |= 0x80;
      log("root");
      FALL;
    default:
      if (role > 'm') break;
      granted |= 0x40;
      FALL;
    case 'e':
      granted |= 4;
      log("edit");
      FALL;
    case 'c':
      granted |= 2;
      if (role == 'e') break;
      log("comment");
      FALL;
    case 'v':
      granted |= 1;
      log("view");
  }
  return granted;
}
