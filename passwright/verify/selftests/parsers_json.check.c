#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

enum Kind { BEGIN_LIST, END_LIST, BEGIN_OBJECT, END_OBJECT, KEY, STRING, NUMBER, TRUE, FALSE, NIL };

struct Event {
  enum Kind kind;
  unsigned depth;
  const unsigned char* text;
  size_t length;
  int64_t mantissa;
  int32_t exponent;
};

typedef int (*Handler)(void* state, const struct Event* e);
int json_read(unsigned char* text, size_t n, Handler handler, void* state, size_t* where);
enum { BAD = -1, SHORT = -2, NUMBER_TOO_LONG = -3, TOO_DEEP = -4 };

// Writes each event as text: a sign for its kind, the depth for brackets, what it holds.
struct Trace {
  char text[600];
  size_t n;
  unsigned events, stop;
};

static int trace(void* state, const struct Event* e) {
  struct Trace* t = state;
  if (++t->events == t->stop) return 42;
  char* at = t->text + t->n;
  size_t room = sizeof t->text - t->n;
  int n = 0;
  switch (e->kind) {
    case KEY:
    case STRING:
      n = snprintf(at, room, "%c", e->kind == KEY ? 'k' : 's');
      for (size_t i = 0; i < e->length; i++)
        n += snprintf(at + n, room - (size_t)n, e->text[i] >= 0x7f || e->text[i] < 32 ? "<%02x>" : "%c", e->text[i]);
      n += snprintf(at + n, room - (size_t)n, ".");
      break;
    case NUMBER:
      n = snprintf(at, room, "#%lldE%d.", (long long)e->mantissa, e->exponent);
      break;
    default:
      n = snprintf(at, room, "%c%u", "[]{}__#tfn"[e->kind], e->depth);
  }
  t->n += (size_t)n;
  return 0;
}

struct Case {
  const char* text;
  int result;
  size_t where;
  const char* events;
};

static const struct Case cases[] = {
    {"0", 0, 1, "#0E0."},
    {"  true ", 0, 7, "t0"},
    {"[]", 0, 2, "[0]0"},
    {"{ }", 0, 3, "{0}0"},
    {"[1, -2,3.25 ,4e5]", 0, 17, "[0#1E0.#-2E0.#325E-2.#4E5.]0"},
    {"[[],[[null]],{}]", 0, 16, "[0[1]1[1[2n3]2]1{1}1]0"},
    {"{\"a\":1,\"\":[false,{\"b\":\"c\"}]}", 0, 28, "{0ka.#1E0.k.[1f2{2kb.sc.}2]1}0"},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 0, 18, "s\"\\/<08><0c><0a><0d><09>."},
    {"\"\\u0041\\u00e9\\u20AC\\uD834\\uDD1E\\u0000\"", 0, 38, "sA<c3><a9><e2><82><ac><f0><9d><84><9e><00>."},
    {"\"\\uffff\\u0800\\u07ff\\u0080\\u007f\"", 0, 32, "s<ef><bf><bf><e0><a0><80><df><bf><c2><80><7f>."},
    {"\"\\udbff\\udfff\"", 0, 14, "s<f4><8f><bf><bf>."},
    {"\"\xff\x80 raw\"", 0, 8, "s<ff><80> raw."},
    {"-0.0e-0", 0, 7, "#0E-1."},
    {"9223372036854775799", 0, 19, "#9223372036854775799E0."},
    {"-9223372036854775799", 0, 20, "#-9223372036854775799E0."},
    {"-9223372036854775807", NUMBER_TOO_LONG, 19, ""},
    {"9223372036854775810", NUMBER_TOO_LONG, 18, ""},
    {"0.00000000000000000001", 0, 22, "#1E-20."},
    {"1E+0003", 0, 7, "#1E3."},
    {"1e99999", 0, 7, "#1E99999."},
    {"1e-100000", NUMBER_TOO_LONG, 9, ""},
    {"", SHORT, 0, ""},
    {" \n", SHORT, 2, ""},
    {"-", SHORT, 1, ""},
    {"1.", SHORT, 2, ""},
    {"1.]", BAD, 2, ""},
    {"1e+", SHORT, 3, ""},
    {"01", BAD, 1, ""},
    {"-01", BAD, 2, ""},
    {"+1", BAD, 0, ""},
    {".5", BAD, 0, ""},
    {"1 2", BAD, 2, "#1E0."},
    {"tru", SHORT, 3, ""},
    {"trux", BAD, 3, ""},
    {"nul]", BAD, 3, ""},
    {"[1,]", BAD, 3, "[0#1E0."},
    {"[1 2]", BAD, 3, "[0#1E0."},
    {"[,1]", BAD, 1, "[0"},
    {"[1,,2]", BAD, 3, "[0#1E0."},
    {"[1", SHORT, 2, "[0#1E0."},
    {"[1,", SHORT, 3, "[0#1E0."},
    {"[", SHORT, 1, "[0"},
    {"]", BAD, 0, ""},
    {"[}", BAD, 1, "[0"},
    {"{\"a\" 1}", BAD, 5, "{0ka."},
    {"{\"a\":}", BAD, 5, "{0ka."},
    {"{\"a\":1,}", BAD, 7, "{0ka.#1E0."},
    {"{1:2}", BAD, 1, "{0"},
    {"{\"a\"", SHORT, 4, "{0ka."},
    {"{\"a\":1]", BAD, 6, "{0ka.#1E0."},
    {"\"abc", SHORT, 4, ""},
    {"\"a\\", SHORT, 3, ""},
    {"\"\\x\"", BAD, 2, ""},
    {"\"\\u12", SHORT, 5, ""},
    {"\"\\u12g4\"", BAD, 5, ""},
    {"\"\\udc00\"", BAD, 7, ""},
    {"\"\\ud800\"", SHORT, 7, ""},
    {"\"\\ud800x\"", BAD, 7, ""},
    {"\"\\ud800\\u0041\"", BAD, 13, ""},
    {"\"a\nb\"", BAD, 2, ""},
};

int main(void) {
  unsigned char room[80];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct Case* c = &cases[i];
    struct Trace t = {.stop = 0};
    size_t n = strlen(c->text), where = 99;
    memset(room, '7', sizeof room);
    memcpy(room + 8, c->text, n);
    int result = json_read(room + 8, n, trace, &t, &where);
    int good = result == c->result && where == c->where && strcmp(t.text, c->events) == 0;
    CHECK(good);
    if (!good) printf("%s: %d at %zu, %s\n", c->text, result, where, t.text);
    CHECK(room[7] == '7' && room[8 + n] == '7');
    // Stopped by the handler at each event.
    unsigned events = t.events;
    for (unsigned stop = 1; stop <= events && result == 0; stop++) {
      struct Trace u = {.stop = stop};
      memcpy(room + 8, c->text, n);
      CHECK(json_read(room + 8, n, trace, &u, &where) == 42 && u.events == stop && memcmp(u.text, c->events, u.n) == 0);
    }
  }
  for (size_t depth = 1; depth < 24; depth++) {
    struct Trace t = {.stop = 0};
    size_t where = 99;
    for (size_t i = 0; i < depth; i++) {
      room[i] = '[';
      room[depth + i] = ']';
    }
    int result = json_read(room, 2 * depth, trace, &t, &where);
    CHECK(depth <= 20 ? result == 0 && where == 2 * depth && t.events == 2 * depth : result == TOO_DEEP && where == 21 && t.events == 21);
  }
  return failures != 0;
}
