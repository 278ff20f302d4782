// Scales grey images by bilinear filtering in 16.16 fixed point and by box averages, and dithers them by error diffusion and by a matrix.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Image {
  uint8_t* pixels;
  int32_t width, height, stride;
};

static int32_t clamp(int32_t v, int32_t low, int32_t high) { return v < low ? low : v > high ? high : v; }

static uint8_t at(const struct Image* m, int32_t x, int32_t y) {
  return m->pixels[(ptrdiff_t)clamp(y, 0, m->height - 1) * m->stride + clamp(x, 0, m->width - 1)];
}

// The middle of each pixel falls on the middle of its share of the source.
static int64_t place(int32_t i, int32_t from, int32_t to) { return ((((int64_t)2 * i + 1) * from << 16) / to - 65536) >> 1; }

void scale_smooth(const struct Image* in, const struct Image* out) {
  for (int32_t y = 0; y < out->height; y++) {
    int64_t sy = place(y, in->height, out->height);
    uint32_t fy = (uint32_t)(sy & 0xffff);
    for (int32_t x = 0; x < out->width; x++) {
      int64_t sx = place(x, in->width, out->width);
      uint32_t fx = (uint32_t)(sx & 0xffff);
      int32_t ix = (int32_t)(sx >> 16), iy = (int32_t)(sy >> 16);
      uint32_t top = at(in, ix, iy) * (65536 - fx) + at(in, ix + 1, iy) * fx;
      uint32_t low = at(in, ix, iy + 1) * (65536 - fx) + at(in, ix + 1, iy + 1) * fx;
      out->pixels[(ptrdiff_t)y * out->stride + x] = (uint8_t)(((uint64_t)top * (65536 - fy) + (uint64_t)low * fy + 0x80000000u) >> 32);
    }
  }
}

// The mean of all whole source pixels of a block, rounded half up; blocks at the right and lower edge may be smaller.
void scale_box(const struct Image* in, const struct Image* out, int32_t factor) {
  for (int32_t y = 0; y < out->height; y++)
    for (int32_t x = 0; x < out->width; x++) {
      uint32_t sum = 0, count = 0;
      for (int32_t j = y * factor; j < (y + 1) * factor && j < in->height; j++)
        for (int32_t i = x * factor; i < (x + 1) * factor && i < in->width; i++, count++) sum += in->pixels[(ptrdiff_t)j * in->stride + i];
      out->pixels[(ptrdiff_t)y * out->stride + x] = (uint8_t)(count ? (sum + count / 2) / count : 0);
    }
}

static uint8_t nearest(int32_t v, int32_t levels) {
  int32_t step = clamp((v * (levels - 1) + 127) / 255, 0, levels - 1);
  return (uint8_t)(v < 0 ? 0 : step * 255 / (levels - 1));
}

static void give(int16_t* errors, int32_t width, int32_t x, int32_t share) {
  if (x >= 0 && x < width) errors[x] = (int16_t)(errors[x] + share);
}

// Floyd and Steinberg, every second row from right to left; sixteenths of the error, what division loses goes on to the next pixel.
void dither_errors(const struct Image* m, int32_t levels, int16_t* row, int16_t* next) {
  memset(row, 0, (size_t)m->width * sizeof *row);
  for (int32_t y = 0; y < m->height; y++) {
    int32_t step = y & 1 ? -1 : 1;
    memset(next, 0, (size_t)m->width * sizeof *next);
    for (int32_t i = 0; i < m->width; i++) {
      int32_t x = step > 0 ? i : m->width - 1 - i;
      uint8_t* p = &m->pixels[(ptrdiff_t)y * m->stride + x];
      int32_t v = *p + row[x];
      *p = nearest(v, levels);
      int32_t e = v - *p, down = e * 5 / 16, back = e * 3 / 16, ahead = e / 16;
      give(next, m->width, x, down);
      give(next, m->width, x - step, back);
      give(next, m->width, x + step, ahead);
      give(row, m->width, x + step, e - down - back - ahead);
    }
    int16_t* t = row;
    row = next;
    next = t;
  }
}

static uint32_t bayer(uint32_t x, uint32_t y) {
  uint32_t v = 0;
  for (int bit = 0; bit < 3; bit++) v = v << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1);
  return v;
}

// Packs to one bit a pixel, the leftmost in the highest bit; the bits that are left over are zero.
void dither_matrix(const struct Image* m, uint8_t* out) {
  for (int32_t y = 0; y < m->height; y++) {
    uint8_t byte = 0;
    for (int32_t x = 0; x < m->width; x++) {
      uint32_t level = m->pixels[(ptrdiff_t)y * m->stride + x] * 64u / 255;
      byte = (uint8_t)(byte << 1 | (level > bayer((uint32_t)x, (uint32_t)y)));
      if (x % 8 == 7) *out++ = byte;
    }
    if (m->width % 8 != 0) *out++ = (uint8_t)(byte << (8 - m->width % 8));
  }
}
