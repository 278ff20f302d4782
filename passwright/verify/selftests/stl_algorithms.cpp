// Sorting, selecting, searching, merging and permuting records with comparators that count and look at other memory: results exact and
// stable. The library's own stable_sort uses what it calls deprecated.
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <numeric>
#include <vector>

struct Record {
  int key;
  unsigned tag;
};

namespace {

struct ByKey {
  size_t* calls;
  bool operator()(const Record& a, const Record& b) const {
    ++*calls;
    return a.key < b.key;
  }
};

bool by_tag_down(const Record& a, const Record& b) { return a.tag > b.tag; }

}  // namespace

size_t algorithm_sort(Record* records, size_t count, int way) {
  size_t calls = 0;
  Record* const end = records + count;
  switch (way) {
    case 0:
      std::stable_sort(records, end, ByKey{&calls});
      break;
    case 1:
      std::sort(records, end, by_tag_down);
      break;
    case 2:
      std::sort(records, end, [](const Record& a, const Record& b) { return a.key != b.key ? a.key > b.key : a.tag < b.tag; });
      break;
    case 3:
      std::make_heap(records, end, ByKey{&calls});
      std::sort_heap(records, end, ByKey{&calls});
      break;
    case 4:
      return static_cast<size_t>(std::stable_partition(records, end, [](const Record& r) { return r.key < 0; }) - records);
    case 5:
      std::reverse(records, end);
      break;
    default:
      std::inplace_merge(records, records + count / 2, end, ByKey{&calls});
  }
  return calls;
}

int algorithm_select(std::vector<int> values, size_t at) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end(), std::greater<>());
  return values[at];
}

size_t algorithm_bounds(const int* sorted, size_t count, int wanted) {
  const auto [low, high] = std::equal_range(sorted, sorted + count, wanted);
  const bool found = std::binary_search(sorted, sorted + count, wanted);
  return static_cast<size_t>(low - sorted) * 10000 + static_cast<size_t>(high - sorted) * 10 + found;
}

// Indices that would sort the values: the comparator reads memory that is not moved.
void algorithm_order(const double* values, size_t* order, size_t count) {
  std::iota(order, order + count, size_t{0});
  std::sort(order, order + count, [values](size_t a, size_t b) { return values[a] != values[b] ? values[a] < values[b] : a < b; });
}

size_t algorithm_sets(const int* a, size_t n, const int* b, size_t m, int which, int* to) {
  int* end = to;
  switch (which) {
    case 0:
      end = std::set_union(a, a + n, b, b + m, to);
      break;
    case 1:
      end = std::set_intersection(a, a + n, b, b + m, to);
      break;
    case 2:
      end = std::set_difference(a, a + n, b, b + m, to);
      break;
    case 3:
      end = std::set_symmetric_difference(a, a + n, b, b + m, to);
      break;
    default:
      end = std::merge(a, a + n, b, b + m, to);
  }
  return static_cast<size_t>(end - to);
}

size_t algorithm_permute(unsigned char* bytes, size_t count, size_t times) {
  size_t wraps = 0;
  for (size_t i = 0; i < times; i++) wraps += !std::next_permutation(bytes, bytes + count);
  return wraps;
}

size_t algorithm_clean(int* values, size_t count, int drop) {
  int* end = std::remove_if(values, values + count, [drop](int v) { return v % drop == 0; });
  end = std::unique(values, end, [](int a, int b) { return a >> 1 == b >> 1; });
  std::rotate(values, values + (end - values) / 3, end);
  return static_cast<size_t>(end - values);
}

int64_t algorithm_fold(const int* a, const int* b, size_t count) {
  std::vector<int64_t> sums(count);
  std::partial_sum(a, a + count, sums.begin(), [](int64_t x, int64_t y) { return x * 3 + y; });
  std::vector<int64_t> steps;
  std::adjacent_difference(sums.begin(), sums.end(), std::back_inserter(steps));
  const auto [least, most] = std::minmax_element(steps.begin(), steps.end());
  const int64_t product = std::inner_product(a, a + count, b, int64_t{1});
  return count == 0 ? product : product * 1000 + (least - steps.begin()) * 20 + (most - steps.begin());
}
