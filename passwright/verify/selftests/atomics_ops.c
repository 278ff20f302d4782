// Runs scripts of atomic operations on plain cells of 8 to 64 bits, signed or not: every operation, its result, run-time memory orders.
#include <stddef.h>
#include <stdint.h>

struct Step {
  int op;
  int order;
  int64_t operand;
  int64_t expected;
};

enum { LOAD, STORE, SWAP, ADD, SUB, AND, OR, XOR, NAND, MAX, MIN, ADDED, SUBBED, ANDED, ORED, XORED, NANDED, STRONG, WEAK, TEST };

static const int kOrders[] = {__ATOMIC_RELAXED, __ATOMIC_ACQUIRE, __ATOMIC_RELEASE, __ATOMIC_ACQ_REL, __ATOMIC_SEQ_CST};

// What a step returns is the old value, the new one, or for compare-and-swap the value seen, plus one flag through *done.
#define CELLS(T, NAME)                                                                                                              \
  static T weak_##NAME(T* cell, T expected, T desired, int* done) {                                                                 \
    T seen = expected;                                                                                                              \
    *done = 1;                                                                                                                      \
    while (!__atomic_compare_exchange_n(cell, &seen, desired, 1, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {                             \
      if (seen != expected) {                                                                                                       \
        *done = 0;                                                                                                                  \
        break;                                                                                                                      \
      }                                                                                                                             \
    }                                                                                                                               \
    return seen;                                                                                                                    \
  }                                                                                                                                 \
  static T apply_##NAME(T* cell, int op, int order, T x, T expected, int* done) {                                                   \
    T seen = expected;                                                                                                              \
    switch (op) {                                                                                                                   \
      case LOAD:                                                                                                                    \
        return __atomic_load_n(cell, __ATOMIC_ACQUIRE);                                                                             \
      case STORE:                                                                                                                   \
        __atomic_store_n(cell, x, __ATOMIC_RELEASE);                                                                                \
        return x;                                                                                                                   \
      case SWAP:                                                                                                                    \
        return __atomic_exchange_n(cell, x, order);                                                                                 \
      case ADD:                                                                                                                     \
        return __atomic_fetch_add(cell, x, order);                                                                                  \
      case SUB:                                                                                                                     \
        return __atomic_fetch_sub(cell, x, __ATOMIC_ACQ_REL);                                                                       \
      case AND:                                                                                                                     \
        return __atomic_fetch_and(cell, x, __ATOMIC_SEQ_CST);                                                                       \
      case OR:                                                                                                                      \
        return __atomic_fetch_or(cell, x, order);                                                                                   \
      case XOR:                                                                                                                     \
        return __atomic_fetch_xor(cell, x, __ATOMIC_RELAXED);                                                                       \
      case NAND:                                                                                                                    \
        return __atomic_fetch_nand(cell, x, __ATOMIC_RELEASE);                                                                      \
      case MAX:                                                                                                                     \
        return __atomic_fetch_max(cell, x, __ATOMIC_ACQUIRE);                                                                       \
      case MIN:                                                                                                                     \
        return __atomic_fetch_min(cell, x, order);                                                                                  \
      case ADDED:                                                                                                                   \
        return __atomic_add_fetch(cell, x, __ATOMIC_RELAXED);                                                                       \
      case SUBBED:                                                                                                                  \
        return __atomic_sub_fetch(cell, x, order);                                                                                  \
      case ANDED:                                                                                                                   \
        return __atomic_and_fetch(cell, x, __ATOMIC_ACQUIRE);                                                                       \
      case ORED:                                                                                                                    \
        return __atomic_or_fetch(cell, x, __ATOMIC_RELEASE);                                                                        \
      case XORED:                                                                                                                   \
        return __atomic_xor_fetch(cell, x, order);                                                                                  \
      case NANDED:                                                                                                                  \
        return __atomic_nand_fetch(cell, x, __ATOMIC_SEQ_CST);                                                                      \
      case STRONG:                                                                                                                  \
        *done = __atomic_compare_exchange_n(cell, &seen, x, 0, __ATOMIC_SEQ_CST, __ATOMIC_ACQUIRE);                                 \
        return seen;                                                                                                                \
      case WEAK:                                                                                                                    \
        return weak_##NAME(cell, expected, x, done);                                                                                \
      default:                                                                                                                      \
        *done = __atomic_test_and_set((unsigned char*)cell, __ATOMIC_ACQUIRE);                                                      \
        __atomic_clear((unsigned char*)cell, __ATOMIC_RELEASE);                                                                     \
        return *cell;                                                                                                               \
    }                                                                                                                               \
  }                                                                                                                                 \
  uint64_t ops_run_##NAME(T* cell, const struct Step* steps, size_t count, int64_t* log) {                                          \
    uint64_t flags = 0;                                                                                                             \
    for (size_t i = 0; i < count; i++) {                                                                                            \
      int done = 0;                                                                                                                 \
      log[i] = (int64_t)apply_##NAME(cell, steps[i].op, kOrders[steps[i].order], (T)steps[i].operand, (T)steps[i].expected, &done); \
      flags = flags << 1 | (unsigned)done;                                                                                          \
    }                                                                                                                               \
    return flags;                                                                                                                   \
  }                                                                                                                                 \
  T ops_count_##NAME(T* cell, T step, unsigned times) {                                                                             \
    T last = 0;                                                                                                                     \
    for (unsigned i = 0; i < times; i++) last = __atomic_fetch_add(cell, step, __ATOMIC_RELAXED);                                   \
    return last;                                                                                                                    \
  }

CELLS(uint8_t, u8)
CELLS(int8_t, i8)
CELLS(uint16_t, u16)
CELLS(int16_t, i16)
CELLS(uint32_t, u32)
CELLS(int32_t, i32)
CELLS(uint64_t, u64)
CELLS(int64_t, i64)
