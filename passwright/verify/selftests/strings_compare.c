// Sorting and searching records by strcmp, strncmp and memcmp: the sign of each answer matters, or only whether it is zero.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Entry {
  const char* name;
  unsigned char key[8];
};

static int sign(int x) { return (x > 0) - (x < 0); }

int by_text(const char* a, const char* b) { return sign(strcmp(a, b)); }

int by_prefix(const char* a, const char* b, size_t n) { return sign(strncmp(a, b, n)); }

int by_bytes(const void* a, const void* b, size_t n) { return sign(memcmp(a, b, n)); }

#define FIXED(n)                                                                       \
  static int order_##n(const void* a, const void* b) { return sign(memcmp(a, b, n)); } \
  static int same_##n(const void* a, const void* b) { return memcmp(a, b, n) == 0; }   \
  static int less_##n(const void* a, const void* b) { return memcmp(a, b, n) < 0; }

FIXED(1)
FIXED(2)
FIXED(3)
FIXED(4)
FIXED(7)
FIXED(8)
FIXED(15)
FIXED(16)
FIXED(31)

#define FIXED_ROW(n) {n, order_##n, same_##n, less_##n}

const struct {
  size_t n;
  int (*order)(const void*, const void*);
  int (*same)(const void*, const void*);
  int (*less)(const void*, const void*);
} fixed[] = {FIXED_ROW(1), FIXED_ROW(2),  FIXED_ROW(3),  FIXED_ROW(4), FIXED_ROW(7),
             FIXED_ROW(8), FIXED_ROW(15), FIXED_ROW(16), FIXED_ROW(31)};

static int compare(const struct Entry* a, const struct Entry* b, int how) {
  int order = how & 1 ? memcmp(a->key, b->key, how & 2 ? 8 : 3) : strcmp(a->name, b->name);
  if (order == 0 && how & 4) order = how & 1 ? strcmp(a->name, b->name) : memcmp(a->key, b->key, sizeof a->key);
  return how & 8 ? (order < 0) - (order > 0) : order;
}

// Stable, so equal ones show that they are equal.
void sort(struct Entry* entries, size_t n, int how) {
  for (size_t i = 1; i < n; i++) {
    struct Entry moving = entries[i];
    size_t to = i;
    for (; to > 0 && compare(&moving, &entries[to - 1], how) < 0; to--) entries[to] = entries[to - 1];
    entries[to] = moving;
  }
}

const struct Entry* find(const struct Entry* entries, size_t n, const char* name) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(name, entries[middle].name);
    if (order == 0) return &entries[middle];
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

// Comparisons with constants of several lengths, the empty one among them.
int command(const char* text) {
  if (strcmp(text, "") == 0) return 0;
  if (strcmp(text, "a") == 0) return 1;
  if (strcmp("ab", text) == 0) return 2;
  if (strncmp(text, "get ", 4) == 0) return 3;
  if (strncmp(text, "getter", 3) == 0) return 4;
  if (strcmp(text, "m") < 0) return 5;
  if (strcmp("m\x80", text) < 0) return 6;
  if (strncmp(text, "m\x7f", 2) > 0) return 7;
  return strncmp(text, "mm", 1) == 0 ? 8 : 9;
}
