// Throws between memory accesses: stores must not sink past or rise above them, unused results still throw, loops stop where they must.
#include <cstddef>
#include <cstdint>

struct Bad {
  size_t index;
  uint32_t value;
};

uint32_t shared_total;
uint32_t shared_table[16];
void poke(uint32_t value);

namespace {

uint32_t checked(uint32_t value, uint32_t limit, size_t index) {
  if (value >= limit) throw Bad{index, value};
  return value;
}

// No side effects but the exception: a caller that drops the result still needs the call.
[[gnu::noinline]] uint32_t divide(uint32_t a, uint32_t b) {
  if (b == 0) throw a;
  return a / b;
}

uint32_t power(uint32_t base, unsigned exponent) {
  uint32_t result = 1;
  for (; exponent > 0; exponent--) {
    const uint64_t wide = static_cast<uint64_t>(result) * base;
    if (wide > UINT32_MAX) throw exponent;
    result = static_cast<uint32_t>(wide);
  }
  return result;
}

}  // namespace

void memory_copy(uint32_t* to, const uint32_t* from, size_t count, uint32_t limit) {
  for (size_t i = 0; i < count; i++) to[i] = checked(from[i], limit, i) * 3;
}

void memory_total(const uint32_t* from, size_t count, uint32_t limit) {
  for (size_t i = 0; i < count; i++) {
    shared_total += 1;
    checked(from[i], limit, i);
    shared_total += from[i] << 8;
  }
}

// Two passes with the same bounds that must not be fused or swapped: the second one throws after all stores of the first.
void memory_passes(uint32_t* a, uint32_t* b, const uint32_t* from, size_t count) {
  for (size_t i = 0; i < count; i++) a[i] = from[i] + 1;
  for (size_t i = 0; i < count; i++) b[i] = divide(1000, from[i]);
}

int memory_unused(uint32_t a, uint32_t b) {
  shared_table[0] = 1;
  divide(a, b);
  shared_table[0] = 2;
  (void)power(a, b);
  shared_table[0] = 3;
  return 5;
}

int memory_order(uint32_t* where, uint32_t a, uint32_t b) {
  int result = 0;
  try {
    *where = 10;
    const uint32_t first = divide(a, b);
    *where = 20 + first;
    poke(*where);
    shared_table[3] = *where;
    *where = 30 + power(first, b);
    result = 1;
  } catch (uint32_t dividend) {
    result = 100 + static_cast<int>(*where + dividend);
  } catch (const Bad& bad) {
    result = 1000 + static_cast<int>(*where + bad.value);
    *where = static_cast<uint32_t>(bad.index);
  }
  return result;
}

size_t memory_find(const uint32_t* values, size_t count, uint32_t wanted) {
  struct Found {
    size_t at;
  };
  const auto look = [&](size_t i) {
    if (values[i] == wanted) throw Found{i};
  };
  try {
    size_t i = 0;
    for (; i + 2 <= count; i += 2) {
      look(i + 1);
      look(i);
    }
    if (i < count) look(i);
  } catch (const Found& found) {
    return found.at;
  }
  return SIZE_MAX;
}
