#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "check.h"

void keep(void* memory);
void note(unsigned char event);
void* pool(size_t size);
void unpool(void* memory, size_t size);
bool new_direct(size_t size);
int new_arrays(int count);
int new_pooled(int v, bool larger);
int new_tagged(int tag, bool fails);
bool new_wide();
int new_fails(size_t size);
int new_arena(size_t size, int count);

static int news, deletes, aligned, quiet;
static size_t asked;
static void* kept;
static char events[200];
static unsigned used;

void keep(void* memory) { kept = memory; }
void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}

static void* allocate(size_t size) {
  if (size > 100000) return nullptr;
  asked = size;
  void* const memory = malloc(size + !size);
  if (memory) memset(memory, 0xcc, size);
  return memory;
}
void* operator new(size_t size) {
  news++;
  if (void* const memory = allocate(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](size_t size) {
  note('[');
  return operator new(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  quiet++;
  return allocate(size);
}
void* operator new(size_t size, std::align_val_t alignment) {
  aligned++;
  void* memory = nullptr;
  if (posix_memalign(&memory, static_cast<size_t>(alignment), size) != 0) throw std::bad_alloc();
  memset(memory, 0xcc, size);
  return memory;
}
void operator delete(void* memory) noexcept {
  deletes += memory != nullptr;
  free(memory);
}
void operator delete(void* memory, size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory) noexcept {
  note(']');
  operator delete(memory);
}
void operator delete[](void* memory, size_t) noexcept { operator delete[](memory); }
void operator delete(void* memory, std::align_val_t) noexcept {
  aligned += 100;
  free(memory);
}
void operator delete(void* memory, size_t, std::align_val_t) noexcept { operator delete(memory, std::align_val_t(64)); }

static size_t pooled, unpooled;
void* pool(size_t size) {
  pooled = size;
  note('(');
  return malloc(size);
}
void unpool(void* memory, size_t size) {
  unpooled = size;
  note(')');
  free(memory);
}

static bool seen(int want_news, int want_deletes, const char* wanted) {
  const bool good = news == want_news && deletes == want_deletes && strcmp(events, wanted) == 0;
  if (!good) printf("%d new, %d deleted, %s\n", news, deletes, events);
  news = deletes = 0;
  used = 0;
  memset(events, 0, sizeof events);
  return good;
}

int main() {
  news = deletes = 0;
  CHECK(new_direct(40) && seen(1, 2, "") && quiet == 1 && asked == 80);
  CHECK(new_direct(0) && seen(1, 2, "") && quiet == 2);
  CHECK(!new_direct(60000) && seen(1, 1, "") && quiet == 3 && kept == nullptr);

  CHECK(new_arrays(3) == 21 + 3 && seen(2, 2, "[+++---][]") && asked == 12);
  CHECK(new_arrays(0) == 0 && seen(2, 2, "[][]") && asked == 0);
  CHECK(new_arrays(1) == 7 && seen(2, 2, "[+-][]"));

  CHECK(new_pooled(21, false) == 42 && seen(0, 0, "(p)") && pooled == 16 && unpooled == 16);
  CHECK(new_pooled(5, true) == 10 && seen(0, 0, "(lp)") && pooled == 64 && unpooled == 64);
  CHECK(new_pooled(-3, false) == -3 && seen(0, 0, "()") && unpooled == 16);
  CHECK(new_pooled(-4, true) == -4 && seen(0, 0, "()") && unpooled == 64);
  CHECK(new_tagged(4, false) == 5 && seen(0, 0, "4()") && unpooled == 1);
  CHECK(new_tagged(2, true) == 'x' && seen(0, 0, "2(c)") && unpooled == 0);

  aligned = 0;
  CHECK(new_wide() && aligned == 101 && seen(0, 0, ""));
  CHECK(new_fails(200000) == 1 && seen(1, 0, "") && quiet == 4);
  CHECK(new_fails(SIZE_MAX) == 1 && seen(1, 0, "") && quiet == 5);
  CHECK(new_fails(8) == 3 && seen(1, 0, "") && quiet == 5);
  operator delete(kept);
  deletes = 0;

  // Each pair takes 16 bytes, the first byte's number is 0.
  CHECK(new_arena(64, 3) == (21 + 7000) * 1000 + 348 && seen(1, 1, "++-+--+-"));
  CHECK(new_arena(64, 9) == (28 + 7000) * 1000 + 464 && seen(1, 1, "++-+-+--+-"));
  CHECK(new_arena(63, 9) == (21 + 7000) * 1000 + 349 && seen(1, 1, "++-+--+-"));
  CHECK(new_arena(40, 2) == (14 + 7000) * 1000 + 232 && seen(1, 1, "++--+-"));
  CHECK(new_arena(40, 3) == (14 + 7000) * 1000 + 233 && seen(1, 1, "++--+-"));
  CHECK(new_arena(15, 1) == 1 && seen(1, 1, "") && new_arena(16, 0) == 0 && seen(1, 1, ""));
  return failures != 0;
}
