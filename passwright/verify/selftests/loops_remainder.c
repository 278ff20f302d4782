// Kernels for every small length and offset, whose unrolled or vectorised forms need remainders: stores with conditions, strides, reversal,
// reductions.
#include <stddef.h>
#include <stdint.h>

void add_scaled(int32_t* restrict y, const int32_t* restrict x, int32_t a, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (int32_t)((uint32_t)y[i] + (uint32_t)a * (uint32_t)x[i]);
}

void add_shifted(uint16_t* y, const uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (uint16_t)(y[i] + x[i]);
}

size_t replace(uint8_t* p, size_t n, uint8_t from, uint8_t to) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    if (p[i] == from) {
      p[i] = to;
      count++;
    }
  return count;
}

static int64_t dot(const int16_t* a, const int16_t* b, size_t n, size_t stride) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += (int64_t)a[i] * b[i * stride];
  return sum;
}

int64_t dots(const int16_t* a, const int16_t* b, size_t n) { return dot(a, b, n, 1) * 3 + dot(a, b, n / 3, 3) + dot(b, a, n, 0); }

void reverse(uint16_t* p, size_t n) {
  if (n == 0) return;
  for (uint16_t *low = p, *high = p + n - 1; low < high; low++, high--) {
    uint16_t kept = *low;
    *low = *high;
    *high = kept;
  }
}

void extremes(const int8_t* p, size_t n, int8_t* least, int8_t* most, size_t* first_most) {
  for (size_t i = 0; i < n; i++) {
    if (p[i] < *least) *least = p[i];
    if (p[i] > *most) {
      *most = p[i];
      *first_most = i;
    }
  }
}

// splits triples into planes; what is left over stays
size_t planes(const uint8_t* p, size_t n, uint8_t* r, uint8_t* g, uint8_t* b) {
  size_t count = n / 3;
  for (size_t i = 0; i < count; i++) {
    r[i] = p[3 * i];
    g[i] = (uint8_t)(p[3 * i + 1] + 1);
    b[i] = (uint8_t)(p[3 * i + 2] ^ r[i]);
  }
  return n - 3 * count;
}

void widen(int64_t* out, const int8_t* in, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = in[i] < 0 ? (int64_t)in[i] * 2 : in[i];
}

uint32_t checksum(const uint8_t* p, size_t n) {
  uint32_t a = 1, b = 0;
  while (n > 0) {
    size_t block = n < 13 ? n : 13;
    n -= block;
    for (; block > 0; block--) {
      a += *p++;
      b += a;
    }
    a %= 251;
    b %= 251;
  }
  return b << 8 | a;
}

// compacts the kept ones to the front, zeroes after them
size_t compact(uint32_t* p, size_t n, uint32_t bound) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (p[i] >= bound) p[kept++] = p[i];
  for (size_t i = kept; i < n; i++) p[i] = 0;
  return kept;
}
