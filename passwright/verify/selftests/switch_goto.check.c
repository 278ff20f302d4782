#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum { END, SET, MOV, ADDI, MUL, DECNZ, CALL };
struct Word {
  uint8_t op, a, b;
  int16_t value;
};
typedef uint32_t (*Helper)(void* state, uint32_t left, uint32_t right);
long execute(const struct Word* words, size_t n, uint32_t regs[4], Helper helper, void* state);
size_t expand(const uint8_t* text, size_t n, uint8_t* out, size_t room);

static uint32_t calls[16];
static unsigned called;

static uint32_t helper(void* state, uint32_t left, uint32_t right) {
  CHECK(state == &called);
  if (called < 16) calls[called] = left * 1000 + right;
  called++;
  return left - right;
}

static uint32_t regs[6];
#define W(...) \
  (const struct Word[]) { __VA_ARGS__ }
#define RUN(...) (called = 0, execute(W(__VA_ARGS__), sizeof(W(__VA_ARGS__)) / sizeof(struct Word), regs + 1, helper, &called))

static int is(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return regs[0] == 77 && regs[1] == a && regs[2] == b && regs[3] == c && regs[4] == d && regs[5] == 88;
}

static int expands(const char* text, size_t room, const char* wanted) {
  uint8_t out[40];
  memset(out, '#', sizeof out);
  size_t n = strlen(wanted);
  if (expand((const uint8_t*)text, strlen(text), out, room) != n || memcmp(out, wanted, n) != 0) return 0;
  for (size_t i = n; i < sizeof out; i++)
    if (out[i] != '#') return 0;
  return 1;
}

int main(void) {
  regs[0] = 77;
  regs[5] = 88;
  CHECK(execute(NULL, 0, regs + 1, helper, NULL) == 0 && is(0, 0, 0, 0));
  CHECK(RUN({END, 0, 0, 0}, {SET, 0, 0, 5}) == 0 && is(0, 0, 0, 0));
  CHECK(RUN({SET, 0, 0, -1}, {SET, 1, 0, 32767}, {SET, 2, 3, -32768}, {SET, 3, 0, 0}) == 4);
  CHECK(is(0xffffffffu, 32767, 0xffff8000u, 0));
  // 3 to the power 20 by a loop
  CHECK(RUN({SET, 0, 0, 1}, {SET, 1, 0, 3}, {SET, 2, 0, 20}, {MUL, 0, 1, 0}, {DECNZ, 2, 0, 3}) == 43);
  CHECK(is(3486784401u, 3, 0, 0) && called == 0);
  // a loop in a loop, with the helper seen in order
  CHECK(RUN({SET, 3, 0, 3}, {SET, 0, 0, 100}, {SET, 2, 0, 2}, {MOV, 1, 3, 9}, {CALL, 0, 1, 0}, {DECNZ, 2, 0, 3}, {DECNZ, 3, 0, 2},
            {END, 0, 0, 0}, {SET, 0, 0, 1}) == 26);
  CHECK(is(88, 1, 0, 0) && called == 6);
  static const uint32_t order[] = {100003, 97003, 94002, 92002, 90001, 89001};
  CHECK(memcmp(calls, order, sizeof order) == 0);
  // onto itself, and the counter wraps: 0 falls to 2^32 - 1 and the jump is taken once, back to the start
  CHECK(RUN({ADDI, 0, 0, -88}, {DECNZ, 0, 0, 2}, {ADDI, 0, 0, 2}, {DECNZ, 0, 0, 3}) == 4 && is(0, 1, 0, 0));
  CHECK(RUN({SET, 1, 0, 5}, {DECNZ, 1, 0, 1}) == 6 && is(0, 0, 0, 0));
  CHECK(RUN({SET, 1, 0, 300}, {MUL, 1, 1, 0}, {MUL, 1, 1, 0}, {CALL, 1, 1, 0}) == 4 && is(0, 0, 0, 0));
  CHECK(called == 1 && calls[0] == (uint32_t)8108100000000u);
  // wrong words
  CHECK(RUN({7, 0, 0, 0}) == -1 && RUN({255, 0, 0, 0}) == -1 && RUN({SET, 0, 0, 9}, {SET, 4, 0, 1}) == -2);
  CHECK(RUN({END, 0, 0, 0}, {SET, 0, 0, 9}, {MOV, 0, 4, 1}) == -3 && RUN({DECNZ, 0, 0, 1}) == -1 && RUN({DECNZ, 0, 0, -1}) == -1);
  CHECK(is(0, 0, 0, 0));
  struct Word many[65];
  memset(many, 0, sizeof many);
  for (int i = 0; i < 65; i++) many[i].op = ADDI, many[i].value = 2;
  CHECK(execute(many, 65, regs + 1, helper, NULL) == -65 && is(0, 0, 0, 0));
  CHECK(execute(many, 64, regs + 1, helper, NULL) == 64 && is(128, 0, 0, 0));

  CHECK(expands("", 40, "") && expands("abc", 40, "abc") && expands("a3b", 40, "aaaab") && expands("3a", 40, "a"));
  CHECK(expands("a0b1c2", 40, "abbccc") && expands("a-bc9+d1", 40, "add") && expands("a-b", 40, "a") && expands("+a+-+b", 40, "ab"));
  CHECK(expands("ab!cd", 40, "ab") && expands("a-!+b", 40, "ab") && expands("a--++b`", 40, "ab") && expands("a{b", 40, "a"));
  CHECK(expands("a9", 4, "aaaa") && expands("abcd", 3, "abc") && expands("abc", 3, "abc") && expands("a", 0, "") && expands("5", 0, ""));
  CHECK(expands("a/b", 40, "a") && expands("a:b", 40, "a") && expands("z99", 19, "zzzzzzzzzzzzzzzzzzz") &&
        expands("z99", 18, "zzzzzzzzzzzzzzzzzz"));
  return failures != 0;
}
