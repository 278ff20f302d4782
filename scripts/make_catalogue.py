"""Makes passwright/llvm/catalogue/llvm<version>.json: asks LLVM for its passes and smoke-tests every one on real modules.

    PASSWRIGHT_LLVM=22 python scripts/make_catalogue.py [--programs zlib cjson expat tinyxml2]

A pass is core if it stands in a default pipeline of clang (-O1 to -Oz). Every other one that might optimise is run on
each module alone, before and behind clang's -Oz pipeline: it is extended if LLVM survives all of that and its verifier
agrees and it does the same each time, else quarantined with what happened. Passes that are no optimisations are
quarantined by name, with the reason.

    python scripts/make_catalogue.py --certified record.jsonl

puts what `passwright certify --passes all` found into the catalogue as it is: how many lists and runs each pass has come
through; an extended pass whose lists break programs is quarantined.
"""

# ruff: noqa: E501
from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from passwright.data.debian import fetch
from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.baseline import level_pipeline, pipeline_of
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.optimizer.lists import placements, places
from passwright.optimizer.space import containers, wrap
from passwright.verify.certify import Certificate
from programs.recipes import PROGRAMS, modules

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
OUT = Path(__file__).parent.parent / "passwright" / "llvm" / "catalogue"
UNSTEADY = "not the same each time"
UNSTEADY_MODULES = 8
REPEATS = 6
BEFORE = ("no-op-module", "function(mem2reg)", "function(sroa,early-cse<memssa>,simplifycfg),cgscc(inline)")
LIMIT = 20.0  # seconds an evaluation; -Oz takes 1.3 s on the largest module used here

# Printed under these headings; analyses and machine passes are not for plans.
HEADINGS = {
    "Module passes": "module",
    "Module passes with params": "module",
    "CGSCC passes": "cgscc",
    "CGSCC passes with params": "cgscc",
    "Function passes": "function",
    "Function passes with params": "function",
    "LoopNest passes": "loop",
    "Loop passes": "loop",
    "Loop passes with params": "loop",
}

# Passes of the default pipelines that a search has no use for: they mark, measure, or serve language features.
UNDRAWN = re.compile(
    r"annotation-remarks|annotation2metadata|ee-instrument|memprof-.*|coro-.*|transform-warning|cg-profile|alloc-token|inject-tli-mappings"
    r"|recompute-globalsaa|extra-simple-loop-unswitch-passes|pgo-.*|sample-profile|openmp-opt.*|elim-avail-extern"
)

NO_OPTIMISATIONS = {
    r"print.*|view-.*|dot-.*|instcount|func-properties-stats|count-visits|kernel-info|lint.*|verify.*|prof-verify|.*-eval|helloworld|prof-inject|check-debugify": "prints or checks",
    r"no-op-.*|invalidate.*|require.*|assume-builder": "changes nothing that is wanted in an object",
    r"(thin|fat)?lto.*|default|function-simplification|embed-bitcode|function-import|name-anon-globals|canonicalize-aliases|assign-guid|wholeprogramdevirt|lowertypetests|cross-dso-cfi|globalsplit|simplify-type-tests|fatlto.*|norecurse-lto-inference|noinline-nonprevailing": "belongs to link-time optimisation or is a whole pipeline",
    r".*san|.*san-module|sancov-module|sanmd-module|ee-instrument|.*memprof.*|pgo-.*|instrprof|ctx-.*|insert-gcov-profiling|sample-profile|pseudo-probe.*|jmc-instrumenter|kcfi|cfguard|safe-stack|stack-protector|bounds-checking|lower-allow-check|add-discriminators|alloc-token|strip-dead-cg-profile": "instruments, or hardens, or needs a profile",
    r"strip.*|debugify|redundant-dbg-inst-elim|declare-to-assign|metarenamer|instnamer|normalize|rewrite-symbols|jump-table-to-switch": "renames, or removes what the user asked for (names, debug information)",
    r"internalize|extract-blocks|loop-extract|declare-runtime-libcalls|forceattrs": "changes what other modules may see or splits functions for debugging",
    r"lower-(invoke|atomic|ifunc|emutls|global-dtors|guard-intrinsic|widenable-condition)": "changes what the program means or lowers for other targets",
    r"trigger-.*|inliner-(ml-advisor-release|wrapper.*)|module-inline|scc-oz-module-inliner": "a test of LLVM itself, or a whole inlining pipeline",
    r"coro-.*|objc-.*|rewrite-statepoints-for-gc|place-safepoints|shadow-stack-gc-lowering|gc-lowering|hipstdpar.*|dxil.*|replace-with-veclib|guard-widening|make-guards-explicit|loop-predication": "serves another language or run-time system",
    r".*eh-prepare|atomic-expand|codegenprepare|expand-(memcmp|ir-insts|reductions|variadics)|indirectbr-expand|pre-isel-intrinsic-lowering|select-optimize|complex-deinterleaving|interleaved-.*|hardware-loops|callbr-prepare|free-machine-function|scalarize-masked-mem-intrin|unreachableblockelim|typepromotion|fix-irreducible|structurizecfg|unify-loop-exits|win-eh-prepare": "a step of code generation, which runs it itself where it is needed",
}

