#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum { SIDE = 16 };
void product(const uint32_t* a, const uint32_t* b, uint32_t* c, size_t n, size_t m, size_t k, int clear);
void transpose(uint32_t* cells, size_t n);
unsigned live(uint8_t (*grid)[SIDE], unsigned generations);
size_t spiral(const uint16_t* cells, size_t rows, size_t columns, uint16_t* out);
void summarise(const int32_t* cells, size_t rows, size_t columns, int mode, int32_t* by_row, int32_t* by_column);
uint32_t triangles(uint32_t n, uint32_t step);

static uint64_t mix(uint64_t hash, uint64_t value) { return (hash ^ value) * 0x100000001b3u; }

int main(void) {
  // a cell of the product is a sum of (3i + 5x + 1)(7x + 11j + 2), kept here as sums of powers of x
  uint32_t a[100], b[100], c[110];
  for (size_t n = 0; n < 8; n++)
    for (size_t m = 0; m < 8; m++)
      for (size_t k = 0; k < 12; k += 1 + k % 3) {
        for (size_t i = 0; i < n; i++)
          for (size_t x = 0; x < k; x++) a[i * k + x] = (uint32_t)(3 * i + 5 * x + 1);
        for (size_t x = 0; x < k; x++)
          for (size_t j = 0; j < m; j++) b[x * m + j] = (uint32_t)(7 * x + 11 * j + 2);
        for (int clear = 0; clear < 2; clear++) {
          for (size_t i = 0; i < 110; i++) c[i] = 0xf0000000u;
          product(a, b, c + 1, n, m, k, clear);
          uint32_t s0 = (uint32_t)k, s1 = s0 * (s0 - 1) / 2, s2 = k ? s0 * (s0 - 1) * (2 * s0 - 1) / 6 : 0;
          for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < m; j++) {
              uint32_t p = (uint32_t)(3 * i + 1), q = (uint32_t)(11 * j + 2);
              CHECK(c[1 + i * m + j] == (clear ? 0 : 0xf0000000u) + p * q * s0 + (7 * p + 5 * q) * s1 + 35 * s2);
            }
          CHECK(c[0] == 0xf0000000u && c[1 + n * m] == 0xf0000000u);
        }
      }
  static const uint32_t square[] = {1, 2, 3, 4};
  memcpy(c, square, sizeof square);
  product(square, c, c, 2, 2, 2, 0);  // onto a factor: later cells see the earlier ones
  CHECK(c[0] == 8 && c[1] == 12 && c[2] == 135 && c[3] == 200);

  for (size_t n = 0; n < 10; n++) {
    for (size_t i = 0; i < 101; i++) a[i % 100] = (uint32_t)i % 100;
    transpose(a, n);
    for (size_t i = 0; i < 100; i++) CHECK(a[i] == (i < n * n ? i % n * n + i / n : i));
  }

  uint8_t grid[SIDE][SIDE];
  for (unsigned shift = 0; shift < 16; shift += 5) {
    static const unsigned glider[5][2] = {{0, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}};
    memset(grid, 0, sizeof grid);
    for (int i = 0; i < 5; i++) grid[(glider[i][0] + shift) % 16][(glider[i][1] + 3 * shift) % 16] = 1;
    CHECK(live(grid, 0) == 5 && live(grid, 4 * 9) == 5);
    for (int i = 0; i < 5; i++) CHECK(grid[(glider[i][0] + shift + 9) % 16][(glider[i][1] + 3 * shift + 9) % 16] == 1);
  }
  for (unsigned i = 0; i < 256; i++) grid[i / 16][i % 16] = i * i % 11 < 4;
  static const unsigned alive[] = {117, 13, 8, 8, 8, 8, 8, 8};
  for (int i = 0; i < 8; i++) CHECK(live(grid, i > 0) == alive[i]);

  uint16_t cells[80], out[82];
  for (int i = 0; i < 80; i++) cells[i] = (uint16_t)(i + 1);
  uint64_t hash = 1;
  for (size_t rows = 0; rows < 9; rows++)
    for (size_t columns = 0; columns < 9; columns++) {
      memset(out, 0, sizeof out);
      CHECK(spiral(cells, rows, columns, out) == rows * columns && out[rows * columns] == 0);
      for (size_t i = 0; i < rows * columns; i++) hash = mix(hash, out[i]);
    }
  CHECK(hash == 12581626263655117405u);
  static const uint16_t three[] = {1, 2, 3, 4, 8, 12, 11, 10, 9, 5, 6, 7};
  CHECK(spiral(cells, 3, 4, out) == 12 && memcmp(out, three, sizeof three) == 0);

  int32_t table[64], by_row[9], by_column[9];
  for (int i = 0; i < 64; i++) table[i] = i * 37 % 23 - 11;
  hash = 1;
  for (int mode = 0; mode < 5; mode++)
    for (size_t rows = 0; rows < 9; rows++)
      for (size_t columns = 0; columns < 9; columns++) {
        memset(by_row, 0x66, sizeof by_row);
        memset(by_column, 0x66, sizeof by_column);
        summarise(table, rows, columns, mode, by_row, by_column);
        for (int i = 0; i < 9; i++) hash = mix(mix(hash, (uint32_t)by_row[i]), (uint32_t)by_column[i]);
      }
  CHECK(hash == 9779785772652361707u);

  static const uint32_t counts[] = {0, 0, 0, 0, 0, 1, 3, 7, 13, 22, 34, 50, 70};
  for (uint32_t n = 0; n < 13; n++) CHECK(triangles(n, 1) == counts[n]);
  CHECK(triangles(40, 2) == 2190 && triangles(40, 50) == 0 && triangles(41, 7) == 655);
  return failures != 0;
}
