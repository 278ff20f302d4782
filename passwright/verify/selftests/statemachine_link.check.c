#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Output)(void* context, uint8_t byte);
typedef void (*Deliver)(void* context, const uint8_t* data, size_t n);
struct Link {
  int hunt;
  uint8_t frame[23];
  size_t length;
  uint8_t expected, next, tries;
  uint8_t pending[20];
  size_t pending_length;
  int waiting;
  unsigned broken, repeated, given_up;
  Output out;
  Deliver deliver;
  void* context;
};
void link_start(struct Link* l, Output out, Deliver deliver, void* context);
void link_byte(struct Link* l, uint8_t byte);
int link_send(struct Link* l, const uint8_t* data, size_t n);
int link_timeout(struct Link* l);

struct End {
  uint8_t sent[256], got[400];
  size_t sents, gots, frames;
};

static void out(void* context, uint8_t byte) {
  struct End* e = context;
  if (e->sents < sizeof e->sent) e->sent[e->sents++] = byte;
}
static void deliver(void* context, const uint8_t* data, size_t n) {
  struct End* e = context;
  e->frames++;
  if (e->gots + n <= sizeof e->got) memcpy(e->got + e->gots, data, n), e->gots += n;
}

static struct Link a, b;
static struct End at_a, at_b;

static void begin(void) {
  memset(&at_a, 0, sizeof at_a);
  memset(&at_b, 0, sizeof at_b);
  link_start(&a, out, deliver, &at_a);
  link_start(&b, out, deliver, &at_b);
}

// carries what one end sent to the other, with the byte at a place changed
static void carry(struct End* from, struct Link* to, size_t place, uint8_t change) {
  for (size_t i = 0; i < from->sents; i++) link_byte(to, i == place ? from->sent[i] ^ change : from->sent[i]);
  from->sents = 0;
}

