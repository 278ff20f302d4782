#include <string.h>

#include "check.h"

int play(const char* script, void (*note)(char event, int value));

static char seen[256];
static size_t length;
static const char* within;

static void note(char event, int value) {
  length += (size_t)snprintf(seen + length, sizeof seen - length, "%c%d", event, value);
  if (event == 'W' && within) {  // a run within a run
    const char* script = within;
    within = NULL;
    int code = play(script, note);
    length += (size_t)snprintf(seen + length, sizeof seen - length, "=%d", code);
  }
}

static const struct {
  const char* script;
  int code;
  const char* seen;
} cases[] = {
    {"", -1, ".0"},
    {"A", -1, "A1.0"},
    {"A0B", -1, "A1.1"},  // a code of zero: the outermost takes it as none
    {"3A", 3, ".1"},
    {"[A]B", -1, "A2B1.0"},
    {"[A4B]C", -1, "A2c4C1.0"},
    {"[A5B]C", 5, "A2c5.1"},
    {"[[A5B]C]D", 5, "A3c5c5.1"},
    {"[[A6B]C]D", -1, "A3c6C2D1.0"},
    {"{A}B", -1, "A2f0B1.0"},
    {"{A2}B", 12, "A2f2.1"},
    {"[{A2}B]C", -1, "A3f2c12C1.0"},
    {"[{{{7}}A}B]C", 37, "f7f17f27c37.1"},
    {"[{[{1}]A}B]C", 21, "f1c11f11c21.1"},
    {"[{[{2}]A}B]C", -1, "f2c12A3f0B2C1.0"},
    {"<A?B>C", -1, "A2t5A101B101C1.0"},
    {"<A2B>C", 2, "A2t2A101.1"},
    {"[<A[?B]C>D]E", -1, "A3c5t5A101B102C101D2E1.0"},
    {"<<?A>3>", 3, "t5A101t3A102.1"},
    {"[A2[B]{C}<D>E]F", -1, "A2c2F1.0"},
    {"{[2][4]{[6]}A}[8]B", -1, "c2c4c6f0A2f0c8B1.0"},
    {"[[[[[[[[8]A]B]C]D]E]F]G]H", -1, "c8A8B7C6D5E4F3G2H1.0"},
    {"[W2]A", -1, "W2X1.1=9c2A1.0"},
    {"{[W]?}A", 15, "W3X1.1=9f5.1"},
};

int main(void) {
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    length = 0;
    seen[0] = 0;
    within = "X9Y";
    int code = play(cases[i].script, note);
    if (code != cases[i].code || strcmp(seen, cases[i].seen) != 0) printf("%s: %d %s\n", cases[i].script, code, seen);
    CHECK(code == cases[i].code && strcmp(seen, cases[i].seen) == 0);
  }
  return failures != 0;
}
