// Functions and constants as identities: those with equal bodies keep distinct addresses, and one function is the same however reached.
#include <stddef.h>
#include <stdint.h>

typedef int (*Function)(int);

static int red(int x) { return x * 3 + 1; }
static int green(int x) { return x * 3 + 1; }
static int blue(int x) { return x * 3 + 1; }
int exported(int x) { return x * 3 + 1; }
int exported_twin(int x) { return x * 3 + 1; }
static int calls_red(int x) { return red(x); }
static int calls_green(int x) { return green(x); }

static void nothing_a(void) {}
static void nothing_b(void) {}
void (*const nothings[2])(void) = {nothing_a, nothing_b};

const Function functions[] = {red, green, blue, exported, exported_twin, calls_red, calls_green};

static const int marker_a[2] = {1, 2};
static const int marker_b[2] = {1, 2};
static const unsigned char marker_c = 7, marker_d = 7;
static const struct {
  const char name[4];
} marker_e = {"abc"}, marker_f = {"abc"};

const void* marker(unsigned which) {
  switch (which) {
    case 0:
      return marker_a;
    case 1:
      return marker_b;
    case 2:
      return &marker_c;
    case 3:
      return &marker_d;
    case 4:
      return &marker_e;
    case 5:
      return &marker_f;
    case 6:
      return marker_a + 1;
    default:
      return NULL;
  }
}

// Which colour is it? The value of a call would not tell.
int colour_of(Function f) {
  if (f == red) return 1;
  if (f == green) return 2;
  if (f == blue) return 3;
  if (f == exported) return 4;
  return f == NULL ? -1 : 0;
}

Function colour(int which) { return which == 1 ? red : which == 2 ? green : which == 3 ? blue : which == 4 ? exported : NULL; }

static Function other(Function f) { return f == red ? green : f == green ? blue : red; }

Function turn(Function f, unsigned times) {
  while (times-- > 0) f = other(f);
  return f;
}

// A call through the pointer when it is one of ours is the call itself.
int apply(Function f, int x) {
  if (f == green) return f(x) + 1000;
  if (f == calls_green) return f(x) + 2000;
  return f(x);
}

// A default that is recognised by its address, and is not called.
static int none(int x) { return x; }
static int same(int x) { return x; }
static Function hook = none;

Function set_hook(Function f) {
  Function old = hook;
  hook = f ? f : none;
  return old == none ? NULL : old;
}

int run_hook(int x) { return hook == none ? -x : hook(x); }
Function get_same(void) { return same; }
int is_default(Function f) { return f == none; }

unsigned count_equal(const Function* list, size_t n, Function f) {
  unsigned count = 0;
  for (size_t i = 0; i < n; i++) count += list[i] == f;
  return count;
}

// A sentinel object: equal contents do not end the list.
static const int end_of_list = -1;
static const int not_the_end = -1;
const int* const ends[2] = {&end_of_list, &not_the_end};

size_t length_of(const int* const* list) {
  size_t n = 0;
  while (list[n] != &end_of_list) n++;
  return n;
}
