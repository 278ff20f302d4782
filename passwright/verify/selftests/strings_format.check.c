#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int report(char* text, size_t room, const char* const* names, const long* values, size_t rows, size_t columns);
int pieces(char* at, const char* s, int c);
int cut_copy(char* to, size_t room, const char* s);
int cut_fixed(char* to, size_t room);
int cut_char(char* to, size_t room, int c);
int measure(const char* s, int n);
int integers(char* to, int64_t x, int width, int precision);
int reals(char* to, double x, int precision);
int strings(char* to, const char* s, int most);

static char text[300];

static int is(int length, const char* expected) {
  size_t n = strlen(expected);
  return length == (int)n && memcmp(text, expected, n + 1) == 0 && text[n + 1] == '#';
}

static int cut(int length, int full, size_t room, const char* whole) {
  size_t n = room == 0 ? 0 : (size_t)full < room ? (size_t)full : room - 1;
  int right = length == full && memcmp(text, whole, n) == 0 && (room == 0 || text[n] == '\0') && text[room ? n + 1 : 0] == '#';
  memset(text, '#', sizeof text);
  return right;
}

#define RESET memset(text, '#', sizeof text)

int main(void) {
  static const char* const names[] = {"one", "", "longer name"};
  static const long values[] = {1, -1, 0, 12345678, -9999, 7};
  static const char whole[] = "3 x 2\none   |   +1,   -1\n      |   +0,+12345678\nlonger name|-9999,   +7\nz%";
  for (size_t room = 1; room <= sizeof whole + 1; room++) {
    RESET;
    int truncated = report(text, room, names, values, 3, 2);
    size_t n = room < sizeof whole ? room - 1 : sizeof whole - 1;
    CHECK(truncated == (int)(sizeof whole - 1 - n) && memcmp(text, whole, n) == 0 && text[n] == 0 && text[n + 1] == '#');
  }
  RESET;
  CHECK(report(text, 1, names, values, 0, 0) == 8 && text[0] == 0 && text[1] == '#');
  RESET;
  CHECK(report(text, 50, names, values, 1, 0) == 0 && is((int)strlen(text), "1 x 0\none   |\nz%"));

  RESET;
  CHECK(is(pieces(text, "", 'q'), "fixedqa constant%q"));
  RESET;
  CHECK(is(pieces(text, "a%s", '%'), "fixeda%s%a constant%a%s%"));
  RESET;
  CHECK(pieces(text, "x", 0) == 20 && memcmp(text, "fixedx\0a constant%x\0\0#", 22) == 0);

  RESET;
  for (size_t room = 0; room <= 9; room++) {
    CHECK(cut(cut_copy(text, room, "abcdef"), 6, room, "abcdef"));
    CHECK(cut(cut_copy(text, room, ""), 0, room, ""));
    CHECK(cut(cut_fixed(text, room), 7, room, "seven.."));
    CHECK(cut(cut_char(text, room, 'c'), 1, room, "c"));
  }
  CHECK(measure("", 0) == 2 && measure("abc", -10) == 7 && measure("", INT32_MIN) == 12);

  RESET;
  CHECK(is(integers(text, 0, 3, 0), "0 0 0 0 0 0 0 0 [  0] [0  ] [] [000] [ 0]"));
  RESET;
  CHECK(is(integers(text, -1, 4, 3), "-1 4294967295 ffffffff FFFFFFFF 037777777777 -1 65535 -1 [  -1] [-1  ] [-001] [-001] [-1]"));
  RESET;
  CHECK(is(integers(text, 0x12345678ab, 0, 1),
           "878082219 878082219 345678ab 345678AB 06425474253 -85 30891 78187493547 [878082219] [878082219] [878082219] [878082219] [ "
           "878082219]"));
  RESET;
  CHECK(is(integers(text, 42, -5, -1), "42 42 2a 2A 052 42 42 42 [42   ] [42   ] [42] [42   ] [ 42]"));
  RESET;
  CHECK(is(integers(text, INT64_MIN, 1, 1), "0 0 0 0 0 0 0 -9223372036854775808 [0] [0] [0] [0] [ 0]"));

  RESET;
  CHECK(is(reals(text, 0.0, 0), "0.000000|0.00e+00|0|0|       0|+0|0x0p+0"));
  RESET;
  CHECK(is(reals(text, -0.0, 1), "-0.000000|-0.00e+00|-0|-0.0|      -0|-0|-0x0p+0"));
  RESET;
  CHECK(is(reals(text, 2.5, 3), "2.500000|2.50e+00|2.5|2.500|     2.5|+2|0x1.4p+1"));
  RESET;
  CHECK(is(reals(text, -1234567.0, 0), "-1234567.000000|-1.23e+06|-1.23457e+06|-1234567|-1.23E+06|-1234567|-0x1.2d687p+20"));
  RESET;
  CHECK(is(reals(text, 1e-5, 7), "0.000010|1.00e-05|1e-05|0.0000100|   1E-05|+0|0x1.4f8b588e368f1p-17"));
  RESET;
  CHECK(is(reals(text, INFINITY, 2), "inf|inf|inf|inf|     INF|+inf|inf"));

  RESET;
  CHECK(is(strings(text, "", 3), "<><><      ><    >"));
  RESET;
  CHECK(is(strings(text, "abcde", 3), "<abcde><abc><    ab><a   >"));
  RESET;
  CHECK(is(strings(text, "abcde", -1), "<abcde><abcde><    ab><a   >") && text[40] == '#');
  RESET;
  CHECK(is(strings(text, "x", 0), "<x><><     x><x   >"));
  return failures != 0;
}
