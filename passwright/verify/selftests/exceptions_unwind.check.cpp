#include <cstring>

#include "check.h"

int unwind_leaf(int rounds);
int unwind_middle(int rounds, int keeps);
int unwind_twice(int rounds);
int unwind_temporaries(bool first);
void unwind_heap(int count);

static char events[200];
static unsigned used;
static int until;

void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}

void step() {
  if (--until == 0) throw 3;
}

template <class Body>
static int go(int at, const char* wanted, Body body) {
  memset(events, 0, sizeof events);
  used = 0;
  until = at;
  int result;
  try {
    result = body();
  } catch (int thrown) {
    note('^');
    result = -thrown;
  }
  if (strcmp(events, wanted) != 0) {
    failures++;
    printf("step %d: %s, not %s\n", at, events, wanted);
  }
  return result;
}

int main() {
  static const char* const leaf2[] = {"ABCcbBbDda", "^", "Aa^", "ABba^", "ABCcba^", "ABCcbBba^", "ABCcbBbDda"};
  for (int at = 0; at < 7; at++) CHECK(go(at, leaf2[at], [] { return unwind_leaf(2); }) == (at == 0 || at == 6 ? 5 : -3));
  CHECK(go(0, "ADda", [] { return unwind_leaf(0); }) == 3);
  CHECK(go(0, "ABCcbBbBCcbBbBCcbDda", [] { return unwind_leaf(9); }) == 15);
  CHECK(go(8, "ABCcbBbBCcbBba^", [] { return unwind_leaf(9); }) == -3);
  CHECK(go(9, "ABCcbBbBCcbBbBba^", [] { return unwind_leaf(9); }) == -3);
  CHECK(go(10, "ABCcbBbBCcbBbBCcba^", [] { return unwind_leaf(9); }) == -3);

  static const char* const kept[] = {"ZMNABCcbDdanOomz",
                                     "^",
                                     "Zz^",
                                     "ZM!HhOomz",
                                     "ZMNn!HhOomz",
                                     "ZMNAan!HhOomz",
                                     "ZMNABban!HhOomz",
                                     "ZMNABCcban!HhOomz",
                                     "ZMNABCcbDdanmz^",
                                     "ZMNABCcbDdanOomz"};
  static const int kept_results[] = {119, -3, -3, 3013, 3013, 3013, 3013, 3013, -3, 119};
  for (int at = 0; at < 10; at++) CHECK(go(at, kept[at], [] { return unwind_middle(1, 1); }) == kept_results[at]);
  static const char* const passed[] = {"ZMNABCcbDdanOomz", "^",          "Zz^",          "ZM!mz^",
                                       "ZMNn!mz^",         "ZMNAan!mz^", "ZMNABban!mz^", "ZMNABCcban!mz^"};
  for (int at = 0; at < 8; at++) CHECK(go(at, passed[at], [] { return unwind_middle(1, 0); }) == (at == 0 ? 119 : -3));

  CHECK(go(0, "MNADdanOom+MNADdanOom+", [] { return unwind_twice(0); }) == 234);
  CHECK(go(1, "?MNADdanOom+", [] { return unwind_twice(0); }) == 124);
  CHECK(go(4, "MNAan!m?MNADdanOom+", [] { return unwind_twice(0); }) == 124);
  CHECK(go(5, "MNADdanm?MNADdanOom+", [] { return unwind_twice(0); }) == 124);
  CHECK(go(8, "MNADdanOom+MNn!m?", [] { return unwind_twice(0); }) == 124);
  CHECK(go(10, "MNADdanOom+MNADdanm?", [] { return unwind_twice(0); }) == 124);

  CHECK(go(0, "KPpRrk", [] { return unwind_temporaries(true); }) == 32);
  CHECK(go(2, "Kk^", [] { return unwind_temporaries(true); }) == -3);
  CHECK(go(3, "KPpk^", [] { return unwind_temporaries(true); }) == -3);
  CHECK(go(4, "KPpRrk^", [] { return unwind_temporaries(true); }) == -3);
  CHECK(go(0, "KQqRrk", [] { return unwind_temporaries(false); }) == 43);
  CHECK(go(3, "KQqk^", [] { return unwind_temporaries(false); }) == -3);
  CHECK(go(5, "KQqRrk^", [] { return unwind_temporaries(false); }) == -3);

  static const char* const heap[] = {"STUVstuv", "0^", "S1s^", "ST2ts^", "STU3uts^", "STUV4vuts^", "STUVstuv"};
  for (int at = 0; at < 7; at++) CHECK(go(at, heap[at], [] { return unwind_heap(4), 1; }) == (at == 0 || at == 6 ? 1 : -3));
  CHECK(go(1, "0^", [] { return unwind_heap(0), 1; }) == -3);
  return failures != 0;
}
