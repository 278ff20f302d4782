// Null checks before and after uses on other paths, a tree with optional parts, divisions and loads that a branch guards, checks that look
// redundant.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

struct Node {
  int key;
  struct Node *left, *right;
  const int* weight;
};

static int weight(const struct Node* node, int otherwise) { return node && node->weight ? *node->weight : otherwise; }

const struct Node* lookup(const struct Node* node, int key) {
  while (node && node->key != key) node = key < node->key ? node->left : node->right;
  return node;
}

// a use on one path, a check on the other, and both meet
int describe(const struct Node* node, int trusted) {
  int result = 0;
  if (trusted) result = node->key * 10;
  if (!node) return -1;
  if (!trusted && node->left) result += node->left->key;
  return result + weight(node, 7) + weight(node->right, 5);
}

int64_t total(const struct Node* node) {
  int64_t sum = 0;
  while (node) {
    sum += (int64_t)node->key * weight(node, 1);
    if (node->left && node->right)
      sum += total(node->left);
    else if (!node->right) {
      node = node->left;
      continue;
    }
    node = node->right;
  }
  return sum;
}

unsigned depth(const struct Node* node) {
  if (!node) return 0;
  unsigned left = depth(node->left), right = depth(node->right);
  return 1 + (left > right ? left : right);
}

// both results are optional
int divide(int a, int b, int* quotient, int* rest) {
  if (b == 0) {
    if (quotient) *quotient = a < 0 ? INT_MIN : INT_MAX;
    return 1;
  }
  if (b == -1) {
    if (rest) *rest = 0;
    if (a == INT_MIN) return 2;
    if (quotient) *quotient = -a;
    return 0;
  }
  if (quotient) *quotient = a / b;
  if (rest) *rest = a % b;
  return 0;
}

// the load is allowed only where the index is in range, the shift only where the count is
uint32_t pick(const uint32_t* table, size_t n, size_t index, unsigned shift) {
  uint32_t value = index < n ? table[index] : 0xffffffffu;
  return shift < 32 ? value >> shift : index == SIZE_MAX ? 1 : 0;
}

// the store happens to be the same on both sides, but must not where the pointer is null
int settle(int* target, int value, int way) {
  int result = 0;
  if (way > 0) {
    *target = value;
    result = 1;
  } else if (target) {
    *target = value;
    result = 2;
  }
  if (result == 2 || way < -1) result += target ? *target : 1000;
  return result;
}

int average(const int* p, size_t n) {
  long sum = 0;
  for (size_t i = 0; i < n; i++) sum += p[i];
  return p && n ? (int)(sum / (long)n) : 0;
}
