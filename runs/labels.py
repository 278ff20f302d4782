"""Labels for the modules of a corpus: what searches make of them, then what the best lists of all come to on each.

    python -m runs.labels search --corpus corpus --out labels --methods autotuner,portfolio --budget 10 --most 5000
    python -m runs.labels shorten --corpus corpus --out labels
    python -m runs.labels lists --out labels --most 100 > lists.txt
    passwright certify --from lists.txt --record certified.jsonl
    python -m runs.labels broadcast --corpus corpus --out labels --lists certified.txt
    python -m runs.labels coreset --out labels --most 30 > coreset.txt
    python -m runs.labels export --out labels         # labels/labels.parquet: plans and figures, no code
    python -m runs.labels report --out labels

`shorten` makes the best lists of modules shorter, as long as the object stays the same. `lists` prints those that are best most
often, and those that together cover best (greedily), in turn. `broadcast` tries lists on all modules, and the best one of each module
has to pass the gates there; `coreset` prints those that cover best after it. All can be cut off anywhere, and go on where they were.
`--cluster` takes the address of a Ray cluster for the searches; `--part 2/3` is the second of three machines that broadcast, each into
a folder of its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from passwright.data.corpus import Corpus
from passwright.data.labels import FAILED, Label, ListTrial, read_labels, read_trials, write_labels, write_public, write_trials
from passwright.data.load import flags_of, load_row
from passwright.data.rows import ModuleRow
from passwright.errors import PasswrightError
from passwright.evaluate.measurement import Measurement
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.lists import read_lists
from passwright.optimizer.many import Done, Task, optimize_many
from passwright.optimizer.optimize import Options, Session
from runs.sampling import rows

SHARD = 50
"""Modules in a file."""
SHORTEST = "shortest.jsonl"
BROADCAST = "broadcast"
TELL = 60.0
"""Seconds between two lines of progress."""


class Clock:
    """Says how far a run is, now and then, and how long the rest will take."""

    def __init__(self, what: str, of: int) -> None:
        self.what, self.of, self.done = what, of, 0
        self.start = self.told = time.monotonic()

    def step(self) -> None:
        self.done += 1
        now = time.monotonic()
        if now - self.told > TELL or self.done == self.of:
            self.told = now
            left = (now - self.start) / self.done * (self.of - self.done)
            print(f"{self.what}: {self.done}/{self.of}, {now - self.start:.0f} s, {left:.0f} s to go", file=sys.stderr, flush=True)


def batches(waiting: Sequence[ModuleRow]) -> Iterator[Sequence[ModuleRow]]:
    return (waiting[start : start + SHARD] for start in range(0, len(waiting), SHARD))


def search(wanted: Sequence[ModuleRow], out: Path, methods: Sequence[str], options: Options, cluster: str | None) -> None:
    """A study of each method for each module, some modules with all methods after the other. A module that cannot be compiled is named and
    has no label."""
    names = {method: f"{method}-{options.budget}-{options.seed}" for method in methods}
    files = {method: sorted(out.glob(f"{name}-*.labels.parquet")) for method, name in names.items()}
    known = {method: {label.module for path in files[method] for label in read_labels(path)} for method in methods}
    waiting = [row for row in wanted if any(row.id not in known[method] for method in methods)]
    clock = Clock("searches", len(waiting) * len(methods))
    for step, batch in enumerate(batches(waiting)):
        for method in methods:
            mine = [row for row in batch if row.id not in known[method]]
            labels = study(mine, replace(options, proposer=method), cluster, clock)
            write_labels(out / f"{names[method]}-{len(files[method]) + step:04}.labels.parquet", labels)


def study(batch: Sequence[ModuleRow], options: Options, cluster: str | None, clock: Clock) -> list[Label]:
    """In the order of the batch."""
    toolchain = find_toolchain()
    labels: dict[str, Label] = {}
    with tempfile.TemporaryDirectory(prefix="passwright-labels-") as folder:
        tasks = {}
        for row in batch:
            path = Path(folder, f"{row.id}.bc")
            path.write_bytes(row.bitcode)
            try:
                tasks[Task(str(path), flags_of(row, toolchain), kind="bc")] = row
            except PasswrightError as error:
                print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
        for done in optimize_many(list(tasks), options, cluster=cluster):
            row = tasks[done.task]
            if done.result:
                labels[row.id] = label_of_study(row, done, options)
            elif done.error:
                print(f"{row.package}/{row.name}: {done.error}", file=sys.stderr)
            else:
                raise KeyboardInterrupt
            clock.step()
    return [labels[row.id] for row in batch if row.id in labels]


def label_of(row: ModuleRow, base: Measurement, best: Measurement, **more: Any) -> Label:
    """Of a module's clang -Oz and the best that was found for it."""
    return Label(
        **{name: getattr(row, name) for name in ("package", "name", "language", "target")},
        module=row.id,
        llvm=find_toolchain().release,
        baseline_size=base.size,
        baseline_text_data=base.text_data,
        baseline_instructions=base.instructions,
        size=best.size,
        text_data=best.text_data,
        instructions=best.instructions,
        **more,
    )


