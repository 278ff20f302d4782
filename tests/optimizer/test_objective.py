"""What is minimised: the object alone, or what of it stays in a linked program."""

from __future__ import annotations

from pathlib import Path

import pytest

from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, load_engine, run
from passwright.optimizer.compare import compare
from passwright.optimizer.decisions import by_callee, decide
from passwright.optimizer.methods import parse_methods
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.suites import folder_suite
from passwright.optimizer.trials import Trials

SHARED = """
inline unsigned mix(const unsigned char* p, unsigned n, unsigned seed) {
  unsigned h = seed * 2654435761u;
  for (unsigned i = 0; i < n; ++i) {
    h = (h ^ p[i]) * 16777619u + (h >> 7);
    if (p[i] == 7) h = h * 31u + (h >> 3) * p[i >> 1] - (h << 5);
    else if (p[i] > 99) h = (h >> 11) * 17u ^ (h + 77u) * 5u;
  }
  for (unsigned i = n; i > 1; i /= 2) h = h * 69069u + (h >> 9) * p[i - 1] + 12345u;
  return h ^ (h >> 13) ^ n;
}
"""
USER = "unsigned user{0}(const unsigned char* p, unsigned n) {{ return n > {0} ? mix(p, n, {0}) : n * {0}; }}\n"
MIX = "_Z3mixPKhjj"


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "suite" / f"{number}.cpp" for number in range(4)]
    paths[0].parent.mkdir()
    for number, path in enumerate(paths):
        path.write_text(SHARED + USER.format(number))
    return paths


def test_a_copy_that_others_hold_is_no_gain(sources: list[Path], toolchain: Toolchain, pool: WorkerPool) -> None:
    for objective in ("size", "object"):
        options = Options(objective, jobs=1)
        with Session(str(sources[0]), ("-Oz",), options, toolchain=toolchain, pool=pool) as session:
            assert session.module.facts.shared == (MIX,)
            (call,) = by_callee(session.module.facts.calls)[MIX]
            plan = decide(session.space().seeds()[0], {call: "alwaysinline"})
            (inlined,) = session.evaluator.evaluate([plan])
            assert session.gone(inlined) == {MIX: session.evaluator.baseline.functions[MIX]}
            assert inlined.size < session.evaluator.baseline.size
            assert session.value(session.evaluator.baseline) == session.evaluator.baseline.size
            more = 0 if objective == "object" else session.evaluator.baseline.functions[MIX]
            assert session.value(inlined) == inlined.size + more
            best = session.optimize().best
        assert (MIX in best.functions) == (objective == "size")


RIGID = """
inline int machine(const unsigned char* code, int a) {
  static void* const to[] = {&&more, &&less, &&twice, &&done};
  goto *to[*code++ & 3];
more: ++a; goto *to[*code++ & 3];
less: a -= 3; goto *to[*code++ & 3];
twice: a += a; goto *to[*code++ & 3];
done: return a;
}
int run(const unsigned char* code) { return machine(code, 1) + machine(code + 9, 2); }
int sum(const int* p, int n) { int s = 0; for (int i = 0; i < n; ++i) s += p[i] > 3 ? p[i] * 7 : p[i] / 3; return s; }
"""


def test_what_an_estimate_cannot_list_is_not_gone(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    """A function whose labels have addresses cannot be looked at by itself."""
    (tmp_path / "rigid.cpp").write_text(RIGID)
    options = Options(budget="24", proposer="functionwise", jobs=1)
    with Session(str(tmp_path / "rigid.cpp"), ("-Oz",), options, toolchain=toolchain, pool=pool) as session:
        (shared,) = session.module.facts.shared
        assert shared in session.module.facts.rigid
        assert shared in session.shared
        (estimate,) = session.evaluator.estimate(session.space().seeds()[:1])
        assert estimate.estimated
        assert session.gone(estimate) == {}
        result = session.optimize()
    assert result.best.size < result.baseline.size


def test_the_linked_program_keeps_one_copy(sources: list[Path], toolchain: Toolchain, pool: WorkerPool, tmp_path: Path) -> None:
    sizes = {}
    for objective in ("size", "object"):
        objects = []
        for source in sources:
            with Session(str(source), ("-Oz",), Options(objective, "64", jobs=1), toolchain=toolchain, pool=pool) as session:
                objects.append(tmp_path / f"{objective}-{source.stem}.o")
                objects[-1].write_bytes(session.optimize().object)
        sizes[objective] = linked(toolchain, objects)
    plain = []
    for source in sources:
        plain.append(source.with_suffix(".o"))
        run([toolchain.clang, "-Oz", "-c", str(source), "-o", str(plain[-1])], check=True)
    assert sizes["size"] <= linked(toolchain, plain)
    assert sizes["size"] < sizes["object"]


def linked(toolchain: Toolchain, objects: list[Path]) -> int:
    out = objects[0].with_suffix(".so")
    run([toolchain.clang, "-shared", "-nostdlib", *map(str, objects), "-o", str(out)], check=True)
    sections = load_engine(toolchain.version).measure(out.read_bytes())
    return int(sections.size)


def test_a_table_says_what_of_it_stays_in_the_program(sources: list[Path], toolchain: Toolchain, pool: WorkerPool) -> None:
    suite = folder_suite(str(sources[0].parent))
    for objective in ("size", "object"):
        (method,) = parse_methods(["callwise"], toolchain.version, "core", objective)
        with Trials(None, toolchain.release) as trials:
            found = compare(suite, [method], [16], [0], "core", toolchain, pool, trials)
        gained = [trial.baseline.size - trial.points[0].best.size for trial in found.trials]
        in_program = [trial.baseline.program - trial.points[0].best.program for trial in found.trials]
        if objective == "size":
            assert min(in_program) >= 0
        else:
            assert sum(gained) > 0 > sum(in_program)
