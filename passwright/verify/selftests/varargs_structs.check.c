#include <stdint.h>
#include <string.h>

#include "check.h"

struct Tiny {
  unsigned char r, g, b;
};
struct Word {
  int32_t a;
  float f;
};
struct Pair {
  int64_t a;
  double d;
};
struct Point {
  double x, y;
};
struct Floats {
  float x, y, z;
};
struct Large {
  int64_t a[3];
};
struct Quad {
  double d[4];
};
struct Bits {
  unsigned low : 5;
  signed middle : 12;
  unsigned high : 15;
  int16_t after;
};
unsigned weigh(int64_t* out, const char* kinds, ...);
struct Large twisted(struct Large* x, const struct Large* y);
unsigned relay(int64_t* out, const struct Point* points, struct Tiny tiny, int number);

static const struct Tiny tiny = {1, 2, 255};             // 16712193
static const struct Word word = {-100, 2.5f};            // -90
static const struct Pair pair = {INT32_MIN, -7.9};       // -4294967303
static const struct Point point = {-3.5, 4.5};           // -3004
static const struct Floats floats = {1, -2, 3};          // 29801
static const struct Large large = {{10, -20, 30}};       // -80
static const struct Quad quad = {{1, 2, -3, 4.75}};      // 1174
static const struct Bits bits = {31, -2048, 32767, -1};  // 3079552766

static int64_t out[32];

static void expect(unsigned count, const char* kinds, int line) {
  int good = count == strlen(kinds);
  for (unsigned i = 0; i < count; i++) {
    int64_t want = 0;
    switch (kinds[i]) {
      case 't':
        want = 16712193;
        break;
      case 'w':
        want = -90;
        break;
      case 'p':
        want = -4294967303;
        break;
      case 'P':
        want = -3004;
        break;
      case 'f':
        want = 29801;
        break;
      case 'l':
        want = -80;
        break;
      case 'q':
        want = 1174;
        break;
      case 'b':
        want = 3079552766;
        break;
      case 'd':
        want = -13;
        break;
      default:
        want = -1000 - (int64_t)i;
    }
    if (out[i] != want) good = 0;
  }
  if (!good) printf("from line %d: %s\n", line, kinds);
  CHECK(good);
}

#define WEIGH(kinds, ...) expect(weigh(out, kinds, __VA_ARGS__), kinds, __LINE__)

int main(void) {
  WEIGH("t", tiny);
  WEIGH("w", word);
  WEIGH("p", pair);
  WEIGH("P", point);
  WEIGH("f", floats);
  WEIGH("l", large);
  WEIGH("q", quad);
  WEIGH("b", bits);
  WEIGH("twpPflqb", tiny, word, pair, point, floats, large, quad, bits);
  WEIGH("bqlfPpwtdi", bits, quad, large, floats, point, pair, word, tiny, -6.5, -1009);
  WEIGH("iiiiiitwPi", -1000, -1001, -1002, -1003, -1004, -1005, tiny, word, point, -1009);
  WEIGH("iiipppppi", -1000, -1001, -1002, pair, pair, pair, pair, pair, -1008);
  WEIGH("dddddddPPpi", -6.5, -6.5, -6.5, -6.5, -6.5, -6.5, -6.5, point, point, pair, -1010);  // too few float registers for the point
  WEIGH("iiibbbbi", -1000, -1001, -1002, bits, bits, bits, bits, -1007);
  WEIGH("ffffffffd", floats, floats, floats, floats, floats, floats, floats, floats, -6.5);
  WEIGH("qqqdlllip", quad, quad, quad, -6.5, large, large, large, -1007, pair);
  WEIGH("lililildpwt", large, -1001, large, -1003, large, -1005, large, -6.5, pair, word, tiny);

  struct Large x = {{1, 2, 3}}, y = {{-4, 5, INT32_MAX}};
  struct Large got = twisted(&x, &y);
  CHECK(x.a[0] == 1 && x.a[1] == 3 && x.a[2] == 3 && y.a[0] == -4 && y.a[1] == 5 && y.a[2] == INT32_MAX);
  CHECK(got.a[0] == -4294967306);
  CHECK(got.a[1] == -12884901957);
  CHECK(got.a[2] == 8589934617);
  struct Large same = {{1, 2, 3}};
  got = twisted(&same, &same);
  CHECK(got.a[0] == -8 && got.a[1] == -63 && got.a[2] == 31);

  static const struct Point points[2] = {{1, 2}, {3, 4}};
  static const int64_t relayed[] = {998, 16712193, 2996, 16712193, -5, -9, 1324, 1316, 998, 998, 2996, 2996, 998, 16712449};
  memset(out, 0, sizeof out);
  CHECK(relay(out, points, tiny, -5) == 14);
  for (unsigned i = 0; i < 14; i++) CHECK(out[i] == relayed[i]);
  CHECK(out[14] == 0);
  return failures != 0;
}
