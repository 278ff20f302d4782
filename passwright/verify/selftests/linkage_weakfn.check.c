#include <stddef.h>
#include <string.h>

#include "check.h"

typedef int (*Function)(int);
extern int observed;
int total(const int* items, size_t n);
int watched(int x);
unsigned present(void);
int apply(size_t which, int x);
Function function(size_t which);
unsigned long both(unsigned n);
size_t label(char* out);
int discount(int item);
unsigned long sum_to(unsigned n);

static int fee = 50, zero;
static unsigned deep;

int price(int item) { return item * item; }
int shipping(int weight) { return fee * weight; }
const char* currency(void) { return fee > 50 ? "YEN" : "USD"; }
int always_zero(int x) { return zero * x; }
void observe(int what) { observed += what; }
int optional_tax(int sum) { return sum / 10; }
int optional_twice(int x) { return 2 * x; }
unsigned long factorial(unsigned n) {
  deep++;
  return n > 4 ? both(n - 1) / 1000 + 7 : n;
}

int main(void) {
  static const int items[] = {3, 10, -2, 6};
  CHECK(total(items, 0) == 0 && total(items, 1) == 9 + 0 + 50 && total(items, 2) == 108 + 10 + 100 && total(items, 4) == 147 + 14 + 200);
  zero = 1;
  fee = 51;
  CHECK(total(items, 4) == 164 + 16 + 204);
  CHECK(watched(5) == 5 && watched(0) == 0 && watched(-7) == -7 && observed == -2);
  CHECK(present() == 1 + 2 + 16);
  CHECK(apply(0, -4) == 16 && apply(1, 5) == 0 && apply(1, 6) == 1 && apply(2, 3) == 153 && apply(3, 9) == 9 && apply(4, 9) == 18 &&
        apply(5, 9) == -99 && apply(6, 1) == -99);
  CHECK(function(0) == price && function(1) == discount && function(2) == shipping && function(4) == optional_twice && function(5) == NULL);
  CHECK(function(0) != function(2) && function(1) != function(3));
  CHECK(both(4) == 4010 && deep == 1 && both(6) == (4 + 7 + 7) * 1000 + 21 && deep == 4 && sum_to(100) == 5050);
  char out[32];
  CHECK(label(out) == 8 && strcmp(out, "YENkgYEN") == 0);
  fee = 0;
  CHECK(label(out) == 8 && strcmp(out, "USDkgUSD") == 0);
  return failures != 0;
}
