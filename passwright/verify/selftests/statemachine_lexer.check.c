#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

struct Token {
  int kind;
  size_t start, length;
  unsigned line;
  uint32_t value;
};
struct Lexer {
  const uint8_t* text;
  size_t n, at;
  unsigned line;
};
struct Token next_token(struct Lexer* l);

static const char kinds[] = "$iN!oSUC?";

// the tokens as kind and text, the text joined by blanks
static int lexes(const char* source, const char* wanted) {
  size_t n = strlen(source), at = 0, previous = 0;
  uint8_t* text = malloc(n + 1);
  memcpy(text, source, n);
  struct Lexer l = {text, n, 0, 1};
  char got[300];
  for (;;) {
    struct Token t = next_token(&l);
    CHECK(t.start >= previous && t.start + t.length == l.at && l.at <= n && (t.length > 0) == (t.kind != 0));
    previous = l.at;
    if (t.kind == 0) break;
    at += (size_t)snprintf(got + at, sizeof got - at, "%c%.*s ", kinds[t.kind], (int)t.length, (const char*)text + t.start);
  }
  CHECK(l.at == n);
  free(text);
  got[at] = 0;
  return strcmp(got, wanted) == 0;
}

static struct Token nth(const char* source, int which) {
  struct Lexer l = {(const uint8_t*)source, strlen(source), 0, 1};
  struct Token t = next_token(&l);
  for (; which > 0; which--) t = next_token(&l);
  return t;
}

static int valued(const char* source, int kind, uint32_t value) {
  struct Token t = nth(source, 0);
  return t.kind == kind && t.value == value && t.start == 0 && t.length == strlen(source);
}

int main(void) {
  CHECK(lexes("", "") && lexes(" \t\n ", "") && lexes("a", "ia ") && lexes("ab_9 9ab", "iab_9 N9 iab ") && lexes("a+b", "ia o+ ib "));
  CHECK(lexes("a<<=b<<c<=d<-e<f", "ia o<<= ib o<< ic o<= id o<- ie o< if ") && lexes("<<<<==", "o<< o<<= o= ") &&
        lexes("==>=>>->--=-", "o== o>= o>> o-> o-- o= o- "));
  CHECK(lexes("a..b...c....", "ia o. o. ib o... ic o... o. ") && lexes(".", "o. ") && lexes("..", "o. o. ") && lexes("...", "o... ") &&
        lexes("..<", "o. o. o< "));
  CHECK(lexes("a/b/=c//d\ne/*f*/g/**/h/***/i", "ia o/ ib o/= ic ie ig ih ii ") && lexes("/*/", "C/*/ ") && lexes("/* *", "C/* * ") &&
        lexes("x//", "ix ") && lexes("/", "o/ "));
  CHECK(lexes("/*\n*/ // \"\n\"//\"", "S\"//\" ") && lexes("/* a **/*b", "o* ib ") && lexes("//*\n*//", "o* "));
  CHECK(lexes("\"\"\"a\"", "S\"\" S\"a\" ") && lexes("\"a", "U\"a ") && lexes("\"a\\\"b\"", "S\"a\\\"b\" ") &&
        lexes("\"a\nb", "U\"a ib ") && lexes("\"\\\\\"x", "S\"\\\\\" ix ") && lexes("\"\\", "U\"\\ "));
  CHECK(lexes("\"a\\\nb\"", "S\"a\\\nb\" ") && lexes("\\x", "o\\ ix ") && lexes("\xe9y", "?\xe9 iy ") && lexes("=", "o= ") &&
        lexes("=>==", "o=> o== ") && lexes("<", "o< ") && lexes("<<", "o<< "));
  CHECK(lexes("if(x1>=10){y=\"z\";}//", "iif o( ix1 o>= N10 o) o{ iy o= S\"z\" o; o} "));

  CHECK(valued("0", 2, 0) && valued("007", 2, 7) && valued("4294967295", 2, 4294967295u) && valued("4294967296", 3, 4294967295u) &&
        valued("4294967300", 3, 4294967295u));
  CHECK(valued("429496730", 2, 429496730) && valued("99999999999999999999", 3, 4294967295u) && valued("000000000000000000000001", 2, 1) &&
        valued("4294967290", 2, 4294967290u));
  CHECK(valued("\"\"", 5, 0) && valued("\"a\"", 5, 98) && valued("\"ab\"", 5, 98 * 131 + 99) && valued("\"\\n\\0\"", 5, 11 * 131 + 1) &&
        valued("\"\\q\"", 5, 114) && valued("\"\\\"\"", 5, 35));
  CHECK(valued("\"\\t\xff\"", 5, 10 * 131 + 256) && valued("\"a", 6, 98) && valued("\"a\\", 6, 98 * 131 + 93));
  CHECK(nth("a \"b\"", 1).value == 99 && nth("\"xy\"\"b\"", 1).value == 99 && nth("12 34", 1).value == 34);
  static const char lines[] = "a\n\nb/*\n\n*/c \"d\\\ne\" f//\n g";
  static const unsigned wanted[] = {1, 3, 5, 5, 6, 7};
  for (int i = 0; i < 6; i++) CHECK(nth(lines, i).line == wanted[i] && nth(lines, i).kind == (i == 3 ? 5 : 1));
  CHECK(nth(lines, 6).kind == 0 && nth(lines, 9).start == sizeof lines - 1);
  // every single byte, alone and between letters
  for (unsigned c = 1; c < 256; c++) {
    char text[4] = {'a', (char)c, 'b', 0}, alone[2] = {(char)c, 0};
    int letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9',
        blank = c == ' ' || c == '\t' || c == '\n';
    CHECK(nth(text, 0).length == (letter || digit ? 3 : 1) && nth(text, 0).kind == 1);
    CHECK(nth(alone, 0).kind == (letter ? 1 : digit ? 2 : blank ? 0 : c == '"' ? 6 : c > 127 ? 8 : 4));
    if (!letter && !digit)
      CHECK(nth(text, 1).kind == (blank ? 1 : c == '"' ? 6 : c > 127 ? 8 : 4) && nth(text, 1).length == (c == '"' ? 2 : 1));
  }
  return failures != 0;
}
