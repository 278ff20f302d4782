"""The user's clang flags: which level they name, what Passwright sets itself, what may stand in a plan."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Sequence

from passwright.errors import FlagError

LEVEL = re.compile(r"-O(\d+|[sgz]|fast)?")

OURS = {"-c", "-S", "-E", "-o", "-emit-llvm", "-fsyntax-only", "-###", "--version", "-", "-dM", "-M", "-MM"}
"""Flags that say what clang writes: Passwright says that itself."""

BESIDE = re.compile(r"--?coverage|-ftest-coverage|-fprofile-arcs|-gsplit-dwarf(=split)?|--?save-temps(=.*)?|-fstack-usage")
"""Flags with which clang writes another file, or names one in the object, after the name of the object."""

# A plan is input from outside. Its flags may neither run code nor write files; all others must come from the user. So only
# what is named here passes. --sysroot is not: clang looks for an assembler below it.
_LANGUAGE = """
    aapcs-bitfield-width access-control aligned-allocation aligned-new asm assume-nothrow-exception-dtor assume-sane-operator-new blocks
    builtin char8_t check-new clang-abi-compat common coroutines cxx-exceptions declspec delete-null-pointer-checks digraphs
    dollars-in-identifiers elide-constructors enable-matrix exceptions force-enable-int128 freestanding gnu-inline-asm gnu-keywords
    gnu89-inline gnuc-version hosted lax-vector-conversions ms-compatibility ms-compatibility-version ms-extensions named-loops
    new-infallible openmp openmp-simd openmp-version operator-names pack-struct permissive pcc-struct-return reg-struct-return rtti
    rtti-data seh-exceptions short-enums short-wchar signed-char sized-deallocation sjlj-exceptions threadsafe-statics trigraphs
    unsigned-char wasm-exceptions writable-strings xl-pragma-pack
"""
_CODE = """
    addrsig align-functions align-loops approx-func associative-math async-exceptions asynchronous-unwind-tables c++-static-destructors
    cf-protection complex-arithmetic convergent-functions cx-fortran-rules cx-limited-range data-sections
    direct-access-external-data dwarf-exceptions emulated-tls excess-precision extend-arguments fast-math finite-loops
    finite-math-only force-dwarf-frame force-emit-vtables fp-contract fp-eval-method fp-exception-behavior fp-model function-sections
    honor-infinities honor-nans ident inline inline-functions inline-hint-functions inline-max-stacksize
    instrument-functions instrument-functions-after-inlining instrument-function-entry-bare jump-tables keep-static-consts math-errno
    max-type-align merge-all-constants merge-constants omit-frame-pointer optimize-sibling-calls patchable-function-entry pic PIC pie
    PIE plt protect-parens reciprocal-math register-global-dtors-with-atexit ropi rounding-math rwpi semantic-interposition
    separate-named-sections signed-zeros slp-vectorize split-machine-functions split-stack stack-check stack-clash-protection
    stack-protector stack-protector-all stack-protector-strong stack-size-section strict-aliasing strict-enums strict-flex-arrays
    strict-float-cast-overflow strict-overflow strict-return strict-vtable-pointers tls-model trap-function trapping-math trapv
    tree-slp-vectorize tree-vectorize trivial-auto-var-init unique-section-names unroll-loops unsafe-math-optimizations unwind-tables
    use-cxa-atexit use-init-array vectorize visibility visibility-inlines-hidden visibility-inlines-hidden-static-local-var
    visibility-ms-compat wrapv wrapv-pointer zero-call-used-regs zero-initialized-in-bss
"""
_WORDS = """
    caret-diagnostics color-diagnostics constexpr-backtrace-limit constexpr-depth constexpr-steps bracket-depth debug-macro
    debug-types-section diagnostics-color diagnostics-fixit-info diagnostics-show-option discard-value-names dwarf2-cfi-asm
    eliminate-unused-debug-types elide-type error-limit limit-debug-info macro-backtrace-limit message-length show-column
    show-source-location spell-checking standalone-debug template-backtrace-limit template-depth verbose-asm
"""
HARMLESS_NAMES = frozenset(f"{_LANGUAGE} {_CODE} {_WORDS}".split())
"""What may follow -f or -fno-: language, code generation, diagnostics and debug information."""

HARMLESS = re.compile(
    r"-O(\d|[sgz]|fast)?|-w|-ansi|-undef|-pipe|-Qunused-arguments|-pedantic(-errors)?|-pthread|-nostdinc(\+\+)?|-nostdlib(inc)?"
    r"|-g[0-4]?|-ggdb[0-3]?|-gdwarf-[2-5]|-gline-tables-only|-std=[\w+]+|-stdlib=[\w+]+|-W[\w+=-]*|-[DUI].+|-isystem.+|-iquote.+"
    r"|-m(?!llvm|mlir|odule|ulti|zos)[\w.+-]+(=[\w.,+-]+)?|--?target=[\w.-]+"
    r"|-f(no-)?((builtin-|fixed-|call-saved-)\w+|(?P<name>[\w+-]+))(=[\w.,+-]+)?"
)
_SEPARATE = """
    -D -U -I -F -L -B -x -isystem -iquote -idirafter -isysroot -iprefix -iwithprefix -iwithprefixbefore -imacros -include -include-pch
    -cxx-isystem -target -arch -Xclang -Xpreprocessor -Xassembler -Xlinker -mllvm -mthread-model -meabi -MF -MT -MQ -MJ --param
    --serialize-diagnostics -framework -working-directory -resource-dir --config
