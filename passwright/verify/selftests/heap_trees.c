// A balanced search tree with sizes in its nodes: insertion, removal, ranks, ranges with early stops and copies.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct Tree {
  struct Tree *left, *right;
  int64_t key;
  int32_t count;
  int8_t height;
};

long nodes_alive;

static int height(const struct Tree* tree) { return tree ? tree->height : 0; }
static int32_t count(const struct Tree* tree) { return tree ? tree->count : 0; }

static void update(struct Tree* tree) {
  int left = height(tree->left), right = height(tree->right);
  tree->height = (int8_t)((left > right ? left : right) + 1);
  tree->count = count(tree->left) + count(tree->right) + 1;
}

static void turn_right(struct Tree** place) {
  struct Tree *old = *place, *top = old->left;
  old->left = top->right;
  top->right = old;
  update(old);
  update(*place = top);
}

static void turn_left(struct Tree** place) {
  struct Tree *old = *place, *top = old->right;
  old->right = top->left;
  top->left = old;
  update(old);
  update(*place = top);
}

static void balance(struct Tree** place) {
  struct Tree* tree = *place;
  int lean = height(tree->left) - height(tree->right);
  if (lean > 1) {
    if (height(tree->left->left) < height(tree->left->right)) turn_left(&tree->left);
    turn_right(place);
  } else if (lean < -1) {
    if (height(tree->right->right) < height(tree->right->left)) turn_right(&tree->right);
    turn_left(place);
  } else {
    update(tree);
  }
}

int tree_insert(struct Tree** place, int64_t key) {
  if (!*place) {
    struct Tree* leaf = malloc(sizeof *leaf);
    if (!leaf) abort();
    *leaf = (struct Tree){.key = key};
    update(*place = leaf);
    nodes_alive++;
    return 1;
  }
  if (key == (*place)->key) return 0;
  int added = tree_insert(key < (*place)->key ? &(*place)->left : &(*place)->right, key);
  if (added) balance(place);
  return added;
}

static struct Tree* take_first(struct Tree** place) {
  struct Tree* tree = *place;
  if (!tree->left) {
    *place = tree->right;
    return tree;
  }
  struct Tree* first = take_first(&tree->left);
  balance(place);
  return first;
}

int tree_remove(struct Tree** place, int64_t key) {
  struct Tree* tree = *place;
  if (!tree) return 0;
  if (key != tree->key) {
    int removed = tree_remove(key < tree->key ? &tree->left : &tree->right, key);
    if (removed) balance(place);
    return removed;
  }
  if (tree->left && tree->right) {
    struct Tree* next = take_first(&tree->right);
    next->left = tree->left;
    next->right = tree->right;
    balance(&next);
    *place = next;
  } else {
    *place = tree->left ? tree->left : tree->right;
  }
  free(tree);
  nodes_alive--;
  return 1;
}

int32_t tree_rank(const struct Tree* tree, int64_t key) {
  int32_t rank = 0;
  while (tree) {
    if (key <= tree->key) {
      tree = tree->left;
    } else {
      rank += count(tree->left) + 1;
      tree = tree->right;
    }
  }
  return rank;
}

const int64_t* tree_at(const struct Tree* tree, int32_t index) {
  while (tree) {
    int32_t left = count(tree->left);
    if (index == left) return &tree->key;
    if (index < left) {
      tree = tree->left;
    } else {
      index -= left + 1;
      tree = tree->right;
    }
  }
  return NULL;
}

// Stops as soon as the visitor says so.
int tree_range(const struct Tree* tree, int64_t low, int64_t high, int (*visit)(void* state, int64_t key), void* state) {
  if (!tree) return 1;
  if (low < tree->key && !tree_range(tree->left, low, high, visit, state)) return 0;
  if (low <= tree->key && tree->key <= high && !visit(state, tree->key)) return 0;
  return high <= tree->key || tree_range(tree->right, low, high, visit, state);
}

struct Tree* tree_copy(const struct Tree* tree, int64_t shift) {
  if (!tree) return NULL;
  struct Tree* copy = malloc(sizeof *copy);
  if (!copy) abort();
  nodes_alive++;
  *copy = *tree;
  copy->key += shift;
  copy->left = tree_copy(tree->left, shift);
  copy->right = tree_copy(tree->right, shift);
  return copy;
}

void tree_free(struct Tree** place) {
  if (!*place) return;
  tree_free(&(*place)->left);
  tree_free(&(*place)->right);
  free(*place);
  *place = NULL;
  nodes_alive--;
}
