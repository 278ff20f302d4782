#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

const int rows = 5;
int threshold = 20;
extern int step;
extern const int columns;
const unsigned char digits[4] = {9, 0, 2, 7};
const double factor = -0.5;
static int hit = 1;
int* const target = &hit;
static int choose(int x) { return x > 30 ? x - 30 : x; }
int (*const chooser)(int) = choose;
const _Bool verbose = 1;
int maybe_here = 40;
const int many[] = {6, 7, 8, 0};

int area(void);
double scale(const double* p, size_t n);
unsigned number(void);
int present(void);
int sum_optional(void);
int advance(int times);
size_t name_length(void);
const void* where(int which);

int main(void) {
  CHECK(area() == 20);
  threshold = 17;
  CHECK(area() == 18 + 2000);
  threshold = -1;
  CHECK(area() == 20000);
  static const double p[] = {1, 2.5, -8, 1e-300};
  CHECK(scale(p, 0) == 0 && scale(p, 1) == -0.5 && scale(p, 3) == 2.25 && scale(p + 3, 1) == -0.5e-300);
  CHECK(number() == 9027 && present() == 1 + 4 + 16 && sum_optional() == 2140 && sum_optional() == 2141 && maybe_here == 42);
  maybe_here = -100;
  CHECK(sum_optional() == 2000 && maybe_here == -99);
  threshold = 20;
  CHECK(advance(0) == 20 && hit == 1 && advance(3) == 20 && hit == 61);
  step = 9;
  CHECK(advance(1) == 29 && hit == 90 && advance(1) == 8 && hit == 128 && threshold == 8 && advance(4) == 14 &&
        hit == 128 + 17 + 26 + 35 + 14);
  CHECK(name_length() == 4 && strcmp(where(4), "weak") == 0);
  CHECK(where(0) == &rows && where(2) == &threshold && where(3) == &step && where(1) == &columns && where(5) == digits &&
        where(6) == &maybe_here && where(7) == NULL);
  CHECK(where(8) != where(9) && where(0) != where(1) && *(const int*)where(1) == 4 && *(const int*)where(0) == 5);
  return failures != 0;
}
