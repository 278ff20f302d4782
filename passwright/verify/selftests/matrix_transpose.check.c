#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void transpose_words(uint32_t* restrict to, const uint32_t* from, size_t rows, size_t columns);
void transpose_square(double* m, size_t n);
void transpose_in_place(uint16_t* m, size_t rows, size_t columns);
void turn_square(unsigned char* m, size_t n);
uint64_t transpose_bits(uint64_t v);
void split_pixels(const unsigned char* pixels, size_t n, unsigned char* red, unsigned char* green, unsigned char* blue);
void join_pixels(unsigned char* pixels, size_t n, const unsigned char* red, const unsigned char* green, const unsigned char* blue);
size_t spiral(const int32_t* m, size_t rows, size_t columns, int32_t* out);

enum { MOST = 13 };

int main(void) {
  for (size_t rows = 0; rows <= MOST; rows++) {
    for (size_t columns = 0; columns <= MOST; columns++) {
      size_t n = rows * columns;
      uint32_t from[MOST * MOST], to[MOST * MOST + 2];
      uint16_t place[MOST * MOST + 2];
      int32_t m[MOST * MOST + 1], out[MOST * MOST + 1];
      memset(to, 0x5b, sizeof to);
      memset(place, 0x5b, sizeof place);
      for (size_t i = 0; i < n; i++) from[i] = (uint32_t)(i * 0x01010101u + 3), place[i + 1] = (uint16_t)(i * 257), m[i] = (int32_t)i;
      transpose_words(to + 1, from, rows, columns);
      transpose_in_place(place + 1, rows, columns);
      for (size_t i = 0; i < n; i++) {
        CHECK(to[1 + i % columns * rows + i / columns] == from[i] && place[1 + i % columns * rows + i / columns] == i * 257);
      }
      CHECK(to[0] == 0x5b5b5b5b && to[n + 1] == 0x5b5b5b5b && place[0] == 0x5b5b && place[n + 1] == 0x5b5b);

      // Walks the spiral by turning right where the next place is outside or was seen.
      unsigned char seen[MOST * MOST] = {0};
      int y = 0, x = 0, dy = 0, dx = 1;
      out[n] = -8;
      CHECK(spiral(m, rows, columns, out) == n && out[n] == -8);
      for (size_t i = 0; i < n; i++) {
        CHECK(out[i] == y * (int)columns + x);
        seen[y * (int)columns + x] = 1;
        int ny = y + dy, nx = x + dx;
        if (ny < 0 || nx < 0 || ny >= (int)rows || nx >= (int)columns || seen[ny * (int)columns + nx]) {
          int t = dy;
          dy = dx;
          dx = -t;
        }
        y += dy, x += dx;
      }
    }
  }
  for (size_t n = 0; n <= MOST; n++) {
    double d[MOST * MOST + 2];
    unsigned char b[MOST * MOST + 2], before[MOST * MOST];
    for (size_t i = 0; i < MOST * MOST + 2; i++) d[i] = -1.5, b[i] = 0xc4;
    for (size_t i = 0; i < n * n; i++) d[i + 1] = (double)i * 0.1, b[i + 1] = before[i] = (unsigned char)(i * 7 + 1);
    transpose_square(d + 1, n);
    turn_square(b + 1, n);
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k < n; k++)
        CHECK(d[1 + k * n + i] == (double)(i * n + k) * 0.1 && b[1 + k * n + (n - 1 - i)] == before[i * n + k]);
    CHECK(d[0] == -1.5 && d[n * n + 1] == -1.5 && b[0] == 0xc4 && b[n * n + 1] == 0xc4);
    turn_square(b + 1, n);
    for (size_t i = 0; i < n * n; i++) CHECK(b[1 + i] == before[n * n - 1 - i]);
  }
  static const uint64_t words[] = {
      0, UINT64_MAX, 1, 0x8000000000000000, 0xff, 0x8040201008040201, 0x0123456789abcdef, 0x00000000000000fe, 0x0102040810204080};
  for (int w = 0; w < 9; w++) {
    uint64_t t = transpose_bits(words[w]);
    for (unsigned i = 0; i < 8; i++)
      for (unsigned k = 0; k < 8; k++) CHECK((t >> (8 * k + i) & 1) == (words[w] >> (8 * i + k) & 1));
  }
  CHECK(transpose_bits(0xff) == 0x0101010101010101 && transpose_bits(0x8000000000000000) == 0x8000000000000000);
  for (unsigned i = 0; i < 64; i++) CHECK(transpose_bits((uint64_t)1 << i) == (uint64_t)1 << (i % 8 * 8 + i / 8));
  unsigned char pixels[3 * 41 + 1], again[3 * 41 + 2], planes[3][43];
  for (size_t i = 0; i < sizeof pixels; i++) pixels[i] = (unsigned char)(i * 5 + i / 7);
  for (size_t n = 0; n <= 41; n++) {
    memset(planes, 0xd2, sizeof planes);
    memset(again, 0xd2, sizeof again);
    split_pixels(pixels, n, planes[0] + 1, planes[1] + 1, planes[2] + 1);
    for (int c = 0; c < 3; c++) {
      for (size_t i = 0; i < n; i++) CHECK(planes[c][i + 1] == pixels[3 * i + (size_t)c]);
      CHECK(planes[c][0] == 0xd2 && planes[c][n + 1] == 0xd2);
    }
    join_pixels(again + 1, n, planes[0] + 1, planes[1] + 1, planes[2] + 1);
    CHECK(memcmp(again + 1, pixels, 3 * n) == 0 && again[0] == 0xd2 && again[3 * n + 1] == 0xd2);
    // A plane may lie in the pixels themselves: the first bytes are read before they are written, going from the end.
    memset(again, 0xd2, sizeof again);
    memcpy(again + 1, planes[0] + 1, n);
    join_pixels(again + 1, n, again + 1, planes[1] + 1, planes[2] + 1);
    CHECK(memcmp(again + 1, pixels, 3 * n) == 0 && again[0] == 0xd2 && again[3 * n + 1] == 0xd2);
  }
  return failures != 0;
}
