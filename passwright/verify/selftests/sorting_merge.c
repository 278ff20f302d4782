// Stable merge sorts: natural runs of structures in an array with a half-size buffer, and a linked list from the bottom up.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Record {
  int16_t group;
  uint8_t rank;
  uint32_t serial;
  double weight;
};

enum { BY_GROUP = 1, BY_RANK = 2, BY_WEIGHT = 4, DOWN = 8 };

static int order(const struct Record* a, const struct Record* b, unsigned how) {
  int r = 0;
  if (how & BY_GROUP) r = (a->group > b->group) - (a->group < b->group);
  if (r == 0 && (how & BY_RANK)) r = a->rank - b->rank;
  if (r == 0 && (how & BY_WEIGHT)) r = a->weight < b->weight ? -1 : a->weight > b->weight;
  return how & DOWN ? -r : r;
}

static void reverse(struct Record* a, size_t n) {
  for (size_t i = 0; i + 1 < n - i; i++) {
    struct Record t = a[i];
    a[i] = a[n - 1 - i];
    a[n - 1 - i] = t;
  }
}

// The length of the run at the start; a strictly falling one is turned round.
static size_t run(struct Record* a, size_t n, unsigned how) {
  size_t i = 1;
  if (n < 2) return n;
  if (order(&a[0], &a[1], how) > 0) {
    while (i < n && order(&a[i - 1], &a[i], how) > 0) i++;
    reverse(a, i);
  } else {
    while (i < n && order(&a[i - 1], &a[i], how) <= 0) i++;
  }
  return i;
}

static void merge(struct Record* a, size_t left, size_t n, struct Record* buffer, unsigned how) {
  // What already lies right at either end stays.
  while (left > 0 && order(a, &a[left], how) <= 0) a++, left--, n--;
  if (left == 0) return;
  while (n > left && order(&a[n - 1], &a[left - 1], how) >= 0) n--;
  size_t right = n - left;
  if (left <= right) {
    memcpy(buffer, a, left * sizeof *a);
    size_t i = 0, j = left, k = 0;
    while (i < left) a[k++] = j < n && order(&a[j], &buffer[i], how) < 0 ? a[j++] : buffer[i++];
  } else {
    memcpy(buffer, a + left, right * sizeof *a);
    size_t i = left, j = right, k = n;
    while (j > 0) a[--k] = i > 0 && order(&a[i - 1], &buffer[j - 1], how) > 0 ? a[--i] : buffer[--j];
  }
}

// Needs a buffer of half the count; returns how many passes over the runs there were.
unsigned merge_sort(struct Record* a, size_t n, struct Record* buffer, unsigned how) {
  unsigned passes = 0;
  for (;;) {
    size_t at = 0, runs = 0;
    while (at < n) {
      size_t left = run(a + at, n - at, how);
      size_t right = run(a + at + left, n - at - left, how);
      if (right > 0) merge(a + at, left, left + right, buffer, how);
      at += left + right;
      runs++;
    }
    if (runs < 2) return passes;
    passes++;
  }
}

struct Node {
  struct Node* next;
  struct Record record;
};

static struct Node* join(struct Node* a, struct Node* b, unsigned how) {
  struct Node *head = NULL, **tail = &head;
  while (a && b) {
    struct Node** from = order(&b->record, &a->record, how) < 0 ? &b : &a;
    *tail = *from;
    tail = &(*from)->next;
    *from = (*from)->next;
  }
  *tail = a ? a : b;
  return head;
}

// Bin i holds a sorted list of 2^i nodes or none, the way a binary counter holds its ones.
struct Node* list_sort(struct Node* list, unsigned how) {
  struct Node* bins[32] = {NULL};
  unsigned used = 0;
  while (list) {
    struct Node* one = list;
    list = list->next;
    one->next = NULL;
    unsigned i = 0;
    for (; i < used && bins[i]; i++) {
      one = join(bins[i], one, how);
      bins[i] = NULL;
    }
    bins[i] = one;
    if (i == used) used++;
  }
  for (unsigned i = 0; i < used; i++) list = join(bins[i], list, how);
  return list;
}
