#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

size_t month_from(const char* text, size_t n, int* ambiguous);
unsigned end_mask(size_t month);
size_t to_morse(const unsigned char* text, size_t n, unsigned char* out);
size_t from_morse(const unsigned char* code, size_t n, unsigned char* out);
const char* number_name(unsigned n);
size_t write_banner(size_t where, unsigned char c, char* out);
size_t sizes(unsigned which);

static int month(const char* text, size_t wanted, int unclear) {
  int ambiguous = 9;
  return month_from(text, strlen(text), &ambiguous) == wanted && ambiguous == unclear;
}

static int codes(const char* text, const char* wanted) {
  unsigned char out[200];
  memset(out, '#', sizeof out);
  size_t n = to_morse((const unsigned char*)text, strlen(text), out);
  return n == strlen(wanted) && memcmp(out, wanted, n) == 0 && out[n] == '#';
}

static int decodes(const char* code, const char* wanted) {
  unsigned char out[200];
  memset(out, '#', sizeof out);
  size_t n = from_morse((const unsigned char*)code, strlen(code), out);
  return n == strlen(wanted) && memcmp(out, wanted, n) == 0 && out[n] == '#';
}

static int banner(size_t where, int c, const char* wanted) {
  char out[40];
  memset(out, '#', sizeof out);
  return write_banner(where, (unsigned char)c, out) == strlen(wanted) && strcmp(out, wanted) == 0;
}

int main(void) {
  CHECK(month("", 1, 1) && month("j", 1, 1) && month("ja", 1, 0) && month("ju", 6, 1) && month("jun", 6, 0) && month("july", 7, 0) &&
        month("julyx", 0, 0));
  CHECK(month("ma", 3, 1) && month("mar", 3, 0) && month("may", 5, 0) && month("a", 4, 1) && month("ap", 4, 0) && month("au", 8, 0) &&
        month("x", 0, 0));
  CHECK(month("september", 9, 0) && month("septembre", 0, 0) && month("d", 12, 0) && month("December", 0, 0));
  static const unsigned masks[] = {240, 240, 16, 16, 400, 16, 144, 16, 31, 30, 31, 31};
  for (size_t i = 0; i < 24; i++) CHECK(end_mask(i) == masks[i % 12]);
  CHECK(codes("", "") && codes("e", ". ") && codes("SOS", "... --- ... ") && codes("a b", ".- /-... ") && codes("z@[{`", "--.. ////"));
  CHECK(codes("abcdefghijklmnopqrstuvwxyz",
              ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "));
  CHECK(decodes("", "") && decodes("... --- ...", "sos") && decodes(". /- ", "e_t") && decodes("  //", "__") &&
        decodes("..-- ---. ---- .-.- .....", "?????"));
  CHECK(decodes(".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. ",
                "abcdefghijklmnopqrstuvwxyz"));
  CHECK(decodes("................................................................--------------------------------------------------- .",
                "?e"));
  static const char* const names[] = {"zero", "one", "two", "three", "", "five", "many", "many"};
  for (unsigned i = 0; i < 8; i++) CHECK(strcmp(number_name(i), names[i]) == 0);
  CHECK(strcmp(number_name(0xffffffffu), "many") == 0 && number_name(1) == number_name(0) + 5 && number_name(5) == number_name(4) + 1);
  CHECK(banner(99, 'x', "hello|hello") && banner(0, 'j', "jello|kello") && banner(4, 'y', "jelly|kello") && banner(5, 'a', "jellya|kello"));
  CHECK(banner(7, 'q', "jellya|kello") && banner(6, 's', "jellyasq|kello") && banner(10, '!', "jellyasq|kello") &&
        banner(11, '!', "jellyasq|kello"));
  CHECK(banner(2, 0, "je|ke\001lo") && banner(2, 'l', "jellyasq|kemlo") && banner(0, 0, "|\001emlo"));
  char out[40];
  for (size_t i = 0; i < 11; i++) write_banner(i, (unsigned char)('a' + i), out);
  CHECK(strcmp(out, "abcdefghijk|bcdef") == 0 && banner(11, 'x', "abcdefghijk|bcdef") && banner(12, 'x', "abcdefghijk|bcdef"));
  CHECK(sizes(0) == 511 && sizes(1) == 0xe9 + 0x1f600 + 12 && sizes(2) == 3 && sizes(3) == 2 + 6 + 1 && sizes(4) == 25);
  return failures != 0;
}
