// Recursions that accumulate on the way down or back up: integers, floats (which must not be reordered), lists and digits.
#include <stddef.h>
#include <stdint.h>

struct Link {
  struct Link* next;
  int64_t value;
};

uint64_t common(uint64_t a, uint64_t b) { return b == 0 ? a : common(b, a % b); }

static uint64_t power_mod(uint64_t base, uint64_t exponent, uint32_t modulus, uint64_t accumulated) {
  if (exponent == 0) return accumulated % modulus;
  if (exponent & 1) accumulated = accumulated * base % modulus;
  return power_mod(base * base % modulus, exponent >> 1, modulus, accumulated);
}

uint64_t power(uint32_t base, uint64_t exponent, uint32_t modulus) { return power_mod(base % modulus, exponent, modulus, 1); }

static uint64_t reversed_digits(uint64_t number, unsigned radix, uint64_t accumulated) {
  return number == 0 ? accumulated : reversed_digits(number / radix, radix, accumulated * radix + number % radix);
}

uint64_t reversed(uint64_t number, unsigned radix) {
  return radix == 10 ? reversed_digits(number, 10, 0) : reversed_digits(number, radix, 0);
}

// Sums from the right: the float operations have exactly one order.
double sum_right(const double* x, size_t n) {
  if (n == 0) return -0.0;
  return x[0] + sum_right(x + 1, n - 1);
}

static double sum_left(const double* x, size_t n, double accumulated) {
  return n == 0 ? accumulated : sum_left(x + 1, n - 1, accumulated + x[0]);
}

double sum_from(const double* x, size_t n, double start) { return sum_left(x, n, start); }

// Neither associative nor commutative.
int64_t alternate(const int32_t* x, size_t n) { return n == 0 ? 0 : x[0] - alternate(x + 1, n - 1); }

// Adds or multiplies on the way back, with two ways out that give other values than the identity.
uint64_t mixed(const uint8_t* x, size_t n, uint64_t otherwise) {
  if (n == 0) return otherwise;
  if (*x == 255) return 77;
  if (*x & 1) return *x + mixed(x + 1, n - 1, otherwise);
  return *x * mixed(x + 1, n - 1, otherwise);
}

uint64_t product(const uint8_t* x, size_t n) {
  if (n == 0) return 1;
  if (*x == 0) return product(x + 1, n - 1);
  return product(x + 1, n - 1) * *x;
}

static struct Link* reverse_onto(struct Link* list, struct Link* done) {
  if (list == NULL) return done;
  struct Link* next = list->next;
  list->next = done;
  return reverse_onto(next, list);
}

struct Link* reverse(struct Link* list) { return reverse_onto(list, NULL); }

static struct Link* merge(struct Link* a, struct Link* b) {
  if (a == NULL) return b;
  if (b == NULL) return a;
  if (b->value < a->value) {
    b->next = merge(a, b->next);
    return b;
  }
  a->next = merge(a->next, b);
  return a;
}

static struct Link* split(struct Link* list) {
  if (list == NULL || list->next == NULL) return NULL;
  struct Link* second = list->next;
  list->next = second->next;
  second->next = split(list->next);
  return second;
}

struct Link* sort(struct Link* list) {
  struct Link* second = split(list);
  return second == NULL ? list : merge(sort(list), sort(second));
}

// Steps until 1, counted by an accumulator in memory that each step may also restart.
unsigned collatz(uint64_t n, unsigned steps, uint64_t* largest) {
  if (n > *largest) *largest = n;
  if (n <= 1) return steps;
  return n & 1 ? collatz(n * 3 + 1, steps + 1, largest) : collatz(n >> 1, steps + 1, largest);
}
