#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "check.h"

typedef unsigned char Byte;

size_t own_length(const Byte* s);
size_t own_length_at_most(const Byte* s, size_t most);
Byte* own_copy(Byte* to, const Byte* from);
Byte* own_copy_padded(Byte* to, const Byte* from, size_t n);
Byte* own_append(Byte* to, const Byte* from);
int own_compare(const Byte* a, const Byte* b);
int own_compare_at_most(const Byte* a, const Byte* b, size_t n);
int own_compare_letters(const Byte* a, const Byte* b);
const Byte* own_find(const Byte* s, int c);
const Byte* own_find_last(const Byte* s, int c);
size_t own_span(const Byte* s, const Byte* set);
size_t own_span_without(const Byte* s, const Byte* set);
const Byte* own_search(const Byte* in, const Byte* what);
void* own_move(void* to, const void* from, size_t n);
void* own_find_byte(const void* s, int c, size_t n);

static int sign(int x) { return (x > 0) - (x < 0); }

int main(void) {
  static const char* const texts[] = {
      "",     "a",          "A",           "ab",           "aB",        "abc",        "b",
      "\x80", "\xff\x01",   "a\xff",       "aaab",         "aaaa",      "Zebra",      "zEBRAS",
      "[{@`", "0123456789", "mississippi", "sissississip", "ssip",      "x\x7f\x80y", "is",
      "aab",  "{[`@",       "\xc0",        "\xe0",         "abcabcabd", "abcabd",     "thirty-one bytes in this strin"};
  enum { N = sizeof texts / sizeof *texts };
  for (int i = 0; i < N; i++) {
    const char* a = texts[i];
    const Byte* x = (const Byte*)a;
    size_t n = strlen(a);
    CHECK(own_length(x) == n);
    for (size_t most = 0; most < 34; most++) CHECK(own_length_at_most(x, most) == (n < most ? n : most));
    for (int c = -1; c < 300; c++) {
      CHECK((const void*)own_find(x, c) == (const void*)strchr(a, c) && (const void*)own_find_last(x, c) == (const void*)strrchr(a, c));
      CHECK(own_find_byte(a, c, n) == memchr(a, c, n) && own_find_byte(a, c, n + 1) == memchr(a, c, n + 1));
    }
    for (size_t start = 0; start <= n; start++) CHECK(own_length(x + start) == n - start);
    for (int j = 0; j < N; j++) {
      const char* b = texts[j];
      const Byte* y = (const Byte*)b;
      CHECK(own_compare(x, y) == sign(strcmp(a, b)) && own_compare_letters(x, y) == sign(strcasecmp(a, b)));
      for (size_t most = 0; most < 6; most++) CHECK(own_compare_at_most(x, y, most) == sign(strncmp(a, b, most)));
      CHECK(own_compare_at_most(x, y, SIZE_MAX) == sign(strcmp(a, b)));
      CHECK(own_span(x, y) == strspn(a, b) && own_span_without(x, y) == strcspn(a, b));
      CHECK((const void*)own_search(x, y) == (const void*)strstr(a, b));
      Byte got[70];
      char expected[70];
      memset(got, '#', 70), memset(expected, '#', 70);
      CHECK(own_copy(got + 1, x) == got + 1);
      strcpy(expected + 1, a);
      CHECK(memcmp(got, expected, 70) == 0);
      CHECK(own_append(got + 1, y) == got + 1);
      strcat(expected + 1, b);
      CHECK(memcmp(got, expected, 70) == 0);
      size_t room = (size_t)j;
      CHECK(own_copy_padded(got + 20, x, room) == got + 20);
      for (size_t k = 0; k < room; k++) expected[20 + k] = k < n ? a[k] : 0;
      CHECK(memcmp(got, expected, 70) == 0);
    }
  }
  CHECK(own_compare((const Byte*)"Abc", (const Byte*)"abc") == -1 && own_compare_letters((const Byte*)"[", (const Byte*)"a") == -1);
  for (int to = 0; to < 24; to++) {
    for (int from = 0; from < 24; from++) {
      for (size_t n = 0; n < 20; n++) {
        Byte bytes[48];
        for (int i = 0; i < 48; i++) bytes[i] = (Byte)(i * 11);
        CHECK(own_move(bytes + to, bytes + from, n) == bytes + to);
        int wrong = 0;
        for (int i = 0; i < 48; i++) wrong += bytes[i] != (Byte)((i >= to && i < to + (int)n ? i - to + from : i) * 11);
        CHECK(wrong == 0);
      }
    }
  }
  return failures != 0;
}
