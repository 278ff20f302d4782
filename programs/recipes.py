"""How to compile each program, and how to run the tests that its authors ship with it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

OUTPUT_TAIL = 4000  # characters of a failed command's output that a report keeps

# A wrong object may make a test write or allocate without end: 64 MiB per file, 4 GiB of memory, no core files.
LIMITS = "ulimit -c 0; ulimit -f 131072; ulimit -v 4194304; "


class ProgramError(RuntimeError):
    """The sources do not fit the recipe: a file is missing, or a test driver does not compile."""


class _Failure(Exception):
    """A command failed; the message is what the report shows."""


@dataclass(frozen=True)
class TestProgram:
    """One test driver: its sources, and the commands that decide whether it passes."""

    __test__: ClassVar[bool] = False  # not a test class, whatever pytest makes of the name
    name: str
    sources: tuple[str, ...]  # globs relative to the copied test tree
    commands: tuple[str, ...] = ('"$PROGRAM"',)  # shell commands, each of which must exit with 0
    folder: str = "."  # where they run, relative to the copied test tree
    success: str = ""  # pattern that the output must match as well; its group is the number of cases


@dataclass(frozen=True)
class Recipe:
    """One program: the modules it consists of and its test drivers. All paths are relative to the source root."""

    name: str
    package: str  # Debian source package
    language: str  # "c" or "c++"
    sources: tuple[str, ...]  # globs of the modules
    exclude: tuple[str, ...] = ()  # globs of files among them that are no modules
    flags: tuple[str, ...] = ()  # compiler flags that each module needs
    setup: Mapping[str, str] = field(default_factory=dict, hash=False)  # files that upstream's configure would write
    tests: tuple[TestProgram, ...] = ()  # none: the program is only compiled
    tree: tuple[str, ...] = ()  # globs of what the drivers need; copied, since tests write beside their inputs
    stubs: Mapping[str, str] = field(default_factory=dict, hash=False)  # files written into that copy


@dataclass(frozen=True)
class TestReport:
    """Outcome of a program's tests with one set of objects."""

    __test__: ClassVar[bool] = False
    passed: bool
    tests: int  # cases that passed; a driver that does not count its cases counts one per command
    seconds: float  # to build and run everything
    image: Path  # shared library of exactly the given objects; missing if they do not link
    output: str  # of the command that failed, its end; empty if all passed


def modules(recipe: Recipe, root: Path) -> list[tuple[Path, list[str]]]:
    """Return the sorted source files of a program with their compiler flags, and write its setup files below `root`."""
    root = root.absolute()
    for name, content in recipe.setup.items():
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            partial = path.with_name(f"{path.name}.{os.getpid()}")  # renamed when complete: others may be compiling
            partial.write_text(content, encoding="utf-8")
            partial.replace(path)
    excluded = {path for pattern in recipe.exclude for path in root.glob(pattern)}
    sources = {path for pattern in recipe.sources for path in _matches(root, pattern)} - excluded
    flags = [f"-I{root / flag[2:]}" if flag.startswith("-I") else flag for flag in recipe.flags]
    return [(path, list(flags)) for path in sorted(sources)]


def build_and_test(recipe: Recipe, root: Path, objects: Mapping[Path, Path], work: Path, clang: str, timeout: float = 120.0) -> TestReport:
    """Link the program's own test drivers with `objects` (source file -> object file) and run them, up to the first failure.

    Only the drivers are compiled here. `timeout` bounds the whole call. A failure to link, a crash and a timeout count as
    failed tests; ProgramError is raised only where the objects cannot be the reason.
    """
    start = time.monotonic()
    deadline = start + timeout
    parts = modules(recipe, root)
    if not recipe.tests:
        raise ValueError(f"{recipe.name} has no tests")
    if set(objects) != {source for source, _ in parts}:
        raise ValueError(f"objects of {recipe.name} must be given for exactly the sources that modules() returns")
    linked = [str(objects[source].absolute()) for source, _ in parts]
    work = work.absolute()
    tree = _copy_tree(recipe, root.absolute(), work / "tree")
    image = work / f"lib{recipe.name}.so"
    image.unlink(missing_ok=True)
    link = [clang, "--driver-mode=g++" if recipe.language == "c++" else "--driver-mode=gcc"]
    compiled = _compile_drivers(recipe, tree, [clang, "-O1", "-w", *parts[0][1], "-c"], work, deadline)
    passed = 0
    try:
        # -Bsymbolic, because objects compiled for an executable may not refer to symbols that another image could replace.
        _run([*link, "-shared", "-Wl,-Bsymbolic", *linked, "-lm", "-o", str(image)], work, work, deadline)
        for test in recipe.tests:
            program = work / test.name
            drivers = [compiled[path] for pattern in test.sources for path in _matches(tree, pattern)]
            _run([*link, *drivers, *linked, "-lm", "-o", str(program)], work, work, deadline)
            for command in test.commands:
                environment = {**os.environ, "PROGRAM": str(program), "PYTHON": sys.executable}
                output = _run(["sh", "-c", LIMITS + command], tree / test.folder, work, deadline, environment)
                counted = re.search(test.success, output)
                if not counted:
                    raise _Failure(f"{test.name}: output does not match {test.success!r}:\n{output[-OUTPUT_TAIL:]}")
                passed += int(counted.group(1)) if test.success else 1
    except _Failure as failure:
        return TestReport(False, passed, time.monotonic() - start, image, str(failure))
    return TestReport(True, passed, time.monotonic() - start, image, "")


