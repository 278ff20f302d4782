"""Makes the splits of a corpus: by package, without duplicates, and without what would give answers away.

Nothing of the held-out programs is left anywhere, nothing of the test split in validation or training, nothing of the validation
split in training: functions are told by their structure hashes, and lose their bodies.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from passwright.data.corpus import SPLITS, Corpus, Package, held_out
from passwright.data.rows import FUNCTION, MODULE, FunctionRow, ModuleRow, write_rows
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.structure import LEAST

SHARD = 64 << 20
"""Bytes of bitcode in a file."""
LIMIT = 120.0


@dataclass
class Counts:
    """Of one split: what it has, and what was left out.

    `functions` are distinct for each target. `without_new`: modules all of whose functions stand in others of the split for that target;
    `rigid`: modules with a function that must go and cannot; `bodies`: functions that lost theirs, `held_out` of them for the held-out
    programs; `sources`: modules whose source text is left out, as it may hold such a function.
    """

    modules: int = 0
    functions: int = 0
    instructions: int = 0
    bitcode: int = 0
    ir_tokens: int = 0
    source_tokens: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    packages: set[str] = field(default_factory=set)
    without_new: int = 0
    rigid: int = 0
    bodies: int = 0
    held_out: int = 0
    sources: int = 0


def split_corpus(corpus: Corpus, pool: WorkerPool, progress: Callable[[str], None] = lambda _: None) -> dict[str, Counts]:
    """Writes the files of all splits anew. Raises CorpusError for raw files that cannot be read."""
    for path in [
        path for split in SPLITS for path in (*corpus.folder.glob(f"{split}-*.parquet"), *corpus.folder.glob(f"functions-{split}.parquet"))
    ]:
        path.unlink()
    held = held_out()
    gone = set(held)
    counts = {}
    for split in reversed(SPLITS):  # what a split has, those that come later must not have
        packages = sorted((package for package in corpus.packages.values() if package.split == split), key=lambda package: package.key)
        counts[split] = _write(corpus, split, packages, gone, held, pool, progress)
        gone.update(function.digest for function in corpus.functions(split))
    return {split: counts[split] for split in SPLITS}


def _write(
    corpus: Corpus,
    split: str,
    packages: list[Package],
    gone: set[str],
    held: frozenset[str],
    pool: WorkerPool,
    progress: Callable[[str], None],
) -> Counts:
    counts = Counts()
    seen: set[tuple[str, str]] = set()  # what is built for two targets is learned from on both
    distinct: list[FunctionRow] = []
    waiting: list[ModuleRow] = []
    files = 0

    def flush() -> None:
        nonlocal files
        write_rows(corpus.folder / f"{split}-{files:04}.parquet", waiting, MODULE)
        files += 1
        waiting.clear()

    for package in packages:
        progress(f"{split}: {package.key}")
        for row, functions in _modules(corpus, package):
            telling = [function for function in functions if function.instructions >= LEAST]
            kept = [function for function in telling if function.digest not in gone]
            new = {function.digest: function for function in reversed(kept) if (row.target, function.digest) not in seen}
            if not new:
                counts.without_new += 1
                continue
            dropped = [function for function in telling if function.digest in gone]
            cleaned = _without(row, dropped, pool) if dropped else row
            if cleaned is None:
                counts.rigid += 1
                continue
            seen.update((row.target, digest) for digest in new)
            distinct += [dataclasses.replace(function, module=cleaned.id) for function in new.values()]
            _count(counts, cleaned, dropped, held, had_source=bool(row.source))
            waiting.append(cleaned)
            if sum(len(one.bitcode) for one in waiting) > SHARD:
                flush()
    if waiting:
        flush()
    counts.functions = len(distinct)
    write_rows(corpus.folder / f"functions-{split}.parquet", distinct, FUNCTION)
    return counts


def _modules(corpus: Corpus, package: Package) -> Iterator[tuple[ModuleRow, list[FunctionRow]]]:
    """The modules of a package, each with its functions: both files have them in one order."""
    functions: dict[str, list[FunctionRow]] = {}
    for function in corpus.raw_functions(package):
        functions.setdefault(function.module, []).append(function)
    for row in corpus.raw_modules(package):
        yield row, functions.get(row.id, [])


def _without(row: ModuleRow, dropped: list[FunctionRow], pool: WorkerPool) -> ModuleRow | None:
    """The module without these bodies; None if one of them must stay, or if LLVM does not survive it."""
    reply = pool.call({"op": "drop", "name": row.name, "names": [function.name for function in dropped]}, row.bitcode, timeout=LIMIT)
    if reply.failure or reply.value["left"]:
        return None
    # A template's or an inline function's text stands in a header; any other's may stand in the module's source.
    source = row.source if all(function.shared for function in dropped) else ""
    identity = hashlib.blake2b(reply.data, digest_size=12)
    identity.update("\0".join(row.flags).encode())
    return dataclasses.replace(
        row,
        id=identity.hexdigest(),
        bitcode=reply.data,
        source=source,
        ir_tokens=reply.value["tokens"],
        source_tokens=row.source_tokens if source else 0,
        functions=row.functions - len(dropped),
        instructions=row.instructions - sum(function.instructions for function in dropped),
    )


def _count(counts: Counts, row: ModuleRow, dropped: list[FunctionRow], held: frozenset[str], had_source: bool) -> None:
    counts.modules += 1
    counts.instructions += row.instructions
    counts.bitcode += len(row.bitcode)
    counts.ir_tokens += row.ir_tokens
    counts.source_tokens += row.source_tokens
    counts.languages[row.language] += 1
    counts.targets[row.target] += 1
    counts.packages.add(row.package)
    counts.bodies += len(dropped)
    counts.held_out += sum(function.digest in held for function in dropped)
    counts.sources += had_source and not row.source
