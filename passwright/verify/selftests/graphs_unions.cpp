// Union-find with rank, path halving and undo; on it a spanning forest by Kruskal, percolation of a grid, and parity for two colours.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

struct Link {
  std::uint32_t a, b;
  std::int32_t weight;
};

namespace {

// With kUndo no path is shortened, so that the last union can be taken back.
template <bool kUndo>
class Sets {
 public:
  explicit Sets(std::size_t n) : nodes_(n), count_(n) {
    for (std::size_t i = 0; i < n; i++) nodes_[i] = Node{static_cast<std::uint32_t>(i), 1, 0, 0};
  }

  std::uint32_t Find(std::uint32_t i, unsigned* parity = nullptr) {
    unsigned p = 0;
    while (nodes_[i].parent != i) {
      Node& n = nodes_[i];
      if (!kUndo) {
        // The grandparent's parity goes along with the shorter way.
        const Node& up = nodes_[n.parent];
        if (up.parent != n.parent) n.parity ^= up.parity;
        n.parent = up.parent;
      }
      p ^= n.parity;
      i = n.parent;
    }
    if (parity != nullptr) *parity = p;
    return i;
  }

  // Returns 1 if they were apart, 0 if together with that parity already, -1 if with the other one.
  int Unite(std::uint32_t a, std::uint32_t b, unsigned parity) {
    unsigned pa = 0, pb = 0;
    a = Find(a, &pa);
    b = Find(b, &pb);
    if (a == b) return (pa ^ pb) == parity ? 0 : -1;
    if (nodes_[a].rank < nodes_[b].rank) std::swap(a, b);
    if (kUndo) past_.push_back(Past{b, nodes_[a].rank});
    nodes_[b].parent = a;
    nodes_[b].parity = static_cast<std::uint8_t>(pa ^ pb ^ parity);
    nodes_[a].rank = static_cast<std::uint8_t>(nodes_[a].rank + (nodes_[a].rank == nodes_[b].rank));
    nodes_[a].size += nodes_[b].size;
    count_--;
    return 1;
  }

  bool Undo() {
    if (past_.empty()) return false;
    Node& child = nodes_[past_.back().child];
    Node& parent = nodes_[child.parent];
    parent.size -= child.size;
    parent.rank = past_.back().rank;
    child.parent = past_.back().child;
    child.parity = 0;
    past_.pop_back();
    count_++;
    return true;
  }

  std::uint32_t Size(std::uint32_t i) { return nodes_[Find(i)].size; }
  std::size_t count() const { return count_; }

 private:
  struct Node {
    std::uint32_t parent, size;
    std::uint8_t rank, parity;
  };
  struct Past {
    std::uint32_t child;
    std::uint8_t rank;
  };
  std::vector<Node> nodes_;
  std::vector<Past> past_;
  std::size_t count_;
};

}  // namespace

// Takes the lightest links first, equals in their order; marks what it takes and returns the sum.
std::int64_t SpanningForest(const Link* links, std::size_t n, std::size_t nodes, std::uint8_t* taken, std::size_t* trees) {
  std::vector<std::uint32_t> order(n);
  for (std::size_t i = 0; i < n; i++) order[i] = static_cast<std::uint32_t>(i);
  std::sort(order.begin(), order.end(), [links](std::uint32_t x, std::uint32_t y) {
    return links[x].weight != links[y].weight ? links[x].weight < links[y].weight : x < y;
  });
  Sets<false> sets(nodes);
  std::int64_t sum = 0;
  for (std::uint32_t i : order) {
    taken[i] = sets.Unite(links[i].a, links[i].b, 0) == 1;
    if (taken[i]) sum += links[i].weight;
  }
  *trees = sets.count();
  return sum;
}

// Opens cells one by one until water comes from the top row to the bottom row; returns how many that took, 0 if it never does.
std::size_t Percolates(const std::uint32_t* cells, std::size_t n, std::uint32_t width, std::uint32_t height, std::uint32_t* largest) {
  std::uint32_t top = width * height, bottom = top + 1;
  Sets<false> sets(top + 2);
  std::vector<bool> open(top);
  for (std::size_t i = 0; i < n; i++) {
    std::uint32_t c = cells[i], x = c % width, y = c / width;
    open[c] = true;
    if (y == 0) sets.Unite(c, top, 0);
    if (y + 1 == height) sets.Unite(c, bottom, 0);
    if (x > 0 && open[c - 1]) sets.Unite(c, c - 1, 0);
    if (x + 1 < width && open[c + 1]) sets.Unite(c, c + 1, 0);
    if (y > 0 && open[c - width]) sets.Unite(c, c - width, 0);
    if (y + 1 < height && open[c + width]) sets.Unite(c, c + width, 0);
    *largest = std::max(*largest, sets.Size(c));
    if (sets.Find(top) == sets.Find(bottom)) return i + 1;
  }
  return 0;
}

// Statements that two are alike or not, the sign of the weight says which; returns the place of the first that contradicts, or n.
std::size_t FirstContradiction(const Link* links, std::size_t n, std::size_t nodes, std::uint8_t* colours) {
  Sets<false> sets(nodes);
  std::size_t i = 0;
  while (i < n && sets.Unite(links[i].a, links[i].b, links[i].weight < 0) >= 0) i++;
  std::vector<unsigned> least(nodes, 2);
  for (std::uint32_t k = 0; k < nodes; k++) {
    unsigned parity = 0;
    std::uint32_t root = sets.Find(k, &parity);
    // The first of each set has colour zero.
    if (least[root] == 2) least[root] = parity;
    colours[k] = static_cast<std::uint8_t>(parity ^ least[root]);
  }
  return i;
}

// A zero weight takes back the last union; writes after each step the number of sets and the size of a's set.
void Replay(const Link* links, std::size_t n, std::size_t nodes, std::uint32_t* out) {
  Sets<true> sets(nodes);
  for (std::size_t i = 0; i < n; i++) {
    int done = links[i].weight == 0 ? (sets.Undo() ? 1 : 0) : sets.Unite(links[i].a, links[i].b, links[i].weight < 0);
    *out++ = static_cast<std::uint32_t>(done);
    *out++ = static_cast<std::uint32_t>(sets.count());
    *out++ = sets.Size(links[i].a);
  }
}
