#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

ptrdiff_t runs_pack(const uint8_t* in, size_t n, uint8_t* out, size_t room);
ptrdiff_t runs_unpack(const uint8_t* in, size_t n, uint8_t* out, size_t room);
ptrdiff_t bits_pack(const uint8_t* bits, size_t from, size_t count, uint8_t* out, size_t room);
ptrdiff_t bits_unpack(const uint8_t* in, size_t n, uint8_t* bits, size_t from, size_t count);

static uint8_t in[1200], packed[1400], back[1200];

static ptrdiff_t trip(size_t n) {
  memset(packed, 0xcd, sizeof packed);
  memset(back, 0xcd, sizeof back);
  ptrdiff_t size = runs_pack(in, n, packed, sizeof packed);
  CHECK(size >= 0 && packed[size] == 0xcd);
  CHECK(runs_unpack(packed, (size_t)size, back, n) == (ptrdiff_t)n);
  CHECK(memcmp(in, back, n) == 0 && back[n] == 0xcd);
  if (n > 0) {
    CHECK(runs_unpack(packed, (size_t)size, back, n - 1) == -1);
    memset(packed, 0xcd, sizeof packed);
    CHECK(runs_pack(in, n, packed, (size_t)size - 1) == -1 && packed[size - 1] == 0xcd);
    CHECK(runs_pack(in, n, packed, (size_t)size) == size);
  }
  return size;
}

static int is(const uint8_t* got, ptrdiff_t size, const uint8_t* want, size_t n) {
  return size == (ptrdiff_t)n && memcmp(got, want, n) == 0;
}

static void bytes(void) {
  static const uint8_t mixed[] = {1, 1, 2, 2, 2, 3, 0, 0, 0, 0}, mixed_out[] = {1, 1, 1, 128, 2, 0, 3, 129, 0};
  memcpy(in, mixed, sizeof mixed);
  ptrdiff_t size = trip(sizeof mixed);
  CHECK(is(packed, size, mixed_out, sizeof mixed_out));
  CHECK(trip(0) == 0);
  static const struct {
    size_t n, size;
    uint8_t out[6];
  } equal[] = {{1, 2, {0, 9}},           {2, 3, {1, 9, 9}},           {3, 2, {128, 9}},           {130, 2, {255, 9}},
               {131, 4, {255, 9, 0, 9}}, {132, 5, {255, 9, 1, 9, 9}}, {133, 4, {255, 9, 128, 9}}, {260, 4, {255, 9, 255, 9}}};
  for (unsigned i = 0; i < sizeof equal / sizeof *equal; i++) {
    memset(in, 9, equal[i].n);
    size = trip(equal[i].n);
    CHECK(is(packed, size, equal[i].out, equal[i].size));
  }
  for (size_t n = 1; n < 600; n += n < 140 ? 1 : 37) {
    for (size_t i = 0; i < n; i++) in[i] = (uint8_t)(i * 7);
    CHECK(trip(n) == (ptrdiff_t)(n + (n + 127) / 128));
    CHECK(packed[0] == (n > 128 ? 127 : n - 1));
    for (size_t i = 0; i < n; i++) in[i] = (uint8_t)(i * i / 50);
    trip(n);
  }
  static const uint8_t broken[] = {2, 1, 2};
  CHECK(runs_unpack(broken, 3, back, 100) == -2 && runs_unpack(broken, 1, back, 100) == -2 && runs_unpack(broken, 0, back, 0) == 0);
  static const uint8_t ended[] = {0, 5, 255};
  CHECK(runs_unpack(ended, 3, back, 100) == -2 && runs_unpack(ended, 2, back, 100) == 1 && back[0] == 5);
}

static void bits(void) {
  static const uint8_t picture[] = {0x0f, 0xff, 0x00, 0x81}, whole[] = {4, 12, 8, 1, 6, 1}, middle[] = {1, 12, 8, 1, 3};
  CHECK(is(packed, bits_pack(picture, 0, 32, packed, 6), whole, 6));
  CHECK(bits_pack(picture, 0, 32, packed, 5) == -1);
  CHECK(is(packed, bits_pack(picture, 3, 25, packed, 9), middle, 5));
  CHECK(bits_pack(picture, 5, 0, packed, 9) == 0);
  static const uint8_t ones[] = {0, 255, 255, 2}, exact[] = {255, 0};
  memset(in, 0xff, 100);
  CHECK(is(packed, bits_pack(in, 7, 512, packed, 9), ones, 4));
  memset(in, 0, 100);
  CHECK(is(packed, bits_pack(in, 1, 255, packed, 9), exact, 2));
  CHECK(bits_unpack(exact, 2, back, 0, 254) == -1 && bits_unpack(exact, 2, back, 0, 255) == 255);
  for (size_t from = 0; from < 17; from += 3)
    for (size_t count = 0; count < 700; count += count < 40 ? 1 : 61)
      for (int kind = 0; kind < 2; kind++) {
        uint32_t x = 12345;
        for (size_t i = 0; i < 100; i++) {
          x = x * 69069 + 1;
          in[i] = kind ? (uint8_t)(x >> 24) : (uint8_t)((x >> 29) < 2 ? 0xff : (x >> 29) < 6 ? 0 : x >> 21);
        }
        ptrdiff_t size = bits_pack(in, from, count, packed, sizeof packed);
        for (int paper = 0; paper < 2; paper++) {
          memset(back, paper ? 0xff : 0, 110);
          CHECK(size >= 0 && bits_unpack(packed, (size_t)size, back, from, count) == (ptrdiff_t)count);
          unsigned wrong = 0;
          for (size_t i = 0; i < 880; i++) {
            unsigned want = i >= from && i < from + count ? in[i / 8] >> (7 - i % 8) & 1 : (unsigned)paper;
            wrong += (back[i / 8] >> (7 - i % 8) & 1) != want;
          }
          CHECK(wrong == 0);
        }
      }
}

int main(void) {
  bytes();
  bits();
  return failures != 0;
}
