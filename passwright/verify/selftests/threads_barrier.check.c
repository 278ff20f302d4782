#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

unsigned world_run(uint8_t* grid, uint8_t* spare, size_t width, size_t height, unsigned steps, uint64_t* sums, uint64_t* other,
                   size_t length, unsigned threads, uint64_t* lasts);

static uint8_t cells[2][40 * 40];
static uint64_t sums[2][300];

static unsigned rounds(size_t length) {
  unsigned n = 0;
  while (((size_t)1 << n) < length) n++;
  return n;
}

static uint8_t* run(size_t width, size_t height, unsigned steps, size_t length, unsigned threads) {
  uint64_t lasts = 99, expected = 0;
  memset(cells[1], 0xee, sizeof cells[1]);
  for (size_t i = 0; i < 300; i++) sums[0][i] = i < length ? (i * i) << (i % 3 * 20) : 0xabcdef;
  memcpy(sums[1], sums[0], sizeof sums[0]);
  CHECK(world_run(cells[0], cells[1], width, height, steps, sums[0], sums[1], length, threads, &lasts) == steps + rounds(length));
  CHECK(lasts == steps);
  const uint64_t* got = sums[rounds(length) & 1];
  unsigned wrong = 0;
  for (size_t i = 0; i < 300; i++) {
    expected += (i * i) << (i % 3 * 20);
    wrong += got[i] != (i < length ? expected : 0xabcdef);
  }
  CHECK(wrong == 0);
  for (size_t i = width * height; i < sizeof cells[1]; i++) wrong += cells[1][i] != 0xee;
  CHECK(wrong == 0);
  return cells[steps & 1];
}

// Sets the cells of a picture, '#' alive, rows of any width.
static void draw(size_t width, size_t height, const signed char* text, size_t left, size_t top) {
  memset(cells[0], 0, sizeof cells[0]);
  size_t x = left, y = top;
  for (; *text; text++) {
    if (*text == '/') {
      y++;
      x = left;
    } else {
      cells[0][y % height * width + x++ % width] = *text == '#';
    }
  }
}

static unsigned count(const uint8_t* g, size_t n) {
  unsigned sum = 0;
  for (size_t i = 0; i < n; i++) sum += g[i];
  return sum;
}

int main(void) {
  static const size_t lengths[] = {0, 1, 2, 3, 64, 65, 300};
  static uint8_t want[40 * 40];
  for (unsigned threads = 1; threads <= 4; threads++) {
    // A glider moves by (1, 1) in four steps, over the edges too.
    draw(9, 7, (const signed char*)".#./..#/###", 7, 5);
    uint8_t start[63];
    memcpy(start, cells[0], 63);
    uint8_t* got = run(9, 7, 4, lengths[threads], threads);
    for (size_t y = 0; y < 7; y++)
      for (size_t x = 0; x < 9; x++) want[(y + 1) % 7 * 9 + (x + 1) % 9] = start[y * 9 + x];
    CHECK(memcmp(got, want, 63) == 0);
    draw(5, 5, (const signed char*)"###", 1, 2);
    got = run(5, 5, 3, lengths[threads + 2], threads);
    CHECK(count(got, 25) == 3 && got[7] && got[12] && got[17]);
    got = run(5, 5, 0, 0, threads);
    CHECK(got == cells[0]);
    // The R pentomino's first generations on a large enough field.
    static const unsigned people[] = {5, 6, 7, 9, 8, 9, 12, 11, 18, 11, 11};
    for (unsigned s = 0; s < 11; s += threads) {
      draw(31, 29, (const signed char*)".##/##./.#.", 14, 13);
      CHECK(count(run(31, 29, s, 300, threads), 31 * 29) == people[s]);
    }
  }
  draw(16, 3, (const signed char*)"##/##", 0, 0);
  CHECK(count(run(16, 3, 2, 5, 8), 48) == 4);
  draw(20, 20, (const signed char*)"##/##", 19, 19);
  CHECK(count(run(20, 20, 5, 5, 12), 400) == 4 && cells[1][0] && cells[1][19] && cells[1][380] && cells[1][399]);
  return failures != 0;
}
