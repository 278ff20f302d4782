// UTF-8 decoding and code point classes by case ranges, and bands of a signed number from INT_MIN to INT_MAX: range comparisons and their
// edges.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define BAD (-1)

static int tail(uint8_t byte) {
  switch (byte) {
    case 0x80 ... 0xbf:
      return byte & 0x3f;
    default:
      return BAD;
  }
}

static int rest(const uint8_t* p, size_t count, int32_t value) {
  for (size_t i = 0; i < count; i++) {
    int bits = tail(p[i]);
    if (bits < 0) return BAD;
    value = value << 6 | bits;
  }
  return value;
}

// the code point and its length, or BAD and the length 1
int32_t decode(const uint8_t* p, size_t n, size_t* length) {
  *length = 1;
  if (n == 0) {
    *length = 0;
    return BAD;
  }
  size_t more;
  int32_t value;
  switch (p[0]) {
    case 0 ... 0x7f:
      return p[0];
    case 0xc2 ... 0xdf:
      more = 1;
      value = p[0] & 0x1f;
      break;
    case 0xe0 ... 0xef:
      more = 2;
      value = p[0] & 0xf;
      break;
    case 0xf0 ... 0xf4:
      more = 3;
      value = p[0] & 7;
      break;
    case 0x80 ... 0xc1:
    case 0xf5 ... 0xff:
    default:
      return BAD;
  }
  if (n <= more) return BAD;
  value = rest(p + 1, more, value);
  switch (value) {
    case 0 ... 0x7f:
    case 0xd800 ... 0xdfff:
    case 0x110000 ... INT_MAX:
    case INT_MIN ... - 1:
      return BAD;
    case 0x80 ... 0x7ff:
      if (more != 1) return BAD;
      break;
    case 0x800 ... 0xd7ff:
    case 0xe000 ... 0xffff:
      if (more != 2) return BAD;
      break;
    default:
      if (more != 3) return BAD;
  }
  *length = more + 1;
  return value;
}

unsigned classify(int32_t point) {
  switch (point) {
    case '0' ... '9':
      return 1;
    case 'a' ... 'f':
    case 'A' ... 'F':
      return 2;
    case 'g' ... 'z':
    case 'G' ... 'Z':
    case '_':
      return 3;
    case ' ':
    case '\t' ... '\r':
      return 4;
    case 0xfdd0 ... 0xfdef:
      return 6;
    case 0x10000 ... 0x10ffff:
      return (point & 0xfffe) == 0xfffe ? 6 : 5;
    case INT_MIN ... - 1:
      return 7;
  }
  return 0;
}

int band(int value) {
  switch (value) {
    case INT_MIN ... INT_MIN + 1:
      return -4;
    case -1000000 ... - 1001:
      return -3;
    case -1000 ... - 11:
      return -2;
    case -10 ... - 1:
      return -1;
    case 0:
      return 0;
    case 1 ... 10:
      return 1;
    case 11 ... 1000:
      return 2;
    case 1000001 ... INT_MAX - 1:
      return 4;
    case INT_MAX:
      return 5;
    default:
      return value < 0 ? -100 : 100;
  }
}

size_t survey(const uint8_t* p, size_t n, unsigned counts[8]) {
  size_t bad = 0, length;
  for (size_t i = 0; i < n; i += length) {
    int32_t point = decode(p + i, n - i, &length);
    counts[classify(point)]++;
    bad += point == BAD;
  }
  return bad;
}
