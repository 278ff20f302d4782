// An arena of chained blocks with marks to go back to, free lists by size over it, and boxes whose ownership is handed on.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 240

struct Block {
  struct Block* older;
  size_t used;
  unsigned char bytes[BLOCK];
};

struct Free {
  struct Free* next;
};

struct Arena {
  struct Block* newest;
  struct Free* lists[8];
  size_t blocks;
};

struct Mark {
  struct Block* block;
  size_t used;
};

static size_t rounded(size_t size) { return (size + 15) & ~(size_t)15; }

void* arena_take(struct Arena* arena, size_t size) {
  size = rounded(size ? size : 1);
  if (size > BLOCK - 16) return NULL;
  struct Block* block = arena->newest;
  if (!block || BLOCK - block->used < size) {
    struct Block* fresh = malloc(sizeof *fresh);
    if (!fresh) return NULL;
    fresh->older = block;
    fresh->used = 0;
    arena->newest = block = fresh;
    arena->blocks++;
  }
  void* taken = block->bytes + block->used;
  block->used += size;
  return taken;
}

struct Mark arena_mark(const struct Arena* arena) { return (struct Mark){arena->newest, arena->newest ? arena->newest->used : 0}; }

// The free lists may point above the mark, so they are forgotten.
void arena_back(struct Arena* arena, struct Mark mark) {
  while (arena->newest != mark.block) {
    struct Block* gone = arena->newest;
    arena->newest = gone->older;
    arena->blocks--;
    free(gone);
  }
  if (arena->newest) arena->newest->used = mark.used;
  memset(arena->lists, 0, sizeof arena->lists);
}

void* pool_take(struct Arena* arena, size_t size) {
  size_t class = rounded(size ? size : 1) / 16 - 1;
  if (class < 8 && arena->lists[class]) {
    struct Free* first = arena->lists[class];
    arena->lists[class] = first->next;
    return first;
  }
  return arena_take(arena, size);
}

void pool_give(struct Arena* arena, void* memory, size_t size) {
  size_t class = rounded(size ? size : 1) / 16 - 1;
  if (class >= 8) return;
  struct Free* link = memory;
  link->next = arena->lists[class];
  arena->lists[class] = link;
}

struct Box {
  int32_t number;
  char* label;
};

typedef void (*Gone)(int32_t number, const char* label);

struct Box* box_new(int32_t number, const char* label) {
  struct Box* box = malloc(sizeof *box);
  char* copy = box ? malloc(strlen(label) + 1) : NULL;
  if (!copy) abort();
  *box = (struct Box){number, strcpy(copy, label)};
  return box;
}

static struct Box* release(struct Box** owner) {
  struct Box* box = *owner;
  *owner = NULL;
  return box;
}

void box_drop(struct Box** owner, Gone gone) {
  struct Box* box = release(owner);
  if (!box) return;
  gone(box->number, box->label);
  free(box->label);
  free(box);
}

// From one owner to another; what the other had goes, unless they are the same.
void box_move(struct Box** to, struct Box** from, Gone gone) {
  struct Box* box = release(from);
  box_drop(to, gone);
  *to = box;
}

// Takes the second's label over and the second with it.
void box_absorb(struct Box* into, struct Box** from, Gone gone) {
  if (!*from || *from == into) return;
  char* old = into->label;
  into->label = (*from)->label;
  (*from)->label = old;
  into->number += (*from)->number;
  box_drop(from, gone);
}

void box_rotate(struct Box** owners, size_t n, Gone gone) {
  struct Box* first = n ? release(&owners[0]) : NULL;
  for (size_t i = 0; i + 1 < n; i++) box_move(&owners[i], &owners[i + 1], gone);
  if (n) box_move(&owners[n - 1], &first, gone);
}
