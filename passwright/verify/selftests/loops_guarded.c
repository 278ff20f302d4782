// Divisions and loads that do not change in a loop, yet must not be executed when it does not run or a guard forbids it; null pointers and
// zero divisors.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

struct Scale {
  int numerator, denominator;
  const int* offset;
};

// with n == 0 the scale may be null, and its denominator zero
int64_t scaled_sum(const int* values, size_t n, const struct Scale* scale) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += (int64_t)values[i] * (scale->numerator / scale->denominator);
  return sum;
}

// the offset is looked at only for odd values, the quotient only for those above a bound
int64_t guarded_sum(const int* values, size_t n, const struct Scale* scale, int bound) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    if (values[i] & 1) sum += *scale->offset;
    if (values[i] > bound) sum += scale->numerator % scale->denominator;
    sum += values[i];
  }
  return sum;
}

static int quotient(int a, int b, int* errors) {
  if (b == 0 || (a == INT_MIN && b == -1)) {
    ++*errors;
    return 0;
  }
  return a / b;
}

int divide_all(const int* values, size_t n, int divisor, int* out) {
  int errors = 0;
  for (size_t i = 0; i < n; i++) out[i] = quotient(values[i], divisor, &errors);
  return errors;
}

int divide_into(int dividend, const int* divisors, size_t n, int* out) {
  int errors = 0;
  for (size_t i = 0; i < n; i++) out[i] = quotient(dividend, divisors[i], &errors);
  return errors;
}

// rows may be null where their length is zero; the first cell is loaded once per row
uint32_t ragged(const uint32_t* const* rows, const size_t* lengths, size_t n) {
  uint32_t sum = 0;
  for (size_t r = 0; r < n; r++)
    for (size_t c = 0; c < lengths[r]; c++) sum = sum * 7 + (rows[r][c] ^ rows[r][0]);
  return sum;
}

// the limit is read again in every turn, since the stores may change it
size_t fill(unsigned* cells, size_t room, const unsigned* limit, unsigned value) {
  size_t i;
  for (i = 0; i < room && i < *limit; i++) cells[i] = value;
  return i;
}

// a call in the loop may free what the pointer leads to; it must not be read after the call said stop
int poll(int (*more)(void*), void* state, int* const* slot) {
  int sum = 0;
  while (more(state)) sum = sum * 10 + **slot;
  return sum;
}

// whether a value is stored at all, and the last one, where the target may be null if nothing is found
size_t store_found(const int* values, size_t n, int wanted, size_t* where) {
  size_t found = 0;
  for (size_t i = 0; i < n; i++)
    if (values[i] == wanted) {
      *where = i;
      found++;
    }
  return found;
}

uint64_t modular(uint64_t value, uint64_t modulus, uint8_t rounds) {
  uint64_t sum = 0;
  for (uint8_t i = 0; i < rounds; i++) {
    if (value < i) continue;
    sum = (sum << 1) + value % modulus;
    if (modulus & 1) sum += 1000 / (modulus >> 1);
  }
  return sum;
}
