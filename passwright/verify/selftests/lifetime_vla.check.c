#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Touch)(unsigned char* bytes, size_t n, uint64_t round);

uint64_t many_rounds(uint64_t rounds, size_t n, Touch touch);
uint64_t many_calls(uint64_t calls, size_t n, Touch touch);
size_t reverse_words(const char* text, char* to);
int64_t paths(size_t rows, size_t columns, const unsigned char* blocked);
uint64_t nested(size_t depth, size_t n);

static uint64_t calls;

static void touch(unsigned char* bytes, size_t n, uint64_t round) {
  CHECK(round == calls++);
  bytes[n - 1] = (unsigned char)(bytes[n - 1] * 2 + 1);
  bytes[0] ^= (unsigned char)(round % 3);
}

static int reversed(const char* text, const char* expected) {
  char to[64];
  memset(to, '#', sizeof to);
  size_t n = reverse_words(text, to);
  return n == strlen(expected) && memcmp(to, expected, n + 1) == 0 && to[n + 1] == '#';
}

int main(void) {
  static const uint64_t counts[] = {0, 1, 2, 7, 300};
  static const size_t sizes[] = {1, 2, 17, 100000};
  static const uint64_t rounds[4][5] = {{0u, 7u, 28u, 8296u, 5719613566899283999u},
                                        {0u, 5u, 23u, 7193u, 574507617296860654u},
                                        {0u, 20u, 83u, 23453u, 4210958781650929070u},
                                        {0u, 100003u, 400015u, 108405025u, 12684177535886058862u}};
  static const uint64_t sums[4][5] = {{0u, 45u, 129u, 1185u, 1895700u},
                                      {0u, 37u, 109u, 1011u, 1625200u},
                                      {0u, 37u, 109u, 1011u, 1625200u},
                                      {0u, 37u, 109u, 1011u, 1625200u}};
  for (int s = 0; s < 4; s++) {
    for (int c = 0; c < 5; c++) {
      calls = 0;
      CHECK(many_rounds(counts[c], sizes[s], touch) == rounds[s][c] && calls == counts[c]);
      calls = 0;
      CHECK(many_calls(counts[c], sizes[s], touch) == sums[s][c] && calls == counts[c]);
    }
  }

  CHECK(reversed("", "") && reversed("   ", "") && reversed("one", "one") && reversed(" one  two three ", "three two one"));
  CHECK(reversed("a b c d e f g h i j k l m n o p q r s t", "t s r q p o n m l k j i h g f e d c b a"));
  CHECK(reversed("averyverylongwordwithoutanyspaces x", "x averyverylongwordwithoutanyspaces"));

  unsigned char blocked[100] = {0};
  static const int64_t square[] = {1, 2, 6, 20, 70, 252, 924, 3432, 12870, 48620};
  for (size_t n = 1; n <= 10; n++) CHECK(paths(n, n, blocked) == square[n - 1]);
  CHECK(paths(1, 20, blocked) == 1 && paths(20, 1, blocked) == 1 && paths(2, 5, blocked) == 5 && paths(5, 2, blocked) == 5 &&
        paths(3, 8, blocked) == 36);
  blocked[4] = 1;  // the middle of three by three
  CHECK(paths(3, 3, blocked) == 2);
  blocked[2] = 1;
  CHECK(paths(3, 3, blocked) == 1);
  blocked[0] = 1;
  CHECK(paths(3, 3, blocked) == 0);

  static const uint64_t expected[4][3] = {
      {7u, 50u, 352u}, {450u, 18049u, 851890u}, {5963430u, 2034116012u, 697152923263u}, {41744310u, 99671686989u, 239123452696318u}};
  for (size_t depth = 0; depth < 4; depth++) {
    for (size_t n = 1; n <= 3; n++) CHECK(nested(depth, n) == expected[depth][n - 1]);
  }
  return failures != 0;
}
