// Quicksort of elements of any size through a comparison callback: three-way parts, median of three, a bounded stack, insertion at the end.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int (*Compare)(const void* a, const void* b, void* context);

struct Sorter {
  size_t size;
  Compare compare;
  void* context;
  size_t deepest;
};

static void swap_words(uint64_t* a, uint64_t* b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t t;
    memcpy(&t, a + i, 8);
    memcpy(a + i, b + i, 8);
    memcpy(b + i, &t, 8);
  }
}

static void swap(unsigned char* a, unsigned char* b, size_t size) {
  if (a == b) return;
  if (size % 8 == 0 && ((uintptr_t)a | (uintptr_t)b) % 8 == 0) {
    swap_words((uint64_t*)a, (uint64_t*)b, size / 8);
    return;
  }
  while (size-- > 0) {
    unsigned char t = *a;
    *a++ = *b;
    *b++ = t;
  }
}

static unsigned char* median(const struct Sorter* s, unsigned char* a, unsigned char* b, unsigned char* c) {
  if (s->compare(a, b, s->context) < 0) {
    if (s->compare(b, c, s->context) < 0) return b;
    return s->compare(a, c, s->context) < 0 ? c : a;
  }
  if (s->compare(a, c, s->context) < 0) return a;
  return s->compare(b, c, s->context) < 0 ? c : b;
}

static void insertion(const struct Sorter* s, unsigned char* base, size_t count) {
  for (size_t i = 1; i < count; i++)
    for (unsigned char* p = base + i * s->size; p > base && s->compare(p - s->size, p, s->context) > 0; p -= s->size)
      swap(p - s->size, p, s->size);
}

struct Range {
  unsigned char* base;
  size_t count;
};

// Parts into less, equal and greater than the pivot; the first element holds the pivot while it goes on.
static void part(const struct Sorter* s, struct Range r, struct Range* less, struct Range* more) {
  size_t size = s->size;
  swap(r.base, median(s, r.base, r.base + r.count / 2 * size, r.base + (r.count - 1) * size), size);
  unsigned char *low = r.base, *at = low + size, *high = r.base + r.count * size;
  while (at < high) {
    int order = s->compare(at, low, s->context);
    if (order < 0) {
      swap(low, at, size);
      low += size;
      at += size;
    } else if (order > 0) {
      high -= size;
      swap(at, high, size);
    } else {
      at += size;
    }
  }
  *less = (struct Range){r.base, (size_t)(low - r.base) / size};
  *more = (struct Range){high, r.count - (size_t)(high - r.base) / size};
}

// Returns the most ranges that waited at once.
size_t quick_sort(void* base, size_t count, size_t size, Compare compare, void* context) {
  struct Sorter s = {size, compare, context, 0};
  struct Range stack[64], less, more;
  size_t depth = 0;
  stack[depth++] = (struct Range){base, count};
  while (depth > 0) {
    if (depth > s.deepest) s.deepest = depth;
    struct Range r = stack[--depth];
    if (r.count < 8) {
      insertion(&s, r.base, r.count);
      continue;
    }
    part(&s, r, &less, &more);
    // The smaller goes on top, so that the stack stays logarithmic.
    int swapped = less.count < more.count;
    stack[depth++] = swapped ? more : less;
    stack[depth++] = swapped ? less : more;
  }
  return s.deepest;
}

// The value with a given rank, by parting one side only.
void* quick_select(void* base, size_t count, size_t size, size_t rank, Compare compare, void* context) {
  struct Sorter s = {size, compare, context, 0};
  struct Range r = {base, count}, less, more;
  if (rank >= count) return NULL;
  while (r.count > 1) {
    part(&s, r, &less, &more);
    if (rank < less.count) {
      r = less;
    } else if (rank >= r.count - more.count) {
      rank -= r.count - more.count;
      r = more;
    } else {
      return less.base + less.count * size;
    }
  }
  return r.base + rank * size;
}
