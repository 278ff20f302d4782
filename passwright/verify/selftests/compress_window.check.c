#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

ptrdiff_t window_pack(const uint8_t* in, size_t n, uint8_t* out, size_t room, unsigned tries, int lazy);
ptrdiff_t window_unpack(const uint8_t* in, size_t n, uint8_t* out, size_t room);

enum { MOST = 5000 };
static uint8_t in[MOST + 1], packed[MOST + MOST / 8 + 2], back[MOST + 1];

static ptrdiff_t trip(size_t n, unsigned tries, int lazy) {
  memset(packed, 0xcd, sizeof packed);
  memset(back, 0xcd, sizeof back);
  ptrdiff_t size = window_pack(in, n, packed, sizeof packed, tries, lazy);
  CHECK(size >= 0 && size <= (ptrdiff_t)(n + (n + 7) / 8) && packed[size] == 0xcd);
  if (size < 0) return size;
  CHECK(window_unpack(packed, (size_t)size, back, n) == (ptrdiff_t)n);
  CHECK(memcmp(in, back, n) == 0 && back[n] == 0xcd);
  if (n == 0) return size;
  CHECK(window_unpack(packed, (size_t)size, back, n - 1) == -1);
  memset(packed, 0xcd, sizeof packed);
  CHECK(window_pack(in, n, packed, (size_t)size - 1, tries, lazy) == -1 && packed[size - 1] == 0xcd);
  CHECK(window_pack(in, n, packed, (size_t)size, tries, lazy) == size);
  return size;
}

static size_t text(const signed char* s) {
  size_t n = 0;
  while (s[n]) n++;
  memcpy(in, s, n);
  return n;
}

#define GIVES(string, lazy, ...)                                                     \
  do {                                                                               \
    static const uint8_t want[] = {__VA_ARGS__};                                     \
    ptrdiff_t size = trip(text((const signed char*)(string)), 99, lazy);             \
    CHECK(size == (ptrdiff_t)sizeof want && memcmp(packed, want, sizeof want) == 0); \
  } while (0)

int main(void) {
  CHECK(trip(0, 9, 0) == 0);
  GIVES("a", 0, 0, 97);
  GIVES("aa", 0, 0, 97, 97);
  GIVES("aaa", 0, 0, 97, 97, 97);
  GIVES("aaaa", 0, 2, 97, 0, 0);
  GIVES("aaaaaaaaaaaaaaaaaaaa", 0, 2, 97, 0, 15, 97);
  GIVES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, 6, 97, 0, 15, 0, 15, 97);
  GIVES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, 6, 97, 0, 15, 0, 15, 97);
  GIVES("abcabcabcab", 0, 8, 97, 98, 99, 2, 5);
  GIVES("abcdefgh", 0, 0, 97, 98, 99, 100, 101, 102, 103, 104);
  GIVES("abcdefghi", 0, 0, 97, 98, 99, 100, 101, 102, 103, 104, 0, 105);
  GIVES("abcdefghabcd", 0, 0, 97, 98, 99, 100, 101, 102, 103, 104, 1, 7, 1);
  GIVES("xyz1xyz2xyz", 0, 80, 120, 121, 122, 49, 3, 0, 50, 3, 0);
  GIVES("xyzw1xyz2xyzw", 0, 160, 120, 121, 122, 119, 49, 4, 0, 50, 8, 1);
  GIVES("bcdef.abc.abcdef", 0, 0, 98, 99, 100, 101, 102, 46, 97, 98, 6, 99, 3, 1, 10, 0);
  GIVES("the rain in spain stays mainly in the plain, the rain", 0, 0, 116, 104, 101, 32, 114, 97, 105, 110, 18, 32, 2, 0, 115, 112, 8, 1,
        115, 116, 97, 144, 121, 115, 32, 109, 10, 0, 108, 121, 21, 1, 105, 33, 1, 112, 108, 14, 0, 44, 10, 2, 44, 1);
  GIVES("the rain in spain stays mainly in the plain, the rain", 1, 0, 116, 104, 101, 32, 114, 97, 105, 110, 18, 32, 2, 0, 115, 112, 8, 1,
        115, 116, 97, 144, 121, 115, 32, 109, 10, 0, 108, 121, 21, 1, 73, 33, 1, 112, 108, 14, 0, 44, 32, 44, 5);
  GIVES("abababababcababababab", 0, 20, 97, 98, 1, 5, 99, 10, 7);
  GIVES("abababababcababababab", 1, 20, 97, 98, 1, 5, 99, 10, 7);
  // Far matches: at 4096 bytes just inside the window, at 4097 outside.
  for (size_t gap = 4095; gap < 4099; gap++) {
    uint32_t x = 1;
    for (size_t i = 0; i < gap + 40; i++) {
      x = x * 1664525 + 1013904223;
      in[i] = (uint8_t)(x >> 24);
    }
    memcpy(in + gap, in, 10);
    ptrdiff_t size = trip(gap + 40, 5000, 0);
    CHECK(size == (ptrdiff_t)(gap <= 4096 ? gap + 32 + (gap + 31 + 7) / 8 : gap + 40 + (gap + 40 + 7) / 8));
  }
  for (int kind = 0; kind < 4; kind++)
    for (size_t n = 1; n <= MOST; n = n * 4 + (size_t)kind) {
      uint32_t x = 7;
      for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        in[i] = (uint8_t)(kind == 0 ? 'k' : kind == 1 ? (x >> 30) : kind == 2 ? i % 4099 * 13 >> 3 : x >> 24);
      }
      ptrdiff_t eager = trip(n, 40, 0), lazy = trip(n, 40, 1);
      if (kind == 0 && n > 200) CHECK(eager == lazy && eager < (ptrdiff_t)(n / 7));
      if (kind == 3) CHECK(eager >= (ptrdiff_t)n);
    }
  static const uint8_t early[] = {2, 'a', 0}, before[] = {2, 'a', 1, 0}, bare[] = {1}, longest[] = {2, 'z', 0, 15};
  CHECK(window_unpack(early, 3, back, 99) == -2 && window_unpack(before, 4, back, 99) == -3 && window_unpack(bare, 1, back, 99) == 0);
  CHECK(window_unpack(early, 2, back, 99) == 1 && window_unpack(longest, 4, back, 19) == 19 && back[18] == 'z');
  CHECK(window_unpack(longest, 4, back, 18) == -1 && window_unpack(longest, 4, back, 0) == -1);
  return failures != 0;
}
