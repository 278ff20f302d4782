// Sums a row of numbers with weights that a table gives.
#include <stddef.h>

static const int weights[] = {3, 1, 4, 1, 5};

long weighted(const int* numbers, size_t count) {
  long sum = 0;
  for (size_t i = 0; i < count; i++) sum += (long)numbers[i] * weights[i % 5];
  return sum;
}
