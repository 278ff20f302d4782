#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

extern unsigned first_seen, second_seen, third_seen, last_seen;
extern int preset;
uint32_t crc(const uint8_t* p, size_t n);
uint32_t at_start(void);
unsigned count_again(void);

static char trace[32];
static size_t length;

void record(char what) {
  if (length < 31) trace[length++] = what;
}

// runs after all destructors of the solution
__attribute__((destructor(101))) static void verify(void) {
  if (failures == 0 && strcmp(trace, "12b34m1aeybzg") != 0) {
    printf("after main: %s\n", trace);
    fflush(stdout);
    _exit(1);
  }
}

static void at_end(void) { record('a'); }

int main(void) {
  CHECK(strcmp(trace, "12b34") == 0);
  CHECK(first_seen == 1 && second_seen == 2 && third_seen == 3 && last_seen == 4 && preset == 82);
  CHECK(at_start() == 0xcbf43926u);
  static const struct {
    const char* text;
    uint32_t crc;
  } sums[] = {{"", 0u},
              {"a", 3904355907u},
              {"abc", 891568578u},
              {"123456789", 3421780262u},
              {"The quick brown fox jumps over the lazy dog", 1095738169u}};
  for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) CHECK(crc((const uint8_t*)sums[i].text, strlen(sums[i].text)) == sums[i].crc);
  uint8_t all[256];
  for (int i = 0; i < 256; i++) all[i] = (uint8_t)i;
  CHECK(crc(all, 256) == 688229491u && crc(NULL, 0) == 0);
  record('m');
  CHECK(count_again() == 5 && first_seen == 5 && crc(all, 256) == 688229491u);
  CHECK(atexit(at_end) == 0);
  return failures != 0;
}
