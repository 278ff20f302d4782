#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "check.h"

int format(char* data, size_t room, const char* format, ...);

static char got[128], wanted[128];

// The same calls through libc's formatter, at several lengths of the buffer.
#define SAME(...)                                                      \
  for (size_t room = 0; room <= 120; room = room * 3 + 1 + room % 2) { \
    memset(got, '~', sizeof got);                                      \
    memset(wanted, '~', sizeof wanted);                                \
    int length = format(got, room, __VA_ARGS__);                       \
    CHECK(length == snprintf(wanted, room, __VA_ARGS__));              \
    CHECK(memcmp(got, wanted, sizeof got) == 0);                       \
  }

#define IS(text, ...) CHECK(format(got, 120, __VA_ARGS__) == (int)strlen(text) && strcmp(got, text) == 0)

static int zero, five = 5;

int main(void) {
  SAME("%s", "");
  SAME("plain");
  SAME("100%%");
  SAME("%d|%d|%d|%d", 0, -1, INT_MIN, INT_MAX);
  SAME("%ld|%ld|%lu", LONG_MIN, LONG_MAX, ULONG_MAX);
  SAME("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|%+05d", 42, 42, 42, 42, 42, 42, 42, 42);
  SAME("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|%+05d", -42, -42, -42, -42, -42, -42, -42, -42);
  SAME("%.3d|%8.3d|%-8.3d|%8.3d|%.0d|%.0d|%1.0d", 7, 7, 7, -7, zero, 7, zero);
  SAME("%x|%X|%#x|%#X|%#x|%o|%u", 48879u, 48879u, 48879u, 48879u, 0u, 511u, UINT_MAX);
  SAME("%08x|%#010x|%-#10x|%#10x|%.6x|%lx", 48879u, 48879u, 48879u, 48879u, 48879u, ULONG_MAX);
  SAME("%hd|%hhd|%hu|%hhu|%hhx", (short)-2, (signed char)-3, (unsigned short)65533, (unsigned char)252, (unsigned char)171);
  SAME("%c%c|%3c|%-3c|", 'a', 'b', 'c', 'd');
  SAME("%s|%5s|%-5s|%.2s|%5.1s|%-5.3s|%.0s|%.9s", "abc", "abc", "abc", "abc", "abc", "abcd", "abc", "abc");
  SAME("%*d|%-*d|%*d|%.*d|%.*d|%*.*d", five, 1, five, 2, -five, 3, five, 4, -1, 5, 8, five, -6);
  SAME("%.*s|%*.*s|%*.*s|%.*s", 2, "abcdef", 6, 3, "abcdef", -6, 3, "abcdef", -1, "abcdef");
  SAME("%d%ld%s%d%ld%s%d%ld%s%d%ld%s%d", 1, 2l, "x", 3, 4l, "y", 5, 6l, "z", 7, 8l, "w", 9);
  static const char unended[2] = {'h', 'i'};
  SAME("<%.2s>", unended);

  IS("-128 -1 0", "%hhd %hd %hhu", 128, 65535, 256);
  IS("[a=1 b=two] 3", "[%(] %d", "a=%d b=%s", 1, "two", 3);
  IS("((7)) 8", "(%() %d", "(%()", "%d", 7, 8);
  IS("x", "x%(", "");
  IS("?", "%?");
  IS("a", "a%");
  IS("1777777777777777777777", "%lo", ULONG_MAX);
  IS("                         -9223372036854775808|", "%*ld|", 45, LONG_MIN);
  return failures != 0;
}
