// What the code under test finds in place of functions of the C library, where the real ones would leave the sandbox, give other
// addresses from run to run, or leave something open that LLVM may decide as it likes.
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inputs.h"

void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void __libc_free(void*);

#ifndef SANITIZED
void* malloc(size_t size) { return testing ? heap_allocate(size) : __libc_malloc(size); }

void* calloc(size_t count, size_t size) {
  size_t whole;
  if (!testing) return __libc_calloc(count, size);
  if (__builtin_mul_overflow(count, size, &whole)) stop("calloc of too much");
  char* place = heap_allocate(whole);
  for (size_t i = 0; i < whole; i++) place[i] = 0;
  return place;
}

void free(void* pointer) {
  if (!testing) {
    uint64_t place;
    if (!place_in_heap((uint64_t)pointer, &place)) __libc_free(pointer);
  } else if (pointer) {
    heap_release(pointer);
  }
}

void* realloc(void* pointer, size_t size) {
  if (!testing) return __libc_realloc(pointer, size);
  if (!size) stop("realloc to nothing");
  char* place = heap_allocate(size);
  if (!pointer) return place;
  size_t had = heap_release(pointer);
  for (size_t i = 0; i < (had < size ? had : size); i++) place[i] = ((char*)pointer)[i];
  return place;
}

void* new(size_t size) __asm__("_Znwm");
void* new(size_t size) { return malloc(size); }
void* new_array(size_t size) __asm__("_Znam");
void* new_array(size_t size) { return malloc(size); }
void delete(void* pointer) __asm__("_ZdlPv");
void delete(void* pointer) { free(pointer); }
void delete_sized(void* pointer, size_t size) __asm__("_ZdlPvm");
void delete_sized(void* pointer, size_t size) { (void)size, free(pointer); }
void delete_array(void* pointer) __asm__("_ZdaPv");
void delete_array(void* pointer) { free(pointer); }
void delete_array_sized(void* pointer, size_t size) __asm__("_ZdaPvm");
void delete_array_sized(void* pointer, size_t size) { (void)size, free(pointer); }

char* strndup(const char* text, size_t most) {
  size_t size = strnlen(text, most);
  char* copy = malloc(size + 1);
  for (size_t i = 0; i < size; i++) copy[i] = text[i];
  copy[size] = 0;
  return copy;
}

char* strdup(const char* text) { return strndup(text, (size_t)-1); }

static int apart(const void* left, const void* right, size_t size) {
  const char *a = left, *b = right;
  return !size || a == b || a + size <= b || b + size <= a;
}

void* memmove(void* to, const void* from, size_t size) {
  char* a = to;
  const char* b = from;
  if (a < b)
    for (size_t i = 0; i < size; i++) a[i] = b[i];
  else
    while (size-- > 0) a[size] = b[size];
  return to;
}

void* memcpy(void* to, const void* from, size_t size) {
  if (testing && !apart(to, from, size)) stop("memcpy between places that overlap");
  return memmove(to, from, size);
}

void* __memcpy_chk(void* to, const void* from, size_t size, size_t room) {
  if (size > room) stop("memcpy of too much");
  return memcpy(to, from, size);
}

void* mempcpy(void* to, const void* from, size_t size) { return (char*)memcpy(to, from, size) + size; }

static char* copy(char* to, const char* from, size_t size) {
  if (testing && !apart(to, from, size)) stop("a copy between strings that overlap");
  return memmove(to, from, size);
}

char* strcpy(char* to, const char* from) { return copy(to, from, strlen(from) + 1); }

char* stpcpy(char* to, const char* from) {
  size_t size = strlen(from);
  return copy(to, from, size + 1) + size;
}

char* strcat(char* to, const char* from) {
  size_t size = strlen(from) + 1, had = strlen(to);
  if (testing && !apart(to, from, had + size)) stop("strcat of strings that overlap");
  copy(to + had, from, size);
  return to;
}

char* strncpy(char* to, const char* from, size_t size) {
  size_t length = strnlen(from, size);
  if (testing && !apart(to, from, size)) stop("strncpy between places that overlap");
  for (size_t i = 0; i < size; i++) to[i] = i < length ? from[i] : 0;
  return to;
}

// Comparisons promise nothing but a sign.
static int sign(int difference) {
  if (!testing) return difference;
  int far = layout & 1 ? 77 : 1;
  return difference < 0 ? -far : difference > 0 ? far : 0;
}

int memcmp(const void* left, const void* right, size_t size) {
  const unsigned char *a = left, *b = right;
  if (testing && layout & 1)  // all of both must be there, wherever they differ
    for (size_t i = 0; i < size; i++) (void)*(volatile const unsigned char*)&a[i], (void)*(volatile const unsigned char*)&b[i];
  for (size_t i = 0; i < size; i++)
    if (a[i] != b[i]) return sign(a[i] - b[i]);
  return 0;
}

int bcmp(const void* left, const void* right, size_t size) {
  int value = memcmp(left, right, size);
  return testing && layout & 1 ? -value : value;
}

