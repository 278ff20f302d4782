#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Parser {
  int state;
  uint32_t objects;
  uint8_t depth, hex, is_key;
  const char* word;
  uint64_t offset;
  void (*event)(void* context, char what, unsigned depth);
  void* context;
};
void json_start(struct Parser* p, void (*event)(void*, char, unsigned), void* context);
int json_feed(struct Parser* p, const uint8_t* bytes, size_t n);
int json_end(struct Parser* p);

struct Trace {
  char text[128];
  size_t length, deepest;
};

static void event(void* context, char what, unsigned depth) {
  struct Trace* t = context;
  if (t->length < 127) t->text[t->length++] = what;
  if (depth > t->deepest) t->deepest = depth;
}

static int parse(const char* text, size_t n, size_t chunk, struct Trace* t, uint64_t* offset) {
  struct Parser p;
  memset(t, 0, sizeof *t);
  json_start(&p, event, t);
  for (size_t i = 0; i < n; i += chunk) json_feed(&p, (const uint8_t*)text + i, n - i < chunk ? n - i : chunk);
  int fine = json_end(&p);
  *offset = p.offset;
  return fine;
}

static int traced(const char* text, int fine, uint64_t at, const char* wanted) {
  struct Trace t;
  uint64_t offset;
  for (size_t chunk = 1; chunk < 9; chunk += 3)
    if (parse(text, strlen(text), chunk, &t, &offset) != fine || offset != at || strcmp(t.text, wanted) != 0) return 0;
  return 1;
}

int main(void) {
  CHECK(traced("", 0, 0, "") && traced(" ", 0, 1, "") && traced("0", 1, 1, "#") && traced("-0.5e+10", 1, 8, "#") &&
        traced("12 ", 1, 3, "#"));
  CHECK(traced("[]", 1, 2, "[]") && traced("{}", 1, 2, "{}") && traced("[1,2 , -3]", 1, 10, "[###]") &&
        traced("{\"a\":{\"b\":[null]}}", 1, 18, "{k{k[w]}}"));
  CHECK(traced("\"\\u12aF\\n\\\"\"", 1, 12, "s") && traced("[true,false]", 1, 12, "[ww]") && traced("[1,]", 0, 3, "[#") &&
        traced("{,}", 0, 1, "{"));
  CHECK(traced("01", 0, 1, "#") && traced("-", 0, 1, "") && traced("1.", 0, 2, "") && traced("1.e5", 0, 2, "") && traced("1e", 0, 2, "") &&
        traced("1e-", 0, 3, ""));
  CHECK(traced("[}", 0, 1, "[") && traced("{]", 0, 1, "{") && traced("[{}", 0, 3, "[{}") && traced("[1}", 0, 2, "[#") &&
        traced("]", 0, 0, "") && traced("1,2", 0, 1, "#"));
  CHECK(traced("\"a\nb\"", 0, 2, "") && traced("\"\\x\"", 0, 2, "") && traced("\"\\u12g\"", 0, 5, "") && traced("nul", 0, 3, "") &&
        traced("nulL", 0, 3, "") && traced("\"abc", 0, 4, ""));
  CHECK(traced("{\"a\" 1}", 0, 5, "{k") && traced("{\"a\":1 \"b\":2}", 0, 7, "{k#") && traced("{1:2}", 0, 1, "{") &&
        traced("[[],{}]\t\r\n", 1, 10, "[[]{}]"));
  CHECK(traced("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", 1, 40, "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"));
  CHECK(traced("[[[[[[[[[[[[[[[[[[[[[", 0, 20, "[[[[[[[[[[[[[[[[[[[["));
  struct Trace t;
  uint64_t offset;
  CHECK(parse("\"a\0\"", 4, 9, &t, &offset) == 0 && offset == 2 && parse("\"\xff\x80\x7f\"", 5, 2, &t, &offset) == 1 &&
        parse("\"\\\0\"", 4, 9, &t, &offset) == 0);

  // documents with one or two characters changed; which hold was worked out by another parser
  static const char* const documents[] = {"{\"a\":[1,-2.5e3,null],\"b\":\"x\\n\\u00e9\"}",
                                          "[true,false,\"\",{},[]]",
                                          "-12.50E+07",
                                          "{\"k\": {\"l\" :[0, 0.0 ]} }",
                                          "\"\\\\ \\\"q\\\" \\/\"",
                                          "[[1],[2,[3]],{\"z\":9}]",
                                          " [ 10 , 20 ] "};
  static const char replacements[] = "\"{}[]:,0123456789-+.eEtrufalsn\\ \t\nx";
  static const uint64_t holds[] = {0x500100000100000u,  0x942040c0000400u,   0x1100004011010u, 0x4011200430010101u, 0x26020c2c08210141u,
                                   0x4400001040152112u, 0x8240861000080008u, 0x420410080830u,  0x6410011400400000u, 0x400051140400492u};
  uint32_t random = 1;
  for (unsigned i = 0; i < 640; i++) {
    char text[64];
    const char* from = documents[i % (sizeof documents / sizeof *documents)];
    size_t n = strlen(from);
    memcpy(text, from, n);
    for (unsigned k = 0; k < 1 + i % 2; k++) {
      random = random * 1664525u + 1013904223u;
      text[(random >> 10) % n] = replacements[(random >> 20) % (sizeof replacements - 1)];
    }
    CHECK(parse(text, n, 1 + i % 11, &t, &offset) == (int)(holds[i / 64] >> i % 64 & 1));
  }
  return failures != 0;
}
