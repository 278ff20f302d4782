#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Block;
struct Free;

struct Arena {
  struct Block* newest;
  struct Free* lists[8];
  size_t blocks;
};

struct Mark {
  struct Block* block;
  size_t used;
};

struct Box {
  int32_t number;
  char* label;
};

typedef void (*Gone)(int32_t number, const char* label);

void* arena_take(struct Arena* arena, size_t size);
struct Mark arena_mark(const struct Arena* arena);
void arena_back(struct Arena* arena, struct Mark mark);
void* pool_take(struct Arena* arena, size_t size);
void pool_give(struct Arena* arena, void* memory, size_t size);
struct Box* box_new(int32_t number, const char* label);
void box_drop(struct Box** owner, Gone gone);
void box_move(struct Box** to, struct Box** from, Gone gone);
void box_absorb(struct Box* into, struct Box** from, Gone gone);
void box_rotate(struct Box** owners, size_t n, Gone gone);

static char log_text[200];

static void gone(int32_t number, const char* label) {
  size_t n = strlen(log_text);
  snprintf(log_text + n, sizeof log_text - n, "%d%s;", number, label);
}

static int logged(const char* expected) {
  int same = strcmp(log_text, expected) == 0;
  log_text[0] = 0;
  return same;
}

struct Piece {
  unsigned char* at;
  size_t size;
  unsigned char value;
};

static struct Piece pieces[100];

static int intact(size_t n) {
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < pieces[i].size; k++) {
      if (pieces[i].at[k] != pieces[i].value) return 0;
    }
  }
  return 1;
}

static int take(struct Arena* arena, size_t i, size_t size, int pool) {
  unsigned char* at = pool ? pool_take(arena, size) : arena_take(arena, size);
  if (!at || ((uintptr_t)at & 7) != 0) return 0;
  pieces[i] = (struct Piece){at, size, (unsigned char)(i * 7 + 1)};
  memset(at, pieces[i].value, size);
  return 1;
}

int main(void) {
  struct Arena arena = {0};
  struct Mark start = arena_mark(&arena);
  CHECK(start.block == NULL && start.used == 0 && arena_take(&arena, 225) == NULL && arena.blocks == 0 &&
        arena_take(&arena, SIZE_MAX - 20) == NULL);
  for (size_t i = 0; i < 60; i++) CHECK(take(&arena, i, i * 13 % 100, 0));
  CHECK(intact(60) && arena.blocks == 16);
  struct Mark mark = arena_mark(&arena);
  for (size_t i = 60; i < 100; i++) CHECK(take(&arena, i, i * 31 % 225, 0));
  CHECK(intact(100));
  arena_back(&arena, mark);
  CHECK(arena.blocks == 16 && intact(60));
  arena_back(&arena, mark);
  for (size_t i = 60; i < 80; i++) CHECK(take(&arena, i, 100, 0));
  CHECK(intact(80));
  arena_back(&arena, start);
  CHECK(arena.newest == NULL && arena.blocks == 0);

  for (size_t i = 0; i < 12; i++) CHECK(take(&arena, i, 10 + i * 10, 1));
  CHECK(intact(12));
  unsigned char *a = pieces[0].at, *b = pieces[1].at, *c = pieces[2].at, *d = pieces[11].at;
  pool_give(&arena, a, 10), pool_give(&arena, b, 20), pool_give(&arena, c, 30), pool_give(&arena, d, 120);
  memmove(pieces, pieces + 3, 8 * sizeof *pieces);
  for (size_t i = 0; i < 8; i++) memset(pieces[i].at, pieces[i].value, pieces[i].size);
  CHECK(pool_take(&arena, 32) == c && pool_take(&arena, 17) == b && pool_take(&arena, 1) == a && pool_take(&arena, 128) == d);
  pool_give(&arena, c, 30), pool_give(&arena, b, 30);
  size_t blocks = arena.blocks;
  CHECK(pool_take(&arena, 31) == b && pool_take(&arena, 31) == c && arena.blocks == blocks && intact(8));
  pool_give(&arena, pool_take(&arena, 0), 0);
  unsigned char* last = pool_take(&arena, 16);
  CHECK(last != a && last != b && last != c && pool_take(&arena, 16) == last + 16);
  void* large = pool_take(&arena, 200);
  pool_give(&arena, large, 200);  // too large for a list: left where it is
  CHECK(large && pool_take(&arena, 200) != large && intact(8));
  pool_give(&arena, a, 10);
  mark = arena_mark(&arena);
  arena_back(&arena, mark);
  CHECK(pool_take(&arena, 10) != a);
  arena_back(&arena, start);
  CHECK(arena.blocks == 0);

  struct Box *owners[4] = {box_new(1, "a"), box_new(2, "b"), NULL, box_new(3, "")}, *other = NULL;
  box_move(&owners[0], &owners[0], gone);
  CHECK(owners[0] && owners[0]->number == 1 && logged(""));
  box_move(&owners[2], &owners[0], gone);
  CHECK(owners[0] == NULL && owners[2]->number == 1 && logged(""));
  box_move(&owners[2], &owners[1], gone);
  CHECK(owners[1] == NULL && owners[2]->number == 2 && strcmp(owners[2]->label, "b") == 0 && logged("1a;"));
  box_absorb(owners[2], &owners[2], gone);
  box_absorb(owners[2], &owners[1], gone);
  CHECK(owners[2]->number == 2 && logged(""));
  box_absorb(owners[2], &owners[3], gone);
  CHECK(owners[3] == NULL && owners[2]->number == 5 && owners[2]->label[0] == 0 && logged("3b;"));
  owners[0] = box_new(INT32_MIN, "low"), owners[1] = box_new(-1, "x");
  box_rotate(owners, 4, gone);
  CHECK(logged("") && owners[0]->number == -1 && owners[1]->number == 5 && owners[2] == NULL && owners[3]->number == INT32_MIN);
  box_rotate(owners, 0, gone), box_rotate(owners, 1, gone), box_rotate(owners + 2, 2, gone);
  CHECK(logged("") && owners[0]->number == -1 && owners[3] == NULL && owners[2]->number == INT32_MIN &&
        strcmp(owners[2]->label, "low") == 0);
  box_move(&owners[1], &other, gone);
  CHECK(owners[1] == NULL && logged("5;"));
  for (int i = 0; i < 4; i++) box_drop(&owners[i], gone), box_drop(&owners[i], gone);
  CHECK(logged("-1x;-2147483648low;"));
  return failures != 0;
}
