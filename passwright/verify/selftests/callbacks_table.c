// Commands found by name in tables of functions, a fixed one and one that grows, with abbreviations, defaults and chains of commands.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Machine {
  int64_t value;
  int64_t saved[4];
  unsigned unknown;
};
typedef int (*Command)(struct Machine* m, int64_t argument);

struct Entry {
  const char* name;
  Command command;
  int64_t otherwise;
};

static int wrap(struct Machine* m, uint64_t value) {
  m->value = (int64_t)value;
  return 0;
}

static int do_add(struct Machine* m, int64_t argument) { return wrap(m, (uint64_t)m->value + (uint64_t)argument); }
static int do_subtract(struct Machine* m, int64_t argument) { return wrap(m, (uint64_t)m->value - (uint64_t)argument); }
static int do_times(struct Machine* m, int64_t argument) { return wrap(m, (uint64_t)m->value * (uint64_t)argument); }
static int do_set(struct Machine* m, int64_t argument) {
  m->value = argument;
  return 0;
}
static int do_save(struct Machine* m, int64_t argument) {
  if (argument < 0 || argument > 3) return 1;
  m->saved[argument] = m->value;
  return 0;
}
static int do_restore(struct Machine* m, int64_t argument) {
  if (argument < 0 || argument > 3) return 1;
  m->value = m->saved[argument];
  return 0;
}
static int do_fail(struct Machine* m, int64_t argument) {
  (void)m;
  return (int)argument;
}

static const struct Entry fixed[] = {
    {"add", do_add, 1}, {"fail", do_fail, 9},    {"restore", do_restore, 0},   {"save", do_save, 0},
    {"set", do_set, 0}, {"sub", do_subtract, 1}, {"subtract", do_subtract, 2}, {"times", do_times, 2},
};

static struct Entry added[6];
static unsigned added_count;

static const struct Entry* in_table(const struct Entry* table, unsigned count, const char* name, size_t length, unsigned* matches) {
  const struct Entry* found = NULL;
  for (unsigned i = 0; i < count; i++) {
    if (strncmp(table[i].name, name, length) != 0) continue;
    if (table[i].name[length] == 0) {
      *matches = 1;
      return &table[i];
    }
    if (found == NULL) found = &table[i];
    ++*matches;
  }
  return found;
}

static const struct Entry* find(const char* name, size_t length) {
  unsigned matches = 0;
  const struct Entry* entry = in_table(added, added_count, name, length, &matches);
  if (matches == 0) entry = in_table(fixed, sizeof fixed / sizeof *fixed, name, length, &matches);
  return length > 0 && matches == 1 ? entry : NULL;
}

Command command_of(const char* name) {
  const struct Entry* entry = find(name, strlen(name));
  return entry ? entry->command : NULL;
}

int add_command(const char* name, Command command, int64_t otherwise) {
  for (unsigned i = 0; i < added_count; i++) {
    if (strcmp(added[i].name, name) != 0) continue;
    if (command != NULL) {
      added[i].command = command;
      return 1;
    }
    added[i] = added[--added_count];
    return 2;
  }
  if (command == NULL || added_count == 6) return -1;
  added[added_count++] = (struct Entry){name, command, otherwise};
  return 0;
}

// NAME[NUMBER][;NAME[NUMBER]]...: stops at the first command that fails, passes over those it does not know
int perform(struct Machine* m, const char* line) {
  while (*line) {
    size_t length = 0;
    while (line[length] >= 'a' && line[length] <= 'z') length++;
    const struct Entry* entry = find(line, length);
    line += length;
    int negative = *line == '-';
    line += negative;
    int64_t argument = 0;
    const char* digits = line;
    for (; *line >= '0' && *line <= '9'; line++) argument = argument * 10 + (*line - '0');
    if (digits == line && entry) argument = entry->otherwise;
    if (negative) argument = -argument;
    int status = entry ? entry->command(m, argument) : 0;
    m->unknown += entry == NULL;
    if (status != 0) return status;
    while (*line && *line != ';') line++;
    if (*line) line++;
  }
  return 0;
}
