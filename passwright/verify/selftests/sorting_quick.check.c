#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Compare)(const void* a, const void* b, void* context);
size_t quick_sort(void* base, size_t count, size_t size, Compare compare, void* context);
void* quick_select(void* base, size_t count, size_t size, size_t rank, Compare compare, void* context);

enum { MOST = 700 };
static unsigned char room[MOST * 24 + 64], copy[MOST * 24 + 64];
static unsigned calls;

// The key is the first four bytes, little end first and signed; the bytes behind it depend on the key and the size alone.
static int32_t key(const void* p) {
  const unsigned char* b = p;
  return (int32_t)(b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
}

static int by_key(const void* a, const void* b, void* context) {
  calls++;
  int32_t x = key(a), y = key(b);
  int sign = *(int*)context;
  // Large results of both signs, not only minus one and one.
  return x < y ? -sign * 1000000 : x > y ? sign * (1 << 30) : 0;
}

static void put(unsigned char* at, size_t size, int32_t k) {
  for (size_t i = 0; i < 4; i++) at[i] = (unsigned char)((uint32_t)k >> (8 * i));
  for (size_t i = 4; i < size; i++) at[i] = (unsigned char)((uint32_t)k * 31u + i * 7);
}

static int intact(const unsigned char* at, size_t size) {
  unsigned char want[24];
  put(want, size, key(at));
  return memcmp(at, want, size) == 0;
}

static int32_t shape(int kind, size_t i, size_t n, uint32_t* seed) {
  *seed = *seed * 1103515245u + 12345u;
  switch (kind) {
    case 0:
      return (int32_t)i - (int32_t)n / 2;
    case 1:
      return (int32_t)(n - i);
    case 2:
      return 7;
    case 3:
      return (int32_t)(i < n / 2 ? i : n - i);
    case 4:
      return (int32_t)(*seed >> 16) % 5 - 2;
    case 5:
      return i % 3 == 0 ? INT32_MIN : i % 3 == 1 ? INT32_MAX : (int32_t)i;
    default:
      return (int32_t)*seed;
  }
}

static void check(size_t n, size_t size, size_t shift, int kind, int sign) {
  unsigned char* base = room + 16 + shift;
  uint32_t seed = (uint32_t)(n * 7 + size);
  uint64_t sum = 0, squares = 0;
  memset(room, 0x5c, sizeof room);
  for (size_t i = 0; i < n; i++) {
    int32_t k = shape(kind, i, n, &seed);
    put(base + i * size, size, k);
    sum += (uint32_t)k;
    squares += (uint64_t)(uint32_t)k * (uint32_t)k ^ 0x1234567;
  }
  memcpy(copy, room, sizeof room);
  calls = 0;
  size_t deepest = quick_sort(base, n, size, by_key, &sign);
  CHECK(deepest >= 1 && deepest <= 12);
  if (kind == 2 && n >= 8) CHECK(calls <= n + 3);
  unsigned wrong = 0;
  for (size_t i = 0; i < n; i++) {
    int32_t k = key(base + i * size);
    wrong += !intact(base + i * size, size);
    if (i > 0) wrong += sign > 0 ? key(base + (i - 1) * size) > k : key(base + (i - 1) * size) < k;
    sum -= (uint32_t)k;
    squares -= (uint64_t)(uint32_t)k * (uint32_t)k ^ 0x1234567;
  }
  for (size_t i = 0; i < sizeof room; i++)
    if (room + i < base || room + i >= base + n * size) wrong += room[i] != 0x5c;
  CHECK(wrong == 0 && sum == 0 && squares == 0);
  size_t ranks[] = {0, n / 3, n / 2, n - 1};
  for (int r = 0; r < 4 && n > 0; r++) {
    unsigned char* found = quick_select(copy + 16 + shift, n, size, ranks[r], by_key, &sign);
    CHECK(found && key(found) == key(base + ranks[r] * size) && intact(found, size));
  }
  CHECK(quick_select(copy + 16 + shift, n, size, n, by_key, &sign) == 0);
}

int main(void) {
  static const size_t counts[] = {0, 1, 2, 3, 7, 8, 9, 50, 257};
  static const size_t sizes[] = {4, 5, 8, 16, 24, 11};
  for (int kind = 0; kind < 7; kind++)
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
      for (size_t s = 0; s < 6; s++) check(counts[c], sizes[s], (c + s) % 3 * (s % 2 ? 4 : 1) % 8, kind, (c + s) & 1 ? 1 : -1);
  check(MOST, 8, 0, 6, 1);
  check(MOST, 8, 8, 3, -1);
  return failures != 0;
}
