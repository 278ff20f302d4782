/* Thread-local, weak, ifunc and inline-assembly symbols, assembly of the module, always_inline. Returns 0 if it works. */
__asm__(".text\n.globl answer\nanswer:\n movl $42, %eax\n ret\n");
int answer(void);

_Thread_local int counter = 3;
static _Thread_local int zeroed;

__attribute__((weak)) int weak_one(void) { return 1; }
extern __attribute__((weak)) int not_there(void);

static int chosen(void) { return 7; }
static int (*choose(void))(void) { return chosen; }
int resolved(void) __attribute__((ifunc("choose")));

static inline __attribute__((always_inline)) int square(int x) { return x * x; }
__attribute__((always_inline)) int cube(int x) { return x * square(x); }

int through_register(int x) {
  int copy;
  __asm__ volatile("movl %1, %0" : "=r"(copy) : "r"(x));
  return copy;
}

int main(int argc, char **argv) {
  (void)argv;
  zeroed += argc;
  counter += zeroed;
  if (answer() != 42 || counter != 4 || weak_one() != 1 || not_there) return 1;
  if (resolved() != 7 || cube(2) != 8 || through_register(argc) != 1) return 2;
  return 0;
}
