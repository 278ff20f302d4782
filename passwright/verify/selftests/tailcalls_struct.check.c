#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Matrix {
  uint64_t m[2][2];
};
struct Small {
  int64_t a;
  double d;
};
struct Text {
  char data[40];
  uint32_t length;
};
struct Matrix matrix_power(const struct Matrix* base, uint64_t exponent);
void square_in_place(struct Matrix* x);
void replace(struct Matrix* x, const struct Matrix* y, int order);
struct Small collected(const int32_t* x, size_t n, double start);
struct Text describe(unsigned a, unsigned b, const char* unit);
struct Text applied(struct Text (*function)(struct Text text, void* state), const struct Text* text, void* state, unsigned times);

static int is(const struct Matrix* x, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  return x->m[0][0] == a && x->m[0][1] == b && x->m[1][0] == c && x->m[1][1] == d;
}

static struct Text change(struct Text text, void* state) {
  ++*(int*)state;
  text.data[text.length++] = (char)('0' + *(int*)state);
  text.data[0]++;
  return text;
}

int main(void) {
  struct Matrix f = {{{1, 1}, {1, 0}}}, got;
  uint64_t a = 0, b = 1;  // fibonacci numbers
  for (unsigned n = 0; n < 100; n++) {
    got = matrix_power(&f, n);
    CHECK(is(&got, b, a, a, n ? b - a : 1));
    uint64_t next = a + b;
    a = b;
    b = next;
  }
  CHECK(is(&f, 1, 1, 1, 0));
  struct Matrix shear = {{{1, 3}, {0, 1}}};
  got = matrix_power(&shear, UINT64_MAX);
  CHECK(is(&got, 1, UINT64_MAX - 2, 0, 1));
  struct Matrix pair[3] = {{{{1, 2}, {3, 4}}}, {{{5, 6}, {7, 8}}}, {{{9, 9}, {9, 9}}}};
  replace(&pair[0], &pair[1], 1);
  CHECK(is(&pair[0], 19, 22, 43, 50) && is(&pair[1], 5, 6, 7, 8));
  pair[0] = (struct Matrix){{{1, 2}, {3, 4}}};
  replace(&pair[0], &pair[1], 0);
  CHECK(is(&pair[0], 23, 34, 31, 46));
  replace(&pair[1], &pair[1], 0);
  CHECK(is(&pair[1], 67, 78, 91, 106));
  square_in_place(&pair[1]);
  CHECK(is(&pair[1], 67 * 67 + 78 * 91, 67 * 78 + 78 * 106, 91 * 67 + 106 * 91, 91 * 78 + 106 * 106) && is(&pair[2], 9, 9, 9, 9));
  pair[1] = matrix_power(&pair[1], 0);
  CHECK(is(&pair[1], 1, 0, 0, 1));

  static const int32_t x[] = {4, 3, -8, -1, INT32_MAX, INT32_MIN, 0, 7};
  static const int64_t whole[] = {0, 4, 4, -4, -4, -4, -2147483652, -2147483652, -2147483652};
  static const double odd[] = {0.5, 0.5, -2.5, -2.5, -1.5, -2147483648.5, -2147483648.5, -2147483648.5, -2147483655.5};
  for (size_t n = 0; n <= 8; n++) {
    struct Small s = collected(x, n, 0.5);
    CHECK(s.a == whole[n] && s.d == odd[n]);
  }

  static const struct {
    unsigned a, b;
    const char *unit, *text;
  } texts[] = {
      {0, 0, "", "0"},
      {7, 7, " m", "7 m"},
      {9, 10, "s", "9s to 10s"},
      {105, 21, "kg", "105kg down to 21kg"},
      {4294967295u, 0, "!", "4294967295! down to 0!"},
      {0, 4294967295u, " volt per metre", "0 volt per metre to 4294967295 volt per"},
      {1, 0, "0123456789012345678901234567890123456789", "1012345678901234567890123456789012345678"},
  };
  for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
    char wanted[40] = {0};
    size_t length = strlen(texts[i].text) < 39 ? strlen(texts[i].text) : 39;
    memcpy(wanted, texts[i].text, length);
    struct Text text = describe(texts[i].a, texts[i].b, texts[i].unit);
    CHECK(text.length == length && memcmp(text.data, wanted, 40) == 0);
  }
  struct Text text = {"A", 1};
  int state = 0;
  struct Text changed = applied(change, &text, &state, 0);
  CHECK(state == 1 && strcmp(changed.data, "B1") == 0 && changed.length == 2 && strcmp(text.data, "A") == 0);
  text = applied(change, &text, &state, 4);
  CHECK(state == 6 && strcmp(text.data, "Fe2d3c4b56") == 0 && text.length == 10);
  return failures != 0;
}
