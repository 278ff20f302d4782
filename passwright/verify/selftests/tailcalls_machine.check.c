#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint32_t scan(const unsigned char* text, size_t size, uint64_t* value, uint32_t* hash, unsigned* depth);

static const struct {
  const char* text;
  uint32_t result;
  uint64_t value;
  const char* hashed;  // '^' before what was escaped
  unsigned depth;
} cases[] = {
    {"", 0, 0, "", 0},
    {"   ", 0, 0, "", 0},
    {"a", 1, 0, "a", 0},
    {"Zz_9 b@", 100000002, 0, "Zz_9b@", 0},
    {"[`{", 300000000, 0, "[`{", 0},
    {"0 12 3", 300, 12 * 31 + 3, "", 0},
    {"18446744073709551615", 100, UINT64_MAX, "", 0},
    {"12ab 3", 100000201, 12 * 31 + 3, "ab", 0},
    {"\"it's\" 'a\"b'", 20000, 0, "it'sa\"b", 0},
    {"'a\\'b\\\\'c", 10001, 0, "a^'b^\\c", 0},
    {"'abc", 100000000, 0, "abc", 0},
    {"'abc\\", 100000000, 0, "abc", 0},
    {"''\"\"", 20000, 0, "", 0},
    {"(*a*)b", 1000001, 0, "b", 1},
    {"(*(*(**)*)x(**)*)", 4000000, 0, "", 3},
    {"(*(*a*)", 101000000, 0, "", 2},
    {"(*", 100000000, 0, "", 1},
    {"(*)", 100000000, 0, "", 1},
    {"(", 100000000, 0, "(", 0},
    {"(a*)", 300000001, 0, "(a*)", 0},
    {"x(*'*)'y'1", 1010101, 1, "xy", 1},
};

int main(void) {
  uint64_t value;
  uint32_t hash;
  unsigned depth;
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint32_t wanted = 2166136261u, extra = 0;
    for (const char* c = cases[i].hashed; *c; c++) {
      if (*c == '^') {
        extra = 256;
        continue;
      }
      wanted = (wanted ^ ((unsigned char)*c + extra)) * 16777619u;
      extra = 0;
    }
    uint32_t got = scan((const unsigned char*)cases[i].text, strlen(cases[i].text), &value, &hash, &depth);
    int good = got == cases[i].result && value == cases[i].value && hash == wanted && depth == cases[i].depth;
    if (!good) printf("%s: %u %llu %u\n", cases[i].text, got, (unsigned long long)value, depth);
    CHECK(good);
  }
  static unsigned char text[4000];
  memset(text, 'x', sizeof text);
  CHECK(scan(text, sizeof text, &value, &hash, &depth) == 1);
  memset(text, '9', sizeof text);
  text[1999] = 'a';
  uint64_t nines = 0;
  for (int i = 0; i < 1999; i++) nines = nines * 10 + 9;
  CHECK(scan(text, sizeof text, &value, &hash, &depth) == 100000101 && value == nines);
  for (unsigned i = 0; i < sizeof text; i += 2) memcpy(text + i, i < sizeof text / 2 ? "(*" : "*)", 2);
  CHECK(scan(text, sizeof text, &value, &hash, &depth) == 1000000000 && depth == 1000);
  CHECK(scan(text, sizeof text - 1, &value, &hash, &depth) == 1099000000 && depth == 1000);
  return failures != 0;
}
