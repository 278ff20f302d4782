// Structures by value as variable arguments: in one and two registers of either kind, split, in memory, and floats in a row.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Tiny {
  unsigned char r, g, b;
};
struct Word {
  int32_t a;
  float f;
};
struct Pair {
  int64_t a;
  double d;
};
struct Point {
  double x, y;
};
struct Floats {
  float x, y, z;
};
struct Large {
  int64_t a[3];
};
struct Quad {
  double d[4];
};
struct Bits {
  unsigned low : 5;
  signed middle : 12;
  unsigned high : 15;
  int16_t after;
};

static int64_t weigh_tiny(struct Tiny t) { return t.r + t.g * 256 + t.b * 65536; }
static int64_t weigh_pair(const struct Pair* p) { return p->a * 2 + (int64_t)p->d; }
static int64_t weigh_quad(struct Quad q) {
  int64_t sum = 0;
  for (int i = 0; i < 4; i++) sum = sum * 10 + (int64_t)q.d[i];
  return sum;
}

static int64_t next(char kind, va_list* list) {
  switch (kind) {
    case 't':
      return weigh_tiny(va_arg(*list, struct Tiny));
    case 'w': {
      struct Word w = va_arg(*list, struct Word);
      return w.a + (int64_t)(w.f * 4);
    }
    case 'p': {
      struct Pair p = va_arg(*list, struct Pair);
      return weigh_pair(&p);
    }
    case 'P': {
      struct Point p = va_arg(*list, struct Point);
      return (int64_t)p.x * 1000 - (int64_t)p.y;
    }
    case 'f': {
      struct Floats f = va_arg(*list, struct Floats);
      return (int64_t)f.x + (int64_t)f.y * 100 + (int64_t)f.z * 10000;
    }
    case 'l': {
      struct Large l = va_arg(*list, struct Large);
      return l.a[0] + l.a[1] * 3 - l.a[2];
    }
    case 'q':
      return weigh_quad(va_arg(*list, struct Quad));
    case 'b': {
      struct Bits b = va_arg(*list, struct Bits);
      return b.low * INT64_C(100000000) + b.middle * 10000 + (int64_t)b.high + b.after;
    }
    case 'd':
      return (int64_t)(va_arg(*list, double) * 2);
    default:
      return va_arg(*list, int);
  }
}

struct Wrapped {
  va_list list;
};

unsigned weigh(int64_t* out, const char* kinds, ...) {
  struct Wrapped wrapped;
  unsigned count = 0;
  va_start(wrapped.list, kinds);
  for (; *kinds; kinds++) out[count++] = next(*kinds, &wrapped.list);
  va_end(wrapped.list);
  return count;
}

// The caller's objects must be as before, whatever becomes of the copies.
static struct Large twist(int count, ...) {
  struct Large result = {{0, 0, 0}};
  va_list list;
  va_start(list, count);
  while (count-- > 0) {
    struct Large copy = va_arg(list, struct Large);
    copy.a[0] -= copy.a[2];
    copy.a[1] ^= copy.a[0];
    for (int i = 0; i < 3; i++) result.a[i] = result.a[i] * 2 + copy.a[2 - i];
  }
  va_end(list);
  return result;
}

struct Large twisted(struct Large* x, const struct Large* y) {
  struct Large first = twist(3, *x, *y, *x);
  x->a[1]++;
  struct Large second = twist(2, *x, first);
  struct Large none = twist(0, *x);
  second.a[0] += none.a[0];
  return second;
}

unsigned relay(int64_t* out, const struct Point* points, struct Tiny tiny, int number) {
  struct Quad quad = {{points[0].x, points[1].x, points[0].y, points[1].y}};
  struct Pair pair = {number, points[0].x};
  unsigned count = weigh(out, "PtPtipq", points[0], tiny, points[1], tiny, number, pair, quad);
  tiny.g ^= 1;
  quad.d[3] = -quad.d[3];
  return count + weigh(out + count, "qPPPPPt", quad, points[0], points[0], points[1], points[1], points[0], tiny);
}
