// Tentative definitions and common variables that the checker defines for good, extern arrays of sizes unknown here, a table gathered in a
// section.
#include <stddef.h>
#include <stdint.h>

int counter;
int counter;
extern int counter;
static long private_counter;
static long private_counter;
int late[];
int late[6];
static struct Pair* newest;
struct Pair {
  int left, right;
};
struct Pair pair;
struct Pair pair;

__attribute__((common)) int shared;           // the checker has it as 17
__attribute__((common)) int shared_array[4];  // the checker has it with values
__attribute__((common)) int only_here;        // zero

extern const uint16_t lengths[];  // of the checker
extern const size_t lengths_count;
extern uint8_t buffer[];           // of the checker, its size not known here
extern const char* const words[];  // ends with a null pointer

typedef int (*Action)(int);
struct Entry {
  long key;
  Action action;
};

static int add(int x) { return x + counter; }
static int multiply(int x) { return x * shared; }
static int negate(int x) { return -x; }

#define ENTRY(id, k, f) static const struct Entry id __attribute__((used, section("action_entries"))) = {k, f}
ENTRY(first_entry, 30, add);
ENTRY(second_entry, 10, multiply);
ENTRY(third_entry, 20, negate);

extern const struct Entry __start_action_entries[], __stop_action_entries[];

int dispatch(long key, int x) {
  for (const struct Entry* e = __start_action_entries; e != __stop_action_entries; e++)
    if (e->key == key) return e->action(x);
  return counter - 1000;
}

size_t entries(long* sum) {
  *sum = 0;
  for (const struct Entry* e = __start_action_entries; e != __stop_action_entries; e++) *sum += e->key;
  return (size_t)(__stop_action_entries - __start_action_entries);
}

unsigned total(void) {
  unsigned sum = 0;
  for (size_t i = 0; i < lengths_count; i++) sum += lengths[i];
  return sum;
}

size_t join(size_t room) {
  size_t n = 0;
  for (size_t i = 0; words[i]; i++)
    for (const char* p = words[i]; *p; p++) {
      if (n == room) return n;
      buffer[n++] = (uint8_t)*p;
    }
  return n;
}

int step(int by) {
  counter += by;
  private_counter += counter;
  late[(unsigned)counter % 6] += by;
  only_here ^= counter;
  shared_array[counter & 3] += shared;
  pair.left = late[0] + late[5];
  newest = by > 0 ? &pair : NULL;
  if (newest) newest->right = shared_array[3];
  return (int)private_counter;
}

int probe(int which) {
  switch (which) {
    case 0:
      return counter;
    case 1:
      return shared;
    case 2:
      return only_here;
    case 3:
      return newest ? newest->left : -1;
  }
  return which < 10 ? shared_array[which & 3] : late[which % 6];
}
