// Calculator by recursive descent whose errors are thrown from deep frames: several handlers, guards, a fallback operator that recovers.
#include <cstddef>
#include <cstdint>

using Lookup = int64_t (*)(void* state, unsigned char name);

struct Outcome {
  int code;
  int depth;
  size_t at;
  int64_t value;
};

namespace {

struct Error {
  size_t at;
  explicit Error(size_t where) : at(where) {}
  virtual ~Error() = default;
  virtual int code() const { return 1; }
};
struct Syntax : Error {
  unsigned char found;
  Syntax(size_t where, unsigned char what) : Error(where), found(what) {}
  int code() const override { return 256 + found; }
};
struct Arithmetic : Error {
  using Error::Error;
  int code() const override { return 3; }
};
struct Overflow : Arithmetic {
  int64_t left, right;
  Overflow(size_t where, int64_t a, int64_t b) : Arithmetic(where), left(a), right(b) {}
  int code() const override { return 4; }
};

struct Parser {
  const unsigned char* text;
  size_t length, at;
  Lookup lookup;
  void* state;
  int depth;

  struct Level {
    Parser& parser;
    explicit Level(Parser& p) : parser(p) {
      if (++parser.depth > 40) {
        parser.depth--;
        throw Error(parser.at);
      }
    }
    ~Level() { parser.depth--; }
    Level(const Level&) = delete;
  };

  unsigned char peek() const { return at < length ? text[at] : 0; }
  bool take(unsigned char wanted) {
    if (peek() != wanted) return false;
    at++;
    return true;
  }
  int64_t number() {
    int64_t value = 0;
    const size_t start = at;
    while (peek() >= '0' && peek() <= '9') {
      const int64_t digit = text[at++] - '0';
      int64_t bigger;
      if (__builtin_mul_overflow(value, 10, &bigger) || __builtin_add_overflow(bigger, digit, &bigger)) throw Overflow(start, value, digit);
      value = bigger;
    }
    return value;
  }
  int64_t factor() {
    Level level(*this);
    const size_t start = at;
    if (take('-')) {
      const int64_t value = factor();
      int64_t negative;
      if (__builtin_sub_overflow(int64_t{0}, value, &negative)) throw Overflow(start, 0, value);
      return negative;
    }
    if (take('(')) {
      const int64_t value = choice();
      if (!take(')')) throw Syntax(at, peek());
      return value;
    }
    if (peek() >= '0' && peek() <= '9') return number();
    if (peek() >= 'a' && peek() <= 'z') return lookup(state, text[at++]);
    throw Syntax(at, peek());
  }
  int64_t apply(unsigned char operation, size_t where, int64_t a, int64_t b) {
    int64_t result;
    bool over = false;
    switch (operation) {
      case '+':
        over = __builtin_add_overflow(a, b, &result);
        break;
      case '-':
        over = __builtin_sub_overflow(a, b, &result);
        break;
      case '*':
        over = __builtin_mul_overflow(a, b, &result);
        break;
      default:
        if (b == 0) throw Arithmetic(where);
        over = b == -1 && a == INT64_MIN;
        result = over ? 0 : operation == '/' ? a / b : a % b;
    }
    if (over) throw Overflow(where, a, b);
    return result;
  }
  int64_t term() {
    int64_t value = factor();
    for (;;) {
      const size_t where = at;
      const unsigned char operation = peek();
      if (operation != '*' && operation != '/' && operation != '%') return value;
      at++;
      value = apply(operation, where, value, factor());
    }
  }
  int64_t sum() {
    int64_t value = term();
    for (;;) {
      const size_t where = at;
      const unsigned char operation = peek();
      if (operation != '+' && operation != '-') return value;
      at++;
      value = apply(operation, where, value, term());
    }
  }
  void skip() {
    for (int nested = 0; at < length; at++) {
      if (text[at] == '(') nested++;
      if (text[at] == ')' && nested-- == 0) return;
      if (text[at] == '?' && nested == 0) return;
    }
  }
  int64_t choice() {
    Level level(*this);
    const size_t start = at;
    int64_t value;
    bool good = true;
    try {
      value = sum();
    } catch (const Arithmetic&) {
      at = start;
      skip();
      if (peek() != '?') throw;
      value = 0;
      good = false;
    }
    if (!take('?')) return value;
    const int64_t other = choice();
    return good ? value : other;
  }
};

}  // namespace

Outcome calculate(const unsigned char* text, size_t length, Lookup lookup, void* state) {
  Parser parser = {text, length, 0, lookup, state, 0};
  Outcome outcome = {0, 0, 0, 0};
  try {
    outcome.value = parser.choice();
    if (parser.at != length) throw Syntax(parser.at, parser.peek());
  } catch (const Overflow& error) {
    outcome.code = error.code();
    outcome.value = error.left ^ error.right;
    outcome.at = error.at;
  } catch (const Error& error) {
    outcome.code = error.code();
    outcome.at = error.at;
  } catch (int number) {
    outcome.code = number;
    outcome.at = parser.at;
  }
  outcome.depth = parser.depth;
  return outcome;
}
