// A configuration reader on strchr, strstr, strspn, strtok_r and the like: pieces are cut in place and reported in order.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

typedef void (*Report)(void* state, const char* section, const char* key, const char* value);

static char* trim(char* text) {
  text += strspn(text, " \t");
  size_t n = strlen(text);
  while (n > 0 && strchr(" \t\r", text[n - 1])) text[--n] = '\0';
  return text;
}

static char* cut(char* text, int at) {
  char* found = strchr(text, at);
  if (found) *found++ = '\0';
  return found;
}

static int one_line(char* line, char* section, size_t room, Report report, void* state) {
  char* comment = strstr(line, "//");
  if (comment) *comment = '\0';
  line = trim(line);
  if (*line == '\0') return 0;
  if (*line == '[') {
    char* end = strrchr(line, ']');
    if (!end || end[1] != '\0') return 1;
    *end = '\0';
    line = trim(line + 1);
    if (strlen(line) >= room) return 1;
    strcpy(section, line);
    return 0;
  }
  char* value = cut(line, '=');
  if (!value) {
    if (line[0] != '!' || line[1] == '\0') return 1;
    report(state, section, line + 1, NULL);
    return 0;
  }
  char* key = trim(line);
  if (*key == '\0' || key[strcspn(key, " \t\"")] != '\0') return 1;
  report(state, section, key, trim(value));
  return 0;
}

// Returns how many lines are wrong.
size_t parse(char* text, Report report, void* state) {
  char section[8] = "";
  size_t wrong = 0;
  for (char* next; text; text = next) {
    next = cut(text, '\n');
    wrong += (size_t)one_line(text, section, sizeof section, report, state);
  }
  return wrong;
}

// Words between any of the separators, empty ones skipped; with strsep, empty ones kept.
size_t words(char* text, const char* separators, char** list, size_t room) {
  size_t n = 0;
  char* place;
  for (char* word = strtok_r(text, separators, &place); word && n < room; word = strtok_r(NULL, separators, &place)) list[n++] = word;
  return n;
}

size_t fields(char* text, const char* separators, char** list, size_t room) {
  size_t n = 0;
  for (char* field; n < room && (field = strsep(&text, separators)) != NULL;) list[n++] = field;
  return n;
}

size_t count(const char* text, const char* part) {
  size_t n = 0, skip = strlen(part);
  for (const char* at = text; (at = strstr(at, part)) != NULL && *at != '\0'; at += skip ? skip : 1) n++;
  return n;
}

// The place after the matching bracket, NULL if there is none.
const char* closing(const char* text) {
  int depth = 0;
  for (text = strpbrk(text, "()"); text; text = strpbrk(text + 1, "()")) {
    depth += *text == '(' ? 1 : -1;
    if (depth <= 0) return depth == 0 ? text + 1 : NULL;
  }
  return NULL;
}

long sum(const char* text) {
  long total = 0;
  for (char* end; *(text += strcspn(text, "+-0123456789")) != '\0'; text = end) {
    long number = strtol(text, &end, 10);
    if (end == text) end++;
    total += number;
  }
  return total;
}
