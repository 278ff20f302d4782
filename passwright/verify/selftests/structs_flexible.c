// Messages with flexible array members: built, copied, concatenated and split on the heap, headers by value and tails by length.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Message {
  uint16_t kind;
  uint8_t hops;
  uint8_t length;
  unsigned char body[];
};

struct Row {
  size_t n;
  double sum;
  int32_t cells[];
};

struct Message* message_new(uint16_t kind, const void* body, uint8_t length) {
  struct Message* message = malloc(sizeof *message + length);
  if (!message) return NULL;
  *message = (struct Message){.kind = kind, .length = length};
  if (length > 0) memcpy(message->body, body, length);
  return message;
}

// An assignment copies the head alone; what is in the body stays.
void message_stamp(struct Message* to, const struct Message* from) {
  uint8_t length = to->length;
  *to = *from;
  to->length = length;
  to->hops++;
}

struct Message* message_join(const struct Message* a, const struct Message* b) {
  unsigned length = (unsigned)a->length + b->length;
  if (length > 255) return NULL;
  struct Message* joined = message_new(a->kind, a->body, a->length);
  if (!joined) return NULL;
  struct Message* grown = realloc(joined, sizeof *joined + length);
  if (!grown) {
    free(joined);
    return NULL;
  }
  if (b->length > 0) memcpy(grown->body + grown->length, b->body, b->length);
  grown->length = (uint8_t)length;
  grown->hops = a->hops > b->hops ? a->hops : b->hops;
  return grown;
}

size_t message_split(const struct Message* message, unsigned char at, struct Message** parts, size_t room) {
  size_t count = 0, start = 0;
  for (size_t i = 0; i <= message->length && count < room; i++) {
    if (i < message->length && message->body[i] != at) continue;
    parts[count] = message_new(message->kind, message->body + start, (uint8_t)(i - start));
    parts[count++]->hops = message->hops;
    start = i + 1;
  }
  return count;
}

uint32_t message_check(const struct Message* message) {
  uint32_t sum = message->kind * 0x10001u + message->hops;
  for (unsigned i = 0; i < message->length; i++) sum = (sum << 5 | sum >> 27) ^ message->body[i];
  return sum;
}

static struct Row* row_new(size_t n) {
  struct Row* row = calloc(1, sizeof *row + n * sizeof row->cells[0]);
  if (row) row->n = n;
  return row;
}

struct Row* row_pascal(size_t n) {
  struct Row* row = row_new(1);
  if (!row) return NULL;
  row->cells[0] = 1;
  row->sum = 1;
  while (row->n < n) {
    struct Row* next = row_new(row->n + 1);
    for (size_t i = 0; next && i < next->n; i++) {
      next->cells[i] = (i > 0 ? row->cells[i - 1] : 0) + (i < row->n ? row->cells[i] : 0);
      next->sum += next->cells[i];
    }
    free(row);
    if (!next) return NULL;
    row = next;
  }
  return row;
}
