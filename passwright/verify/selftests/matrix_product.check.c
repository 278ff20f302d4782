#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void product_words(uint32_t* restrict c, const uint32_t* a, const uint32_t* b, size_t n, size_t m, size_t p);
void product_floats(float* restrict c, const float* a, const float* b, size_t n, size_t m, size_t p);
void product_tiles(double* restrict c, const double* a, const double* b, size_t n, size_t m, size_t p);
void product3(int64_t out[3][3], int64_t a[3][3], int64_t b[3][3]);
void power3(int64_t m[3][3], unsigned exponent);
int32_t dot_stride(const int16_t* a, size_t step_a, const int16_t* b, size_t step_b, size_t n);
void times_vector(const signed char* m, const signed char* v, size_t n, size_t columns, int32_t* out);
int64_t determinant(const int32_t* m, size_t n);

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
    size_t n, m, p;
    uint64_t words, floats, doubles;
  } rows[] = {
      {1, 1, 1, 0x926875ac945492e6u, 0x626753b52fd1aceau, 0x560dc7615d285960u},
      {2, 3, 4, 0x7721e4562267ac71u, 0xc871c5bdc9d99ec4u, 0xfeed7a51dbdf0d3au},
      {3, 3, 3, 0x8d3f47e7a6fbceedu, 0xc29624da63d968bfu, 0x72dca6816f4541c0u},
      {4, 4, 4, 0x2ee7fd02a7fce48fu, 0x4d45fee3418c421u, 0x4d159f6151e113fu},
      {5, 4, 3, 0x3f8b470fc87f1975u, 0x53135fc6ef12a869u, 0x62a7dc84cd1f33eu},
      {1, 9, 1, 0x92e3f8c947d50a03u, 0x422c140fc1dc13aau, 0xb081958299d9bb89u},
      {9, 1, 9, 0x3fdbf462cfc34f3au, 0xcda4ab11d5e8f416u, 0xf359960014d5a8c6u},
      {7, 5, 8, 0xf9a7bb0c9a1be8fcu, 0x55933735086766cu, 0x57e0badad388960au},
      {8, 8, 8, 0x43ef6ab0ba8f9f11u, 0x9d4c0d11b50a6b99u, 0x199237515596ae83u},
      {5, 13, 2, 0xba43abf278ca5c95u, 0x317c21de7202cd39u, 0x5843cb6309f64fbfu},
      {9, 9, 9, 0xdc5052abcd39937eu, 0x77a410cad4598db2u, 0xdfcd3dc413866f68u},
      {3, 16, 5, 0xa2baed2bec568f04u, 0x3ddb2e734f3d704bu, 0x53ca8104d434a283u},
      {0, 3, 3, 0xcbf29ce484222325u, 0xcbf29ce484222325u, 0xcbf29ce484222325u},
      {3, 0, 3, 0x943cf28841434e75u, 0x943cf28841434e75u, 0x3ecb33e15783bec5u},
      {3, 3, 0, 0xcbf29ce484222325u, 0xcbf29ce484222325u, 0xcbf29ce484222325u},
  };
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
    size_t n = rows[r].n, m = rows[r].m, p = rows[r].p;
    uint32_t a[100], b[100], c[101];
    float fa[100], fb[100], fc[101];
    double da[100], db[100], dc[101];
    random_words(a, n * m, (uint32_t)(n * 100 + m));
    random_words(b, m * p, (uint32_t)(m * 100 + p + 7));
    for (size_t i = 0; i < n * m; i++)
      fa[i] = (float)((int32_t)(a[i] >> 9) - 4000000) / 1024.0f, da[i] = ((double)a[i] - 2000000000.0) / 3.0;
    for (size_t i = 0; i < m * p; i++)
      fb[i] = (float)((int32_t)(b[i] >> 9) - 4000000) / 1024.0f, db[i] = ((double)b[i] - 2000000000.0) / 3.0;
    c[n * p] = 5, fc[n * p] = 5, dc[n * p] = 5;
    product_words(c, a, b, n, m, p);
    product_floats(fc, fa, fb, n, m, p);
    product_tiles(dc, da, db, n, m, p);
    CHECK(hash(c, n * p * 4) == rows[r].words && hash(fc, n * p * 4) == rows[r].floats && hash(dc, n * p * 8) == rows[r].doubles);
    CHECK(c[n * p] == 5 && fc[n * p] == 5 && dc[n * p] == 5);
  }
  static const struct {
    int64_t m[3][3];
    unsigned exponent;
    int64_t r[3][3];
  } powers[] = {
      {{{1, 1, 1}, {1, 0, 0}, {0, 1, 0}},
       70,
       {{2073693258389777176, 1740423286143437108, 1127444240280152749},
        {1127444240280152749, 946249018109624427, 612979045863284359},
        {612979045863284359, 514465194416868390, 333269972246340068}}},
      {{{1, 1, 1}, {1, 0, 0}, {0, 1, 0}}, 0, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
      {{{1, 1, 1}, {1, 0, 0}, {0, 1, 0}}, 1, {{1, 1, 1}, {1, 0, 0}, {0, 1, 0}}},
      {{{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}, 1000001, {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}},
      {{{-2, 1, 0}, {3, -1, 1}, {0, 2, -3}},
       25,
       {{-563073648883394, 402613725127585, -351593090290848},
        {1207841175382755, -863646104337505, 754206815418433},
        {-2109558541745088, 1508413630836866, -1317280464301827}}},
      {{{1, 1, 0}, {0, 1, 0}, {0, 0, -1}}, 99, {{1, 99, 0}, {0, 1, 0}, {0, 0, -1}}},
  };
  for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
    int64_t m[3][3];
    memcpy(m, powers[i].m, sizeof m);
    power3(m, powers[i].exponent);
    CHECK(memcmp(m, powers[i].r, sizeof m) == 0);
  }
  int64_t one[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}, two[3][3] = {{-1, 0, 2}, {0, 3, -2}, {5, 1, 1}}, out[3][3];
  static const int64_t expected[3][3] = {{14, 9, 1}, {26, 21, 4}, {43, 34, 8}};
  product3(out, one, two);
  CHECK(memcmp(out, expected, sizeof out) == 0 && one[2][2] == 10 && two[0][0] == -1);
  memcpy(out, one, sizeof out);
  product3(out, out, two);
  CHECK(memcmp(out, expected, sizeof out) == 0);
  product3(two, one, two);
  CHECK(memcmp(two, expected, sizeof out) == 0);

  int16_t h[120];
  for (int i = 0; i < 120; i++) h[i] = (int16_t)(i * 271 % 4001 - 2000);
  h[0] = -32768, h[1] = -32768;
  for (size_t s = 0; s < 4; s++) {
    for (size_t t = 0; t < 5; t++) {
      int64_t sum = 0;
      for (size_t n = 0; n < 24; n++) {
        CHECK(dot_stride(h + 1, s, h + 3, t, n) == sum);
        sum += (int64_t)h[1 + n * s] * h[3 + n * t];
        if (sum > INT32_MAX || sum < INT32_MIN) break;
      }
    }
  }
  CHECK(dot_stride(h, 1, h + 1, 0, 1) == 1 << 30);
  signed char m[9 * 33], v[33];
  for (int i = 0; i < 9 * 33; i++) m[i] = (signed char)(i * 89 % 256 - 128);
  for (int i = 0; i < 33; i++) v[i] = (signed char)(i % 2 ? -128 : 127 - i);
  for (size_t columns = 0; columns <= 33; columns++) {
    for (size_t n = 0; n <= 9; n += 3) {
      int32_t r[10] = {6, 6, 6, 6, 6, 6, 6, 6, 6, 6};
      times_vector(m, v, n, columns, r);
      for (size_t i = 0; i < n; i++) {
        int32_t sum = 0;
        for (size_t k = columns; k-- > 0;) sum += m[i * columns + k] * v[k];
        CHECK(r[i] == sum);
      }
      CHECK(r[n] == 6);
    }
  }
  static const struct {
    size_t n;
    int32_t m[36];
    int64_t value;
  } dets[] = {
      {0, {0}, 1},
      {1, {-251}, -251},
      {2, {-250, 507, -78, 94}, 16046},
      {3, {-250, -425, -401, 132, 211, -256, -319, -312, -32}, -25322525},
      {4, {-249, -332, 300, 170, -130, 510, 122, -398, 489, 188, -207, 222, -139, -222, -168, 188}, -17020968512},
      {5,
       {-249, -239, -23,  208,  -472, 251, -461, -483, -14, 247,  257,  -101, -163,
        -272, 66,   -359, -378, -361, 313, -85,  35,   -3,  -243, -317, -32},
       1404136483754},
      {6,
       {-16, -10, -22, 15,  13, -1,  -2, 28,  31, 19, -19, -27, -12, -21, 18,  7,   -14, -22,
        -26, -13, -18, -29, 27, -16, 5,  -32, 2,  4,  19,  12,  -17, 13,  -12, -11, -17, -13},
       138463135},
  };
  for (size_t i = 0; i < sizeof dets / sizeof *dets; i++) CHECK(determinant(dets[i].m, dets[i].n) == dets[i].value);
  return failures != 0;
}
