// A register machine threaded with computed goto: code translated to label addresses, a table of label differences, jumps back into the
// middle.
#include <stddef.h>
#include <stdint.h>

enum { END, SET, MOV, ADDI, MUL, DECNZ, CALL, OPCODES };
enum { MOST = 64 };

struct Word {
  uint8_t op, a, b;
  int16_t value;
};

typedef uint32_t (*Helper)(void* state, uint32_t left, uint32_t right);

static int plain(const struct Word* w, size_t n) {
  return w->op < OPCODES && w->a < 4 && w->b < 4 && (w->op != DECNZ || (w->value >= 0 && (size_t)w->value < n));
}

// the number of words executed, or a negative index of the word that is wrong
long execute(const struct Word* words, size_t n, uint32_t regs[4], Helper helper, void* state) {
  static const void* const labels[OPCODES] = {&&end, &&set, &&mov, &&addi, &&mul, &&decnz, &&call};
  const void* threaded[MOST + 1];
  long executed = 0;
  if (n > MOST) return -(long)MOST - 1;
  for (size_t i = 0; i < n; i++) {
    if (!plain(&words[i], n)) return -(long)i - 1;
    threaded[i] = labels[words[i].op];
  }
  threaded[n] = &&end;
  const struct Word* w = words;
#define NEXT  \
  executed++; \
  w++;        \
  goto* threaded[w - words]
  goto* threaded[0];
set:
  regs[w->a] = (uint32_t)(int32_t)w->value;
  NEXT;
mov:
  regs[w->a] = regs[w->b];
  NEXT;
addi:
  regs[w->a] = regs[w->b] + (uint32_t)(int32_t)w->value;
  NEXT;
mul:
  regs[w->a] *= regs[w->b];
  NEXT;
decnz:
  if (--regs[w->a] == 0) {
    NEXT;
  }
  w = words + w->value;
  executed++;
  goto* threaded[w - words];
call:
  regs[w->a] = helper(state, regs[w->a], regs[w->b]);
  NEXT;
end:
  return executed;
#undef NEXT
}

// collapses runs: letters kept, each digit k repeats the letter before it k more times, '-' drops what follows up to '+', anything else
// ends
size_t expand(const uint8_t* text, size_t n, uint8_t* out, size_t room) {
  static const int jumps[] = {&&stop - &&stop, &&letter - &&stop, &&digit - &&stop, &&minus - &&stop, &&skip - &&stop, &&plus - &&stop};
  size_t at = 0, used = 0;
  unsigned skipping = 0;
#define FETCH                                                   \
  goto*(&&stop + jumps[at == n                              ? 0 \
                       : skipping && text[at] != '+'        ? 4 \
                       : text[at] >= 'a' && text[at] <= 'z' ? 1 \
                       : text[at] >= '0' && text[at] <= '9' ? 2 \
                       : text[at] == '-'                    ? 3 \
                       : text[at] == '+'                    ? 5 \
                                                            : 0])
  FETCH;
letter:
  if (used == room) goto stop;
  out[used++] = text[at++];
  FETCH;
digit:
  for (unsigned times = text[at] - '0'; times > 0 && used > 0; times--) {
    if (used == room) goto stop;
    out[used] = out[used - 1];
    used++;
  }
  at++;
  FETCH;
minus:
  skipping = 1;
skip:
  at++;
  FETCH;
plus:
  skipping = 0;
  goto skip;
stop:
  return used;
#undef FETCH
}
