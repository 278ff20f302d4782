#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Link {
  struct Link* next;
  int64_t value;
};
uint64_t common(uint64_t a, uint64_t b);
uint64_t power(uint32_t base, uint64_t exponent, uint32_t modulus);
uint64_t reversed(uint64_t number, unsigned radix);
double sum_right(const double* x, size_t n);
double sum_from(const double* x, size_t n, double start);
int64_t alternate(const int32_t* x, size_t n);
uint64_t mixed(const uint8_t* x, size_t n, uint64_t otherwise);
uint64_t product(const uint8_t* x, size_t n);
struct Link* reverse(struct Link* list);
struct Link* sort(struct Link* list);
unsigned collatz(uint64_t n, unsigned steps, uint64_t* largest);

static uint64_t bits(double x) {
  uint64_t b;
  memcpy(&b, &x, 8);
  return b;
}

static void test_lists(void) {
  static struct Link links[64];
  for (int n = 0; n <= 64; n++) {
    for (int i = 0; i < n; i++) {
      links[i].value = i * 37 % 16 - 8;  // with ties
      links[i].next = i + 1 < n ? &links[i + 1] : NULL;
    }
    struct Link* r = reverse(n ? links : NULL);
    for (int i = n - 1; i >= 0; i--, r = r->next)
      if (r != &links[i]) {
        CHECK(!"reversed");
        return;
      }
    CHECK(r == NULL);
    r = sort(n ? &links[n - 1] : NULL);
    int length = 0;
    char seen[64] = {0};
    for (const struct Link* l = r; l && length <= n; l = l->next, length++) {
      CHECK(!seen[l - links]);
      seen[l - links] = 1;
      CHECK(l->next == NULL || l->value <= l->next->value);
    }
    CHECK(length == n);
  }
}

int main(void) {
  CHECK(common(0, 0) == 0 && common(0, 5) == 5 && common(5, 0) == 5 && common(1, UINT64_MAX) == 1);
  CHECK(common(12, 18) == 6 && common(UINT64_MAX, 3) == 3 && common(12200160415121876738u, 7540113804746346429u) == 1);
  CHECK(common(UINT64_C(1) << 63, UINT64_C(1) << 40) == UINT64_C(1) << 40);
  CHECK(power(2, 10, 1000) == 24 && power(0, 0, 7) == 1 && power(5, 0, 1) == 0 && power(0, 9, 7) == 0);
  CHECK(power(123456789, 987654321, 4294967291u) == 4114726592u);
  CHECK(power(4294967295u, UINT64_MAX, 4294967279u) == 3038206582u);
  CHECK(reversed(0, 10) == 0 && reversed(120, 10) == 21 && reversed(18446744073709551615u, 10) == 14722102589625661249u);
  CHECK(reversed(1, 2) == 1 && reversed(6, 2) == 3 && reversed(UINT64_C(1) << 63, 2) == 1 && reversed(0x123, 16) == 0x321);
  CHECK(reversed(0x8000000000000001u, 2) == 0x8000000000000001u);

  static const double x[] = {1e16, 1.0, 1.0, -1e16, 0.1, 0.2, 0.3, 1e-20, -0.6};
  CHECK(bits(sum_right(x, 0)) == UINT64_C(1) << 63);
  CHECK(bits(sum_from(x, 0, -0.0)) == UINT64_C(1) << 63 && bits(sum_from(x, 0, 0.0)) == 0);
  static const uint64_t right[] = {0x4341c37937e08000, 0x4341c37937e08000, 0x4341c37937e08001, 0x0000000000000000, 0x0000000000000000,
                                   0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000},
                        left[] = {0x4341c37937e08000, 0x4341c37937e08000, 0x4341c37937e08000, 0x0000000000000000, 0x3fb999999999999a,
                                  0x3fd3333333333334, 0x3fe3333333333334, 0x3fe3333333333334, 0x3ca0000000000000};
  for (unsigned n = 0; n < 9; n++) {
    CHECK(bits(sum_right(x, n + 1)) == right[n]);
    CHECK(bits(sum_from(x, n + 1, 0.5)) == left[n]);
  }
  static const double zeros[] = {-0.0, -0.0, 0.0};
  CHECK(bits(sum_right(zeros, 2)) == UINT64_C(1) << 63 && bits(sum_right(zeros, 3)) == 0);
  CHECK(bits(sum_from(zeros, 2, -0.0)) == UINT64_C(1) << 63 && bits(sum_from(zeros, 3, -0.0)) == 0);

  static const int32_t a[] = {INT32_MAX, INT32_MIN, INT32_MAX, 5, -7, INT32_MIN, 1};
  static const int64_t alternated[] = {0, 2147483647, 4294967295, 6442450942, 6442450937, 6442450930, 8589934578, 8589934579};
  for (unsigned n = 0; n < 8; n++) CHECK(alternate(a, n) == alternated[n]);

  static const uint8_t m[] = {3, 4, 5, 2, 0, 7, 255, 9};
  static const uint64_t mixes[] = {10, 13, 43, 63, 103, 23, 23, 23, 23};
  for (unsigned n = 0; n < 9; n++) CHECK(mixed(m, n, 10) == mixes[n]);
  CHECK(mixed(m + 5, 2, 10) == 84 && mixed(m + 5, 3, 10) == 84 && mixed(m + 6, 2, 10) == 77 && mixed(m + 7, 1, 0) == 9);
  CHECK(mixed(m, 4, UINT64_MAX) == 15);  // 3 + 4 * (5 + 2 * -1)

  static uint8_t many[300];
  for (int i = 0; i < 300; i++) many[i] = (uint8_t)(i % 7);
  CHECK(product(many, 0) == 1 && product(many, 1) == 1 && product(many, 7) == 720 && product(many, 14) == 518400);
  CHECK(product(many, 300) == 0);
  for (int i = 0; i < 300; i++) many[i] = (uint8_t)(i * 2 + 1);
  CHECK(product(many, 300) == 16535825248780755001u);

  test_lists();
  uint64_t largest = 0;
  CHECK(collatz(27, 0, &largest) == 111 && largest == 9232);
  CHECK(collatz(1, 5, &largest) == 5 && largest == 9232 && collatz(0, 0, &largest) == 0);
  largest = 0;
  CHECK(collatz(UINT64_C(1) << 63, 1, &largest) == 64 && largest == UINT64_C(1) << 63);
  CHECK(collatz(837799, 0, &largest) == 524);
  return failures != 0;
}
