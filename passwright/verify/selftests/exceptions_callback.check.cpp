#include <cstddef>
#include <cstring>

#include "check.h"

struct Stop {
  int reason;
};
using Visitor = bool (*)(void* state, int& key, unsigned depth);
void tree_clear();
void tree_insert(int key);
int tree_marks();
bool tree_visit(Visitor visit, void* state);
int tree_retry(Visitor visit, void* state, int tries, int* added);
size_t tree_keys(int* keys, size_t room);

static int alive;

struct Private {
  int key;
  unsigned depth;
  unsigned char bytes[300];
  Private(int k, unsigned d) : key(k), depth(d) {
    alive++;
    for (int i = 0; i < 300; i++) bytes[i] = static_cast<unsigned char>(i * 7 + k);
  }
  Private(const Private& other) : key(other.key), depth(other.depth) {
    alive++;
    memcpy(bytes, other.bytes, sizeof bytes);
  }
  Private& operator=(const Private&) = delete;
  ~Private() { alive--; }
};

struct State {
  int calls;
  int at;
  int kind;
  Stop stop;
  int order[80];
};

static bool visit(void* to, int& key, unsigned depth) {
  State* state = static_cast<State*>(to);
  if (state->calls < 80) state->order[state->calls] = key * 10 + static_cast<int>(depth);
  if (++state->calls % state->at != 0) return true;
  const int before = key;
  key = 12345;
  switch (state->kind) {
    case 0:
      throw Private(before, depth);
    case 1:
      throw Stop{before};
    case 2:
      state->stop.reason = before;
      throw &state->stop;
    case 3:
      throw 2.5f;
    case 4:
      throw Stop{-before};
    default:
      key = before;
      return false;
  }
}

static const int sorted[] = {10, 20, 30, 40, 50, 60, 70, 80, 90};

static void keep() {
  int keys[12];
  memset(keys, 0, sizeof keys);
  CHECK(tree_keys(keys, 12) == 9);
  CHECK(memcmp(keys, sorted, sizeof sorted) == 0 && keys[9] == 0);
  CHECK(tree_marks() == 0);
}

int main() {
  static const int depths[] = {2, 1, 3, 2, 0, 2, 1, 3, 2};
  static const int inserts[] = {50, 20, 70, 10, 40, 30, 60, 90, 80};
  for (int key : inserts) tree_insert(key);
  keep();
  State state = {0, 100, 0, {0}, {}};
  CHECK(tree_visit(visit, &state) && state.calls == 9);
  for (int i = 0; i < 9; i++) CHECK(state.order[i] == sorted[i] * 10 + depths[i]);

  for (int at = 1; at <= 9; at++) {
    state = {0, at, 0, {0}, {}};
    bool caught = false;
    try {
      tree_visit(visit, &state);
    } catch (Private value) {
      caught = true;
      CHECK(alive == 2);
      CHECK(value.key == sorted[at - 1] && value.depth == static_cast<unsigned>(depths[at - 1]));
      for (int i = 0; i < 300; i++) CHECK(value.bytes[i] == ((i * 7 + value.key) & 255));
      CHECK(tree_marks() == 0);
    }
    CHECK(caught && alive == 0 && state.calls == at);
    keep();
    state = {0, at, 5, {0}, {}};
    CHECK(!tree_visit(visit, &state) && state.calls == at);
    keep();
  }

  int added = 0;
  state = {0, 5, 1, {0}, {}};  // the 5th, 10th... call stops: 50 each time, then never
  CHECK(tree_retry(visit, &state, 4, &added) == 4 && added == 200 && state.calls == 20);
  state = {0, 7, 2, {0}, {}};
  CHECK(tree_retry(visit, &state, 3, &added) == 3 && added == -210 && state.calls == 21 && state.stop.reason == 2);
  keep();
  state = {0, 10, 2, {0}, {}};
  CHECK(tree_retry(visit, &state, 3, &added) == 0 && added == 0 && state.calls == 9);
  state.kind = 5;
  CHECK(tree_retry(visit, &state, 1, &added) == 1 && added == 1000 && state.calls == 10);
  CHECK(tree_retry(visit, &state, 0, &added) == 0 && added == 0 && state.calls == 10);

  state = {0, 3, 3, {0}, {}};
  added = -1;
  try {
    tree_retry(visit, &state, 5, &added);
    CHECK(false);
  } catch (double) {
    CHECK(false);
  } catch (float value) {
    CHECK(value == 2.5f && added == 0);
  }
  state = {4, 6, 4, {0}, {}};
  try {
    tree_retry(visit, &state, 5, &added);
    CHECK(false);
  } catch (Stop& stop) {
    CHECK(stop.reason == -20 && state.calls == 6);
  }
  keep();
  int keys[4] = {-1, -1, -1, -1};
  CHECK(tree_keys(keys, 3) == 10003);
  CHECK(keys[0] == 10 && keys[1] == 20 && keys[2] == 30 && keys[3] == -1);
  CHECK(tree_keys(keys, 0) == 10000 && tree_marks() == 0);

  for (int i = 9; i < 64; i++) tree_insert(100 + i);
  try {
    tree_insert(0);
    CHECK(false);
  } catch (const Stop& stop) {
    CHECK(stop.reason == 64);
  }
  tree_clear();
  CHECK(tree_keys(keys, 0) == 0);
  return failures != 0;
}
