// String tables: literals that share ends, with zeros inside, wide ones, writable arrays beside them, offsets into one packed table, a
// Morse coder.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char* const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const char* const ends[] = {"ember", "ber", "er", "r", "", "uary", "ary", "y", "may"};
static const char morse[26][5] = {".-", "-...", "-.-.", "-..",  ".",   "..-.", "--.", "....", "..",   ".---", "-.-",  ".-..", "--",
                                  "-.", "---",  ".--.", "--.-", ".-.", "...",  "-",   "..-",  "...-", ".--",  "-..-", "-.--", "--.."};
static const unsigned char tree[] = "\0etianmsurwdkgohvf\0l\0pjbxcyzq";
static char banner[12] = "hello";
static char second[] = "hello";
static const char packed[] = "zero\0one\0two\0three\0\0five";
static const uint8_t at[] = {0, 5, 9, 13, 19, 20};

size_t month_from(const char* text, size_t n, int* ambiguous) {
  size_t found = 0;
  *ambiguous = 0;
  for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
    if (n > strlen(months[i]) || memcmp(months[i], text, n) != 0) continue;
    if (found) {
      *ambiguous = 1;
      return found;
    }
    found = i + 1;
  }
  return found;
}

unsigned end_mask(size_t month) {
  const char* name = months[month % 12];
  size_t n = strlen(name);
  unsigned mask = 0;
  for (unsigned i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t k = strlen(ends[i]);
    if (k <= n && strcmp(name + n - k, ends[i]) == 0) mask |= 1u << i;
  }
  return mask;
}

size_t to_morse(const unsigned char* text, size_t n, unsigned char* out) {
  size_t used = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = text[i] | 32;
    if (c < 'a' || c > 'z') {
      out[used++] = '/';
      continue;
    }
    for (const char* p = morse[c - 'a']; p < morse[c - 'a'] + 5 && *p; p++) out[used++] = (unsigned char)*p;
    out[used++] = ' ';
  }
  return used;
}

// by positions in the tree in breadth first order: dot to 2i + 1, dash to 2i + 2
size_t from_morse(const unsigned char* code, size_t n, unsigned char* out) {
  size_t used = 0, node = 0;
  for (size_t i = 0; i <= n; i++) {
    unsigned char c = i < n ? code[i] : ' ';
    if (c == '.')
      node = 2 * node + 1;
    else if (c == '-')
      node = 2 * node + 2;
    else {
      if (node > 0) out[used++] = node < sizeof tree - 1 && tree[node] ? tree[node] : '?';
      if (c == '/') out[used++] = '_';
      node = 0;
    }
    if (node > 1000) node = 1000;
  }
  return used;
}

const char* number_name(unsigned n) { return n < sizeof at ? packed + at[n] : "many"; }

// the two arrays start the same, and only what is written to one changes
size_t write_banner(size_t where, unsigned char c, char* out) {
  if (where < sizeof banner - 1) banner[where] = (char)c;
  if (where < sizeof second - 1 && c < 'm') second[where] = (char)(c + 1);
  size_t n = strlen(banner);
  memcpy(out, banner, n);
  out[n] = '|';
  strcpy(out + n + 1, second);
  return n + 1 + strlen(second);
}

size_t sizes(unsigned which) {
  static const char zeros[] = "a\0b\0";
  static const uint32_t wide[] = {U'\u00e9', U'\U0001f600', 0};
  static const char exact[4] = "abc";
  switch (which) {
    case 0:
      return sizeof zeros * 100 + strlen(zeros) * 10 + strlen(zeros + 2);
    case 1:
      return wide[0] + (size_t)wide[1] + sizeof wide;
    case 2:
      return strlen(exact) + (size_t)memcmp(exact, "abc\0", 4);
    case 3:
      return strlen(
                 "\x7f"
                 "1\0"
                 "23") +
             sizeof u"ab" + sizeof "";
  }
  return sizeof packed;
}
