#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

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

extern "C" {
size_t cell_size(void);
unsigned automaton(Cell* grid, size_t width, size_t height);
void sort_cells(Cell* c, size_t n);
void sort_pairs(Pair* p, size_t n, bool by_second);
size_t mark_old(Cell* c, size_t n, unsigned age, unsigned kind);
size_t count_moved(const Cell* c, size_t n);
void set_kinds(Cell* c, size_t n, unsigned kind);
size_t remove_marked(Cell* c, size_t n);
void rotate_inner(Pair* p, size_t n);
}

static Cell cell(unsigned byte) {
  unsigned char b = (unsigned char)byte;
  Cell c;
  memcpy(&c, &b, 1);
  return c;
}

static unsigned byte(const Cell& c) {
  unsigned char b;
  memcpy(&b, &c, 1);
  return b;
}

enum { N = 40 };
static Cell cells[N + 2];

static unsigned start(size_t i, unsigned seed) { return (unsigned)(i * 37 + seed * 101 + i * i * 3) & 255; }

static void fill(size_t n, unsigned seed) {
  for (size_t i = 0; i < N + 2; i++) cells[i] = cell(0x5a);
  for (size_t i = 0; i < n; i++) cells[i + 1] = cell(start(i, seed));
}

static bool guarded(size_t n) { return byte(cells[0]) == 0x5a && byte(cells[n + 1]) == 0x5a; }

