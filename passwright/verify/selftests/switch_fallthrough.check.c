#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint32_t hash_bytes(const uint8_t* p, size_t n, uint32_t seed);
void copy_words(uint16_t* to, const uint16_t* from, ptrdiff_t stride, size_t n);
int day_of_year(int year, int month, int day);
unsigned rights(unsigned char role, void (*log)(const char* what));

static char said[64];
static void hear(const char* what) { strcat(said, what); }

static unsigned ask(unsigned char role) {
  said[0] = 0;
  return rights(role, hear);
}

int main(void) {
  uint8_t bytes[41];
  for (int i = 0; i < 41; i++) bytes[i] = (uint8_t)(i * 37 + 200);
  static const uint32_t hashes[41] = {0u,          3192583793u, 1214958062u, 2288693989u, 2288694917u, 3326360861u, 3060025382u,
                                      4133752942u, 4133871247u, 3641529768u, 3257792357u, 36534434u,   36547010u,   3217595039u,
                                      2468836727u, 1395101576u, 1395101480u, 1136384328u, 2698715432u, 1625013904u, 1625018672u,
                                      1522612585u, 1780583312u, 2854321643u, 2854342795u, 3241115915u, 2018498478u, 3092198181u,
                                      3092198661u, 3796434932u, 3500605870u, 279440310u,  279433302u,  2152480078u, 1852665775u,
                                      778890661u,  778871365u,  3735731989u, 3242870615u, 2169146266u, 2169146874u};
  static const uint32_t seeded[5] = {4294901760u, 156398111u, 34769185u, 2719143452u, 2719092892u};
  for (size_t n = 0; n < 41; n++) CHECK(hash_bytes(bytes, n, 0) == hashes[n]);
  for (size_t n = 0; n < 5; n++) CHECK(hash_bytes(bytes + 1, n, 0xffffffffu) == seeded[n]);

  static uint16_t source[200], target[80];
  for (int i = 0; i < 200; i++) source[i] = (uint16_t)(i * 331 + 7);
  for (size_t n = 0; n < 64; n++)
    for (ptrdiff_t stride = -2; stride <= 3; stride++) {
      memset(target, 0xee, sizeof target);
      size_t from = stride < 0 ? 190 : 3;
      copy_words(target + 5, source + from, stride, n);
      for (size_t i = 0; i < 80; i++) {
        uint16_t wanted = i < 5 || i >= 5 + n ? 0xeeee : (uint16_t)((from + (i - 5) * (size_t)stride) * 331 + 7);
        CHECK(target[i] == wanted);
      }
    }
  for (size_t n = 0; n < 40; n++) {  // onto itself a little ahead: the first two words repeat
    for (int i = 0; i < 60; i++) target[i] = (uint16_t)(i + 1);
    copy_words(target + 2, target, 1, n);
    for (size_t i = 0; i < 60; i++) CHECK(target[i] == (i < n + 2 ? i % 2 + 1 : i + 1));
  }

  static const int before[13] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  static const int years[] = {1900, 2000, 2023, 2024, 0, -1, -4, -100, 2100};
  static const int leaps[] = {0, 1, 0, 1, 1, 0, 1, 0, 0};
  for (int y = 0; y < 9; y++)
    for (int m = -1; m <= 14; m++)
      for (int d = -1; d <= 31; d += 4)
        CHECK(day_of_year(years[y], m, d) == (m < 1 || m > 12 ? 0 : before[m] + (m > 2 ? leaps[y] : 0) + d));
  CHECK(day_of_year(2024, -2147483647 - 1, 1) == 0 && day_of_year(2024, 2147483647, 1) == 0);

  CHECK(ask('v') == 1 && strcmp(said, "view") == 0);
  CHECK(ask('c') == 3 && strcmp(said, "commentview") == 0);
  CHECK(ask('e') == 6 && strcmp(said, "edit") == 0);
  CHECK(ask('r') == 0x80 && strcmp(said, "root") == 0);
  CHECK(ask('m') == 0x47 && strcmp(said, "editcommentview") == 0);
  CHECK(ask('n') == 0 && strcmp(said, "") == 0);
  CHECK(ask(0) == 0x47 && strcmp(said, "editcommentview") == 0);
  CHECK(ask(255) == 0 && strcmp(said, "") == 0);
  for (unsigned role = 0; role < 256; role++)
    if (role != 'r' && role != 'e' && role != 'c' && role != 'v') CHECK(ask((unsigned char)role) == (role > 109 ? 0u : 71u));
  return failures != 0;
}
