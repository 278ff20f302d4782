#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

unsigned distance(const uint8_t* a, size_t n, const uint8_t* b, size_t m, unsigned row[]);
void accumulate(uint32_t* cells, size_t n, size_t back, uint32_t* carry);
void running(uint32_t* cells, size_t n);
void relax(int32_t* grid, size_t rows, size_t columns, unsigned rounds);
size_t unpack(uint8_t* out, size_t used, size_t distance, size_t length);
void solve(const uint32_t* matrix, uint32_t* x, size_t n);
void multiply(const uint32_t* matrix, uint32_t* x, size_t n);
uint32_t linear(uint32_t a, uint32_t b, size_t n);

static unsigned row[64];
static unsigned d(const char* a, const char* b) {
  row[strlen(b) + 1] = 12345;
  unsigned result = distance((const uint8_t*)a, strlen(a), (const uint8_t*)b, strlen(b), row);
  CHECK(row[strlen(b) + 1] == 12345);
  return result;
}

int main(void) {
  CHECK(d("", "") == 0 && d("", "abc") == 3 && d("abc", "") == 3 && d("a", "a") == 0 && d("a", "b") == 1);
  CHECK(d("kitten", "sitting") == 3 && d("sitting", "kitten") == 3 && d("intention", "execution") == 5 && d("abcdef", "azced") == 3);
  CHECK(d("saturday", "sunday") == 3 && d("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaabaaaaaaaaaaaaaaaa") == 5);
  CHECK(d("the quick brown fox jumps over the lazy dog", "pack my box with five dozen liquor jugs") == 33);

  static const uint32_t fibonacci[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
  for (size_t back = 0; back < 23; back++)
    for (size_t n = 0; n <= 20; n++) {
      uint32_t cells[20], carry = 5;
      memcpy(cells, fibonacci, sizeof cells);
      accumulate(cells, n, back, &carry);
      uint32_t wanted_carry = 5;
      for (size_t i = 0; i < 20; i++) {
        // the sum of i + 1, i + 1 - back, and so on down to the first
        uint32_t wanted = (uint32_t)i + 1;
        if (i < n) {
          if (back == 0)
            wanted *= 2;
          else {
            uint32_t terms = (uint32_t)(i / back) + 1;
            wanted = terms * ((uint32_t)i + 1) - (uint32_t)back * (terms * (terms - 1) / 2);
          }
          if (i >= back) wanted_carry ^= wanted;
        }
        CHECK(cells[i] == wanted);
      }
      CHECK(carry == wanted_carry);
    }
  static const uint32_t aliased[4][8] = {{44u, 3u, 6u, 10u, 15u, 21u, 28u, 36u},
                                         {1u, 2u, 7u, 6u, 11u, 12u, 18u, 20u},
                                         {1u, 3u, 6u, 10u, 30u, 6u, 13u, 21u},
                                         {1u, 2u, 4u, 6u, 9u, 12u, 20u, 20u}};
  for (size_t k = 0; k < 4; k++) {
    uint32_t cells[8];
    memcpy(cells, fibonacci, sizeof cells);
    accumulate(cells, 8, 1 + k % 2, cells + 2 * k);
    CHECK(memcmp(cells, aliased[k], sizeof cells) == 0);
  }
  uint32_t ones[40];
  for (size_t n = 0; n <= 40; n++) {
    for (size_t i = 0; i < 40; i++) ones[i] = 0x10000001u;
    running(ones, n);
    for (size_t i = 0; i < 40; i++) CHECK(ones[i] == 0x10000001u * (i < n ? (uint32_t)i + 1 : 1));
  }

  int32_t grid[63];
  for (int i = 0; i < 63; i++) grid[i] = (i * 7919 % 2003 - 1000) * 1000;
  static const int32_t relaxed[63] = {-1000000, 910000,  817000,  724000,  631000,  538000,  445000,  352000,  259000,  166000, 268605,
                                      363386,   416601,  415046,  370611,  258846,  39432,   -578000, -671000, -85249,  104400, 180843,
                                      192522,   158525,  102675,  174247,  588000,  495000,  97344,   51778,   48848,   27672,  -19486,
                                      -8753,    18732,   -249000, -342000, -2345,   14193,   -20338,  -71321,  -104601, -55207, 176914,
                                      917000,   824000,  184985,  -19295,  -122915, -205436, -263487, -265640, -168181, 80000,  -13000,
                                      -106000,  -199000, -292000, -385000, -478000, -571000, -664000, -757000};
  relax(grid, 2, 9, 5);
  relax(grid, 9, 2, 5);
  relax(grid, 0, 9, 5);
  relax(grid, 7, 9, 0);
  for (int i = 0; i < 63; i++) CHECK(grid[i] == (i * 7919 % 2003 - 1000) * 1000);
  relax(grid, 7, 9, 3);
  CHECK(memcmp(grid, relaxed, sizeof grid) == 0);

  uint8_t out[128];
  for (size_t dist = 0; dist < 20; dist++)
    for (size_t length = 0; length < 70; length++) {
      memset(out, 0xaa, sizeof out);
      for (size_t i = 0; i < 18; i++) out[20 - 18 + i] = (uint8_t)(i + 1);
      size_t end = unpack(out + 2, 18, dist, length), wanted = dist == 0 || dist > 18 ? 18 : 18 + length;
      CHECK(end == wanted && out[0] == 0xaa && out[1] == 0xaa);
      for (size_t i = 0; i < 126; i++) CHECK(out[2 + i] == (i < 18 ? i + 1 : i < wanted ? 19 - dist + (i - 18) % dist : 0xaa));
    }

  uint32_t matrix[13 * 13], x[14], y[14];
  for (size_t n = 0; n <= 13; n++) {
    for (size_t i = 0; i < n * n; i++) matrix[i] = (uint32_t)(i + 1) * 2654435769u;
    for (size_t i = 0; i < 14; i++) x[i] = y[i] = (uint32_t)i * 40503u + 1;
    multiply(matrix, x, n);
    if (n > 1) CHECK(x[1] == y[1] + matrix[n] * y[0]);
    if (n > 2) CHECK(x[n - 1] != y[n - 1]);
    solve(matrix, x, n);
    CHECK(memcmp(x, y, sizeof x) == 0);
  }
  for (size_t i = 0; i < 16; i++) matrix[i] = (uint32_t)i;
  x[0] = 1, x[1] = 10, x[2] = 100, x[3] = 1000;
  solve(matrix, x, 4);
  CHECK(x[0] == 1 && x[1] == 6 && x[2] == 38 && x[3] == 378);

  static const uint32_t terms[12] = {17u,         2617851068u, 1677116278u, 1881469628u, 3149879205u, 2494529675u,
                                     2660140641u, 528481094u,  3156973530u, 2723437040u, 2452516247u, 1422827571u};
  for (size_t n = 0; n < 12; n++) CHECK(linear(0xdeadbeefu, 17, n) == terms[n]);
  CHECK(linear(0xdeadbeefu, 17, 500) == 2589458134u);
  return failures != 0;
}
