// Callables in std::function: pipelines, small and large captures, copies with state of their own, recursion, binding, events removed while
// they run.
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Step = std::function<int64_t(int64_t)>;

namespace {

Step scale(int64_t by, int64_t add) {
  return [by, add](int64_t x) { return x * by + add; };
}
Step table(const std::array<int64_t, 12>& values) {
  return [values](int64_t x) { return values[static_cast<size_t>(x < 0 ? 0 : x % 12)]; };
}
Step counting(int64_t start) {
  return [count = start](int64_t x) mutable { return x + count++; };
}
Step chain(std::vector<Step> steps) {
  return [steps = std::move(steps)](int64_t x) {
    for (const Step& step : steps)
      if (step) x = step(x);
    return x;
  };
}
Step twice(Step step) {
  return [step](int64_t x) { return step(step(x)); };
}

int64_t minus(int64_t a, int64_t b) { return a - b; }
struct Account {
  int64_t sum = 0;
  int64_t put(int64_t x) { return sum += x; }
};

class Events {
 public:
  int on(std::function<void(int)> handler) {
    handlers_.emplace(++last_, std::move(handler));
    return last_;
  }
  void off(int id) { handlers_.erase(id); }
  size_t fire(int value) {
    std::vector<int> ids;
    for (const auto& each : handlers_) ids.push_back(each.first);
    size_t called = 0;
    for (int id : ids) {
      const auto at = handlers_.find(id);
      if (at == handlers_.end()) continue;
      // The handler may remove itself: the copy keeps it until it returns.
      const auto handler = at->second;
      handler(value);
      called++;
    }
    return called;
  }

 private:
  std::map<int, std::function<void(int)>> handlers_;
  int last_ = 0;
};

}  // namespace

int64_t function_pipeline(const unsigned char* code, size_t count, int64_t value, const Step& own) {
  const std::array<int64_t, 12> squares = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121};
  std::map<unsigned char, Step> steps = {{'d', scale(2, 0)},    {'i', scale(1, 1)},   {'n', scale(-1, 0)},
                                         {'q', table(squares)}, {'c', counting(100)}, {'o', own}};
  steps['t'] = twice(steps['i']);
  std::vector<Step> all;
  for (size_t i = 0; i < count; i++) all.push_back(steps[code[i]]);
  Step whole = chain(all);
  const int64_t first = whole(value);
  whole = twice(whole);
  return first * 1000000 + whole(value);
}

// A copy goes its own way from where it was made.
int64_t function_copies(int64_t start) {
  Step a = counting(start);
  int64_t sum = a(0) * 100;
  sum += a(0);
  Step b = a;
  sum = sum * 100 + a(0);
  sum = sum * 100 + b(0);
  std::swap(a, b);
  sum = sum * 100 + a(0) + b(0);
  Step c = std::move(b);
  b = scale(0, 7);
  return sum * 100 + c(0) + b(3);
}

int64_t function_bind(int64_t a, int64_t b) {
  using std::placeholders::_1;
  using std::placeholders::_2;
  Account account, other;
  const Step to_account = std::bind(&Account::put, &account, _1);
  const Step to_other = std::bind(&Account::put, std::ref(other), _1);
  const Step to_copy = std::bind(&Account::put, other, _1);
  const std::function<int64_t(int64_t, int64_t)> reversed = std::bind(minus, _2, _1);
  const Step less = std::bind(reversed, b, _1);
  to_account(a);
  to_account(b);
  to_other(less(a));
  to_copy(1000000);
  return account.sum * 10000 + other.sum * 100 + reversed(a, b) + std::function<int64_t(Account&)>(&Account::sum)(account);
}

uint64_t function_recursive(unsigned n, std::vector<unsigned>* order) {
  std::map<unsigned, uint64_t> known;
  std::function<uint64_t(unsigned)> fibonacci = [&](unsigned k) -> uint64_t {
    if (k < 2) return k;
    const auto at = known.find(k);
    if (at != known.end()) return at->second;
    uint64_t value = fibonacci(k - 1);
    value += fibonacci(k - 2);
    order->push_back(k);
    return known[k] = value;
  };
  return fibonacci(n);
}

std::string function_events(const std::function<int(int, int)>& decide) {
  Events events;
  std::string log;
  std::array<int, 4> ids = {};
  for (size_t i = 0; i < ids.size(); i++)
    ids[i] = events.on([&, i, text = std::string(i * 12, static_cast<char>('a' + i))](int value) {
      log += std::to_string(i) + ":" + std::to_string(text.size() + static_cast<size_t>(value));
      const int which = decide(static_cast<int>(i), value);
      if (which >= 0 && which < 4) events.off(ids[static_cast<size_t>(which)]);
      log += text.substr(0, 2) + ' ';
    });
  for (int value = 0; value < 3; value++) log += '=' + std::to_string(events.fire(value)) + ' ';
  return log;
}

bool function_empty(const Step& step, int64_t* result) {
  try {
    *result = step(*result);
  } catch (const std::bad_function_call&) {
    return true;
  }
  return false;
}
