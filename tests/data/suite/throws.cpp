// Adds numbers; one that is too large is thrown, caught and left out.
static int add(int sum, int number) {
  if (number > 1000) throw number;
  return sum + number;
}

extern "C" int total(const int* numbers, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) {
    try {
      sum = add(sum, numbers[i]);
    } catch (int) {
    }
  }
  return sum;
}
