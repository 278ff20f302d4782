#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

typedef void* (*Resize)(void* state, void* old, size_t old_size, size_t size);

struct Array {
  int64_t* items;
  size_t length, room;
  Resize resize;
  void* state;
};

int array_push(struct Array* array, int64_t item);
int array_insert(struct Array* array, size_t at, const int64_t* items, size_t n);
size_t array_remove(struct Array* array, int64_t item);
int array_fit(struct Array* array);
uint64_t grow(size_t n, size_t step, unsigned char first);
int64_t temporaries(const int32_t* values, size_t n);

static size_t sizes[32];
static int calls, left = 1000;

// Moves every time, spoils the old place, and fails when nothing is left.
static void* resize(void* state, void* old, size_t old_size, size_t size) {
  CHECK(state == &left);
  sizes[calls++ % 32] = size;
  if (left == 0) return NULL;
  left--;
  void* fresh = size ? malloc(size) : NULL;
  if (fresh) memset(fresh, 0xee, size);
  if (fresh && old) memcpy(fresh, old, old_size < size ? old_size : size);
  if (old) memset(old, 0xdd, old_size);
  free(old);
  return fresh;
}

static int is(const struct Array* array, const char* digits) {
  size_t n = strlen(digits);
  if (array->length != n) return 0;
  for (size_t i = 0; i < n; i++) {
    if (array->items[i] != digits[i] - '0') return 0;
  }
  return 1;
}

int main(void) {
  struct Array array = {NULL, 0, 0, resize, &left};
  for (int i = 0; i < 10; i++) CHECK(array_push(&array, i));
  CHECK(is(&array, "0123456789") && array.room == 11 && calls == 4);
  CHECK(sizes[0] == 16 && sizes[1] == 32 && sizes[2] == 56 && sizes[3] == 88);
  CHECK(array_push(&array, 0) && calls == 4);
  left = 0;
  int64_t* before = array.items;
  CHECK(!array_push(&array, 5) && is(&array, "01234567890") && array.items == before && array.room == 11 && calls == 5);
  CHECK(!array_insert(&array, 3, array.items, 1) && is(&array, "01234567890") && calls == 6);
  CHECK(array_insert(&array, 3, before, 0) && is(&array, "01234567890"));
  left = 1000;

  CHECK(array_remove(&array, 0) == 2 && is(&array, "123456789") && array_remove(&array, 0) == 0 && array_remove(&array, 5) == 1);
  CHECK(is(&array, "12346789"));
  static const int64_t news[] = {5, 5, 0};
  CHECK(array_insert(&array, 4, news, 1) && is(&array, "123456789"));
  CHECK(array_insert(&array, 0, news + 2, 1) && is(&array, "0123456789") && calls == 6);
  CHECK(array_fit(&array) && array.room == 10 && array_fit(&array) && calls == 7 && sizes[6] == 80);
  // Its own items: before the place, after it, across it; each time the array moves first.
  CHECK(array_insert(&array, 5, array.items + 1, 3) && is(&array, "0123412356789"));
  CHECK(array_fit(&array) && array_insert(&array, 2, array.items + 10, 3) && is(&array, "0178923412356789"));
  CHECK(array_fit(&array) && array_insert(&array, 3, array.items + 1, 4) && is(&array, "01717898923412356789"));
  CHECK(array_fit(&array) && array_insert(&array, 20, array.items + 19, 1) && is(&array, "017178989234123567899"));
  CHECK(array_fit(&array) && array_insert(&array, 0, array.items, 2) && is(&array, "01017178989234123567899"));
  int removed = 0;
  for (int i = 0; i < 10; i++) removed += (int)array_remove(&array, i);
  CHECK(removed == 23 && array.length == 0);
  CHECK(array_fit(&array) && array.items == NULL && array.room == 0);
  CHECK(array_push(&array, 7) && is(&array, "7"));
  left = 0;
  CHECK(!array_fit(&array) && is(&array, "7") && array.room == 2);
  left = 1;
  array.length = 0;
  CHECK(array_fit(&array) && array.items == NULL);

  static const size_t shapes[][2] = {{0, 1}, {1, 1}, {7, 1}, {100, 1}, {1000, 7}, {1000, 256}, {300, 999}};
  static const uint64_t hashes[] = {0x0u, 0x64u, 0x2aff9bcac8u, 0x8f0cb598bd6e8fefu, 0x9db970350439cee5u, 0x8f8a40u, 0xbdu};
  for (int k = 0; k < 7; k++) CHECK(grow(shapes[k][0], shapes[k][1], (unsigned char)(k * 50)) == hashes[k]);

  static const int32_t values[] = {5, -1, 69, 127, 5, INT32_MIN, INT32_MAX};
  static const int64_t expected[] = {0, 506, 406, 7307, 20077, 20514, -216895827934, -2147463233};
  for (size_t n = 0; n <= 7; n++) CHECK(temporaries(values, n) == expected[n]);
  return failures != 0;
}