int main() {
  CHECK(cell_size() == 108);
  for (unsigned seed = 0; seed < 4; seed++) {
    for (size_t n = 0; n <= N; n += n < 5 ? 1 : 7) {
      fill(n, seed);
      size_t moved = 0;
      for (size_t i = 0; i < n; i++) moved += start(i, seed) >> 2 & 1;
      CHECK(count_moved(cells + 1, n) == moved);
      set_kinds(cells + 1, n, seed);
      for (size_t i = 0; i < n; i++) CHECK(byte(cells[i + 1]) == ((start(i, seed) & ~3u) | ((seed + i) & 3)));
      CHECK(guarded(n));

      for (unsigned age = 0; age <= 16; age += 4) {
        for (unsigned kind = 0; kind < 4; kind++) {
          fill(n, seed);
          size_t found = 0, kept = 0;
          for (size_t i = 0; i < n; i++)
            found += (start(i, seed) & 3) == kind && (start(i, seed) > 127 || (start(i, seed) >> 3 & 15) >= age);
          CHECK(mark_old(cells + 1, n, age, kind) == found);
          for (size_t i = 0; i < n; i++) CHECK(byte(cells[i + 1]) == (start(i, seed) | ((start(i, seed) >> 3 & 15) >= age ? 128 : 0)));
          size_t left = remove_marked(cells + 1, n);
          for (size_t i = 0; i < n; i++) {
            if (start(i, seed) > 127 || (start(i, seed) >> 3 & 15) >= age) continue;
            CHECK(kept < left && byte(cells[1 + kept]) == start(i, seed));
            kept++;
          }
          CHECK(left == kept && guarded(n));
        }
      }
      // Kinds fall, ages within a kind fall, and equals keep their order.
      fill(n, seed);
      sort_cells(cells + 1, n);
      size_t at = 0;
      for (int kind = 3; kind >= 0; kind--)
        for (int age = 15; age >= 0; age--)
          for (size_t i = 0; i < n; i++)
            if ((int)(start(i, seed) & 3) == kind && (int)(start(i, seed) >> 3 & 15) == age) CHECK(byte(cells[1 + at++]) == start(i, seed));
      CHECK(at == n && guarded(n));
    }
  }
  static const struct {
    size_t width, height;
    unsigned seed, moves[6];
    unsigned char after[N];
  } grids[] = {
      {5, 8, 0, {8, 14, 9, 4, 1, 0}, {48,  88,  32,  168, 240, 48,  32, 152, 160, 112, 160, 24,  144, 24,  32,  152, 16,  8,   144, 24,
                                      202, 122, 122, 186, 122, 250, 50, 194, 122, 250, 250, 218, 250, 178, 122, 122, 234, 122, 122, 122}},
      {1, 7, 1, {0, 0, 0, 0, 0, 0}, {121, 185, 235, 251, 89, 121, 219}},
      {7, 1, 2, {0, 0, 0, 0, 0, 0}, {250, 250, 80, 120, 186, 250, 64}},
      {8, 5, 3, {0, 0, 0, 0, 0, 0}, {91,  123, 177, 233, 251, 99, 121, 241, 67,  123, 249, 97,  203, 59,  177, 249, 123, 51,  193, 89,
                                     243, 123, 57,  225, 123, 75, 249, 209, 123, 107, 65,  249, 251, 227, 209, 201, 195, 195, 201, 209}},
      {2, 2, 4, {0, 0, 0, 0, 0, 0}, {192, 232, 250, 74}},
      {3, 3, 9, {0, 0, 0, 0, 0, 0}, {185, 225, 251, 67, 121, 193, 251, 83, 121}},
      {1, 1, 5, {0, 0, 0, 0, 0, 0}, {249}},
      {0, 4, 1, {0, 0, 0, 0, 0, 0}, {0}},
      {4, 0, 1, {0, 0, 0, 0, 0, 0}, {0}},
      {1, 40, 6, {10, 20, 19, 18, 17, 16}, {160, 152, 144, 136, 132, 126, 4,   182, 132, 86,  4,   126, 132, 118,
                                            4,   206, 4,   254, 132, 110, 4,   222, 132, 102, 4,   254, 4,   198,
                                            132, 198, 132, 126, 132, 206, 132, 126, 250, 250, 242, 242}},
      {20, 2, 7, {0, 0, 0, 0, 0, 0}, {243, 251, 73,  121, 179, 243, 57,  121, 219, 51,  121, 241, 91,  203, 65,  193, 67, 203, 89, 233,
                                      123, 251, 201, 121, 251, 227, 121, 97,  251, 251, 209, 177, 123, 123, 105, 89,  83, 83,  89, 105}},
  };
  for (const auto& g : grids) {
    size_t n = g.width * g.height;
    fill(n, g.seed);
    for (unsigned moves : g.moves) CHECK(automaton(cells + 1, g.width, g.height) == moves);
    for (size_t i = 0; i < n; i++) CHECK(byte(cells[i + 1]) == g.after[i]);
    CHECK(guarded(n));
  }
  // The halves of each pair are one word, and the cells follow it.
  for (size_t n = 0; n <= 12; n++) {
    static const unsigned ages[] = {0, 15, 7};
    Pair p[14], q[14];
    memset(static_cast<void*>(p), 0x6b, sizeof p);
    for (size_t i = 0; i < n; i++) {
      p[i + 1].first = (unsigned)(i * 0x4f123 + 0xffff0) & 0xfffff;
      p[i + 1].second = (int)(i * 709 % 4096) - 2048;
      for (unsigned k = 0; k < 3; k++) p[i + 1].cells[k] = cell(ages[(i + k) % 3] << 3 | k | (i & 1) << 2 | (i & 2) << 6);
    }
    memcpy(q, p, sizeof p);
    rotate_inner(p + 1, n);
    for (size_t i = 1; i <= n; i++) {
      int second = (int)((i - 1) * 709 % 4096) - 2048;
      CHECK(p[i].second == (second == -2048 ? -2048 : -second) && p[i].first == ((q[i].first + ages[(i + 1) % 3]) & 0xfffff));
      for (int k = 0; k < 3; k++) CHECK(byte(p[i].cells[k]) == byte(q[i].cells[(k + 2) % 3]));
    }
    CHECK(memcmp(&p[0], &q[0], 4) == 0 && memcmp(&p[n + 1], &q[n + 1], 4) == 0);
    for (int by_second = 0; by_second < 2; by_second++) {
      memcpy(p, q, sizeof p);
      sort_pairs(p + 1, n, by_second);
      size_t found = 0;
      for (size_t i = 1; i <= n; i++) {
        if (i > 1) CHECK(by_second ? p[i - 1].second <= p[i].second : p[i - 1].first <= p[i].first);
        for (size_t k = 1; k <= n; k++) {
          bool same = p[i].first == q[k].first && p[i].second == q[k].second;
          for (int c = 0; c < 3; c++) same = same && byte(p[i].cells[c]) == byte(q[k].cells[c]);
          found += same;
        }
      }
      CHECK(found == n && memcmp(&p[0], &q[0], 4) == 0 && memcmp(&p[n + 1], &q[n + 1], 4) == 0);
    }
  }
  return failures != 0;
}
