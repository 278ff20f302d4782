// Inputs that respect a signature, and the heap of the code under test. All addresses are fixed; LAYOUT decides between two of each.
#ifndef PASSWRIGHT_INPUTS_H
#define PASSWRIGHT_INPUTS_H

#include <stddef.h>

#include "driver.h"

enum { SLOTS = 64, POOL = 4, BUFFERS = 16, LARGEST = 4096 };

typedef struct {
  char *start, *copy;  // copy: as the input has it
  size_t size;
  int released;  // by the code under test
} Buffer;

extern const Table* table;
extern int layout, testing;
extern Buffer buffers[BUFFERS];
extern uint32_t buffer_count;

void fail(const char* what) __attribute__((noreturn));  // of the driver itself
void lock(unsigned seconds);                            // of CPU time
void stop(const char* reason) __attribute__((noreturn));
void end(const char* how, uint64_t value) __attribute__((noreturn));
void output(uint32_t to, const char* bytes, size_t size);

uint64_t mix(uint64_t value);
uint64_t name_hash(const char* name);
uint64_t garbage(uint64_t at);  // other in the other layout
void reserve_inputs(void);
void draw_input(const Function* function, uint64_t draw, uint32_t input, uint64_t* arguments);
void draw_results(const Function* stub, uint64_t draw, uint64_t* results);

// Buffer or block with the offset in it, as a word that is the same in both layouts.
int place_in_buffers(uint64_t word, uint64_t* place);
int place_in_heap(uint64_t word, uint64_t* place);
// Calls `note` on the block of the heap that a pointer is to, and on the blocks that are found from there.
void note_block(uint64_t word, void (*note)(uint64_t, uint64_t, const char*, const char*, size_t));
void* heap_allocate(size_t size);
size_t heap_release(void* pointer);  // gives the size
void keep_heap(void);                // each input begins with the heap as it is now

#endif
