#include <stddef.h>
#include <stdint.h>

#include "check.h"

uint64_t jump(uint64_t state, uint64_t times, uint64_t plus, uint64_t count);
uint64_t crawl(uint64_t state, uint64_t times, uint64_t plus, unsigned count);
uint32_t inverse32(uint32_t odd);
uint64_t inverse64(uint64_t odd);
unsigned windows(const unsigned char* text, size_t n, size_t width, uint64_t base);
uint32_t triangle32(uint32_t n);
uint16_t sum16(const uint16_t* v, size_t n);
uint8_t product8(const uint8_t* v, size_t n);
void narrow(uint32_t a, uint32_t b, uint64_t out[6]);

int main(void) {
  const uint64_t times = 6364136223846793005u, plus = 1442695040888963407u;
  for (unsigned n = 0; n < 70; n++) CHECK(jump(42, times, plus, n) == crawl(42, times, plus, n));
  CHECK(crawl(42, times, plus, 1000) == 3780446852550674546u && jump(42, times, plus, 1000) == 3780446852550674546u);
  CHECK(jump(42, times, plus, 0) == 42 && jump(42, times, plus, UINT64_MAX) == 3639755004476521255u &&
        crawl(3639755004476521255u, times, plus, 1) == 42);
  CHECK(jump(7, 0, 5, 1) == 5 && jump(7, 0, 5, 0) == 7 && jump(7, 1, 1, UINT64_MAX) == 6 && jump(7, 2, 0, 64) == 0 &&
        jump(7, 2, 0, 63) == (uint64_t)1 << 63);
  for (uint32_t i = 0; i < 2000; i++) {
    uint32_t odd = (i < 1000 ? i : i * 2654435761u) | 1;
    CHECK((uint32_t)(odd * inverse32(odd)) == 1);
    uint64_t wide = ((uint64_t)i * 0x9e3779b97f4a7c15u) | 1;
    CHECK(wide * inverse64(wide) == 1);
  }
  CHECK(inverse32(3) == 0xaaaaaaab && inverse32(1) == 1 && inverse32(UINT32_MAX) == UINT32_MAX && inverse32(0x80000001) == 0x80000001);
  CHECK(inverse64(3) == 0xaaaaaaaaaaaaaaab && inverse64(UINT64_MAX) == UINT64_MAX && inverse64(7) == 0x6db6db6db6db6db7);

  static const unsigned char text[] = "abcabcabxabcabc\377\377\377";
  static const unsigned expected[] = {19, 5, 5, 4, 3, 3, 2, 1};
  for (size_t width = 0; width < 8; width++) {
    CHECK(windows(text, 18, width, 0x100000001b3) == expected[width]);
    CHECK(windows(text, 18, width, UINT64_MAX - 58) == expected[width]);
  }
  CHECK(windows(text, 18, 18, 257) == 1 && windows(text, 18, 19, 257) == 0 && windows(text, 0, 0, 257) == 1 &&
        windows(text + 15, 3, 1, 1) == 3);

  static const uint32_t ns[] = {0, 1, 2, 3, 7, 100, 4095, 65535, 65536, 65537, 100001};
  static const uint32_t sums[] = {0u,          0u,          268435458u,  805306376u,  1342177392u, 1610946036u,
                                  1683316736u, 1700134912u, 1431633920u, 1431699456u, 2331622848u};
  for (int i = 0; i < 11; i++) CHECK(triangle32(ns[i]) == sums[i]);

  uint16_t h[35];
  uint8_t b[35];
  for (int i = 0; i < 35; i++) h[i] = (uint16_t)(65535 - i * 1001), b[i] = (uint8_t)(2 * i + 1);
  static const uint16_t s16[] = {0,     1,     2004,  24970, 22324, 13027, 16040, 50324, 3768,  26405, 6124,  27422,
                                 43724, 8455,  6112,  55656, 44976, 58569, 49860, 37810, 41380, 13995, 40152, 7740,
                                 1256,  39661, 10844, 64838, 23996, 38351, 61328, 46352, 12384, 43921, 28852, 51674};
  static const uint8_t p8[] = {1,   1,   3,   15,  105, 177, 155, 223, 17, 33, 115, 111, 249, 81,  139, 191, 33,  65,
                               227, 207, 137, 241, 123, 159, 49,  97,  83, 47, 25,  145, 107, 127, 65,  129, 195, 143};
  for (size_t n = 0; n <= 35; n++) CHECK(sum16(h, n) == s16[n] && product8(b, n) == p8[n]);
  b[20] = 0;
  CHECK(product8(b, 35) == 0 && product8(b, 20) == p8[20]);

  static const uint32_t e[] = {0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 65535, 65536, 0x12345678};
  for (int i = 0; i < 10; i++) {
    for (int j = 0; j < 10; j++) {
      uint64_t o[6];
      narrow(e[i], e[j], o);
      int64_t a = e[i], c = e[j];
      CHECK(o[1] == (uint64_t)(a + c) && o[0] == o[1] % 4294967296u && (int64_t)o[3] == a - c &&
            o[2] == (uint64_t)(a < c ? a - c + 4294967296 : a - c));
      unsigned __int128 p = (unsigned __int128)e[i] * e[j];
      CHECK(o[5] == (uint64_t)p && o[4] == (uint64_t)(p % 4294967296u));
    }
  }
  return failures != 0;
}
