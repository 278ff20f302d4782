#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void rotate(int32_t* values, size_t n, size_t by);
void transpose(int32_t* values, size_t rows, size_t columns);
void hadamard(int32_t* values, size_t n);
void bit_reverse(int32_t* values, unsigned bits);
void to_deltas(int32_t* values, size_t n);
void from_deltas(int32_t* values, size_t n);
size_t pack(unsigned char* bytes, size_t n);
size_t expand(unsigned char* bytes, size_t n, size_t room);

#define MOST 80
static int32_t values[MOST + 2];

static void fill(void) {
  for (int i = 0; i < MOST + 2; i++) values[i] = i * 1000 - 7;
}

static int guarded(size_t n) { return values[0] == -7 && values[n + 1] == (int32_t)(n + 1) * 1000 - 7; }

int main(void) {
  for (size_t n = 0; n <= 13; n++) {
    for (size_t by = 0; by <= n + 1; by++) {
      fill();
      rotate(values + 1, n, by);
      for (size_t i = 0; i < n; i++) CHECK(values[1 + i] == (int32_t)((i + by) % n + 1) * 1000 - 7);
      CHECK(guarded(n));
    }
  }
  for (size_t rows = 1; rows <= 8; rows++) {
    for (size_t columns = 1; columns <= 10; columns++) {
      fill();
      transpose(values + 1, rows, columns);
      for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) CHECK(values[1 + j * rows + i] == (int32_t)(i * columns + j + 1) * 1000 - 7);
      }
      CHECK(guarded(rows * columns));
    }
  }
  for (size_t n = 1; n <= 64; n *= 2) {
    for (size_t which = 0; which < n; which++) {
      fill();
      for (size_t i = 0; i < n; i++) values[1 + i] = i == which ? -3 : 0;
      hadamard(values + 1, n);
      for (size_t i = 0; i < n; i++) CHECK(values[1 + i] == (__builtin_popcountll(i & which) & 1 ? 3 : -3));
      CHECK(guarded(n));
    }
  }
  static const unsigned char order[16] = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
  for (unsigned bits = 0; bits <= 4; bits++) {
    fill();
    bit_reverse(values + 1, bits);
    for (int i = 0; i < 1 << bits; i++) CHECK(values[1 + i] == ((order[i] >> (4 - bits)) + 1) * 1000 - 7);
    CHECK(guarded((size_t)1 << bits));
  }
  for (size_t n = 0; n <= 40; n++) {
    for (int i = 0; i < MOST; i++) values[i] = i * i * i - 5 * i;
    to_deltas(values + 1, n);
    for (size_t i = 1; i < n; i++) CHECK(values[1 + i] == (int32_t)(3 * i * i + 3 * i + 1) - 5);
    CHECK(values[0] == 0 && values[1] == -4 && (n == 0 || values[n + 1] == (int32_t)((n + 1) * (n + 1) * (n + 1) - 5 * (n + 1))));
    from_deltas(values + 1, n);
    for (int i = 0; i < MOST; i++) CHECK(values[i] == i * i * i - 5 * i);
  }

  // Runs of every length from 1 to 9, and a long one in two parts.
  unsigned char bytes[320], expected[64];
  size_t n = 0, m = 0;
  for (int run = 1; run <= 9; run++) {
    memset(bytes + n, 'a' + run, (size_t)run);
    n += (size_t)run;
    if (run < 3) {
      memset(expected + m, 'a' + run, (size_t)run);
      m += (size_t)run;
    } else {
      expected[m++] = 0xff, expected[m++] = (unsigned char)run, expected[m++] = (unsigned char)('a' + run);
    }
  }
  memset(bytes + n, 0, 252);
  memcpy(expected + m, "\xff\xfa\0\0\0", 5);
  bytes[n + 252] = 0x5a;
  CHECK(pack(bytes, n + 252) == m + 5 && memcmp(bytes, expected, m + 5) == 0 && bytes[n + 252] == 0x5a);
  CHECK(pack(bytes, 0) == 0 && pack(bytes, 1) == 1 && bytes[0] == 'b' && bytes[1] == 'c');

  static const char* const texts[][2] = {
      {"", ""}, {"\n", "\r\n"}, {"a", "a"}, {"\n\n\n", "\r\n\r\n\r\n"}, {"ab\nc\n\nd", "ab\r\nc\r\n\r\nd"}};
  for (int k = 0; k < 5; k++) {
    unsigned char text[24];
    size_t from = strlen(texts[k][0]), to = strlen(texts[k][1]);
    memset(text, '#', sizeof text);
    memcpy(text, texts[k][0], from);
    CHECK(to == from || expand(text, from, to - 1) == 0);
    CHECK(memcmp(text, texts[k][0], from) == 0);
    CHECK(expand(text, from, to) == to && memcmp(text, texts[k][1], to) == 0 && text[to] == '#');
  }
  return failures != 0;
}
