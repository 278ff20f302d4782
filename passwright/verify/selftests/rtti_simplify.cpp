// Expression trees simplified and compared by asking nodes for their types; nodes of unknown classes take part where they can.
#include <cstddef>
#include <cstdint>
#include <typeinfo>

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

Node::~Node() = default;
Commutes::~Commutes() = default;
Pair::~Pair() {
  delete left;
  delete right;
}

namespace {

struct Number final : Node {
  int64_t number;
  explicit Number(int64_t n) : number(n) {}
  int64_t value(const int64_t*) const override { return number; }
  Node* clone() const override { return new Number(number); }
};
struct Variable final : Node {
  unsigned index;
  explicit Variable(unsigned i) : index(i) {}
  int64_t value(const int64_t* variables) const override { return variables[index]; }
  Node* clone() const override { return new Variable(index); }
};
struct Sum final : Pair, Commutes {
  using Pair::Pair;
  int64_t value(const int64_t* v) const override { return left->value(v) + right->value(v); }
  Node* clone() const override { return new Sum(left->clone(), right->clone()); }
  int64_t neutral() const override { return 0; }
};
struct Product final : Pair, Commutes {
  using Pair::Pair;
  int64_t value(const int64_t* v) const override { return left->value(v) * right->value(v); }
  Node* clone() const override { return new Product(left->clone(), right->clone()); }
  int64_t neutral() const override { return 1; }
};
struct Difference final : Pair {
  using Pair::Pair;
  int64_t value(const int64_t* v) const override { return left->value(v) - right->value(v); }
  Node* clone() const override { return new Difference(left->clone(), right->clone()); }
};

bool number_is(const Node* node, int64_t wanted) {
  const Number* number = dynamic_cast<const Number*>(node);
  return number && number->number == wanted;
}

bool equal(const Node& a, const Node& b) {
  if (typeid(a) != typeid(b)) return false;
  if (auto* number = dynamic_cast<const Number*>(&a)) return number->number == static_cast<const Number&>(b).number;
  if (auto* variable = dynamic_cast<const Variable*>(&a)) return variable->index == static_cast<const Variable&>(b).index;
  if (auto* pair = dynamic_cast<const Pair*>(&a)) {
    const Pair* other = dynamic_cast<const Pair*>(&b);
    if (equal(*pair->left, *other->left) && equal(*pair->right, *other->right)) return true;
    return dynamic_cast<const Commutes*>(&a) && equal(*pair->left, *other->right) && equal(*pair->right, *other->left);
  }
  return false;
}

Node* lift(Pair* pair, Node*& kept) {
  Node* result = kept;
  kept = nullptr;
  delete pair;
  return result;
}

Node* simplify(Node* node) {
  Pair* pair = dynamic_cast<Pair*>(node);
  if (!pair) return node;
  pair->left = simplify(pair->left);
  pair->right = simplify(pair->right);
  if (dynamic_cast<Number*>(pair->left) && dynamic_cast<Number*>(pair->right)) {
    const int64_t value = pair->value(nullptr);
    delete pair;
    return new Number(value);
  }
  if (const Commutes* commutes = dynamic_cast<const Commutes*>(node)) {
    if (number_is(pair->left, commutes->neutral())) return lift(pair, pair->right);
    if (number_is(pair->right, commutes->neutral())) return lift(pair, pair->left);
  }
  if (dynamic_cast<Product*>(node) && (number_is(pair->left, 0) || number_is(pair->right, 0))) {
    delete pair;
    return new Number(0);
  }
  if (typeid(*node) == typeid(Difference)) {
    if (number_is(pair->right, 0)) return lift(pair, pair->left);
    if (equal(*pair->left, *pair->right)) {
      delete pair;
      return new Number(0);
    }
  }
  return node;
}

}  // namespace

Node* tree_number(int64_t n) { return new Number(n); }
Node* tree_variable(unsigned index) { return new Variable(index); }
Node* tree_pair(unsigned char operation, Node* left, Node* right) {
  if (operation == '+') return new Sum(left, right);
  if (operation == '*') return new Product(left, right);
  return new Difference(left, right);
}
Node* tree_simplify(Node* node) { return simplify(node); }
bool tree_equal(const Node& a, const Node& b) { return equal(a, b); }
size_t tree_write(const Node& node, char* to) {
  const Pair* pair = dynamic_cast<const Pair*>(&node);
  if (!pair) {
    const Variable* variable = dynamic_cast<const Variable*>(&node);
    const Number* number = dynamic_cast<const Number*>(&node);
    *to = variable ? static_cast<char>('a' + variable->index) : number ? static_cast<char>('0' + number->number % 10) : '?';
    return 1;
  }
  const std::type_info& type = typeid(node);
  *to = type == typeid(Sum) ? '+' : type == typeid(Product) ? '*' : type == typeid(Difference) ? '-' : '@';
  const size_t length = 1 + tree_write(*pair->left, to + 1);
  return length + tree_write(*pair->right, to + length);
}
