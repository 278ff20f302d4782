#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

float sum_forward(const float* v, size_t n);
float sum_backward(const float* v, size_t n);
float sum_pairs(const float* v, size_t n);
float sum_four(const float* v, size_t n);
float kahan(const float* v, size_t n);
double neumaier(const double* v, size_t n);
size_t exact_parts(const double* v, size_t n, double* parts);
void running(const float* v, size_t n, float* out);
double mean_of_squares(const float* v, size_t n);
float float_squares(const float* v, size_t n);

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

int main(void) {
  static float v[1000];
  static double d[1000];
  for (uint32_t i = 0, x = 1; i < 1000; i++) {
    x = x * 1664525u + 1013904223u;
    v[i] = (float)((int32_t)(x >> 8) - (i % 3 == 0 ? 8000000 : 0)) * (i % 7 == 0 ? 0x1p-10f : i % 5 == 0 ? 64.0f : 1.0f);
    d[i] = (double)v[i] * (i % 2 == 0 ? 0x1p40 : -1.0);
  }
  static const struct {
    size_t n;
    double forward, backward, pairs, four, kahan, neumaier, mean, squares;
  } rows[] = {
      {0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0},
      {1, -0x1.ec4d380000000p+11, -0x1.ec4d380000000p+11, -0x1.ec4d380000000p+11, -0x1.ec4d380000000p+11, -0x1.ec4d380000000p+11,
       -0x1.ec4d380000000p+51, 0x1.d95c73455e200p+23, 0x1.d95c740000000p+23},
      {2, 0x1.79e48a0000000p+22, 0x1.79e48a0000000p+22, 0x1.79e48a0000000p+22, 0x1.79e48a0000000p+22, 0x1.79e48a0000000p+22,
       -0x1.ec4d380bd110ap+51, 0x1.17445b321a951p+44, 0x1.17445c0000000p+45},
      {3, 0x1.bf1e480000000p+23, 0x1.bf1e480000000p+23, 0x1.bf1e480000000p+23, 0x1.bf1e480000000p+23, 0x1.bf1e480000000p+23,
       0x1.020d3d2c7f42fp+63, 0x1.0aa9f0cbd389bp+45, 0x1.8ffeea0000000p+46},
      {4, 0x1.19f05e0000000p+24, 0x1.19f05e0000000p+24, 0x1.19f05e0000000p+24, 0x1.19f05e0000000p+24, 0x1.19f05c0000000p+24,
       0x1.020d3d2c7ece3p+63, 0x1.c53fb605c1de8p+44, 0x1.c53fb60000000p+46},
      {5, 0x1.26e0cc0000000p+24, 0x1.26e0ca0000000p+24, 0x1.26e0ca0000000p+24, 0x1.26e0ca0000000p+24, 0x1.26e0ca0000000p+24,
       0x1.1bee172c7ece3p+63, 0x1.6cb11e7996020p+44, 0x1.c7dd660000000p+46},
      {7, 0x1.91955e0000000p+28, 0x1.91955e0000000p+28, 0x1.91955e0000000p+28, 0x1.91955e0000000p+28, 0x1.91955e0000000p+28,
       0x1.b477d12c4f81dp+63, 0x1.3fe5483d59433p+54, 0x1.17e8a00000000p+57},
      {8, 0x1.9197980000000p+28, 0x1.9197980000000p+28, 0x1.9197980000000p+28, 0x1.9197980000000p+28, 0x1.9197980000000p+28,
       0x1.b477d12c4f818p+63, 0x1.17e89f3827a51p+54, 0x1.17e8a00000000p+57},
      {9, 0x1.91db260000000p+28, 0x1.91db260000000p+28, 0x1.91db260000000p+28, 0x1.91db280000000p+28, 0x1.91db260000000p+28,
       0x1.bce99d2c4f818p+63, 0x1.f19d9cae5987cp+53, 0x1.17e8a80000000p+57},
      {15, 0x1.5572060000000p+29, 0x1.5572060000000p+29, 0x1.5572060000000p+29, 0x1.5572040000000p+29, 0x1.5572060000000p+29,
       0x1.1030d5311e655p+68, 0x1.b415e99fd1f99p+53, 0x1.98d48a0000000p+57},
      {16, 0x1.2bbfbc0000000p+30, 0x1.2bbfba0000000p+30, 0x1.2bbfbc0000000p+30, 0x1.2bbfba0000000p+30, 0x1.2bbfbc0000000p+30,
       0x1.1030d5311c613p+68, 0x1.d0895bf77b6d0p+54, 0x1.d0895c0000000p+58},
      {17, 0x1.2f31480000000p+30, 0x1.2f31460000000p+30, 0x1.2f31480000000p+30, 0x1.2f31460000000p+30, 0x1.2f31480000000p+30,
       0x1.1df706b11c613p+68, 0x1.b562a08c98c54p+54, 0x1.d0b8ca0000000p+58},
      {31, 0x1.4c8b540000000p+31, 0x1.4c8b520000000p+31, 0x1.4c8b520000000p+31, 0x1.4c8b540000000p+31, 0x1.4c8b540000000p+31,
       0x1.ea05bf79aab7ep+69, 0x1.3ef7f31b12c1bp+55, 0x1.3500340000000p+60},
      {33, 0x1.4d912e0000000p+31, 0x1.4d912e0000000p+31, 0x1.4d912e0000000p+31, 0x1.4d912c0000000p+31, 0x1.4d912c0000000p+31,
       0x1.ecb216d9aab67p+69, 0x1.2ba552fbc220fp+55, 0x1.35027e0000000p+60},
      {64, 0x1.03a1640000000p+32, 0x1.03a1640000000p+32, 0x1.03a1640000000p+32, 0x1.03a1640000000p+32, 0x1.03a1640000000p+32,
       0x1.535fa82961cc2p+71, 0x1.38ea357e1628dp+55, 0x1.38ea340000000p+61},
      {100, 0x1.b3d0160000000p+32, 0x1.b3d0180000000p+32, 0x1.b3d0140000000p+32, 0x1.b3d0140000000p+32, 0x1.b3d0140000000p+32,
       0x1.e90e983150017p+71, 0x1.5a6de6505d97bp+55, 0x1.0ea5dc0000000p+62},
      {255, 0x1.ff8b2e0000000p+33, 0x1.ff8b260000000p+33, 0x1.ff8b2c0000000p+33, 0x1.ff8b2c0000000p+33, 0x1.ff8b2c0000000p+33,
       0x1.413105723621ap+73, 0x1.57d302a5b8509p+55, 0x1.567b2a0000000p+63},
      {513, 0x1.1d9c400000000p+35, 0x1.1d9c400000000p+35, 0x1.1d9c3c0000000p+35, 0x1.1d9c3a0000000p+35, 0x1.1d9c3c0000000p+35,
       0x1.2cb44947a6a18p+74, 0x1.977c25c2c8988p+55, 0x1.9847e80000000p+64},
      {999, 0x1.00b24a0000000p+36, 0x1.00b2520000000p+36, 0x1.00b2480000000p+36, 0x1.00b2480000000p+36, 0x1.00b2480000000p+36,
       0x1.14386cab556adp+75, 0x1.74875c9b6204ap+55, 0x1.6b6f0c0000000p+65},
      {1000, 0x1.00ad100000000p+36, 0x1.00ad180000000p+36, 0x1.00ad0c0000000p+36, 0x1.00ad0e0000000p+36, 0x1.00ad0e0000000p+36,
       0x1.14386cab556aep+75, 0x1.74280c89e8c33p+55, 0x1.6b6f1a0000000p+65},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t n = rows[i].n;
    CHECK(same(sum_forward(v, n), rows[i].forward) && same(sum_backward(v, n), rows[i].backward) && same(sum_pairs(v, n), rows[i].pairs));
    CHECK(same(sum_four(v, n), rows[i].four) && same(kahan(v, n), rows[i].kahan) && same(neumaier(d, n), rows[i].neumaier));
    CHECK(n == 0 || same(mean_of_squares(v, n), rows[i].mean));
    CHECK(same(float_squares(v, n), rows[i].squares));
    float out[1001];
    out[n] = -5;
    running(v, n, out);
    CHECK((n == 0 || same(out[n - 1], rows[i].forward)) && out[n] == -5);
    for (size_t k = 1; k < i; k++)
      if (rows[k].n > 0) CHECK(same(out[rows[k].n - 1], rows[k].forward));
  }
  static const float small[] = {16777216, 1, 1, 1, 1, -16777216};
  CHECK(sum_forward(small, 6) == 0 && sum_backward(small, 6) == 4 && sum_pairs(small, 6) == 4 && sum_four(small, 5) == 16777218 &&
        kahan(small, 5) == 16777220);
  static const float tenth[] = {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f};
  CHECK(same(sum_forward(tenth, 10), 0x1.000002p0) && kahan(tenth, 10) == 1.0f);
  static const double cancel[] = {1, 0x1p100, 1, -0x1p100};
  CHECK(neumaier(cancel, 4) == 2 && neumaier(cancel, 3) == 0x1p100);

  static const double e[] = {0x1p100, 1, -0x1p-60, 0x1p-1074, -0x1p100, 3, -4, 0x1p-60, -0x1p-1074};
  double parts[10];
  parts[4] = 8;
  CHECK(exact_parts(e, 4, parts) == 4 && parts[0] == 0x1p-1074 && parts[1] == -0x1p-60 && parts[2] == 1 && parts[3] == 0x1p100 &&
        parts[4] == 8);
  CHECK(exact_parts(e, 1, parts) == 1 && parts[0] == 0x1p100 && exact_parts(e, 0, parts) == 0 && parts[0] == 0x1p100);
  size_t n = exact_parts(e, 9, parts);
  CHECK(n == 1 && same(parts[0], 0.0));
  static const double thirds[] = {0x1.5555555555555p-2, 0x1p60};
  CHECK(exact_parts(thirds, 2, parts) == 2 && same(parts[0], 0x1.5555555555555p-2) && parts[1] == 0x1p60);
  CHECK(exact_parts(d, 8, parts) <= 8);
  return failures != 0;
}
