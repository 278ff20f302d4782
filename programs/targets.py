"""The targets that programs are compiled for, each with the headers of a C library from Debian and of libc++."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIBCXX = Path("/usr/lib/llvm-22/include/c++/v1")  # libc++-22-dev
NO_SYSTEM = ("THREADS", "THREAD_API_PTHREAD", "FILESYSTEM", "RANDOM_DEVICE", "MONOTONIC_CLOCK", "TIME_ZONE_DATABASE", "TERMINAL")


@dataclass(frozen=True)
class Target:
    """`flags` choose the target, `headers` its C library; C++ takes libc++ but on the host."""

    name: str
    flags: tuple[str, ...]
    headers: str | None = None
    cxx_flags: tuple[str, ...] = ()

    def compile_flags(self, language: str, cache: Path) -> list[str]:
        """Everything that a module of a language needs for this target."""
        flags = list(self.flags)
        if self.headers:
            if language == "c++":
                # In front of the C headers, which libc++ wraps.
                flags += ["-nostdinc++", f"-isystem{_libcxx_configuration(cache)}", f"-isystem{LIBCXX}", *self.cxx_flags]
            flags.append(f"-isystem{self.headers}")
        return flags


TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target("x86-64", ()),
        Target("aarch64", ("--target=aarch64-linux-gnu",), "/usr/aarch64-linux-gnu/include"),
        Target("thumb2-m4", ("--target=armv7em-none-eabi", "-mcpu=cortex-m4", "-mthumb"), "/usr/lib/picolibc/arm-none-eabi/include"),
        Target(
            "rv32imc",
            ("--target=riscv32-unknown-elf", "-march=rv32imc", "-mabi=ilp32"),
            "/usr/lib/picolibc/riscv64-unknown-elf/include",
        ),
        Target("rv64gc", ("--target=riscv64-linux-gnu", "-march=rv64gc", "-mabi=lp64d"), "/usr/riscv64-linux-gnu/include"),
        Target("wasm32", ("--target=wasm32-wasi", "-D_WASI_EMULATED_SIGNAL"), "/usr/include/wasm32-wasi", ("-fno-exceptions",)),
    )
}


def _libcxx_configuration(cache: Path) -> Path:
    """A folder with libc++'s configuration less what a bare C library lacks (threads, files, clocks)."""
    folder = cache / "libcxx"
    site = folder / "__config_site"
    if not site.exists():
        text = (LIBCXX / "__config_site").read_text()
        for name in NO_SYSTEM:
            text = re.sub(rf"(_LIBCPP_HAS_{name}) 1", r"\1 0", text)
        folder.mkdir(parents=True, exist_ok=True)
        site.write_text(text)
    return folder
