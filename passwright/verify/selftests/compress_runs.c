// Run-length coding of bytes in two modes (literal and repeat packets) and of one-bit images as alternating lengths; bounded output.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Out {
  uint8_t* data;
  size_t size, room;
  int full;
};

static void emit(struct Out* o, uint8_t b) {
  if (o->size < o->room)
    o->data[o->size++] = b;
  else
    o->full = 1;
}

static size_t same_from(const uint8_t* p, size_t left, size_t most) {
  size_t n = 1;
  if (left > most) left = most;
  while (n < left && p[n] == p[0]) n++;
  return n;
}

static void literals(struct Out* o, const uint8_t* from, size_t n) {
  while (n > 0) {
    size_t some = n > 128 ? 128 : n;
    emit(o, (uint8_t)(some - 1));
    for (size_t i = 0; i < some; i++) emit(o, *from++);
    n -= some;
  }
}

// Packet n < 128: n + 1 literal bytes. Packet n >= 128: the next byte n - 125 times, that is 3 to 130. Returns -1 if it does not fit.
ptrdiff_t runs_pack(const uint8_t* in, size_t n, uint8_t* out, size_t room) {
  struct Out o = {out, 0, room, 0};
  size_t start = 0, i = 0;
  while (i < n) {
    size_t run = same_from(in + i, n - i, 130);
    if (run < 3) {
      i += run;
      continue;
    }
    literals(&o, in + start, i - start);
    emit(&o, (uint8_t)(run + 125));
    emit(&o, in[i]);
    i += run;
    start = i;
  }
  literals(&o, in + start, n - start);
  return o.full ? -1 : (ptrdiff_t)o.size;
}

// Returns -1 for too little room, -2 for input that ends within a packet.
ptrdiff_t runs_unpack(const uint8_t* in, size_t n, uint8_t* out, size_t room) {
  struct Out o = {out, 0, room, 0};
  const uint8_t* end = in + n;
  while (in < end) {
    unsigned packet = *in++;
    if (packet < 128) {
      if ((size_t)(end - in) < packet + 1) return -2;
      for (unsigned i = 0; i <= packet; i++) emit(&o, *in++);
    } else {
      if (in == end) return -2;
      for (unsigned i = 0; i < packet - 125; i++) emit(&o, *in);
      in++;
    }
    if (o.full) return -1;
  }
  return (ptrdiff_t)o.size;
}

static unsigned bit(const uint8_t* bits, size_t i) { return bits[i / 8] >> (7 - i % 8) & 1; }

// Alternating lengths of zeros and ones, zeros first; 255 means 255 more of the same and the length goes on.
ptrdiff_t bits_pack(const uint8_t* bits, size_t from, size_t count, uint8_t* out, size_t room) {
  struct Out o = {out, 0, room, 0};
  unsigned colour = 0;
  for (size_t i = 0; i < count; colour ^= 1) {
    size_t n = 0;
    while (i < count && bit(bits, from + i) == colour) n++, i++;
    for (; n >= 255; n -= 255) emit(&o, 255);
    emit(&o, (uint8_t)n);
  }
  return o.full ? -1 : (ptrdiff_t)o.size;
}

static void fill(uint8_t* bits, size_t from, size_t n, unsigned colour) {
  for (; n > 0 && from % 8 != 0; n--, from++)
    bits[from / 8] = (uint8_t)((bits[from / 8] & ~(0x80u >> from % 8)) | (colour << (7 - from % 8)));
  memset(bits + from / 8, colour ? 0xff : 0, n / 8);
  from += n / 8 * 8;
  for (n %= 8; n > 0; n--, from++) bits[from / 8] = (uint8_t)((bits[from / 8] & ~(0x80u >> from % 8)) | (colour << (7 - from % 8)));
}

ptrdiff_t bits_unpack(const uint8_t* in, size_t n, uint8_t* bits, size_t from, size_t count) {
  unsigned colour = 0;
  size_t done = 0;
  for (size_t i = 0; i < n; i++) {
    if (in[i] > count - done) return -1;
    fill(bits, from + done, in[i], colour);
    done += in[i];
    if (in[i] != 255) colour ^= 1;
  }
  return (ptrdiff_t)done;
}
