#include <cstdlib>
#include <cstring>

#include "check.h"

int build_local(bool delegating);
int build_heap(bool delegating);
int build_guarded(int* seen);
int build_array(int count);
int build_grid();

static char events[200];
static unsigned used;
static unsigned char forbidden;
static bool as_long;
static int held;
static size_t asked;

void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}
void step(unsigned char where) {
  if (where != forbidden) return;
  if (as_long) throw 40L;
  throw static_cast<int>(where);
}
void* take(size_t size) {
  held++;
  asked = size;
  note('(');
  return malloc(size);
}
void give(void* memory) {
  held--;
  note(')');
  free(memory);
}

template <class Body>
static int go(char at, const char* wanted, Body body) {
  memset(events, 0, sizeof events);
  used = 0;
  forbidden = static_cast<unsigned char>(at);
  const int result = body();
  if (strcmp(events, wanted) != 0 || held != 0) {
    failures++;
    printf("at %c: %s, not %s; %d held\n", at, events, wanted, held);
  }
  return result;
}

struct Row {
  char at;
  const char* wanted;
};

int main() {
  // The base's destructor notes '<' before its member goes.
  static const Row stops[] = {{'A', "^"},          {'B', "A<a^"},         {'X', "ABb<a^"},        {'Y', "ABXxb<a^"},
                              {'Z', "ABXYyxb<a^"}, {'C', "ABXYZzyxb<a^"}, {'#', "ABXYZCczyxb<a^"}};
  for (unsigned i = 0; i < sizeof stops / sizeof *stops; i++) {
    CHECK(go(stops[i].at, stops[i].wanted, [] { return build_local(false); }) == -stops[i].at);
    CHECK(go(stops[i].at, stops[i].wanted, [] { return build_local(true); }) == -stops[i].at);
    char heap[40];
    const size_t length = strlen(stops[i].wanted);
    snprintf(heap, sizeof heap, "(%.*s)^", static_cast<int>(length - 1), stops[i].wanted);
    CHECK(go(stops[i].at, heap, [] { return build_heap(false); }) == -stops[i].at);
    CHECK(go(stops[i].at, heap, [] { return build_heap(true); }) == -stops[i].at);
  }
  CHECK(go('-', "ABXYZC#>czyxb<a", [] { return build_local(false); }) == 11);
  CHECK(go('-', "ABXYZC#%>czyxb<a", [] { return build_local(true); }) == 7);
  CHECK(go('%', "ABXYZC#>czyxb<a^", [] { return build_local(true); }) == -'%');
  CHECK(go('%', "ABXYZC#>czyxb<a", [] { return build_local(false); }) == 11);
  CHECK(go('-', "(ABXYZC#>czyxb<a)", [] { return build_heap(false); }) == 22);
  CHECK(go('-', "(ABXYZC#%>czyxb<a)", [] { return build_heap(true); }) == 7);
  CHECK(go('%', "(ABXYZC#>czyxb<a)^", [] { return build_heap(true); }) == -'%');
  CHECK(asked >= 8 + 6 + 4);

  int seen = 0;
  CHECK(go('-', "DE*e<d", [&] { return build_guarded(&seen); }) == 1 && seen == 0);
  CHECK(go('D', "!^", [&] { return build_guarded(&seen); }) == -'D' && seen == 'D');
  CHECK(go('E', "D<d!^", [&] { return build_guarded(&seen); }) == -'E' && seen == 'E');
  CHECK(go('*', "DEe<d!^", [&] { return build_guarded(&seen); }) == -'*' && seen == '*');
  as_long = true;
  CHECK(go('E', "D<d&^", [&] { return build_guarded(&seen); }) == -41 && seen == '*');
  as_long = false;

  CHECK(go('-', "", [] { return build_array(0); }) == 0);
  CHECK(go('-', "Pp", [] { return build_array(1); }) == 0);
  CHECK(go('-', "PQRSTtsrqp", [] { return build_array(5); }) == 26);
  CHECK(go('P', "^", [] { return build_array(5); }) == -'P');
  CHECK(go('Q', "Pp^", [] { return build_array(5); }) == -'Q');
  CHECK(go('T', "PQRSsrqp^", [] { return build_array(5); }) == -'T');
  CHECK(go('U', "PQRSTtsrqp", [] { return build_array(5); }) == 26);
  CHECK(go('-', "IJKLlkji", [] { return build_grid(); }) == 1);
  CHECK(go('K', "IJji^", [] { return build_grid(); }) == -'K');
  CHECK(go('L', "IJKkji^", [] { return build_grid(); }) == -'L');
  CHECK(go('I', "^", [] { return build_grid(); }) == -'I');
  return failures != 0;
}
