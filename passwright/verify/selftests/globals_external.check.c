#include <setjmp.h>
#include <stddef.h>

#include "check.h"

typedef int (*Outside)(int);
extern int limit;
extern int* current;
extern long totals[4];
extern Outside outside;
extern volatile unsigned reads;
extern const int fixed;
extern _Bool enabled;
void publish_address(int** slot, int which);
int reread(int argument);
int keeps(int argument);
int while_enabled(int most);
int through_pointer(void);
long sum_totals(void);
void stamp(int value);
int remember(int value);
int external(int argument);

static int mode, seen[20], seens;
static int *first, *second;
static jmp_buf away;

int external(int argument) {
  if (seens < 20) seen[seens] = limit;
  seens++;
  switch (mode) {
    case 1:
      limit = argument;
      return 3;
    case 2:
      *first = 20;
      return 0;
    case 3:
      *second += 2;
      return 0;
    case 4:
      enabled = argument < 5;
      limit *= 2;
      return 0;
    case 5:
      totals[3] += 10;
      CHECK(reads % 3 == 1);
      return argument == 2 ? -1 : 0;
    case 6:
      if (argument == -2) longjmp(away, 1);
      return 0;
    case 7:
      mode = 0;
      return remember(argument + 1);
    case 8:
      current = &seen[19];
      seen[19] = 4;
      return 0;
  }
  return argument;
}

static int twice(int i) { return 2 * i + limit; }
static int change(int i) {
  if (i == 1) outside = twice;
  if (i == 1) current = &seen[18];
  return 100 * i;
}
static int stop(int i) {
  if (i == 2) outside = NULL;
  return 7;
}

int main(void) {
  CHECK(reread(2) == 101000 + 2 + 10);
  mode = 1;
  CHECK(reread(2) == 100200 + 3 + 2 && limit == 2 && reread(45) == 24500 + 3 + 45 && reread(-1) == 450000 - 100 + 3 - 1);
  mode = 8;
  limit = 1;
  CHECK(reread(0) == 10100 + 4 && current == &seen[19]);
  current = &limit;

  mode = 0;
  CHECK(keeps(0) == 5060708 && keeps(1) == 6070808 && keeps(-1) == 5060708);
  publish_address(&first, 0);
  publish_address(&second, 5);
  CHECK(second == NULL && *first == 6 && keeps(1) == 6070808);
  mode = 2;
  CHECK(keeps(0) == -(6 * 1000000 + 20 * 10000 + 8 * 100 + 8) && keeps(0) == 6200808);
  publish_address(&second, 1);
  mode = 3;
  CHECK(*second == 8 && keeps(1) == -(7000000 + 210000 + 1100 + 8) && keeps(-1) == -(6000000 + 200000 + 1200 + 8));
  *first = *second = 0;
  mode = 0;
  CHECK(keeps(0) == 6000008);

  limit = 1;
  CHECK(while_enabled(9) == 0);
  enabled = 1;
  CHECK(while_enabled(0) == 0 && while_enabled(2) == 2 && totals[0] == 1 && totals[1] == 3 && totals[2] == 4 && totals[3] == 0);
  mode = 4;
  CHECK(while_enabled(9) == 5 && limit == 32 && !enabled && totals[0] == 9 && totals[1] == 3 + 1 + 16 && totals[2] == 6 && totals[3] == 4);

  mode = 0;
  CHECK(sum_totals() == 77 * 39 && reads == 3);
  mode = 5;
  CHECK(sum_totals() == 77 * 35 && reads == 6 && totals[3] == 34);
  totals[0] = 1000000000000, totals[1] = totals[2] = 0;
  CHECK(sum_totals() == 77000000000000 && totals[3] == 64 && fixed == 77);

  limit = 4;
  CHECK(through_pointer() == 0);
  outside = stop;
  CHECK(through_pointer() == 7 * 13 + 1000 && limit == 4 + 3 + 3 && outside == NULL);
  outside = change;
  limit = 3;
  seen[18] = 0;
  // limit grows with its own turns: 0 adds 1, 1 adds 1 and 1; then the pointer leads elsewhere
  CHECK(through_pointer() == (((0 * 3 + 100 + 1000) * 3 + 4 + 6) * 3 + 6 + 6) * 9 + (8 + 6) * 3 + 10 + 6 && limit == 6 &&
        seen[18] == 2 + 3 + 4 + 5 + 4);

  mode = 0;
  seens = 0;
  limit = 6;
  stamp(20);
  CHECK(seens == 2 && seen[0] == 20 && seen[1] == 22 && limit == 23 && totals[0] == 20);
  mode = 6;
  seens = 0;
  if (setjmp(away) == 0) {
    stamp(40);
    CHECK(0);
  }
  CHECK(seens == 2 && seen[0] == 40 && seen[1] == 42 && limit == 42 && totals[0] == 20);

  mode = 0;
  CHECK(remember(0) == 0 && remember(5) == 5 && remember(2) == 2 && remember(0) == 0);
  mode = 7;
  CHECK(remember(3) == 3 + 4 && remember(0) == 0);
  CHECK(remember(1) == 1);
  return failures != 0;
}
