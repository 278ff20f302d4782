// Functions that are the same or nearly so: equal bodies whose addresses must differ, and bodies that differ in a sign, a width, a callee
// or an order.
#include <stddef.h>
#include <stdint.h>

typedef int (*Handler)(int);

// four equal bodies, told apart only by their address
int on_open(int x) { return x + 1; }
int on_close(int x) { return x + 1; }
static int on_read(int x) { return x + 1; }
static int on_write(int x) { return x + 1; }

static const Handler handlers[] = {on_open, on_close, on_read, on_write};

const char* name(Handler handler) {
  if (handler == on_open) return "open";
  if (handler == on_close) return "close";
  if (handler == on_read) return "read";
  if (handler == on_write) return "write";
  return "none";
}

Handler handler(unsigned which) { return which < 4 ? handlers[which] : NULL; }

int distinct(void) {
  int count = 0;
  for (int i = 0; i < 4; i++)
    for (int k = 0; k < i; k++) count += handlers[i] != handlers[k];
  return count;
}

// alike but for one thing
static int64_t sum_signed(const void* p, size_t n) {
  const signed char* c = p;
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 3 + c[i];
  return sum;
}
static int64_t sum_unsigned(const void* p, size_t n) {
  const unsigned char* c = p;
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 3 + c[i];
  return sum;
}
static int64_t sum_backward(const void* p, size_t n) {
  const unsigned char* c = p;
  int64_t sum = 0;
  for (size_t i = n; i > 0; i--) sum = sum * 3 + c[i - 1];
  return sum;
}
static int64_t sum_five(const void* p, size_t n) {
  const unsigned char* c = p;
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 5 + c[i];
  return sum;
}
static int64_t sum_narrow(const void* p, size_t n) {
  const unsigned char* c = p;
  int32_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = (sum * 3 + c[i]) % 10007;
  return sum;
}

int64_t sum(int way, const void* p, size_t n) {
  static int64_t (*const ways[])(const void*, size_t) = {sum_signed, sum_unsigned, sum_backward, sum_five, sum_narrow};
  return ways[way](p, n);
}

int less_signed(int a, int b) { return a < b; }
int less_unsigned(unsigned a, unsigned b) { return a < b; }
int less_swapped(int b, int a) { return a < b; }
int not_greater(int a, int b) { return a <= b; }
int32_t shift_signed(int32_t x, int by) { return x >> (by & 31); }
uint32_t shift_unsigned(uint32_t x, int by) { return x >> (by & 31); }
int divide_signed(int a) { return a / 8; }
unsigned divide_unsigned(unsigned a) { return a / 8; }
int shift_for_divide(int a) { return a >> 3; }
float plus_float(float a, float b) { return a + b; }
float plus_double(float a, float b) { return (float)((double)a + b + 1e-30); }

static int trail;
static int note_a(int x) { return trail = trail * 10 + 1, x; }
static int note_b(int x) { return trail = trail * 10 + 2, x; }

int order_ab(int x) {
  int result = note_a(x) * 2;
  return result - note_b(x + 1);
}
int order_ba(int x) {
  int result = note_b(x) * 2;
  return result - note_a(x + 1);
}
int order_aa(int x) {
  int result = note_a(x) * 2;
  return result - note_a(x + 1);
}

int take_trail(void) {
  int result = trail;
  trail = 0;
  return result;
}

// two equal states: each has its own counter
int count_left(void) {
  static int count;
  return ++count;
}
int count_right(void) {
  static int count;
  return ++count;
}
