// The C string functions written out by hand under other names: loops that passes like to turn into calls or count wrongly.
#include <stddef.h>
#include <stdint.h>

typedef unsigned char Byte;

size_t own_length(const Byte* s) {
  const Byte* end = s;
  while (*end) end++;
  return (size_t)(end - s);
}

size_t own_length_at_most(const Byte* s, size_t most) {
  size_t n = 0;
  while (n < most && s[n] != 0) n++;
  return n;
}

Byte* own_copy(Byte* to, const Byte* from) {
  Byte* start = to;
  while ((*to++ = *from++) != 0) {
  }
  return start;
}

Byte* own_copy_padded(Byte* to, const Byte* from, size_t n) {
  size_t i = 0;
  for (; i < n && from[i]; i++) to[i] = from[i];
  for (; i < n; i++) to[i] = 0;
  return to;
}

Byte* own_append(Byte* to, const Byte* from) {
  own_copy(to + own_length(to), from);
  return to;
}

static int step(int a, int b) { return a < b ? -1 : a > b; }

int own_compare(const Byte* a, const Byte* b) {
  for (; *a && *a == *b; a++, b++) {
  }
  return step(*a, *b);
}

int own_compare_at_most(const Byte* a, const Byte* b, size_t n) {
  for (; n > 0; n--, a++, b++) {
    if (*a != *b) return step(*a, *b);
    if (*a == 0) break;
  }
  return 0;
}

static int lower(int c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

int own_compare_letters(const Byte* a, const Byte* b) {
  int x, y;
  do {
    x = lower(*a++);
    y = lower(*b++);
  } while (x == y && x != 0);
  return step(x, y);
}

const Byte* own_find(const Byte* s, int c) {
  for (;; s++) {
    if (*s == (Byte)c) return s;
    if (*s == 0) return NULL;
  }
}

const Byte* own_find_last(const Byte* s, int c) {
  const Byte* found = NULL;
  do {
    if (*s == (Byte)c) found = s;
  } while (*s++);
  return found;
}

static size_t run(const Byte* s, const Byte* set, int wanted) {
  uint64_t members[4] = {0};
  for (; *set; set++) members[*set / 64] |= UINT64_C(1) << *set % 64;
  size_t n = 0;
  for (; s[n]; n++) {
    if ((int)(members[s[n] / 64] >> s[n] % 64 & 1) != wanted) break;
  }
  return n;
}

size_t own_span(const Byte* s, const Byte* set) { return run(s, set, 1); }
size_t own_span_without(const Byte* s, const Byte* set) { return run(s, set, 0); }

const Byte* own_search(const Byte* in, const Byte* what) {
  size_t n = own_length(what);
  if (n == 0) return in;
  for (; (in = own_find(in, *what)) != NULL; in++) {
    if (own_compare_at_most(in, what, n) == 0) return in;
  }
  return NULL;
}

void* own_move(void* to, const void* from, size_t n) {
  Byte* a = to;
  const Byte* b = from;
  if ((uintptr_t)a < (uintptr_t)b) {
    while (n-- > 0) *a++ = *b++;
  } else {
    while (n-- > 0) a[n] = b[n];
  }
  return to;
}

void* own_find_byte(const void* s, int c, size_t n) {
  for (const Byte* at = s; n > 0; n--, at++) {
    if (*at == (Byte)c) return (void*)at;
  }
  return NULL;
}
