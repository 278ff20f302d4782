#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void shifts(const uint64_t v[2], unsigned by, uint64_t out[12]);
void fixed_shifts(const uint64_t v[2], uint64_t out[14]);
void shift_words(uint64_t v[3], unsigned by, int left);
size_t write_bits(const uint64_t* values, const unsigned char* widths, size_t n, unsigned char* to);
void read_bits(const unsigned char* from, const unsigned char* widths, size_t n, int64_t* values);
unsigned wide_zeros(const uint64_t v[2]);

// Bit at an index of words; beyond them what fill says.
static unsigned bit(const uint64_t* v, int words, int at, unsigned fill) {
  if (at < 0) return 0;
  return at >= 64 * words ? fill : (unsigned)(v[at / 64] >> at % 64 & 1);
}

static int is(const uint64_t* out, const uint64_t* v, int words, int by, unsigned fill) {
  for (int i = 0; i < 64 * words; i++)
    if (bit(out, words, i, 0) != bit(v, words, i + by, fill)) return 0;
  return 1;
}

int main(void) {
  static const uint64_t v[][3] = {{0, 0, 0},
                                  {1, 0, 0},
                                  {0, 0x8000000000000000, 1},
                                  {UINT64_MAX, UINT64_MAX, UINT64_MAX},
                                  {0x0123456789abcdef, 0xfedcba9876543210, 0x8000000000000001},
                                  {0x8000000000000000, 0, 0x8000000000000000},
                                  {UINT64_MAX, 0, UINT64_MAX},
                                  {0, UINT64_MAX, 0},
                                  {0xaaaaaaaaaaaaaaaa, 0x5555555555555555, 42}};
  for (int i = 0; i < 9; i++) {
    unsigned top = (unsigned)(v[i][1] >> 63);
    for (int by = 0; by < 128; by++) {
      uint64_t o[13], turned[4] = {v[i][0], v[i][1], v[i][0], v[i][1]};
      o[12] = 3;
      shifts(v[i], (unsigned)by, o);
      CHECK(is(o, v[i], 2, -by, 0) && is(o + 2, v[i], 2, by, 0) && is(o + 4, v[i], 2, by, top) && o[12] == 3);
      for (int k = 0; k < 128; k++)
        CHECK(bit(o + 6, 2, k, 0) == bit(turned, 4, k + 128 - by, 0) && bit(o + 10, 2, k, 0) == bit(turned, 4, k + 61, 0));
      for (int k = 0; k < 64; k++)
        CHECK(bit(o + 8, 1, k, 0) == bit(v[i], 2, k + by % 64, 0) && bit(o + 9, 1, k, 0) == bit(v[i], 2, k + 64 - by % 64, 0));
    }
    for (int by = 0; by < 192; by++) {
      uint64_t w[5] = {7, v[i][0], v[i][1], v[i][2], 7};
      shift_words(w + 1, (unsigned)by, 1);
      CHECK(is(w + 1, v[i], 3, -by, 0));
      memcpy(w + 1, v[i], 24);
      shift_words(w + 1, (unsigned)by, 0);
      CHECK(is(w + 1, v[i], 3, by, 0) && w[0] == 7 && w[4] == 7);
    }
    uint64_t o[15];
    o[14] = 3;
    fixed_shifts(v[i], o);
    CHECK(is(o, v[i], 2, -1, 0) && is(o + 2, v[i], 2, 63, 0) && is(o + 4, v[i], 2, -64, 0) && is(o + 6, v[i], 2, 65, top) &&
          is(o + 8, v[i], 2, 127, top) && o[14] == 3);
    for (int k = 0; k < 128; k++)
      CHECK(bit(o + 10, 2, k, 0) == bit(v[i], 2, k < 28 ? k : 27, 0) && bit(o + 12, 2, k, 0) == (k < 88 ? bit(v[i], 2, k, 0) : 0));
  }
  static const unsigned zeros[] = {128 << 8 | 128, 127 << 8, 127, 0, 0, 64 << 8 | 63, 64 << 8, 64, 1 << 8 | 1};
  for (int i = 0; i < 9; i++) CHECK(wide_zeros(v[i]) == zeros[i]);

  uint64_t values[130];
  unsigned char widths[130];
  for (unsigned i = 0; i < 130; i++) {
    values[i] = (i % 5 == 0 ? UINT64_MAX : i % 5 == 1 ? 0x8000000000000000 >> (i % 64) : i * 0x9e3779b97f4a7c15u);
    widths[i] = (unsigned char)(i < 64 ? i + 1 : i % 3 == 0 ? 64 : i * 11 % 64 + 1);
  }
  for (size_t n = 0; n <= 130; n += n < 10 ? 1 : 12) {
    unsigned char bytes[1100];
    int64_t back[131];
    size_t total = 0;
    memset(bytes, 0x99, sizeof bytes);
    size_t length = write_bits(values, widths, n, bytes + 1);
    for (size_t i = 0; i < n; i++)
      for (unsigned k = 0; k < widths[i]; k++, total++) CHECK((bytes[1 + total / 8] >> total % 8 & 1) == (int)(values[i] >> k & 1));
    CHECK(length == (total + 7) / 8 && bytes[0] == 0x99 && bytes[length + 1] == 0x99);
    for (; total < 8 * length; total++) CHECK((bytes[1 + total / 8] >> total % 8 & 1) == 0);
    back[n] = 5;
    read_bits(bytes + 1, widths, n, back);
    for (size_t i = 0; i < n; i++) {
      uint64_t x = values[i], size = widths[i] == 64 ? 0 : (uint64_t)1 << widths[i];
      if (size != 0) x = (x & (size - 1)) >= size / 2 ? (x & (size - 1)) - size : x & (size - 1);
      CHECK(back[i] == (int64_t)x);
    }
    CHECK(back[n] == 5);
  }
  return failures != 0;
}
