// What a library under test tells the driver about itself: `passwright_table`, which passwright/verify/glue.py writes as LLVM IR.
#ifndef PASSWRIGHT_DRIVER_H
#define PASSWRIGHT_DRIVER_H

#include <stdint.h>

enum { INTEGER, REAL, POINTER };             // the kind of a scalar
enum { NONNULL = 1, NOALIAS = 2, OWN = 4 };  // flags of a pointer; OWN: of the caller, as for byval
enum { ENDS = 1, SILENT = 2, UNKNOWN = 4 };  // flags of a stub: does not return; may be elided; cannot be modelled

// Scalars stand in slots of 16 bytes, in their order; an aggregate is as many scalars as it has members.
typedef struct {
  uint16_t kind, bits, flags, align;
  uint32_t size;  // of what a pointer must point to
  uint32_t pad;
} Scalar;

typedef struct {
  const char* name;
  void (*thunk)(void* arguments, void* results);
  void* address;  // null where the object has no such function
  const Scalar *arguments, *results;
  const int64_t* numbers;  // that its code has
  const char* const* texts;
  uint32_t argument_count, result_count, flags, number_count, text_count, pad;
} Function;

typedef struct {
  const char* name;
  void* address;
  uint64_t size;
} Variable;

typedef struct {
  const Function *functions, *stubs;
  const Variable* variables;
  uint32_t function_count, stub_count, variable_count, pad;
} Table;

#endif
