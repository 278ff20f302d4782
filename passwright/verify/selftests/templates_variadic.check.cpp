#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

size_t variadic_pack(unsigned char* to, size_t room, uint8_t a, int16_t b, uint32_t c, int64_t d, bool* whole);
int64_t variadic_unpack(const unsigned char* from);
int variadic_ask();
int variadic_ask_none();
int64_t variadic_minus(int64_t a, int64_t b, int64_t c, int64_t d);
size_t variadic_format(char* to, int a, const char* b, bool c, int64_t d);
int64_t variadic_curry(int a, int64_t b, short c);

static int asked[16], questions, refused, granted;
bool ask(int which) {
  if (questions < 16) asked[questions] = which;
  questions++;
  return which > 0 ? which != refused : -which == granted;
}

int main() {
  static const unsigned char wanted[] = {0xfe, 0xfe, 0xff, 0x78, 0x56, 0x34, 0x12, 0x08, 0x07, 0x06, 0x05,
                                         0x04, 0x03, 0x02, 0x81, 0xfe, 0xff, 0x34, 0x12, 0xfe, 0x00};
  static const size_t ends[] = {0, 1, 3, 7, 15, 17, 19, 21};
  unsigned char bytes[32];
  for (size_t room = 0; room < 30; room++) {
    bool whole = room < 21;
    memset(bytes, 0x55, sizeof bytes);
    const size_t used = variadic_pack(bytes, room, 0xfe, -2, 0x12345678, -9150748177064392952, &whole);
    size_t fits = 0;
    for (size_t end : ends)
      if (end <= room) fits = end;
    CHECK(used == fits && whole == (room >= 21) && memcmp(bytes, wanted, used) == 0);
    for (size_t i = used; i < 32; i++) CHECK(bytes[i] == 0x55);
  }
  memcpy(bytes, wanted, sizeof wanted);
  memcpy(bytes + 7, "\xf8\xf8\xf9\xfa\xfb\xfc\xfd\xfe", 8);
  CHECK(variadic_unpack(bytes) == -2251339647085360942);
  memset(bytes, 0xff, sizeof bytes);
  CHECK(variadic_unpack(bytes) == 255 - 11 + 0xffffffff * int64_t{21} - 31 + 65535 * 41 - 51);
  memset(bytes, 0, sizeof bytes);
  CHECK(variadic_unpack(bytes) == 0);
  bytes[2] = 0x80;
  CHECK(variadic_unpack(bytes) == -32768 * 11);
  bytes[17] = 0x80;
  CHECK(variadic_unpack(bytes + 0) == -32768 * 11 - 128 * 51);
  bytes[10] = 1;
  CHECK(variadic_unpack(bytes) == -32768 * 11 - 128 * 51 + (int64_t{31} << 24));

  for (refused = 1; refused <= 5; refused++)
    for (granted = 1; granted <= 5; granted++) {
      questions = 0;
      const int first = refused < 4 ? refused : 4, second = granted < 4 ? granted : 4;
      CHECK(variadic_ask() == (first + 100 * second) * 4 + (refused == 5) * 2 + (granted < 5));
      CHECK(questions == first + second);
      for (int i = 0; i < first; i++) CHECK(asked[i] == i + 1);
      for (int i = 0; i < second; i++) CHECK(asked[first + i] == -i - 1);
    }
  questions = 0;
  CHECK(variadic_ask_none() == 2 && questions == 0);

  CHECK(variadic_minus(100, 7, 30, 2) == (100 - (7 - (30 - 2))) * 1000 + 61 + 100 - 93);
  CHECK(variadic_minus(-1, 1, -1, 1) == -4000 - 2 - 1 + 2);

  char text[160];
  memset(text, '#', sizeof text);
  CHECK(variadic_format(text, -12, "name", true, INT64_MIN) == strlen(text));
  CHECK(strcmp(text, "-12:name [yes] -9223372036854775808;-9223372036854775808end") == 0 && text[strlen(text) + 1] == '#');
  CHECK(variadic_format(text, 0, "", false, INT64_MAX) == 50);
  CHECK(strcmp(text, "0: [no] 9223372036854775807;9223372036854775807end") == 0);
  CHECK(variadic_format(text, INT32_MIN, "%d", false, 0) == strlen(text) && strcmp(text, "-2147483648:%d [no] 0;0end") == 0);

  CHECK(variadic_curry(1, 2, 3) == 123 * 1000 + 321 + 100);
  CHECK(variadic_curry(-7, 1000000, 0) == (10000000 - 700) * int64_t{1000} + 10000000 - 7 - 700);
  return failures != 0;
}
