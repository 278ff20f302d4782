"""Functions of the C and C++ libraries: which the harness of differential execution leaves to the real ones."""

from __future__ import annotations

import ctypes
from functools import cache

_OWN = """malloc calloc realloc free strdup strndup _Znwm _Znam _ZdlPv _ZdlPvm _ZdaPv _ZdaPvm memcpy memmove mempcpy __memcpy_chk
    strcpy stpcpy strcat strncpy memcmp bcmp strcmp strncmp strcasecmp strncasecmp printf vprintf fprintf vfprintf __printf_chk
    __fprintf_chk puts putchar putc fputc _IO_putc fputs fwrite fflush exit abort __assert_fail getenv"""
OWN = frozenset(_OWN.split())
"""Defined by driver/libc.c."""

_PURE = """memset memchr memrchr memmem rawmemchr strlen strnlen strchr strrchr strchrnul strstr strcasestr strpbrk strspn strcspn strncat
    isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit isascii tolower toupper toascii
    __ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc __errno_location abs labs llabs ffs ffsl ffsll div ldiv
    atoi atol atoll strtol strtoll strtoul strtoull __isoc23_strtol __isoc23_strtoll __isoc23_strtoul __isoc23_strtoull
    sscanf __isoc99_sscanf __isoc23_sscanf snprintf sprintf vsnprintf vsprintf __snprintf_chk __sprintf_chk __vsnprintf_chk __memset_chk
    htonl htons ntohl ntohs
    fabs fabsf floor floorf ceil ceilf trunc truncf round roundf rint rintf nearbyint nearbyintf lrint lrintf llrint llrintf
    lround lroundf llround llroundf copysign copysignf fmin fminf fmax fmaxf sqrt sqrtf fmod fmodf modf modff frexp frexpf
    ldexp ldexpf scalbn scalbnf signbit isnan isinf
    __cxa_guard_acquire __cxa_guard_release __stack_chk_fail __cxa_atexit __gxx_personality_v0 __gcc_personality_v0
    _Unwind_Resume __cxa_allocate_exception __cxa_free_exception __cxa_throw __cxa_begin_catch __cxa_end_catch __cxa_rethrow
    __cxa_pure_virtual __clang_call_terminate"""
PURE = frozenset(_PURE.split())
"""The real ones: they change nothing but the memory they are given, and what they return is decided by their arguments."""


@cache
def _libraries(cplusplus: bool) -> tuple[ctypes.CDLL, ...]:
    names = ["libc.so.6", "libm.so.6", *(["libstdc++.so.6"] if cplusplus else [])]
    found = []
    for name in names:
        try:
            found.append(ctypes.CDLL(name))
        except OSError:  # this system has none
            continue
    return tuple(found)


def in_library(symbol: str, cplusplus: bool) -> bool:
    """Whether the C library, the one for mathematics or, for C++, libstdc++ has a symbol."""
    try:
        return symbol in OWN or any(hasattr(library, symbol) for library in _libraries(cplusplus))
    except (UnicodeEncodeError, ValueError):  # a name that no library can have
        return False


def modelled(symbol: str) -> bool:
    """Whether code under test may call what a library has under this name. What libstdc++ has is called for what it is: LLVM knows
    none of its functions but those that allocate."""
    return symbol in OWN or symbol in PURE or symbol.startswith(("_ZNS", "_ZNKS"))