int main(void) {
  static const struct {
    size_t length, encoded;
    uint8_t data[20], frame[48];
  } frames[] = {
      {0, 5, {0}, {126, 0, 225, 240, 126}},
      {1, 6, {0}, {126, 0, 0, 29, 15, 126}},
      {1, 7, {126}, {126, 0, 125, 94, 130, 86, 126}},
      {4, 12, {125, 94, 126, 125}, {126, 0, 125, 93, 94, 125, 94, 125, 93, 171, 92, 126}},
      {11,
       16,
       {104, 101, 108, 108, 111, 44, 32, 108, 105, 110, 107},
       {126, 0, 104, 101, 108, 108, 111, 44, 32, 108, 105, 110, 107, 121, 219, 126}},
      {20, 25, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, {126, 0,  0,  1,  2,   3,  4,  5,  6,
                                                                                        7,   8,  9,  10, 11,  12, 13, 14, 15,
                                                                                        16,  17, 18, 19, 155, 21, 126}},
      {20,
       45,
       {126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126},
       {126, 0,   125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94, 125,
        94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  125, 94,  127, 76,  126}},
      {9, 14, {255, 255, 255, 255, 255, 255, 255, 255, 255}, {126, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 203, 229, 126}}};
  for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
    begin();
    CHECK(link_send(&a, frames[i].data, frames[i].length) == 1 && at_a.sents == frames[i].encoded &&
          memcmp(at_a.sent, frames[i].frame, frames[i].encoded) == 0);
    CHECK(link_send(&a, frames[i].data, 0) == 0);
    carry(&at_a, &b, 999, 0);
    CHECK(at_b.frames == 1 && at_b.gots == frames[i].length && memcmp(at_b.got, frames[i].data, frames[i].length) == 0 && a.waiting == 1);
    static const uint8_t acknowledged[] = {0x7e, 0x40, 0xa9, 0x34, 0x7e};
    CHECK(at_b.sents == sizeof acknowledged && memcmp(at_b.sent, acknowledged, sizeof acknowledged) == 0);
    carry(&at_b, &a, 999, 0);
    CHECK(a.waiting == 0 && a.next == 1 && link_timeout(&a) == 0 && a.broken + b.broken + b.repeated == 0);

    // every byte changed in some ways: nothing wrong is delivered, and a repetition gets through
    for (size_t place = 0; place < frames[i].encoded; place++)
      for (unsigned change = 1; change < 256; change = change * 2 + (change == 16)) {
        begin();
        link_send(&a, frames[i].data, frames[i].length);
        carry(&at_a, &b, place, (uint8_t)change);
        // a changed first or last flag may just be noise that a later flag ends
        CHECK(at_b.frames == 0 && b.expected == 0);
        at_b.sents = 0;
        CHECK(link_timeout(&a) == 1);
        carry(&at_a, &b, 999, 0);
        if (at_b.frames == 0) CHECK(link_timeout(&a) == 1), carry(&at_a, &b, 999, 0);
        CHECK(at_b.frames == 1 && at_b.gots == frames[i].length && memcmp(at_b.got, frames[i].data, frames[i].length) == 0);
        carry(&at_b, &a, 999, 0);
        CHECK(a.waiting == 0);
      }
  }

  begin();
  uint8_t long_one[21] = {0};
  CHECK(link_send(&a, long_one, 21) == 0 && at_a.sents == 0 && link_timeout(&a) == 0);
  // lost acknowledgements: delivered once, and the numbers go around
  for (unsigned i = 0; i < 20; i++) {
    uint8_t data[2] = {(uint8_t)i, 0x7e};
    CHECK(link_send(&a, data, 2) == 1);
    carry(&at_a, &b, 999, 0);
    if (i % 3 == 0) {
      at_b.sents = 0;
      CHECK(link_timeout(&a) == 1);
      carry(&at_a, &b, 999, 0);
    }
    carry(&at_b, &a, 999, 0);
    CHECK(a.waiting == 0 && at_b.frames == i + 1 && b.repeated == i / 3 + 1 && a.next == (i + 1) % 8 && b.expected == (i + 1) % 8);
  }
  for (unsigned i = 0; i < 40; i++) CHECK(at_b.got[i] == (i % 2 ? 0x7e : i / 2));
  CHECK(b.broken == 0);
  CHECK(link_send(&a, long_one, 3) == 1 && link_timeout(&a) == 1 && link_timeout(&a) == 1 && link_timeout(&a) == 1 &&
        link_timeout(&a) == -1 && link_timeout(&a) == 0);
  CHECK(a.given_up == 1 && a.next == 4 && at_a.sents == 4 * 8);

  // flags alone, escapes cut off, too long, unknown kinds, short ones
  begin();
  static const uint8_t noise[] = {1, 2, 3, 0x7d, 0x7e, 0x7e, 0x7e, 0x41, 0x7e, 0x7d, 0x7e, 0x55, 0x7d, 0x7e, 0x7e};
  for (size_t i = 0; i < sizeof noise; i++) link_byte(&b, noise[i]);
  CHECK(b.broken == 3 && at_b.frames == 0 && at_b.sents == 0);
  for (int i = 0; i < 23; i++) link_byte(&b, 0);
  CHECK(b.broken == 3 && b.length == 23);
  link_byte(&b, 0x7d);
  link_byte(&b, 0x5e);
  CHECK(b.broken == 4 && b.hunt == 0);
  static const uint8_t kinds[][5] = {{0x7e, 0x80, 0x70, 0x78, 0x7e}, {0x7e, 0x08, 0x60, 0xf8, 0x7e}, {0x7e, 0x47, 0xd9, 0xd3, 0x7e}};
  for (size_t i = 0; i < 3; i++)
    for (size_t k = 0; k < 5; k++) link_byte(&b, kinds[i][k]);
  CHECK(b.broken == 6 && b.hunt == 1 && at_b.sents == 0 && b.next == 0);
  return failures != 0;
}
