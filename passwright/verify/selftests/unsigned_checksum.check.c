#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint32_t crc32_table(uint32_t crc, const unsigned char* p, size_t n);
uint32_t crc32_bits(uint32_t crc, const unsigned char* p, size_t n, uint32_t polynomial);
uint16_t crc16(uint16_t crc, const unsigned char* p, size_t n);
uint32_t adler(uint32_t sum, const unsigned char* p, size_t n);
uint16_t fletcher(const unsigned char* p, size_t n);
uint32_t fnv32(const unsigned char* p, size_t n);
uint64_t fnv64(uint64_t h, const unsigned char* p, size_t n);
uint64_t word_hash(const unsigned char* p, size_t n, uint64_t seed);
uint16_t internet_sum(const unsigned char* p, size_t n);

int main(void) {
  static unsigned char data[12001], ones[12001];
  for (unsigned i = 0; i < sizeof data; i++) data[i] = (unsigned char)(i * i * 7 + i / 3 + 0x80);
  memset(ones, 255, sizeof ones);
  const unsigned char* nine = (const unsigned char*)"123456789";
  CHECK(crc32_table(0, nine, 9) == 0xcbf43926 && crc32_bits(0, nine, 9, 0xedb88320) == 0xcbf43926 &&
        crc32_bits(0, nine, 9, 0x82f63b78) == 0xe3069283);
  CHECK(crc16(0xffff, nine, 9) == 0x29b1 && crc16(0, nine, 9) == 0x31c3 && adler(1, nine, 9) == 0x091e01de &&
        fletcher((const unsigned char*)"abcde", 5) == 0xc8f0);
  CHECK(fnv32(nine, 0) == 0x811c9dc5 && fnv32((const unsigned char*)"foobar", 6) == 0xbf9cf968);
  CHECK(fnv64(0xcbf29ce484222325, (const unsigned char*)"foobar", 6) == 0x85944171f73967e8);
  CHECK(crc32_table(0, nine, 0) == 0 && adler(1, nine, 0) == 1 && fletcher(nine, 0) == 0 && crc16(0x1234, nine, 0) == 0x1234 &&
        internet_sum(nine, 0) == 0xffff);
  static const struct {
    size_t at, n;
    uint32_t crc, castagnoli, adler, fnv;
    uint64_t fnv64, word;
    uint16_t crc16, fletcher, internet;
  } rows[] = {
      {0, 0, 0x0u, 0x0u, 0x1u, 0x811c9dc5u, 0xcbf29ce484222325u, 0x60b60b5a93b0f187u, 0xffff, 0x0, 0xffff},
      {0, 1, 0x3fba6cadu, 0xd08b6829u, 0x810081u, 0x850b939fu, 0xaf643d4c8602915fu, 0xc9287f8b1826f6f0u, 0x7078, 0x8080, 0x7fff},
      {1, 2, 0xcca2c31cu, 0xaf2477a9u, 0x1ac0124u, 0x32314a0eu, 0x9dbea07b655566eu, 0x47527e4288c8f3fcu, 0xdd35, 0xab24, 0x7863},
      {3, 3, 0x4590af02u, 0x4bfdab58u, 0x45501e2u, 0xc5f3c3aeu, 0x5b28bc1c1c63c2eeu, 0xcefcc39319282c79u, 0xfcc8, 0x56e2, 0xf0e},
      {5, 4, 0x47283c0du, 0xdca2db1cu, 0x43201cau, 0xd89ac804u, 0x76d773fae3ae74e4u, 0x9ef14db55a5a66e3u, 0xac19, 0x32ca, 0xf63e},
      {2, 5, 0x7864a025u, 0x9d9dfb90u, 0x9c202fcu, 0xe22987bau, 0xcefd99800a928e9au, 0xe9c92c25bf82f36cu, 0x41a7, 0xc6fd, 0xf40d},
      {7, 6, 0x1f5ef986u, 0x1fbca825u, 0xc23035bu, 0xf9d5e5a3u, 0x8fefe74b11362aa3u, 0xf4df715ab249ae67u, 0x8a15, 0x295d, 0x9a08},
      {1, 7, 0x76e9fbbu, 0x6fb6a040u, 0x1149045cu, 0xf0f89dbau, 0x999bd11ca4b7ec7au, 0xd07a7e43899ac2fau, 0xe8d2, 0x535f, 0xadf2},
      {1, 8, 0x1664cbaau, 0xb3299506u, 0x15e7049eu, 0x4f60ad68u, 0xbbb08babe4866328u, 0x6dd0e70fa988b80fu, 0xc6a0, 0xf4a1, 0xadb0},
      {3, 9, 0xb976a54du, 0x6c1413cu, 0x1b580546u, 0x77d187d2u, 0x34fd046f05bbcc32u, 0xa0a0d466d126026eu, 0xb535, 0x6a4a, 0xa90c},
      {0, 15, 0x2aa6442fu, 0xd0cf96c4u, 0x447d0860u, 0x5a8f2214u, 0x80cdfa913c0affd4u, 0x4f0e7cd32489bdc0u, 0x518f, 0xb267, 0x9bfc},
      {5, 16, 0xa5dc189u, 0xdfbc244cu, 0x434e07e6u, 0xe16129c4u, 0x26a6e6aa967a5aa4u, 0x721cc2170f0b6bf8u, 0xc531, 0x81ec, 0xc74b},
      {9, 17, 0xd0e6e5bfu, 0xbbe4c3efu, 0x5264095bu, 0xde0f2981u, 0x58e1f9990d7924e1u, 0xd942aa87dd6b04c1u, 0xd270, 0xa563, 0x9cff},
      {13, 63, 0x4dd417e9u, 0xd7bedc06u, 0xe6251db8u, 0xd9c95542u, 0x526c0eb2cd17eea2u, 0x772e95e69357c48bu, 0x49e8, 0xa2d4, 0xc664},
      {1, 64, 0xa1af8596u, 0xe5e54cb5u, 0x47f52041u, 0x27303009u, 0x301840e52c994bc9u, 0xbd80c85e3be0b048u, 0x84a5, 0xc460, 0x455a},
      {2, 65, 0x5f233b63u, 0x8b71e11fu, 0x66922088u, 0x5921cfdeu, 0xcb47109b9830c97eu, 0x3115503f8286d377u, 0xab41, 0x7fa7, 0xa8af},
      {100, 255, 0x9d259606u, 0xd1bb476eu, 0x1d16850cu, 0xcc3d3acau, 0xfeeed6c28e63b6eau, 0x9aba39c07e9ce8a8u, 0xc626, 0x9390, 0x135c},
      {33, 1000, 0xc339835du, 0x2a620e60u, 0xf1e7f0e3u, 0xa621cc6cu, 0xbb86966f210f82acu, 0xb762cdbb86a35695u, 0x7d9b, 0xacc5, 0x3703},
      {1, 5551, 0xb02a7ac5u, 0xe9749f17u, 0xddd8c8e2u, 0x6902e21au, 0x85715395bd51b25au, 0x1dbf5d7759a0aa9fu, 0x5241, 0x261e, 0x18c9},
      {0, 5552, 0x89301411u, 0x26e04951u, 0xb67ec962u, 0xc8f68d60u, 0x9676450b465b3600u, 0xb9b1ad0cd5c2e0e1u, 0x822b, 0x99e, 0x4918},
      {7, 5553, 0xf30dde53u, 0x8239a0c8u, 0x100dc990u, 0x981023f4u, 0x1961cc61a936bb4u, 0x6e953610e60b27ddu, 0x9dbb, 0xefcc, 0x54de},
      {0, 12001, 0x2543965eu, 0xa4b7f629u, 0x621458bau, 0x427976ffu, 0x6a8f631ff98b1a7fu, 0x60627d3df52a0a14u, 0xe0e6, 0x88ce, 0x69c7},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const unsigned char* p = data + rows[i].at;
    size_t n = rows[i].n;
    CHECK(crc32_table(0, p, n) == rows[i].crc && crc32_bits(0, p, n, 0xedb88320) == rows[i].crc &&
          crc32_bits(0, p, n, 0x82f63b78) == rows[i].castagnoli);
    CHECK(adler(1, p, n) == rows[i].adler && fnv32(p, n) == rows[i].fnv && fnv64(0xcbf29ce484222325, p, n) == rows[i].fnv64);
    CHECK(word_hash(p, n, 0x1234567890) == rows[i].word && crc16(0xffff, p, n) == rows[i].crc16 && fletcher(p, n) == rows[i].fletcher);
    CHECK(internet_sum(p, n) == rows[i].internet);
    for (size_t cut = 0; cut <= n; cut += n / 6 + 1) {
      CHECK(crc32_table(crc32_table(0, p, cut), p + cut, n - cut) == rows[i].crc);
      CHECK(adler(adler(1, p, cut), p + cut, n - cut) == rows[i].adler);
      CHECK(crc16(crc16(0xffff, p, cut), p + cut, n - cut) == rows[i].crc16);
    }
  }
  // The largest sums.
  CHECK(adler(0xfff0fff0, ones, 5552) == 0xc62e9b8au && adler(1, ones, 12001) == 0xbe83b4d2u && internet_sum(ones, 12001) == 0x00ff &&
        fletcher(ones, 12001) == 0);
  return failures != 0;
}
