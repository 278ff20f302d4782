#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Pool {
  void* (*take)(void* state, size_t size);
  void (*give)(void* state, void* block);
  void* state;
};
struct Summary {
  int64_t sum;
  unsigned blocks, deepest;
  int error;
  size_t where;
};
struct Summary decode(const unsigned char* data, size_t size, const struct Pool* pool);

static union {
  long aligned[4];
  unsigned char bytes[32];
} blocks[16];
static unsigned taken, given, limit;
static unsigned char out[16];

static void* take(void* state, size_t size) {
  CHECK(state == &taken && size == 16);
  if (taken == limit) return NULL;
  out[taken] = 1;
  return blocks[taken++].bytes;
}

static void give(void* state, void* block) {
  unsigned index = 99;
  for (unsigned i = 0; i < 16; i++)
    if (block == blocks[i].bytes) index = i;
  CHECK(state == &taken && index < taken && out[index]);
  CHECK(index + given + 1 == taken);  // the last first
  if (index < 16) out[index] = 0;
  given++;
}

static void expect(const char* text, size_t size, int error, size_t where, int64_t sum, unsigned count, unsigned deepest, unsigned took,
                   int line) {
  static const struct Pool pool = {take, give, &taken};
  taken = given = 0;
  struct Summary s = decode((const unsigned char*)text, size, &pool);
  int good = s.error == error && s.where == where && s.sum == sum && s.blocks == count && s.deepest == deepest;
  if (!good) printf("from line %d: %d %zu %lld %u %u\n", line, s.error, s.where, (long long)s.sum, s.blocks, s.deepest);
  CHECK(good);
  CHECK(taken == took && given == took);
}

#define DECODE(text, ...) expect(text, sizeof text - 1, __VA_ARGS__, __LINE__)

int main(void) {
  limit = 16;
  DECODE(")", 0, 1, 0, 0, 1, 0);
  DECODE("n\x02)", 0, 3, 1, 1, 1, 1);
  DECODE("n\x01n\x03n\x08)", 0, 7, -1 - 2 + 4, 3, 1, 3);
  DECODE("n\x80\x01)", 0, 4, 64, 1, 1, 1);
  DECODE("p\x0a\x06(n\x02(n\x02)n\x02))", 0, 14, 2 + 3, 4, 3, 4);
  DECODE("(()(())))", 0, 9, 0, 0, 4, 0);
  DECODE("n\xff\xff\xff\xff\xff\xff\xff\xff\x7f)", 0, 11, INT64_C(-4611686018427387904), 1, 1, 1);
  DECODE("n\x02)\0", 0, 4, 1, 1, 1, 1);
  DECODE("n\x02n\x04)\x07", 5, 6, 3, 2, 0, 2);
  DECODE("", 1, 0, 0, 0, 0, 0);
  DECODE("n", 1, 1, 0, 0, 0, 0);
  DECODE("n\x02n\x80", 1, 4, 0, 0, 0, 1);
  DECODE("n\x02(n\x02(p\x02", 1, 8, 0, 0, 0, 2);
  DECODE("?", 2, 0, 0, 0, 0, 0);
  DECODE("n\x02((n\x02n\x02!))", 2, 8, 0, 0, 0, 3);
  DECODE("n\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f)", 2, 11, 0, 0, 0, 0);
  DECODE("((((n\x02)))))", 0, 11, 1, 1, 5, 1);
  DECODE("n\x02(((((n\x02))))))", 3, 7, 0, 0, 0, 1);
  limit = 2;
  DECODE("n\x02n\x04)", 0, 5, 3, 2, 1, 2);
  DECODE("n\x02n\x04(n\x06)n\x08)", 4, 7, 0, 0, 0, 2);
  limit = 0;
  DECODE("((p\x02\x02))", 4, 5, 0, 0, 0, 0);
  // every beginning of a good text is short, whatever was taken by then
  limit = 16;
  static const char text[] = "n\x02(n\x04p\x06\x02(n\x08)(n\x0a))n\x80\x80\x01)";
  static const unsigned kept[] = {0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6};
  for (size_t size = 0; size < sizeof text - 1; size++) expect(text, size, 1, size, 0, 0, 0, kept[size], __LINE__);
  expect(text, sizeof text - 1, 0, sizeof text - 1, 1 + 2 + 2 + 4 + 5 + 8192, 6, 3, 6, __LINE__);
  return failures != 0;
}
