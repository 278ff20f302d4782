"""The programs that certify lists: whole, many, and with clang's own pipeline all content."""

from __future__ import annotations

import re
from pathlib import Path

from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain
from passwright.verify.certify import Certifier
from passwright.verify.generated import Manifest, package_suite

ROOT = Path(__file__).parent.parent.parent
KNOWN_BROKEN = "cgscc(attributor-cgscc),iroutliner"
"""Turned a function that returns a value into one that returns nothing in a program of LLVM 19's day (LOG.md)."""


def test_all_hold_and_a_known_breakage_is_found(toolchain: Toolchain, pool: WorkerPool) -> None:
    suite = package_suite()
    assert len(suite.tests) - len(Manifest.read().programs) >= 200
    with Certifier(suite, toolchain, pool) as certifier:
        assert certifier.unfit == []
        good, broken = certifier.certify([Pipeline.parse(text) for text in ("function(sroa,simplifycfg)", KNOWN_BROKEN)])
    assert good.holds
    assert broken.broken


def test_fifty_faults_are_in_writing_and_in_the_plugin() -> None:
    written = re.findall(r"^\| (\d+) \| `([a-z-]+)` \|", (ROOT / "docs" / "faults.md").read_text(), re.M)
    assert [int(number) for number, _ in written] == list(range(1, 51))
    built = re.findall(r'^ +\{"([a-z-]+)",', (ROOT / "runs" / "faults.cpp").read_text(), re.M)
    assert sorted(built) == sorted(name for _, name in written)
