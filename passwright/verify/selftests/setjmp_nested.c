// Handlers within handlers: a chain of frames with jump buffers, rethrowing, and clean-up that runs on both ways out, run by a script.
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

struct Handler {
  struct Handler* outer;
  int code;
  jmp_buf where;
};

struct Run {
  const char* script;
  unsigned at;
  struct Handler* handlers;
  void (*note)(char event, int value);
  int depth;
};

__attribute__((noreturn)) static void throw_code(struct Run* run, int code) {
  struct Handler* handler = run->handlers;
  run->handlers = handler->outer;
  handler->code = code;
  longjmp(handler->where, 1);
}

static void block(struct Run* run);

// Skips to the bracket that closes what began before `at`.
static void skip(struct Run* run) {
  int open = 1;
  while (open > 0) {
    char c = run->script[run->at++];
    if (c == '[' || c == '{' || c == '<') open++;
    if (c == ']' || c == '}' || c == '>') open--;
  }
}

static void guarded(struct Run* run, struct Handler* handler, void (*body)(struct Run*), int* code) {
  handler->outer = run->handlers;
  handler->code = 0;
  run->handlers = handler;
  if (setjmp(handler->where) == 0) {
    body(run);
    run->handlers = handler->outer;
    *code = 0;
  } else {
    *code = handler->code;
  }
}

// [body]: catches even codes, passes odd ones on as they are
static void catch_even(struct Run* run) {
  struct Handler handler;
  int code, depth = run->depth;
  unsigned begin = run->at;
  guarded(run, &handler, block, &code);
  run->depth = depth;
  if (code == 0) return;
  run->note('c', code);
  run->at = begin;
  skip(run);
  if (code & 1) throw_code(run, code);
}

// {body}: runs its clean-up either way, then passes on a code that is larger by ten
static void with_cleanup(struct Run* run) {
  struct Handler handler;
  int code, depth = run->depth;
  unsigned begin = run->at;
  guarded(run, &handler, block, &code);
  run->depth = depth;
  run->note('f', code);
  if (code == 0) return;
  run->at = begin;
  skip(run);
  throw_code(run, code + 10);
}

// <body>: tries the body once more, with 100 instead of its depth, when it throws
static void twice(struct Run* run) {
  struct Handler first, second;
  int code, depth = run->depth;
  unsigned begin = run->at;
  guarded(run, &first, block, &code);
  if (code != 0) {
    run->note('t', code);
    run->at = begin;
    run->depth = 100;
    guarded(run, &second, block, &code);
    if (code != 0) {
      run->depth = depth;
      throw_code(run, code);
    }
  }
  run->depth = depth;
}

static void block(struct Run* run) {
  run->depth++;
  for (;;) {
    char c = run->script[run->at++];
    if (c == '[') {
      catch_even(run);
    } else if (c == '{') {
      with_cleanup(run);
    } else if (c == '<') {
      twice(run);
    } else if (c >= '0' && c <= '9') {
      throw_code(run, c - '0');
    } else if (c == '?') {
      if (run->depth < 100) throw_code(run, 5);
    } else if (c >= 'A' && c <= 'Z') {
      run->note(c, run->depth);
    } else {
      break;
    }
  }
  run->depth--;
}

int play(const char* script, void (*note)(char event, int value)) {
  struct Run run = {script, 0, NULL, note, 0};
  struct Handler outermost;
  int code;
  guarded(&run, &outermost, block, &code);
  note('.', run.depth);
  return code == 0 ? -1 : code;
}
