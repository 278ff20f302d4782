#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

size_t pack(void* out, size_t room, const char* signature, ...);
size_t pack_header(void* out, size_t room, int kind, long id, double when);
size_t pack_pair(void* out, size_t room, double a, const char* text, int tag);
double totals(int a, double b, float c, short d, unsigned char e, int count);

static unsigned char out[256];

static int same(const char* hexadecimal, size_t used) {
  if (strlen(hexadecimal) != 2 * used) return 0;
  for (size_t i = 0; i < 256; i++) {
    char text[3] = "5a";
    if (i < used) snprintf(text, sizeof text, "%c%c", hexadecimal[2 * i], hexadecimal[2 * i + 1]);
    char got[3];
    snprintf(got, sizeof got, "%02x", out[i]);
    if (strcmp(text, got) != 0) return 0;
  }
  return 1;
}

#define PACKED(expected, ...) CHECK((memset(out, 0x5a, sizeof out), same(expected, pack(out, sizeof out, __VA_ARGS__))))

#define HEADER(expected, ...) CHECK((memset(out, 0x5a, sizeof out), same(expected, pack_header(out, sizeof out, __VA_ARGS__))))

int main(void) {
  PACKED("", "");
  PACKED("80", "b", SCHAR_MIN);
  PACKED("7fff8000", "bbbb", 127, -1, -128, 0);
  PACKED("ff00", "BB", 255, 256);
  PACKED("0080ff7fffff", "www", SHRT_MIN, SHRT_MAX, 65535);
  PACKED("00000080ffffff7fffffffff", "iii", INT_MIN, INT_MAX, -1);
  PACKED("ffffffff00000080", "II", UINT_MAX, 2147483648u);
  PACKED("0000000000000080ffffffffffffff7fffffffffffffffff", "llL", LONG_MIN, LONG_MAX, ULONG_MAX);
  PACKED("0000000000000080000000000000f03f000000000000f07f0100000000000000", "dddd", -0.0, 1.0, (double)INFINITY, 0x1p-1074);
  PACKED("cdcccc3d000080ff00000000", "fff", 0.1f, -INFINITY, 1e-60);
  PACKED(
      "0003616263"
      "01ff",
      "sss", "", "abc", "\xff");
  PACKED("0100000002000000000000000000000000000c40", "ild", 1, 2l, 3.5);
  PACKED(
      "000000000000d03f000000000000000000000000000000000000f43fffffffff00000000000100000000000000000240feffffff0000000000020000000000000000"
      "0a40fdffffff00000000000300000000000000001140fcffffff00000000000400000000000000001540fbffffff0000000000050000",
      "dildildildildildil", 0.25, 0, 0l, 1.25, -1, 1099511627776l, 2.25, -2, 2199023255552l, 3.25, -3, 3298534883328l, 4.25, -4,
      4398046511104l, 5.25, -5, 5497558138880l);
  PACKED(
      "0000000000000080000000000000f8bf00000000000008c000000000000012c000000000000018c00000000000001ec000000000000022c000000000000025c00000"
      "0000000028c00000000000002bc00000000000002ec000000000008030c000000000bdbdf0ff7a7be1ff3739d2fff4f6c2ffb1b4b3ff6e72a4ff2b3095ffe8ed85ff"
      "a5ab76ff",
      "ddddddddddddiiiiiiiiii", -0.0, -1.5, -3.0, -4.5, -6.0, -7.5, -9.0, -10.5, -12.0, -13.5, -15.0, -16.5, 0, -1000003, -2000006,
      -3000009, -4000012, -5000015, -6000018, -7000021, -8000024, -9000027);
  PACKED(
      "00000000bdbdf0ff7a7be1ff3739d2fff4f6c2ffb1b4b3ff6e72a4ff2b3095ffe8ed85ffa5ab76ff0000000000000080000000000000f8bf00000000000008c00000"
      "0000000012c000000000000018c00000000000001ec000000000000022c000000000000025c000000000000028c00000000000002bc00000000000002ec000000000"
      "008030c0",
      "iiiiiiiiiidddddddddddd", 0, -1000003, -2000006, -3000009, -4000012, -5000015, -6000018, -7000021, -8000024, -9000027, -0.0, -1.5,
      -3.0, -4.5, -6.0, -7.5, -9.0, -10.5, -12.0, -13.5, -15.0, -16.5);
  PACKED(
      "00000000000000000001610000000009ffffffffffffffff01620000003e12feffffffffffffff01630000803e1bfdffffffffffffff01640000c03e24fcffffffff"
      "ffffff01650000003f2dfbffffffffffffff01660000203f36faffffffffffffff01670000403f",
      "BlsfBlsfBlsfBlsfBlsfBlsfBlsf", (unsigned char)0, -0l, "a", 0.0f, (unsigned char)9, -1l, "b", 0.125f, (unsigned char)18, -2l, "c",
      0.25f, (unsigned char)27, -3l, "d", 0.375f, (unsigned char)36, -4l, "e", 0.5f, (unsigned char)45, -5l, "f", 0.625f, (unsigned char)54,
      -6l, "g", 0.75f);
  HEADER("0000070000000000000000000000000000000000000000000000ffff", 0, (long)0u, 0.0);
  HEADER("01ff070000000000000000000080000000000000f0bfabaaaabeffff", 1, (long)9223372036854775808u, -1.0);
  HEADER("fb0507000000ffffffffffffffff8af221bf3c36ec479976967effff", -5, (long)18446744073709551615u, 3e+38);
  HEADER("7f8107000000874b6b5d54dc2b009a9999999999b93f8988083dffff", 127, (long)12345678901234567u, 0.1);
  CHECK(totals(1, 2.5, 0.1f, -3, 200, 5) == -559.9999947845936);
  CHECK(totals(-7, 10000000000.0, 3.25f, 32767, 255, 9) == 42490065589563.5);
  CHECK(totals(0, -0.0, 0.0f, 0, 0, 1) == 0.5);
  CHECK(totals(5, 6.5, 7.5f, 8, 9, 0) == 0.0);
  CHECK(totals(2147483647, 0.1, -0.3f, -32768, 1, 3) == 4290672260973.3994);
  CHECK(totals(-2147483647, 0.2, 0.7f, -1, 128, 4) == -4290672327423.7007);
  CHECK(totals(3, 0.1, 1.0f, 1, 1, 2) == 6099.4);

  static const char half[] = "00";
  memset(out, 0x5a, sizeof out);
  CHECK(pack(out, 1, "i", 0x01020300) == 4 && same(half, 1));
  CHECK(pack(out, 0, "dsi", 1.0, "abc", 5) == 16 && same(half, 1));
  CHECK(pack(out, 0, "i?", 1, 2) == 0 && same(half, 1));
  memset(out, 0x5a, sizeof out);
  CHECK(same("0000000000000440fd026869", pack_pair(out, sizeof out, 2.5, "hi", -3)));
  memset(out, 0x5a, sizeof out);
  CHECK(same("00c80000000000000440", pack_pair(out, sizeof out, 2.5, "", 200)));
  return failures != 0;
}
