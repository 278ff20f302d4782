#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef uint32_t (*Cost)(void* state, int from, int to);
uint32_t edit(const unsigned char* a, size_t n, const unsigned char* b, size_t m, Cost cost, void* state, char* out);
uint64_t multiply_order(const uint16_t* sizes, unsigned count, char* out);

struct Seen {
  unsigned deleted, inserted, replaced;
};

static uint32_t plain(void* state, int from, int to) {
  struct Seen* seen = state;
  CHECK(from != to);
  if (to < 0)
    seen->deleted++;
  else if (from < 0)
    seen->inserted++;
  else
    seen->replaced++;
  return 1;
}

static uint32_t uneven(void* state, int from, int to) {
  plain(state, from, to);
  if (to < 0) return 5;
  if (from < 0) return 3;
  return (uint32_t)(from > to ? from - to : to - from);
}

// An edit within an edit: the costs of characters are themselves distances.
static uint32_t deep(void* state, int from, int to) {
  unsigned char one[2] = {(unsigned char)(from & 3), (unsigned char)(from & 1)}, other[1] = {(unsigned char)(to & 3)};
  struct Seen seen = {0, 0, 0};
  (*(unsigned*)state)++;
  return 1 + edit(one, from < 0 ? 0 : 2, other, to < 0 ? 0 : 1, uneven, &seen, NULL);
}

// By rows instead of by recursion.
static uint32_t reference(const unsigned char* a, size_t n, const unsigned char* b, size_t m, Cost cost, void* state) {
  uint32_t row[64] = {0};
  for (size_t j = 0; j < m; j++) row[j + 1] = row[j] + cost(state, -1, b[j]);
  for (size_t i = 0; i < n; i++) {
    uint32_t corner = row[0];
    row[0] += cost(state, a[i], -1);
    for (size_t j = 0; j < m; j++) {
      uint32_t up = row[j + 1] + cost(state, a[i], -1), left = row[j] + cost(state, -1, b[j]);
      uint32_t across = corner + (a[i] == b[j] ? 0 : cost(state, a[i], b[j]));
      corner = row[j + 1];
      row[j + 1] = up < left ? (up < across ? up : across) : (left < across ? left : across);
    }
  }
  return row[m];
}

static void check_edit(const char* a, const char* b, Cost cost, uint32_t expected, const char* script) {
  char out[64];
  memset(out, 'z', sizeof out);
  struct Seen seen = {0, 0, 0};
  size_t n = strlen(a), m = strlen(b);
  CHECK(edit((const unsigned char*)a, n, (const unsigned char*)b, m, cost, &seen, out) == expected);
  if (strcmp(out, script) != 0) printf("%s %s: %s\n", a, b, out);
  CHECK(strcmp(out, script) == 0 && out[strlen(script) + 1] == 'z');
  unsigned unequal = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < m; j++) unequal += a[i] != b[j];
  CHECK(seen.deleted == n && seen.inserted == m && seen.replaced == unequal);
}

int main(void) {
  check_edit("", "", plain, 0, "");
  check_edit("a", "", plain, 1, "-");
  check_edit("", "abc", plain, 3, "+++");
  check_edit("kitten", "sitting", plain, 3, "~===~=+");
  check_edit("saturday", "sunday", plain, 3, "=--=~===");
  check_edit("abc", "abc", plain, 0, "===");
  check_edit("abcd", "bcda", plain, 2, "-===+");
  check_edit("az", "za", uneven, 8, "-=+");
  check_edit("ab", "ba", uneven, 2, "~~");
  check_edit("aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaa", uneven, 0, "========================");

  unsigned char a[26], b[26];
  uint32_t random = 12345;
  for (size_t n = 0; n <= 26; n++) {
    for (size_t i = 0; i < 26; i++) {
      random = random * 1664525 + 1013904223;
      a[i] = (unsigned char)(random >> 29);
      b[i] = (unsigned char)(random >> 26 & 7);
    }
    struct Seen one = {0, 0, 0}, other = {0, 0, 0};
    size_t m = (n * 7 + 3) % 25;
    uint32_t got = edit(a, n, b, m, uneven, &one, NULL);
    CHECK(got == (n > 24 ? UINT32_MAX : reference(a, n, b, m, uneven, &other)));
    CHECK(one.deleted == (n > 24 ? 0 : n));
    unsigned calls = 0, more = 0;
    if (n < 12) {
      CHECK(edit(a, n, b, n, deep, &calls, NULL) == reference(a, n, b, n, deep, &more));
      CHECK(calls <= n * n + 2 * n);
    }
  }
  CHECK(edit(a, 1, b, 25, plain, NULL, NULL) == UINT32_MAX);

  char out[100];
  static const uint16_t sizes[] = {30, 35, 15, 5, 10, 20, 25};
  CHECK(multiply_order(sizes, 6, out) == 15125 && strcmp(out, "((a(bc))((de)f))") == 0);
  CHECK(multiply_order(sizes, 1, out) == 0 && strcmp(out, "a") == 0);
  CHECK(multiply_order(sizes, 0, out) == 0 && strcmp(out, "") == 0);
  CHECK(multiply_order(sizes, 2, out) == 15750 && strcmp(out, "(ab)") == 0);
  CHECK(multiply_order(sizes + 1, 5, out) == 10500 && strcmp(out, "((ab)((cd)e))") == 0);
  static const uint16_t large[] = {65535, 65535, 65535, 1, 65535};
  CHECK(multiply_order(large, 4, out) == UINT64_C(3) * 65535 * 65535 && strcmp(out, "((a(bc))d)") == 0);
  static const uint16_t none[] = {3, 0, 9, 0, 4};
  CHECK(multiply_order(none, 4, out) == 0 && strcmp(out, "(a(b(cd)))") == 0);
  return failures != 0;
}
