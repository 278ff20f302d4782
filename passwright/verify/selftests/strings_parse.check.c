#include <limits.h>
#include <string.h>

#include "check.h"

typedef void (*Report)(void* state, const char* section, const char* key, const char* value);

size_t parse(char* text, Report report, void* state);
size_t words(char* text, const char* separators, char** list, size_t room);
size_t fields(char* text, const char* separators, char** list, size_t room);
size_t count(const char* text, const char* part);
const char* closing(const char* text);
long sum(const char* text);

static void report(void* state, const char* section, const char* key, const char* value) {
  char* log = state;
  strcat(log, section);
  strcat(log, ".");
  strcat(log, key);
  if (value) {
    strcat(log, "=");
    strcat(log, value);
  }
  strcat(log, ";");
}

static size_t parsed(const char* text, const char* expected) {
  char copy[256], log[256] = "";
  strcpy(copy, text);
  size_t wrong = parse(copy, report, log);
  CHECK(strcmp(log, expected) == 0);
  return wrong;
}

static int listed(size_t (*split)(char*, const char*, char**, size_t), const char* text, const char* separators, size_t room,
                  const char* expected) {
  char copy[64], log[64] = "";
  char* list[10];
  strcpy(copy, text);
  size_t n = split(copy, separators, list, room);
  for (size_t i = 0; i < n; i++) {
    strcat(log, list[i]);
    strcat(log, "|");
  }
  return strcmp(log, expected) == 0;
}

int main(void) {
  CHECK(parsed("", "") == 0 && parsed("\n\n \t \n//\n", "") == 0);
  CHECK(parsed("a=1", ".a=1;") == 0 && parsed("a=", ".a=;") == 0 && parsed("=1", "") == 1 && parsed("a", "") == 1);
  CHECK(parsed(" a \t=  b c \r\n[ one ]\nx==y=\n//z=1\n!on\n[]\nk = v // [w]\n", ".a=b c;one.x==y=;one.on;.k=v;") == 0);
  CHECK(parsed("[1234567]\na=1\n[12345678]\nb=2\n[x\nc=3\n[y] z\n[[z]]\nd=4", "1234567.a=1;1234567.b=2;1234567.c=3;[z].d=4;") == 3);
  CHECK(parsed("a b=1\n!\n! \n\"q\"=2\na/b=3/4\n/", ".a/b=3/4;") == 5);

  CHECK(listed(words, "", " ", 9, "") && listed(words, "   ", " ", 9, "") && listed(words, "ab", " ", 9, "ab|"));
  CHECK(listed(words, ",a, b;;c,", ", ;", 9, "a|b|c|") && listed(words, "a,b,c", ",", 2, "a|b|") && listed(words, "a b", "", 9, "a b|"));
  CHECK(listed(fields, "", ",", 9, "|") && listed(fields, ",", ",", 9, "||") && listed(fields, "a,,b", ",", 9, "a||b|"));
  CHECK(listed(fields, ",a, b;;c,", ", ;", 9, "|a||b||c||") && listed(fields, "a,b,c", ",", 2, "a|b|") && listed(fields, "ab", ",", 0, ""));

  CHECK(count("", "") == 0 && count("", "a") == 0 && count("abc", "") == 3 && count("aaaa", "a") == 4 && count("aaaaa", "aa") == 2);
  CHECK(count("abababab", "abab") == 2 && count("aab", "ab") == 1 && count("abc", "abcd") == 0 && count("mississippi", "issip") == 1);

  static const char text[] = "f(a(b)c)(d)";
  CHECK(closing(text) == text + 8 && closing(text + 2) == text + 6 && closing(text + 8) == text + 11);
  CHECK(closing(text + 4) == NULL && closing(text + 10) == NULL && closing(text + 11) == NULL && closing("((") == NULL &&
        closing("abc") == NULL);

  CHECK(sum("") == 0 && sum("abc") == 0 && sum("1a22b333") == 356 && sum("7") == 7 && sum("-7") == -7);
  CHECK(sum("5-3+10--2") == 10 && sum("+-+") == 0 && sum("1.5e3") == 9 && sum("- 4") == 4);
  CHECK(sum("9223372036854775807") == LONG_MAX && sum("x-9223372036854775808y") == LONG_MIN && sum("99999999999999999999") == LONG_MAX);
  return failures != 0;
}
