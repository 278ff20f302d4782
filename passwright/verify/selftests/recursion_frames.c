// Walks a tree while every activation's local record is linked to its caller's, read by callees and changed by them.
#include <stddef.h>
#include <stdint.h>

struct Tree {
  const int16_t* child;    // first child, or -1
  const int16_t* sibling;  // next sibling, or -1
  const int32_t* weight;
};

struct Frame {
  struct Frame* up;
  int64_t sum;
  int64_t below;
  int32_t weight;
  int16_t node;
  uint16_t depth;
  uint16_t leaves;
  uint16_t twins;
};

typedef int (*Visit)(void* state, struct Frame* leaf);

static struct Frame* innermost;
static unsigned most_depth;

static struct Frame* find_twin(struct Frame* from, int32_t weight) {
  if (from == NULL) return NULL;
  if (from->weight == weight) return from;
  return find_twin(from->up, weight);
}

static void spread(struct Frame* frame, int64_t amount) {
  for (; frame; frame = frame->up) {
    frame->below += amount;
    frame->leaves++;
  }
}

static void note_depth(const struct Frame* frame) {
  if (frame->depth > most_depth) most_depth = frame->depth;
}

static int descend(const struct Tree* tree, int16_t node, int64_t* total, Visit visit, void* state) {
  struct Frame here = {innermost, 0, 0, tree->weight[node], node, 0, 0, 0};
  struct Frame* twin = find_twin(innermost, here.weight);
  if (here.up) {
    here.sum = here.up->sum;
    here.depth = (uint16_t)(here.up->depth + 1);
  }
  here.sum += here.weight;
  if (twin) twin->twins++;
  innermost = &here;
  note_depth(&here);
  int stop = 0;
  if (tree->child[node] < 0) {
    spread(here.up, here.sum);
    stop = visit(state, &here);
  } else {
    for (int16_t next = tree->child[node]; next >= 0 && !stop; next = tree->sibling[next]) stop = descend(tree, next, total, visit, state);
  }
  innermost = here.up;
  *total += here.below + here.leaves * 3 + here.twins * 1000003;
  return stop;
}

int64_t walk(const struct Tree* tree, int16_t root, Visit visit, void* state, int* stopped) {
  struct Frame* outer = innermost;
  int64_t total = 0;
  innermost = NULL;
  most_depth = 0;
  *stopped = root < 0 ? 0 : descend(tree, root, &total, visit, state);
  innermost = outer;
  return total;
}

unsigned deepest(void) { return most_depth; }

// Each level adds to its own array after the call has filled part of it, so that no two activations may share one.
static uint32_t layered(unsigned level, const uint8_t* bytes, uint32_t* parent) {
  uint32_t mine[4] = {bytes[0], bytes[1], level, parent[3]};
  if (level > 0) {
    uint32_t got = layered(level - 1, bytes + 1, mine);
    mine[2] ^= got;
    mine[3] += level;
  }
  parent[0] += mine[0] * 5 + mine[1];
  parent[1] ^= mine[2];
  return mine[0] + mine[1] * 3 + mine[2] * 7 + mine[3];
}

uint32_t layers(unsigned level, const uint8_t* bytes, uint32_t* out) { return layered(level, bytes, out); }
