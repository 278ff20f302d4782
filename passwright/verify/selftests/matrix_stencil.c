// Stencils on small grids: heat by two buffers, in-place sweeps, wrapping life, convolution, prefix sums, small vectors.
#pragma STDC FP_CONTRACT OFF
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static float five(const float* g, size_t at, size_t width) {
  float sides = g[at - 1] + g[at + 1], ends = g[at - width] + g[at + width];
  return (sides + ends) * 0.125f + g[at] * 0.5f;
}

// The border stays; returns the buffer that holds the result.
const float* heat(float* a, float* b, size_t height, size_t width, unsigned steps) {
  if (height == 0 || width == 0) return a;
  memcpy(b, a, height * width * sizeof *a);
  for (; steps > 0; steps--) {
    for (size_t y = 1; y + 1 < height; y++)
      for (size_t x = 1; x + 1 < width; x++) b[y * width + x] = five(a, y * width + x, width);
    float* t = a;
    a = b;
    b = t;
  }
  return a;
}

// In place, so that each value uses neighbours that are new already.
float relax(float* g, size_t height, size_t width) {
  float most = 0;
  for (size_t y = 1; y + 1 < height; y++) {
    for (size_t x = 1; x + 1 < width; x++) {
      float v = five(g, y * width + x, width), change = v - g[y * width + x];
      if (change < 0) change = -change;
      if (change > most) most = change;
      g[y * width + x] = v;
    }
  }
  return most;
}

// The first row and column wrap to the last.
void life(unsigned char* grid, unsigned char* spare, size_t height, size_t width, unsigned steps) {
  for (; steps > 0; steps--) {
    for (size_t y = 0; y < height; y++) {
      for (size_t x = 0; x < width; x++) {
        unsigned n = 0;
        for (size_t dy = 0; dy < 3; dy++)
          for (size_t dx = 0; dx < 3; dx++)
            if (dy != 1 || dx != 1) n += grid[(y + height + dy - 1) % height * width + (x + width + dx - 1) % width];
        spare[y * width + x] = n == 3 || (n == 2 && grid[y * width + x]);
      }
    }
    memcpy(grid, spare, height * width);
  }
}

// Taps beyond the ends use the nearest element. in and out may be the same only where there is one tap.
void convolve(const int16_t* in, size_t n, const int16_t* taps, size_t count, int32_t* out) {
  for (size_t i = 0; i < n; i++) {
    int32_t sum = 0;
    for (size_t k = 0; k < count; k++) {
      ptrdiff_t at = (ptrdiff_t)(i + k) - (ptrdiff_t)(count / 2);
      if (at < 0) at = 0;
      if (at >= (ptrdiff_t)n) at = (ptrdiff_t)n - 1;
      sum += in[at] * taps[k];
    }
    out[i] = sum;
  }
}

// Sums of all above and to the left, in place.
void integrate(uint32_t* g, size_t height, size_t width) {
  for (size_t y = 0; y < height; y++) {
    for (size_t x = 1; x < width; x++) g[y * width + x] += g[y * width + x - 1];
    if (y > 0)
      for (size_t x = 0; x < width; x++) g[y * width + x] += g[(y - 1) * width + x];
  }
}

// Distances are the argument: 1 is a running sum, more a strided one, in place.
void smear(int32_t* v, size_t n, size_t distance) {
  for (size_t i = distance; i < n; i++) v[i] = (int32_t)((uint32_t)v[i] + (uint32_t)v[i - distance]);
}

// out may be a or b.
void cross(const double a[3], const double b[3], double out[3]) {
  double x = a[1] * b[2] - a[2] * b[1], y = a[2] * b[0] - a[0] * b[2], z = a[0] * b[1] - a[1] * b[0];
  out[0] = x;
  out[1] = y;
  out[2] = z;
}

float dot_lanes(const float* a, const float* b, size_t n) {
  float lanes[4] = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (size_t k = 0; k < 4; k++) lanes[k] += a[i + k] * b[i + k];
  float sum = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
  for (; i < n; i++) sum += a[i] * b[i];
  return sum;
}
