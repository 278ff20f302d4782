// A link protocol: byte-stuffed frames with a checksum, a receiver that finds its way again after noise, a sender that repeats until
// acknowledged.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { FLAG = 0x7e, ESC = 0x7d, FLIP = 0x20, MOST = 20, RETRIES = 3 };
enum Hunt { LOST, IDLE, INSIDE, ESCAPED };

typedef void (*Output)(void* context, uint8_t byte);
typedef void (*Deliver)(void* context, const uint8_t* data, size_t n);

static uint16_t crc(uint16_t sum, uint8_t byte) {
  sum ^= (uint16_t)(byte << 8);
  for (int i = 0; i < 8; i++) sum = (uint16_t)(sum & 0x8000 ? sum << 1 ^ 0x1021 : sum << 1);
  return sum;
}

static void stuffed(Output out, void* context, uint8_t byte) {
  if (byte == FLAG || byte == ESC) {
    out(context, ESC);
    byte ^= FLIP;
  }
  out(context, byte);
}

static void emit(Output out, void* context, uint8_t head, const uint8_t* data, size_t n) {
  uint16_t sum = crc(0xffff, head);
  out(context, FLAG);
  stuffed(out, context, head);
  for (size_t i = 0; i < n; i++) {
    stuffed(out, context, data[i]);
    sum = crc(sum, data[i]);
  }
  stuffed(out, context, (uint8_t)(sum >> 8));
  stuffed(out, context, (uint8_t)sum);
  out(context, FLAG);
}

struct Link {
  enum Hunt hunt;
  uint8_t frame[MOST + 3];
  size_t length;
  uint8_t expected, next, tries;
  uint8_t pending[MOST];
  size_t pending_length;
  int waiting;
  unsigned broken, repeated, given_up;
  Output out;
  Deliver deliver;
  void* context;
};

void link_start(struct Link* l, Output out, Deliver deliver, void* context) {
  memset(l, 0, sizeof *l);
  l->out = out;
  l->deliver = deliver;
  l->context = context;
}

// 0: data, 0x40: acknowledgement; the low three bits count
static void accept(struct Link* l) {
  uint16_t sum = 0xffff;
  if (l->length < 3) {
    l->broken += l->length > 0;
    return;
  }
  for (size_t i = 0; i < l->length; i++) sum = crc(sum, l->frame[i]);
  if (sum != 0) {
    l->broken++;
    return;
  }
  uint8_t head = l->frame[0], number = head & 7;
  switch (head & ~7) {
    case 0:
      if (number == l->expected) {
        l->expected = (uint8_t)((l->expected + 1) & 7);
        l->deliver(l->context, l->frame + 1, l->length - 3);
      } else
        l->repeated++;
      emit(l->out, l->context, 0x40 | number, NULL, 0);
      break;
    case 0x40:
      if (l->waiting && number == l->next) {
        l->waiting = 0;
        l->next = (uint8_t)((l->next + 1) & 7);
      }
      break;
    default:
      l->broken++;
  }
}

void link_byte(struct Link* l, uint8_t byte) {
  switch (l->hunt) {
    case LOST:
      if (byte == FLAG) l->hunt = IDLE;
      l->length = 0;
      return;
    case IDLE:
    case INSIDE:
      if (byte == FLAG) {
        accept(l);
        l->length = 0;
        l->hunt = IDLE;
        return;
      }
      l->hunt = byte == ESC ? ESCAPED : INSIDE;
      if (byte == ESC) return;
      break;
    case ESCAPED:
      if (byte == FLAG) {  // given up by the sender
        l->broken++;
        l->length = 0;
        l->hunt = IDLE;
        return;
      }
      byte ^= FLIP;
      l->hunt = INSIDE;
      break;
  }
  if (l->length == sizeof l->frame) {
    l->broken++;
    l->hunt = LOST;
    return;
  }
  l->frame[l->length++] = byte;
}

int link_send(struct Link* l, const uint8_t* data, size_t n) {
  if (l->waiting || n > MOST) return 0;
  memcpy(l->pending, data, n);
  l->pending_length = n;
  l->waiting = 1;
  l->tries = 0;
  emit(l->out, l->context, l->next, l->pending, n);
  return 1;
}

int link_timeout(struct Link* l) {
  if (!l->waiting) return 0;
  if (++l->tries > RETRIES) {
    l->waiting = 0;
    l->given_up++;
    return -1;
  }
  emit(l->out, l->context, l->next, l->pending, l->pending_length);
  return 1;
}