def label_of_study(row: ModuleRow, done: Done, options: Options) -> Label:
    assert done.result is not None
    plan = done.result.plan.pipeline
    return label_of(
        row,
        done.result.baseline,
        done.result.best,
        method=options.proposer,
        seed=options.seed,
        budget=int(options.budget),
        evaluations=done.result.evaluations,
        failures=len(done.result.failures),
        milliseconds=round(1000 * done.seconds),
        plan="" if plan is None else str(plan),
        bitcode=done.data,
    )


POOL: list[WorkerPool] = []
"""The pool of this process, if it is one that was started to work beside others."""


def executor(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), begin)


def begin() -> None:
    POOL.append(WorkerPool(find_toolchain().version, 1))


def session(row: ModuleRow) -> Session:
    toolchain = find_toolchain()
    return Session(load_row(row, toolchain, POOL[0]), (), Options(jobs=1), toolchain=toolchain, pool=POOL[0])


def shorter(row: ModuleRow, plan: str) -> tuple[str, int]:
    """The shortest list that gives the same object, and what it saves; "" where LLVM does not give the same again."""
    try:
        with session(row) as opened:
            shortest = opened.minimize(Pipeline.parse(plan))
            (measured,) = opened.evaluator.evaluate([shortest])
            return str(shortest), opened.evaluator.baseline.size - opened.value(measured)
    except PasswrightError as error:
        print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
        return "", 0


@dataclass(frozen=True)
class Shortest:
    """The best list of a search for a module, made shorter, and the bytes that a program saves by it for sure."""

    module: str
    method: str
    seed: int
    budget: int
    list: str
    saved: int


def read_shortest(out: Path) -> list[Shortest]:
    path = out / SHORTEST
    lines = path.read_text().splitlines() if path.exists() else []
    return [Shortest(**json.loads(line)) for line in lines]


def shorten(wanted: Sequence[ModuleRow], out: Path, most: int, jobs: int) -> None:
    """Makes lists shorter that searches found and that are not yet, those that save most first; that of a line that was cut short again."""
    path = out / SHORTEST
    if path.exists() and not (text := path.read_text()).endswith("\n"):
        path.write_text(text[: text.rfind("\n") + 1])
    known = {(one.module, one.method, one.seed, one.budget) for one in read_shortest(out)}
    rows_by_id = {row.id: row for row in wanted}
    labels = [label for label in all_labels(out) if label.plan and not label.plan.startswith("[") and label.module in rows_by_id]
    labels.sort(key=lambda label: (label.size - label.baseline_size, label.module, label.method))
    waiting = [label for label in labels if (label.module, label.method, label.seed, label.budget) not in known][:most]
    clock = Clock("shorter lists", len(waiting))
    with executor(jobs) as pool, path.open("a") as file:
        found = pool.map(shorter, [rows_by_id[label.module] for label in waiting], [label.plan for label in waiting])
        for label, (text, saved) in zip(waiting, found, strict=True):
            file.write(json.dumps(vars(Shortest(label.module, label.method, label.seed, label.budget, text, saved))) + "\n")
            file.flush()
            clock.step()


def all_labels(out: Path) -> Iterator[Label]:
    return itertools.chain.from_iterable(map(read_labels, sorted(out.glob("*.labels.parquet"))))


def count_lists(out: Path) -> Counter[str]:
    """How often each list, made shorter, is the best that was found for a module."""
    return Counter(one.list for one in read_shortest(out) if one.list)


def lists(out: Path, most: int) -> list[str]:
    """Those that are best most often and those that cover best, in turn. What one list saves on another's module is known only where both
    were tried: where a search met it, or from an earlier broadcast; elsewhere a list is taken to save nothing."""
    frequent = [text for text, _ in count_lists(out).most_common()]
    chosen: dict[str, None] = {}
    for one, other in itertools.zip_longest(frequent, cover(savings(out), most)):
        chosen.update(dict.fromkeys(text for text in (one, other) if text))
    return list(chosen)[:most]


