// Short-circuit evaluation with side effects: probes called in order, assignments inside conditions, conditional expressions and commas,
// early returns.
#include <stddef.h>

typedef int (*Probe)(void* state, int which);

struct World {
  Probe probe;
  void* state;
  int calls;
};

static int ask(struct World* w, int which) {
  w->calls++;
  return w->probe(w->state, which);
}

static int both(struct World* w, int a, int b) { return ask(w, a) && ask(w, b); }
static int either(struct World* w, int a, int b) { return ask(w, a) || ask(w, b); }

int formula(struct World* w, int number) {
  int x, y = 0;
  switch (number) {
    case 0:
      return ask(w, 0) && ask(w, 1) && ask(w, 2);
    case 1:
      return ask(w, 0) || ask(w, 1) || ask(w, 2);
    case 2:
      return (ask(w, 0) || ask(w, 1)) && (ask(w, 2) || ask(w, 3));
    case 3:
      return ask(w, 0) ? both(w, 1, 2) : either(w, 2, 3);
    case 4:
      return !both(w, 0, 1) ? !either(w, 2, 3) : -1;
    case 5:
      return ((x = ask(w, 0)) > 0 && (y = ask(w, 1)) > x) ? x * 10 + y : x;
    case 6:
      return (ask(w, 0), ask(w, 1)) || (y = ask(w, 2), y && ask(w, 3));
    case 7:
      if (ask(w, 0) && (ask(w, 1) || (ask(w, 2) && !ask(w, 3)))) y += 1;
      if (y || ask(w, 4)) y += 2;
      return y;
    case 8:
      return ask(w, 0) & (ask(w, 1) != 0) & 1 && ask(w, 2);
    case 9:
      return (ask(w, 0) ? 1 : ask(w, 1) ? 2 : ask(w, 2) ? 3 : 0) + (ask(w, 3) ? 10 : 20);
    case 10:
      return 0 && ask(w, 0);
    case 11:
      return 1 || ask(w, 0);
    case 12:
      return (ask(w, 0) || 1) + (ask(w, 1) && 0) * 2;
    case 13:
      for (x = 0; x < 3 && ask(w, x); x++)
        if (ask(w, x + 3) && y++ == 1) break;
      return x * 10 + y;
    case 14:
      return !!ask(w, 0) == !!ask(w, 1) ? either(w, 2, 2) : both(w, 3, 3);
  }
  return -2;
}

// counters that are bumped or not in conditions
unsigned counters(const int* p, size_t n, unsigned counts[4]) {
  unsigned last = 0;
  for (size_t i = 0; i < n; i++) {
    if (p[i] > 0 && ++counts[0] % 2 && (p[i] > 10 || ++counts[1]))
      last = counts[0];
    else if (p[i] < 0 || counts[2]++ == 1)
      last += counts[3] += 1;
    last = (p[i] & 1) ? counts[0]++ : p[i] & 2 ? counts[1]++ : (counts[2]++, last);
  }
  return last;
}
