#include <stddef.h>
#include <stdint.h>

#include "check.h"

unsigned ones_by_gates(unsigned x);
int parity_by_branches(unsigned x);
int multiplex(unsigned x);
int less_than(unsigned x);
_Bool tangle(_Bool a, _Bool b, _Bool c, _Bool d, _Bool e, _Bool f, _Bool g, _Bool h);
uint64_t tangle_words(const uint64_t w[8]);
unsigned satisfy(int (*predicate)(unsigned), unsigned mask, unsigned* first, unsigned* last);
unsigned survey(int which, unsigned mask, unsigned* first, unsigned* last);

static unsigned asked;
static int note(unsigned x) {
  asked = asked * 5 + x;
  return x == 4;
}

int main(void) {
  static const uint64_t wanted[4] = {0x60036662f8889ee1u, 0xfee8fee7fcc89cc7u, 0x60216026f8889887u, 0xf888fee1f8889ee1u};
  static const uint64_t muxes[4] = {0xccccccccaaaaaaaau, 0xff00ff00f0f0f0f0u, 0xffffffffffff0000u, 0x5555aaaa00000000u};
  for (unsigned x = 0; x < 256; x++) {
    unsigned ones = 0;
    for (unsigned y = x; y; y &= y - 1) ones++;
    CHECK(ones_by_gates(x) == ones && parity_by_branches(x) == (int)(ones % 2) && ones_by_gates(x | 0xffffff00u) == ones);
    CHECK(parity_by_branches(x | 0x12345600u) == (int)(ones % 2));
    CHECK(less_than(x) == (x % 16 < x / 16) && less_than(x + 0x300) == (x % 16 < x / 16));
    CHECK(multiplex(x) == (int)(muxes[x / 64] >> x % 64 & 1));
    CHECK(tangle(x & 1, x & 2, x & 4, x & 8, x & 16, x & 32, x & 64, x & 128) == (wanted[x / 64] >> x % 64 & 1));
  }
  for (unsigned block = 0; block < 4; block++)
    for (unsigned turn = 0; turn < 64; turn += 21) {
      uint64_t w[8] = {0}, rotated = 0;
      for (unsigned k = 0; k < 64; k++) {
        unsigned x = block * 64 + (k + turn) % 64;
        for (int i = 0; i < 8; i++) w[i] |= (uint64_t)(x >> i & 1) << k;
        rotated |= (wanted[block] >> (k + turn) % 64 & 1) << k;
      }
      CHECK(tangle_words(w) == rotated);
    }
  static const unsigned surveys[][5] = {
      {0, 255, 128, 1, 254},  {0, 0, 0, 999, 998},  {0, 1, 1, 1, 1},       {0, 128, 1, 128, 128},  {0, 15, 8, 1, 14},
      {0, 240, 8, 16, 224},   {0, 170, 8, 2, 168},  {0, 129, 2, 1, 128},   {0, 4660, 4, 4, 52},    {0, 107, 16, 1, 107},
      {1, 255, 128, 1, 254},  {1, 0, 0, 999, 998},  {1, 1, 1, 1, 1},       {1, 128, 0, 999, 998},  {1, 15, 8, 1, 15},
      {1, 240, 4, 144, 240},  {1, 170, 6, 34, 170}, {1, 129, 1, 1, 1},     {1, 4660, 0, 999, 998}, {1, 107, 12, 1, 107},
      {2, 255, 120, 16, 254}, {2, 0, 0, 999, 998},  {2, 1, 0, 999, 998},   {2, 128, 1, 128, 128},  {2, 15, 0, 999, 998},
      {2, 240, 15, 16, 240},  {2, 170, 6, 32, 168}, {2, 129, 2, 128, 129}, {2, 4660, 3, 16, 48},   {2, 107, 10, 32, 99}};
  for (size_t i = 0; i < sizeof surveys / sizeof *surveys; i++) {
    unsigned first = 999, last = 998;
    CHECK(survey((int)surveys[i][0], surveys[i][1], &first, &last) == surveys[i][2] && first == surveys[i][3] && last == surveys[i][4]);
  }
  unsigned first = 0, last = 0;
  CHECK(satisfy(note, 6, &first, &last) == 1 && first == 4 && last == 4 && asked == (2 * 5 + 4) * 5 + 6);
  return failures != 0;
}
