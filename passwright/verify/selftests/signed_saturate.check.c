#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int64_t saturate(unsigned bits, unsigned char op, int64_t a, int64_t b);
void mix8(int8_t* out, const int8_t* a, const int8_t* b, size_t n);
void mix16(int16_t* out, const int16_t* a, const int16_t* b, size_t n, int16_t gain);
void mix32(int32_t* out, const int32_t* a, const int32_t* b, size_t n);
int32_t midpoint(int32_t a, int32_t b);
int64_t floor_mean(int64_t a, int64_t b);
void decode(const unsigned char* nibbles, size_t n, int16_t* out);

static int64_t bound(__int128 v, unsigned bits) {
  __int128 high = ((__int128)1 << (bits - 1)) - 1, low = -high - 1;
  return (int64_t)(v > high ? high : v < low ? low : v);
}

static const int64_t v[] = {0,
                            1,
                            -1,
                            2,
                            -2,
                            3,
                            63,
                            64,
                            -64,
                            127,
                            128,
                            -127,
                            -128,
                            -129,
                            255,
                            256,
                            16384,
                            32767,
                            32768,
                            -32768,
                            -32769,
                            46341,
                            -46341,
                            1 << 30,
                            INT32_MAX,
                            INT32_MIN,
                            -0x80000001LL,
                            0x80000000,
                            3037000500,
                            -3037000500,
                            INT64_MAX / 2,
                            INT64_MIN / 2,
                            INT64_MAX - 1,
                            INT64_MAX,
                            INT64_MIN,
                            INT64_MIN + 1};
enum { N = sizeof v / sizeof *v };

int main(void) {
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      __int128 a = v[i], b = v[j];
      for (unsigned bits = 8; bits <= 64; bits *= 2) {
        CHECK(saturate(bits, '+', v[i], v[j]) == bound(a + b, bits));
        CHECK(saturate(bits, '-', v[i], v[j]) == bound(a - b, bits));
        CHECK(saturate(bits, '*', v[i], v[j]) == bound(a * b, bits));
      }
      int32_t p = (int32_t)v[i], q = (int32_t)v[j];
      int64_t gap = (int64_t)q - p;
      CHECK(midpoint(p, q) == p + gap / 2);
      __int128 sum = a + b, half = sum / 2;
      if (half * 2 > sum) half--;
      CHECK(floor_mean(v[i], v[j]) == (int64_t)half);
    }
  }
  static int8_t a[256], b[256], out[258];
  for (int shift = 0; shift < 256; shift++) {
    for (int i = 0; i < 256; i++) a[i] = (int8_t)(i - 128), b[i] = (int8_t)((i + shift) % 256 - 128);
    memset(out, 99, sizeof out);
    size_t n = shift < 70 ? (size_t)shift : 256;
    mix8(out + 1, a, b, n);
    CHECK(out[0] == 99 && out[n + 1] == 99);
    for (size_t i = 0; i < n; i++) CHECK(out[i + 1] == bound(a[i] + b[i], 8));
    mix8(b, a, b, 256);
    for (size_t i = 0; i < n; i++) CHECK(b[i] == out[i + 1]);
  }
  mix8(a, a, a, 256);
  for (int i = 0; i < 256; i++) CHECK(a[i] == (i < 64 ? -128 : i > 191 ? 127 : 2 * (i - 128)));

  static const int16_t gains[] = {0, 256, -256, 32767, -32768, 1, -1, 255};
  int16_t h[N], k[N], m[N + 2];
  int32_t w[N], x[N], z[N];
  for (int g = 0; g < 8; g++) {
    for (int i = 0; i < N; i++) h[i] = (int16_t)v[i], k[i] = (int16_t)v[N - 1 - i];
    memset(m, 0x11, sizeof m);
    mix16(m + 1, h, k, N, gains[g]);
    CHECK(m[0] == 0x1111 && m[N + 1] == 0x1111);
    for (int i = 0; i < N; i++) {
      int64_t p = (int64_t)k[i] * gains[g], q = p / 256;
      if (p < 0 && q * 256 != p) q--;
      CHECK(m[i + 1] == bound(h[i] + q, 16));
    }
    mix16(h, h, k, N, gains[g]);
    CHECK(memcmp(h, m + 1, sizeof h) == 0);
  }
  for (int s = 0; s < N; s++) {
    for (int i = 0; i < N; i++) w[i] = (int32_t)v[i], x[i] = (int32_t)v[(i + s) % N], z[i] = 5;
    mix32(z, w, x, N - 1);
    for (int i = 0; i < N - 1; i++) CHECK(z[i] == bound((__int128)w[i] - x[i], 32));
    CHECK(z[N - 1] == 5);
  }
  static const unsigned char nibbles[] = {0x77, 0x77, 0x70, 0x07, 0xff, 0xff, 0xf8, 0x88, 0x80, 0x18, 0x00, 0x00,
                                          0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc4, 0x5d, 0xe6};
  static const int16_t samples[] = {30,     106,    299,    782,    862,    1923,   4578,   5020,   -790,   -15317, -32768, -32768,
                                    -32768, -32768, -32768, -32768, -30472, -32481, -32768, -28151, -26805, -25627, -24596, -23694,
                                    -22905, -22215, -21611, -21082, -20619, -20214, -19860, -19550, -19279, -19042, -18834, -18652,
                                    -18493, -18354, -18232, -18126, -18033, -17952, -17307, -17953, -18745, -17556, -15447, -19667};
  for (size_t n = 0; n <= 48; n++) {
    int16_t o[49];
    memset(o, 0x22, sizeof o);
    decode(nibbles, n, o);
    CHECK(memcmp(o, samples, n * sizeof *o) == 0 && o[n] == 0x2222);
  }
  return failures != 0;
}
