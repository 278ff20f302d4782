#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Entry {
  const char* name;
  unsigned char key[8];
};

int by_text(const char* a, const char* b);
int by_prefix(const char* a, const char* b, size_t n);
int by_bytes(const void* a, const void* b, size_t n);
extern const struct {
  size_t n;
  int (*order)(const void*, const void*);
  int (*same)(const void*, const void*);
  int (*less)(const void*, const void*);
} fixed[9];
void sort(struct Entry* entries, size_t n, int how);
const struct Entry* find(const struct Entry* entries, size_t n, const char* name);
int command(const char* text);

int main(void) {
  // In order, so the places say what each comparison must give.
  static const char* const texts[] = {"",       "\x01", "A", "a",    "aa",   "aa\x01", "ab",      "ab\x7f",
                                      "ab\x80", "abc",  "b", "\x7f", "\x80", "\xff",   "\xff\xff"};
  // Place among the prefixes of 2: equal ones have equal ranks.
  static const int ranks[] = {0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 7, 8, 9, 10};
  enum { N = sizeof texts / sizeof *texts };
  // "ab\x7f" is before "ab\x80" and "abc" before both.
  const char* ordered[N];
  memcpy(ordered, texts, sizeof texts);
  ordered[7] = "abc", ordered[8] = "ab\x7f", ordered[9] = "ab\x80";
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      int expected = (i > j) - (i < j);
      CHECK(by_text(ordered[i], ordered[j]) == expected);
      CHECK(by_prefix(ordered[i], ordered[j], 99) == expected && by_prefix(ordered[i], ordered[j], (size_t)-1) == expected);
      CHECK(by_prefix(ordered[i], ordered[j], 0) == 0);
      CHECK(by_prefix(ordered[i], ordered[j], 2) == (ranks[i] > ranks[j]) - (ranks[i] < ranks[j]));
    }
  }
  CHECK(by_bytes("", "x", 0) == 0 && by_bytes("a\0b", "a\0c", 3) == -1 && by_bytes("a\0b", "a\0c", 2) == 0);
  CHECK(by_prefix("a\0b", "a\0c", 3) == 0 && by_text("a\0b", "a\0c") == 0);

  // Each byte in turn the first that differs, with opposite differences after it.
  static const unsigned char pairs[][2] = {{0, 1}, {0, 255}, {127, 128}, {1, 0x81}, {254, 255}};
  for (int k = 0; k < 9; k++) {
    for (size_t at = 0; at <= fixed[k].n; at++) {
      for (int p = 0; p < 5; p++) {
        unsigned char low[40], high[41], *more = high + 1;  // one of them at an odd address
        memset(low, 0x40, 40), memset(more, 0x40, 40);
        low[at] = pairs[p][0], more[at] = pairs[p][1];
        if (at < fixed[k].n) memset(low + at + 1, 0xff, 39 - at), memset(more + at + 1, 0, 39 - at);
        int differs = at < fixed[k].n;
        CHECK(fixed[k].order(low, more) == -differs && fixed[k].order(more, low) == differs && fixed[k].order(more, more) == 0);
        CHECK(fixed[k].same(low, more) == !differs && fixed[k].same(more, low) == !differs);
        CHECK(fixed[k].less(low, more) == differs && fixed[k].less(more, low) == 0 && fixed[k].less(low, low) == 0);
        CHECK(by_bytes(low, more, fixed[k].n) == -differs && by_bytes(more, low, fixed[k].n) == differs);
      }
    }
  }

  const struct Entry given[5] = {{"pear", {2, 0, 0, 9}}, {"fig", {2, 0, 0, 200}}, {"pear", {1, 255}}, {"", {255}}, {"figs", {2, 0, 0, 9}}};
  static const char* const orders[16] = {"31402", "20143", "31402", "20413", "31420", "21403", "31420", "24013",
                                         "02413", "30142", "02413", "31042", "02413", "30412", "02413", "31042"};
  for (int how = 0; how < 16; how++) {
    struct Entry entries[6];
    memcpy(entries, given, sizeof given);
    sort(entries, 5, how);
    char order[6] = {0};
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        if (entries[i].name == given[j].name && memcmp(entries[i].key, given[j].key, 8) == 0) order[i] = (char)('0' + j);
      }
    }
    CHECK(strcmp(order, orders[how]) == 0);
  }

  struct Entry sorted[N];
  for (int i = 0; i < N; i++) sorted[i] = (struct Entry){ordered[i], {0}};
  for (size_t n = 0; n <= N; n++) {
    for (size_t i = 0; i < N; i++) CHECK(find(sorted, n, ordered[i]) == (i < n ? &sorted[i] : NULL));
    CHECK(find(sorted, n, "ac") == NULL && find(sorted, n, "\xff\xff\xff") == NULL);
  }

  static const char* const commands[] = {"",  "a",  "ab",    "get ",  "get x",     "get",   "getx", "abc", "\x01",
                                         "m", "ma", "m\x7f", "m\x80", "m\x80\x01", "m\x81", "n",    "\xff"};
  static const int numbers[] = {0, 1, 2, 3, 3, 4, 4, 5, 5, 8, 8, 8, 7, 6, 6, 6, 6};
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) CHECK(command(commands[i]) == numbers[i]);
  return failures != 0;
}
