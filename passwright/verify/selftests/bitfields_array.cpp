// Arrays of small cells with bit-fields in C++: enumerations, booleans, counters; sorted, rotated, filtered, stepped as an automaton.
#include <cstddef>
#include <cstdint>
#include <utility>

enum class Kind : uint8_t { none, sand, water, rock };

struct Cell {
  Kind kind : 2;
  bool moved : 1;
  uint8_t age : 4;
  bool mark : 1;
};

struct Pair {
  uint32_t first : 20;
  int32_t second : 12;
  Cell cells[3];
};

namespace {

bool heavier(Cell a, Cell b) { return a.kind != b.kind ? a.kind > b.kind : a.age > b.age; }

void tick(Cell& c) {
  if (c.age < 15) c.age = static_cast<uint8_t>(c.age + 1) & 15;
  c.moved = false;
}

void trade(Cell& a, Cell& b) {
  std::swap(a, b);
  a.moved = b.moved = true;
  a.age = 0;
}

template <class T, class Less>
void insertion(T* v, size_t n, Less less) {
  for (size_t i = 1; i < n; i++) {
    T t = v[i];
    size_t k = i;
    for (; k > 0 && less(t, v[k - 1]); k--) v[k] = v[k - 1];
    v[k] = t;
  }
}

template <class Test>
size_t count(const Cell* c, size_t n, Test test) {
  size_t found = 0;
  for (size_t i = 0; i < n; i++) found += test(c[i]);
  return found;
}

}  // namespace

extern "C" {

size_t cell_size(void) { return sizeof(Cell) * 100 + sizeof(Pair); }

// Row by row from below: sand falls through nothing and water, water through nothing.
unsigned automaton(Cell* grid, size_t width, size_t height) {
  unsigned moves = 0;
  for (size_t i = 0; i < width * height; i++) tick(grid[i]);
  for (size_t y = height; y-- > 1;) {
    for (size_t x = 0; x < width; x++) {
      Cell &above = grid[(y - 1) * width + x], &here = grid[y * width + x];
      if (above.moved || here.moved || here.kind == Kind::rock || above.kind == Kind::rock) continue;
      if ((above.kind == Kind::sand && here.kind != Kind::sand) || (above.kind == Kind::water && here.kind == Kind::none)) {
        trade(above, here);
        moves++;
      }
    }
  }
  return moves;
}

void sort_cells(Cell* c, size_t n) { insertion(c, n, heavier); }

void sort_pairs(Pair* p, size_t n, bool by_second) {
  if (by_second)
    insertion(p, n, [](const Pair& a, const Pair& b) { return a.second < b.second; });
  else
    insertion(p, n, [](const Pair& a, const Pair& b) { return a.first < b.first; });
}

// Marks what is at least this old, returns how many of a kind are marked now.
size_t mark_old(Cell* c, size_t n, unsigned age, unsigned kind) {
  for (size_t i = 0; i < n; i++) c[i].mark = c[i].mark | (c[i].age >= age);
  return count(c, n, [kind](Cell x) { return x.mark && x.kind == static_cast<Kind>(kind & 3); });
}

size_t count_moved(const Cell* c, size_t n) {
  return count(c, n, [](Cell x) { return x.moved; });
}

void set_kinds(Cell* c, size_t n, unsigned kind) {
  for (size_t i = 0; i < n; i++) c[i].kind = static_cast<Kind>((kind + i) & 3);
}

size_t remove_marked(Cell* c, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (!c[i].mark) c[kept++] = c[i];
  return kept;
}

void rotate_inner(Pair* p, size_t n) {
  for (size_t i = 0; i < n; i++) {
    Cell last = p[i].cells[2];
    p[i].cells[2] = p[i].cells[1];
    p[i].cells[1] = p[i].cells[0];
    p[i].cells[0] = last;
    p[i].second = -p[i].second;
    p[i].first = (p[i].first + last.age) & 0xfffff;
  }
}
}
