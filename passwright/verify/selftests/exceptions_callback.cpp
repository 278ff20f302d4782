// Search tree whose visitors may throw anything, also types unknown here: marks are taken back, foreign exceptions pass unharmed.
#include <cstddef>

struct Stop {
  int reason;
};

// True to go on; the visitor may change the key it is given.
using Visitor = bool (*)(void* state, int& key, unsigned depth);

namespace {

struct Node {
  int key;
  int left, right;
  bool marked;
};

Node nodes[64];
int used, root = -1, marks;

struct Mark {
  Node& node;
  explicit Mark(Node& n) : node(n) {
    node.marked = true;
    marks++;
  }
  ~Mark() {
    node.marked = false;
    marks--;
  }
  Mark(const Mark&) = delete;
};

bool walk(int at, unsigned depth, Visitor visit, void* state) {
  if (at < 0) return true;
  Node& node = nodes[at];
  Mark mark(node);
  if (!walk(node.left, depth + 1, visit, state)) return false;
  const int before = node.key;
  try {
    if (!visit(state, node.key, depth)) return false;
  } catch (...) {
    node.key = before;
    throw;
  }
  return walk(node.right, depth + 1, visit, state);
}

int* place(int key) {
  int* link = &root;
  while (*link >= 0) link = key < nodes[*link].key ? &nodes[*link].left : &nodes[*link].right;
  return link;
}

}  // namespace

void tree_clear() {
  used = 0;
  root = -1;
}

void tree_insert(int key) {
  if (used == 64) throw Stop{64};
  int* link = place(key);
  nodes[used] = {key, -1, -1, false};
  *link = used++;
}

int tree_marks() {
  int count = 0;
  for (int i = 0; i < used; i++) count += nodes[i].marked;
  return count * 100 + marks;
}

bool tree_visit(Visitor visit, void* state) { return walk(root, 0, visit, state); }

// The reasons of the stops are added up; other exceptions go to the caller after what was added is stored.
int tree_retry(Visitor visit, void* state, int tries, int* added) {
  int sum = 0;
  int done = 0;
  try {
    for (; done < tries; done++) {
      try {
        if (walk(root, 0, visit, state)) break;
        sum += 1000;
      } catch (const Stop& stop) {
        if (stop.reason < 0) throw;
        sum += stop.reason;
      } catch (Stop* stop) {
        sum -= stop->reason;
        stop->reason = done;
      }
    }
  } catch (...) {
    *added = sum;
    throw;
  }
  *added = sum;
  return done;
}

size_t tree_keys(int* keys, size_t room) {
  struct Full {
    size_t count;
  };
  struct State {
    int* keys;
    size_t room, count;
  } state = {keys, room, 0};
  try {
    walk(
        root, 0,
        [](void* to, int& key, unsigned) {
          State* s = static_cast<State*>(to);
          if (s->count == s->room) throw Full{s->count};
          s->keys[s->count++] = key;
          return true;
        },
        &state);
  } catch (Full full) {
    return full.count + 10000;
  }
  return state.count;
}
