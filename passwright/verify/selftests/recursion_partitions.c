// Counts and lists the partitions of a number: two recursions, one with a table, one that reports through a callback.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MOST 60

static uint64_t table[MOST + 1][MOST + 1];

static uint64_t count(unsigned rest, unsigned largest) {
  if (rest == 0) return 1;
  if (largest == 0) return 0;
  if (largest > rest) largest = rest;
  if (table[rest][largest] == 0) table[rest][largest] = count(rest - largest, largest) + count(rest, largest - 1);
  return table[rest][largest];
}

uint64_t partitions(unsigned n) { return n > MOST ? 0 : count(n, n); }

typedef void (*Visit)(void* state, const unsigned* parts, size_t length);

static void descend(unsigned rest, unsigned largest, unsigned* parts, size_t length, Visit visit, void* state) {
  if (rest == 0) {
    visit(state, parts, length);
    return;
  }
  for (unsigned part = rest < largest ? rest : largest; part > 0; part--) {
    parts[length] = part;
    descend(rest - part, part, parts, length + 1, visit, state);
  }
}

void visit_partitions(unsigned n, Visit visit, void* state) {
  unsigned parts[MOST];
  memset(parts, 0, sizeof parts);
  if (n <= MOST) descend(n, n, parts, 0, visit, state);
}
