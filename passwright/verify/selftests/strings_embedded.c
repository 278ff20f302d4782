// Counted strings with NULs inside: search, replace and split by length, next to the C functions that stop at the first NUL.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Text {
  unsigned char* bytes;
  size_t length;
};

static const unsigned char marker[] = "a\0b\0\0c";

static size_t find(struct Text in, const unsigned char* what, size_t length, size_t from) {
  if (length > in.length) return SIZE_MAX;
  for (size_t at = from; at <= in.length - length; at++) {
    if (memcmp(in.bytes + at, what, length) == 0) return at;
  }
  return SIZE_MAX;
}

size_t text_find(const unsigned char* bytes, size_t length, const unsigned char* what, size_t what_length) {
  return find((struct Text){(unsigned char*)bytes, length}, what, what_length, 0);
}

size_t text_markers(const unsigned char* bytes, size_t length) {
  struct Text text = {(unsigned char*)bytes, length};
  size_t count = 0;
  for (size_t at = 0; (at = find(text, marker, sizeof marker - 1, at)) != SIZE_MAX; at++) count++;
  return count;
}

// How the marker looks to functions that know lengths and to those that do not.
size_t marker_sizes(size_t skip) {
  const char* text = (const char*)marker + skip;
  return strlen(text) * 1000 + (sizeof marker - skip) * 10 + strnlen(text, 1);
}

static void append(struct Text* text, const unsigned char* bytes, size_t length) {
  if (length == 0) return;
  unsigned char* grown = realloc(text->bytes, text->length + length + 1);
  if (!grown) abort();
  memcpy(grown + text->length, bytes, length);
  text->length += length;
  grown[text->length] = 0;
  text->bytes = grown;
}

unsigned char* text_replace(const unsigned char* bytes, size_t length, const struct Text* what, const struct Text* by,
                            size_t* result_length) {
  struct Text in = {(unsigned char*)bytes, length}, out = {NULL, 0};
  size_t from = 0;
  append(&out, (const unsigned char*)"<\0", 2);
  for (size_t at; what->length > 0 && (at = find(in, what->bytes, what->length, from)) != SIZE_MAX; from = at + what->length) {
    append(&out, bytes + from, at - from);
    append(&out, by->bytes, by->length);
  }
  append(&out, bytes + from, length - from);
  append(&out, (const unsigned char*)"\0>", 2);
  *result_length = out.length;
  return out.bytes;
}

// Cuts at NULs, as in a list of C strings; the last may lack its NUL.
size_t text_strings(const unsigned char* bytes, size_t length, size_t* lengths, size_t room) {
  size_t n = 0;
  while (length > 0 && n < room) {
    const unsigned char* end = memchr(bytes, 0, length);
    lengths[n] = end ? (size_t)(end - bytes) : length;
    size_t used = lengths[n++] + (end != NULL);
    bytes += used;
    length -= used;
  }
  return n;
}

// What each function copies of the same bytes into a field of eight.
void copies(char (*fields)[8], const char* text) {
  char hold[24];
  strncpy(fields[0], text, 8);
  memcpy(fields[1], text, 8);
  strncpy(fields[2], "ab\0cd", 6);
  memcpy(fields[3], "ab\0cd", 6);
  strcpy(fields[4], "xy\0z");
  strncat(fields[4], text, 3);
  strcpy(hold, "12345678\0abc");
  hold[3] = 0;
  strcat(hold, "ef");
  memcpy(fields[5], hold, 8);
  fields[6][0] = (char)('0' + strlen(hold));
}
