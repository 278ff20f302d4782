#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

size_t deltas_size(const int64_t* v, size_t n, unsigned order);
size_t deltas_pack(const int64_t* v, size_t n, unsigned order, uint8_t* out);
ptrdiff_t deltas_unpack(const uint8_t* in, size_t size, unsigned order, int64_t* out, size_t room);
size_t blocks_pack(const int64_t* v, size_t n, int64_t* least, unsigned* width, uint64_t* words);
int64_t blocks_get(const uint64_t* words, int64_t least, unsigned width, size_t i);

static uint8_t bytes[1100];
static int64_t back[110];

static size_t trip(const int64_t* v, size_t n, unsigned order) {
  memset(bytes, 0xcd, sizeof bytes);
  memset(back, 0xcd, sizeof back);
  size_t size = deltas_pack(v, n, order, bytes);
  CHECK(size == deltas_size(v, n, order) && bytes[size] == 0xcd);
  CHECK(deltas_unpack(bytes, size, order, back, 110) == (ptrdiff_t)n);
  CHECK(memcmp(v, back, n * sizeof *v) == 0 && back[n] == (int64_t)0xcdcdcdcdcdcdcdcdull);
  if (n > 0) CHECK(deltas_unpack(bytes, size, order, back, n - 1) == (ptrdiff_t)n - 1);
  return size;
}

static void one(int64_t v, size_t size, const uint8_t* want) {
  CHECK(trip(&v, 1, 0) == size && memcmp(bytes, want, size) == 0);
  CHECK(trip(&v, 1, 1) == size && trip(&v, 1, 2) == size && memcmp(bytes, want, size) == 0);
  // Every shorter piece lacks its end.
  for (size_t i = 1; i < size; i++) CHECK(deltas_unpack(want, i, 0, back, 9) == -1);
}

static void blocks(const int64_t* v, size_t n, int64_t least, unsigned width) {
  uint64_t words[112];
  int64_t low = 77;
  unsigned w = 77;
  memset(words, 0xab, sizeof words);
  size_t count = blocks_pack(v, n, &low, &w, words);
  CHECK(low == least && w == width && count == (n * width + 63) / 64);
  CHECK(words[count] == 0xababababababababull);
  unsigned wrong = 0;
  for (size_t i = 0; i < n; i++) wrong += blocks_get(words, low, w, i) != v[i];
  CHECK(wrong == 0);
  if (count > 0 && n * width % 64 != 0) CHECK(words[count - 1] >> (n * width % 64) == 0);
}

int main(void) {
  one(0, 1, (const uint8_t[]){0});
  one(-1, 1, (const uint8_t[]){1});
  one(63, 1, (const uint8_t[]){126});
  one(-64, 1, (const uint8_t[]){127});
  one(64, 2, (const uint8_t[]){128, 1});
  one(-65, 2, (const uint8_t[]){129, 1});
  one(8191, 2, (const uint8_t[]){254, 127});
  one(8192, 3, (const uint8_t[]){128, 128, 1});
  one(INT32_MIN, 5, (const uint8_t[]){255, 255, 255, 255, 15});
  one(INT64_MAX, 10, (const uint8_t[]){254, 255, 255, 255, 255, 255, 255, 255, 255, 1});
  one(INT64_MIN, 10, (const uint8_t[]){255, 255, 255, 255, 255, 255, 255, 255, 255, 1});

  static const int64_t squares[] = {0, 1, 4, 9, 16, 25, 36};
  CHECK(trip(squares, 7, 2) == 7 && memcmp(bytes, (const uint8_t[]){0, 2, 4, 4, 4, 4, 4}, 7) == 0);
  CHECK(trip(squares, 7, 1) == 7 && memcmp(bytes, (const uint8_t[]){0, 2, 6, 10, 14, 18, 22}, 7) == 0);
  CHECK(trip(squares, 0, 2) == 0);
  static const int64_t leaps[] = {INT64_MAX, INT64_MIN, INT64_MAX, 0, INT64_MIN, -1, 1};
  CHECK(trip(leaps, 7, 0) == 43 && trip(leaps, 7, 1) == 10 + 1 + 1 + 10 + 10 + 10 + 1);
  CHECK(trip(leaps, 7, 2) == 43);
  // Order two: MAX, then 1 - MAX, then -2, ... all modulo 2^64.
  static const int64_t pair[] = {INT64_MAX, INT64_MIN};
  CHECK(trip(pair, 2, 2) == 20 && memcmp(bytes + 10, (const uint8_t[]){251, 255, 255, 255, 255, 255, 255, 255, 255, 1}, 10) == 0);

  static const uint8_t padded[] = {5, 128, 0}, wide[] = {128, 128, 128, 128, 128, 128, 128, 128, 128, 2},
                       longer[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 129, 0}, open[] = {1, 2, 200};
  CHECK(deltas_unpack(padded, 3, 0, back, 9) == -2 && deltas_unpack(padded, 1, 0, back, 9) == 1 && back[0] == -3);
  CHECK(deltas_unpack(wide, 10, 1, back, 9) == -1 && deltas_unpack(longer, 11, 1, back, 9) == -1);
  CHECK(deltas_unpack(open, 3, 1, back, 9) == -3 && back[1] == 0 && deltas_unpack(open, 3, 1, back, 2) == 2);
  CHECK(deltas_unpack(open, 3, 1, back, 0) == 0);

  int64_t v[100];
  for (unsigned shift = 0; shift < 64; shift++) {
    uint64_t x = 88172645463325252ull + shift;
    for (int i = 0; i < 100; i++) {
      x ^= x << 13;
      x ^= x >> 7;
      x ^= x << 17;
      v[i] = (int64_t)x >> shift;
    }
    for (unsigned order = 0; order < 3; order++) trip(v, 100 - shift, order);
    // The two ends fix the width; the others lie between.
    int64_t least = -(int64_t)(1ull << (62 - shift % 60)) - 5;
    for (int i = 0; i < 100; i++) v[i] = (int64_t)((uint64_t)least + ((uint64_t)v[i] & ((2ull << shift) - 1)));
    v[7] = least;
    v[93] = (int64_t)((uint64_t)least + (1ull << shift));
    // Where the sum passes the largest number it is the smallest that counts, so only sums that stay below are asked for.
    if (shift < 62) blocks(v, 100, least, shift + 1);
  }
  blocks(v, 0, 0, 0);
  v[0] = INT64_MIN;
  blocks(v, 1, INT64_MIN, 0);
  v[1] = INT64_MAX;
  blocks(v, 2, INT64_MIN, 64);
  v[2] = -1;
  blocks(v, 3, INT64_MIN, 64);
  blocks(v + 1, 2, -1, 64);
  v[0] = v[1] = v[2] = 5;
  blocks(v, 3, 5, 0);
  return failures != 0;
}
