#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Listener)(void* state, unsigned event, int64_t payload);
int subscribe(Listener listener, void* state, uint32_t mask, int rank);
int leave(int id);
unsigned leave_all(Listener listener, const void* state);
int post(unsigned event, int64_t payload);
unsigned emit(unsigned event, int64_t payload);
unsigned listeners(void);

static char seen[256];
static char a[] = "a", b[] = "b", c[] = "c", d[] = "d";
static int last;

static void note(const void* state, unsigned event, int64_t payload) {
  size_t length = strlen(seen);
  snprintf(seen + length, sizeof seen - length, "%s%u:%lld ", (const char*)state, event, (long long)payload);
}
static int plain(void* state, unsigned event, int64_t payload) {
  note(state, event, payload);
  return 0;
}
static int stop(void* state, unsigned event, int64_t payload) {
  note(state, event, payload);
  return payload < 0;
}
static int once(void* state, unsigned event, int64_t payload) {  // leaves while it is called
  note(state, event, payload);
  CHECK(leave(last) == 1 && leave(last) == 0);
  return 0;
}
static int more(void* state, unsigned event, int64_t payload) {  // subscribes another, before and after itself
  note(state, event, payload);
  CHECK(subscribe(plain, c, 2, -5) > 0 && subscribe(plain, d, 2, 50) > 0);
  return 0;
}
static int kill(void* state, unsigned event, int64_t payload) {
  note(state, event, payload);
  CHECK(leave_all(plain, b) == (payload == 1 ? 1 : 0));
  return 0;
}
static int posting(void* state, unsigned event, int64_t payload) {
  note(state, event, payload);
  if (payload > 0) CHECK(post(event, payload - 1) == 1 && post(event + 32, -payload) == 1);
  return 0;
}
static int emitting(void* state, unsigned event, int64_t payload) {
  note(state, event, payload);
  if (payload > 0) CHECK(emit(event, payload - 1) == 2);
  return 0;
}
static int filling(void* state, unsigned event, int64_t payload) {
  int taken = 0;
  note(state, event, payload);
  if (event == 3)
    for (int i = 0; i < 20; i++) taken += post(4, i);
  CHECK(event != 3 || taken == 8);
  return 0;
}

static int was(const char* wanted) {
  int good = strcmp(seen, wanted) == 0;
  if (!good) printf("%s, not %s\n", seen, wanted);
  seen[0] = 0;
  return good;
}
static void clear(void) {
  static const Listener all[] = {plain, stop, once, more, kill, posting, emitting, filling};
  for (unsigned i = 0; i < 8; i++) leave_all(all[i], NULL);
  CHECK(listeners() == 0);
}

int main(void) {
  CHECK(emit(1, 5) == 0 && was(""));
  int first = subscribe(plain, a, 2, 0), second = subscribe(plain, b, 0x80000002u, 0), third = subscribe(stop, c, 2, -1);
  subscribe(plain, d, 4, INT32_MIN);
  CHECK(first == 1 && second == 2 && third == 3);
  CHECK(emit(1, 5) == 3 && was("c1:5 a1:5 b1:5 ") && emit(1, -1) == 1 && was("c1:-1 "));
  CHECK(emit(31, INT64_MIN) == 1 && was("b31:-9223372036854775808 ") && emit(0, 1) == 0 && emit(34, 2) == 1 && was("d2:2 "));
  CHECK(leave(first) == 1 && leave(first) == 0 && leave(0) == 0 && emit(1, 0) == 2 && was("c1:0 b1:0 "));
  CHECK(leave_all(plain, a) == 0 && leave_all(plain, d) == 1 && leave_all(stop, NULL) == 1 && listeners() == 1);
  clear();
  subscribe(plain, a, 2, 0);
  last = subscribe(once, b, 2, 1);
  subscribe(plain, c, 2, 2);
  CHECK(emit(1, 1) == 3 && was("a1:1 b1:1 c1:1 ") && emit(1, 2) == 2 && was("a1:2 c1:2 "));
  clear();
  subscribe(more, a, 2, 0);
  subscribe(plain, b, 2, 1);
  CHECK(emit(1, 1) == 2 && was("a1:1 b1:1 ") && listeners() == 4);
  CHECK(emit(1, 2) == 4 && was("c1:2 a1:2 b1:2 d1:2 ") && listeners() == 6);
  clear();
  subscribe(kill, a, 2, 0);
  subscribe(plain, b, 2, 5);
  subscribe(plain, c, 2, 9);
  CHECK(emit(1, 1) == 2 && was("a1:1 c1:1 ") && emit(1, 2) == 2 && was("a1:2 c1:2 "));
  clear();
  subscribe(posting, a, 2, 0);
  subscribe(plain, b, 2, 1);
  CHECK(emit(1, 2) == 10 && was("a1:2 b1:2 a1:1 b1:1 a1:-2 b1:-2 a1:0 b1:0 a1:-1 b1:-1 "));
  clear();
  subscribe(emitting, a, 2, 0);
  subscribe(plain, b, 2, 1);
  CHECK(post(1, 7) == 1);  // waits for the outermost to end
  seen[0] = 0;
  leave_all(emitting, NULL);
  subscribe(stop, c, 2, 2);
  CHECK(emit(1, -3) == 4 && was("b1:-3 c1:-3 b1:7 c1:7 "));
  clear();
  subscribe(filling, d, 0xffffffffu, 0);
  CHECK(emit(3, 0) == 9 && was("d3:0 d4:0 d4:1 d4:2 d4:3 d4:4 d4:5 d4:6 d4:7 "));
  for (int i = 1; i < 8; i++) CHECK(subscribe(plain, a, 0, i) > 0);
  CHECK(subscribe(plain, a, 0, 0) == -1 && listeners() == 8 && emit(7, 7) == 1 && was("d7:7 "));
  clear();
  subscribe(plain, b, 2, 1);
  subscribe(emitting, a, 2, 0);
  CHECK(emit(1, 2) == 2 && was("a1:2 a1:1 a1:0 b1:0 b1:1 b1:2 "));
  clear();
  subscribe(posting, a, 2, 0);  // what waits is left alone by the emission within
  subscribe(emitting, b, 2, 1);
  CHECK(emit(1, 1) == 6 && was("a1:1 b1:1 a1:0 b1:0 a1:0 b1:0 a1:-1 b1:-1 "));
  clear();
  return failures != 0;
}
