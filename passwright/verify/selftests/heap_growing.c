// Growing arrays and text over realloc, with an allocator from outside that may fail or move: on failure all stays as it was.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void* (*Resize)(void* state, void* old, size_t old_size, size_t size);

struct Array {
  int64_t* items;
  size_t length, room;
  Resize resize;
  void* state;
};

static int reserve(struct Array* array, size_t room) {
  if (room <= array->room) return 1;
  size_t next = array->room ? array->room + array->room / 2 + 1 : 2;
  if (next < room) next = room;
  int64_t* moved = array->resize(array->state, array->items, array->room * sizeof *moved, next * sizeof *moved);
  if (!moved) return 0;
  array->items = moved;
  array->room = next;
  return 1;
}

int array_push(struct Array* array, int64_t item) {
  if (!reserve(array, array->length + 1)) return 0;
  array->items[array->length++] = item;
  return 1;
}

// The items may be the array's own, which move when it grows.
int array_insert(struct Array* array, size_t at, const int64_t* items, size_t n) {
  ptrdiff_t own = -1;
  for (size_t i = 0; i < array->length && own < 0; i++) {
    if (items == array->items + i) own = (ptrdiff_t)i;
  }
  if (!reserve(array, array->length + n)) return 0;
  int64_t* place = array->items + at;
  memmove(place + n, place, (array->length - at) * sizeof *place);
  for (size_t i = 0; i < n; i++) {
    if (own < 0) {
      place[i] = items[i];
    } else {
      size_t from = (size_t)own + i;
      place[i] = array->items[from < at ? from : from + n];
    }
  }
  array->length += n;
  return 1;
}

size_t array_remove(struct Array* array, int64_t item) {
  size_t kept = 0;
  for (size_t i = 0; i < array->length; i++) {
    if (array->items[i] != item) array->items[kept++] = array->items[i];
  }
  size_t removed = array->length - kept;
  array->length = kept;
  return removed;
}

int array_fit(struct Array* array) {
  if (array->room == array->length) return 1;
  int64_t* moved = array->resize(array->state, array->items, array->room * sizeof *moved, array->length * sizeof *moved);
  if (!moved && array->length > 0) return 0;
  array->items = moved;
  array->room = array->length;
  return 1;
}

// Plain realloc, from nothing, one step at a time, read back after each move.
uint64_t grow(size_t n, size_t step, unsigned char first) {
  unsigned char* bytes = NULL;
  uint64_t hash = 0;
  for (size_t size = 0; size < n;) {
    size_t next = size + step < n ? size + step : n;
    unsigned char* moved = realloc(bytes, next);
    if (!moved) break;
    bytes = moved;
    for (; size < next; size++) bytes[size] = (unsigned char)(size ? bytes[size - 1] * 3 + bytes[size / 2] + 1 : first);
    hash = hash * 31 + bytes[0] + bytes[size - 1];
  }
  free(bytes);
  return hash;
}

// Buffers that live for one call only, which may vanish but not their contents' effects.
int64_t temporaries(const int32_t* values, size_t n) {
  int64_t* sums = calloc(n + 1, sizeof *sums);
  int32_t* sorted = malloc(n * sizeof *sorted + 1);
  unsigned char* blank = malloc(64);
  int64_t result = -1;
  if (sums && sorted && blank) {
    memset(blank, 0, 64);
    for (size_t i = 0; i < n; i++) {
      size_t to = i;
      for (; to > 0 && sorted[to - 1] > values[i]; to--) sorted[to] = sorted[to - 1];
      sorted[to] = values[i];
      blank[(uint32_t)values[i] % 64]++;
    }
    for (size_t i = 0; i < n; i++) sums[i] += sorted[i] + (i ? sums[i - 1] : 0);
    result = sums[n] + (n ? sums[n - 1] * 100 + sums[n / 2] : 0) + blank[5] + blank[63];
  }
  free(blank);
  free(sorted);
  free(sums);
  return result;
}
