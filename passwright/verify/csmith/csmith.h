// What csmith's programs include in the place of its own header: what they compute is handed to the checker, value by value.
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define STATIC static
#define UNDEFINED(x) (x)
#define FUNC_NAME(x) safe_##x
#define LOG_INDEX
#define LOG_EXEC
#include <csmith/safe_math.h>

#define main solution
#define transparent_crc(value, name, flag) see((uint64_t)(value), name)
#define transparent_crc_bytes(data, length, name, flag) see_bytes(data, length, name)
#define crc32_gentab()
#define platform_main_begin()
#define platform_main_end(crc, flag) see_end()

void see(uint64_t value, const char* name);
void see_bytes(const void* data, int length, const char* name);
void see_end(void);
