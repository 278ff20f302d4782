"""Text for a language model of LLVM, from a corpus and from the labels of choices: tokens and what to learn of them.

    python -m runs.lm_data --corpus DIR --labels labels/choices --out DATA --minutes 30

Writes DATA/tokenizer.json (trained first, on the split train alone), shards of documents as they come, and in the end the folder that
`runs.lm_train` reads: data.json and STAGE.SPLIT.tokens.xz, .index.xz and .costs.xz. Goes on where it was cut, if it is asked for the
same (made.json); a shard that the time did not suffice for is made again. Documents come from the
distinct functions of the corpus, each from the module where it is met first; see `passwright.data.documents` for their forms. Packages
whose labels are held back to check a policy are in no stage's training with the modules that have labels.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile, zip_longest
from pathlib import Path
from typing import Any

from passwright.data import documents, shards
from passwright.data.corpus import SPLITS, Corpus
from passwright.data.documents import Document
from passwright.data.load import flags_of
from passwright.data.rows import ModuleRow, arrow
from passwright.data.tokens import KINDS, PRE_TOKENIZER, Tokens, choice_token, specials
from passwright.errors import CorpusError, PasswrightError
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.space import wrap
from runs.lm_texts import Job, ModuleTexts, make
from runs.lm_worker import Worker
from runs.train_policy import is_held

Texts = Worker[Job, ModuleTexts]

SHARD = 50
"""Modules in a shard."""
SECONDS = 120.0
"""For one module."""
LETTERS = 14_000_000
"""Of text that the tokenizer is trained on."""
MADE = "made.json"
"""What the tokenizer and the shards of a folder were made of."""
TELL = 20.0
"""Seconds between two lines of progress."""


@dataclass(frozen=True)
class Labels:
    """Of one module: for each function the bytes beyond those of its best choice, NaN where a choice was not to be had."""

    package: str
    costs: dict[str, list[float]]


def read_labels(folder: Path) -> tuple[list[Any], dict[str, Labels]]:
    """The choices, and the labels by module. Raises CorpusError."""
    pa = arrow()
    try:
        choices = json.loads((folder / "choices.json").read_text())
        if not isinstance(choices, list):
            raise ValueError("choices.json is no list")
        found = {}
        for path in sorted(folder.glob("*.parquet")):
            for one in pa.parquet.read_table(path, columns=["module", "package", "names", "bytes"]).to_pylist():
                if len(one["bytes"]) != len(choices):
                    raise ValueError(f"{path.name} has {len(one['bytes'])} choices, choices.json {len(choices)}")
                columns = zip(*one["bytes"], strict=True)
                costs = {name: _costs(column) for name, column in zip(one["names"], columns, strict=False)}
                found[one["module"]] = Labels(one["package"], {name: list(cost) for name, cost in costs.items() if cost})
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise CorpusError(str(folder), f"holds no labels of choices: {error}") from error
    return choices, found


def _costs(sizes: Sequence[int]) -> list[float]:
    """Nothing for a function that is not there without any choice."""
    best = min((size for size in sizes if size >= 0), default=0)
    return [float(size - best) if size >= 0 else math.nan for size in sizes] if sizes[0] > 0 else []


def passes(llvm: int) -> tuple[dict[str, str], list[str]]:
    """What each pass that is drawn stands for in a module's pipeline, and all passes of the catalogue."""
    catalogue = load_catalogue(llvm)
    drawn = {}
    for entry in catalogue.trusted("extended").values():
        if entry.draw and entry.level != "machine":
            drawn[entry.name] = str(wrap(entry.elements()[0], entry.level, entry.adaptor, "module"))
    return drawn, [entry.name for entry in catalogue.entries]


