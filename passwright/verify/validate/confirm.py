"""Runs a counterexample: the function before and behind the optimiser, on the same arguments and memory, in processes of their own.

Only what two real runs show is a refutation. The program has no C library, so that what a wrong function calls is not there.
"""

from __future__ import annotations

import re
import resource
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from passwright.errors import CompileError
from passwright.llvm.toolchain import Toolchain, run
from passwright.verify.validate.ir import Function, Type

LIMIT = 5.0
"""Seconds for one run."""
HARNESS = """
typedef unsigned char u8; typedef unsigned long u64;
static long call(long n, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d; register long r8 __asm__("r8") = e; register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
}
static void put(u64 value) {
  u8 text[17];
  for (int i = 0; i < 16; i++) text[i] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
  text[16] = '\\n';
  call(1, 1, (long)text, 17, 0, 0, 0);
}
extern %(prototype)s __asm__("%(name)s");
static const u64 pages[] = {%(pages)s};
static const struct { u64 at; u8 value; } bytes[] = {%(bytes)s};
__attribute__((used, noinline)) static void body(void) {
  for (int i = 0; i < %(page_count)d; i++)
    if (call(9, pages[i], %(page)d, 3, 0x100032, -1, 0) != (long)pages[i]) call(60, 99, 0, 0, 0, 0, 0);
  for (int i = 0; i < %(byte_count)d; i++) *(volatile u8*)bytes[i].at = bytes[i].value;
  %(run)s
  call(60, 0, 0, 0, 0, 0, 0);
}
__attribute__((naked, used)) void _start(void) { __asm__ volatile("and $-16, %%rsp\\n call body"); }
"""


def confirmed(toolchain: Toolchain, source: Path, target: Path, function: Function, witness: Mapping[str, Any]) -> str | None:
    """Words for what both give, where the source gives what was expected of it and the target something else; else None."""
    if not toolchain.target.startswith("x86_64") or "linux" not in toolchain.target:
        return None
    prototype = _prototype(function)
    if prototype is None:
        return None
    with tempfile.TemporaryDirectory(prefix="passwright-") as name:
        folder = Path(name)
        (folder / "harness.c").write_text(_harness(function, prototype, witness))
        try:
            given = [_give(toolchain, folder, path) for path in (source, target)]
        except CompileError:
            return None
    size = 1 if witness["kind"] == "memory" else (function.type.bits + 7) // 8
    mask = (1 << (8 if witness["kind"] == "memory" else function.type.bits)) - 1
    before, now = (None if each is None else each & mask for each in given)
    if before is None or now is None or before != witness["expected"] or now == before:
        return None
    arguments = ", ".join(
        f"0x{value:x}" if kind.kind == "ptr" else str(value)
        for value, (_, kind) in zip(witness["arguments"], function.parameters, strict=True)
    )
    memory = f" with {len(witness['bytes'])} bytes of memory set" if witness["bytes"] else ""
    what = f"the byte at 0x{witness['address']:x} is" if witness["kind"] == "memory" else "it returns"
    return f"{function.name}({arguments}){memory}: {what} 0x{before:0{2 * size}x} before and 0x{now:0{2 * size}x} behind the optimiser"


def _ctype(kind: Type, signed: bool) -> str | None:
    if kind.kind == "ptr" and kind.bits == 64:
        return "void*"
    names = {8: "char", 16: "short", 32: "int", 64: "long"}
    if kind.kind == "int" and kind.bits in names:
        return f"{'signed' if signed else 'unsigned'} {names[kind.bits]}"
    return {"float": "float", "double": "double"}.get(kind.name) or ("_Bool" if kind.kind == "int" and kind.bits == 1 else None)


def _prototype(function: Function) -> str | None:
    """None for what C cannot say, or what the calling convention of C is not known for."""
    if function.variadic or {"fastcc", "coldcc", "tailcc"} & function.words or not re.fullmatch(r"[\w.$]+", function.name):
        return None
    kinds = [function.type, *(kind for _, kind in function.parameters)]
    types = [
        "void" if kind.kind == "void" else _ctype(kind, ("signext", "") in words)
        for kind, words in zip(kinds, function.attributes, strict=True)
    ]
    if any(each is None for each in types) or any(name == "inreg" for words in function.attributes for name, _ in words):
        return None
    return f"{types[0]} function({', '.join(str(each) for each in types[1:]) or 'void'})"


def _harness(function: Function, prototype: str, witness: Mapping[str, Any]) -> str:
    arguments = []
    for value, (_, kind) in zip(witness["arguments"], function.parameters, strict=True):
        if kind.kind == "float":
            word, whole = ("float", "unsigned int") if kind.bits == 32 else ("double", "u64")
            arguments.append(f"((union {{ {whole} bits; {word} value; }}){{ {value}ul }}).value")
        else:
            arguments.append(f"({_ctype(kind, False)}){value}ul")
    call = f"function({', '.join(arguments)})"
    if witness["kind"] == "memory":
        steps = f"{call}; put(*(volatile u8*){witness['address']}ul);"
    elif function.type.kind == "float":
        steps = f"union {{ {function.type.name} value; u64 bits; }} got = {{ .bits = 0 }}; got.value = {call}; put(got.bits);"
    else:
        steps = f"put((u64){call});"
    return HARNESS % {
        "prototype": prototype,
        "name": function.name,
        "pages": ",".join(f"{page}ul" for page in witness["pages"]) or "0",
        "bytes": ",".join(f"{{{at}ul,{value}}}" for at, value in witness["bytes"]) or "{0,0}",
        "page_count": len(witness["pages"]),
        "page": 1 << 16,
        "byte_count": len(witness["bytes"]),
        "run": steps,
    }


def _give(toolchain: Toolchain, folder: Path, module: Path) -> int | None:
    """What the harness prints with a module's code; None if it does not get so far."""
    generate = [
        toolchain.clang,
        "-w",
        "-O1",
        "-Xclang",
        "-disable-llvm-passes",
        "-fno-pic",
        "-c",
        "-x",
        "ir",
        str(module),
        "-o",
        "module.o",
    ]
    run(generate, check=True, cwd=str(folder))
    harness = ["-w", "-O1", "-fno-pic", "-no-pie", "-fno-stack-protector", "-nostdlib", "-static", "-Wl,--unresolved-symbols=ignore-all"]
    run([toolchain.clang, *harness, "harness.c", "module.o", "-o", "program"], check=True, cwd=str(folder))
    try:
        done = subprocess.run(
            [str(folder / "program")], capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT, preexec_fn=_limits, env={}, cwd=folder
        )
    except subprocess.TimeoutExpired:
        return None
    text = done.stdout[:64].decode("ascii", "replace").strip()
    return int(text, 16) if done.returncode == 0 and re.fullmatch("[0-9a-f]{16}", text) else None


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    resource.setrlimit(resource.RLIMIT_CPU, (int(LIMIT) + 1, int(LIMIT) + 1))