# Found by programs' own tests (LOG.md): LLVM and its verifier are content with what comes out, the program is not.
BREAKS_PROGRAMS = {
    "newgvn": {
        "module": "expat/xmltok.c",
        "pipeline": "function(early-cse<memssa>),function(dse,newgvn)",
        "outcome": "rejected",
        "words": "expat's own tests hang or run out of memory (LLVM 22.1.8)",
    }
}


def names_by_level(toolchain: Toolchain) -> Iterator[tuple[str, str]]:
    """(name, level) of what `opt --print-passes` lists."""
    level = None
    for line in run([toolchain.opt, "--print-passes"], check=True).stdout.splitlines():
        if not line.startswith(" "):
            level = HEADINGS.get(line.rstrip(":"))
        elif level and (match := re.match(r"[\w-]+", line.strip())):
            yield match.group(), level


def core_forms(toolchain: Toolchain) -> dict[str, tuple[str, str, list[str]]]:
    """name -> (level, adaptor, texts) of the passes in clang's own pipelines."""
    forms: dict[str, tuple[str, str, list[str]]] = {}
    for level in "123sz":
        printed = run(
            [toolchain.clang, f"-O{level}", "-mllvm", "-print-pipeline-passes", "-c", "-x", "ir", os.devnull, "-o", os.devnull], check=True
        )
        root = Pass("module", None, Pipeline.parse(printed.stdout.strip()).elements)
        for _, node, kind in containers(root):
            for leaf in node.inner or ():
                if leaf.inner is None and leaf.name not in ("require", "invalidate"):
                    adaptor = node.name if kind == "loop" else kind
                    _, _, texts = forms.setdefault(leaf.name, (kind, adaptor, []))
                    if str(leaf) not in texts:
                        texts.append(str(leaf))
    return forms


def why_not(name: str) -> str | None:
    return next((why for pattern, why in NO_OPTIMISATIONS.items() if re.fullmatch(pattern, name)), None)


