#include <stddef.h>
#include <stdint.h>

#include "check.h"

enum Fault { FINE, OVERFLOW, DIVIDE, STACK, SYNTAX };
enum Fault calculate(const unsigned char* text, int64_t* result, size_t* at);
unsigned mixed(int32_t a, uint32_t b, int64_t* out);

static int64_t wrap(__int128 v, unsigned bits, int is_signed, unsigned* mask, unsigned flag) {
  __int128 size = (__int128)1 << bits, r = v & (size - 1);
  if (is_signed && r >= size / 2) r -= size;
  if (r != v) *mask |= 1u << flag;
  return (int64_t)r;
}

int main(void) {
  static const struct {
    const char* text;
    enum Fault fault;
    int64_t value;
    size_t at;
  } cases[] = {{"1 2 +", FINE, 3, 4},
               {"-7 2 /", FINE, -3, 5},
               {"7 -2 / 1 +", FINE, -2, 9},
               {"9223372036854775807", FINE, INT64_MAX, 0},
               {"9223372036854775808", OVERFLOW, 0, 0},
               {"-9223372036854775808", FINE, INT64_MIN, 0},
               {"1 -9223372036854775809", OVERFLOW, 0, 2},
               {"-9223372036854775808 -1 /", OVERFLOW, 0, 24},
               {"-9223372036854775808 -1 *", OVERFLOW, 0, 24},
               {"-9223372036854775808 1 /", FINE, INT64_MIN, 23},
               {"0 -9223372036854775808 ~", OVERFLOW, 0, 23},
               {"-1 -9223372036854775808 ~", FINE, INT64_MAX, 24},
               {"9223372036854775807 1 +", OVERFLOW, 0, 22},
               {"9223372036854775807 -1 ~", OVERFLOW, 0, 23},
               {"3037000499 2 ^", FINE, 9223372030926249001, 13},
               {"3037000500 2 ^", OVERFLOW, 0, 13},
               {"-2 63 ^", FINE, INT64_MIN, 6},
               {"2 63 ^", OVERFLOW, 0, 5},
               {"-2 64 ^", OVERFLOW, 0, 6},
               {"2 62 ^", FINE, 4611686018427387904, 5},
               {"-1 9223372036854775807 ^", FINE, -1, 23},
               {"0 0 ^", FINE, 1, 4},
               {"5 -1 ^", DIVIDE, 0, 5},
               {"7 27 ^", OVERFLOW, 0, 5},
               {"7 22 ^", FINE, 3909821048582988049, 5},
               {"5 0 /", DIVIDE, 0, 4},
               {"+", STACK, 0, 0},
               {"1 +", STACK, 0, 2},
               {"1 2", STACK, 0, 2},
               {"1 2 x", SYNTAX, 0, 4},
               {"", STACK, 0, 99},
               {"   ", STACK, 0, 2},
               {"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", STACK, 0, 32},
               {"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1+++++++++++++++", FINE, 16, 45},
               {"4294967296 2147483648 *", OVERFLOW, 0, 22},
               {"4294967296 -2147483648 *", FINE, INT64_MIN, 23},
               {"99999999999999999999999", OVERFLOW, 0, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t result = 424242;
    size_t at = 99;
    enum Fault fault = calculate((const unsigned char*)cases[i].text, &result, &at);
    CHECK(fault == cases[i].fault && result == (fault == FINE ? cases[i].value : 424242) && at == cases[i].at);
  }
  static const int32_t as[] = {0,     1,     -1,     2,      -2,    127,   128,       -128,      -129,         255,
                               32767, 32768, -32768, -32769, 65535, 65536, INT32_MAX, INT32_MIN, INT32_MIN + 1};
  static const uint32_t bs[] = {0,     1,     2,     127,       128,        255,        256,        32767,
                                32768, 65535, 65536, INT32_MAX, 0x80000000, 0x80000001, UINT32_MAX, UINT32_MAX - 1};
  for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
    for (size_t j = 0; j < sizeof bs / sizeof *bs; j++) {
      int64_t o[9];
      o[8] = 31;
      __int128 a = as[i], b = bs[j];
      unsigned expected = 0, mask = mixed(as[i], bs[j], o);
      CHECK(o[0] == wrap(a + b, 8, 1, &expected, 0) && o[1] == wrap(a - b, 16, 1, &expected, 1) &&
            o[2] == wrap(a - b, 16, 0, &expected, 2));
      CHECK(o[3] == wrap(a + b, 32, 1, &expected, 3) && o[4] == wrap(a - b, 32, 0, &expected, 4) &&
            o[5] == wrap(a * b, 64, 1, &expected, 5));
      CHECK(o[6] == wrap(a * b, 32, 1, &expected, 6) && o[7] == wrap(a * (int8_t)bs[j], 32, 0, &expected, 7) && o[8] == 31);
      CHECK(mask == expected);
    }
  }
  return failures != 0;
}
