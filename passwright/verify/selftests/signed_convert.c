// An interpreter of width conversions and a converter of sample formats: widening, narrowing and sign changes between all widths.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Letters name the types: b, h, w, d signed, B, H, W, D unsigned of 8, 16, 32, 64 bits.
static int64_t cast(int64_t v, unsigned char to) {
  switch (to) {
    case 'b':
      return (int8_t)v;
    case 'B':
      return (uint8_t)v;
    case 'h':
      return (int16_t)v;
    case 'H':
      return (uint16_t)v;
    case 'w':
      return (int32_t)v;
    case 'W':
      return (uint32_t)v;
    default:
      return v;
  }
}

int64_t chain(int64_t v, const unsigned char* types) {
  while (*types != 0) v = cast(v, *types++);
  return v;
}

// Chains known while compiling, where conversions fold into each other.
void fixed_chains(int64_t v, int64_t out[10]) {
  out[0] = (uint32_t)(int8_t)v;
  out[1] = (int64_t)(uint64_t)(int32_t)v;
  out[2] = (int16_t)(uint8_t)(int8_t)v;
  out[3] = (uint16_t)(int8_t)v;
  out[4] = (int8_t)((uint8_t)v >> 1);
  out[5] = (int32_t)((uint32_t)v >> 1);
  out[6] = (int64_t)(uint32_t)((int16_t)v * 2);
  out[7] = (int8_t)((int8_t)v + (uint8_t)(v >> 8));
  out[8] = (int64_t)(uint16_t)~(uint16_t)v;
  out[9] = (int8_t)v < (int16_t)v ? (uint8_t)v : -(int64_t)(uint16_t)v;
}

static size_t size_of(unsigned char type) {
  return type == 'b' || type == 'B' ? 1 : type == 'h' || type == 'H' ? 2 : type == 'w' || type == 'W' ? 4 : 8;
}

static int64_t load(const unsigned char* p, unsigned char type) {
  uint64_t raw = 0;
  memcpy(&raw, p, size_of(type));
  return cast((int64_t)raw, type);
}

static void store(unsigned char* p, unsigned char type, int64_t v) { memcpy(p, &v, size_of(type)); }

void convert(unsigned char* to, unsigned char to_type, const unsigned char* from, unsigned char from_type, size_t n) {
  for (size_t i = 0; i < n; i++) store(to + i * size_of(to_type), to_type, load(from + i * size_of(from_type), from_type));
}

void widen(const int8_t* in, size_t n, int16_t* h, int32_t* w, int64_t* d, uint32_t* u) {
  for (size_t i = 0; i < n; i++) h[i] = in[i];
  for (size_t i = 0; i < n; i++) w[i] = h[i] * 257;
  for (size_t i = 0; i < n; i++) d[i] = w[i];
  for (size_t i = 0; i < n; i++) u[i] = (uint8_t)in[i] * 0x1010101u;
}

size_t fits_count(const int64_t* v, size_t n, unsigned char type) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += cast(v[i], type) == v[i];
  return count;
}