def number(*words: str) -> int:
    """One that says nothing, of 64 bits."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "little")


def in_turn(rows: Iterator[ModuleRow], first: Mapping[str, Labels]) -> list[ModuleRow]:
    """Modules with labels, then packages in turn."""
    waiting: dict[str, list[ModuleRow]] = {}
    for row in rows:
        waiting.setdefault("" if row.id in first else row.package, []).append(row)
    labelled = sorted(waiting.pop("", []), key=lambda row: number("labelled", row.id))
    return [*labelled, *filter(None, chain.from_iterable(zip_longest(*waiting.values())))]


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
    return total.hexdigest()


def claim(out: Path, made: Mapping[str, Any]) -> None:
    """Says what a folder is made of. Raises CorpusError if what is there was made of something else."""
    place = out / MADE
    try:
        before = json.loads(place.read_text()) if place.exists() else {}
        other = [name for name, value in made.items() if before.get(name) != value]
    except (ValueError, AttributeError):
        other = list(made)
    if other and ((out / "tokenizer.json").exists() or any((out / "shards").glob("*.npz"))):
        reason = f"its tokenizer and shards were made with other {', '.join(other)}"
        raise CorpusError(str(out), f"{reason}; name another folder, or remove them to make them again")
    partial = place.with_name(f".{MADE}.partial")
    partial.write_text(json.dumps(made, indent=1) + "\n")
    partial.replace(place)


class Recipe:
    """What all steps need."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.out: Path = arguments.out
        self.toolchain: Toolchain = find_toolchain()
        self.corpus = Corpus(arguments.corpus)
        self.choices, self.labels = read_labels(arguments.labels)
        self.passes, self.names = passes(self.toolchain.version)
        self.share: float = arguments.emulate
        self.end = time.monotonic() + 60 * arguments.minutes
        self.functions: dict[str, list[str]] = {}
        for split in SPLITS:
            for function in self.corpus.functions(split):
                self.functions.setdefault(function.module, []).append(function.name)
        (self.out / "shards").mkdir(parents=True, exist_ok=True)
        made = {
            "corpus": digest([self.corpus.manifest]),
            "labels": digest([arguments.labels / "choices.json", *sorted(arguments.labels.glob("*.parquet"))]),
            "emulate": self.share,
            "vocabulary": arguments.vocabulary,
            "most-instructions": arguments.most_instructions,
            "llvm": self.toolchain.release,
        }
        claim(self.out, made)

    def modules(self, split: str, most: int, instructions: int) -> list[ModuleRow]:
        known = (row for row in self.corpus.modules(split) if row.target.startswith("x86_64") and row.instructions <= instructions)
        return list(islice(in_turn((row for row in known if row.id in self.functions or row.id in self.labels), self.labels), most))

    def is_held(self, row: ModuleRow) -> bool:
        return row.id in self.labels and is_held(self.labels[row.id].package)

    def job(self, row: ModuleRow) -> Job:
        """Raises PasswrightError for flags that are none."""
        names = [] if self.is_held(row) else self.functions.get(row.id, [])
        emulated = frozenset(name for name in names if number("emulate", row.id, name) < self.share * 2**64)
        labelled = list(self.labels[row.id].costs) if row.id in self.labels else []
        return Job(row.id, row.bitcode, self.toolchain.cc1(flags_of(row, self.toolchain)), names, emulated, labelled, self.passes)

    def texts(self, rows: Iterable[ModuleRow], worker: Texts) -> Iterator[tuple[ModuleRow, ModuleTexts | str]]:
        """Modules and their texts, or why there are none."""
        asked: list[ModuleRow] = []
        wrong: list[tuple[ModuleRow, str]] = []

        def jobs() -> Iterator[Job]:
            for row in rows:
                try:
                    job = self.job(row)
                except PasswrightError as error:
                    wrong.append((row, str(error)))
                else:
                    asked.append(row)
                    yield job

        for found in worker.ask(jobs()):
            row = asked.pop(0)
            assert isinstance(found, str) or found.id == row.id
            yield row, found
        yield from wrong