def smoke_test(evaluators: list[Evaluator], baselines: list[Pipeline], name: str, level: str) -> tuple[str, str, dict[str, str] | None]:
    """(adaptor, what happened, the first failure as a reproducer)."""
    adaptors = ("loop", "loop-mssa") if level == "loop" else (level,)
    failure = None
    for adaptor in adaptors:
        element = Pass(name)
        failure = None
        for evaluator, baseline in zip(evaluators, baselines, strict=True):
            # Built, not evaluated: only what is built is shown to LLVM's verifier.
            requests = [
                {"op": "build", "pipeline": str(pipeline), "kind": "obj"}
                for pipeline in places(wrap(element, level, adaptor, "module"), [baseline])
            ]
            for request, reply in zip(requests, evaluator.pool.map(evaluator.module, requests, timeout=LIMIT), strict=True):
                if reply.failure:
                    words = re.sub(r"0x[0-9a-f]+", "0x…", reply.words)[:200]
                    failure = {
                        "module": evaluator.module.name,
                        "pipeline": request["pipeline"][:400],
                        "outcome": reply.failure,
                        "words": words,
                    }
                    break
            if failure:
                break
        if not failure:
            failure = unsteady(evaluators[:: max(1, len(evaluators) // UNSTEADY_MODULES)], str(wrap(element, level, adaptor, "module")))
        if failure and failure["outcome"] == UNSTEADY:
            break
        if not failure:
            return adaptor, f"held up in {3 * len(evaluators)} runs on {len(evaluators)} modules", None
    assert failure is not None
    return adaptors[-1], f"{failure['outcome']} on {failure['module']}: {failure['words']}", failure


def unsteady(evaluators: list[Evaluator], text: str) -> dict[str, str] | None:
    """A reproducer if the pass does not give the same IR each time: the order of addresses decides in some."""
    for evaluator in evaluators:
        for before in BEFORE:
            request = {"op": "evaluate", "pipeline": f"{before},{text}"}
            replies = evaluator.pool.map(evaluator.module, [request] * REPEATS, timeout=LIMIT)
            if len(found := {reply.value.get("ir_hash") for reply in replies}) > 1:
                words = f"{len(found)} different modules in {REPEATS} runs"
                return {"module": evaluator.module.name, "pipeline": request["pipeline"], "outcome": UNSTEADY, "words": words}
    return None


def sample(toolchain: Toolchain, pool: WorkerPool, names: list[str], most: int) -> list[Module]:
    """Some modules of each program, spread over their sizes."""
    found = []
    for name in names:
        recipe = PROGRAMS[name]
        sources = modules(recipe, fetch(recipe.package, CACHE))
        sources.sort(key=lambda pair: pair[0].stat().st_size)
        step = max(1, len(sources) // most)
        found += [load_module(str(path), flags, toolchain, pool) for path, flags in sources[step - 1 :: step][:most]]
    return found


@cache
def certificates(record: Path, toolchain: Toolchain) -> dict[str, Certificate]:
    """What the record says for this LLVM, by the text of the list; of several suites the one with most lists."""
    by_suite: dict[str, dict[str, Certificate]] = {}
    for line in record.read_text().splitlines():
        value = json.loads(line)
        about = {name: value.pop(name) for name in ("llvm", "target", "suite")}
        if (about["llvm"], about["target"]) == (toolchain.release, toolchain.target):
            certificate = Certificate.from_json(value)
            by_suite.setdefault(about["suite"], {})[certificate.pipeline] = certificate
    return max(by_suite.values(), key=len, default={})


def certify(entry: dict[str, Any], known: dict[str, Certificate], own: Pipeline) -> None:
    """Puts in what the lists with this pass came to: alone, before and behind clang's own."""
    element = load_catalogue(find_toolchain().version).find(entry["name"])
    assert element is not None
    texts = [str(pipeline) for pipeline in placements(element, [own])]
    found = [known[text] for text in texts if text in known and not known[text].refused]
    if not found:
        return
    broken = [(certificate, broken) for certificate in found for broken in certificate.broken]
    entry["lists"] = len(found)
    entry["rejected"] = sum(not certificate.holds for certificate in found)
    entry["runs"] = sum(certificate.programs - len(certificate.broken) for certificate in found)
    if broken and entry["tier"] == "extended":
        certificate, first = broken[0]
        words = f"{first.outcome} on {first.program}: {first.words}"[:200]
        entry.update(tier="quarantined", draw=False, why=f"breaks programs of the suite: {words}")
        entry["reproducer"] = {
            "module": f"selftests/{first.program}",
            "pipeline": certificate.pipeline[:400],
            "outcome": first.outcome,
            "words": first.words[:200],
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", nargs="+", default=["zlib", "cjson", "expat", "tinyxml2", "lua"])
    parser.add_argument("--most", type=int, default=5, help="modules of each program")
    parser.add_argument("--only", nargs="+", help="test these passes again and keep what the catalogue says of the others")
    parser.add_argument("--certified", type=Path, help="a record of passwright certify; nothing is tested")
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    out = OUT / f"llvm{toolchain.version}.json"
    if arguments.certified:
        value = json.loads(out.read_text())
        for one in value["passes"]:
            certify(one, certificates(arguments.certified, toolchain), level_pipeline(toolchain))
        out.write_text(json.dumps(value, indent=1) + "\n")
        return
    core = core_forms(toolchain)
    kept = {e["name"]: e for e in json.loads(out.read_text())["passes"] if e["name"] not in arguments.only} if arguments.only else {}
    passes = []
    with WorkerPool(toolchain.version, len(os.sched_getaffinity(0))) as pool, tempfile.TemporaryDirectory() as cache:
        os.environ["PASSWRIGHT_CACHE"] = cache  # the crashes of a smoke test are no news to the user
        corpus = sample(toolchain, pool, arguments.programs, arguments.most)
        evaluators = [Evaluator(module, pool, limit=LIMIT) for module in corpus]
        baselines = [pipeline_of(module) for module in corpus]
        known = set(core)
        for name, (level, adaptor, texts) in core.items():
            passes.append(entry(name, level, adaptor, texts, "core", not UNDRAWN.fullmatch(name), "stands in clang's default pipelines"))
        for name, level in names_by_level(toolchain):
            if name in known:  # some names stand at several levels: the outermost counts
                continue
            known.add(name)
            if name in kept:
                passes.append(kept[name])
                continue
            if reason := why_not(name):
                passes.append(entry(name, level, level, [name], "quarantined", False, f"no optimisation: {reason}"))
                continue
            if failure := BREAKS_PROGRAMS.get(name):
                why = f"breaks programs: {failure['words']}"
                passes.append({**entry(name, level, level, [name], "quarantined", False, why), "reproducer": failure})
                continue
            adaptor, why, failure = smoke_test(evaluators, baselines, name, level)
            tier = "quarantined" if failure else "extended"
            passes.append({**entry(name, level, adaptor, [name], tier, not failure, why), **({"reproducer": failure} if failure else {})})
            print(f"{tier:12} {name:40} {why}", flush=True)
    value = {"llvm": toolchain.version, "release": toolchain.release, "modules": [module.name for module in corpus], "passes": passes}
    OUT.mkdir(exist_ok=True)
    out.write_text(json.dumps(value, indent=1) + "\n")


def entry(name: str, level: str, adaptor: str, texts: list[str], tier: str, draw: bool, why: str) -> dict[str, object]:
    return {"name": name, "level": level, "adaptor": adaptor, "texts": texts, "tier": tier, "draw": draw, "why": why}


if __name__ == "__main__":
    main()
