#include <climits>
#include <cstddef>
#include <cstdint>
#include <string>

#include "check.h"

std::string format_integers(int value, long long wide, unsigned short small);
std::string format_fields(int value, const char* word, int width);
std::string format_reals(double value, int precision);
std::string format_other(bool flag, unsigned char letter, const void* none, const std::string& text);
std::string format_ledger(const int64_t* cents, const char* const* names, size_t count, bool currency);

static bool same(const std::string& got, const std::string& wanted) {
  if (got == wanted) return true;
  printf("%s\nnot\n%s\n", got.c_str(), wanted.c_str());
  return false;
}

int main() {
  CHECK(same(format_integers(0, 0, 0), "0 0 0 0|0 0 0 0|0 0 0 0|0"));
  CHECK(same(format_integers(-1, LLONG_MIN, USHRT_MAX),
             "-1 0xffffffff 0XFFFFFFFF 037777777777|-9223372036854775808 0x8000000000000000 0X8000000000000000 "
             "01000000000000000000000|65535 0xffff 0XFFFF 0177777|-1"));
  CHECK(same(format_integers(INT_MIN, LLONG_MAX, 10),
             "-2147483648 0x80000000 0X80000000 020000000000|9223372036854775807 0x7fffffffffffffff 0X7FFFFFFFFFFFFFFF "
             "0777777777777777777777|10 0xa 0XA 012|-2147483648"));
  CHECK(same(format_integers(3051, 77, 8), "3051 0xbeb 0XBEB 05753|77 0x4d 0X4D 0115|8 0x8 0X8 010|3051"));

  CHECK(same(format_fields(-42, "word", 7), "    -42|-42    |-000042|...word|word|0x.ffffffd6"));
  CHECK(same(format_fields(-42, "word", 0), "-42|-42|-42|word|word|0xffffffd6"));
  CHECK(same(format_fields(255, "", 5), "  255|255  |00255|.....||0x.....ff"));
  CHECK(same(format_fields(0, "longer", 3), "  0|0  |000|longer|longer|......0"));
  CHECK(same(format_fields(7, "ab", -3), "7|7|7|ab|ab|0x7"));

  CHECK(same(format_reals(0.0, 3), "0 0 0.000 0.000e+00 +0.00 +0x0p+0"));
  CHECK(same(format_reals(-0.0, 0), "-0 -0 -0 -0e+00 -0. -0x0p+0"));
  CHECK(same(format_reals(1234567.875, 2), "1.23457e+06 1.2e+06 1234567.88 1.23e+06 +1.2e+06 +0x1.2d687ep+20"));
  CHECK(same(format_reals(2.5, 0), "2.5 2 2 2e+00 +2. +0x1.4p+1"));
  CHECK(same(format_reals(3.5, 0), "3.5 4 4 4e+00 +4. +0x1.cp+1"));
  CHECK(same(format_reals(-1e-5, 6), "-1e-05 -1e-05 -0.000010 -1.000000e-05 -1.00000e-05 -0x1.4f8b588e368f1p-17"));
  CHECK(same(format_reals(0.1, 17),
             "0.1 0.10000000000000001 0.10000000000000001 1.00000000000000006e-01 +0.10000000000000001 +0x1.999999999999ap-4"));
  CHECK(same(format_reals(100, 3), "100 100 100.000 1.000e+02 +100. +0x1.9p+6"));
  CHECK(same(format_reals(__builtin_inf(), 3), "inf inf inf inf +inf +inf"));

  CHECK(same(format_other(true, 'A', nullptr, "a \"b\" \\c"), "1true  false0A651\"a \\\"b\\\" \\\\c\"  x8"));
  CHECK(same(format_other(false, 0x80, "", ""), std::string("0false   true1\x80") + "1280\"\"  x0"));

  static const int64_t cents[] = {12345, -7, 0, 100, INT64_MAX - 12438};
  static const char* const names[] = {"rent", "", "water and more", "x", "prize"};
  CHECK(same(format_ledger(cents, names, 0, false), std::string("=====================+0.00\n27", 29) + std::string(1, '\0')));
  CHECK(same(format_ledger(cents, names, 4, true), std::string("001 rent....    123.45 EUR\n"
                                                               "002 ........     -0.07 EUR\n"
                                                               "003 water and more      0.00 EUR\n"
                                                               "004 x.......      1.00 EUR\n"
                                                               "===============+124.38 EUR\n"
                                                               "141") +
                                                       std::string(1, '\0')));
  CHECK(same(format_ledger(cents + 4, names + 4, 1, false),
             std::string("001 prize...92233720368547633.69\n=====+92233720368547633.69\n60") + std::string(1, '\0')));
  static const int64_t least[] = {INT64_MIN};
  CHECK(same(format_ledger(least, names, 1, false),
             std::string("001 rent....-92233720368547758.08\n=====-92233720368547758.08\n") + "61" + std::string(1, '\0')));
  return failures != 0;
}
