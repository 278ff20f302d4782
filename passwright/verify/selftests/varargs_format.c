// A small formatter: flags, widths and precisions (also as arguments), several integer sizes, strings, characters, and nested lists.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Out {
  char* data;
  size_t room;
  size_t length;
};

struct Spec {
  unsigned char left, zero, plus, space, other;
  int width;
  int precision;  // -1: none
  int size;       // -2 hh, -1 h, 0, 1 l
};

static void put(struct Out* out, char c) {
  if (out->length + 1 < out->room) out->data[out->length] = c;
  out->length++;
}

static void pad(struct Out* out, char c, int count) {
  while (count-- > 0) put(out, c);
}

static void put_text(struct Out* out, const struct Spec* spec, const char* text, int length) {
  if (!spec->left) pad(out, ' ', spec->width - length);
  for (int i = 0; i < length; i++) put(out, text[i]);
  if (spec->left) pad(out, ' ', spec->width - length);
}

static void put_number(struct Out* out, const struct Spec* spec, uint64_t number, unsigned radix, const char* digits, const char* prefix) {
  char buffer[64];
  int length = 0, before = (int)strlen(prefix);
  for (; number > 0; number /= radix) buffer[length++] = digits[number % radix];
  int zeros = (spec->precision < 0 ? 1 : spec->precision) - length;
  if (zeros < 0) zeros = 0;
  if (spec->zero && !spec->left && spec->precision < 0 && spec->width > before + length + zeros) zeros = spec->width - before - length;
  int blanks = spec->width - before - zeros - length;
  if (!spec->left) pad(out, ' ', blanks);
  while (*prefix) put(out, *prefix++);
  pad(out, '0', zeros);
  while (length > 0) put(out, buffer[--length]);
  if (spec->left) pad(out, ' ', blanks);
}

static int number_or_star(const char** format, va_list* list) {
  int value = 0;
  if (**format == '*') {
    (*format)++;
    return va_arg(*list, int);
  }
  while (**format >= '0' && **format <= '9') value = value * 10 + (*(*format)++ - '0');
  return value;
}

static const char* parse(const char* format, struct Spec* spec, va_list* list) {
  memset(spec, 0, sizeof *spec);
  for (;; format++) {
    if (*format == '-')
      spec->left = 1;
    else if (*format == '0')
      spec->zero = 1;
    else if (*format == '+')
      spec->plus = 1;
    else if (*format == ' ')
      spec->space = 1;
    else if (*format == '#')
      spec->other = 1;
    else
      break;
  }
  spec->width = number_or_star(&format, list);
  if (spec->width < 0) {
    spec->left = 1;
    spec->width = -spec->width;
  }
  spec->precision = -1;
  if (*format == '.') {
    format++;
    spec->precision = number_or_star(&format, list);
  }
  for (; *format == 'h'; format++) spec->size--;
  for (; *format == 'l'; format++) spec->size++;
  return format;
}

struct List {
  va_list list;
};

static void format_into(struct Out* out, const char* format, struct List* l) {
  for (; *format; format++) {
    struct Spec spec;
    if (*format != '%') {
      put(out, *format);
      continue;
    }
    format = parse(format + 1, &spec, &l->list);
    if (*format == 'd') {
      int64_t value = spec.size > 0 ? va_arg(l->list, long) : va_arg(l->list, int);
      if (spec.size < 0) value = spec.size == -1 ? (short)value : (signed char)value;
      uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
      put_number(out, &spec, size, 10, "0123456789", value < 0 ? "-" : spec.plus ? "+" : spec.space ? " " : "");
    } else if (*format == 'u' || *format == 'x' || *format == 'X' || *format == 'o') {
      uint64_t value = spec.size > 0 ? va_arg(l->list, unsigned long) : va_arg(l->list, unsigned);
      if (spec.size < 0) value = spec.size == -1 ? (unsigned short)value : (unsigned char)value;
      unsigned radix = *format == 'u' ? 10 : *format == 'o' ? 8 : 16;
      const char* prefix = !spec.other || value == 0 ? "" : *format == 'x' ? "0x" : *format == 'X' ? "0X" : "";
      put_number(out, &spec, value, radix, *format == 'X' ? "0123456789ABCDEF" : "0123456789abcdef", prefix);
    } else if (*format == 'c') {
      char c = (char)va_arg(l->list, int);
      put_text(out, &spec, &c, 1);
    } else if (*format == 's') {
      const char* text = va_arg(l->list, const char*);
      int length = 0;
      while ((spec.precision < 0 || length < spec.precision) && text[length]) length++;
      put_text(out, &spec, text, length);
    } else if (*format == '(') {  // a format given as an argument, that takes its arguments from here
      format_into(out, va_arg(l->list, const char*), l);
    } else if (*format) {
      put(out, *format);
    } else {
      return;
    }
  }
}

int format(char* data, size_t room, const char* format, ...) {
  struct Out out = {data, room, 0};
  struct List l;
  va_start(l.list, format);
  format_into(&out, format, &l);
  va_end(l.list);
  if (room > 0) data[out.length < room ? out.length : room - 1] = 0;
  return (int)out.length;
}
