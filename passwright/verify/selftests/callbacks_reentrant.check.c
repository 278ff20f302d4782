#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Word)(void* state, const char* word, size_t length);
typedef int64_t (*Compute)(void* state, int64_t key);
const char* rest_of_text(void);
void skip_words(unsigned count);
unsigned each_word(const char* text, Word word, void* state);
unsigned most_nested(void);
extern unsigned computed, cycles;
void forget_all(void);
int64_t cached(int64_t key, Compute compute, void* state);
unsigned settle(int (*work)(void* state, unsigned round), void* state);

static char seen[256];

static void note(const char* text, size_t length) {
  if (strlen(seen) + length + 2 < sizeof seen) {
    strncat(seen, text, length);
    strcat(seen, "/");
  }
}

static void expand(void* state, const char* word, size_t length) {
  const char* before = rest_of_text();
  CHECK(before == word + length);
  if (length == 1 && *word >= '0' && *word <= '9') {
    const char* const* texts = state;
    note("<", 1);
    unsigned count = each_word(texts[*word - '0'], expand, state);
    char digit[] = {(char)('0' + count), '>'};
    note(digit, 2);
    CHECK(rest_of_text() == before);
  } else if (*word == '-') {
    skip_words((unsigned)length);
  } else {
    note(word, length);
  }
}

static int was(const char* wanted) {
  int good = strcmp(seen, wanted) == 0;
  if (!good) printf("%s, not %s\n", seen, wanted);
  seen[0] = 0;
  return good;
}

static int64_t fibonacci(void* state, int64_t n) {
  ++*(unsigned*)state;
  if (n < 2) return n;
  int64_t low = cached(n - 2, fibonacci, state);
  return low + cached(n - 1, fibonacci, state);
}
static int64_t circle(void* state, int64_t n) { return cached((n + 1) % 3, circle, state) * 10 + n; }
static int64_t forgetful(void* state, int64_t n) {
  int64_t other = n > 0 ? cached(n - 1, forgetful, state) : 0;
  forget_all();
  return other + n + ++*(int*)state * 100;
}

struct Work {
  unsigned again, stop, calls;
};
static int work(void* state, unsigned round) {
  struct Work* w = state;
  CHECK(round == w->calls);
  w->calls++;
  for (unsigned i = 0; i <= round % 3 && round < w->again; i++) CHECK(settle(work, state) == 0);
  return round == w->stop ? -1 : 0;
}

int main(void) {
  static const char* const texts[] = {"x  y", "", " 0 z 0", "1 2 - skipped last", "-- a b 1 --- c", "5"};
  CHECK(rest_of_text() == NULL && most_nested() == 0);
  CHECK(each_word("", expand, (void*)(uintptr_t)texts) == 0 && each_word("   ", expand, (void*)(uintptr_t)texts) == 0 && was(""));
  CHECK(each_word("one", expand, (void*)(uintptr_t)texts) == 1 && was("one/") && most_nested() == 1);
  CHECK(each_word("a 0 b", expand, (void*)(uintptr_t)texts) == 3 && was("a/</x/y/2>/b/") && most_nested() == 2);
  CHECK(each_word("a 3 4 b", expand, (void*)(uintptr_t)texts) == 4);
  CHECK(was("a/</</0>/</</x/y/2>/z/</x/y/2>/3>/last/4>/</</0>/3>/b/") && most_nested() == 4 && most_nested() == 0);
  CHECK(each_word("2 -- 0 1 end -", expand, (void*)(uintptr_t)texts) == 4 && was("</</x/y/2>/z/</x/y/2>/3>/end/"));
  CHECK(rest_of_text() == NULL);
  skip_words(3);

  unsigned calls = 0;
  CHECK(cached(1, fibonacci, &calls) == 1 && calls == 1 && cached(1, fibonacci, &calls) == 1 && calls == 1 && computed == 1);
  CHECK(cached(3, fibonacci, &calls) == 2 && calls == 4);  // 3, 2 and 0
  CHECK(cached(0, fibonacci, &calls) == 0 && cached(2, fibonacci, &calls) == 1 && calls == 4);
  forget_all();
  CHECK(cached(19, fibonacci, &calls) == 4181 && calls == 5173 && computed == 5173 && cycles == 0);
  forget_all();
  CHECK(cached(0, circle, NULL) == -1 * 1000 + 200 + 10 + 0 && cycles == 1);
  CHECK(cached(2, circle, NULL) == -8 && cached(1, circle, NULL) == -79 + 0 && cycles == 1 && computed == 5176);
  forget_all();
  int count = 0;
  CHECK(cached(2, forgetful, &count) == 100 + 201 + 302 && count == 3);
  CHECK(cached(2, forgetful, &count) == 603 && count == 3);
  CHECK(cached(1, forgetful, &count) == 400 + 501 && count == 5);
  CHECK(cached(1, forgetful, &count) == 901 && cached(0, forgetful, &count) == 600 && count == 6 && cycles == 1);

  for (unsigned again = 0; again < 12; again++) {
    struct Work w = {again, 99, 0}, s = {again, 5, 0};
    CHECK(settle(work, &w) == again + 1 && w.calls == again + 1);
    CHECK(settle(work, &s) == (again < 6 ? again + 1 : 6) && s.calls == (again < 6 ? again + 1 : 6));
  }
  struct Work forever = {UINT32_MAX, UINT32_MAX, 0};
  CHECK(settle(work, &forever) == 100 && forever.calls == 100);
  return failures != 0;
}
