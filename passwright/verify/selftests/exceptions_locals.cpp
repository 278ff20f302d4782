// What locals hold in a handler after changes in the try block: counters, sums, arrays, pointers, floats and early exits from loops.
#include <cstddef>
#include <cstdint>

// The checker's: gives the next value, or throws an int.
int64_t next(int64_t hint);

struct State {
  int64_t a, b, c;
  double d;
  unsigned char bytes[8];
};

namespace {

int64_t twice(int64_t value) {
  const int64_t first = next(value);
  return first + next(value + 1);
}

void fill(unsigned char* bytes, unsigned from) {
  for (unsigned i = 0; i < 8; i++) bytes[i] = static_cast<unsigned char>(from + i);
}

}  // namespace

void locals_straight(State* out) {
  int64_t a = 1, b = 2, c = 3;
  double d = 0.5;
  unsigned char bytes[8];
  fill(bytes, 1);
  try {
    a = next(a);
    b = a * 2;
    fill(bytes, 11);
    c = twice(b);
    d = d + static_cast<double>(c);
    a = 70;
    fill(bytes, 21);
    b = next(c);
    b += 9;
    d *= 2;
    a = 71;
  } catch (int thrown) {
    c += thrown;
  }
  *out = {a, b, c, d, {}};
  for (unsigned i = 0; i < 8; i++) out->bytes[i] = bytes[i];
}

size_t locals_loop(int64_t* values, size_t count, int64_t* sum, size_t* failed) {
  size_t good = 0, i = 0;
  int64_t total = 0;
  int64_t last = -1;
  while (i < count) {
    try {
      for (; i < count; i++) {
        last = values[i];
        values[i] = -values[i];
        total += next(last);
        values[i] = last + 1;
        good++;
      }
    } catch (int thrown) {
      if (thrown == 99) break;
      *failed++ = i;
      total += thrown * last;
      i++;
    }
  }
  *sum = total;
  return good;
}

// Writes the digits as they come: what was stored before the throw must be seen, and no more.
size_t locals_stores(unsigned char* to, size_t room, int64_t value) {
  unsigned char* at = to;
  unsigned char* const end = to + room;
  bool whole = false;
  try {
    do {
      if (at == end) throw 'x';
      *at++ = static_cast<unsigned char>('0' + value % 10);
      value = next(value / 10);
    } while (value != 0);
    whole = true;
  } catch (char) {
    return 1000 + static_cast<size_t>(at - to);
  } catch (int) {
    at[-1] = '!';
  }
  return whole ? static_cast<size_t>(at - to) : 2000 + static_cast<size_t>(at - to);
}

int64_t locals_nested(int64_t start) {
  int64_t value = start;
  int phase = 0;
  try {
    phase = 1;
    try {
      value = value * 3;
      phase = 2;
      value += next(value);
      phase = 3;
    } catch (int thrown) {
      value += thrown * phase;
      phase = 4;
      value = next(value);
      phase = 5;
    }
    phase += 10;
    value -= next(phase);
    phase += 10;
  } catch (int thrown) {
    value = value * 1000 + thrown * 100 + phase;
    return value;
  }
  return value * 1000 + phase;
}

int locals_select(int way) {
  int kept = way;
  for (;;) {
    try {
      switch (way) {
        case 0:
          return kept;
        case 1:
          kept += 10;
          throw kept;
        case 2:
          kept += static_cast<int>(next(kept));
          way = 0;
          continue;
        default:
          way = static_cast<int>(next(way)) % 3;
          kept = kept * 2 + way;
          break;
      }
    } catch (int thrown) {
      kept += thrown;
      way = 0;
    }
  }
}