"""
TAKES_VALUE = frozenset(_SEPARATE.split())
"""Flags whose value is the next word, if it does not stand in the same one."""

HARMLESS_WITH_VALUE = {"-D", "-U", "-I", "-isystem", "-iquote", "-idirafter", "-target"}
DEPENDENCY_NAMES = ("-MF", "-MT", "-MQ", "-MJ")
"""Their value may stand in the same word."""
DEPENDENCIES = re.compile(r"-M(D|MD|P|G|V)?")


def check(flags: Sequence[str]) -> None:
    """Raises FlagError for flags that Passwright sets itself and for words that are no flags."""
    for flag, value in pairs(flags):
        if flag in OURS or flag.startswith(("-o", "--output")):
            raise FlagError(flag, "Passwright sets this itself; leave it out (the output is named by -o before the --)")
        if flag.startswith("@") or (value or "").startswith("@"):
            raise FlagError(f"{flag} {value or ''}".rstrip(), "files of flags are not read; give the flags themselves")
        if BESIDE.fullmatch(flag):
            raise FlagError(flag, "ties another file to the object's name; leave it out, or compile this file with clang itself")
        if not flag.startswith("-"):
            raise FlagError(flag, "is no flag; one input file at a time, clang's flags after --")
        if value is None and flag in TAKES_VALUE:
            raise FlagError(flag, "needs a value")


def check_harmless(flags: Sequence[str]) -> None:
    """Raises FlagError for a flag that a plan from outside must not bring along, as it could run code or write files."""
    for flag, value in pairs(flags):
        if not (_harmless(flag) if value is None else flag in HARMLESS_WITH_VALUE and not value.startswith(("-", "@"))):
            shown = ascii(f"{flag} {value or ''}".rstrip())[1:-1]  # no line breaks, no escape sequences
            raise FlagError(shown[:80], "a plan may not bring this flag along; if you trust it, give the flags yourself after --")


def _harmless(flag: str) -> bool:
    match = HARMLESS.fullmatch(flag)
    return match is not None and (match["name"] is None or match["name"] in HARMLESS_NAMES)


def level(flags: Sequence[str]) -> str | None:
    """The optimisation level that the flags name last ("z", "2", …), None if they name none."""
    found = None
    for flag, _ in pairs(flags):
        match = LEVEL.fullmatch(flag)
        if match:
            found = match.group(1) or "1"
    return found


def for_bitcode(flags: Sequence[str]) -> list[str]:
    """The flags that mean something for a bitcode input: without the language and without dependency files."""
    return [word for flag, value in pairs(without_dependencies(flags)) if flag != "-x" for word in (flag, value) if word is not None]


def without_dependencies(flags: Sequence[str]) -> list[str]:
    """The flags that have a say in the object: without those that make clang write dependency files."""
    kept = [pair for pair in pairs(flags) if not pair[0].startswith(DEPENDENCY_NAMES) and not DEPENDENCIES.fullmatch(pair[0])]
    return [word for pair in kept for word in pair if word is not None]


def with_dependencies_for(output: str, flags: Sequence[str]) -> list[str]:
    """The flags, with the dependency file and the name in it that clang would choose for this output.

    clang takes both from its own -o, which is a temporary file here.
    """
    given = {flag[:3] if flag.startswith(DEPENDENCY_NAMES) else flag for flag, _ in pairs(flags)}
    if not given & {"-MD", "-MMD"}:
        return list(flags)
    named = [] if "-MF" in given else ["-MF", os.path.splitext(output)[0] + ".d"]
    return [*flags, *named, *([] if given & {"-MT", "-MQ"} else ["-MQ", output])]


def names_target(flags: Sequence[str]) -> bool:
    return any(flag.startswith("--target=") or flag == "-target" or flag in ("-m32", "-mx32") for flag, _ in pairs(flags))


def pairs(flags: Sequence[str], taking: Container[str] = TAKES_VALUE) -> list[tuple[str, str | None]]:
    """Each flag with its separate value, if it is one of those that take one."""
    words = iter(flags)
    return [(word, next(words, None) if word in taking else None) for word in words]
