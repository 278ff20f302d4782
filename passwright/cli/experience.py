"""`passwright experience`: looks into the store of measurements. Imports what it needs when it runs."""

from __future__ import annotations

import re
import sys

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from passwright.evaluate.store import Store

SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400}
BYTES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}

store_option = click.option("--store", help="The store.  [default: experience.sqlite in $PASSWRIGHT_CACHE or ~/.cache/passwright]")


@click.group()
def experience() -> None:
    """Look into the store of measurements.

    passwright optimize keeps what it measured and answers from it when the same plan comes up for the same module again. The
    store holds plans and figures, no code; it may be removed at any time, and results do not depend on it.
    """


@experience.command()
@store_option
@click.option("--json", "json_out", is_flag=True, help="Print JSON.")
def stats(store: str | None, json_out: bool) -> None:
    """Say what the store holds.

    File and size, modules, plans, evaluations by outcome, targets, LLVM releases, the oldest and the newest.
    """
    import json

    with _open(store) as opened:
        report = opened.stats()
    if json_out:
        print(json.dumps(report, indent=1))
        return
    for key, value in report.items():
        counts = ", ".join(f"{count} {name}" for name, count in value.items()) if isinstance(value, dict) else value
        print(f"{key}: {counts if counts not in (None, '') else 'none'}")


@experience.command()
@click.argument("out", metavar="OUT")
@click.option("--module", default="", help="Only this module: the key, or how it begins, as the lines show it.")
@store_option
def export(out: str, module: str, store: str | None) -> None:
    """Write a JSON line for each evaluation; OUT - is standard output.

    A line is complete: module, versions, limits, plan, outcome, and each result with objective, unit, input, machine, value. An
    OUT that ends with .parquet is written as Parquet, a row each with the figures in columns (pip install 'passwright[data]').

    \b
    Examples: passwright experience export all.jsonl
              passwright experience export all.parquet
    """
    import json
    from pathlib import Path

    from passwright.cli.output import check_output, write_output

    def lines(store: Store) -> Iterator[bytes]:
        for evaluation in store.export(module):
            yield json.dumps(evaluation, default=str).encode() + b"\n"

    with _open(store) as opened:
        if out == "-":
            for line in lines(opened):
                sys.stdout.buffer.write(line)
            return
        check_output(out, (str(opened.path),))
        if out.endswith(".parquet"):
            from passwright.data.experience import write_parquet

            write_parquet(Path(out), opened.export(module))
            return
        write_output(out, lines(opened))


@experience.command()
@click.option("--older-than", help="Drop what was measured longer ago: 30d, 12h, 4w.")
@click.option("--keep-bytes", help="Drop the oldest until the file has at most so many bytes: 500M, 2G.")
@click.option("--all", "everything", is_flag=True, help="Drop everything.")
@store_option
def prune(older_than: str | None, keep_bytes: str | None, everything: bool, store: str | None) -> None:
    """Drop measurements and give the space back.

    What is dropped is measured again when a study asks for it; results stay the same.

    Example: passwright experience prune --older-than 30d --keep-bytes 500M
    """
    import time

    from passwright.errors import FlagError

    if older_than is None and keep_bytes is None and not everything:
        raise FlagError("prune", "say what goes: --older-than 30d, --keep-bytes 500M or --all")
    before = float("inf") if everything else None
    if older_than is not None and not everything:
        before = time.time() - _number("--older-than", older_than, SECONDS, "a number with h, d or w (30d)")
    keep = None if keep_bytes is None else _number("--keep-bytes", keep_bytes, BYTES, "a number of bytes, with k, M or G (500M)")
    with _open(store) as opened:
        size = opened.size()
        dropped = opened.prune(before=before, keep=keep)
        left = opened.stats()["evaluations"]
        print(f"{opened.path}: {dropped} evaluations dropped, {left} left; {size} bytes before, {opened.size()} now")


def _open(path: str | None) -> Store:
    from passwright.evaluate.store import Store, default_path

    return Store(path if path is not None else default_path(), create=False)


def _number(option: str, text: str, units: dict[str, int], form: str) -> int:
    from passwright.errors import FlagError

    match = re.fullmatch(r"(\d{1,12})([A-Za-z]?)", text)
    if not match or match.group(2) not in units:
        raise FlagError(f"{option} {text}", f"must be {form}")
    return int(match.group(1)) * units[match.group(2)]
