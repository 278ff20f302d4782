#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int64_t identity_of(int code);
const char* name_of(int code);
double weight_of(unsigned char code);
int cost_of(long code);
_Bool commutes(int code);
signed char sign_of(uint16_t code);
size_t fold(const signed char* codes, size_t n, const int64_t* values, int64_t* result);

static uint64_t bits(double d) {
  uint64_t u;
  memcpy(&u, &d, sizeof u);
  return u;
}

int main(void) {
  static const int far[] = {INT_MIN,   INT_MIN + 1, INT_MAX,   INT_MAX - 1, 1 << 16, -(1 << 16), 256 - 3,
                            65536 - 3, 256 + 1,     65536 + 4, 31 + 32,     31 + 64, 57 - 64,    -5};
  static const int64_t none = 0x123456789abcdefLL;
  static const int64_t identities[] = {0, 0, 1, none, -1, 0, INT64_MAX, INT64_MIN};
  static const char* const names[] = {"plus", "minus", "times", "", "and", "or", "min", "max"};
  for (int code = -300; code < 300; code++) {
    int in = code >= -3 && code <= 4;
    CHECK(identity_of(code) == (in ? identities[code + 3] : none));
    const char* name = name_of(code);
    CHECK((name != NULL) == in);
    if (in && name) CHECK(strcmp(name, names[code + 3]) == 0);
    CHECK(commutes(code) == ((in && code != -2 && code != 0) || code == 31 || code == 57));
    CHECK(cost_of(code) == (code >= 10 && code <= 15 ? 1000 - 17 * (code - 10) : -1));
  }
  for (unsigned i = 0; i < sizeof far / sizeof *far; i++) {
    CHECK(identity_of(far[i]) == none && name_of(far[i]) == NULL && !commutes(far[i]));
    CHECK(cost_of(far[i]) == -1);
  }
  for (int bit = 4; bit < 64; bit++)
    for (long code = 8; code < 16; code++) CHECK(cost_of((long)((unsigned long)code | 1ul << bit)) == -1);
  CHECK(cost_of(LONG_MIN) == -1 && cost_of(LONG_MAX) == -1 && cost_of(LONG_MIN + 10) == -1);
  for (unsigned code = 0; code < 256; code++) {
    uint64_t wanted = code == 250 ? 0x3fe0000000000000u : code == 251 ? 0x8000000000000000u : code == 252 ? 0x7e37e43c8800759cu : 0;
    if (code == 253) wanted = 0x3fb999999999999au;
    if (code == 255) wanted = 0xfff0000000000000u;
    CHECK(bits(weight_of((unsigned char)code)) == wanted);
  }
  for (unsigned code = 0; code < 65536; code++) {
    int wanted = code == 0xfff0 ? -128 : code == 0xfff1 ? 127 : code == 0xfff2 ? -1 : code == 0xfff3 ? 0 : code == 0xffff ? 1 : 2;
    CHECK(sign_of((uint16_t)code) == wanted);
  }

  int64_t result;
  static const int64_t values[] = {10, 3, -7, 0xff, 0x100, 5, 300};
  static const signed char codes[] = {-3, -2, -1, 1, 2, 3, 4};
  static const int64_t steps[] = {0, 10, 7, -49, 207, 463, 5, 300};
  for (size_t n = 0; n < 8; n++) CHECK(fold(codes, n, values, &result) == n && result == steps[n]);
  static const int64_t singles[] = {10, -10, 10, 10, 10, 10, 10};
  for (size_t k = 0; k < 7; k++) CHECK(fold(codes + k, 1, values, &result) == 1 && result == singles[k]);
  static const signed char stops[] = {0, 5, -4, 127, -128, 31, 57};
  for (size_t k = 0; k < 7; k++) {
    signed char mixed[] = {4, stops[k], 4};
    CHECK(fold(mixed, 3, values, &result) == 1 && result == 10);
    CHECK(fold(mixed + 1, 2, values, &result) == 0 && result == 0);
  }
  static const int64_t edges[] = {INT64_MAX, 1, INT64_MIN, INT64_MIN, -1};
  static const signed char more[] = {-3, -3, -2, -1, -2};
  CHECK(fold(more, 2, edges, &result) == 2 && result == INT64_MIN);
  CHECK(fold(more, 3, edges, &result) == 3 && result == 0);
  CHECK(fold(more, 5, edges, &result) == 5 && result == 1);
  return failures != 0;
}
