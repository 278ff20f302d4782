#include <string>

#include "check.h"

std::string variant_run(const std::string& code, long* stopped);

struct Case {
  const char* code;
  const char* stack;
  long stopped;
};
static const Case cases[] = {{"", "", -1},
                             {"12 '' ~ [", "121''2~0[]3", -1},
                             {"1 2+", "31", -1},
                             {"9223372036854775807 0+", "92233720368547758071", -1},
                             {"9223372036854775807 1+5", "", 21},
                             {"9223372036854775807n 1n+", "-92233720368547758081", -1},
                             {"9223372036854775807n 2n +", "", 24},
                             {"'ab' 'cd'+ 7n+", "'abcd-7'2", -1},
                             {"7 'ab'+", "", 6},
                             {"~ ~ +", "", 4},
                             {"~ [ +", "", 4},
                             {"[ ~ +", "[~ ]3", -1},
                             {"[ 1+ 'two'+ [ 3+ 4+ + d #",
                              "[1 'two' 3 4 ]3"
                              "41",
                              -1},
                             {"[ 1+ d d +x", "[1 1 ]3[1 ]3", -1},
                             {"[ [ 1+ +", "[1 ]3", -1},
                             {"[ d+ #", "01", -1},
                             {"'long enough for the heap, really'd+#", "641", -1},
                             {"'x'n5", "'x'2", 3},
                             {"~n", "~0", 1},
                             {"[ 5+ n", "[5 ]3", 5},
                             {"5#", "", 1},
                             {"~#", "", 1},
                             {"+", "", 0},
                             {"1+", "", 1},
                             {"1x", "11~0", -1},
                             {"1 'a'x", "'a'211", -1},
                             {"x", "", 0},
                             {"'open", "", 0},
                             {"1 2?3", "", 3},
                             {"1 2< 2 1< 2 2<", "110101", -1},
                             {"~ 1< 5 'a'< 'z' [<  [ ~<", "11111101", -1},
                             {"'a' 'b'< 'b' 'a'< 'a' 'aa'< '' ''<", "11011101", -1},
                             {"[ 1+ [ 1+ 2+ < [ 3+ [ 1+ 2+ < ~ ~ <", "110101", -1},
                             {"[ [ ~+ [ 'deep'+ + + d x <", "01", -1}};

int main() {
  for (const Case& one : cases) {
    long stopped = -9;
    const std::string stack = variant_run(one.code, &stopped);
    CHECK(stack == one.stack);
    CHECK(stopped == one.stopped);
    if (failures) {
      printf("%s: %s %ld\n", one.code, stack.c_str(), stopped);
      break;
    }
  }
  std::string code = "[";
  for (int i = 0; i < 100; i++) code += " d +";
  long stopped = 0;
  CHECK(variant_run(code + "#", &stopped) == "01" && stopped == -1);
  code = "[ 1+";
  for (int i = 0; i < 10; i++) code += "d+";
  CHECK(variant_run(code + "#", &stopped) == "10241" && stopped == -1);
  code = "'a'";
  for (int i = 0; i < 12; i++) code += "d+";
  CHECK(variant_run(code + "d#x#<", &stopped) == "01" && variant_run(code + "#", &stopped) == "40961");
  return failures != 0;
}
