// Signed bit-fields: sign extension on reading, wrap on writing, comparisons, arithmetic in int, fields of one bit, delta records.
#include <stddef.h>
#include <stdint.h>

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

static int extend(int v, int bits) {
  int size = 1 << bits, r = v & (size - 1);
  return r >= size / 2 ? r - size : r;
}

int pack_delta(int x, int y, int z, struct Delta* d) {
  d->dx = extend(x, 5);
  d->dy = extend(y, 7);
  d->dz = extend(z, 12);
  d->flag = (x | y | z) < 0 ? -1 : 0;
  d->tag = (unsigned)(x ^ y ^ z) & 127;
  return d->dx == x && d->dy == y && d->dz == z;
}

void read_delta(const struct Delta* d, int out[6]) {
  out[0] = d->dx;
  out[1] = d->dy;
  out[2] = d->dz;
  out[3] = d->flag;
  out[4] = d->dx * d->dy - d->dz;
  out[5] = d->tag - 100;
}

// Narrowed by the assignment itself.
void store_raw(struct Delta* d, int v) {
  d->dx = v;
  d->dz = v >> 3;
}

int compare(const struct Delta* a, const struct Delta* b) {
  if (a->dx != b->dx) return a->dx < b->dx ? -1 : 1;
  if (a->dy != b->dy) return a->dy < b->dy ? -2 : 2;
  if (a->flag != b->flag) return a->flag < b->flag ? -3 : 3;
  return a->tag < b->tag ? -4 : a->tag > b->tag ? 4 : 0;
}

struct Point {
  int x, y, z;
};

size_t walk(const struct Delta* d, size_t n, struct Point* path) {
  struct Point p = {0, 0, 0};
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    p.x += d[i].dx;
    p.y += d[i].dy;
    p.z += d[i].flag ? -d[i].dz : d[i].dz;
    if (d[i].dx < 0 && d[i].dy >= 0) continue;
    path[kept++] = p;
  }
  return kept;
}

// Counts up through the field's end and back to its start.
int count_steps(struct Delta* d, int from) {
  int steps = 0;
  d->dx = extend(from, 5);
  do {
    d->dx = extend(d->dx + 1, 5);
    steps++;
  } while (d->dx != -1);
  return steps;
}

void wide_set(struct Wide* w, int64_t a, int64_t b, int c) {
  w->a = a;
  w->b = b;
  w->c = c;
}

void wide_get(const struct Wide* w, int64_t out[5]) {
  out[0] = w->a;
  out[1] = w->b;
  out[2] = w->c;
  out[3] = (int64_t)w->a * 2 + w->b;
  out[4] = (w->a < 0) + 2 * (w->b < 0) + 4 * (w->c < 0);
}
