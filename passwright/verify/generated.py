"""The suite of the package: the programs that are part of it, and a fixed set that csmith makes, by seeds, with the hash of each
program and of what it computes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from passwright.errors import InputError, StoreError, ToolMissing
from passwright.evaluate.reproducers import cache_folder
from passwright.llvm.toolchain import run
from passwright.verify.suite import CHECKER, SelfTest, Suite, load_suite

REMEDY = "Install it (apt-get install csmith libcsmith-dev), or leave its programs out with --no-csmith."
HEADER = Path("/usr/include/csmith/safe_math.h")


@dataclass(frozen=True)
class Program:
    """`source` is the SHA-256 of what csmith writes for the seed, `result` the hash that the checker makes of what it computes."""

    seed: int
    source: str
    result: str


@dataclass(frozen=True)
class Manifest:
    """Made by `scripts/make_csmith.py`."""

    csmith: str
    options: tuple[str, ...]
    programs: tuple[Program, ...]

    @staticmethod
    def read() -> Manifest:
        value = json.loads((_folder() / "programs.json").read_text())
        return Manifest(value["csmith"], tuple(value["options"]), tuple(Program(**program) for program in value["programs"]))


def package_suite(csmith: bool = True) -> Suite:
    """Raises what `generated_tests` does; without csmith's programs nothing."""
    own = load_suite(_folder().parent / "selftests")
    return Suite.of("passwright", [*own.tests, *(generated_tests() if csmith else ())])


def generate(seed: int, options: tuple[str, ...]) -> str:
    """What csmith writes. Raises ToolMissing if it is not there."""
    csmith = shutil.which("csmith")
    if not csmith or not HEADER.exists():
        raise ToolMissing("csmith", REMEDY)
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:  # it leaves a file behind
        return run([csmith, "--seed", str(seed), *options], check=True, cwd=folder).stdout


def generated_tests() -> list[SelfTest]:
    """The programs, made once into the cache folder. Raises ToolMissing, StoreError, and InputError if this csmith writes others."""
    manifest = Manifest.read()
    place = cache_folder() / "csmith"
    try:
        place.mkdir(parents=True, exist_ok=True)
        return _make(manifest, place)
    except OSError as error:
        raise StoreError(str(place), f"csmith's programs cannot be written: {error.strerror}; leave them out with --no-csmith") from error


def _make(manifest: Manifest, place: Path) -> list[SelfTest]:
    _write(place / "csmith.h", (_folder() / "csmith.h").read_text())
    checker = (_folder() / "checker.c").read_text()
    tests = []
    for program in manifest.programs:
        solution = place / f"csmith_{program.seed}.c"
        if not solution.exists() or _sha256(solution.read_text()) != program.source:
            text = generate(program.seed, manifest.options)
            if _sha256(text) != program.source:
                raise InputError("csmith", f"writes another program for seed {program.seed} than version {manifest.csmith} does")
            _write(solution, text)
        test = SelfTest(solution.stem, solution, place / f"{solution.stem}{CHECKER}.c")
        _write(test.checker, f"#define EXPECTED 0x{program.result}u\n{checker}")
        tests.append(test)
    return tests


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and not while another run may be reading the same."""
    if path.exists() and path.read_text() == text:
        return
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, path)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _folder() -> Path:
    return Path(str(resources.files("passwright.verify") / "csmith"))
