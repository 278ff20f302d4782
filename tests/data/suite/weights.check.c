#include <stddef.h>

#include "check.h"

long weighted(const int* numbers, size_t count);

int main(void) {
  static const int numbers[] = {1, -2, 3, 1000000000, 5, 6};
  CHECK(weighted(numbers, 0) == 0);
  CHECK(weighted(numbers, 3) == 13);
  CHECK(weighted(numbers, 6) == 1000000056);
  return failures != 0;
}
