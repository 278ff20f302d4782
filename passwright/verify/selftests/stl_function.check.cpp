#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "check.h"

using Step = std::function<int64_t(int64_t)>;
int64_t function_pipeline(const unsigned char* code, size_t count, int64_t value, const Step& own);
int64_t function_copies(int64_t start);
int64_t function_bind(int64_t a, int64_t b);
uint64_t function_recursive(unsigned n, std::vector<unsigned>* order);
std::string function_events(const std::function<int(int, int)>& decide);
bool function_empty(const Step& step, int64_t* result);

static int alive, calls;
struct Own {
  int64_t add;
  unsigned char large[64];
  explicit Own(int64_t a) : add(a) {
    memset(large, 3, sizeof large);
    alive++;
  }
  Own(const Own& other) : add(other.add) {
    memcpy(large, other.large, sizeof large);
    alive++;
  }
  ~Own() { alive--; }
  int64_t operator()(int64_t x) {
    calls++;
    if (add < 0) throw 5;
    return x + add + large[63];
  }
};

static int64_t pipeline(const char* code, int64_t value, const Step& own = Step()) {
  return function_pipeline(reinterpret_cast<const unsigned char*>(code), strlen(code), value, own);
}

int main() {
  CHECK(pipeline("", 5) == 5000005);
  CHECK(pipeline("d", 5) == 10000020);
  CHECK(pipeline("idq", 2) == 36 * 1000000 + 4);  // 6 is 36; 36 gives 74, and that modulo 12 is 2
  CHECK(pipeline("tn", -3) == 1 * 1000000 - 3);
  CHECK(pipeline("z?o", 9) == 9000009);
  // The counter in the chain is a copy for each; doubled, the chain is copied after the first call.
  CHECK(pipeline("c", 1) == 101 * 1000000 + 1 + 101 + 102);
  CHECK(pipeline("cc", 0) == 200 * 1000000 + 101 * 2 + 102 * 2);
  {
    const Step own = Own(10);
    CHECK(alive == 1);
    CHECK(pipeline("oid", 1, own) == 30 * 1000000 + 88 && calls == 3 && alive == 1);
    CHECK(pipeline("ooo", 0, own) == 39 * 1000000 + 78 && calls == 12 && alive == 1);
    const Step bad = Own(-1);
    bool caught = false;
    try {
      pipeline("dobd", 0, bad);
    } catch (int) {
      caught = true;
    }
    CHECK(caught && alive == 2 && calls == 13);
    int64_t result = 4;
    CHECK(!function_empty(own, &result) && result == 17);
    CHECK(function_empty(Step(), &result) && function_empty(nullptr, &result) && result == 17);
  }
  CHECK(alive == 0);
  // 10, 11; 12 and 12; then both give 13; then 14 and 7.
  CHECK(function_copies(10) == (((10 * 100 + 11) * 100 + 12) * 100 + 12) * int64_t{10000} + 26 * 100 + 21);
  CHECK(function_copies(-1) == (((-1 * 100 + 0) * 100 + 1) * 100 + 1) * int64_t{10000} + 4 * 100 + 10);
  CHECK(function_bind(30, 4) == 34 * 10000 + 26 * 100 - 26 + 34);
  CHECK(function_bind(-1, -1) == -2 * 10000 + 0 + 0 - 2);

  std::vector<unsigned> order;
  CHECK(function_recursive(90, &order) == 2880067194370816120u && order.size() == 89);
  for (unsigned i = 0; i < order.size(); i++) CHECK(order[i] == i + 2);
  order.clear();
  CHECK(function_recursive(0, &order) == 0 && function_recursive(1, &order) == 1 && order.empty());
  CHECK(function_recursive(2, &order) == 1 && order.size() == 1);

  const std::string all0 = "0:0 1:12bb 2:24cc 3:36dd =4 ";
  CHECK(function_events([](int, int) { return -1; }) == all0 + "0:1 1:13bb 2:25cc 3:37dd =4 0:2 1:14bb 2:26cc 3:38dd =4 ");
  CHECK(function_events([](int i, int) { return i; }) == all0 + "=0 =0 ");
  CHECK(function_events([](int i, int v) {
          return i == 0 ? 2 : i == 3 && v == 1 ? 3 : -1;
        }) == "0:0 1:12bb 3:36dd =3 0:1 1:13bb 3:37dd =3 0:2 1:14bb =2 ");
  CHECK(function_events([](int i, int v) {
          return v == 0 && i == 3 ? 0 : v == 1 ? 3 - i : 4;
        }) == all0 + "1:13bb 3:37dd =2 1:14bb 3:38dd =2 ");
  return failures != 0;
}
