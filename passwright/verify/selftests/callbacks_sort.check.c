#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Compare)(const void* a, const void* b, void* state);
void sort(void* x, size_t n, size_t size, Compare compare, void* state, int descending, void* room);
void sort_ints(int32_t* x, size_t n, int32_t* room);
size_t lower(const void* x, size_t n, size_t size, const void* key, Compare compare, void* state);
size_t lower_int(const int32_t* x, size_t n, int32_t key);
size_t unique(void* x, size_t n, size_t size, Compare compare, void* state);

struct Log {
  unsigned calls;
  uint32_t order;
  size_t size;
};

static int by_first(const void* a, const void* b, void* state) {
  struct Log* log = state;
  const unsigned char *x = a, *y = b;
  log->calls++;
  log->order = (log->order * 31 + x[0]) * 31 + y[0];
  for (size_t i = 2; i < log->size; i++) CHECK(x[i] == (unsigned char)(x[0] + x[1] + i) && y[i] == (unsigned char)(y[0] + y[1] + i));
  return x[0] < y[0] ? -1000 : x[0] > y[0] ? 3 : 0;
}

static int backwards(const void* a, const void* b, void* state) {
  ++*(unsigned*)state;
  return *(const signed char*)b - *(const signed char*)a;
}

// The byte of key first, the number of the element second, so that stability shows.
static void test_records(size_t size, size_t n, unsigned keys, int descending) {
  static unsigned char x[80 * 24 + 16], room[40 * 24 + 16];
  unsigned counts[256] = {0};
  memset(x, 0xee, sizeof x);
  memset(room, 0xdd, sizeof room);
  uint32_t random = (uint32_t)(n * 77 + size);
  for (size_t k = 0; k < n; k++) {
    random = random * 1103515245 + 12345;
    unsigned char* e = x + 1 + k * size;  // not aligned
    e[0] = (unsigned char)((random >> 16) % keys);
    e[1] = (unsigned char)k;
    for (size_t i = 2; i < size; i++) e[i] = (unsigned char)(e[0] + k + i);
    counts[e[0]]++;
  }
  struct Log log = {0, 0, size};
  sort(x + 1, n, size, by_first, &log, descending, room + 1);
  CHECK(log.calls + 1 >= n && log.calls <= n * 8);
  for (size_t k = 0; k < n; k++) {
    const unsigned char *e = x + 1 + k * size, *f = e + size;
    counts[e[0]]--;
    if (k + 1 < n) CHECK((descending ? e[0] > f[0] : e[0] < f[0]) || (e[0] == f[0] && e[1] < f[1]));
  }
  for (unsigned k = 0; k < 256; k++) CHECK(counts[k] == 0);
  CHECK(x[0] == 0xee && room[0] == 0xdd);
  for (size_t i = 1 + n * size; i < sizeof x; i++) CHECK(x[i] == 0xee);
  for (size_t i = 1 + n / 2 * size; i < sizeof room; i++) CHECK(room[i] == 0xdd);
}

int main(void) {
  static const size_t sizes[] = {2, 3, 4, 8, 12, 16, 23};
  for (unsigned s = 0; s < 7; s++) {
    for (size_t n = 0; n <= 80; n += n < 14 ? 1 : 11) {
      test_records(sizes[s], n, 1 + n % 5 * 60, 0);
      test_records(sizes[s], n, 3, 1);
    }
  }
  // the comparisons of six elements, in their order: 3 and 3 sorted, then the middle, then merged
  unsigned char six[] = {5, 0, 1, 1, 4, 2, 2, 3, 6, 4, 3, 5}, room[6];
  struct Log log = {0, 0, 2};
  sort(six, 6, 2, by_first, &log, 0, room);
  static const unsigned char sorted[] = {1, 1, 2, 3, 3, 5, 4, 2, 5, 0, 6, 4};
  static const unsigned char pairs[][2] = {{5, 1}, {5, 4}, {1, 4}, {2, 6}, {6, 3}, {2, 3}, {5, 2}, {1, 2}, {4, 2}, {4, 3}, {4, 6}, {5, 6}};
  uint32_t order = 0;
  for (unsigned i = 0; i < 12; i++) order = (order * 31 + pairs[i][0]) * 31 + pairs[i][1];
  CHECK(memcmp(six, sorted, 12) == 0 && log.calls == 12 && log.order == order);

  signed char bytes[] = {-128, 127, 0, -1, 1, 127, -128, 5, 5}, byte_room[4];
  unsigned calls = 0;
  sort(bytes, 9, 1, backwards, &calls, 0, byte_room);
  static const signed char down[] = {127, 127, 5, 5, 1, 0, -1, -128, -128}, once[] = {127, 5, 1, 0, -1, -128};
  CHECK(memcmp(bytes, down, 9) == 0 && calls > 0);
  calls = 0;
  for (int key = -128; key < 128; key++) {
    signed char k = (signed char)key;
    size_t want = 0;
    while (want < 9 && down[want] > key) want++;
    CHECK(lower(bytes, 9, 1, &k, backwards, &calls) == want);
  }
  CHECK(calls >= 256 * 3 && calls <= 256 * 4);
  calls = 0;
  CHECK(unique(bytes, 9, 1, backwards, &calls) == 6 && memcmp(bytes, once, 6) == 0 && calls == 8);
  CHECK(unique(bytes, 0, 1, backwards, &calls) == 0 && unique(bytes, 1, 1, backwards, &calls) == 1 && calls == 8);

  int32_t x[] = {0, INT32_MIN, INT32_MAX, -1, 1, INT32_MAX, INT32_MIN, 7}, ints[4];
  static const int32_t y[] = {INT32_MIN, INT32_MIN, -1, 0, 1, 7, INT32_MAX, INT32_MAX};
  sort_ints(x, 8, ints);
  CHECK(memcmp(x, y, sizeof x) == 0);
  CHECK(lower_int(x, 8, INT32_MIN) == 0 && lower_int(x, 8, INT32_MAX) == 6 && lower_int(x, 8, 2) == 5 && lower_int(x, 8, -2) == 2);
  CHECK(lower_int(x, 0, 0) == 0 && lower_int(x, 1, INT32_MAX) == 1 && lower_int(x, 6, INT32_MAX) == 6);
  return failures != 0;
}
