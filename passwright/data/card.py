"""The card of a corpus: what it holds, where that comes from, and what was left out, in the form of the Hugging Face Hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from passwright.data.corpus import Corpus
from passwright.data.running import RunRow
from passwright.data.split import Counts
from passwright.llvm.structure import LEAST


def card(corpus: Corpus, counts: Mapping[str, Counts]) -> str:
    """Markdown."""
    packages = [corpus.packages[key] for key in sorted(corpus.packages)]
    licences = sorted({package.licence or "unknown" for package in packages})
    skipped: Counter[str] = Counter()
    for package in packages:
        skipped.update(package.skipped)
    modules, functions = (sum(getattr(one, name) for one in counts.values()) for name in ("modules", "functions"))
    names = len(set.union(*(one.packages for one in counts.values())))
    lines = [
        "---",
        "pretty_name: Unoptimised LLVM IR of C and C++ packages",
        "task_categories: [other]",
        "tags: [llvm, compilers, code]",
        "license: other",
        "---",
        "# Unoptimised LLVM IR of C and C++ packages",
        "",
        f"{modules:,} modules with {functions:,} distinct functions of at least {LEAST} instructions, from {names} packages, made by clang "
        f"{corpus.llvm} from what the packages' own builds compile, with the flags of those builds.",
        "",
        "| split | packages | modules | C | C++ | functions | IR instructions | bitcode | IR tokens | source tokens |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for split, one in counts.items():
        numbers = [len(one.packages), one.modules, one.languages["c"], one.languages["c++"], one.functions, one.instructions]
        cells = [*(f"{number:,}" for number in numbers), f"{one.bitcode / 2**20:,.1f} MiB", f"{one.ir_tokens:,}", f"{one.source_tokens:,}"]
        lines.append(f"| {split} | " + " | ".join(cells) + " |")
    lines += ["", "Modules by target: " + "; ".join(f"{split}: {_named(one.targets)}" for split, one in counts.items()) + "."]
    lines += [
        "",
        "## What was left out",
        "",
        f"- {sum(package.calls for package in packages):,} sources were compiled by the builds; without a module are: {_named(skipped)}.",
    ]
    for split, one in counts.items():
        lines.append(
            f"- {split}: {one.without_new:,} modules have no function that is not in another one; {one.bodies:,} functions lost their "
            f"bodies ({one.held_out:,} as they stand in a held-out program, the others in a split that comes first), with the text of "
            f"{one.sources:,} sources; {one.rigid:,} modules could not be cleaned."
        )
    lines += [
        "",
        "Functions are compared by a hash of their structure, blind to names, metadata, attributes and lifetimes; those under "
        f"{LEAST} instructions are not compared. Splits are by package. A token is a word or a sign.",
        "",
        "## Packages",
        "",
        f"Licences: {', '.join(licences)}. The sources and the bitcode stay under the licences of their packages.",
        "",
        "| package | version | target | split | licence | sources | modules | seconds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for package in packages:
        trouble = f" ({package.trouble})" if package.trouble else ""
        lines.append(
            f"| {package.package} | {package.version} | {package.target} | {package.split} | {package.licence or 'unknown'} "
            f"| {package.calls:,}{trouble} | {package.modules:,} | {package.seconds:,.0f} |"
        )
    if any(package.trouble for package in packages):
        lines += ["", "A build that does not end well gives what it compiled by then; one that only notes its compilations cannot link."]
    lines += _runs(list(corpus.runs()))
    return "\n".join(lines) + "\n"


def _runs(runs: Sequence[RunRow]) -> list[str]:
    if not runs:
        return []
    lines = [
        "",
        "## What programs do when they run",
        "",
        "Instructions as callgrind counts them, over all processes of the program that its workload starts; the least of the wall times of "
        "all of them together; the largest resident set of one. Bytes are what the linked image occupies.",
        "",
        "| program | package | workload | build | bytes | processes | instructions | ms | KiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        figures = f"{run.bytes:,} | {run.processes:,} | {run.instructions:,} | {min(run.wall_us) / 1000:,.1f} | {run.peak_kib:,}"
        lines.append(f"| {run.program} | {run.package} | {'its own tests' if run.own else 'ours'} | {run.build} | {figures} |")
    return lines


def _named(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "none"