int strncmp(const char* left, const char* right, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (left[i] != right[i] || !left[i]) return sign((unsigned char)left[i] - (unsigned char)right[i]);
  return 0;
}

int strcmp(const char* left, const char* right) { return strncmp(left, right, (size_t)-1); }

static int lower(char letter) { return letter >= 'A' && letter <= 'Z' ? letter + 32 : (unsigned char)letter; }

int strncasecmp(const char* left, const char* right, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (lower(left[i]) != lower(right[i]) || !left[i]) return sign(lower(left[i]) - lower(right[i]));
  return 0;
}

int strcasecmp(const char* left, const char* right) { return strncasecmp(left, right, (size_t)-1); }
#endif

static uint32_t stream_of(FILE* stream) {
  if (stream != stdout && stream != stderr) stop("output to a file");
  return stream == stdout ? 1 : 2;
}

// Stops at what C leaves open and the library does not: LLVM may make puts of a printf.
static void check_format(const char* format, va_list arguments) {
  va_list rest;
  va_copy(rest, arguments);
  while ((format = strchr(format, '%'))) {
    int longs = 0, large = 0;
    for (format++; *format && strchr("-+ #0123456789.*'hlqjztL", *format); format++) {
      if (*format == '*') (void)va_arg(rest, int);
      longs += *format == 'l' || *format == 'q' || *format == 'j' || *format == 'z' || *format == 't';
      large += *format == 'L';
    }
    if (!*format) stop("a format that is none");
    if (strchr("diouxXc", *format))
      longs ? (void)va_arg(rest, long) : (void)va_arg(rest, int);
    else if (strchr("fFeEgGaA", *format))
      large ? (void)va_arg(rest, long double) : (void)va_arg(rest, double);
    else if (*format == 's' || *format == 'p') {
      if (!va_arg(rest, void*) && *format == 's') stop("printf of no string");
    } else if (*format != '%') {
      stop("a format that is none");
    }
    format++;
  }
  va_end(rest);
}

static int print(uint32_t to, const char* format, va_list arguments) {
  static char text[1 << 12];
  check_format(format, arguments);
  int was = testing;
  testing = 0;  // what the library allocates is its own
  int size = vsnprintf(text, sizeof text, format, arguments);
  testing = was;
  if (size < 0 || size >= (int)sizeof text) stop("more output than is recorded");
  output(to, text, (size_t)size);
  return size;
}

int vprintf(const char* format, va_list arguments) { return print(1, format, arguments); }
int vfprintf(FILE* stream, const char* format, va_list arguments) {
  if (!testing) return vdprintf(2, format, arguments);
  return print(stream_of(stream), format, arguments);
}

#define PRINT(to)                          \
  va_list arguments;                       \
  va_start(arguments, format);             \
  int size = print(to, format, arguments); \
  va_end(arguments);                       \
  return size

int printf(const char* format, ...) { PRINT(1); }
int __printf_chk(int flag, const char* format, ...) {
  (void)flag;
  PRINT(1);
}
int passwright_fprintf(FILE* stream, const char* format, ...) __asm__("fprintf");
int passwright_fprintf(FILE* stream, const char* format, ...) {
  if (!testing) {
    va_list given;
    va_start(given, format);
    vdprintf(2, format, given);
    va_end(given);
    return 0;
  }
  PRINT(stream_of(stream));
}
int __fprintf_chk(FILE* stream, int flag, const char* format, ...) {
  (void)flag;
  PRINT(stream_of(stream));
}

static int letter(int byte, uint32_t to) {
  char one = (char)byte;
  output(to, &one, 1);
  return (unsigned char)one;
}

int puts(const char* text) {
  output(1, text, strlen(text));
  letter('\n', 1);
  return 1;
}
#undef putchar
#undef putc
int putchar(int byte) { return letter(byte, 1); }
int fputc(int byte, FILE* stream) { return letter(byte, stream_of(stream)); }
int putc(int byte, FILE* stream) { return letter(byte, stream_of(stream)); }
int _IO_putc(int byte, FILE* stream) { return letter(byte, stream_of(stream)); }
int fputs(const char* text, FILE* stream) {
  output(stream_of(stream), text, strlen(text));
  return 1;
}
size_t fwrite(const void* bytes, size_t size, size_t count, FILE* stream) {
  if (size && count > (1 << 14) / size) stop("more output than is recorded");
  output(stream_of(stream), bytes, size * count);
  return size ? count : 0;
}
int fflush(FILE* stream) {
  if (stream) stream_of(stream);
  return 0;
}

void passwright_exit(int status) __asm__("exit");
void passwright_exit(int status) {
  if (!testing) _Exit(status);
  end("exit", (uint64_t)(unsigned)status);
}
void passwright_abort(void) __asm__("abort");
void passwright_abort(void) {
  if (!testing) _Exit(134);
  end("abort", 0);
}
void __assert_fail(const char* text, const char* file, unsigned line, const char* function) {
  (void)text, (void)file, (void)function;
  end("assert", line);
}
char* getenv(const char* name) {
  (void)name;
  return NULL;
}
