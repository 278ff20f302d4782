#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int32_t to_int32(double v);
uint32_t to_uint32(double v);
int64_t to_int64(double v);
uint64_t to_uint64(double v);
int32_t float_to_int32(float v);
uint64_t float_to_uint64(float v);
int16_t to_int16(float v);
int exact_int64(double v, int64_t* out);
int fits_float(int64_t v);
void from_ints(int64_t v, double out[8]);
double by_hand(uint64_t v);
void quantise(const float* in, size_t n, signed char* bytes, uint16_t* halves);
void widen_all(const int32_t* in, size_t n, float* f, double* d, double* u);

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

static const struct {
  int64_t v;
  double out[8];
} rows[] = {
    {0, {0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
    {1, {0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+1, 0x0.0p+0}},
    {-1, {-0x1p+0, 0x1p+64, -0x1p+0, 0x1p+64, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15, 0x1p+32}},
    {255,
     {0x1.fe00000000000p+7, 0x1.fe00000000000p+7, 0x1.fe00000000000p+7, 0x1.fe00000000000p+7, 0x1.fe00000000000p+7, 0x1.fe00000000000p+7,
      0x1.fc00000000000p+7, 0x0.0p+0}},
    {-128, {-0x1p+7, 0x1p+64, -0x1p+7, 0x1p+64, -0x1p+7, 0x1p+32, 0x1.fe00000000000p+15, 0x1p+32}},
    {32768, {0x1p+15, 0x1p+15, 0x1p+15, 0x1p+15, 0x1p+15, 0x1p+15, 0x1p+15, 0x0.0p+0}},
    {65535,
     {0x1.fffe000000000p+15, 0x1.fffe000000000p+15, 0x1.fffe000000000p+15, 0x1.fffe000000000p+15, 0x1.fffe000000000p+15,
      0x1.fffe000000000p+15, 0x1.fffc000000000p+15, 0x0.0p+0}},
    {16777215,
     {0x1.fffffe0000000p+23, 0x1.fffffe0000000p+23, 0x1.fffffe0000000p+23, 0x1.fffffe0000000p+23, 0x1.fffffe0000000p+23,
      0x1.fffffe0000000p+23, 0x1.fffc000000000p+15, 0x0.0p+0}},
    {16777216, {0x1p+24, 0x1p+24, 0x1p+24, 0x1p+24, 0x1p+24, 0x1p+24, 0x0.0p+0, 0x0.0p+0}},
    {16777217, {0x1.0000010000000p+24, 0x1.0000010000000p+24, 0x1p+24, 0x1p+24, 0x1p+24, 0x1p+24, 0x1p+1, 0x0.0p+0}},
    {16777219,
     {0x1.0000030000000p+24, 0x1.0000030000000p+24, 0x1.0000040000000p+24, 0x1.0000040000000p+24, 0x1.0000040000000p+24,
      0x1.0000040000000p+24, 0x1.8000000000000p+2, 0x0.0p+0}},
    {-16777217,
     {-0x1.0000010000000p+24, 0x1.fffffffffe000p+63, -0x1p+24, 0x1p+64, -0x1p+24, 0x1.fe00000000000p+31, 0x1.fffc000000000p+15, 0x1p+32}},
    {-16777219,
     {-0x1.0000030000000p+24, 0x1.fffffffffe000p+63, -0x1.0000040000000p+24, 0x1p+64, -0x1.0000040000000p+24, 0x1.fe00000000000p+31,
      0x1.fff4000000000p+15, 0x1p+32}},
    {2147483647, {0x1.fffffffc00000p+30, 0x1.fffffffc00000p+30, 0x1p+31, 0x1p+31, 0x1p+31, 0x1p+31, 0x1.fffc000000000p+15, 0x0.0p+0}},
    {-2147483648, {-0x1p+31, 0x1.ffffffff00000p+63, -0x1p+31, 0x1p+64, -0x1p+31, 0x1p+31, 0x0.0p+0, 0x1p+32}},
    {2147483584, {0x1.ffffff0000000p+30, 0x1.ffffff0000000p+30, 0x1p+31, 0x1p+31, 0x1p+31, 0x1p+31, 0x1.ff00000000000p+15, 0x0.0p+0}},
    {2147483583,
     {0x1.fffffefc00000p+30, 0x1.fffffefc00000p+30, 0x1.fffffe0000000p+30, 0x1.fffffe0000000p+30, 0x1.fffffe0000000p+30,
      0x1.fffffe0000000p+30, 0x1.fefc000000000p+15, 0x0.0p+0}},
    {2147483585, {0x1.ffffff0400000p+30, 0x1.ffffff0400000p+30, 0x1p+31, 0x1p+31, 0x1p+31, 0x1p+31, 0x1.ff04000000000p+15, 0x0.0p+0}},
    {4294967295, {0x1.fffffffe00000p+31, 0x1.fffffffe00000p+31, 0x1p+32, 0x1p+32, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15, 0x1p+32}},
    {4294967168, {0x1.ffffff0000000p+31, 0x1.ffffff0000000p+31, 0x1p+32, 0x1p+32, -0x1p+7, 0x1p+32, 0x1.fe00000000000p+15, 0x1p+32}},
    {4294967167,
     {0x1.fffffefe00000p+31, 0x1.fffffefe00000p+31, 0x1.fffffe0000000p+31, 0x1.fffffe0000000p+31, -0x1.0200000000000p+7,
      0x1.fffffe0000000p+31, 0x1.fffc000000000p+15, 0x1p+32}},
    {4503599627370497, {0x1.0000000000001p+52, 0x1.0000000000001p+52, 0x1p+52, 0x1p+52, 0x1p+0, 0x1p+0, 0x1p+1, 0x0.0p+0}},
    {9007199254740991, {0x1.fffffffffffffp+52, 0x1.fffffffffffffp+52, 0x1p+53, 0x1p+53, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15, 0x1p+32}},
    {9007199254740992, {0x1p+53, 0x1p+53, 0x1p+53, 0x1p+53, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
    {9007199254740993, {0x1p+53, 0x1p+53, 0x1p+53, 0x1p+53, 0x1p+0, 0x1p+0, 0x1p+1, 0x0.0p+0}},
    {9007199254740995,
     {0x1.0000000000002p+53, 0x1.0000000000002p+53, 0x1p+53, 0x1p+53, 0x1.8000000000000p+1, 0x1.8000000000000p+1, 0x1.8000000000000p+2,
      0x0.0p+0}},
    {-9007199254740993,
     {-0x1p+53, 0x1.ffc0000000000p+63, -0x1p+53, 0x1.ffc0000000000p+63, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15, 0x1p+32}},
    {18014398509481986, {0x1p+54, 0x1p+54, 0x1p+54, 0x1p+54, 0x1p+1, 0x1p+1, 0x1p+2, 0x0.0p+0}},
    {18014398509481990,
     {0x1.0000000000002p+54, 0x1.0000000000002p+54, 0x1p+54, 0x1p+54, 0x1.8000000000000p+2, 0x1.8000000000000p+2, 0x1.8000000000000p+3,
      0x0.0p+0}},
    {9223372036854775807, {0x1p+63, 0x1p+63, 0x1p+63, 0x1p+63, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15, 0x1p+32}},
    {9223372036854775296, {0x1p+63, 0x1p+63, 0x1p+63, 0x1p+63, -0x1p+9, 0x1.fffffc0000000p+31, 0x1.fc00000000000p+15, 0x1p+32}},
    {9223372036854775295,
     {0x1.fffffffffffffp+62, 0x1.fffffffffffffp+62, 0x1p+63, 0x1p+63, -0x1.0080000000000p+9, 0x1.fffffc0000000p+31, 0x1.fbfc000000000p+15,
      0x1p+32}},
    {9223372036854775297,
     {0x1p+63, 0x1p+63, 0x1p+63, 0x1p+63, -0x1.ff00000000000p+8, 0x1.fffffc0000000p+31, 0x1.fc04000000000p+15, 0x1p+32}},
    {INT64_MIN, {-0x1p+63, 0x1p+63, -0x1p+63, 0x1p+63, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
    {-9223372036854775807, {-0x1p+63, 0x1p+63, -0x1p+63, 0x1p+63, 0x1p+0, 0x1p+0, 0x1p+1, 0x0.0p+0}},
    {-9223372036854775296, {-0x1p+63, 0x1p+63, -0x1p+63, 0x1p+63, 0x1p+9, 0x1p+9, 0x1p+9, 0x0.0p+0}},
    {-9223372036854775295,
     {-0x1.fffffffffffffp+62, 0x1p+63, -0x1p+63, 0x1p+63, 0x1.0080000000000p+9, 0x1.0080000000000p+9, 0x1.0100000000000p+9, 0x0.0p+0}},
    {-9223372036854774784, {-0x1.fffffffffffffp+62, 0x1p+63, -0x1p+63, 0x1p+63, 0x1p+10, 0x1p+10, 0x1p+10, 0x0.0p+0}},
    {-1024, {-0x1p+10, 0x1p+64, -0x1p+10, 0x1p+64, -0x1p+10, 0x1.fffff80000000p+31, 0x1.f800000000000p+15, 0x1p+32}},
    {-1025,
     {-0x1.0040000000000p+10, 0x1.fffffffffffffp+63, -0x1.0040000000000p+10, 0x1p+64, -0x1.0040000000000p+10, 0x1.fffff80000000p+31,
      0x1.f7fc000000000p+15, 0x1p+32}},
    {-1023,
     {-0x1.ff80000000000p+9, 0x1p+64, -0x1.ff80000000000p+9, 0x1p+64, -0x1.ff80000000000p+9, 0x1.fffff80000000p+31, 0x1.f804000000000p+15,
      0x1p+32}},
    {-2048, {-0x1p+11, 0x1.fffffffffffffp+63, -0x1p+11, 0x1p+64, -0x1p+11, 0x1.fffff00000000p+31, 0x1.f000000000000p+15, 0x1p+32}},
    {4611686293305294848, {0x1.0000010000000p+62, 0x1.0000010000000p+62, 0x1p+62, 0x1p+62, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
    {4611686293305294849,
     {0x1.0000010000000p+62, 0x1.0000010000000p+62, 0x1.0000020000000p+62, 0x1.0000020000000p+62, 0x1p+0, 0x1p+0, 0x1p+1, 0x0.0p+0}},
    {4611686843061108736,
     {0x1.0000030000000p+62, 0x1.0000030000000p+62, 0x1.0000040000000p+62, 0x1.0000040000000p+62, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
    {1099511693312, {0x1.0000010000000p+40, 0x1.0000010000000p+40, 0x1p+40, 0x1p+40, 0x1p+16, 0x1p+16, 0x0.0p+0, 0x0.0p+0}},
    {1099511693313,
     {0x1.0000010001000p+40, 0x1.0000010001000p+40, 0x1.0000020000000p+40, 0x1.0000020000000p+40, 0x1.0001000000000p+16,
      0x1.0001000000000p+16, 0x1p+1, 0x0.0p+0}},
    {-4611686293305294849,
     {-0x1.0000010000000p+62, 0x1.7fffff8000000p+63, -0x1.0000020000000p+62, 0x1.8000000000000p+63, -0x1p+0, 0x1p+32, 0x1.fffc000000000p+15,
      0x1p+32}},
};

int main(void) {
  static const struct {
    double v;
    int32_t i32;
    uint32_t u32;
    int64_t i64;
    uint64_t u64;
    int exact;
  } d[] = {{NAN, 0, 0, 0, 0, 0},
           {INFINITY, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX, 0},
           {-INFINITY, INT32_MIN, 0, INT64_MIN, 0, 0},
           {0.0, 0, 0, 0, 0, 1},
           {-0.0, 0, 0, 0, 0, 1},
           {0x1p-1074, 0, 0, 0, 0, 0},
           {0.99999999999999989, 0, 0, 0, 0, 0},
           {-0.99999999999999989, 0, 0, 0, 0, 0},
           {-1.0, -1, 0, -1, 0, 1},
           {1.5, 1, 1, 1, 1, 0},
           {-1.5, -1, 0, -1, 0, 0},
           {2147483647.0, INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 1},
           {2147483647.5, INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 0},
           {2147483648.0, INT32_MAX, 0x80000000, 0x80000000, 0x80000000, 1},
           {-2147483648.0, INT32_MIN, 0, INT32_MIN, 0, 1},
           {-2147483648.9999995, INT32_MIN, 0, INT32_MIN, 0, 0},
           {-2147483649.0, INT32_MIN, 0, -2147483649, 0, 1},
           {-2147483647.5, -INT32_MAX, 0, -INT32_MAX, 0, 0},
           {4294967295.0, INT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, 1},
           {4294967295.9999995, INT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, 0},
           {4294967296.0, INT32_MAX, UINT32_MAX, 4294967296, 4294967296, 1},
           {0x1.fffffffffffffp62, INT32_MAX, UINT32_MAX, 0x7ffffffffffffc00, 0x7ffffffffffffc00, 1},
           {0x1p63, INT32_MAX, UINT32_MAX, INT64_MAX, 0x8000000000000000, 0},
           {-0x1p63, INT32_MIN, 0, INT64_MIN, 0, 1},
           {-0x1.0000000000001p63, INT32_MIN, 0, INT64_MIN, 0, 0},
           {-0x1.fffffffffffffp62, INT32_MIN, 0, -0x7ffffffffffffc00, 0, 1},
           {0x1.fffffffffffffp63, INT32_MAX, UINT32_MAX, INT64_MAX, 0xfffffffffffff800, 0},
           {0x1p64, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX, 0},
           {0x1.0000000000001p63, INT32_MAX, UINT32_MAX, INT64_MAX, 0x8000000000000800, 0},
           {4503599627370495.5, INT32_MAX, UINT32_MAX, 4503599627370495, 4503599627370495, 0},
           {4503599627370497.0, INT32_MAX, UINT32_MAX, 4503599627370497, 4503599627370497, 1},
           {1e300, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX, 0}};
  for (size_t i = 0; i < sizeof d / sizeof *d; i++) {
    int64_t exact = -77;
    CHECK(to_int32(d[i].v) == d[i].i32 && to_uint32(d[i].v) == d[i].u32 && to_int64(d[i].v) == d[i].i64 && to_uint64(d[i].v) == d[i].u64);
    CHECK(exact_int64(d[i].v, &exact) == d[i].exact && exact == (d[i].exact ? d[i].i64 : -77));
  }
  static const struct {
    float v;
    int32_t i32;
    uint64_t u64;
    int16_t i16;
  } f[] = {{NAN, 0, 0, 0},
           {-NAN, 0, 0, 0},
           {INFINITY, INT32_MAX, UINT64_MAX, 32767},
           {-INFINITY, INT32_MIN, 0, -32768},
           {-0.0f, 0, 0, 0},
           {0x1p-149f, 0, 0, 0},
           {-0.99999994f, 0, 0, 0},
           {32767.0f, 32767, 32767, 32767},
           {32767.998f, 32767, 32767, 32767},
           {32768.0f, 32768, 32768, 32767},
           {-32768.0f, -32768, 0, -32768},
           {-32767.5f, -32767, 0, -32767},
           {-32768.996f, -32768, 0, -32768},
           {0x1.fffffep30f, 2147483520, 2147483520, 32767},
           {0x1p31f, INT32_MAX, 2147483648u, 32767},
           {-0x1p31f, INT32_MIN, 0, -32768},
           {-0x1.fffffep30f, -2147483520, 0, -32768},
           {-0x1.000002p31f, INT32_MIN, 0, -32768},
           {0x1.fffffep63f, INT32_MAX, 0xffffff0000000000, 32767},
           {0x1p64f, INT32_MAX, UINT64_MAX, 32767},
           {0x1.fffffep62f, INT32_MAX, 0x7fffff8000000000, 32767},
           {0x1p63f, INT32_MAX, 0x8000000000000000, 32767}};
  for (size_t i = 0; i < sizeof f / sizeof *f; i++)
    CHECK(float_to_int32(f[i].v) == f[i].i32 && float_to_uint64(f[i].v) == f[i].u64 && to_int16(f[i].v) == f[i].i16);

  enum { ROWS = sizeof rows / sizeof *rows };
  int32_t words[ROWS];
  for (size_t i = 0; i < ROWS; i++) {
    double out[9];
    out[8] = 3;
    from_ints(rows[i].v, out);
    for (int k = 0; k < 8; k++) CHECK(same(out[k], rows[i].out[k]));
    CHECK(out[8] == 3 && same(by_hand((uint64_t)rows[i].v), rows[i].out[1]));
    // A float holds it where the odd part has at most 24 bits.
    int64_t odd = rows[i].v;
    while (odd != 0 && odd % 2 == 0) odd /= 2;
    CHECK(fits_float(rows[i].v) == (odd > -(1 << 24) && odd < 1 << 24));
    words[i] = (int32_t)rows[i].v;
  }
  for (size_t n = 0; n <= ROWS; n++) {
    float s[ROWS + 1];
    double p[ROWS + 1], u[ROWS + 1];
    s[n] = 1.5f, p[n] = 2.5, u[n] = 3.5;
    widen_all(words, n, s, p, u);
    for (size_t i = 0; i < n; i++) {
      CHECK(same(s[i], rows[i].out[4]) && (int64_t)p[i] == words[i] && (uint64_t)u[i] == (uint32_t)words[i]);
    }
    CHECK(s[n] == 1.5f && p[n] == 2.5 && u[n] == 3.5);
  }
  static const float levels[] = {0,        1,         -1,          0.5f,         -0.5f, 2,   -2,    INFINITY, -INFINITY,
                                 0x1p-20f, -0x1p-20f, 0.99999994f, -0.99999994f, 0.25f, NAN, -0.0f, 0x1p-16f};
  static const signed char bytes[] = {0, 127, -127, 63, -63, 127, -127, 127, -127, 0, 0, 126, -126, 31, -127, 0, 0};
  static const uint16_t halves[] = {0, 65535, 0, 32767, 0, 65535, 0, 65535, 0, 0, 0, 65534, 0, 16383, 0, 0, 0};
  for (size_t n = 0; n <= 17; n++) {
    signed char b[18];
    uint16_t h[18];
    memset(b, 99, sizeof b);
    memset(h, 99, sizeof h);
    quantise(levels, n, b, h);
    CHECK(memcmp(b, bytes, n) == 0 && memcmp(h, halves, 2 * n) == 0 && b[n] == 99 && h[n] == 0x6363);
  }
  return failures != 0;
}
