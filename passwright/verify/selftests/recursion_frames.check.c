#include <stddef.h>
#include <stdint.h>

#include "check.h"

struct Tree {
  const int16_t* child;
  const int16_t* sibling;
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
int64_t walk(const struct Tree* tree, int16_t root, Visit visit, void* state, int* stopped);
unsigned deepest(void);
uint32_t layers(unsigned level, const uint8_t* bytes, uint32_t* out);

//        0
//    1       2     3
//   4 5 6          7
//     8            9
static const int16_t child[] = {1, 4, -1, 7, -1, 8, -1, 9, -1, -1};
static const int16_t sibling[] = {-1, 2, 3, -1, 5, 6, -1, -1, -1, -1};
static const int32_t weight[] = {10, 20, 30, -5, 20, 10, INT32_MIN, -5, 20, INT32_MAX};
static const int16_t parent[] = {-1, 0, 0, 0, 1, 1, 1, 3, 5, 7};

struct Seen {
  int16_t nodes[16];
  unsigned count;
  int16_t stop_at;
  int meddle;
  int16_t root;
};

static int look(void* state, struct Frame* leaf) {
  struct Seen* seen = state;
  seen->nodes[seen->count++] = leaf->node;
  int64_t sum = 0;
  int16_t node = leaf->node;
  unsigned up = leaf->depth;
  for (const struct Frame* f = leaf; f; f = f->up) {
    CHECK(f->node == node && f->weight == weight[node] && f->depth == up);
    sum += f->weight;
    node = parent[node];
    up--;
  }
  CHECK(node == parent[seen->root] && up == UINT32_MAX);
  CHECK(leaf->sum == sum && leaf->below == 0 && leaf->leaves == 0);
  if (seen->meddle) {
    leaf->below = 100000000000;
    if (leaf->up) leaf->up->twins = 50;
  }
  return leaf->node == seen->stop_at;
}

static int nested(void* state, struct Frame* leaf) {
  static const struct Tree tree = {child, sibling, weight};
  struct Seen inner = {{0}, 0, -1, 0, 7};
  int stopped;
  *(int64_t*)state += walk(&tree, 7, look, &inner, &stopped);
  return leaf->up == NULL;
}

static int last(void* state, struct Frame* leaf) {
  *(int64_t*)state = leaf->sum;
  unsigned length = 0;
  for (const struct Frame* f = leaf; f; f = f->up) length++;
  return (int)length;
}

int main(void) {
  struct Tree tree = {child, sibling, weight};
  static const int16_t order[] = {4, 8, 6, 2, 9};
  int stopped = -1;
  struct Seen seen = {{0}, 0, -1, 0, 0};
  // leaf sums: 50, 60, 30 + INT32_MIN, 40, INT32_MAX; below: all at 0, the first three at 1, 60 at 5, the last at 3 and 7
  int64_t first = 50 + 60 + 30 + (int64_t)INT32_MIN, all = first + 40 + INT32_MAX;
  int64_t expected = all + first + 60 + 2 * (int64_t)INT32_MAX + 3 * (5 + 3 + 1 + 1 + 1) + 4 * 1000003;
  CHECK(walk(&tree, 0, look, &seen, &stopped) == expected);
  CHECK(stopped == 0 && seen.count == 5 && deepest() == 3);
  for (unsigned i = 0; i < 5; i++) CHECK(seen.nodes[i] == order[i]);

  struct Seen early = {{0}, 0, 8, 0, 0};
  CHECK(walk(&tree, 0, look, &early, &stopped) == 110 + 110 + 60 + 3 * (2 + 2 + 1) + 3 * 1000003);
  CHECK(stopped == 1 && early.count == 2);

  struct Seen meddling = {{0}, 0, 9, 1, 3};
  CHECK(walk(&tree, 3, look, &meddling, &stopped) == 2 * ((int64_t)INT32_MAX - 10) + 6 + 100000000000 + 51 * INT64_C(1000003));
  CHECK(stopped == 1);

  struct Seen lone = {{0}, 0, -1, 0, 2};
  CHECK(walk(&tree, 2, look, &lone, &stopped) == 0);
  CHECK(walk(&tree, -1, look, &lone, &stopped) == 0 && stopped == 0 && lone.count == 1);

  int64_t inner = 0;
  CHECK(walk(&tree, 0, nested, &inner, &stopped) == expected && stopped == 0);
  CHECK(inner == 5 * ((int64_t)INT32_MAX - 2));

  static int16_t chain[1000], none[1000];
  static int32_t ones[1000];
  for (int i = 0; i < 1000; i++) {
    chain[i] = (int16_t)(i < 999 ? i + 1 : -1);
    none[i] = -1;
    ones[i] = i % 2 ? i : -i;
  }
  struct Tree line = {chain, none, ones};
  int64_t sum = 0;
  CHECK(walk(&line, 0, last, &sum, &stopped) == 999 * 500 + 999 * 3);
  CHECK(stopped == 1000 && sum == 500 && deepest() == 999);

  static const uint8_t bytes[] = {3, 1, 4, 1, 5, 9, 2, 6, 255, 0, 128, 7};
  static const uint32_t values[][3] = {{9u, 23u, 1u},
                                       {138u, 68u, 16u},
                                       {943u, 602u, 112u},
                                       {8922u, 2076u, 1156u},
                                       {140333u, 27726u, 18312u},
                                       {910648u, 201944u, 118288u},
                                       {5381667u, 650198u, 712728u},
                                       {1053551922u, 73813208u, 140875048u},
                                       {3460050549u, 875379266u, 1028597724u},
                                       {1136373108u, 2544242900u, 449929940u},
                                       {2175260063u, 1796638098u, 1755283060u}};
  for (unsigned level = 0; level < 11; level++) {
    uint32_t out[6] = {7, 1, 2, 3, 4, 0xabcdef01};
    CHECK(layers(level, bytes, out) == values[level][0]);
    CHECK(out[0] == values[level][1] && out[1] == values[level][2]);
    CHECK(out[2] == 2 && out[3] == 3 && out[4] == 4 && out[5] == 0xabcdef01);
  }
  return failures != 0;
}
