// Inline functions in C: inline alone with the definition in another file, extern inline with a static local, gnu_inline, always and never
// inlined.
#include <stddef.h>
#include <stdint.h>

// the external definition is the checker's; it does the same, so either may be called
inline uint32_t mix(uint32_t a, uint32_t b) {
  a ^= b;
  return (a << 5 | a >> 27) * 0x9e3779b1u;
}

inline int bounded(int x, int most) {
  if (x < 0) return 0;
  return x > most ? most : x;
}

// here this file has the external definition
inline uint64_t squared(uint64_t x) { return x * x; }
extern inline uint64_t squared(uint64_t x);

extern inline unsigned serial(void);
inline unsigned serial(void) {
  static unsigned next = 100;
  return next++;
}

// by the old rule: what is here is only for inlining, the function itself is the checker's
extern inline __attribute__((gnu_inline)) int halved(int x) { return x / 2; }

static inline __attribute__((always_inline)) int repeated(int (*f)(int, int), int x, int times) {
  for (int i = 0; i < times; i++) x = f(x, i);
  return x;
}

static __attribute__((noinline)) int up(int x, int i) { return x + i; }
static int across(int x, int i) { return bounded(x * 3 - i, 1000); }
static inline int down(int x, int i) { return halved(x) - i; }

uint32_t digest(const uint8_t* p, size_t n) {
  uint32_t hash = 1;
  for (size_t i = 0; i < n; i++) hash = mix(hash, p[i]);
  return mix(hash, (uint32_t)n);
}

int pipeline(int which, int x, int times) {
  if (which == 0) return repeated(up, x, times);
  if (which == 1) return repeated(across, x, times);
  if (which == 2) return repeated(down, x, times);
  return repeated(across, repeated(down, repeated(up, x, 3), 2), 1);
}

uint64_t power(uint64_t base, unsigned exponent) {
  if (exponent == 0) return 1;
  uint64_t half = squared(power(base, exponent / 2));
  return exponent & 1 ? half * base : half;
}

unsigned take(unsigned n) {
  unsigned sum = 0;
  for (unsigned i = 0; i < n; i++) sum = sum * 2 + serial();
  return sum;
}

static uint32_t (*const mixer)(uint32_t, uint32_t) = mix;

const void* addresses(int which) {
  return which == 0   ? (const void*)mixer
         : which == 1 ? (const void*)squared
         : which == 2 ? (const void*)serial
         : which == 3 ? (const void*)bounded
                      : (const void*)halved;
}

uint32_t indirect(uint32_t a, uint32_t b) { return mixer(mixer(a, b), mix(b, a)); }
