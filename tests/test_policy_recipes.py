"""What a policy is made of: measured on a small corpus, and learned from that. Learning needs torch and onnx."""

from __future__ import annotations

import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from passwright.data.collect import Source, add_folder
from passwright.data.corpus import Corpus
from passwright.data.split import split_corpus
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import DECISIONS
from passwright.llvm.toolchain import Toolchain
from passwright.policies.choices import CALLEES, DESCRIPTION, Policy, Ranker
from runs import measure_callees, train_callees

OWN = Path(__file__).parent.parent / "passwright" / "policies" / "default"
HEAP = """
template <class T> struct Heap {
  T* at; unsigned used;
  bool less(unsigned i, unsigned j) const { return at[i] < at[j]; }
  void swap(unsigned i, unsigned j) { T kept = at[i]; at[i] = at[j]; at[j] = kept; }
  void rise(unsigned i) { for (; i && less(i, (i - 1) / 2); i = (i - 1) / 2) swap(i, (i - 1) / 2); }
  void sink(unsigned i) {
    for (unsigned next; (next = 2 * i + 1) < used; i = next) {
      if (next + 1 < used && less(next + 1, next)) ++next;
      if (!less(next, i)) return;
      swap(i, next);
    }
  }
  void push(T value) { at[used] = value; rise(used++); }
  T pop() { T top = at[0]; at[0] = at[--used]; sink(0); return top; }
};
void sort_ints(int* from, int* room, unsigned n) {
  Heap<int> heap{room, 0};
  for (unsigned i = 0; i < n; ++i) heap.push(from[i]);
  for (unsigned i = 0; i < n; ++i) from[i] = heap.pop();
}
double least(double* room, unsigned n) { Heap<double> heap{room, n}; for (unsigned i = n; i--;) heap.sink(i); return heap.pop(); }
"""
TEXT = """
static int digit(char c) { return c >= '0' && c <= '9'; }
static int space(char c) { return c == ' ' || c == '\\t' || (c >= '\\n' && c <= '\\r'); }
static const char *skip(const char *p) { while (space(*p)) ++p; return p; }
static long number(const char **p) { long n = 0; for (*p = skip(*p); digit(**p); ++*p) n = 10 * n + **p - '0'; return n; }
long sum(const char *p) { long s = number(&p); while (*(p = skip(p)) == '+') { ++p; s += number(&p); } return s; }
long product(const char *p) { long s = number(&p); while (*(p = skip(p)) == '*') { ++p; s *= number(&p); } return s; }
"""


def test_callees_are_measured_and_a_policy_learns_from_them(
    tmp_path: Path, toolchain: Toolchain, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus(tmp_path / "corpus", toolchain.release, write=True) as corpus:
        for package, name, text in (("known", "heap.cpp", HEAP), ("held", "text.c", TEXT)):
            (tmp_path / package).mkdir()
            (tmp_path / package / name).write_text(text)
            (tmp_path / package / "plain.c").write_text(
                "int plain(int a, int b) { while (a > b) a = a / 3 - b * 7 + (a ^ b); return a; }\n"
            )
            add_folder(corpus, Source(package, "MIT", split="train"), tmp_path / package, [], toolchain, 1, lambda _: None)
        split_corpus(corpus, pool)
    monkeypatch.setattr(measure_callees, "EVALUATIONS", 4)
    monkeypatch.setattr(sys, "argv", ["x", "--corpus", str(tmp_path / "corpus"), "--out", str(tmp_path / "measured")])
    measure_callees.main()
    table = train_callees.read(tmp_path / "measured")
    assert sorted(set(table.packages)) == ["held", "known"]
    assert table.features.shape == (len(table.modules), len(Policy.read(OWN).callees.features))  # type: ignore[union-attr]
    assert table.gains.shape == (len(table.modules), len(DECISIONS))
    assert np.isfinite(table.gains).any()
    assert np.isnan(table.gains).any()  # four evaluations do not tell all
    (path,) = (tmp_path / "measured").glob("*.parquet")
    before = path.stat().st_mtime_ns
    measure_callees.main()
    assert [one.stat().st_mtime_ns for one in (tmp_path / "measured").glob("*.parquet")] == [before]

    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    policy = Path(shutil.copytree(OWN, tmp_path / "policy"))
    (policy / CALLEES).unlink()
    monkeypatch.setattr(train_callees, "is_held", lambda package: package == "held")
    monkeypatch.setattr(sys, "argv", ["x", "--measured", str(tmp_path / "measured"), "--policy", str(policy)])
    train_callees.main()
    learned = Policy.read(policy)
    assert learned.callees
    assert json.loads((policy / DESCRIPTION).read_text())["callees"]["decisions"] == list(DECISIONS)
    rows = {str(number): row for number, row in enumerate(table.features.astype(int).tolist())}
    assert set(Ranker(learned).decide(rows).values()) <= set(DECISIONS)
    assert (policy / "README.md").read_text().count(train_callees.HEADING) == 1


def test_figures_count_what_decisions_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    gains = np.array([[5, -9], [math.nan, 3], [-7, -1]], dtype=np.float32)
    table = train_callees.Table(np.zeros((3, 2), np.float32), gains, np.array([0, 0, 1]), ["p", "q"], ["c", "c"], [100, 50])
    monkeypatch.setattr(train_callees, "decided", lambda network, features: np.array([0, 0, 1])[: len(features)])
    found = train_callees.figures(table, None, [True, True])  # type: ignore[arg-type]
    assert found["best"] == pytest.approx(100 * 8 / 150)
    assert found["network"] == pytest.approx(100 * 4 / 150)
    assert found["wrong"] == pytest.approx(100 * 1 / 150)
