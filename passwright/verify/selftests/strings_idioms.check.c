#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef unsigned char Byte;

struct Parts {
  uint32_t a;
  uint16_t b;
  Byte c, d;
  uint64_t e;
};

void smear(Byte* at, ptrdiff_t from, size_t n);
size_t copy_until(Byte* to, const Byte* from, size_t n, Byte stop);
void copy_every_other(uint16_t* to, const uint16_t* from, size_t n);
void fill_words(uint16_t* at, size_t n, uint16_t value);
void fill_zigzag(uint32_t* at, size_t n, uint32_t value);
void fill_rows(Byte (*rows)[8], size_t n, size_t width, Byte value);
size_t length_words(const uint16_t* s);
size_t length_wide(const int32_t* s);
size_t length_pairs(const Byte* s);
size_t length_from_one(const Byte* s);
int same_all(const struct Parts* x, const struct Parts* y);
int same_some(const struct Parts* x, const struct Parts* y);
int same_crossed(const struct Parts* x, const struct Parts* y);
uint32_t crc(const Byte* bytes, size_t n);
uint32_t almost_crc(const Byte* bytes, size_t n);
uint16_t crc_upwards(const Byte* bytes, size_t n);
unsigned ones(uint64_t x);
unsigned ones_but(uint32_t x, uint32_t last);
unsigned width(uint32_t x);
unsigned width_signed(int32_t x);

