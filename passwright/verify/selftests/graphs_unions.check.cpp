#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Link {
  std::uint32_t a, b;
  std::int32_t weight;
};

std::int64_t SpanningForest(const Link* links, std::size_t n, std::size_t nodes, std::uint8_t* taken, std::size_t* trees);
std::size_t Percolates(const std::uint32_t* cells, std::size_t n, std::uint32_t width, std::uint32_t height, std::uint32_t* largest);
std::size_t FirstContradiction(const Link* links, std::size_t n, std::size_t nodes, std::uint8_t* colours);
void Replay(const Link* links, std::size_t n, std::size_t nodes, std::uint32_t* out);

static const std::size_t kMost = 60;

// Prim's way, by whole rounds, for the weight; a flood for the number of trees.
static std::int64_t Forest(const Link* links, std::size_t n, std::size_t nodes, std::size_t* trees) {
  bool in[kMost] = {};
  std::int64_t sum = 0;
  *trees = 0;
  for (std::size_t root = 0; root < nodes; root++) {
    if (in[root]) continue;
    in[root] = true;
    ++*trees;
    for (;;) {
      const Link* best = nullptr;
      for (std::size_t i = 0; i < n; i++)
        if (in[links[i].a] != in[links[i].b] && (best == nullptr || links[i].weight < best->weight)) best = &links[i];
      if (best == nullptr) break;
      sum += best->weight;
      in[best->a] = in[best->b] = true;
    }
  }
  return sum;
}

static void Forests() {
  static const Link square[] = {{0, 1, 5}, {1, 2, 5}, {2, 3, 5}, {3, 0, 5}, {0, 2, -1}, {4, 4, -9}};
  static const std::uint8_t want[] = {1, 0, 1, 0, 1, 0, 0xee};
  std::uint8_t taken[400];
  std::size_t trees = 0;
  std::memset(taken, 0xee, sizeof taken);
  CHECK(SpanningForest(square, 6, 5, taken, &trees) == 9 && trees == 2 && std::memcmp(taken, want, 7) == 0);
  CHECK(SpanningForest(square, 0, 3, taken, &trees) == 0 && trees == 3);
  static const Link wide[] = {{0, 1, INT32_MIN}, {1, 2, INT32_MAX}, {0, 2, INT32_MIN}, {2, 3, INT32_MIN}};
  CHECK(SpanningForest(wide, 4, 4, taken, &trees) == 3ll * INT32_MIN && trees == 1 && taken[1] == 0);
  Link links[300];
  std::uint32_t x = 5;
  for (std::size_t nodes = 1; nodes <= kMost; nodes += 7)
    for (std::size_t n = 0; n <= 300; n += 50) {
      for (std::size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        links[i] = Link{static_cast<std::uint32_t>((x >> 6) % nodes), static_cast<std::uint32_t>((x >> 18) % nodes),
                        static_cast<std::int32_t>(x % 97) - 40};
      }
      std::size_t want_trees = 0, count = 0;
      CHECK(SpanningForest(links, n, nodes, taken, &trees) == Forest(links, n, nodes, &want_trees) && trees == want_trees);
      for (std::size_t i = 0; i < n; i++) count += taken[i];
      CHECK(count + trees == nodes);
    }
}

static void Water() {
  static const std::uint32_t column[] = {1, 7, 4, 0, 3, 6}, diagonal[] = {0, 4, 8, 2, 6}, snake[] = {0, 1, 2, 5, 8, 7, 6, 9, 11, 10};
  std::uint32_t largest = 0;
  CHECK(Percolates(column, 6, 3, 3, &largest) == 3 && largest == 5);
  largest = 0;
  CHECK(Percolates(diagonal, 5, 3, 3, &largest) == 0 && largest == 3);
  largest = 0;
  CHECK(Percolates(snake, 10, 3, 4, &largest) == 8 && largest == 10);
  largest = 0;
  CHECK(Percolates(snake, 1, 1, 1, &largest) == 1 && largest == 3);
  CHECK(Percolates(snake, 0, 1, 1, &largest) == 0);
  std::uint32_t all[400];
  for (std::uint32_t i = 0; i < 400; i++) all[i] = i * 171 % 400;
  largest = 0;
  // Opened in the same order cell by cell and flooded anew each time, below.
  std::size_t got = Percolates(all, 400, 20, 20, &largest), want = 0;
  bool open[400] = {};
  for (std::size_t i = 0; i < 400 && want == 0; i++) {
    bool wet[400] = {}, changed = true;
    open[all[i]] = true;
    while (changed) {
      changed = false;
      for (int c = 0; c < 400; c++) {
        bool near = c < 20 || (c % 20 > 0 && wet[c - 1]) || (c % 20 < 19 && wet[c + 1]) || wet[c - 20] || (c < 380 && wet[c + 20]);
        if (open[c] && !wet[c] && near) wet[c] = changed = true;
      }
    }
    for (int c = 380; c < 400; c++)
      if (wet[c]) want = i + 1;
  }
  CHECK(got == want && want > 100);
}

static void Colours() {
  static const Link said[] = {{1, 0, -1}, {2, 1, -1}, {3, 2, 1}, {4, 5, -7}, {5, 6, -7},
                              {3, 0, 1},  {6, 0, -1}, {4, 3, 5}, {1, 6, 9},  {4, 1, -2}};
  std::uint8_t colours[9];
  static const std::uint8_t want[] = {0, 1, 0, 0, 1, 0, 1, 0, 0xee};
  std::memset(colours, 0xee, sizeof colours);
  CHECK(FirstContradiction(said, 10, 8, colours) == 7 && std::memcmp(colours, want, 9) == 0);
  static const Link self[] = {{0, 0, 1}, {0, 0, -1}};
  CHECK(FirstContradiction(self, 2, 1, colours) == 1 && FirstContradiction(self, 1, 1, colours) == 1 &&
        FirstContradiction(self, 0, 1, colours) == 0);
  // Rings of even length can be two-coloured, those of odd length not.
  for (std::uint32_t n = 2; n < kMost; n++) {
    Link ring[kMost];
    std::uint8_t got[kMost];
    for (std::uint32_t i = 0; i < n; i++) ring[i] = Link{i, (i + 1) % n, -1};
    CHECK(FirstContradiction(ring, n, n, got) == (n % 2 ? n - 1 : n));
    unsigned wrong = 0;
    for (std::uint32_t i = 0; i < n; i++) wrong += got[i] != i % 2;
    CHECK(wrong == 0);
  }
}

int main() {
  Forests();
  Water();
  Colours();
  static const Link steps[] = {{0, 1, 1}, {2, 3, -1}, {0, 2, 1}, {1, 3, 1},  {1, 3, -1}, {0, 0, 0}, {3, 3, 0},
                               {3, 3, 0}, {3, 3, 0},  {3, 0, 1}, {4, 3, -1}, {4, 4, 1},  {4, 4, 0}};
  static const std::uint32_t want[] = {1, 4, 2, 1, 3, 2, 1, 2, 4, 0xffffffffu, 2, 4, 0, 2, 4, 1, 3, 2, 1, 4,
                                       1, 1, 5, 1, 0, 5, 1, 1, 4, 2,           1, 3, 3, 0, 3, 3, 1, 4, 1, 0x5a5a5a5au};
  std::uint32_t out[40];
  std::memset(out, 0x5a, sizeof out);
  Replay(steps, 13, 5, out);
  CHECK(std::memcmp(out, want, sizeof want) == 0);
  return failures != 0;
}