def train_tokenizer(recipe: Recipe, rows: Sequence[ModuleRow], worker: Texts, size: int) -> Tokens:
    """On a sample of the modules, as much of each kind of text as comes."""
    start = time.monotonic()
    texts: list[str] = []
    letters = 0
    sample = [row for row in sorted(rows, key=lambda row: number("tokenizer", row.id)) if not recipe.is_held(row)]
    for row, found in recipe.texts(sample, worker):
        if isinstance(found, ModuleTexts):
            for one in found.functions:
                texts += filter(None, (one.ir, one.oz, one.assembly))
            texts.append(row.source[: sum(len(one.ir) for one in found.functions) // 4])
            letters = sum(map(len, texts))
            if letters > LETTERS:
                break
    middle = time.monotonic()
    tokens = Tokens.train(texts, size, specials(len(recipe.choices), recipe.names))
    tokens.write(recipe.out / "tokenizer.json")
    print(
        f"a tokenizer of {tokens.size} tokens from {sum(map(len, texts)):,} letters: texts {middle - start:.0f} s, "
        f"training {time.monotonic() - middle:.0f} s",
        file=sys.stderr,
        flush=True,
    )
    return Tokens.read(recipe.out / "tokenizer.json")


def documents_of(recipe: Recipe, row: ModuleRow, split: str, found: ModuleTexts, tokens: Tokens) -> Iterator[shards.Entry]:
    for one in found.functions:
        for document in documents.of_function(tokens, one.ir, one.oz, one.assembly, one.emulated):
            yield entry(document, split, tokens, row.id, one.name)
    if not recipe.is_held(row):
        for place, document in enumerate(documents.source(tokens, row.source)):
            yield entry(document, split, tokens, row.id, str(place))
    for name, text in found.brief.items():
        labels = recipe.labels[row.id]
        held = is_held(labels.package)
        yield entry(
            documents.flags(tokens, text), held_split(labels.package) if held else "train", tokens, row.id, name, costs=labels.costs[name]
        )


def held_split(package: str) -> str:
    return ("validation", "test")[number("test", package) % 2]


def entry(document: Document, split: str, tokens: Tokens, *words: str, costs: Sequence[float] = ()) -> shards.Entry:
    kind = tokens.name(document.tokens[1])
    return shards.Entry(document, split, kind, number(document.stage, kind, *words), costs)


def make_shards(recipe: Recipe, rows: Sequence[ModuleRow], split: str, worker: Texts, tokens: Tokens) -> None:
    """Those that are not there yet or were made of other modules, until the time is up; what is begun by then is left out."""
    start = told = time.monotonic()
    done = 0
    for place in range(0, len(rows), SHARD):
        path = recipe.out / "shards" / f"{split}-{place // SHARD:05}.npz"
        mine = rows[place : place + SHARD]
        if path.exists() and shards.read(path)[1]["modules"] == len(mine):
            continue
        left: Counter[str] = Counter()
        entries: list[shards.Entry] = []
        known = 0
        until = takewhile(lambda _: time.monotonic() < recipe.end, mine)
        for row, found in recipe.texts(until, worker):
            left["modules"] += 1
            if isinstance(found, str):
                reason = found if found in ("took too long", "LLVM crashed") else "LLVM reports an error"
                left[f"modules: {reason}"] += 1
                print(f"{row.package}/{row.name}: {found.strip()[:200]}", file=sys.stderr, flush=True)
            else:
                left += found.left
                for one in documents_of(recipe, row, split, found, tokens):
                    left[f"documents {one.document.stage} {one.kind} that are too long"] += not one.document.fits
                    entries += [one] * one.document.fits
                    known += len(one.document.tokens) * one.document.fits
            done += 1
            now = time.monotonic()
            if now - told > TELL:
                told = now
                rest = min(recipe.end - now, (now - start) / done * (len(rows) - place - left["modules"]))
                at = f"{split}: module {place + left['modules']:,} of {len(rows):,}"
                print(f"{at}, {known:,} tokens in this shard, {rest:.0f} s to go", file=sys.stderr, flush=True)
        if left["modules"] == len(mine):
            shards.write(path, entries, left)
        if time.monotonic() > recipe.end:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most-modules", type=int, default=10**6, help="of the split train")
    parser.add_argument("--most-checks", type=int, default=60, help="modules of each other split")
    parser.add_argument("--most-instructions", type=int, default=15_000, help="of a module")
    parser.add_argument("--minutes", type=float, default=math.inf, help="for the shards; what is not done by then is left out")
    parser.add_argument("--emulate", type=float, default=1.0, help="share of the functions for which a pass list is tried")
    parser.add_argument("--vocabulary", type=int, default=8192)
    parser.add_argument("--megabytes", type=float, default=44.0, help="MiB that the files for training may have")
    parser.add_argument("--check-documents", type=int, default=400, help="of each stage, for validation and for test")
    arguments = parser.parse_args()
    recipe = Recipe(arguments)
    train = recipe.modules("train", arguments.most_modules, arguments.most_instructions)
    with Worker(recipe.toolchain.version, SECONDS, make) as worker:
        path = arguments.out / "tokenizer.json"
        tokens = Tokens.read(path) if path.exists() else train_tokenizer(recipe, train, worker, arguments.vocabulary)
        for split in ("validation", "test"):
            make_shards(recipe, recipe.modules(split, arguments.most_checks, arguments.most_instructions), split, worker, tokens)
        make_shards(recipe, train, "train", worker, tokens)
    about = {
        "schema": "passwright.lm-data/1",
        "vocabulary": tokens.size,
        "special": {name.strip("<>"): tokens.id(name) for name in KINDS},
        "passes": {name: {"id": tokens.id(f"<pass:{name}>"), "pipeline": recipe.passes.get(name)} for name in recipe.names},
        "choices": recipe.choices,
        "choice_ids": [tokens.id(choice_token(n)) for n in range(len(recipe.choices))],
        "pre_tokenizer": PRE_TOKENIZER,
        "llvm": recipe.toolchain.release,
        "made": {name: str(value) for name, value in vars(arguments).items() if name not in ("out", "corpus", "labels")},
        "held": sorted({one.package for one in recipe.labels.values() if is_held(one.package)}),
    }
    shards.gather(arguments.out, about, int(arguments.megabytes * 2**20), arguments.check_documents)


if __name__ == "__main__":
    try:
        main()
    except PasswrightError as error:
        raise SystemExit(f"error: {error}") from None
