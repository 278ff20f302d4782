// A pool of heap cells that hold links, integers and doubles in turn: a store gives the memory a new type, and loads must follow.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Free {
  struct Free* next;
};

struct Pair {
  int32_t a, b;
};

struct Pool {
  unsigned char* cells;
  struct Free* first;
  size_t count, used;
};

#define CELL 16

int pool_start(struct Pool* pool, size_t count) {
  pool->cells = malloc(count * CELL + 1);
  pool->first = NULL;
  pool->count = count;
  pool->used = 0;
  return pool->cells != NULL;
}

void* pool_take(struct Pool* pool) {
  if (pool->first) {
    struct Free* cell = pool->first;
    pool->first = cell->next;
    return cell;
  }
  return pool->used < pool->count ? pool->cells + CELL * pool->used++ : NULL;
}

void pool_give(struct Pool* pool, void* cell) {
  struct Free* link = cell;
  link->next = pool->first;
  pool->first = link;
}

void pool_end(struct Pool* pool) { free(pool->cells); }

// The same cell comes back each time, with another type.
double through_types(struct Pool* pool, const int64_t* integers, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    int64_t* integer = pool_take(pool);
    *integer = integers[i];
    int64_t kept = *integer;
    pool_give(pool, integer);
    double* real = pool_take(pool);
    *real = (double)kept / 4;
    double half = *real;
    pool_give(pool, real);
    struct Pair* pair = pool_take(pool);
    pair->a = (int32_t)kept;
    pair->b = (int32_t)i;
    sum += half + pair->a * 2 + pair->b;
    pool_give(pool, pair);
  }
  return sum;
}

static void as_doubles(double* to, const int64_t* from, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int64_t value = from[i];
    to[i] = (double)value + 0.5;
  }
}

static void as_integers(int64_t* to, const double* from, size_t n) {
  for (size_t i = n; i-- > 0;) {
    double value = from[i];
    to[i] = (int64_t)(value * 2);
  }
}

// One buffer, its elements converted where they lie.
int64_t convert(const int64_t* values, size_t n, unsigned rounds) {
  void* buffer = malloc(n * 8 + 8);
  if (!buffer) return -1;
  memcpy(buffer, values, n * 8);
  for (unsigned round = 0; round < rounds; round++) {
    as_doubles(buffer, buffer, n);
    as_integers(buffer, buffer, n);
  }
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 3 + ((int64_t*)buffer)[i];
  free(buffer);
  return sum;
}

// Bytes moved by memcpy carry their type along: what was a float in one place is one in the other.
uint64_t shuffle(const float* values, const uint32_t* words, size_t n) {
  unsigned char* left = malloc(n * 4 + 4);
  unsigned char* right = malloc(n * 4 + 4);
  uint64_t sum = 0;
  for (size_t i = 0; left && right && i < n; i++) {
    *(float*)(void*)(left + 4 * i) = values[i];
    *(uint32_t*)(void*)(right + 4 * i) = words[i];
    unsigned char hold[4];
    memcpy(hold, left + 4 * i, 4);
    memcpy(left + 4 * i, right + 4 * i, 4);
    memcpy(right + 4 * i, hold, 4);
    sum = sum * 5 + *(uint32_t*)(void*)(left + 4 * i);
    sum += (uint64_t)(*(float*)(void*)(right + 4 * i) * 8);
  }
  free(left);
  free(right);
  return sum;
}
