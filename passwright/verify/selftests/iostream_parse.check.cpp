#include <climits>
#include <cstddef>
#include <cstdint>
#include <string>

#include "check.h"

void report(const char* kind, const std::string& name, long long value);
size_t parse_configuration(const std::string& text);
unsigned parse_number(const std::string& text, int base, long long* number, std::string* rest);
unsigned parse_real(const std::string& text, double* number);
long long parse_sum(const std::string& text, int* seen);

static std::string said;
void report(const char* kind, const std::string& name, long long value) {
  said += std::string(kind) + "," + name + "," + std::to_string(value) + ";";
}

static bool heard(const std::string& wanted) {
  const bool same = said == wanted;
  if (!same) printf("%s\nnot\n%s\n", said.c_str(), wanted.c_str());
  said.clear();
  return same;
}

static bool number(const char* text, int base, unsigned state, long long value, const char* rest) {
  long long got = 77;
  std::string left;
  const unsigned seen = parse_number(text, base, &got, &left);
  const bool same = seen == state && got == value && left == rest;
  if (!same) printf("%s: %u %lld %s\n", text, seen, got, left.c_str());
  return same;
}

static bool real(const char* text, unsigned state, double value) {
  double got = 77;
  const unsigned seen = parse_real(text, &got);
  return seen == state && got == value && __builtin_signbit(got) == __builtin_signbit(value);
}

int main() {
  CHECK(parse_configuration("") == 0 && heard(""));
  CHECK(parse_configuration("\n\n   \n; x: 5\n:7\nname\nname:") == 0);
  CHECK(heard("bare,name,0;clamped,name,0;rest,name,-1;"));
  CHECK(parse_configuration("a: 5\nb:-32768|32767\n  c d: 32768 | -32769|0") == 6);
  CHECK(heard("short,a,5;short,b,-32768;short,b,32767;clamped,c d,32767;clamped,c d,-32768;short,c d,0;"));
  CHECK(parse_configuration("p: (1,2)|( -3 , 4 )|(5;6)\nq:(7,8\nr:#ff|#-1 | #G") == 4);
  CHECK(heard("point,p,1002;point,p,-2996;rest,p,-1;hex,r,255;hex,r,4294967295;rest,r,-1;"));
  CHECK(parse_configuration("s: \"one \\\"two\\\"\" | \"\" | \"open\nt: true|false|fals|true") == 4);
  CHECK(heard("text,s=one \"two\",9;text,s=,0;flag,t,1;flag,t,0;rest,t,-1;"));
  CHECK(parse_configuration("u: 1 | x! 2\nv: 3 4 ! 5\nw: +9") == 3);
  CHECK(heard("short,u,1;clamped,u,0;rest,u,9;short,v,3;rest,v,8;short,w,9;"));

  CHECK(number("12 34", 10, 0, 12, " 34"));
  CHECK(number("  -12x", 10, 0, -12, "x"));
  CHECK(number("9223372036854775807", 10, 4, LLONG_MAX, ""));
  CHECK(number("9223372036854775808,", 10, 2, LLONG_MAX, ","));
  CHECK(number("-9223372036854775808", 10, 4, LLONG_MIN, ""));
  CHECK(number("-9223372036854775809 ", 10, 2, LLONG_MIN, " "));
  CHECK(number("99999999999999999999999", 10, 6, LLONG_MAX, ""));
  CHECK(number("", 10, 6, 77, "") && number("   ", 10, 6, 77, ""));
  CHECK(number("abc", 10, 2, 0, "abc"));
  CHECK(number("abcg", 16, 0, 0xabc, "g"));
  CHECK(number("0x1Fz", 16, 0, 31, "z"));
  CHECK(number("0178", 8, 0, 15, "8"));
  CHECK(number("0x10", 0, 4, 16, "") && number("010", 0, 4, 8, "") && number("10", 0, 4, 10, "") && number("-0x7 ", 0, 0, -7, " "));
  CHECK(number("0", 0, 4, 0, "") && number("08", 0, 0, 0, "8"));

  CHECK(real("2.5", 4, 2.5) && real("-0 ", 0, -0.0) && real("1e3x", 0, 1000) && real(".5e-1", 4, 0.05) && real("4.9e-324", 4, 5e-324));
  CHECK(real("1e999", 6, __DBL_MAX__) && real("-1e999", 6, -__DBL_MAX__) && real("x", 2, 0) && real("1e", 6, 0) && real("+7.", 4, 7));

  int seen = 0;
  CHECK(parse_sum("", &seen) == -1 && seen == 0);
  CHECK(parse_sum("a12b-3c4.5d", &seen) == 18000 + 'd' && seen == 4);
  return failures != 0;
}
