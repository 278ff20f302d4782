// Switches that become lookup tables: of functions, strings, doubles, wide and narrow constants, bit sets and linear maps, with holes and
// offsets.
#include <stddef.h>
#include <stdint.h>

typedef int64_t (*Operator)(int64_t, int64_t);

static int64_t plus(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }
static int64_t minus(int64_t a, int64_t b) { return (int64_t)((uint64_t)a - (uint64_t)b); }
static int64_t times(int64_t a, int64_t b) { return (int64_t)((uint64_t)a * (uint64_t)b); }
static int64_t both(int64_t a, int64_t b) { return a & b; }
static int64_t either(int64_t a, int64_t b) { return a | b; }
static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static Operator operator_of(int code) {
  switch (code) {
    case -3:
      return plus;
    case -2:
      return minus;
    case -1:
      return times;
    case 1:
      return both;
    case 2:
      return either;
    case 3:
      return smaller;
    case 4:
      return larger;
    default:
      return NULL;
  }
}

int64_t identity_of(int code) {
  switch (code) {
    case -3:
    case -2:
    case 2:
      return 0;
    case -1:
      return 1;
    case 1:
      return -1;
    case 3:
      return INT64_MAX;
    case 4:
      return INT64_MIN;
  }
  return 0x123456789abcdefLL;
}

const char* name_of(int code) {
  switch (code) {
    case -3:
      return "plus";
    case -2:
      return "minus";
    case -1:
      return "times";
    case 0:
      return "";
    case 1:
      return "and";
    case 2:
      return "or";
    case 3:
      return "min";
    case 4:
      return "max";
  }
  return NULL;
}

double weight_of(unsigned char code) {
  switch (code) {
    case 250:
      return 0.5;
    case 251:
      return -0.0;
    case 252:
      return 1e300;
    case 253:
      return 0.1;
    case 255:
      return -__builtin_inf();
    default:
      return 0.0;
  }
}

int cost_of(long code) {
  switch (code) {
    case 10:
      return 1000;
    case 11:
      return 983;
    case 12:
      return 966;
    case 13:
      return 949;
    case 14:
      return 932;
    case 15:
      return 915;
  }
  return -1;
}

_Bool commutes(int code) {
  switch (code) {
    case -3:
    case -1:
    case 1:
    case 2:
    case 3:
    case 4:
    case 31:
    case 57:
      return 1;
    default:
      return 0;
  }
}

signed char sign_of(uint16_t code) {
  switch (code) {
    case 0xfff0:
      return -128;
    case 0xfff1:
      return 127;
    case 0xfff2:
      return -1;
    case 0xfff3:
      return 0;
    case 0xffff:
      return 1;
  }
  return 2;
}

// folds the values with the operators in turn; an unknown one ends it
size_t fold(const signed char* codes, size_t n, const int64_t* values, int64_t* result) {
  int64_t sum = 0;
  size_t i = 0;
  for (; i < n; i++) {
    Operator apply = operator_of(codes[i]);
    if (!apply) break;
    if (i == 0) sum = identity_of(codes[i]);
    sum = apply(sum, values[i]);
    if (!commutes(codes[i])) sum = apply(sum, identity_of(codes[i]));
  }
  *result = sum;
  return i;
}