def _matches(root: Path, pattern: str) -> list[Path]:
    found = sorted(root.glob(pattern))
    if not found:
        raise ProgramError(f"no {pattern} below {root}: not the package, or not the version, that the recipe was written for")
    return found


def _copy_tree(recipe: Recipe, root: Path, tree: Path) -> Path:
    """Copy what the drivers need into a new folder `tree`."""
    shutil.rmtree(tree, ignore_errors=True)
    for pattern in recipe.tree:
        for path in _matches(root, pattern):
            target = tree / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, target)
            else:
                shutil.copy2(path, target)
    for name, content in recipe.stubs.items():
        (tree / name).write_text(content, encoding="utf-8")
    return tree


def _compile_drivers(recipe: Recipe, tree: Path, command: list[str], work: Path, deadline: float) -> dict[Path, str]:
    """Compile every source of the test drivers once, and return the objects by source."""
    compiled: dict[Path, str] = {}
    for source in (path for test in recipe.tests for pattern in test.sources for path in _matches(tree, pattern)):
        if source not in compiled:
            driver = work / f"driver-{len(compiled)}-{source.stem}.o"
            try:
                _run([*command, str(source), "-o", str(driver)], work, work, deadline)
            except _Failure as failure:
                raise ProgramError(f"test driver {source.name} does not compile: {failure}") from None
            compiled[source] = str(driver)
    return compiled


def _run(command: list[str], folder: Path, work: Path, deadline: float, environment: dict[str, str] | None = None) -> str:
    """Run one command in a process group of its own and return its output; raise _Failure unless it exits with 0 in time."""
    # Output goes to a file and not through a pipe, so that a process left behind cannot keep us waiting for its end.
    with (work / "output.txt").open("w+b") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(max(0.0, deadline - time.monotonic()))
            status = f"exit status {code}"
        except BaseException as reason:  # the user's interrupt does not reach the group either
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not isinstance(reason, subprocess.TimeoutExpired):
                raise
            code, status = -1, "out of time"
        output.seek(0)
        text = output.read().decode(errors="replace")
    if code != 0:
        raise _Failure(f"{status}: {command[0]} ... {command[-1]}\n{text[-OUTPUT_TAIL:]}")
    return text


# zlib must unpack what it packed, and so must the machine's own tools: a checksum that is wrong both ways agrees with itself.
_ROUND_TRIP = '"$PROGRAM" {} <trees.c >packed && "$PROGRAM" -d <packed >unpacked && cmp trees.c unpacked && {} <packed'
_UNPACK = '"$PYTHON" -c "import sys, zlib; zlib.decompress(sys.stdin.buffer.read())"'

_ZLIB = Recipe(
    name="zlib",
    package="zlib",
    language="c",
    sources=("*.c",),
    flags=(
        *("-I.", "-DHAVE_HIDDEN", "-DHAVE_UNISTD_H", "-DHAVE_STDARG_H", "-D_LARGEFILE64_SOURCE=1"),
        "-Wno-deprecated-non-prototype",  # it is written in the C of before 1989
    ),
    tests=(
        TestProgram("example", ("test/example.c",)),
        TestProgram("minigzip", ("test/minigzip.c",), tuple(_ROUND_TRIP.format(f"-{mode}", "gzip -t") for mode in "1269fhr")),
        TestProgram("zpipe", ("examples/zpipe.c",), (_ROUND_TRIP.format("", _UNPACK),)),
        TestProgram("infcover", ("test/infcover.c",)),
    ),
    tree=("test", "examples", "trees.c"),
)

