// Records and words changed through unsigned char pointers and memcpy while typed members are read in between.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Record {
  uint32_t id;
  uint16_t kind;
  uint16_t level;
  double weight;
  int64_t stamp;
};

static void reverse(unsigned char* bytes, size_t size) {
  for (size_t low = 0, high = size; low + 1 < high; low++) {
    unsigned char byte = bytes[low];
    bytes[low] = bytes[--high];
    bytes[high] = byte;
  }
}

void to_network(struct Record* record) {
  reverse((unsigned char*)&record->id, sizeof record->id);
  reverse((unsigned char*)&record->kind, 2);
  reverse((unsigned char*)&record->level, 2);
  reverse((unsigned char*)record + offsetof(struct Record, weight), 8);
  reverse((unsigned char*)&record->stamp, sizeof record->stamp);
}

static uint64_t load(const unsigned char* from, size_t size) {
  uint64_t word = 0;
  memcpy(&word, from, size);
  return word;
}

// Typed reads before and after each change of bytes: none may be taken from before the change.
uint64_t journal(struct Record* record, uint64_t* history) {
  unsigned char* bytes = (unsigned char*)record;
  size_t n = 0;
  history[n++] = record->id;
  bytes[1] ^= 0x5a;
  history[n++] = record->id;
  memset(bytes + offsetof(struct Record, kind), (int)(record->id & 0x7f), 3);
  history[n++] = (uint64_t)record->kind << 16 | record->level;
  record->level = (uint16_t)(record->level + 1);
  history[n++] = load(bytes + 4, 4);
  record->weight = (double)record->level;
  history[n++] = load(bytes + 8, 8);
  bytes[15] ^= 0x80;
  history[n++] = record->weight < 0;
  memmove(bytes + 17, bytes + 16, 7);
  history[n++] = (uint64_t)record->stamp;
  record->stamp = -record->stamp;
  history[n++] = load(bytes + 16, 3);
  return n;
}

// The bytes may be those of the word itself.
uint32_t churn(uint32_t* word, unsigned char* bytes, size_t n) {
  uint32_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    sum = sum * 33 + *word;
    bytes[i] = (unsigned char)(*word + i + 7);
    sum ^= *word >> 3;
    *word = *word << 5 | *word >> 27;
    sum += bytes[i];
  }
  return sum;
}

// Counts down a length that is itself among the bytes being cleared.
size_t clear(unsigned char* bytes, size_t* length) {
  size_t steps = 0;
  while (steps < *length) bytes[steps++] = 0;
  return steps;
}

void copy_fields(double* to, const struct Record* records, size_t n) {
  for (size_t i = 0; i < n; i++) memcpy(to + i, (const unsigned char*)&records[i] + offsetof(struct Record, weight), sizeof *to);
}
