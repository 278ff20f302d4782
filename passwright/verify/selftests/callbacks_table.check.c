#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Machine {
  int64_t value;
  int64_t saved[4];
  unsigned unknown;
};
typedef int (*Command)(struct Machine* m, int64_t argument);
Command command_of(const char* name);
int add_command(const char* name, Command command, int64_t otherwise);
int perform(struct Machine* m, const char* line);

static int square(struct Machine* m, int64_t argument) {
  m->value = m->value * m->value + argument;
  return 0;
}
static int twice(struct Machine* m, int64_t argument) {  // performs a line within a line, that may end it
  int status = perform(m, argument ? "add5;times" : "add1;fail3;add1");
  return status ? status + 10 : 0;
}
static int forget(struct Machine* m, int64_t argument) {  // takes itself out of the table that it was found in
  m->value += argument + 100 * add_command("forget", NULL, 0);
  return 0;
}

static int run(const char* line, int64_t from, int status, int64_t value, unsigned unknown) {
  struct Machine m = {from, {11, 22, 33, 44}, 0};
  int got = perform(&m, line);
  if (got != status || m.value != value || m.unknown != unknown) printf("%s: %d %lld %u\n", line, got, (long long)m.value, m.unknown);
  return got == status && m.value == value && m.unknown == unknown;
}

int main(void) {
  static const char* const names[] = {"add", "fail", "restore", "save", "set", "subtract", "times"};
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < i; j++) CHECK(command_of(names[i]) != command_of(names[j]) && command_of(names[i]) != NULL);
  CHECK(command_of("sub") == command_of("subtract") && command_of("subt") == command_of("sub"));
  CHECK(command_of("a") == command_of("add") && command_of("s") == NULL && command_of("") == NULL && command_of("adds") == NULL);
  CHECK(run("", 5, 0, 5, 0) && run("add", 5, 0, 6, 0) && run("add7", 5, 0, 12, 0) && run("add-7", 5, 0, -2, 0) && run("add-", 5, 0, 4, 0));
  CHECK(run("a", INT64_MAX, 0, INT64_MIN, 0) && run("sub", INT64_MIN, 0, INT64_MAX, 0) && run("subtr", 5, 0, 3, 0));
  CHECK(run("t", INT64_MIN, 0, 0, 0) && run("times3;ti-1", 7, 0, -21, 0) && run("set;a0", 9, 0, 0, 0));
  CHECK(run("add1;;x5;s2;add2", 0, 0, 3, 3) && run("add1;fail;add1", 0, 9, 1, 0) && run("fail0;f-4", 1, -4, 1, 0));
  CHECK(run("restore1;save0;set5;r0", 1, 0, 22, 0) && run("restore3", 1, 0, 44, 0) && run("restore4;set0", 1, 1, 1, 0));
  CHECK(run("save-1;set0", 6, 1, 6, 0) && run("add1 with words;add2?", 0, 0, 3, 0));

  CHECK(add_command("square", square, 3) == 0 && add_command("sq", twice, 0) == 0 && add_command("none", NULL, 0) == -1);
  CHECK(run("square", 5, 0, 28, 0) && run("square-1", 5, 0, 24, 0) && run("sq1;add1", 5, 0, 21, 0) && run("sq;add1", 5, 13, 6, 0));
  CHECK(command_of("squ") == square && command_of("s") == NULL && command_of("set") != NULL);
  CHECK(add_command("square", twice, 8) == 1 && command_of("squ") == twice && run("square", 5, 0, 5 * 2 + 10, 0));
  CHECK(add_command("sq", NULL, 0) == 2 && command_of("sq") == twice && add_command("sq", NULL, 0) == -1);
  CHECK(add_command("add", square, 0) == 0 && run("add;a1;ad2", 2, 0, (4 * 4 + 1) * (4 * 4 + 1) + 2, 0));
  CHECK(add_command("add", NULL, 0) == 2 && run("add", 2, 0, 3, 0));
  CHECK(add_command("forget", forget, 7) == 0 && run("forget;forget;fo2;f6", 1, 6, 208, 2));
  CHECK(add_command("b", square, 0) == 0 && add_command("c", square, 0) == 0 && add_command("d", square, 0) == 0);
  CHECK(add_command("e", square, 0) == 0 && add_command("f", square, 0) == 0 && add_command("g", square, 0) == -1);
  CHECK(run("b;c;d;e;f;g", 2, 0, 4294967296, 1));
  return failures != 0;
}
