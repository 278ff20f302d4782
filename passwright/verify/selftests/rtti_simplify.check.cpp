#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Node {
  virtual ~Node();
  virtual int64_t value(const int64_t* variables) const = 0;
  virtual Node* clone() const = 0;
};
struct Commutes {
  virtual ~Commutes();
  virtual int64_t neutral() const = 0;
};
struct Pair : Node {
  Node *left, *right;
  Pair(Node* l, Node* r) : left(l), right(r) {}
  ~Pair() override;
};

Node* tree_number(int64_t n);
Node* tree_variable(unsigned index);
Node* tree_pair(unsigned char operation, Node* left, Node* right);
Node* tree_simplify(Node* node);
bool tree_equal(const Node& a, const Node& b);
size_t tree_write(const Node& node, char* to);

namespace {

int alive;

// Has the shape of the solution's sums, another offset of the second base, and another neutral element.
struct Largest : Commutes, Pair {
  int64_t pad = 1;
  Largest(Node* l, Node* r) : Pair(l, r) { alive++; }
  ~Largest() override { alive--; }
  int64_t value(const int64_t* v) const override {
    const int64_t a = left->value(v), b = right->value(v);
    return a < b ? b : a;
  }
  Node* clone() const override { return new Largest(left->clone(), right->clone()); }
  int64_t neutral() const override { return INT64_MIN; }
};
struct Power : Pair {
  using Pair::Pair;
  int64_t value(const int64_t* v) const override {
    int64_t result = 1;
    for (int64_t n = right->value(v); n > 0; n--) result *= left->value(v);
    return result;
  }
  Node* clone() const override { return new Power(left->clone(), right->clone()); }
};
struct Blank : Node {
  Blank() { alive++; }
  ~Blank() override { alive--; }
  int64_t value(const int64_t*) const override { return 9; }
  Node* clone() const override { return new Blank; }
};

// Reads the prefix form that the solution writes: m is the largest, ^ the power, _ the blank, N the smallest number.
Node* read(const char*& text) {
  const char c = *text++;
  if (c >= '0' && c <= '9') return tree_number(c - '0');
  if (c == 'N') return tree_number(INT64_MIN);
  if (c == '_') return new Blank;
  if (c >= 'a' && c <= 'e') return tree_variable(static_cast<unsigned>(c - 'a'));
  Node* left = read(text);
  Node* right = read(text);
  if (c == 'm') return new Largest(left, right);
  if (c == '^') return new Power(left, right);
  return tree_pair(static_cast<unsigned char>(c), left, right);
}
Node* parse(const char* text) { return read(text); }

struct Case {
  const char *from, *to;
};
const Case cases[] = {{"7", "7"},
                      {"a", "a"},
                      {"+12", "3"},
                      {"+a0", "a"},
                      {"+0a", "a"},
                      {"*1*b1", "b"},
                      {"*b0", "0"},
                      {"*0_", "0"},
                      {"-a0", "a"},
                      {"-0a", "-0a"},
                      {"-aa", "0"},
                      {"-ab", "-ab"},
                      {"-+ab+ba", "0"},
                      {"-*a+bc*+cba", "0"},
                      {"--ab-ba", "--ab-ba"},
                      {"-+ab*ab", "-+ab*ab"},
                      {"+-aa*1+0b", "b"},
                      {"*-+11+11c", "0"},
                      {"-__", "-??"},
                      {"m12", "2"},
                      {"mNa", "a"},
                      {"ma-N0", "a"},
                      {"m0a", "@0a"},
                      {"-mabmba", "0"},
                      {"-^ab^ba", "-@ab@ba"},
                      {"-^ab^ab", "0"},
                      {"^23", "8"},
                      {"+^ab0", "@ab"},
                      {"^a-bb", "@a0"},
                      {"-m_am_a", "-@?a@?a"},
                      {"*+a0+b-0*0c", "*ab"},
                      {"-*+12+ab*+ba3", "0"}};

}  // namespace

int main() {
  static const int64_t variables[] = {3, -2, 5, 0, 11};
  for (const Case& one : cases) {
    char text[64];
    memset(text, 0, sizeof text);
    Node* tree = parse(one.from);
    Node* copy = tree->clone();
    const int64_t value = tree->value(variables);
    CHECK(tree_equal(*tree, *copy) == (strchr(one.from, '_') == nullptr));
    tree = tree_simplify(tree);
    CHECK(tree->value(variables) == value && copy->value(variables) == value);
    const size_t length = tree_write(*tree, text);
    CHECK(length == strlen(one.to) && strcmp(text, one.to) == 0);
    if (failures) printf("%s: %s\n", one.from, text);
    if (failures) break;
    delete tree;
    delete copy;
    CHECK(alive == 0);
  }
  Node* a = parse("+*ab-cd");
  Node* b = parse("+-cd*ba");
  Node* c = parse("+-dc*ba");
  CHECK(tree_equal(*a, *b) && tree_equal(*b, *a) && !tree_equal(*a, *c) && !tree_equal(*c, *b));
  CHECK(a->value(variables) == -1 && c->value(variables) == -11);
  delete a;
  delete b;
  delete c;
  return failures != 0;
}
