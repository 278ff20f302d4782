#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

struct Text {
  unsigned char* bytes;
  size_t length;
};

size_t text_find(const unsigned char* bytes, size_t length, const unsigned char* what, size_t what_length);
size_t text_markers(const unsigned char* bytes, size_t length);
size_t marker_sizes(size_t skip);
unsigned char* text_replace(const unsigned char* bytes, size_t length, const struct Text* what, const struct Text* by,
                            size_t* result_length);
size_t text_strings(const unsigned char* bytes, size_t length, size_t* lengths, size_t room);
void copies(char (*fields)[8], const char* text);

#define BYTES(literal) (const unsigned char*)(literal), sizeof(literal) - 1
#define TEXT(literal) &(struct Text){(unsigned char*)(literal), sizeof(literal) - 1}

static int gives(unsigned char* got, size_t length, const unsigned char* expected, size_t expected_length) {
  int same = got && length == expected_length && memcmp(got, expected, length) == 0 && got[length] == 0;
  free(got);
  return same;
}

int main(void) {
  CHECK(text_find(BYTES("x\0y\0z"), BYTES("\0z")) == 3 && text_find(BYTES("x\0y\0z"), BYTES("\0")) == 1 &&
        text_find(BYTES("x\0y\0z"), BYTES("z\0")) == SIZE_MAX);
  CHECK(text_find(BYTES(""), BYTES("")) == 0 && text_find(BYTES(""), BYTES("\0")) == SIZE_MAX &&
        text_find(BYTES("\0\0\0"), BYTES("\0\0\0")) == 0);
  CHECK(text_find(BYTES("a\0b\0a\0c"), BYTES("a\0c")) == 4 && text_find(BYTES("a\xff\0"), BYTES("\xff")) == 1);
  CHECK(text_markers(BYTES("a\0b\0\0c")) == 1 && text_markers(BYTES("a\0b\0\0ca\0b\0\0c-a\0b\0c")) == 2 &&
        text_markers(BYTES("a\0b\0\0")) == 0);
  CHECK(marker_sizes(0) == 1071 && marker_sizes(1) == 60 && marker_sizes(2) == 1051 && marker_sizes(3) == 40 && marker_sizes(5) == 1021 &&
        marker_sizes(6) == 10);

  size_t n;
  unsigned char* got = text_replace(BYTES("one\0two\0one"), TEXT("one\0"), TEXT("\0\0"), &n);
  CHECK(gives(got, n, BYTES("<\0\0\0two\0one\0>")));
  got = text_replace(BYTES("\0\0\0\0\0"), TEXT("\0\0"), TEXT("x"), &n);
  CHECK(gives(got, n, BYTES("<\0xx\0\0>")));
  got = text_replace(BYTES("abcabc"), TEXT("abc"), TEXT(""), &n);
  CHECK(gives(got, n, BYTES("<\0\0>")));
  got = text_replace(BYTES("abc"), TEXT(""), TEXT("zzz"), &n);
  CHECK(gives(got, n, BYTES("<\0abc\0>")));
  got = text_replace(BYTES(""), TEXT("a"), TEXT("b"), &n);
  CHECK(gives(got, n, BYTES("<\0\0>")));
  got = text_replace(BYTES("a\0a"), TEXT("a"), TEXT("a\0a"), &n);
  CHECK(gives(got, n, BYTES("<\0a\0a\0a\0a\0>")));

  size_t lengths[6];
  CHECK(text_strings(BYTES(""), lengths, 6) == 0 && text_strings(BYTES("\0"), lengths, 6) == 1 && lengths[0] == 0);
  CHECK(text_strings(BYTES("ab\0\0c\0def"), lengths, 6) == 4 && lengths[0] == 2 && lengths[1] == 0 && lengths[2] == 1 && lengths[3] == 3);
  lengths[2] = 77;
  CHECK(text_strings(BYTES("ab\0\0c\0def\0"), lengths, 2) == 2 && lengths[2] == 77 && text_strings(BYTES("abc\0"), lengths, 6) == 1 &&
        lengths[0] == 3);

  static const char* const texts[] = {"\0qrstuv", "q\0stuvw", "qrst\0uv", "qrstuvw", "qrstuvwxyz"};
  static const char firsts[5][9] = {"\0\0\0\0\0\0\0\0", "q\0\0\0\0\0\0\0", "qrst\0\0\0\0", "qrstuvw\0", "qrstuvwx"};
  static const char fifths[5][9] = {"xy\0??\?\?\?", "xyq\0???\?", "xyqrs\0?\?", "xyqrs\0?\?", "xyqrs\0?\?"};
  for (int k = 0; k < 5; k++) {
    char fields[8][8];
    memset(fields, '?', sizeof fields);
    copies(fields, texts[k]);
    CHECK(memcmp(fields[0], firsts[k], 8) == 0 && memcmp(fields[1], texts[k], 8) == 0);
    CHECK(memcmp(fields[2], "ab\0\0\0\0??", 8) == 0 && memcmp(fields[3], "ab\0cd\0??", 8) == 0);
    CHECK(memcmp(fields[4], fifths[k], 8) == 0 && memcmp(fields[5],
                                                         "123ef\0"
                                                         "78",
                                                         8) == 0);
    CHECK(fields[6][0] == '5' && fields[6][1] == '?' && fields[7][0] == '?');
  }
  return failures != 0;
}
