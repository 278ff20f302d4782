#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int64_t chain(int64_t v, const unsigned char* types);
void fixed_chains(int64_t v, int64_t out[10]);
void convert(unsigned char* to, unsigned char to_type, const unsigned char* from, unsigned char from_type, size_t n);
void widen(const int8_t* in, size_t n, int16_t* h, int32_t* w, int64_t* d, uint32_t* u);
size_t fits_count(const int64_t* v, size_t n, unsigned char type);

static const unsigned char all[] = "bBhHwWdD";
static const unsigned bits[] = {8, 8, 16, 16, 32, 32, 64, 64};

static int64_t reduce(int64_t v, int type) {
  if (bits[type] == 64) return v;
  int64_t size = (int64_t)1 << bits[type];
  int64_t r = (int64_t)((uint64_t)v & (uint64_t)(size - 1));
  return type % 2 == 0 && r >= size / 2 ? r - size : r;
}

static const int64_t values[] = {0,
                                 1,
                                 -1,
                                 127,
                                 128,
                                 129,
                                 -127,
                                 -128,
                                 -129,
                                 255,
                                 256,
                                 -255,
                                 -256,
                                 -257,
                                 32767,
                                 32768,
                                 -32768,
                                 -32769,
                                 65535,
                                 65536,
                                 -65536,
                                 INT32_MAX,
                                 INT32_MIN,
                                 0x80000000,
                                 -0x80000001LL,
                                 0xffffffff,
                                 0x100000000,
                                 0x80,
                                 0x8080,
                                 0x7f80,
                                 0x80ff,
                                 0x80807f7f,
                                 0x7f7f80807f80,
                                 INT64_MAX,
                                 INT64_MIN,
                                 INT64_MIN + 128};
enum { VALUES = sizeof values / sizeof *values };

int main(void) {
  for (int i = 0; i < VALUES; i++) {
    int64_t v = values[i];
    for (int a = 0; a < 8; a++)
      for (int b = 0; b < 8; b++)
        for (int c = 0; c < 8; c++) {
          unsigned char types[] = {all[a], all[b], all[c], 0};
          CHECK(chain(v, types) == reduce(reduce(reduce(v, a), b), c));
        }
    CHECK(chain(v, all + 8) == v);
    int64_t o[11];
    o[10] = 55;
    fixed_chains(v, o);
    int64_t b = reduce(v, 0), h = reduce(v, 2), w = reduce(v, 4), B = reduce(v, 1), H = reduce(v, 3), W = reduce(v, 5);
    CHECK(o[0] == (b < 0 ? b + 4294967296 : b) && o[1] == w && o[2] == B && o[3] == (b < 0 ? b + 65536 : b) && o[4] == B / 2);
    CHECK(o[5] == W / 2 && o[6] == (h < 0 ? 2 * h + 4294967296 : 2 * h) && o[8] == 65535 - H && o[10] == 55);
    CHECK(o[7] == reduce(b + reduce(H / 256, 1), 0));
    CHECK(o[9] == (b < h ? B : -H));
  }
  // One value literally, in full.
  int64_t o[10];
  static const int64_t expected[] = {0xffffff80, -0x7f7f0080, 0x80, 0xff80, 0x40, 0x40407fc0, 0xffffff00, 0x7f, 0x7f, -0xff80};
  fixed_chains(0x123456788080ff80, o);
  for (int i = 0; i < 10; i++) CHECK(o[i] == expected[i]);

  for (int f = 0; f < 8; f++) {
    for (int t = 0; t < 8; t++) {
      // Odd start addresses, so that nothing is aligned.
      unsigned char from[VALUES * 8 + 1], to[VALUES * 8 + 9];
      for (size_t n = 0; n <= VALUES; n = n < 5 ? n + 1 : n + 15 > VALUES && n < VALUES ? VALUES : n + 15) {
        memset(to, 0xa5, sizeof to);
        for (int i = 0; i < VALUES; i++)
          for (unsigned k = 0; k < bits[f] / 8; k++)
            from[1 + (unsigned)i * (bits[f] / 8) + k] = (unsigned char)((uint64_t)values[i] >> 8 * k);
        convert(to + 1, all[t], from + 1, all[f], n);
        CHECK(to[0] == 0xa5);
        for (size_t i = 0; i < n; i++) {
          int64_t v = reduce(reduce(values[i], f), t);
          for (unsigned k = 0; k < bits[t] / 8; k++) CHECK(to[1 + i * (bits[t] / 8) + k] == (unsigned char)((uint64_t)v >> 8 * k));
        }
        for (int k = 0; k < 8; k++) CHECK(to[1 + n * (bits[t] / 8) + (unsigned)k] == 0xa5);
      }
    }
  }
  int8_t in[256];
  int16_t h[257];
  int32_t w[257];
  int64_t d[257];
  uint32_t u[257];
  for (int i = 0; i < 256; i++) in[i] = (int8_t)(i - 128);
  h[256] = 7, w[256] = 7, d[256] = 7, u[256] = 7;
  widen(in, 256, h, w, d, u);
  for (int i = 0; i < 256; i++) {
    int v = i - 128;
    uint32_t x = (uint32_t)(v < 0 ? v + 256 : v);
    CHECK(h[i] == v && w[i] == v * 256 + v && d[i] == v * 256 + v && u[i] == (x | x << 8 | x << 16 | x << 24));
  }
  CHECK(h[256] == 7 && w[256] == 7 && d[256] == 7 && u[256] == 7);
  h[1] = 9;
  widen(in, 1, h, w, d, u);
  CHECK(h[0] == -128 && h[1] == 9);

  for (int t = 0; t < 8; t++) {
    size_t count = 0;
    for (int i = 0; i < VALUES; i++) count += reduce(values[i], t) == values[i];
    CHECK(fits_count(values, VALUES, all[t]) == count);
  }
  CHECK(fits_count(values, 0, 'b') == 0 && fits_count(values, VALUES, 'b') == 6 && fits_count(values, VALUES, 'D') == VALUES);
  return failures != 0;
}
