#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

void expression_mix(uint32_t* to, const uint32_t* a, const uint32_t* b, size_t count);
void expression_smooth(uint32_t* values, size_t count);
void expression_polynomial(uint32_t* to, const uint32_t* x, size_t count, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3);
uint32_t expression_dot(const uint32_t* a, const uint32_t* b, size_t count);
uint32_t expression_largest(const uint32_t* a, const uint32_t* b, size_t count);
uint32_t expression_chain(const uint32_t* a, size_t count);

static uint32_t rotated(uint32_t x) {
  const uint64_t wide = uint64_t{x} * 128;
  return static_cast<uint32_t>(wide % 4294967296u + wide / 4294967296u);
}

static uint32_t mixed(uint32_t a, uint32_t b) {
  const uint32_t most = b > 1000 ? b : 1000;
  return a * a - b * b + 5 * rotated(3 * a) - most;
}

int main() {
  enum { N = 67 };
  uint32_t a[N + 4], b[N + 4], to[N + 4], kept[N + 4];
  uint64_t seed = 88172645463325252u;
  for (uint32_t i = 0; i < N + 4; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    a[i] = static_cast<uint32_t>(seed >> 32);
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    b[i] = i % 3 == 0 ? static_cast<uint32_t>(seed >> 54) : static_cast<uint32_t>(seed >> 32);
  }
  a[0] = UINT32_MAX;
  a[1] = 0;
  b[1] = 0x80000000;
  b[2] = 1000;
  for (size_t count = 0; count <= N; count++) {
    memset(to, 0xaa, sizeof to);
    expression_mix(to, a, b, count);
    for (size_t i = 0; i < N + 4; i++) CHECK(to[i] == (i < count ? mixed(a[i], b[i]) : 0xaaaaaaaa));
  }
  // In place, over either operand, and over the next element of one.
  memcpy(kept, a, sizeof a);
  expression_mix(kept, kept, b, N);
  for (size_t i = 0; i < N; i++) CHECK(kept[i] == mixed(a[i], b[i]));
  memcpy(kept, b, sizeof b);
  expression_mix(kept, a, kept, N);
  for (size_t i = 0; i < N; i++) CHECK(kept[i] == mixed(a[i], b[i]));
  memcpy(kept, a, sizeof a);
  expression_mix(kept + 1, kept, b, N);
  uint32_t last = a[0];
  for (size_t i = 0; i < N; i++) {
    last = mixed(last, b[i]);
    CHECK(kept[i + 1] == last);
  }
  CHECK(kept[0] == a[0] && kept[N + 1] == a[N + 1]);

  uint32_t small[] = {1, 5, 3, 4, 77};
  expression_smooth(small, 4);
  CHECK(small[0] == 12 && small[1] == 17 && small[2] == 14 && small[3] == 8 && small[4] == 77);
  expression_smooth(small, 1);
  CHECK(small[0] == 24 && small[1] == 17);
  expression_smooth(small, 0);
  CHECK(small[0] == 24);
  memcpy(kept, a, sizeof a);
  expression_smooth(kept, N);
  for (size_t i = 0; i < N; i++) {
    const uint32_t next = i + 1 < N ? a[i + 1] : 0, after = i + 2 < N ? a[i + 2] : 0;
    CHECK(kept[i] == a[i] + a[i] + next + (after < next ? next : after));
  }
  CHECK(kept[N] == a[N]);

  for (size_t i = 0; i < N; i++) to[i] = static_cast<uint32_t>(i) - 2;
  expression_polynomial(to, to, N, 7, UINT32_MAX, 2, 3);
  for (int64_t i = -2; i < N - 2; i++) CHECK(to[i + 2] == static_cast<uint32_t>(3 * i * i * i + 2 * i * i - i + 7));

  for (size_t i = 0; i < N; i++) to[i] = static_cast<uint32_t>(i + 1), kept[i] = static_cast<uint32_t>(N - i);
  for (uint32_t n = 0; n <= N; n++) {
    CHECK(expression_dot(to, to, n) == n * (n + 1) * (2 * n + 1) / 6);
    CHECK(expression_dot(to, kept, n) == (N + 1) * (n * (n + 1) / 2) - n * (n + 1) * (2 * n + 1) / 6);
  }
  to[0] = 3;
  kept[0] = 0;
  CHECK(expression_largest(to, kept, 0) == 0);
  CHECK(expression_largest(to, kept, 1) == 4);
  kept[0] = 1;
  CHECK(expression_largest(to, kept, 1) == 4);
  kept[0] = 2;
  CHECK(expression_largest(to, kept, 1) == 0);  // -1 is the largest, and one more is 0
  kept[0] = 3;
  CHECK(expression_largest(to, kept, 1) == UINT32_MAX);
  kept[1] = UINT32_MAX - 5;
  to[1] = 2;
  CHECK(expression_largest(to + 1, kept + 1, 1) == 8 && expression_largest(to, kept, 2) == UINT32_MAX);

  for (size_t count = 0; count <= N; count++) {
    uint32_t products = 0, twices = 0;
    for (size_t i = 0; i < count; i++) {
      const uint32_t once = rotated(a[i] + 1), twice = rotated(once - a[i]);
      products += once * twice;
      twices += twice;
    }
    CHECK(expression_chain(a, count) == 7 - products - twices);
  }
  return failures != 0;
}
