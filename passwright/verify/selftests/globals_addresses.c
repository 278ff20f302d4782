// Initialisers with addresses: cyclic records, pointers into the middle of arrays and structs, tables of functions, flexible arrays,
// unions, bit-fields.
#include <stddef.h>
#include <stdint.h>

struct Room {
  const char* name;
  struct Room* exits[4];
  int* counter;
  int (*enter)(struct Room*, int);
};

static int visits[3];
static int fees = 100;

static int count_visit(struct Room* room, int amount) { return *room->counter += amount; }
static int pay(struct Room* room, int amount) {
  fees -= amount;
  return count_visit(room, 1) * 1000 + fees;
}

static struct Room hall, kitchen, tower;
static struct Room kitchen = {"kitchen", {&hall, NULL, [3] = &kitchen}, visits + 1, pay};
static struct Room hall = {.name = "hall", .exits = {[1] = &kitchen, [2] = &tower}, .counter = &visits[0], .enter = count_visit};
static struct Room tower = {&"watchtower"[5], {[0] = &hall, [2] = &tower}, &visits[2], count_visit};

struct Room* const entrance = &hall;

int walk(const unsigned char* ways, size_t n, int amount, const char** last) {
  struct Room* at = entrance;
  int result = 0;
  for (size_t i = 0; i < n; i++) {
    struct Room* next = at->exits[ways[i] & 3];
    if (!next) continue;
    at = next;
    result = at->enter(at, amount);
  }
  *last = at->name;
  return result;
}

int visited(unsigned room) { return room < 3 ? visits[room] : fees; }

static uint16_t cells[4][5] = {{1, 2, 3}, [2] = {[3] = 9, 10}, {[0] = 7}};
static uint16_t* const diagonal[] = {&cells[0][0], cells[1] + 1, *(cells + 2) + 2, &cells[3][3], &cells[3][4] + 1};
static uint16_t (*const middle)[5] = &cells[2];

unsigned spread(unsigned add) {
  unsigned sum = 0;
  for (size_t i = 0; i < 4; i++) *diagonal[i] = (uint16_t)(*diagonal[i] + add);
  for (uint16_t* p = diagonal[0]; p < diagonal[4]; p++) sum = sum * 3 + *p;
  return sum + (unsigned)((*middle)[3] * 1000000u) + (unsigned)(diagonal[3] - diagonal[1]);
}

struct Packed {
  unsigned low : 3, high : 7;
  signed deep : 5;
  union {
    const void* pointer;
    uintptr_t number;
  } u;
  unsigned char length, bytes[];
};

static struct Packed packed = {5, 100, -16, {.pointer = &packed.u}, 3, {11, 22, 33}};

unsigned unpack(int change) {
  packed.deep += change > 0 ? 1 : -(packed.deep > -16);
  packed.high += 20;
  unsigned sum = packed.low + packed.high * 8u + (unsigned)(packed.deep + 16) * 1024u;
  for (unsigned i = 0; i < packed.length; i++) sum += (unsigned)packed.bytes[i]++ << 16;
  return packed.u.pointer == &packed.u && packed.u.number == (uintptr_t)&packed.u.number ? sum : 0;
}

// a list whose links are the addresses of link fields
struct Link {
  int value;
  struct Link** back;
  struct Link* next;
};
static struct Link links[3] = {{1, NULL, links + 1}, {2, &links[0].next, links + 2}, {3, &links[1].next, NULL}};
struct Link* exported = links;

int unlink_value(int value) {
  for (struct Link* l = exported; l; l = l->next)
    if (l->value == value) {
      *(l->back ? l->back : &exported) = l->next;
      if (l->next) l->next->back = l->back;
      return 1;
    }
  return 0;
}
