// Vectors, quaternions and mixtures of floats and integers by value: each goes through other registers, and every bit must arrive.
#include <stdint.h>

struct Two {
  float x, y;
};

struct Three {
  float x, y, z;
};

struct Four {
  double w, x, y, z;
};

struct Mixed {
  int32_t count;
  float scale;
  double offset;
};

struct Odd {
  double value;
  int8_t shift;
};

struct Wrapped {
  struct Two inner[2];
};

struct Two two_add(struct Two a, struct Two b) { return (struct Two){a.x + b.x, a.y + b.y}; }

struct Two two_turn(struct Two a) {
  struct Two turned = {-a.y, a.x};
  return turned;
}

struct Three cross(struct Three a, struct Three b) {
  return (struct Three){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static float dot(struct Three a, struct Three b) {
  float sum = a.x * b.x;
  sum += a.y * b.y;
  sum += a.z * b.z;
  return sum;
}

float volume(const struct Three* corners) { return dot(cross(corners[0], corners[1]), corners[2]); }

struct Four product(struct Four a, struct Four b) {
  struct Four r;
  r.w = a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z;
  r.x = a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y;
  r.y = a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x;
  r.z = a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w;
  return r;
}

static struct Four conjugate(struct Four a) {
  a.x = -a.x;
  a.y = -a.y;
  a.z = -a.z;
  return a;
}

struct Four sandwich(struct Four by, struct Four a) { return product(product(by, a), conjugate(by)); }

struct Mixed mixed_step(struct Mixed m) {
  m.count = -m.count;
  m.offset += (double)m.scale * m.count;
  m.scale = -m.scale;
  return m;
}

struct Odd odd_scale(struct Odd odd) {
  for (; odd.shift > 0; odd.shift--) odd.value *= 2;
  for (; odd.shift < 0; odd.shift++) odd.value /= 2;
  return odd;
}

struct Wrapped exchange(struct Wrapped w) {
  struct Two old = w.inner[0];
  w.inner[0] = w.inner[1];
  w.inner[1] = old;
  return w;
}

// More than the argument registers of either kind hold.
double many(struct Two a, struct Mixed b, struct Four c, struct Odd d, struct Three e, struct Two f, struct Mixed g, int64_t h,
            struct Four i) {
  double sum = a.x + 10.0 * a.y;
  sum += 1e2 * b.count + 1e3 * b.scale + 1e4 * b.offset;
  sum += 1e5 * c.w + 1e6 * c.z;
  sum += 1e7 * d.value + 1e8 * d.shift;
  sum += 1e9 * e.x + 1e10 * e.z;
  sum += 1e11 * f.y + 1e12 * g.count + 1e13 * (double)h;
  return sum + 1e14 * i.x;
}

double relay(struct Two a, struct Odd d, int64_t h) {
  struct Mixed m = {d.shift, a.y, d.value};
  struct Four c = {h, a.x, a.y, 3};
  double first = many(a, m, c, d, (struct Three){a.x, 0, a.y}, two_turn(a), mixed_step(m), h, conjugate(c));
  return first - many(a, m, c, d, (struct Three){a.x, 0, a.y}, a, m, h, c);
}
