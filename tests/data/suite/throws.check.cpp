#include "check.h"

extern "C" int total(const int* numbers, int count);

int main() {
  const int numbers[] = {1, 2000, 3, -7};
  CHECK(total(numbers, 0) == 0);
  CHECK(total(numbers, 1) == 1);
  CHECK(total(numbers, 4) == -3);
  return failures != 0;
}
