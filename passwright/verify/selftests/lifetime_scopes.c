// Buffers in scopes side by side and inside one another: those alive together must lie apart, whatever slots the others share.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef void (*Open)(void* at, size_t size);
typedef uint32_t (*Close)(void* at, size_t size);

struct Watch {
  Open open;
  Close close;
};

static uint32_t hold(const struct Watch* watch, unsigned char* bytes, size_t size, unsigned value) {
  memset(bytes, (int)value, size);
  watch->open(bytes, size);
  return bytes[0] + bytes[size - 1] * 3u;
}

// Three in a row, the middle one with another beside it.
uint32_t beside(const struct Watch* watch, unsigned choice) {
  uint32_t sum = 0;
  unsigned char whole[24];
  sum += hold(watch, whole, sizeof whole, choice);
  {
    unsigned char first[40];
    sum += hold(watch, first, sizeof first, 1);
    sum += watch->close(first, sizeof first);
  }
  if (choice & 1) {
    unsigned char second[40];
    sum += hold(watch, second, sizeof second, 2);
    {
      uint32_t inner[10];
      sum += hold(watch, (unsigned char*)inner, sizeof inner, 3);
      if (choice & 2) sum += inner[9];
      sum += watch->close(second, sizeof second);
      sum += watch->close(inner, sizeof inner);
    }
  } else {
    double other[5];
    sum += hold(watch, (unsigned char*)other, sizeof other, 0);
    other[2] += choice;
    watch->close(&other[0], 16);
    sum += (uint32_t)other[2];
    watch->open(&other[0], 16);
    watch->close(&other[0], 16);
  }
  {
    unsigned char third[40];
    sum += hold(watch, third, sizeof third, 4);
    sum += watch->close(whole, sizeof whole);
    sum += watch->close(third, sizeof third);
  }
  return sum;
}

// A scope entered again and again, left in four ways.
uint32_t ways(const struct Watch* watch, const unsigned char* steps) {
  uint32_t sum = 0;
  for (size_t i = 0;; i++) {
    unsigned char small[8];
    sum = sum * 5 + hold(watch, small, sizeof small, steps[i]);
    if (steps[i] == 0) {
      sum += watch->close(small, sizeof small);
      break;
    }
    {
      unsigned char large[64];
      sum += hold(watch, large, sizeof large, steps[i] ^ 0x80u);
      if (steps[i] == 1) {
        watch->close(large, sizeof large);
        watch->close(small, sizeof small);
        continue;
      }
      if (steps[i] == 2) {
        sum += watch->close(large, sizeof large);
        goto after;
      }
      if (steps[i] == 3) {
        sum ^= watch->close(small, sizeof small) + watch->close(large, sizeof large);
        return sum;
      }
      large[63] = small[7];
      sum += watch->close(large, 63) + large[63];
    }
    {
      unsigned char again[64];
      sum += hold(watch, again, sizeof again, 9);
      sum += watch->close(again, sizeof again);
    }
  after:
    sum += watch->close(small, sizeof small);
  }
  return sum + 1;
}

static void swap_halves(unsigned char* bytes, size_t n) {
  unsigned char hold_first[32];
  memcpy(hold_first, bytes, n / 2);
  memmove(bytes, bytes + n / 2, n - n / 2);
  memcpy(bytes + (n - n / 2), hold_first, n / 2);
}

// The helper's buffer comes into this frame twice when inlined, beside one that lives throughout.
void stir(unsigned char* bytes, size_t n) {
  unsigned char kept[64];
  memcpy(kept, bytes, n);
  swap_halves(bytes, n);
  for (size_t i = 0; i < n; i++) bytes[i] ^= kept[n - 1 - i];
  swap_halves(kept, n);
  for (size_t i = 0; i < n; i++) bytes[i] = (unsigned char)(bytes[i] + kept[i]);
}
