/* A run-length coder: loops, calls, a table and a global, small enough to optimise in a test. */
#include <stddef.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";
unsigned long rle_calls;

static size_t put_number(char *out, unsigned value) {
  char reversed[16];
  size_t used = 0;
  do {
    reversed[used++] = digits[value & 15];
    value >>= 4;
  } while (value);
  for (size_t i = 0; i < used; ++i) out[i] = reversed[used - 1 - i];
  return used;
}

static unsigned get_number(const char **in) {
  unsigned value = 0;
  for (;;) {
    const char *place = strchr(digits, **in);
    if (!**in || !place) return value;
    value = value * 16 + (unsigned)(place - digits);
    ++*in;
  }
}

size_t rle_encode(const char *text, char *out) {
  size_t used = 0;
  ++rle_calls;
  while (*text) {
    unsigned run = 1;
    while (text[run] == *text) ++run;
    if (run > 1) used += put_number(out + used, run);
    out[used++] = '*';
    out[used++] = *text;
    text += run;
  }
  out[used] = 0;
  return used;
}

size_t rle_decode(const char *in, char *out) {
  size_t used = 0;
  ++rle_calls;
  while (*in) {
    unsigned run = get_number(&in);
    if (*in != '*' || !in[1]) break;
    if (run == 0) run = 1;
    memset(out + used, in[1], run);
    used += run;
    in += 2;
  }
  out[used] = 0;
  return used;
}

int rle_compare(const char *one, const char *two) {
  switch (*one) {
    case 'a': return 1;
    case 'b': return 7;
    case 'c': return 11;
    case 'd': return *two == 'x' ? 3 : 4;
    default: return strcmp(one, two);
  }
}
