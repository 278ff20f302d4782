#define _GNU_SOURCE
#include "inputs.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define BUFFER_BASE 0x520000000000ull
#define BUFFER_STEP 0x10000ull
#define BUFFER_PAGES 0x2000ull
#define CALLBACK_BASE 0x521000000000ull
#define HEAP_BASE 0x522000000000ull
enum { HEAP = 1 << 23, HEADER = 64, GAP = 64, CALLBACKS = 4, CALLBACK_SIZE = 32, BLOCK = 1 << 20, NOTED = 32 };

typedef struct {
  uint64_t size, live, noted;
} Block;

Buffer buffers[BUFFERS];
uint32_t buffer_count;
static char copies[BUFFERS][LARGEST];
static uint64_t state, heap_used, heap_floor;
static char* heap_kept;  // what constructors left there
static void (*callback_table[1])(void);
static const Function* current;  // whose numbers and texts inputs are made of

uint64_t mix(uint64_t value) {  // splitmix64
  value += 0x9e3779b97f4a7c15ull;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
  value = (value ^ value >> 27) * 0x94d049bb133111ebull;
  return value ^ value >> 31;
}

uint64_t name_hash(const char* name) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 0x100000001b3ull;
  return hash;
}

uint64_t garbage(uint64_t at) {
  static const uint64_t all[] = {0x5a5a5a5a5a5a5a5aull, 0, 0, 0x0000000100000001ull, ~0ull};
  return layout == 1 ? mix(at ^ 0xb0b) : all[layout];
}

static uint64_t next(void) { return state = mix(state); }
static uint64_t below(uint64_t limit) { return next() % limit; }

// Callbacks keep all registers that hold arguments as they are: none is read.
__asm__(
    ".text\n.globl passwright_callback\npasswright_callback:\n"
    "sub $8, %rsp\nmov %eax, %edi\ncall passwright_called_back\npxor %xmm0, %xmm0\nxor %edx, %edx\nadd $8, %rsp\nret\n");
extern void passwright_callback(void);