# The other drivers test static functions of a copy of cJSON.c that they #include, and would say nothing about the objects.
_CJSON_DRIVERS = (
    *("cjson_add", "compare_tests", "json_patch_tests", "minify_tests", "misc_tests", "misc_utils_tests"),
    *("old_utils_tests", "parse_examples", "parse_with_opts", "readme_examples"),
)

# These drivers #include it too, for helpers. With this in its place, public functions are not defined in the driver, so
# that calls go to the objects.
_CJSON_INCLUDED = """\
#include "cJSON.h"
#undef CJSON_PUBLIC
#define CJSON_PUBLIC(type) extern inline __attribute__((gnu_inline, noinline)) type
#include <cJSON.c>
"""

_CJSON = Recipe(
    name="cjson",
    package="cjson",
    language="c",
    sources=("cJSON.c", "cJSON_Utils.c"),
    flags=("-I.",),
    tests=tuple(
        TestProgram(name, (f"tests/{name}.c", "tests/unity/src/unity.c"), folder="tests", success=r"(\d+) Tests 0 Failures")
        for name in _CJSON_DRIVERS
    ),
    tree=("tests", "*.h"),
    stubs={"cJSON.c": _CJSON_INCLUDED},
)

_EXPAT_CONFIG = """\
#define BYTEORDER (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 1234 : 4321)
#define HAVE_GETRANDOM 1
#define XML_CONTEXT_BYTES 1024
#define XML_DEV_URANDOM 1
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
"""

_EXPAT = Recipe(
    name="expat",
    package="expat",
    language="c",
    sources=("expat/lib/*.c",),
    exclude=("expat/lib/xmltok_impl.c", "expat/lib/xmltok_ns.c"),  # #included by xmltok.c
    flags=("-Iexpat", "-Iexpat/lib"),
    setup={"expat/expat_config.h": _EXPAT_CONFIG},
    tests=(TestProgram("runtests", ("expat/tests/*.c",), success=r"100%: Checks: (\d+), Failed: 0"),),
    tree=("expat/tests/*.[ch]",),
)

_TINYXML2 = Recipe(
    name="tinyxml2",
    package="tinyxml2",
    language="c++",
    sources=("tinyxml2.cpp",),
    flags=("-I.",),
    tests=(TestProgram("xmltest", ("xmltest.cpp",), success=r"Pass (\d+), Fail 0\b"),),
    tree=("xmltest.cpp", "tinyxml2.h", "resources"),
)

LIBYAML_CONFIG = """\
#define YAML_VERSION_MAJOR 0
#define YAML_VERSION_MINOR 2
#define YAML_VERSION_PATCH 5
#define YAML_VERSION_STRING "0.2.5"
"""

_COMPILED_ONLY = (
    Recipe("lua", "lua5.4", "c", ("src/*.c",), flags=("-DLUA_COMPAT_5_3", "-DLUA_USE_LINUX")),
    Recipe("mujs", "mujs", "c", ("js*.c", "regexp.c", "utf.c")),
    Recipe(
        name="libyaml",
        package="libyaml",
        language="c",
        sources=("src/*.c",),
        flags=("-Iinclude", "-DHAVE_CONFIG_H"),
        setup={"include/config.h": LIBYAML_CONFIG},
    ),
    Recipe("double-conversion", "double-conversion", "c++", ("double-conversion/*.cc",), flags=("-I.", "-std=c++11")),
    Recipe("jsoncpp", "libjsoncpp", "c++", ("src/lib_json/*.cpp",), flags=("-Iinclude", "-std=c++11")),
    Recipe("yaml-cpp", "yaml-cpp", "c++", ("src/*.cpp", "src/contrib/*.cpp"), flags=("-Iinclude", "-std=c++11")),
)

PROGRAMS: dict[str, Recipe] = {recipe.name: recipe for recipe in (_ZLIB, _CJSON, _EXPAT, _TINYXML2, *_COMPILED_ONLY)}
