// A stable sort for elements of any size with a comparator that has state, and searches and a selection built on the same comparator.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int (*Compare)(const void* a, const void* b, void* state);

struct Order {
  Compare compare;
  void* state;
  size_t size;
  int sign;
};

static int in_order(const struct Order* o, const unsigned char* a, const unsigned char* b) {
  int c = o->compare(a, b, o->state);
  return o->sign < 0 ? c >= 0 : c <= 0;
}

static void swap(unsigned char* a, unsigned char* b, size_t size) {
  for (size_t i = 0; i < size; i++) {
    unsigned char t = a[i];
    a[i] = b[i];
    b[i] = t;
  }
}

static void insertion(const struct Order* o, unsigned char* x, size_t n) {
  for (size_t i = 1; i < n; i++)
    for (size_t j = i; j > 0 && !in_order(o, x + (j - 1) * o->size, x + j * o->size); j--)
      swap(x + (j - 1) * o->size, x + j * o->size, o->size);
}

static void merge(const struct Order* o, unsigned char* x, size_t n, size_t half, unsigned char* room) {
  size_t left = 0, right = half, size = o->size;
  memcpy(room, x, half * size);
  for (unsigned char* out = x; left < half; out += size) {
    if (right == n || in_order(o, room + left * size, x + right * size))
      memcpy(out, room + left++ * size, size);
    else
      memcpy(out, x + right++ * size, size);
  }
}

static void sort_part(const struct Order* o, unsigned char* x, size_t n, unsigned char* room) {
  if (n <= 5) {
    insertion(o, x, n);
    return;
  }
  size_t half = n / 2;
  sort_part(o, x, half, room);
  sort_part(o, x + half * o->size, n - half, room);
  if (!in_order(o, x + (half - 1) * o->size, x + half * o->size)) merge(o, x, n, half, room);
}

// `room` has place for half of the elements.
void sort(void* x, size_t n, size_t size, Compare compare, void* state, int descending, void* room) {
  struct Order o = {compare, state, size, descending ? -1 : 1};
  sort_part(&o, x, n, room);
}

static int compare_int(const void* a, const void* b, void* state) {
  (void)state;
  int32_t x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return (x > y) - (x < y);
}

void sort_ints(int32_t* x, size_t n, int32_t* room) { sort(x, n, sizeof *x, compare_int, NULL, 0, room); }

// The first place at which the key does not come after the element.
size_t lower(const void* x, size_t n, size_t size, const void* key, Compare compare, void* state) {
  size_t first = 0;
  while (n > 0) {
    size_t half = n / 2;
    if (compare((const unsigned char*)x + (first + half) * size, key, state) < 0) {
      first += half + 1;
      n -= half + 1;
    } else {
      n = half;
    }
  }
  return first;
}

size_t lower_int(const int32_t* x, size_t n, int32_t key) { return lower(x, n, sizeof *x, &key, compare_int, NULL); }

// Keeps the first of equal neighbours.
size_t unique(void* x, size_t n, size_t size, Compare compare, void* state) {
  unsigned char* bytes = x;
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (kept > 0 && compare(bytes + (kept - 1) * size, bytes + i * size, state) == 0) continue;
    if (kept != i) memcpy(bytes + kept * size, bytes + i * size, size);
    kept++;
  }
  return kept;
}