def savings(out: Path) -> dict[str, dict[str, int]]:
    """The bytes that each list is known to save, by module."""
    saved: dict[str, dict[str, int]] = {}
    for one in read_shortest(out):
        if one.list:
            saved.setdefault(one.list, {})[one.module] = one.saved
    for trial in trials(out):
        if trial.size != FAILED:
            mine = saved.setdefault(trial.list, {})
            mine[trial.module] = max(mine.get(trial.module, 0), trial.baseline_size - trial.size)
    return saved


def cover(saved: dict[str, dict[str, int]], most: int) -> list[str]:
    """Lists that together save most, each the one that adds most to those before it (greedy submodular cover)."""
    best: dict[str, int] = {}
    chosen: list[str] = []
    while len(chosen) < most:
        adds = {text: sum(max(0, bytes_ - best.get(module, 0)) for module, bytes_ in mine.items()) for text, mine in saved.items()}
        following = max(sorted(adds), key=adds.__getitem__, default="")
        if not following or not adds[following]:
            break
        chosen.append(following)
        for module, bytes_ in saved[following].items():
            best[module] = max(best.get(module, 0), bytes_)
    return chosen


def trials(out: Path) -> Iterator[ListTrial]:
    return itertools.chain.from_iterable(map(read_trials, sorted(out.glob("*.trials.parquet"))))


def broadcast(wanted: Sequence[ModuleRow], out: Path, texts: Sequence[str], jobs: int) -> None:
    """Every list on every module where it was not tried yet."""
    known: dict[str, set[str]] = {}
    for trial in trials(out):
        known.setdefault(trial.module, set()).add(trial.list)
    waiting = [row for row in wanted if not set(texts) <= known.get(row.id, set())]
    clock = Clock("broadcast", len(waiting))
    files = len(list(out.glob("*.trials.parquet")))
    with executor(jobs) as pool:
        for number, batch in enumerate(batches(waiting), files):
            left = [[text for text in texts if text not in known.get(row.id, set())] for row in batch]
            made: list[ListTrial] = []
            labels: list[Label] = []
            for found, label in pool.map(try_lists, batch, left):
                made += found
                labels += [label] if label else []
                clock.step()
            write_labels(out / f"broadcast-{number:04}.labels.parquet", labels)
            write_trials(out / f"broadcast-{number:04}.trials.parquet", made)  # last: it says what is done


def try_lists(row: ModuleRow, texts: Sequence[str]) -> tuple[list[ListTrial], Label | None]:
    """What each list comes to, and the best of them as a label if it is smaller than clang -Oz and passes the gates; of those that do not
    the next one is tried."""
    start = time.monotonic()
    try:
        with session(row) as opened:
            base, space = opened.evaluator.baseline, opened.space()
            if opened.frame.baseline_only or not base.size:
                return [], None
            plans = [space.framed(Pipeline.parse(text).elements) for text in texts]
            measured = opened.evaluator.evaluate(plans)
            found = [
                ListTrial(row.id, row.package, text, base.size, opened.value(one) if one.ok else FAILED, one.instructions)
                for text, one in zip(texts, measured, strict=True)
            ]
            smaller = [(opened.value(one), place) for place, one in enumerate(measured) if one.ok and opened.value(one) < base.size]
            for _, place in sorted(smaller):
                candidate = opened.candidate(plans[place])
                if opened.check(candidate).passed:
                    return found, label_of(
                        row,
                        base,
                        candidate.measurement,
                        method=BROADCAST,
                        seed=0,
                        budget=len(texts),
                        evaluations=len(texts),
                        failures=sum(not one.ok for one in measured),
                        milliseconds=round(1000 * (time.monotonic() - start)),
                        plan=str(plans[place]),
                        bitcode=opened.build(candidate, "bc"),
                    )
            return found, None
    except PasswrightError as error:
        print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
        return [], None


