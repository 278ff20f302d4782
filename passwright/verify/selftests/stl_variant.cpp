// A small machine whose values are variants of nothing, numbers, strings and lists: visiting, optionals, exceptions when the alternative is
// wrong.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

struct Value;
using List = std::vector<Value>;
struct Value {
  std::variant<std::monostate, int64_t, std::string, List> is;
};

template <class... F>
struct Cases : F... {
  using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

void write(const Value& value, std::string& to) {
  std::visit(Cases{[&](std::monostate) { to += '~'; }, [&](int64_t number) { to += std::to_string(number); },
                   [&](const std::string& text) { to += '\'' + text + '\''; },
                   [&](const List& list) {
                     to += '[';
                     for (const Value& each : list) {
                       write(each, to);
                       to += ' ';
                     }
                     to += ']';
                   }},
             value.is);
}

std::optional<Value> add(const Value& a, const Value& b) {
  return std::visit(Cases{[](int64_t x, int64_t y) -> std::optional<Value> {
                            int64_t sum;
                            if (__builtin_add_overflow(x, y, &sum)) return std::nullopt;
                            return Value{sum};
                          },
                          [](const std::string& x, const std::string& y) -> std::optional<Value> { return Value{x + y}; },
                          [](const std::string& x, int64_t y) -> std::optional<Value> { return Value{x + std::to_string(y)}; },
                          [](const List& x, const List& y) -> std::optional<Value> {
                            List both = x;
                            both.insert(both.end(), y.begin(), y.end());
                            return Value{std::move(both)};
                          },
                          [](const List& x, const auto& y) -> std::optional<Value> {
                            List more = x;
                            more.push_back(Value{y});
                            return Value{std::move(more)};
                          },
                          [](const auto&, const auto&) -> std::optional<Value> { return std::nullopt; }},
                    a.is, b.is);
}

bool operator<(const Value& a, const Value& b) { return a.is < b.is; }
bool less(const Value& a, const Value& b) { return a < b; }

class Machine {
 public:
  std::optional<size_t> run(std::string_view code) {
    for (size_t at = 0; at < code.size(); at++)
      if (!step(code, at)) return at;
    return std::nullopt;
  }
  std::string text() const {
    std::string result;
    for (const Value& value : stack_) {
      write(value, result);
      result += static_cast<char>('0' + value.is.index());
    }
    return result;
  }

 private:
  std::optional<Value> pop() {
    if (stack_.empty()) return {};
    std::optional<Value> top = std::move(stack_.back());
    stack_.pop_back();
    return top;
  }
  bool step(std::string_view code, size_t& at) {
    const char c = code[at];
    if (c == ' ') return true;
    if (c >= '0' && c <= '9') {
      int64_t number = 0;
      for (; at < code.size() && code[at] >= '0' && code[at] <= '9'; at++) number = number * 10 + (code[at] - '0');
      at--;
      stack_.push_back({number});
      return true;
    }
    if (c == '\'') {
      const size_t end = code.find('\'', at + 1);
      if (end == std::string_view::npos) return false;
      stack_.push_back({std::string(code.substr(at + 1, end - at - 1))});
      at = end;
      return true;
    }
    if (c == '[') return stack_.push_back({List()}), true;
    if (c == '~') return stack_.push_back({}), true;
    auto b = pop();
    if (!b) return false;
    if (c == 'd') {
      stack_.push_back(*b);
      stack_.push_back(*std::move(b));
      return true;
    }
    if (c == 'n') {
      try {
        stack_.push_back({-std::get<int64_t>(b->is)});
      } catch (const std::bad_variant_access&) {
        stack_.push_back(*b);
        return false;
      }
      return true;
    }
    if (c == '#') {
      const List* list = std::get_if<List>(&b->is);
      const std::string* text = std::get_if<std::string>(&b->is);
      if (list || text) stack_.push_back({static_cast<int64_t>(list ? list->size() : text->size())});
      return list || text;
    }
    auto a = pop();
    if (c == 'x') return stack_.push_back(*std::move(b)), stack_.push_back(std::move(a).value_or(Value{})), true;
    if (!a) return false;
    if (c == '<') return stack_.push_back({int64_t{less(*a, *b)}}), true;
    auto sum = c == '+' ? add(*a, *b) : std::nullopt;
    if (sum) stack_.push_back(*std::move(sum));
    return sum.has_value();
  }
  std::vector<Value> stack_;
};

}  // namespace

std::string variant_run(const std::string& code, long* stopped) {
  Machine machine;
  const auto at = machine.run(code);
  *stopped = at ? static_cast<long>(*at) : -1;
  return machine.text();
}
