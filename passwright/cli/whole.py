"""`passwright optimize --whole-program`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from passwright.cli.output import check_output, write_output
from passwright.errors import FlagError
from passwright.optimizer.optimize import KINDS, Options
from passwright.optimizer.whole import optimize_program
from passwright.report.text import program_summary


def optimize_whole(
    sources: Sequence[str],
    words: Sequence[str],
    keep: Sequence[str],
    output: str | None,
    options: Options,
    *,
    plan_out: str | None,
    json_out: str | None,
    script_out: str | None,
    quiet: bool,
    progress: Callable[[bool], AbstractContextManager[Callable[[int, str, float, str], None]]],
    state: Callable[[Any], str],
) -> None:
    """Writes the image and what else was asked for. Raises a PasswrightError before anything is written."""
    if output is None:
        raise FlagError("--whole-program", "needs -o and the name of the program")
    if Path(output).suffix in (*KINDS, ".o"):
        raise FlagError(f"-o {output}", "a whole program is linked; give it a name without this suffix")
    others = [path for path in (options.study, options.store) if isinstance(path, str)]
    for path in filter(None, (output, plan_out, script_out, None if json_out == "-" else json_out)):
        check_output(path, (*sources, *(word for word in words if not word.startswith("-"))), others)
        others.append(path)
    silent = quiet or json_out == "-"
    with progress(silent) as show:
        result = optimize_program(
            sources,
            words,
            options,
            keep=keep,
            stage=lambda text: show(0, text, 0.0, ""),
            progress=lambda outcome: show(outcome.evaluations, state(outcome), outcome.seconds, options.budget),
        )
    write_output(output, result.image.data)
    if Path(output).is_file():
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(output, 0o777 & ~mask)
    if plan_out:
        write_output(plan_out, (json.dumps(result.result.plan.to_json(), indent=1) + "\n").encode())
    if script_out:
        write_output(script_out, result.script(output).encode())
    report = json.dumps(result.to_json(), indent=1) + "\n"
    if json_out == "-":
        sys.stdout.write(report)
    elif json_out:
        write_output(json_out, report.encode())
    if not silent:
        print(program_summary(result, output))
