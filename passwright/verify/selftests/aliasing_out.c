// Long arithmetic and pairs of results through out-parameters that may be the inputs, each other, or the global status.
#include <stddef.h>
#include <stdint.h>

#define LIMBS 4

typedef uint32_t Long[LIMBS];

uint32_t carried;
int64_t remainder_left;

static uint32_t add_limb(uint32_t a, uint32_t b, uint32_t* carry) {
  uint64_t sum = (uint64_t)a + b + *carry;
  *carry = (uint32_t)(sum >> 32);
  return (uint32_t)sum;
}

void long_add(uint32_t* sum, const uint32_t* a, const uint32_t* b) {
  carried = 0;
  for (size_t i = 0; i < LIMBS; i++) sum[i] = add_limb(a[i], b[i], &carried);
}

void long_subtract(uint32_t* difference, const uint32_t* a, const uint32_t* b) {
  uint32_t carry = 1;
  for (size_t i = 0; i < LIMBS; i++) difference[i] = add_limb(a[i], ~b[i], &carry);
  carried = !carry;
}

void long_multiply(uint32_t* product, const uint32_t* a, const uint32_t* b) {
  Long result = {0};
  for (size_t i = 0; i < LIMBS; i++) {
    uint64_t rest = 0;
    for (size_t j = 0; i + j < LIMBS; j++) {
      rest += result[i + j] + (uint64_t)a[i] * b[j];
      result[i + j] = (uint32_t)rest;
      rest >>= 32;
    }
  }
  for (size_t i = 0; i < LIMBS; i++) product[i] = result[i];
}

// The divisor is taken first; the rest comes last, so it wins where both results go to one place.
void long_divide(uint32_t* quotient, uint32_t* rest, const uint32_t* a, const uint32_t* divisor) {
  uint64_t left = 0;
  uint32_t by = *divisor;
  for (size_t i = LIMBS; i-- > 0;) {
    left = left << 32 | a[i];
    quotient[i] = (uint32_t)(left / by);
    left %= by;
  }
  *rest = (uint32_t)left;
}

// No temporaries: what comes out depends on which of the four places are the same.
void turn(int64_t* x_out, int64_t* y_out, const int64_t* x, const int64_t* y) {
  *x_out = *x - 2 * *y;
  *y_out = *y + 3 * *x;
}

void divide(int64_t* quotient, int64_t* rest, const int64_t* a, const int64_t* b) {
  *quotient = *a / *b;
  remainder_left = *a % *b;
  *rest = remainder_left;
}

static void bounds(int* low, int* high, const int* values, size_t n) {
  *low = *high = values[0];
  for (size_t i = 1; i < n; i++) {
    if (values[i] < *low) *low = values[i];
    if (values[i] > *high) *high = values[i];
  }
}

int range(const int* values, size_t n) {
  int low, high;
  bounds(&low, &high, values, n);
  return high - low;
}

void mark(int* values, size_t low, size_t high, size_t n) { bounds(values + low, values + high, values, n); }
