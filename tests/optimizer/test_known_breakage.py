"""The quarantine is real: a plan with a pass that breaks a program compiles well, and only the program's tests tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import built_engines, find_toolchain
from passwright.optimizer.optimize import Options, Session
from programs.recipes import PROGRAMS, build_and_test
from tests.conftest import program

BROKEN = "function(early-cse<memssa>),function(dse,newgvn)"


@pytest.mark.parametrize("version", built_engines())
def test_newgvn_breaks_expat_and_no_tier_offers_it(tmp_path: Path, version: int) -> None:
    toolchain = find_toolchain(version)
    objects: dict[Path, Path] = {}
    for path, flags in program("expat"):
        with Session(str(path), flags, Options(jobs=1, trust="extended"), toolchain=toolchain) as session:
            candidate = session.candidate(Pipeline.parse(BROKEN) if path.name == "xmltok.c" else None)
            objects[path] = tmp_path / f"{path.stem}.o"
            objects[path].write_bytes(candidate.object)
            if path.name == "xmltok.c":
                assert candidate.measurement.ok
                assert [verdict.gate for verdict in session.check(candidate).verdicts if not verdict.passed] == ["trust"]
    (tmp_path / "work").mkdir()
    root = Path(__file__).parent.parent.parent / ".cache" / "programs" / "expat"
    assert not build_and_test(PROGRAMS["expat"], root, objects, tmp_path / "work", toolchain.clang, timeout=15).passed
    entry = load_catalogue(version).find("newgvn")
    assert entry is not None
    assert entry.tier == "quarantined"
