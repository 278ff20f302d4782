#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Delta {
  signed int dx : 5;
  signed int dy : 7;
  signed int dz : 12;
  signed int flag : 1;
  unsigned int tag : 7;
};

struct Wide {
  int64_t a : 33;
  int64_t b : 30;
  int64_t c : 1;
};

struct Point {
  int x, y, z;
};

int pack_delta(int x, int y, int z, struct Delta* d);
void read_delta(const struct Delta* d, int out[6]);
void store_raw(struct Delta* d, int v);
int compare(const struct Delta* a, const struct Delta* b);
size_t walk(const struct Delta* d, size_t n, struct Point* path);
int count_steps(struct Delta* d, int from);
void wide_set(struct Wide* w, int64_t a, int64_t b, int c);
void wide_get(const struct Wide* w, int64_t out[5]);

// Calls with a copy of the words as structures and copies them back.
#define WITH(type, n, words, call) \
  do {                             \
    struct type s[n];              \
    memcpy(s, words, sizeof s);    \
    call;                          \
    memcpy(words, s, sizeof s);    \
  } while (0)

static int64_t low(int64_t v, unsigned bits) {
  int64_t size = (int64_t)1 << bits, r = v % size;
  if (r < 0) r += size;
  return r >= size / 2 ? r - size : r;
}

int main(void) {
  static const int values[] = {0,   1,   -1,   15,   16,    -16,   -17,       31,        63,     64,
                               -64, -65, 2047, 2048, -2048, -2049, INT32_MAX, INT32_MIN, 0x2aaa, -0x2aaa};
  uint32_t packed[300];
  size_t count = 0;
  struct Point deltas[300];
  for (int i = 0; i < 20; i++) {
    for (int j = 0; j < 20; j++) {
      int x = values[i], y = values[j], z = values[(i * 3 + j) % 20], out[7];
      uint32_t w[3] = {0xa1a2a3a4, i % 2 ? 0xffffffff : 0, 0xb1b2b3b4};
      int lx = (int)low(x, 5), ly = (int)low(y, 7), lz = (int)low(z, 12), negative = x < 0 || y < 0 || z < 0;
      int fits = -1;
      WITH(Delta, 3, w, fits = pack_delta(x, y, z, s + 1));
      CHECK(fits == (lx == x && ly == y && lz == z));
      uint32_t expected = ((uint32_t)x & 31) | ((uint32_t)y & 127) << 5 | ((uint32_t)z & 4095) << 12 | (uint32_t)negative << 24 |
                          ((uint32_t)(x ^ y ^ z) & 127) << 25;
      CHECK(w[0] == 0xa1a2a3a4 && w[1] == expected && w[2] == 0xb1b2b3b4);
      out[6] = 9;
      WITH(Delta, 3, w, read_delta(s + 1, out));
      CHECK(out[0] == lx && out[1] == ly && out[2] == lz && out[3] == -negative && out[4] == lx * ly - lz &&
            out[5] == (int)(expected >> 25) - 100 && out[6] == 9);
      WITH(Delta, 3, w, store_raw(s + 1, z));
      uint32_t raw = (expected & ~(31u | 4095u << 12)) | ((uint32_t)z & 31) | ((uint32_t)z >> 3 & 4095) << 12;
      CHECK(w[1] == raw && w[0] == 0xa1a2a3a4 && w[2] == 0xb1b2b3b4);
      if (count < 300) {
        packed[count] = expected;
        deltas[count].x = lx, deltas[count].y = ly, deltas[count].z = negative ? -lz : lz;
        count++;
      }
    }
  }
  static struct Delta records[300];
  memcpy(records, packed, sizeof records);
  for (int i = 0; i < 300; i++) {
    for (int j = 0; j < 300; j += 7) {
      const struct Point *a = &deltas[i], *b = &deltas[j];
      int f = (int)(packed[j] >> 24 & 1) - (int)(packed[i] >> 24 & 1);  // a set flag is -1
      uint32_t s = packed[i] >> 25, t = packed[j] >> 25;
      int expected = a->x != b->x   ? (a->x < b->x ? -1 : 1)
                     : a->y != b->y ? (a->y < b->y ? -2 : 2)
                     : f != 0       ? f * 3
                     : s < t        ? -4
                     : s > t        ? 4
                                    : 0;
      CHECK(compare(&records[i], &records[j]) == expected);
    }
  }
  for (size_t n = 0; n <= 300; n += n < 9 ? 1 : 97) {
    static struct Point path[301];
    memset(path, 0x11, sizeof path);
    size_t kept = walk(records, n, path), k = 0;
    struct Point p = {0, 0, 0};
    for (size_t i = 0; i < n; i++) {
      p.x += deltas[i].x, p.y += deltas[i].y, p.z += deltas[i].z;
      if (deltas[i].x >= 0 || deltas[i].y < 0) CHECK(memcmp(&path[k++], &p, sizeof p) == 0);
    }
    CHECK(kept == k && path[k].x == 0x11111111 && memcmp(records, packed, sizeof packed) == 0);
  }
  for (int from = -16; from < 16; from++) {
    uint32_t w[1] = {0xffffffff};
    int steps = 0;
    WITH(Delta, 1, w, steps = count_steps(s, from));
    CHECK(steps == (from < -1 ? -1 - from : 31 - from) && w[0] == 0xffffffff);
    w[0] = 0;
    WITH(Delta, 1, w, steps = count_steps(s, from));
    CHECK(steps == (from < -1 ? -1 - from : 31 - from) && w[0] == 31);
  }
  static const int64_t wide[] = {0,         1,         -1,         0xffffffff, 0x100000000, -0x100000000, -0x100000001,     0x1ffffffff,
                                 536870911, 536870912, -536870912, -536870913, INT64_MAX,   INT64_MIN,    0x123456789abcdef};
  for (int i = 0; i < 15; i++) {
    for (int j = 0; j < 15; j++) {
      for (int c = -2; c < 3; c++) {
        uint64_t w[3] = {5, i % 2 ? UINT64_MAX : 0, 6};
        int64_t out[6], a = low(wide[i], 33), b = low(wide[j], 30), d = c % 2 ? -1 : 0;
        out[5] = 7;
        WITH(Wide, 3, w, wide_set(s + 1, wide[i], wide[j], c));
        CHECK(w[0] == 5 && w[1] == (((uint64_t)wide[i] & 0x1ffffffff) | ((uint64_t)wide[j] & 0x3fffffff) << 33 | (uint64_t)(c & 1) << 63) &&
              w[2] == 6);
        WITH(Wide, 3, w, wide_get(s + 1, out));
        CHECK(out[0] == a && out[1] == b && out[2] == d && out[3] == a * 2 + b && out[4] == (a < 0) + 2 * (b < 0) + 4 * (d < 0) &&
              out[5] == 7);
      }
    }
  }
  return failures != 0;
}
