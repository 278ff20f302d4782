// Constructors with priorities that build what static tables hold before main, and destructors that run after it in the opposite order.
#include <stddef.h>
#include <stdint.h>

void record(char what);  // of the checker: may be called before main

static uint32_t table[256];
static int ready = -1;
static unsigned order;
static uint32_t checksum_at_start;
static const uint8_t text[] = "123456789";

unsigned first_seen, second_seen, third_seen, last_seen;
int preset = 40;

static uint32_t update(uint32_t crc, const uint8_t* p, size_t n) {
  for (; n > 0; n--) crc = table[(crc ^ *p++) & 255] ^ crc >> 8;
  return crc;
}

uint32_t crc(const uint8_t* p, size_t n) { return ready > 0 ? ~update(0xffffffffu, p, n) : 0; }

__attribute__((constructor(300))) static void third(void) {
  record('3');
  third_seen = ++order;
  checksum_at_start = crc(text, sizeof text - 1);
}

__attribute__((constructor(200))) static void second(void) {
  record('2');
  second_seen = ++order;
  ready = 1;
  preset += (int)first_seen;
}

__attribute__((constructor(150))) void first(void) {
  record('1');
  first_seen = ++order;
  if (ready > 0) return;
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
    table[i] = value;
  }
}

__attribute__((constructor)) static void last(void) {
  record('4');
  last_seen = ++order;
  preset *= 2;
}

__attribute__((constructor(250), destructor(250))) static void both(void) { record(ready > 0 ? 'b' : 'B'); }

__attribute__((destructor(200))) static void cleared(void) {
  record('z');
  ready = 0;
}

__attribute__((destructor(300))) static void still(void) { record(crc(text, 9) == 0xcbf43926u ? 'y' : 'Y'); }
__attribute__((destructor(150))) static void gone(void) { record(crc(text, 9) == 0 && order == 7 ? 'g' : 'G'); }
__attribute__((destructor)) static void early(void) { record(order == 5 ? 'e' : 'E'), order += 2; }

uint32_t at_start(void) { return checksum_at_start; }
unsigned count_again(void) {
  first();
  return order;
}
