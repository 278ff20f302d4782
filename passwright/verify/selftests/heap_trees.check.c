#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Tree {
  struct Tree *left, *right;
  int64_t key;
  int32_t count;
  int8_t height;
};

extern long nodes_alive;
int tree_insert(struct Tree** place, int64_t key);
int tree_remove(struct Tree** place, int64_t key);
int32_t tree_rank(const struct Tree* tree, int64_t key);
const int64_t* tree_at(const struct Tree* tree, int32_t index);
int tree_range(const struct Tree* tree, int64_t low, int64_t high, int (*visit)(void* state, int64_t key), void* state);
struct Tree* tree_copy(const struct Tree* tree, int64_t shift);
void tree_free(struct Tree** place);

// The height, or -100 where the tree breaks a rule.
static int sound(const struct Tree* tree, int64_t low, int64_t high) {
  if (!tree) return 0;
  int left = sound(tree->left, low, tree->key), right = sound(tree->right, tree->key, high);
  int32_t count = 1 + (tree->left ? tree->left->count : 0) + (tree->right ? tree->right->count : 0);
  if (left < 0 || right < 0 || left - right > 1 || right - left > 1 || tree->key <= low || tree->key >= high || tree->count != count)
    return -100;
  int tall = (left > right ? left : right) + 1;
  return tree->height == tall ? tall : -100;
}

struct Walk {
  int64_t keys[300];
  int n, most;
};

static int visit(void* state, int64_t key) {
  struct Walk* walk = state;
  walk->keys[walk->n++] = key;
  return walk->n < walk->most;
}

enum { SPAN = 128 };
static unsigned char present[SPAN];

static void compare(const struct Tree* tree, int64_t shift) {
  int total = 0;
  CHECK(sound(tree, -1000, 1000) >= 0);
  for (int key = 0; key < SPAN; key++) {
    CHECK(tree_rank(tree, key + shift) == total);
    if (!present[key]) continue;
    const int64_t* at = tree_at(tree, total);
    CHECK(at && *at == key + shift);
    total++;
  }
  CHECK(tree_at(tree, total) == NULL && tree_at(tree, -1) == NULL && (tree ? tree->count : 0) == total);
  CHECK(tree_rank(tree, INT64_MIN) == 0 && tree_rank(tree, INT64_MAX) == total);
}

static void walk_range(const struct Tree* tree, int low, int high, int most) {
  struct Walk walk = {{0}, 0, most};
  int complete = tree_range(tree, low, high, visit, &walk), n = 0;
  for (int key = low < 0 ? 0 : low; key <= high && key < SPAN && n < most; key++) {
    if (present[key]) CHECK(n < walk.n && walk.keys[n] == key), n++;
  }
  CHECK(walk.n == n && complete == (n < most));
}

int main(void) {
  struct Tree *tree = NULL, *copy;
  compare(tree, 0);
  CHECK(!tree_remove(&tree, 5) && tree == NULL);
  // Upwards, downwards, and from both ends to the middle: every kind of turn.
  for (int way = 0; way < 3; way++) {
    for (int i = 0; i < SPAN; i++) {
      int key = way == 0 ? i : way == 1 ? SPAN - 1 - i : i % 2 ? SPAN - 1 - i / 2 : i / 2;
      CHECK(tree_insert(&tree, key) == 1 && tree_insert(&tree, key) == 0);
      present[key] = 1;
      if (i < 20 || i == SPAN - 1) compare(tree, 0);
    }
    CHECK(tree->height >= 8 && tree->height <= 9 && nodes_alive == SPAN);
    for (int i = 0; i < SPAN; i++) {
      int key = way == 0 ? i : way == 1 ? (i * 37 + 64) % SPAN : tree->key;  // the last way always takes the root
      CHECK(tree_remove(&tree, key) == 1 && tree_remove(&tree, key) == 0);
      present[key] = 0;
      if (i % 8 == 0 || i > SPAN - 10) compare(tree, 0);
    }
    CHECK(tree == NULL && nodes_alive == 0);
  }
  uint32_t x = 7;
  for (int i = 0; i < 600; i++) {
    int key = (int)((x = x * 1664525u + 1013904223u) >> 25);
    if (x & 0x10000) {
      CHECK(tree_insert(&tree, key) == !present[key]);
      present[key] = 1;
    } else {
      CHECK(tree_remove(&tree, key) == present[key]);
      present[key] = 0;
    }
    if (i % 16 == 0) compare(tree, 0);
  }
  compare(tree, 0);
  for (int low = -1; low <= SPAN; low += 3) {
    for (int high = low - 1; high <= SPAN; high += 5)
      walk_range(tree, low, high, 1 + (low + high + 14) % 11), walk_range(tree, low, high, 300);
  }
  long before = nodes_alive;
  copy = tree_copy(tree, 500);
  CHECK(nodes_alive == 2 * before && tree_copy(NULL, 3) == NULL);
  compare(copy, 500);
  int64_t root = tree->key;
  CHECK(tree_remove(&copy, root + 500) && tree_insert(&copy, -5));
  compare(tree, 0);
  tree_free(&tree);
  CHECK(tree == NULL && nodes_alive == before && sound(copy, -1000, 1000) > 0);
  tree_free(&copy);
  tree_free(&copy);
  CHECK(nodes_alive == 0);
  return failures != 0;
}
