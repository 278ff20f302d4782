// Packed records of 13 bytes with bit-fields across words, in arrays so that each lies differently: totals, updates, moves, searches.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct __attribute__((packed)) Record {
  unsigned int kind : 3;
  unsigned int source : 13;
  uint64_t time : 37;
  signed int level : 11;
  unsigned int serial : 24;
  uint16_t tail;
};

struct __attribute__((packed)) Odd {
  unsigned char head;
  unsigned int one : 1;
  unsigned int most : 31;
  int64_t rest : 56;
};

size_t record_size(void) { return sizeof(struct Record) * 100 + sizeof(struct Odd); }

static uint64_t key(const struct Record* r) { return (uint64_t)r->kind << 50 | (uint64_t)r->source << 37 | r->time; }

void make(struct Record* r, unsigned kind, unsigned source, uint64_t time, int level, unsigned serial) {
  r->kind = kind & 7;
  r->source = source & 8191;
  r->time = time & 0x1fffffffff;
  r->level = level;
  r->serial = serial & 0xffffff;
  r->tail = (uint16_t)(kind ^ source);
}

int64_t total(const struct Record* r, size_t n, uint64_t* times) {
  int64_t sum = 0;
  *times = 0;
  for (size_t i = 0; i < n; i++) {
    sum += r[i].level * (int64_t)(r[i].kind + 1) - r[i].serial;
    *times += r[i].time + r[i].tail;
  }
  return sum;
}

// Adds to one field of each record, within the field's width.
void bump(struct Record* r, size_t n, int which, int by) {
  for (size_t i = 0; i < n; i++) {
    switch (which) {
      case 0:
        r[i].kind += (unsigned)by & 7;
        break;
      case 1:
        r[i].source -= (unsigned)by & 8191;
        break;
      case 2:
        r[i].time += (uint64_t)(int64_t)by & 0x1fffffffff;
        break;
      case 3:
        r[i].level = r[i].level + by;
        break;
      case 4:
        r[i].serial ^= (unsigned)by & 0xffffff;
        break;
      default:
        r[i].tail = (uint16_t)(r[i].tail * 3 + by);
    }
  }
}

static void swap(struct Record* a, struct Record* b) {
  struct Record t = *a;
  *a = *b;
  *b = t;
}

void sort_records(struct Record* r, size_t n) {
  for (size_t i = 1; i < n; i++)
    for (size_t k = i; k > 0 && key(&r[k]) < key(&r[k - 1]); k--) swap(&r[k], &r[k - 1]);
}

size_t find_time(const struct Record* r, size_t n, uint64_t time) {
  for (size_t i = 0; i < n; i++)
    if (r[i].time == time) return i;
  return n;
}

void copy_levels(struct Record* to, const struct Record* from, size_t n) {
  for (size_t i = 0; i < n; i++) {
    to[i].level = from[i].level;
    to[i].serial = from[i].serial;
  }
}

void odd_write(struct Odd* o, size_t n, int64_t v) {
  for (size_t i = 0; i < n; i++) {
    o[i].one = (v >> i % 63) & 1;
    o[i].rest = v - (int64_t)i;
    o[i].most = (unsigned)(v + (int64_t)i) & 0x7fffffff;
  }
}

int64_t odd_read(const struct Odd* o, size_t n) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 5 + (uint64_t)o[i].rest + o[i].most * 2u + o[i].one + o[i].head;
  return (int64_t)sum;
}
