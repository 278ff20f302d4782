// Node and block containers at work: a cache of least recent use, shortest paths with a heap, splicing lists, a deque window, bits,
// multimap ranges.
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

class Cache {
 public:
  explicit Cache(size_t room) : room_(room) {}
  template <class Load>
  int64_t get(int key, Load load) {
    const auto at = places_.find(key);
    if (at != places_.end()) {
      order_.splice(order_.begin(), order_, at->second);
      return at->second->second;
    }
    const int64_t value = load(key);
    if (order_.size() == room_) {
      places_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(key, value);
    places_[key] = order_.begin();
    return value;
  }
  uint64_t keys() const {
    uint64_t result = 0;
    for (const auto& entry : order_) result = result * 100 + static_cast<unsigned>(entry.first);
    return result;
  }

 private:
  size_t room_;
  std::list<std::pair<int, int64_t>> order_;
  std::unordered_map<int, std::list<std::pair<int, int64_t>>::iterator> places_;
};

}  // namespace

uint64_t containers_cache(const int* keys, size_t count, size_t room, int64_t (*load)(int), int64_t* sum) {
  Cache cache(room);
  *sum = 0;
  for (size_t i = 0; i < count; i++) *sum = *sum * 3 + cache.get(keys[i], load);
  return cache.keys();
}

// Edges are triples; -1 for what is not reached.
void containers_paths(const int (*edges)[3], size_t count, size_t nodes, size_t from, int64_t* distances) {
  std::multimap<int, std::pair<int, int>> graph;
  for (size_t i = 0; i < count; i++) graph.emplace(edges[i][0], std::make_pair(edges[i][1], edges[i][2]));
  std::vector<int64_t> best(nodes, -1);
  using Entry = std::pair<int64_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  queue.emplace(0, static_cast<int>(from));
  while (!queue.empty()) {
    const auto [distance, node] = queue.top();
    queue.pop();
    int64_t& known = best[static_cast<size_t>(node)];
    if (known >= 0) continue;
    known = distance;
    const auto range = graph.equal_range(node);
    for (auto at = range.first; at != range.second; ++at)
      if (best[static_cast<size_t>(at->second.first)] < 0) queue.emplace(distance + at->second.second, at->second.first);
  }
  for (size_t i = 0; i < nodes; i++) distances[i] = best[i];
}

size_t containers_window(const int* values, size_t count, size_t width, int* largest) {
  std::deque<size_t> window;
  size_t written = 0;
  for (size_t i = 0; i < count; i++) {
    while (!window.empty() && values[window.back()] <= values[i]) window.pop_back();
    window.push_back(i);
    if (window.front() + width <= i) window.pop_front();
    if (i + 1 >= width) largest[written++] = values[window.front()];
  }
  return written;
}

size_t containers_lists(const int* values, size_t count, int pivot, int* to) {
  std::list<int> small(values, values + count), large;
  for (auto at = small.begin(); at != small.end();) {
    const auto next = std::next(at);
    if (*at > pivot) large.splice(at == small.begin() ? large.begin() : large.end(), small, at);
    at = next;
  }
  small.sort();
  small.unique();
  large.reverse();
  const size_t size = small.size();
  small.splice(std::next(small.begin(), static_cast<std::ptrdiff_t>(size / 2)), large);
  small.remove(pivot);
  size_t written = 0;
  for (int value : small) to[written++] = value;
  return written * 100 + large.size();
}

uint64_t containers_bits(const unsigned* numbers, size_t count, size_t shift) {
  std::bitset<100> bits;
  std::vector<bool> flags(100);
  for (size_t i = 0; i < count; i++) {
    bits.flip(numbers[i] % 100);
    flags[numbers[i] % 100] = !flags[numbers[i] % 100];
  }
  const std::bitset<100> moved = (bits << shift) ^ (bits >> (shift / 2 + 1));
  flags.insert(flags.begin() + 3, 70, true);
  flags.erase(flags.begin() + 1);
  uint64_t sum = 0;
  for (size_t i = 0; i < flags.size(); i++)
    if (flags[i]) sum += i;
  return bits.count() * 1000000000 + moved.count() * 1000000 + (moved.any() && moved.test(99)) * 100000 + sum;
}
