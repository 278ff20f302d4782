#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

void note(unsigned char event);
int number(int which);
extern int shown;
int statics_globals(int which);
int statics_once(int v);
int statics_recursive(int n);
int statics_counters(int by);
int statics_table(unsigned i);
int statics_tried(int v);
int statics_threads(int v);

// Zero before any constructor runs, so that the solution's may use them.
static char events[64];
static unsigned used;
static int asked[10];
static int numbers_given;

void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}
int number(int which) {
  asked[which]++;
  numbers_given++;
  return which == 1 ? 2 + shown : which == 7 ? asked[7] : which;
}

// Runs after the destructors of all objects, and can only change the status by leaving at once.
__attribute__((destructor)) static void at_the_end() {
  // Those of the template go somewhere between.
  char rest[64];
  unsigned length = 0;
  for (const char* c = events; *c; c++)
    if (*c != 'l' && *c != 'm') rest[length++] = *c;
  rest[length] = 0;
  if (strcmp(rest, "utsdcba") != 0 || used != 9) {
    printf("torn down: %s\n", events);
    fflush(stdout);
    _exit(1);
  }
}

int main() {
  // The template's members have no place in the order, but come once.
  CHECK(used == 6 && strchr(events, 'L') && strchr(events, 'M'));
  char* at = events;
  for (const char* c = "ABCD"; *c; c++) {
    CHECK(at && (at = strchr(at, *c)));
    if (!at) break;
  }
  used = 0;
  memset(events, 0, sizeof events);
  CHECK(asked[1] == 1 && asked[2] == 1 && asked[3] == 1 && asked[8] == 1 && numbers_given == 4);
  CHECK(statics_globals(0) == 7 * 10000 + 14 * 100 + 16);
  CHECK(statics_globals(1) == 42 + 3000 + 'd');
  CHECK(statics_globals(2) == 30);
  CHECK(statics_globals(3) == 42 + 2 + 7 + 8 && shown == 8);

  CHECK(statics_once(5) == 5 && statics_once(9) == 6 && statics_once(-1) == 7 && strcmp(events, "S") == 0);
  CHECK(asked[4] == 0 && statics_recursive(3) == 4 + 6 + 3 && statics_recursive(0) == 10 && statics_recursive(1) == 12 && asked[4] == 1);
  CHECK(statics_counters(10) == 15 * 10000 + 15 && statics_counters(250) == (265 - 256) * 10000 + 265 && asked[5] == 2);
  CHECK(asked[6] == 0 && statics_table(3) == 15 && statics_table(10) == -1 && statics_table(9) == 87 && statics_table(0) == 6 &&
        asked[6] == 10);
  CHECK(statics_tried(30) == -30 && statics_tried(31) == -31 && strcmp(events, "S") == 0);
  CHECK(statics_tried(32) == 32 && statics_tried(33) == 32 && asked[7] == 3 && strcmp(events, "ST") == 0);
  // 9 - 8 gives 1, and 2 + 3 for each of the threads.
  CHECK(statics_threads(-8) == 15555 && statics_threads(7) == 25555 && asked[9] == 1 && strcmp(events, "STU") == 0);
  used = 0;
  memset(events, 0, sizeof events);
  return failures != 0;
}
