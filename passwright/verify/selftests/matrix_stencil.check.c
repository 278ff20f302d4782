#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

const float* heat(float* a, float* b, size_t height, size_t width, unsigned steps);
float relax(float* g, size_t height, size_t width);
void life(unsigned char* grid, unsigned char* spare, size_t height, size_t width, unsigned steps);
void convolve(const int16_t* in, size_t n, const int16_t* taps, size_t count, int32_t* out);
void integrate(uint32_t* g, size_t height, size_t width);
void smear(int32_t* v, size_t n, size_t distance);
void cross(const double a[3], const double b[3], double out[3]);
float dot_lanes(const float* a, const float* b, size_t n);

static uint64_t hash(const void* v, size_t n) {
  const unsigned char* p = v;
  uint64_t h = 0xcbf29ce484222325;
  while (n-- > 0) h = (h ^ *p++) * 1099511628211u;
  return h;
}

static void random_words(uint32_t* v, size_t n, uint32_t x) {
  for (size_t i = 0; i < n; i++) v[i] = x = x * 1664525u + 1013904223u;
}

int main(void) {
  static const struct {
    size_t height, width;
    unsigned steps;
    uint64_t heat, relaxed;
    float change;
    uint64_t life;
  } rows[] = {
      {1, 1, 3, 0xdae1a194301326f1u, 0xdae1a194301326f1u, 0x0.0p+0f, 0xaf63bd4c8601b7dfu},
      {2, 5, 2, 0x53ade9e7d9c8af83u, 0x53ade9e7d9c8af83u, 0x0.0p+0f, 0x69d307cc20f6ef8du},
      {5, 2, 1, 0x758caa7dfa471972u, 0x758caa7dfa471972u, 0x0.0p+0f, 0x44a0f61ddc0ee9efu},
      {3, 3, 0, 0xf53746e5cfff8209u, 0xa8866b6518775104u, 0x1.7d13c00000000p+5f, 0x20b56cafd2bf3a0du},
      {3, 3, 1, 0xa8866b6518775104u, 0xa8866b6518775104u, 0x1.7d13c00000000p+5f, 0xe604823a249029bfu},
      {3, 3, 2, 0x65b93967c21826eeu, 0xa8866b6518775104u, 0x1.7d13c00000000p+5f, 0xe604823a249029bfu},
      {4, 5, 7, 0xdc6c9e2c9307c7f4u, 0x344fddffdf8b070fu, 0x1.42be5c0000000p+10f, 0xee85fafd354b0935u},
      {9, 11, 1, 0x230a7c148ea33a02u, 0xfc7c8f9a7a1ec209u, 0x1.4987d20000000p+10f, 0x3b5c362b04b66331u},
      {9, 11, 10, 0xa8a7e9f436f0c253u, 0xfc7c8f9a7a1ec209u, 0x1.4987d20000000p+10f, 0x164094a3e7f7e8ffu},
      {8, 8, 5, 0xf84d307170bd6f47u, 0xec5708173c8f0789u, 0x1.7408de0000000p+10f, 0x587c1938898de54du},
      {3, 17, 4, 0x904087e223045372u, 0x2b7c81273de115c2u, 0x1.5f5a500000000p+10f, 0xc28f42573e85f157u},
      {17, 3, 4, 0x17b79153f6a69f2bu, 0xc6c18eae75b001dau, 0x1.19c90e0000000p+10f, 0xa6061de7eafe3bd3u},
      {11, 9, 33, 0x11ec5b03400336e1u, 0xfd19ad672b732f90u, 0x1.4fe48a0000000p+10f, 0xf48c57cdba175d3u},
  };
  uint32_t words[100];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t h = rows[i].height, w = rows[i].width, n = h * w;
    float a[101], b[101], c[101];
    unsigned char grid[101], spare[101];
    random_words(words, n, (uint32_t)(h * 50 + w));
    for (size_t k = 0; k < n; k++)
      a[k] = c[k] = (float)((int32_t)(words[k] >> 8) - 8388608) / 4096.0f, grid[k] = (unsigned char)(words[k] >> 31);
    a[n] = b[n] = c[n] = 5;
    grid[n] = spare[n] = 9;
    const float* result = heat(a, b, h, w, rows[i].steps);
    CHECK(result == (rows[i].steps % 2 ? b : a) && hash(result, n * 4) == rows[i].heat && a[n] == 5 && b[n] == 5);
    float change = relax(c, h, w);
    CHECK(memcmp(&change, &rows[i].change, 4) == 0 && hash(c, n * 4) == rows[i].relaxed && c[n] == 5);
    life(grid, spare, h, w, rows[i].steps);
    CHECK(hash(grid, n) == rows[i].life && grid[n] == 9 && spare[n] == 9);
  }
  float none[1] = {3};
  CHECK(heat(none, none, 0, 5, 4) == none && heat(none, none, 5, 0, 4) == none && relax(none, 0, 0) == 0 && none[0] == 3);
  unsigned char nothing[1] = {7};
  life(nothing, nothing, 0, 3, 2);
  CHECK(nothing[0] == 7);

  int16_t in[30], taps[9];
  for (int i = 0; i < 30; i++) in[i] = (int16_t)(i % 4 == 0 ? -32768 : i * 991 - 9000);
  for (int i = 0; i < 9; i++) taps[i] = (int16_t)(i % 2 ? i * -700 : 4000 - i);
  for (size_t n = 0; n <= 30; n++) {
    for (size_t count = 0; count <= 9; count++) {
      int32_t out[31];
      out[n] = -3;
      convolve(in, n, taps, count, out);
      for (int i = 0; i < (int)n; i++) {
        int64_t sum = 0;
        for (int at = -9; at < 40; at++) {
          int k = at - i + (int)count / 2;
          if (k >= 0 && k < (int)count) sum += (int64_t)taps[k] * in[at < 0 ? 0 : at >= (int)n ? (int)n - 1 : at];
        }
        CHECK(out[i] == sum);
      }
      CHECK(out[n] == -3);
    }
  }
  for (size_t h = 0; h <= 9; h++) {
    for (size_t w = 0; w <= 11; w++) {
      uint32_t g[100];
      random_words(words, 100, (uint32_t)(h + w));
      memcpy(g, words, sizeof g);
      integrate(g, h, w);
      for (size_t y = 0; y < h; y++) {
        for (size_t x = 0; x < w; x++) {
          uint32_t sum = 0;
          for (size_t k = 0; k <= y; k++)
            for (size_t l = 0; l <= x; l++) sum += words[k * w + l];
          CHECK(g[y * w + x] == sum);
        }
      }
      CHECK(g[h * w] == words[h * w]);
    }
  }
  for (size_t distance = 1; distance <= 20; distance++) {
    for (size_t n = 0; n <= 41; n++) {
      int32_t v[42];
      random_words(words, 42, (uint32_t)distance);
      for (int i = 0; i < 42; i++) v[i] = (int32_t)words[i];
      smear(v, n, distance);
      for (size_t i = 0; i < 42; i++) {
        uint32_t sum = words[i];
        for (size_t k = i; i < n && k >= distance;) sum += words[k -= distance];
        CHECK((uint32_t)v[i] == sum);
      }
    }
  }
  static const float dots[] = {0x0.0p+0f,
                               0x1.c02a3e0000000p+15f,
                               0x1.6e7b600000000p+16f,
                               0x1.3f666c0000000p+16f,
                               0x1.437e900000000p+16f,
                               0x1.ad51200000000p+15f,
                               -0x1.521a680000000p+16f,
                               -0x1.1234100000000p+16f,
                               0x1.e7c25c0000000p+15f,
                               0x1.e018800000000p+11f,
                               0x1.c270d60000000p+17f,
                               0x1.2cda700000000p+17f,
                               0x1.4386e40000000p+17f,
                               0x1.0adc700000000p+18f,
                               0x1.8701080000000p+18f,
                               0x1.a3780a0000000p+18f,
                               0x1.7f1c400000000p+18f,
                               0x1.7f34ba0000000p+18f,
                               0x1.7f41660000000p+18f,
                               0x1.69096e0000000p+18f,
                               0x1.f214b40000000p+18f,
                               0x1.e0e4b60000000p+18f,
                               0x1.ca7d8e0000000p+18f,
                               0x1.709f240000000p+18f,
                               0x1.ce58540000000p+18f,
                               0x1.32fcf00000000p+19f,
                               0x1.1a05200000000p+19f,
                               0x1.dce7c00000000p+18f,
                               0x1.d2c5b00000000p+18f,
                               0x1.f99ab80000000p+18f,
                               0x1.d4bd100000000p+18f,
                               0x1.b75d640000000p+18f,
                               0x1.029f200000000p+18f,
                               0x1.030de60000000p+18f,
                               0x1.6b41980000000p+17f,
                               0x1.c3eace0000000p+17f,
                               0x1.e80fbc0000000p+17f,
                               0x1.dd9a1e0000000p+17f,
                               0x1.ec23ac0000000p+17f,
                               0x1.9235600000000p+18f,
                               0x1.20aa700000000p+19f};
  float a[40], b[40];
  random_words(words, 40, 77);
  for (int i = 0; i < 40; i++) a[i] = (float)((int32_t)(words[i] >> 8) - 8388608) / 4096.0f;
  random_words(words, 40, 78);
  for (int i = 0; i < 40; i++) b[i] = (float)((int32_t)(words[i] >> 8) - 8388608) / 65536.0f;
  for (size_t n = 0; n <= 40; n++) {
    float d = dot_lanes(a, b, n), e = dot_lanes(b, a, n);
    CHECK(memcmp(&d, &dots[n], 4) == 0 && memcmp(&e, &dots[n], 4) == 0);
  }
  static const double crosses[][3][3] = {
      {{0x1.0000000000000p+0, 0x0.0p+0, 0x0.0p+0}, {0x0.0p+0, 0x1.0000000000000p+0, 0x0.0p+0}, {0x0.0p+0, 0x0.0p+0, 0x1.0000000000000p+0}},
      {{0x1.999999999999ap-4, 0x1.999999999999ap-3, 0x1.3333333333333p-2},
       {0x1.6666666666666p-1, -0x1.0000000000000p-1, 0x1.c28f5c28f5c29p-4},
       {0x1.604189374bc6ap-3, 0x1.978d4fdf3b645p-3, -0x1.851eb851eb852p-3}},
      {{0x1.5555555555555p-2, 0x1.2a05f20000000p+33, -0x1.ecccccccccccdp+2},
       {0x1.a666666666666p+1, 0x1.b7cdfd9d7bdbbp-34, 0x1.81cd6c8b43958p+13},
       {0x1.c12216116c000p+46, -0x1.02ca2d0e56041p+12, -0x1.ebbd028000000p+34}},
      {{0x1.999999999999ap-4, 0x1.3333333333333p-2, 0x1.6666666666666p-1},
       {0x1.999999999999ap-4, 0x1.3333333333333p-2, 0x1.6666666666666p-1},
       {0x0.0p+0, 0x0.0p+0, 0x0.0p+0}},
      {{0x1.0000000000000p+0, 0x1.0000000000001p+0, 0x1.0000000000000p+1},
       {0x1.fffffffffffffp-1, 0x1.0000000000000p+0, 0x1.0000000000000p+1},
       {0x1.0000000000000p-51, -0x1.0000000000000p-52, 0x0.0p+0}},
  };
  for (size_t i = 0; i < sizeof crosses / sizeof *crosses; i++) {
    double x[3], y[3], out[4] = {0, 0, 0, 8};
    memcpy(x, crosses[i][0], sizeof x);
    memcpy(y, crosses[i][1], sizeof y);
    cross(x, y, out);
    CHECK(memcmp(out, crosses[i][2], sizeof x) == 0 && out[3] == 8);
    cross(x, y, x);
    CHECK(memcmp(x, crosses[i][2], sizeof x) == 0);
    memcpy(x, crosses[i][0], sizeof x);
    cross(x, y, y);
    CHECK(memcmp(y, crosses[i][2], sizeof x) == 0);
  }
  return failures != 0;
}