void reserve_inputs(void) {
  for (uint64_t i = 0; i < BUFFERS; i++)
    mmap((void*)(BUFFER_BASE + i * BUFFER_STEP + 0x4000), BUFFER_PAGES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
         0);
  mmap((void*)HEAP_BASE, HEAP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
  unsigned char* code = mmap((void*)CALLBACK_BASE, 0x1000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  // The code is the same in all builds: where it goes stands elsewhere.
  void (***elsewhere)(void) =
      mmap((void*)(CALLBACK_BASE + 0x100000), 0x1000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  callback_table[0] = passwright_callback;
  elsewhere[0] = (void*)callback_table[0];
  for (uint32_t i = 0; i < CALLBACKS; i++, code += CALLBACK_SIZE) {
    uint64_t at = CALLBACK_BASE + 0x100000;
    const unsigned char bytes[] = {0xb8, (unsigned char)i, 0, 0, 0, 0x49, 0xbb};  // mov $i, %eax; movabs $at, %r11
    memcpy(code, bytes, sizeof bytes);
    memcpy(code + sizeof bytes, &at, sizeof at);
    memcpy(code + sizeof bytes + sizeof at, "\x41\xff\x23", 3);  // jmp *(%r11)
  }
  mprotect((void*)CALLBACK_BASE, 0x1000, PROT_READ | PROT_EXEC);
}

static uint64_t heap_base(void) { return HEAP_BASE + (layout & 1 ? 0x2000 : 0); }
static uint64_t position(uint64_t number) { return layout & 1 ? BUFFERS - 1 - number : number; }

// The next buffer, of `size` bytes, its start as `align` wants it.
static Buffer* place(size_t size, size_t align) {
  if (buffer_count == BUFFERS) stop("too many buffers");
  uint32_t number = buffer_count++;
  Buffer* buffer = &buffers[number];
  char* pages = (char*)(BUFFER_BASE + position(number) * BUFFER_STEP + 0x4000);
  uint64_t start = (BUFFER_PAGES - size) / align * align;
  buffer->start = pages + (layout & 1 ? start % 64 : start);  // aligned alike in both
  buffer->copy = copies[number];
  buffer->size = size;
  buffer->released = 0;
  for (size_t i = 0; i < BUFFER_PAGES; i += 8) *(uint64_t*)(pages + i) = garbage(i + number);
  return buffer;
}

static uint64_t pool_pointer(void) { return (uint64_t)buffers[below(POOL)].start; }

static uint64_t known(void) {
  if (!current->number_count) return below(20);
  uint64_t number = (uint64_t)current->numbers[below(current->number_count)];
  return below(4) ? number : number + below(3) - 1;
}

static uint64_t small(void) {
  static const int64_t edges[] = {0, 1, 2, 3, 4, 7, 8, 10, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, -1, -2, -128, 32767, 65535};
  return (uint64_t)edges[below(sizeof edges / sizeof *edges)];
}

static uint64_t draw_integer(uint32_t bits) {
  uint64_t value;
  switch (below(11)) {
    case 8:
    case 9:
    case 10:
      value = known();
      break;
    case 0:
      value = below(2) ? 1ull << (bits - 1 & 63) : (1ull << (bits - 1 & 63)) - 1;
      break;
    case 1:
      value = next();
      break;
    case 2:
      value = next() >> below(64);
      break;
    case 3:
      value = 1ull << below(64);
      break;
    case 4:
      value = ' ' + below(95);
      break;
    case 5:
      value = below(33);
      break;
    default:
      value = small();
  }
  return bits < 64 ? value & ((1ull << bits) - 1) : value;
}

static uint64_t draw_real(uint32_t bits) {
  // One pattern for all NaNs: which of two comes out of an operation is nobody's promise.
  static const double edges[] = {0.0,
                                 -0.0,
                                 1.0,
                                 -1.0,
                                 0.5,
                                 1.5,
                                 2.5,
                                 -2.5,
                                 3.0,
                                 0.1,
                                 1e-3,
                                 100.25,
                                 1e10,
                                 -1e10,
                                 1e300,
                                 4e-320,
                                 __builtin_inf(),
                                 -__builtin_inf(),
                                 __builtin_nan(""),
                                 2147483648.0,
                                 1e-45,
                                 16777217.0};
  double value = edges[below(sizeof edges / sizeof *edges)];
  if (below(3) == 0) value = (double)(int64_t)next() / (double)(1ull << below(63));
  float single = (float)value;
  uint64_t word = 0;
  if (bits == 32)
    memcpy(&word, &single, sizeof single);
  else
    memcpy(&word, &value, sizeof value);
  return word;
}

static uint64_t half(void) {
  switch (below(4)) {
    case 0:
      return 0;
    case 1:
      return below(20);
    case 2:
      return known() & 0xffffffff;
    default:
      return small() & 0xffffffff;
  }
}

static void fill_text(char* at, size_t size, int digits) {
  static const char letters[] = "0123456789.-+eaxnrstEF \t\n,:;<>[]{}()\"'/\\=&#!*_A";
  for (size_t i = 0; i < size; i++) at[i] = letters[below(digits ? 14 : sizeof letters - 1)];
  for (uint64_t count = below(8); count-- > 0 && current->text_count;) {
    const char* text = current->texts[below(current->text_count)];
    size_t length = strlen(text), start = below(4) ? below(size + 1) : 0;
    for (size_t i = 0; i < length && start + i < size; i++) at[start + i] = text[i];
    if (below(3) == 0 && start + length < size) {  // and no more
      at[start + length] = 0;
      return;
    }
  }
  if (current->number_count)
    for (size_t i = 0; i < size; i++) {
      uint64_t letter = below(8) ? 0 : known();
      if (letter > 0 && letter < 128) at[i] = (char)letter;
    }
  if (size && below(5)) at[below(3) ? size - 1 : below(size)] = 0;
}

static void fill(Buffer* buffer, uint64_t how) {
  char* at = buffer->start;
  size_t size = buffer->size;
  memset(at, 0, size);
  switch (how) {
    case 0:
      break;
    case 1:
    case 2:
      fill_text(at, size, how == 2);
      break;
    case 3:
      for (size_t i = 0; i < size; i++) at[i] = (char)(below(4) ? next() : 0);
      break;
    default:  // words, as structures have them
      for (size_t i = (8 - ((uint64_t)at & 7)) & 7; i + 8 <= size; i += 8) {
        uint64_t word = 0;
        switch (below(10)) {
          case 0:
          case 1:
          case 2:
          case 3:
            word = pool_pointer();
            break;
          case 4:
            word = CALLBACK_BASE + CALLBACK_SIZE * below(CALLBACKS);
            break;
          case 5:
          case 6:
          case 7:
            word = half() | half() << 32;
            break;
          case 8:
            word = below(2) ? draw_integer(64) : below(2) ? draw_real(64) : draw_real(32) | draw_real(32) << 32;
            break;
        }
        memcpy(at + i, &word, sizeof word);
      }
  }
}

// Pointers back, from what arguments point to, and to them.
static void tie(void) {
  for (uint64_t count = below(2) ? below(32) : 0; count-- > 0 && buffer_count > POOL;) {
    Buffer* from = &buffers[below(buffer_count)];
    char* to = buffers[POOL + below(buffer_count - POOL)].start;
    if (from->size < 16 || (uint64_t)from->start & 7) continue;
    memcpy(from->start + 8 * below(from->size / 8 < 64 && below(2) ? from->size / 8
                                   : 8 < from->size / 8            ? 8
                                                                   : from->size / 8),
           &to, sizeof to);
  }
}

static size_t draw_size(uint32_t input) {
  static const size_t large[] = {16, 32, 48, 64, 96, 128, 192, 256, 512, 1024, LARGEST};
  return below(2) ? (input + below(8)) % 65 : large[below(sizeof large / sizeof *large)];
}

static uint64_t draw_pointer(const Scalar* scalar, uint32_t input, const uint64_t* before, const Scalar* scalars, uint32_t count) {
  int own = scalar->flags & (OWN | NOALIAS);
  if (!(scalar->flags & (NONNULL | OWN)) && below(10) == 0) return 0;
  if (!own && below(8) == 0) {  // the same as an earlier one, or into it
    for (uint32_t i = count; i-- > 0;)
      if (scalars[i].kind == POINTER && !(scalars[i].flags & (OWN | NOALIAS)) && before[2 * i]) {
        uint64_t number = 0;
        for (uint32_t b = 0; b < buffer_count; b++)
          if ((uint64_t)buffers[b].start == before[2 * i]) number = b + 1;
        if (!number || buffers[number - 1].size < 32 + scalar->size) break;
        return before[2 * i] + (below(2) ? 0 : 16 * below((buffers[number - 1].size - scalar->size) / 16));
      }
  }
  if (!own && !scalar->size && below(12) == 0) return CALLBACK_BASE + CALLBACK_SIZE * below(CALLBACKS);
  size_t align = scalar->align > 1 ? scalar->align : 1, size = scalar->flags & OWN ? scalar->size : draw_size(input);
  if (size < scalar->size) size = scalar->size;
  if (size % 8 == 0 && align < 16) align = size % 16 ? 8 : 16;
  size = (size + align - 1) / align * align;
  if (size > LARGEST) stop("a larger buffer than there is");
  Buffer* buffer = place(size, align);
  fill(buffer, below(8));
  return (uint64_t)buffer->start;
}

void draw_input(const Function* function, uint64_t draw, uint32_t input, uint64_t* arguments) {
  state = draw;
  current = function;
  buffer_count = 0;
  heap_used = heap_floor;
  memcpy((void*)heap_base(), heap_kept, heap_floor);
  static const size_t sizes[] = {64, 256, 1024};
  size_t size = sizes[below(3)];
  for (uint32_t i = 0; i < POOL; i++) place(size, 16);
  for (uint32_t i = 0; i < POOL; i++) fill(&buffers[i], below(8));
  for (uint32_t i = 0; i < function->argument_count; i++) {
    const Scalar* scalar = &function->arguments[i];
    uint64_t* slot = &arguments[2 * i];
    slot[1] = 0;
    if (scalar->kind == POINTER)
      slot[0] = draw_pointer(scalar, input, arguments, function->arguments, i);
    else if (scalar->kind == REAL)
      slot[0] = draw_real(scalar->bits);
    else {
      slot[0] = draw_integer(scalar->bits < 64 ? scalar->bits : 64);
      if (scalar->bits > 64) slot[1] = below(2) ? 0 - (slot[0] >> 63) : next();
      if (scalar->bits >= 16 && below(3) == 0 && buffer_count > POOL) {  // often a length
        size_t length = buffers[POOL + below(buffer_count - POOL)].size;
        slot[0] = below(2) ? length : below(length + 1);
      }
      if (scalar->bits < 64) slot[0] &= (1ull << scalar->bits) - 1;
      if (scalar->bits > 64 && scalar->bits < 128) slot[1] &= (1ull << (scalar->bits - 64)) - 1;
    }
  }
  tie();
  for (uint32_t i = 0; i < buffer_count; i++) memcpy(buffers[i].copy, buffers[i].start, buffers[i].size);
}

void draw_results(const Function* stub, uint64_t draw, uint64_t* results) {
  uint64_t before = state;
  state = draw;
  for (uint32_t i = 0; i < stub->result_count; i++) {
    const Scalar* scalar = &stub->results[i];
    results[2 * i + 1] = 0;
    if (scalar->kind == POINTER)
      results[2 * i] = scalar->flags & NONNULL || below(4) ? pool_pointer() : 0;
    else if (scalar->kind == REAL)
      results[2 * i] = draw_real(scalar->bits);
    else
      results[2 * i] = below(2) ? below(2) : draw_integer(scalar->bits < 64 ? scalar->bits : 64);
    if (scalar->bits < 64) results[2 * i] &= (1ull << scalar->bits) - 1;
  }
  state = before;
}

int place_in_buffers(uint64_t word, uint64_t* place) {
  if (word < BUFFER_BASE || word >= BUFFER_BASE + BUFFERS * BUFFER_STEP) {
    if (word < CALLBACK_BASE || word >= CALLBACK_BASE + 0x1000) return 0;
    *place = 0xbfull << 56 | (word - CALLBACK_BASE);
    return 1;
  }
  uint64_t number = position((word - BUFFER_BASE) / BUFFER_STEP);
  int64_t offset = number < buffer_count ? (int64_t)(word - (uint64_t)buffers[number].start) : (int64_t)(word % BUFFER_STEP);
  *place = 0xb0ull << 56 | number << 32 | (uint32_t)offset;
  return 1;
}

static Block* block_of(uint64_t word) {
  if (word < heap_base() || word >= heap_base() + heap_used) return NULL;
  for (uint64_t at = heap_base(); at < heap_base() + heap_used;) {
    Block* block = (Block*)at;
    uint64_t whole = HEADER + (block->size + 15) / 16 * 16 + GAP;
    if (word < at + whole) return word >= at + HEADER && word <= at + HEADER + block->size ? block : NULL;
    at += whole;
  }
  return NULL;
}

int place_in_heap(uint64_t word, uint64_t* place) {
  if (word < HEAP_BASE || word >= HEAP_BASE + HEAP) return 0;
  Block* block = block_of(word);
  // Allocations may be left out, so a block has no number; neither has one that was freed.
  *place = block && block->live ? 0xc0ull << 56 | (word - (uint64_t)block - HEADER) : 0xcfull << 56;
  return 1;
}

void note_block(uint64_t word, void (*note)(uint64_t, uint64_t, const char*, const char*, size_t)) {
  Block* todo[NOTED];
  uint32_t count = 0;
  Block* first = block_of(word);
  if (!first || !first->live) return;
  first->noted = 1;
  todo[count++] = first;
  for (uint32_t i = 0; i < count; i++) {
    const char* bytes = (const char*)todo[i] + HEADER;
    note(0xc0, i, bytes, NULL, todo[i]->size < 1024 ? todo[i]->size : 1024);
    for (uint64_t at = 0; at + 8 <= todo[i]->size && at < 1024; at += 8) {
      Block* found = block_of(*(const uint64_t*)(bytes + at));
      if (found && found->live && !found->noted && count < NOTED) {
        found->noted = 1;
        todo[count++] = found;
      }
    }
  }
}

// The heap of the code under test: blocks behind each other, none is used twice.
void* heap_allocate(size_t size) {
  if (size > BLOCK) stop("a larger allocation than is tried");
  uint64_t whole = HEADER + (size + 15) / 16 * 16 + GAP;
  if (heap_used + whole > HEAP - 0x4000) stop("the heap is full");
  char* start = (char*)heap_base() + heap_used;
  heap_used += whole;
  *(Block*)start = (Block){size, 1, 0};
  for (uint64_t i = HEADER; i < whole; i += 8) *(uint64_t*)(start + i) = garbage(heap_used + i);
  return start + HEADER;
}

void keep_heap(void) {
  heap_floor = heap_used;
  heap_kept = mmap(NULL, heap_floor + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(heap_kept, (void*)heap_base(), heap_floor);
}

size_t heap_release(void* pointer) {
  for (uint32_t i = 0; i < buffer_count; i++)  // who calls may have it from the heap
    if (buffers[i].start == pointer && !buffers[i].released) {
      buffers[i].released = 1;
      return buffers[i].size;
    }
  Block* block = block_of((uint64_t)pointer);
  if (!block || !block->live || (char*)block + HEADER != (char*)pointer) stop("free of what is no block");
  block->live = 0;
  return block->size;
}
