"""Real files and real LLVM for all tests. Reproducers of crashes and the store go to a temporary cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, built_engines, find_toolchain

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("cache")
    before = os.environ.get("PASSWRIGHT_CACHE")
    os.environ["PASSWRIGHT_CACHE"] = str(place)
    yield place
    os.environ.pop("PASSWRIGHT_CACHE") if before is None else os.environ.update(PASSWRIGHT_CACHE=before)


@pytest.fixture(scope="session", params=built_engines(), ids=lambda version: f"llvm{version}")
def any_toolchain(request: pytest.FixtureRequest) -> Toolchain:
    """Each LLVM that the engine was built for."""
    return find_toolchain(request.param)


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    return find_toolchain()


@pytest.fixture
def pool(toolchain: Toolchain) -> Iterator[WorkerPool]:
    with WorkerPool(toolchain.version, 2) as workers:
        yield workers


@pytest.fixture(scope="session")
def rle() -> Path:
    """A small C file with loops, calls and data: a run-length coder."""
    return DATA / "rle.c"


def program(name: str) -> list[tuple[Path, list[str]]]:
    """The modules of a real program with their flags; downloaded once into .cache."""
    from passwright.data.debian import fetch
    from programs.recipes import PROGRAMS, modules

    recipe = PROGRAMS[name]
    return modules(recipe, fetch(recipe.package, Path(__file__).parent.parent / ".cache" / "programs"))


@pytest.fixture(scope="session")
def inffast(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """zlib's inffast.c, of which even a short search saves several percent, with its flags."""
    return next((str(path), flags) for path, flags in program("zlib") if path.name == "inffast.c")