int main(void) {
  for (ptrdiff_t from = -9; from <= 9; from++) {
    for (size_t n = 0; n <= 40; n++) {
      Byte bytes[64];
      for (int i = 0; i < 64; i++) bytes[i] = (Byte)(i + 100);
      smear(bytes + 10, from, n);
      int wrong = 0;
      for (int i = 0; i < 64; i++) {
        // From below: the bytes before the start, over and over. From above: plainly moved.
        int at = i - 10, inside = at >= 0 && at < (int)n;
        int source = from >= 0 ? at + (int)from : at % (int)-from + (int)from;
        wrong += bytes[i] != (Byte)((inside ? source + 10 : i) + 100);
      }
      CHECK(wrong == 0);
    }
  }
  for (size_t n = 0; n <= 9; n++) {
    for (int stop = 'a'; stop <= 'j'; stop++) {
      Byte to[10];
      memset(to, '#', 10);
      size_t expected = (size_t)(stop - 'a') < n ? (size_t)(stop - 'a') : n;
      CHECK(copy_until(to, (const Byte*)"abcdefghij", n, (Byte)stop) == expected);
      for (size_t i = 0; i < 10; i++) CHECK(to[i] == (i < n && i <= expected ? 'a' + i : '#'));
    }
    uint16_t from[10], to[10];
    uint32_t wide[10];
    for (int i = 0; i < 10; i++) from[i] = (uint16_t)(i * 257 + 3), to[i] = 0xabcd, wide[i] = 5;
    copy_every_other(to, from, n);
    for (size_t i = 0; i < 10; i++) CHECK(to[i] == (i < n && i % 2 == 0 ? i * 257 + 3 : 0xabcd));
    static const uint16_t values[] = {0, 0x0101, 0xffff, 0x0102, 0xff00};
    for (int k = 0; k < 5; k++) {
      fill_words(to, n, values[k]);
      for (size_t i = 0; i < 10; i++) CHECK(to[i] == (i < n ? values[k] : 0xabcd));
      fill_zigzag(wide, n, values[k] * 0x10001u);
      for (size_t i = 0; i < 10; i++) CHECK(wide[i] == (i + 1 == n ? ~(values[k] * 0x10001u) : i < n ? values[k] * 0x10001u : 5));
    }
  }
  for (size_t w = 0; w <= 8; w++) {
    Byte rows[5][8];
    memset(rows, 1, sizeof rows);
    fill_rows(rows, 4, w, 0xfe);
    for (size_t i = 0; i < 40; i++) CHECK(rows[i / 8][i % 8] == (i < 32 && i % 8 < w ? 0xfe : 1));
  }
  for (size_t n = 0; n <= 20; n++) {
    uint16_t words[24];
    int32_t wide[24];
    Byte bytes[24];
    for (int i = 0; i < 24; i++) words[i] = i % 2 ? 0x100 : 1, wide[i] = i % 3 ? INT32_MIN : 0x10000, bytes[i] = 0x80;
    words[n] = 0, wide[n] = 0, bytes[n] = 0, bytes[22] = 0;
    CHECK(length_words(words) == n && length_wide(wide) == n && length_from_one(bytes) == n + !n * 22);
    bytes[n] = 0, bytes[n + 1] = 0, bytes[n + 2] = 0;
    CHECK(length_pairs(bytes) == n + n % 2);
    memset(bytes, 0, 24);
    for (size_t i = 1; i < n; i += 2) bytes[i] = 3;  // a zero before each
    CHECK(length_pairs(bytes) == n - n % 2);
  }

  const struct Parts one = {1, 2, 3, 3, 5};
  CHECK(same_all(&one, &one) && same_some(&one, &one) && same_crossed(&one, &one));
  for (size_t i = 0; i < 16; i++) {
    for (int bit = 0; bit < 8; bit++) {
      struct Parts other = one;
      ((Byte*)&other)[i] ^= (Byte)(1 << bit);
      CHECK(!same_all(&one, &other) && same_some(&one, &other) == (i == 6) && same_crossed(&one, &other) == (i == 4 || i == 5));
    }
  }
  const struct Parts left = {1, 2, 8, 9, 5}, right = {1, 7, 9, 8, 5};
  CHECK(same_crossed(&left, &right) && !same_crossed(&left, &left) && !same_some(&left, &right));

  const Byte* digits = (const Byte*)"123456789\xff";
  CHECK(crc(digits, 0) == 0 && crc(digits, 9) == 0xcbf43926 && crc_upwards(digits, 0) == 0xffff && crc_upwards(digits, 9) == 0x29b1);
  static const uint32_t crcs[] = {0x0,       0x83dcefb7, 0x4f5344cd, 0x884863d2, 0x9be3e0a3, 0xcbf53a1c,
                                  0x972d361, 0x5003699f, 0x9ae0daaf, 0xcbf43926, 0x2dc671c4};
  static const uint32_t almost[] = {0x0,        0x6e646c96, 0xee6f6f2e, 0x5c526f1a, 0xe330330b, 0xfe384133,
                                    0x4f2ea062, 0x24f4e775, 0x37f3a566, 0xc459d36b, 0xc81c6221};
  static const uint16_t up[] = {0xffff, 0xc782, 0x3dba, 0x5bce, 0x5349, 0x4560, 0x2ef4, 0x7718, 0xa12b, 0x29b1, 0x1abb};
  for (size_t n = 0; n <= 10; n++)
    CHECK(crc(digits, n) == crcs[n] && almost_crc(digits, n) == almost[n] && crc_upwards(digits, n) == up[n]);

  CHECK(ones(0) == 0 && ones(1) == 1 && ones(UINT64_MAX) == 64 && ones(0x8000000000000001) == 2 && ones(0xf0f00000ff) == 16);
  CHECK(ones_but(0, 0) == 0 && ones_but(0xff, 0) == 8 && ones_but(0xff, 0xf0) == 4 && ones_but(0xff, 0xff) == 0 && ones_but(0xff, 1) == 8);
  CHECK(width(0) == 0 && width(1) == 0 && width(2) == 1 && width(0x80000000) == 31 && width(0xffffffff) == 31);
  CHECK(width_signed(0) == 0 && width_signed(-1) == 0 && width_signed(1) == 1 && width_signed(INT32_MAX) == 31 &&
        width_signed(INT32_MIN) == 31);
  CHECK(width_signed(-2) == 1 && width_signed(-3) == 2 && width_signed(255) == 8 && width_signed(-256) == 8);
  return failures != 0;
}
