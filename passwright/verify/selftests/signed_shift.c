// Arithmetic right shifts: fixed-point products, sign extension of fields of any width, zigzag variable-length numbers, rounding halving.
#include <stddef.h>
#include <stdint.h>

static int64_t extend(uint64_t field, unsigned width) {
  unsigned spare = 64 - width;
  return (int64_t)(field << spare) >> spare;
}

static uint64_t zigzag(int64_t v) { return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63); }

static int64_t unzigzag(uint64_t u) { return (int64_t)((u >> 1) ^ (0 - (u & 1))); }

size_t put_number(int64_t v, unsigned char* out) {
  uint64_t u = zigzag(v);
  size_t n = 0;
  while (u > 127) {
    out[n++] = (unsigned char)(u | 128);
    u >>= 7;
  }
  out[n++] = (unsigned char)u;
  return n;
}

size_t get_number(const unsigned char* in, size_t length, int64_t* v) {
  uint64_t u = 0;
  for (size_t i = 0; i < length && i < 10; i++) {
    u |= (uint64_t)(in[i] & 127) << (7 * i);
    if (in[i] < 128) {
      *v = unzigzag(u);
      return i + 1;
    }
  }
  return 0;
}

// Like the usual signed LEB128: the end is where the rest is only copies of the sign.
size_t put_signed(int64_t v, unsigned char* out) {
  size_t n = 0;
  for (;;) {
    unsigned char b = (unsigned char)(v & 127);
    v >>= 7;
    if ((v == 0 && !(b & 64)) || (v == -1 && (b & 64))) {
      out[n++] = b;
      return n;
    }
    out[n++] = b | 128;
  }
}

int32_t fixed_mul(int32_t a, int32_t b) { return (int32_t)((int64_t)a * b >> 16); }

int32_t fixed_mul_round(int32_t a, int32_t b) { return (int32_t)(((int64_t)a * b + 0x8000) >> 16); }

int64_t field(const uint32_t* words, unsigned at, unsigned width) {
  uint64_t v = words[at / 32];
  if (at % 32 + width > 32) v |= (uint64_t)words[at / 32 + 1] << 32;
  return extend(v >> at % 32, width);
}

int64_t fields_sum(const uint32_t* words, unsigned count) {
  int64_t sum = 0;
  for (unsigned i = 0; i < count; i++) sum = sum * 3 + extend(words[i], 5) + extend(words[i] >> 5, 11) - extend(words[i] >> 16, 16);
  return sum;
}

void shift_all(int64_t v, unsigned by, int64_t out[6]) {
  out[0] = v >> by;
  out[1] = (int32_t)v >> (by & 31);
  out[2] = (int16_t)v >> (by & 31);
  out[3] = (signed char)v >> (by & 7);
  out[4] = -(v >> 63 & 1);
  out[5] = (int64_t)(((uint64_t)v >> by) - (uint64_t)(v >> by));
}

// A smoothing filter whose state decays towards minus infinity, as shifts round down.
void decay(const int16_t* in, int16_t* out, size_t n, unsigned by) {
  int32_t state = 0;
  for (size_t i = 0; i < n; i++) {
    state += ((int32_t)in[i] * 256 - state) >> by;
    out[i] = (int16_t)(state >> 8);
  }
}
