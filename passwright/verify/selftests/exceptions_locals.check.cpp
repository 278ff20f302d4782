#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct State {
  int64_t a, b, c;
  double d;
  unsigned char bytes[8];
};
void locals_straight(State* out);
size_t locals_loop(int64_t* values, size_t count, int64_t* sum, size_t* failed);
size_t locals_stores(unsigned char* to, size_t room, int64_t value);
int64_t locals_nested(int64_t start);
int locals_select(int way);

static int calls, fail_at, thrown = 5;
static int64_t factor, hints[40];
static bool fail_odd;

int64_t next(int64_t hint) {
  if (calls < 40) hints[calls] = hint;
  if (++calls == fail_at) throw thrown;
  if (fail_odd && hint % 2 != 0) throw static_cast<int>(hint);
  return hint * factor;
}

static void set(int at, int64_t by) {
  calls = 0;
  fail_at = at;
  factor = by;
}

static void straight(int at, int64_t a, int64_t b, int64_t c, double d, unsigned first) {
  State state;
  set(at, 10);
  locals_straight(&state);
  CHECK(state.a == a && state.b == b && state.c == c && state.d == d);
  for (unsigned i = 0; i < 8; i++) CHECK(state.bytes[i] == first + i);
}

int main() {
  // Values are 10, 20, 200 + 210 = 410, 4100 + 9 when nothing is thrown.
  straight(0, 71, 4109, 410, 821.0, 21);
  straight(1, 1, 2, 8, 0.5, 1);
  straight(2, 10, 20, 8, 0.5, 11);
  straight(3, 10, 20, 8, 0.5, 11);
  straight(4, 70, 20, 415, 410.5, 21);

  int64_t values[9], sum = 0;
  size_t failed[9];
  for (int at = 0; at <= 9; at++) {
    set(at, 2);
    for (int i = 0; i < 9; i++) values[i] = (i + 1) * 100, failed[i] = 77;
    const size_t good = locals_loop(values, 9, &sum, failed);
    CHECK(good == (at == 0 ? 9u : 8u));
    CHECK(sum == 9000 + (at == 0 ? 0 : at * 100 * 3));  // 5 times instead of twice
    CHECK(failed[0] == (at == 0 ? 77u : static_cast<size_t>(at - 1)) && failed[1] == 77);
    for (int i = 0; i < 9; i++) CHECK(values[i] == (i == at - 1 ? -100 * (i + 1) : 100 * (i + 1) + 1) && hints[i] == 100 * (i + 1));
  }
  thrown = 99;
  set(4, 1);
  for (int i = 0; i < 9; i++) values[i] = i, failed[i] = 77;
  CHECK(locals_loop(values, 9, &sum, failed) == 3 && sum == 3 && failed[0] == 77 && values[3] == -3 && values[2] == 3 && values[4] == 4);
  fail_odd = true;
  set(0, 1);
  for (int i = 0; i < 9; i++) values[i] = i, failed[i] = 77;
  CHECK(locals_loop(values, 9, &sum, failed) == 5 && sum == 20 + 1 + 9 + 25 + 49);
  for (size_t i = 0; i < 9; i++)
    CHECK(failed[i] == (i < 4 ? 2 * i + 1 : 77) && values[i] == (i % 2 ? -1 : 1) * static_cast<int64_t>(i) + (i % 2 ? 0 : 1));
  CHECK(locals_loop(values, 0, &sum, failed) == 0 && sum == 0);
  fail_odd = false;
  thrown = 5;

  unsigned char text[16];
  static const struct {
    int at;
    size_t room;
    int64_t value;
    size_t length;
    const char* wanted;
  } stores[] = {{0, 12, 123456, 6, "654321------"},    {0, 12, 0, 1, "0-----------"},         {0, 6, 123456, 6, "654321------"},
                {0, 5, 123456, 1005, "65432-------"},  {0, 0, 123456, 1000, "------------"},  {3, 12, 123456, 2003, "65!---------"},
                {1, 12, 123456, 2001, "!-----------"}, {6, 12, 123456, 2006, "65432!------"}, {7, 12, 123456, 6, "654321------"},
                {4, 3, 123456, 1003, "654---------"}};
  for (const auto& one : stores) {
    memset(text, '-', sizeof text);
    set(one.at, 1);
    CHECK(locals_stores(text, one.room, one.value) == one.length);
    CHECK(memcmp(text, one.wanted, 12) == 0 && text[12] == '-');
  }

  set(0, 2);
  CHECK(locals_nested(7) == (21 + 42 - 26) * 1000 + 23 && calls == 2 && hints[0] == 21 && hints[1] == 13);
  set(1, 2);
  CHECK(locals_nested(7) == ((21 + 10) * 2 - 30) * 1000 + 25 && calls == 3 && hints[1] == 31 && hints[2] == 15);
  set(2, 2);
  CHECK(locals_nested(7) == 63 * 1000 + 500 + 13);
  CHECK(locals_nested(-1) == (-3 - 6 - 26) * 1000 + 23);
  set(1, 2);
  thrown = -4;
  CHECK(locals_nested(100) == ((300 - 8) * 2 - 30) * 1000 + 25);

  set(0, 4);
  CHECK(locals_select(0) == 0);
  CHECK(locals_select(1) == 22);
  CHECK(locals_select(2) == 10);
  CHECK(locals_select(3) == 6);                      // 12 % 3 is 0
  CHECK(locals_select(4) == 19 + 19 && calls == 3);  // 16 % 3 is 1: 9, 19, then 19 thrown
  CHECK(locals_select(5) == 12 + 48);                // 20 % 3 is 2: 12, then 48 more
  set(2, 4);
  CHECK(locals_select(5) == 12 - 4);
  set(1, 4);
  CHECK(locals_select(8) == 4 && calls == 1);
  return failures != 0;
}
