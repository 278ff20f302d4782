#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

using Lookup = int64_t (*)(void* state, unsigned char name);
struct Outcome {
  int code;
  int depth;
  size_t at;
  int64_t value;
};
Outcome calculate(const unsigned char* text, size_t length, Lookup lookup, void* state);

static int64_t look(void* state, unsigned char name) {
  int* asked = static_cast<int*>(state);
  *asked = *asked * 10 + (name - 'a' + 1);
  if (name == 'i') throw 77;
  if (name == 'h') throw 5.5;
  return name == 'm' ? INT64_MIN : name == 'z' ? 0 : name - 'a' + 1;
}

struct Case {
  const char* text;
  int code;
  size_t at;
  int64_t value;
  int asked;
};

static const Case cases[] = {
    {"0", 0, 0, 0, 0},
    {"1+2*3", 0, 0, 7, 0},
    {"(1+2)*3", 0, 0, 9, 0},
    {"-7/2", 0, 0, -3, 0},
    {"-7%2", 0, 0, -1, 0},
    {"7%-2", 0, 0, 1, 0},
    {"10-3-4", 0, 0, 3, 0},
    {"100/7/3", 0, 0, 4, 0},
    {"--5", 0, 0, 5, 0},
    {"9223372036854775807", 0, 0, INT64_MAX, 0},
    {"-9223372036854775807-1", 0, 0, INT64_MIN, 0},
    {"9223372036854775808", 4, 0, 922337203685477580 ^ 8, 0},
    {"1+99999999999999999999", 4, 2, 999999999999999999 ^ 9, 0},
    {"9223372036854775807+1", 4, 19, INT64_MAX ^ 1, 0},
    {"m-1", 4, 1, INT64_MIN ^ 1, 13},
    {"-m", 4, 0, INT64_MIN, 13},
    {"m/-1", 4, 1, -1 ^ INT64_MIN, 13},
    {"m%(0-1)", 4, 1, -1 ^ INT64_MIN, 13},
    {"m*-1", 4, 1, -1 ^ INT64_MIN, 13},
    {"3037000500*3037000500", 4, 10, 0, 0},
    {"3037000499*3037000499", 0, 0, 9223372030926249001, 0},
    {"1/0", 3, 1, 0, 0},
    {"1+(2*(3%0))", 3, 7, 0, 0},
    {"1/0?5", 0, 0, 5, 0},
    {"4/2?5", 0, 0, 2, 0},
    {"1/0?2/0?9", 0, 0, 9, 0},
    {"1/0?2/0", 3, 5, 0, 0},
    {"1+(1/0?3)*2", 0, 0, 7, 0},
    {"(1/0)*(3?4)?8", 0, 0, 8, 0},
    {"(((1/0)))?6", 0, 0, 6, 0},
    {"a*b+c", 0, 0, 5, 123},
    {"a/z?b", 0, 0, 2, 362},
    {"a/z+d?b", 0, 0, 2, 362},
    {"(a/z)?i", 77, 7, 0, 369},
    {"b+i", 77, 3, 0, 29},
    {"a/(c+i)?d", 77, 6, 0, 139},
    {"", 256, 0, 0, 0},
    {"1+", 256, 2, 0, 0},
    {"(1", 256, 2, 0, 0},
    {"1)", 256 + ')', 1, 1, 0},
    {"(1+#)?3", 256 + '#', 3, 0, 0},
    {"1/0?(2", 256, 6, 0, 0},
    {"((((((((((((((((((1))))))))))))))))))", 0, 0, 1, 0},
    {"(((((((((((((((((((((((((1/0)))))))))))))))))))))))))?3", 1, 20, 0, 0},
    {"---------------------------------------1", 1, 39, 0, 0},
    {"--------------------------------------1", 0, 0, 1, 0},
};

int main() {
  for (const Case& one : cases) {
    int asked = 0;
    const Outcome got = calculate(reinterpret_cast<const unsigned char*>(one.text), strlen(one.text), look, &asked);
    CHECK(got.code == one.code);
    CHECK(got.at == one.at);
    CHECK(got.value == one.value || one.code == 4);
    if (one.code == 4 && one.value != 0) CHECK(got.value == one.value);
    CHECK(got.depth == 0);
    CHECK(asked == one.asked);
    if (failures)
      printf("%s: code %d at %zu value %lld depth %d asked %d\n", one.text, got.code, got.at, (long long)got.value, got.depth, asked);
    if (failures) break;
  }
  int asked = 0;
  bool caught = false;
  try {
    calculate(reinterpret_cast<const unsigned char*>("a+(b*(c/h)?1)"), 13, look, &asked);
  } catch (double value) {
    caught = value == 5.5;
  }
  CHECK(caught && asked == 1238);
  return failures != 0;
}