def report(out: Path) -> str:
    """Markdown: what each search saved on the modules that all searches had, what the broadcast saved on all that it tried, how often lists
    come up."""
    found: dict[str, dict[str, Label]] = defaultdict(dict)
    for label in all_labels(out):
        name = label.method if label.method == BROADCAST else f"{label.method}, {label.budget} evaluations, seed {label.seed}"
        kept = found[name].get(label.module)
        if kept is None or label.size < kept.size:
            found[name][label.module] = label
    spread = found.pop(BROADCAST, {})
    common = set.intersection(*map(set, found.values())) if found else set()
    lines = [
        f"{len(common):,} modules were searched by all methods. Percent of what clang -Oz emits there, by the objects' bytes, then IR "
        "instructions.",
        "",
        "| | modules | saved | IR | smaller | seconds a module, median |",
        "|---|---|---|---|---|---|",
    ]
    for name, mine in sorted(found.items()):
        labels = [mine[module] for module in sorted(common)]
        size, before = (sum(getattr(label, field) for label in labels) for field in ("size", "baseline_size"))
        instructions, more = (sum(getattr(label, field) for label in labels) for field in ("instructions", "baseline_instructions"))
        smaller = sum(label.size < label.baseline_size for label in labels)
        seconds = statistics.median(label.milliseconds for label in labels) / 1e3 if labels else 0.0
        shares = [f"{100 * (1 - now / then):.2f}" if then else "-" for now, then in ((size, before), (instructions, more))]
        lines.append(f"| {name} | {len(labels):,} | {' | '.join(shares)} | {smaller:,} | {seconds:.2f} |")
    bases = {trial.module: trial.baseline_size for trial in trials(out)}
    if total := sum(bases.values()):
        saved = sum(label.baseline_size - label.size for label in spread.values())
        lines += ["", f"Broadcast: {len(bases):,} modules, {len(spread):,} smaller, {100 * saved / total:.2f} % saved over all of them."]
    counted = count_lists(out)
    lengths = [len(Pipeline.parse(text)) for text in counted.elements()]
    if lengths:
        lines += ["", f"{len(counted):,} distinct shortest lists of {len(lengths):,}, {sum(lengths) / len(lengths):.1f} passes on average."]
    return "\n".join(lines) + "\n"


def part(text: str) -> tuple[int, int]:
    number, of = map(int, text.split("/"))
    if not 1 <= number <= of:
        raise ValueError(text)
    return number, of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("search", "shorten", "lists", "broadcast", "coreset", "export", "report"))
    parser.add_argument("--out", type=Path, required=True, help="the folder of the labels")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--most", type=int, default=5000, help="modules, or lists")
    parser.add_argument("--instructions", type=int, default=1500, help="IR instructions of the largest module that is searched")
    parser.add_argument("--methods", default="autotuner,portfolio")
    parser.add_argument("--budget", default="10")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", type=Path, help="the store that every evaluation goes to, and is answered from")
    parser.add_argument("--cluster")
    parser.add_argument("--lists-most", type=int, default=500, help="lists that are made shorter")
    parser.add_argument("--lists", help="a file with a list a line")
    parser.add_argument("--part", type=part, default=(1, 1), metavar="I/N")
    parser.add_argument("--jobs", type=int)
    arguments = parser.parse_args()
    if not arguments.budget.isdigit():
        parser.error("--budget is a number of evaluations: labels are compared at equal ones")
    store = str(arguments.store) if arguments.store else False
    options = Options(budget=arguments.budget, seed=arguments.seed, jobs=arguments.jobs, store=store)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.step == "lists":
        print("\n".join(lists(arguments.out, arguments.most)))
        return
    if arguments.step == "coreset":
        print("\n".join(cover(savings(arguments.out), arguments.most)))
        return
    if arguments.step == "export":
        write_public(arguments.out / "labels.parquet", list(all_labels(arguments.out)))
        return
    if arguments.step == "report":
        print(report(arguments.out), end="")
        return
    if not arguments.corpus or (arguments.step == "broadcast" and not arguments.lists):
        parser.error("--corpus and, to broadcast, --lists are needed")
    with Corpus(arguments.corpus) as corpus:
        wanted = list(rows(corpus, "train", arguments.most, arguments.instructions))
    number, of = arguments.part
    wanted = wanted[number - 1 :: of]
    if arguments.step == "shorten":
        shorten(wanted, arguments.out, arguments.lists_most, options.workers)
    elif arguments.step == "search":
        search(wanted, arguments.out, arguments.methods.split(","), options, arguments.cluster)
    else:
        texts = [str(pipeline) for pipeline in read_lists(arguments.lists)]
        broadcast(wanted, arguments.out, texts, options.workers)


if __name__ == "__main__":
    main()
