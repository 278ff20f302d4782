"""The layout in which MLGO's tools exchange corpora: a folder with `corpus_description.json` and, for each module, NAME.bc with the
`-cc1` command line in NAME.cmd, words ended by zero bytes (llvm/utils/mlgo-utils)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from passwright.data.capture import Call
from passwright.data.rows import ModuleRow
from passwright.errors import CorpusError
from passwright.llvm.baseline import DEFAULT_LEVEL
from passwright.llvm.toolchain import Toolchain

DESCRIPTION = "corpus_description.json"


def export(rows: Iterable[ModuleRow], folder: Path, toolchain: Toolchain) -> int:
    """Writes a corpus in MLGO's layout; how many modules. The description comes last. Raises CorpusError for a folder that is not empty."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CorpusError(str(folder), "is not empty; give a new folder")
        names = []
        for row in rows:
            name = f"{row.package}/{row.id}"
            place = folder / name
            place.parent.mkdir(exist_ok=True)
            place.with_suffix(".bc").write_bytes(row.bitcode)
            arguments = toolchain.cc1([f"-O{DEFAULT_LEVEL}", *row.flags])
            place.with_suffix(".cmd").write_bytes(b"".join(word.encode() + b"\0" for word in ("-cc1", *arguments)))
            names.append(name)
        partial = folder / f".{DESCRIPTION}"
        partial.write_text(json.dumps({"has_thinlto": False, "modules": names}, indent=1) + "\n")
        os.replace(partial, folder / DESCRIPTION)
    except OSError as error:
        raise CorpusError(str(folder), error.strerror or str(error)) from error
    return len(names)


def calls(folder: Path) -> list[Call]:
    """The modules of a corpus in MLGO's layout, as something to harvest. Raises CorpusError."""
    try:
        value = json.loads((folder / DESCRIPTION).read_bytes())
        names = value["modules"]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError("modules")
        if value.get("has_thinlto"):
            raise CorpusError(str(folder), "holds modules for ThinLTO, which clang has optimised already")
    except OSError as error:
        raise CorpusError(str(folder), f"is no corpus of MLGO's: {DESCRIPTION}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(str(folder), f"{DESCRIPTION} does not list modules") from error
    root = folder.resolve()
    found = []
    for name in names:
        path = (root / f"{name}.bc").resolve()
        if not path.is_relative_to(root):
            raise CorpusError(str(folder), f"{DESCRIPTION} names {name!a}, which lies outside of it")
        command = path.with_suffix(".cmd")
        words = command.read_bytes().decode(errors="replace").split("\0") if command.is_file() else []
        triple = next((value for flag, value in pairwise(words) if flag == "-triple"), "")
        flags = (f"--target={triple}",) if triple else ()
        found.append(Call(str(root), tuple(words), os.path.relpath(path, root), "ir", flags))
    return found
