// Takes what a program made by csmith hands out, and compares its hash.
#include <stdint.h>
#include <stdio.h>

int solution(void);

static uint64_t hash = 14695981039346656037u;
static int ended;

static void add(unsigned char byte) { hash = (hash ^ byte) * 1099511628211u; }

static void add_name(const char* name) {
  for (; *name; name++) add((unsigned char)*name);
}

void see(uint64_t value, const char* name) {
  for (int i = 0; i < 64; i += 8) add((unsigned char)(value >> i));
  add_name(name);
}

void see_bytes(const void* data, int length, const char* name) {
  for (int i = 0; i < length; i++) add(((const unsigned char*)data)[i]);
  add_name(name);
}

void see_end(void) { ended++; }

int main(void) {
  solution();
#ifdef EXPECTED
  if (ended == 1 && hash == EXPECTED) return 0;
#endif
  printf("%016llx %d\n", (unsigned long long)hash, ended);
  return 1;
}
