// A report writer on snprintf and sprintf: returned lengths are used as positions, so truncation and each conversion must be exact.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct Page {
  char* text;
  size_t room, used;
  int truncated;
};

__attribute__((format(printf, 2, 3))) static void put(struct Page* page, const char* format, ...) {
  va_list arguments;
  size_t left = page->room - page->used;
  va_start(arguments, format);
  int length = vsnprintf(page->text + page->used, left, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  if ((size_t)length >= left) {
    page->truncated += length - (int)left + 1;
    length = left ? (int)left - 1 : 0;
  }
  page->used += (size_t)length;
}

static void put_row(struct Page* page, const char* name, const long* values, size_t n) {
  put(page, "%-6s|", name);
  for (size_t i = 0; i < n; i++) put(page, "%+5ld%s", values[i], i + 1 < n ? "," : "");
  put(page, "\n");
}

int report(char* text, size_t room, const char* const* names, const long* values, size_t rows, size_t columns) {
  struct Page page = {text, room, 0, 0};
  put(&page, "%zu x %zu\n", rows, columns);
  for (size_t i = 0; i < rows; i++) put_row(&page, names[i], values + i * columns, columns);
  put(&page, "%c%%", 'z');
  return page.truncated;
}

// Forms that are commonly turned into plain copies, with the length as the result.
int pieces(char* at, const char* s, int c) {
  char* start = at;
  at += sprintf(at, "fixed");
  at += sprintf(at, "%s", s);
  at += sprintf(at, "%c", c);
  at += sprintf(at, "%s", "a constant");
  at += sprintf(at, "%%");
  at += sprintf(at, "%s%c", s, c);
  return (int)(at - start);
}

int cut_copy(char* to, size_t room, const char* s) { return snprintf(to, room, "%s", s); }
int cut_fixed(char* to, size_t room) { return snprintf(to, room, "seven.."); }
int cut_char(char* to, size_t room, int c) { return snprintf(to, room, "%c", c); }
int measure(const char* s, int n) { return snprintf(NULL, 0, "%s:%d", s, n); }

int integers(char* to, int64_t x, int width, int precision) {
  int n = sprintf(to, "%d %u %x %X %#o ", (int)x, (unsigned)x, (unsigned)x, (unsigned)x, (unsigned)x);
  n += sprintf(to + n, "%hhd %hu %lld ", (signed char)x, (unsigned short)x, (long long)x);
  return n + sprintf(to + n, "[%*d] [%-*d] [%.*d] [%0*d] [% d]", width, (int)x, width, (int)x, precision, (int)x, width, (int)x, (int)x);
}

int reals(char* to, double x, int precision) { return sprintf(to, "%f|%.2e|%g|%.*f|%8.3G|%+.0f|%a", x, x, x, precision, x, x, x, x); }

int strings(char* to, const char* s, int most) { return sprintf(to, "<%s><%.*s><%6.2s><%-4.1s>", s, most, s, s, s); }
