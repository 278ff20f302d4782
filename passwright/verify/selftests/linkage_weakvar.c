// Weak variables and constants with and without a stronger definition elsewhere, weak references that may be null, initial values that must
// not be folded.
#include <stddef.h>
#include <stdint.h>

#define WEAK __attribute__((weak))

WEAK const int rows = 3;     // replaced by 5
WEAK const int columns = 4;  // not replaced
WEAK int threshold = 10;     // replaced, initially 20
WEAK int step;               // not replaced, written by the checker
WEAK const char name[16] = "weak";
WEAK const unsigned char digits[4] = {1, 2, 3, 4};  // replaced
WEAK const double factor = 1.0;                     // replaced by -0.5
WEAK const double offset = 0.0;
WEAK int* const target = NULL;       // replaced by an address
WEAK int (*const chooser)(int) = 0;  // replaced by a function
WEAK const _Bool verbose = 0;        // replaced by 1
WEAK const _Bool quiet = 1;

extern WEAK int maybe_here;       // defined by the checker
extern WEAK int maybe_missing;    // nowhere
extern WEAK const int many[];     // defined by the checker, as {6, 7, 8, 0}
extern WEAK const int nothing[];  // nowhere

static int cell(int r, int c) { return r * columns + c; }

int area(void) {
  int sum = 0;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++) sum += cell(r, c) > threshold ? 1000 : 1;
  return sum;
}

double scale(const double* p, size_t n) {
  double sum = offset;
  for (size_t i = 0; i < n; i++) sum += p[i] * factor;
  return sum;
}

unsigned number(void) {
  unsigned value = 0;
  for (size_t i = 0; i < sizeof digits; i++) value = value * 10 + digits[i];
  return value;
}

int present(void) {
  return (&maybe_here != NULL) + 2 * (&maybe_missing != NULL) + 4 * (many != NULL) + 8 * (nothing != NULL) + 16 * (target != NULL);
}

int sum_optional(void) {
  int sum = 0;
  if (&maybe_here) sum += maybe_here++;
  if (&maybe_missing) sum += maybe_missing;
  for (const int* p = many; p && *p; p++) sum += *p * 100;
  for (const int* p = nothing; p && *p; p++) sum += *p;
  return sum;
}

int advance(int times) {
  for (int i = 0; i < times; i++) {
    threshold += step;
    if (target) *target += threshold;
    if (verbose && chooser) threshold = chooser(threshold);
    if (!quiet) threshold = 0;
  }
  return threshold;
}

size_t name_length(void) {
  size_t n = 0;
  while (name[n]) n++;
  return n;
}

const void* where(int which) {
  const void* const all[] = {&rows, &columns, &threshold, &step, name, digits, &maybe_here, &maybe_missing, &quiet, &verbose};
  return all[which];
}
