#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Node {
  struct Node* next;
  int32_t key;
  uint32_t order;
};

struct List {
  struct Node *first, **end;
  size_t length;
};

extern long alive;
void list_start(struct List* list);
void list_fill(struct List* list, const int32_t* keys, size_t n);
void list_append(struct List* to, struct List* from);
void list_sort(struct List* list);
void list_reverse(struct List* list, size_t group);
void list_deal(struct List* list, struct List* hands, size_t n);
size_t list_weed(struct List* list, int (*bad)(void* state, int32_t key, uint32_t order), void* state);
void list_free(struct List* list);

static int reads(const struct List* list, const char* expected) {
  size_t n = strlen(expected), i = 0;
  struct Node* const* place = &list->first;
  for (; *place; place = &(*place)->next, i++) {
    if (i >= n || (*place)->key != expected[i]) return 0;
  }
  return i == n && list->length == n && list->end == place;
}

static void fill(struct List* list, const char* text) {
  for (uint32_t i = 0; text[i]; i++) {
    int32_t key = text[i];
    list_fill(list, &key, 1);
  }
}

static int repeated(void* state, int32_t key, uint32_t order) {
  int32_t* last = state;
  int bad = key == *last;
  *last = key;
  return bad && order == 0;
}

static int between(void* state, int32_t key, uint32_t order) {
  const int32_t* bounds = state;
  (void)order;
  return key >= bounds[0] && key <= bounds[1];
}

int main(void) {
  struct List list, other, hands[3];
  list_start(&list), list_start(&other);
  CHECK(reads(&list, ""));
  list_sort(&list), list_reverse(&list, 3), list_append(&list, &other), list_append(&list, &list), list_free(&list);
  CHECK(reads(&list, "") && alive == 0);

  int32_t keys[64];
  uint32_t x = 1;
  for (size_t n = 0; n <= 64; n++) {
    for (size_t i = 0; i < n; i++) keys[i] = (int32_t)((x = x * 1103515245u + 12345u) >> 16) % 11 - 5;
    if (n > 2) keys[n / 2] = INT32_MIN, keys[n / 3] = INT32_MAX;
    list_fill(&list, keys, n);
    CHECK(list.length == n && alive == (long)n);
    list_sort(&list);
    size_t count = 0;
    uint64_t seen = 0;
    for (const struct Node* node = list.first; node; node = node->next, count++) {
      CHECK(node->order < n && keys[node->order] == node->key);
      seen |= UINT64_C(1) << node->order;
      if (node->next) CHECK(node->key < node->next->key || (node->key == node->next->key && node->order < node->next->order));
      if (!node->next) CHECK(list.end == &node->next);
    }
    CHECK(count == n && list.length == n && (unsigned)__builtin_popcountll(seen) == n);
    list_free(&list);
    CHECK(reads(&list, "") && alive == 0);
  }

  static const char* const turned[] = {"abcdefg", "badcfeg", "cbafedg", "dcbagfe", "edcbagf", "fedcbag", "gfedcba", "gfedcba"};
  for (size_t group = 1; group <= 8; group++) {
    fill(&list, "abcdefg");
    list_reverse(&list, group);
    CHECK(reads(&list, turned[group - 1]));
    fill(&list, "hi");
    list_reverse(&list, 9);
    CHECK(list.first->key == 'i' && list.length == 9);
    list_free(&list);
  }

  fill(&list, "abc");
  list_append(&list, &list);
  CHECK(reads(&list, "abc"));
  list_append(&other, &list);
  CHECK(reads(&list, "") && reads(&other, "abc"));
  fill(&list, "xy");
  list_append(&other, &list);
  fill(&other, "z");
  fill(&list, "q");
  CHECK(reads(&other, "abcxyz") && reads(&list, "q") && alive == 7);

  for (int i = 0; i < 3; i++) list_start(&hands[i]);
  fill(&hands[2], "!");
  list_deal(&other, hands, 3);
  list_deal(&list, hands, 2);
  CHECK(reads(&hands[0], "axq") && reads(&hands[1], "by") && reads(&hands[2], "!cz") && reads(&other, "") && reads(&list, "") &&
        alive == 8);
  list_deal(&hands[0], hands + 1, 1);
  CHECK(reads(&hands[1], "byaxq") && reads(&hands[0], ""));
  list_free(&hands[1]), list_free(&hands[2]);
  CHECK(alive == 0);

  static const char* const texts[][3] = {{"", "", ""},        {"aabbbca", "abca", "aa"}, {"aaaa", "a", ""},
                                         {"abc", "abc", "a"}, {"cccb", "cb", ""},        {"caac", "cac", "ca"}};
  for (int k = 0; k < 6; k++) {
    int32_t last = -1, bounds[2] = {'b', 'c'};
    size_t n = strlen(texts[k][0]), m = strlen(texts[k][1]);
    fill(&list, texts[k][0]);
    CHECK(list_weed(&list, repeated, &last) == n - m && reads(&list, texts[k][1]) && alive == (long)m);
    fill(&list, "bd");
    size_t weeded = list_weed(&list, between, bounds);
    CHECK(weeded + list.length == m + 2 && list.end != &list.first && (*list.end == NULL) && alive == (long)list.length);
    list_free(&list);
  }
  fill(&list, "bbb");
  CHECK(list_weed(&list, between, (int32_t[]){'b', 'b'}) == 3 && reads(&list, ""));
  fill(&list, "a");
  CHECK(reads(&list, "a"));
  list_free(&list);
  CHECK(alive == 0);
  return failures != 0;
}
