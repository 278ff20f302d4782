// Decodes nested records from bytes; any helper at any depth leaves by longjmp with an error, and what was taken is given back.
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

enum { GOOD, SHORT, BAD_TAG, TOO_DEEP, NO_MEMORY, BAD_CHECK };

struct Pool {  // blocks come from the caller, and each must go back
  void* (*take)(void* state, size_t size);
  void (*give)(void* state, void* block);
  void* state;
};

struct Block {
  struct Block* next;
  int64_t value;
};

struct Decoder {
  const unsigned char* data;
  size_t size, at;
  const struct Pool* pool;
  struct Block* blocks;
  unsigned depth;
  jmp_buf failed;
};

struct Summary {
  int64_t sum;
  unsigned blocks, deepest;
  int error;
  size_t where;
};

__attribute__((noreturn)) static void fail(struct Decoder* d, int error) { longjmp(d->failed, error); }

static unsigned byte(struct Decoder* d) {
  if (d->at == d->size) fail(d, SHORT);
  return d->data[d->at++];
}

static int64_t number(struct Decoder* d) {
  uint64_t value = 0;
  unsigned shift = 0, next;
  do {
    next = byte(d);
    if (shift > 56) fail(d, BAD_TAG);
    value |= (uint64_t)(next & 127) << shift;
    shift += 7;
  } while (next & 128);
  return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

static void keep(struct Decoder* d, int64_t value) {
  struct Block* block = d->pool->take(d->pool->state, sizeof *block);
  if (!block) fail(d, NO_MEMORY);
  block->value = value;
  block->next = d->blocks;
  d->blocks = block;
}

static unsigned record(struct Decoder* d) {
  unsigned deepest = ++d->depth;
  if (d->depth > 5) fail(d, TOO_DEEP);
  for (;;) {
    unsigned tag = byte(d);
    if (tag == 'n') {
      keep(d, number(d));
    } else if (tag == 'p') {
      int64_t a = number(d), b = number(d);
      keep(d, (int64_t)((uint64_t)a - (uint64_t)b));
    } else if (tag == '(') {
      unsigned inner = record(d);
      if (inner > deepest) deepest = inner;
    } else if (tag == ')') {
      break;
    } else {
      d->at--;
      fail(d, BAD_TAG);
    }
  }
  d->depth--;
  return deepest;
}

static void release(struct Decoder* d, struct Summary* out) {
  while (d->blocks) {
    struct Block* next = d->blocks->next;
    if (out) {
      out->sum = (int64_t)((uint64_t)out->sum + (uint64_t)d->blocks->value);
      out->blocks++;
    }
    d->pool->give(d->pool->state, d->blocks);
    d->blocks = next;
  }
}

// What changes between the two returns of setjmp belongs to the caller.
static void attempt(struct Decoder* d, struct Summary* summary) {
  switch (setjmp(d->failed)) {
    case 0:
      summary->deepest = record(d);
      if (d->at < d->size && byte(d) != d->depth) fail(d, BAD_CHECK);
      release(d, summary);
      break;
    case SHORT:
      summary->error = SHORT;
      release(d, NULL);
      break;
    case BAD_TAG:
      summary->error = BAD_TAG;
      release(d, NULL);
      break;
    case TOO_DEEP:
    case NO_MEMORY:
      summary->error = d->depth > 5 ? TOO_DEEP : NO_MEMORY;
      release(d, NULL);
      break;
    default:
      summary->error = BAD_CHECK;
      summary->deepest = 0;
      release(d, summary);
  }
}

struct Summary decode(const unsigned char* data, size_t size, const struct Pool* pool) {
  struct Summary summary = {0, 0, 0, GOOD, 0};
  struct Decoder d;
  d.data = data;
  d.size = size;
  d.at = 0;
  d.pool = pool;
  d.blocks = NULL;
  d.depth = 0;
  attempt(&d, &summary);
  summary.where = d.at;
  return summary;
}
