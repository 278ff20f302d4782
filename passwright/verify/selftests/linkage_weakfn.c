// Weak functions, some replaced by the checker and some not, weak references that nobody defines, weak ones called by each other and by
// address.
#include <stddef.h>
#include <stdint.h>

#define WEAK __attribute__((weak))

WEAK int price(int item) { return item * 2; }  // replaced
WEAK int discount(int item) { return item > 5 ? 1 : 0; }
WEAK int shipping(int weight) { return 100 + weight; }  // replaced
WEAK const char* currency(void) { return "EUR"; }       // replaced
WEAK const char* unit(void) { return "kg"; }
WEAK int always_zero(int x) {  // replaced by one that is not
  (void)x;
  return 0;
}
WEAK void observe(int what) { (void)what; }  // replaced by one that changes a global
WEAK int never_returns_true(void) { return 0; }

WEAK int optional_tax(int sum);         // defined by the checker
WEAK int optional_bonus(int sum);       // defined nowhere
WEAK void optional_log(const char* s);  // defined nowhere
WEAK int optional_twice(int x);         // defined by the checker

int observed;

static int one(int item) { return price(item) - discount(item) + always_zero(item); }

int total(const int* items, size_t n) {
  int sum = 0;
  for (size_t i = 0; i < n; i++) {
    sum += one(items[i]);
    if (never_returns_true()) return -1;
  }
  if (optional_tax) sum += optional_tax(sum);
  if (optional_bonus) sum -= optional_bonus(sum) * 1000;
  if (optional_log) optional_log("total");
  return sum + shipping((int)n);
}

int watched(int x) {
  int before = observed;
  observe(x);
  return observed - before;
}

unsigned present(void) {
  return (price != NULL) + 2u * (optional_tax != NULL) + 4u * (optional_bonus != NULL) + 8u * (optional_log != NULL) +
         16u * (optional_twice != NULL);
}

typedef int (*Function)(int);

static const Function functions[] = {price, discount, shipping, always_zero, optional_twice, optional_bonus};

int apply(size_t which, int x) { return which < sizeof functions / sizeof *functions && functions[which] ? functions[which](x) : -99; }
Function function(size_t which) { return functions[which]; }

// a weak recursion: the inner call goes to whatever won
WEAK unsigned long factorial(unsigned n) { return n < 2 ? 1 : n * factorial(n - 1); }  // replaced by one that calls back
WEAK unsigned long sum_to(unsigned n) { return n == 0 ? 0 : n + sum_to(n - 1); }

unsigned long both(unsigned n) { return factorial(n) * 1000 + sum_to(n); }

size_t label(char* out) {
  const char* parts[] = {currency(), unit(), currency()};
  size_t n = 0;
  for (int i = 0; i < 3; i++)
    for (const char* p = parts[i]; *p; p++) out[n++] = *p;
  out[n] = 0;
  return n;
}
