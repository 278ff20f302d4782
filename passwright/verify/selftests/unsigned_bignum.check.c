#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

unsigned big_add(uint64_t* out, const uint64_t* a, const uint64_t* b, size_t n);
unsigned big_sub(uint64_t* out, const uint64_t* a, const uint64_t* b, size_t n);
int big_compare(const uint64_t* a, const uint64_t* b, size_t n);
void big_mul(uint64_t* restrict out, const uint64_t* a, size_t na, const uint64_t* b, size_t nb);
size_t big_decimal(uint32_t* w, size_t n, unsigned char* out);
void big_shift(uint64_t* v, size_t n, unsigned left);

#define M UINT64_MAX
#define T 0x8000000000000000u

int main(void) {
  static const uint64_t v[][4] = {{0, 0, 0, 0}, {1, 0, 0, 0},     {M, M, M, M},
                                  {0, M, M, M}, {0, 0, 0, T},     {M, 0, M, 0},
                                  {T, T, T, T}, {M - 1, M, M, M}, {0x0123456789abcdef, 0xfedcba9876543210, 42, 7},
                                  {0, 0, 1, 0}};
  for (int i = 0; i < 10; i++) {
    for (int j = 0; j < 10; j++) {
      for (size_t n = 0; n <= 4; n++) {
        uint64_t sum[5] = {3, 3, 3, 3, 3}, back[5] = {3, 3, 3, 3, 3}, alias[4];
        unsigned __int128 carry = 0;
        unsigned out = big_add(sum, v[i], v[j], n);
        for (size_t k = 0; k < n; k++) {
          carry = carry + v[i][k] + v[j][k];
          CHECK(sum[k] == (uint64_t)carry);
          carry >>= 64;
        }
        CHECK(out == (unsigned)carry && sum[n] == 3);
        CHECK(big_sub(back, sum, v[j], n) == out && memcmp(back, v[i], n * 8) == 0 && back[n] == 3);
        memcpy(alias, v[i], sizeof alias);
        CHECK(big_add(alias, alias, v[j], n) == out && memcmp(alias, sum, n * 8) == 0 && memcmp(alias + n, v[i] + n, (4 - n) * 8) == 0);
        int c = big_compare(v[i], v[j], n);
        CHECK(c == -big_compare(v[j], v[i], n) && (c < 0) == (int)big_sub(back, v[i], v[j], n) &&
              (c == 0) == (memcmp(v[i], v[j], n * 8) == 0));
        uint64_t p[9], q[9], r[9];
        memset(p, 0x77, sizeof p);
        memset(q, 0, sizeof q);
        big_mul(p, v[i], n, v[j], 4);
        for (size_t a = 0; a < n; a++) {
          carry = 0;
          for (size_t b = 0; b < 4; b++) {
            carry += (unsigned __int128)v[i][a] * v[j][b] + q[a + b];
            q[a + b] = (uint64_t)carry;
            carry >>= 64;
          }
          q[a + 4] = (uint64_t)carry;
        }
        CHECK(memcmp(p, q, (n + 4) * 8) == 0 && p[n + 4] == 0x7777777777777777u);
        big_mul(r, v[j], 4, v[i], n);
        CHECK(memcmp(p, r, (n + 4) * 8) == 0);
      }
    }
    for (unsigned left = 0; left < 300; left++) {
      uint64_t s[5];
      memcpy(s, v[i], 32);
      s[4] = 12;
      big_shift(s, 4, left);
      for (unsigned bit = 0; bit < 256; bit++) {
        unsigned from = bit - left;
        CHECK((s[bit / 64] >> bit % 64 & 1) == (bit < left ? 0 : v[i][from / 64] >> from % 64 & 1));
      }
      CHECK(s[4] == 12);
    }
  }
  static const struct {
    uint32_t w[5];
    const char* digits;
  } decimals[] = {{{0, 0, 0, 0, 0}, "0"},
                  {{9, 0, 0, 0, 0}, "9"},
                  {{999999999, 0, 0, 0, 0}, "999999999"},
                  {{1000000000, 0, 0, 0, 0}, "1000000000"},
                  {{UINT32_MAX, 0, 0, 0, 0}, "4294967295"},
                  {{0, 1, 0, 0, 0}, "4294967296"},
                  {{0xa7640000, 0x0de0b6b3, 0, 0, 0}, "1000000000000000000"},
                  {{0, 0, 0, 0, 0x80000000}, "730750818665451459101842416358141509827966271488"},
                  {{UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, "1461501637330902918203684832716283019655932542975"},
                  {{0x40000000, 0x4674edea, 0x9f2c9cd0, 0xc, 0}, "1000000000000000000000000000000"}};
  for (size_t i = 0; i < 10; i++) {
    uint32_t w[5];
    unsigned char out[60];
    memset(out, 0xfe, sizeof out);
    memcpy(w, decimals[i].w, sizeof w);
    size_t length = strlen(decimals[i].digits);
    CHECK(big_decimal(w, 5, out + 1) == length && memcmp(out + 1, decimals[i].digits, length + 1) == 0 && out[0] == 0xfe &&
          out[length + 2] == 0xfe);
  }
  // 50! out of products by small numbers.
  uint64_t f[5] = {1, 0, 0, 0, 0}, g[6];
  for (uint64_t k = 2; k <= 50; k++) {
    big_mul(g, f, 5, &k, 1);
    CHECK(g[5] == 0);
    memcpy(f, g, sizeof f);
  }
  uint32_t w[10];
  for (int i = 0; i < 10; i++) w[i] = (uint32_t)(f[i / 2] >> 32 * (i % 2));
  unsigned char digits[100];
  CHECK(big_decimal(w, 10, digits) == 65);
  CHECK(memcmp(digits, "30414093201713378043612608166064768844377641568960512000000000000", 66) == 0);
  CHECK(big_decimal(w, 0, digits) == 1 && digits[0] == '0' && digits[1] == 0);
  return failures != 0;
}
