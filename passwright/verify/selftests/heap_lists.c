// Linked lists on the heap that hand their nodes to one another: merge sort, reversal by groups, dealing out, weeding and freeing.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct Node {
  struct Node* next;
  int32_t key;
  uint32_t order;
};

struct List {
  struct Node *first, **end;
  size_t length;
};

long alive;

static struct Node* node_new(int32_t key, uint32_t order) {
  struct Node* node = malloc(sizeof *node);
  if (!node) abort();
  *node = (struct Node){NULL, key, order};
  alive++;
  return node;
}

static void node_free(struct Node* node) {
  alive--;
  free(node);
}

void list_start(struct List* list) {
  list->first = NULL;
  list->end = &list->first;
  list->length = 0;
}

static void put(struct List* list, struct Node* node) {
  node->next = NULL;
  *list->end = node;
  list->end = &node->next;
  list->length++;
}

static struct Node* take(struct List* list) {
  struct Node* node = list->first;
  if (!node) return NULL;
  list->first = node->next;
  if (--list->length == 0) list->end = &list->first;
  return node;
}

void list_fill(struct List* list, const int32_t* keys, size_t n) {
  for (size_t i = 0; i < n; i++) put(list, node_new(keys[i], (uint32_t)i));
}

// Everything goes over; the source is empty after, and may be the target itself.
void list_append(struct List* to, struct List* from) {
  if (to == from || !from->first) return;
  *to->end = from->first;
  to->end = from->end;
  to->length += from->length;
  list_start(from);
}

static void merge(struct List* to, struct List* a, struct List* b) {
  while (a->first && b->first) put(to, take(b->first->key < a->first->key ? b : a));
  list_append(to, a);
  list_append(to, b);
}

void list_sort(struct List* list) {
  if (list->length < 2) return;
  struct List halves[2];
  list_start(&halves[0]);
  list_start(&halves[1]);
  for (size_t half = list->length / 2; list->length > half;) put(&halves[0], take(list));
  list_append(&halves[1], list);
  list_sort(&halves[0]);
  list_sort(&halves[1]);
  merge(list, &halves[0], &halves[1]);
}

void list_reverse(struct List* list, size_t group) {
  struct Node **place = &list->first, *rest = list->first;
  while (rest) {
    struct Node *last = rest, *done = NULL;
    for (size_t i = 0; i < group && rest; i++) {
      struct Node* node = rest;
      rest = node->next;
      node->next = done;
      done = node;
    }
    *place = done;
    place = &last->next;
  }
  list->end = place;
  *place = NULL;
}

void list_deal(struct List* list, struct List* hands, size_t n) {
  for (size_t i = 0; list->first; i = (i + 1) % n) put(&hands[i], take(list));
}

size_t list_weed(struct List* list, int (*bad)(void* state, int32_t key, uint32_t order), void* state) {
  size_t count = 0;
  struct Node** place = &list->first;
  while (*place) {
    struct Node* node = *place;
    if (bad(state, node->key, node->order)) {
      *place = node->next;
      node_free(node);
      count++;
    } else {
      place = &node->next;
    }
  }
  list->end = place;
  list->length -= count;
  return count;
}

void list_free(struct List* list) {
  for (struct Node* node; (node = take(list)) != NULL;) node_free(node);
}
