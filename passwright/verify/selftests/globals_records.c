// A small store in zero-initialised static arrays of structs: open hashing by index, a free list, sorted views, and a journal that undoes.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { ROOM = 24, BUCKETS = 7, NAME = 6 };

struct Record {
  uint8_t name[NAME];
  uint8_t length;
  int16_t next;
  int32_t value;
};

struct Change {
  int16_t record;
  int16_t kind;
  int32_t old;
};

static struct Record records[ROOM];
static int16_t heads[BUCKETS];  // one more than the index
static int16_t spare;           // as heads, of a list of records given back
static int16_t fresh;
static struct Change journal[8];
static unsigned changes;
static struct {
  unsigned lookups, probes, inserts, removals;
} statistics;

static unsigned bucket(const uint8_t* name, size_t length) {
  unsigned hash = 5;
  for (size_t i = 0; i < length; i++) hash = hash * 33 + name[i];
  return hash % BUCKETS;
}

static int16_t* find(const uint8_t* name, size_t length) {
  int16_t* link = &heads[bucket(name, length)];
  statistics.lookups++;
  for (; *link; link = &records[*link - 1].next) {
    struct Record* r = &records[*link - 1];
    statistics.probes++;
    if (r->length == length && memcmp(r->name, name, length) == 0) break;
  }
  return link;
}

static void note(int record, int kind, int32_t old) {
  if (changes == sizeof journal / sizeof *journal) {
    memmove(journal, journal + 1, sizeof journal - sizeof *journal);
    changes--;
  }
  journal[changes++] = (struct Change){(int16_t)record, (int16_t)kind, old};
}

int put(const uint8_t* name, size_t length, int32_t value) {
  if (length > NAME) return -1;
  int16_t* link = find(name, length);
  if (*link) {
    note(*link, 1, records[*link - 1].value);
    records[*link - 1].value = value;
    return 1;
  }
  int16_t at = spare;
  if (at)
    spare = records[at - 1].next;
  else if (fresh < ROOM)
    at = ++fresh;
  else
    return -2;
  struct Record* r = &records[at - 1];
  memcpy(r->name, name, length);
  r->length = (uint8_t)length;
  r->value = value;
  r->next = 0;
  *link = at;
  note(at, 2, 0);
  statistics.inserts++;
  return 2;
}

int get(const uint8_t* name, size_t length, int32_t* value) {
  int16_t at = *find(name, length);
  if (at) *value = records[at - 1].value;
  return at != 0;
}

static void drop(int16_t* link) {
  int16_t at = *link;
  *link = records[at - 1].next;
  records[at - 1].next = spare;
  spare = at;
}

int removed(const uint8_t* name, size_t length) {
  int16_t* link = find(name, length);
  if (!*link) return 0;
  changes = 0;
  drop(link);
  statistics.removals++;
  return 1;
}

int undo(void) {
  if (changes == 0) return 0;
  struct Change c = journal[--changes];
  struct Record* r = &records[c.record - 1];
  if (c.kind == 1)
    r->value = c.old;
  else
    drop(find(r->name, r->length));
  return c.kind;
}

// the indices of the live records by value, then by index
size_t sorted(int16_t out[]) {
  size_t n = 0;
  for (int b = 0; b < BUCKETS; b++)
    for (int16_t at = heads[b]; at; at = records[at - 1].next) {
      size_t i = n++;
      for (; i > 0; i--) {
        int32_t before = records[out[i - 1] - 1].value, value = records[at - 1].value;
        if (before < value || (before == value && out[i - 1] < at)) break;
        out[i] = out[i - 1];
      }
      out[i] = at;
    }
  return n;
}

void tell(unsigned out[4]) { memcpy(out, &statistics, sizeof statistics); }
