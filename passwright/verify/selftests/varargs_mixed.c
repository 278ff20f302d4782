// Variable arguments of every size, told apart by a signature, written to bytes and summed; some callers pass constants.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Bytes {
  unsigned char* data;
  size_t room;
  size_t used;
};

static void put(struct Bytes* bytes, uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; i++, bytes->used++)
    if (bytes->used < bytes->room) bytes->data[bytes->used] = (unsigned char)(value >> (8 * i));
}

static uint64_t double_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// b w i l: signed of 1, 2, 4 and 8 bytes; B W I L: unsigned; d: double; f: rounded to float; s: string; p: pointer to a double
static size_t pack_list(struct Bytes* bytes, const char* signature, va_list list) {
  for (; *signature; signature++) {
    switch (*signature) {
      case 'b':
        put(bytes, (uint64_t)(int64_t)(signed char)va_arg(list, int), 1);
        break;
      case 'B':
        put(bytes, (unsigned char)va_arg(list, int), 1);
        break;
      case 'w':
      case 'W':
        put(bytes, (uint64_t)va_arg(list, int), 2);
        break;
      case 'i':
        put(bytes, (uint64_t)(int64_t)va_arg(list, int), 4);
        break;
      case 'I':
        put(bytes, va_arg(list, unsigned), 4);
        break;
      case 'l':
        put(bytes, (uint64_t)va_arg(list, long), 8);
        break;
      case 'L':
        put(bytes, va_arg(list, unsigned long), 8);
        break;
      case 'd':
        put(bytes, double_bits(va_arg(list, double)), 8);
        break;
      case 'f': {
        float narrow = (float)va_arg(list, double);
        uint32_t bits;
        memcpy(&bits, &narrow, sizeof bits);
        put(bytes, bits, 4);
        break;
      }
      case 's': {
        const char* text = va_arg(list, const char*);
        size_t length = strlen(text);
        put(bytes, length, 1);
        for (size_t i = 0; i < length; i++) put(bytes, (unsigned char)text[i], 1);
        break;
      }
      case 'p':
        put(bytes, double_bits(*va_arg(list, double*)), 8);
        break;
      default:
        return 0;
    }
  }
  return bytes->used;
}

size_t pack(void* out, size_t room, const char* signature, ...) {
  struct Bytes bytes = {out, room, 0};
  va_list list;
  va_start(list, signature);
  size_t used = pack_list(&bytes, signature, list);
  va_end(list);
  return used;
}

size_t pack_header(void* out, size_t room, int kind, long id, double when) {
  return pack(out, room, "BbiLdfW", kind, -kind, 7, id, when, when / 3, 65535);
}

size_t pack_pair(void* out, size_t room, double a, const char* text, int tag) {
  return tag < 0 ? pack(out, room, "pbs", &a, tag, text) : pack(out, room, "sBp", text, tag, &a);
}

static double total(int count, int stride, ...) {
  va_list list;
  double sum = 0;
  va_start(list, stride);
  for (int i = 0; i < count; i++) {
    if (i % stride == 0)
      sum += va_arg(list, double);
    else
      sum += (double)va_arg(list, int) * 2;
  }
  va_end(list);
  return sum;
}

double totals(int a, double b, float c, short d, unsigned char e, int count) {
  if (count == 0) return total(0, 1);
  double sum = total(count > 5 ? 5 : count, 2, b, a, c, d, b * c) * 1000;
  return sum + total(4, 4, (double)e, e, d, -a) - total(2, 1, b, -0.5);
}
