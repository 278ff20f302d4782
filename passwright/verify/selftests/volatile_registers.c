// A driver for a pretended device: every access to its volatile registers must happen, once and in the order written.
#include <stddef.h>
#include <stdint.h>

// Each register is on a page of its own, so that the other side can notice each access that follows one to another register.
struct Device {
  volatile uint32_t* status;
  volatile uint32_t* control;
  volatile uint32_t* data;
  volatile uint64_t* address;
};

enum { READY = 1, MORE = 2, FAULT = 4 };

static void command(const struct Device* d, uint32_t code, uint64_t address) {
  *d->address = address;
  *d->control = code;
  *d->address = 0;
  *d->control = code | 0x80000000u;
}

void reset(const struct Device* d) {
  *d->control = 0;
  (void)*d->status;
  *d->control = 1;
  (void)*d->status;
  *d->control = 0;
  (void)*d->data;
}

static int wait_ready(const struct Device* d, unsigned most) {
  while (most-- > 0) {
    uint32_t status = *d->status;
    if (status & FAULT) return -1;
    if (status & READY) return 1;
    *d->control = most;
  }
  return 0;
}

// Reads for as long as the status says that there is more.
size_t receive(const struct Device* d, uint32_t* out, size_t room) {
  size_t count = 0;
  while (count < room && (*d->status & MORE)) out[count++] = *d->data;
  return count;
}

// The same value again and again is still one write each.
void fill(const struct Device* d, uint32_t value, size_t count) {
  for (size_t i = 0; i < count; i++) {
    *d->data = value;
    *d->control = 5;
  }
}

int transfer(const struct Device* d, uint64_t from, uint64_t to, unsigned patience) {
  command(d, 2, from);
  int ready = wait_ready(d, patience);
  if (ready <= 0) {
    command(d, 0, 0);
    return ready;
  }
  command(d, 3, to);
  return wait_ready(d, 1) == 1 ? (int)(*d->data & 0xffff) : -2;
}

// Values that are not used, a sum whose operands are read from left to right by statements, and one location read for each use.
uint64_t sample(const struct Device* d, int both) {
  uint64_t a = *d->data;
  uint64_t b = *d->address;
  uint64_t c = *d->data;
  uint64_t e = *d->address;
  if (both) {
    *d->control = (uint32_t)(a - c);
    return a * 1000 + c - b + e;
  }
  return a - a + b - b;
}
