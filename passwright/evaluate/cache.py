"""The store as a study uses it: a cache that never changes a choice, and whose failure ends nothing but its own use."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import passwright.llvm
from passwright.errors import StoreError
from passwright.evaluate.measurement import Measurement
from passwright.evaluate.store import Store, Subject, answerable, default_path
from passwright.llvm.module import Module
from passwright.llvm.toolchain import engine_file


class Cache:
    """Answers for one module from a store: `place` is its file, True for the user's own, False for none.

    `answered` are the plans whose value came from the store. `unproven` are those of them that were answered with a whole
    measurement which this run has not repeated.
    """

    def __init__(self, place: str | bool = False) -> None:
        self.place = place
        self.store: Store | None = None
        self.answered: set[str | None] = set()
        self.unproven: set[str | None] = set()
        self.warnings: list[str] = []

    def open(self, module: Module, memory: int, baseline: Measurement, limit: float) -> None:
        """Opens the store for a module whose baseline was measured just now.

        If the store knows another baseline, then something changed that its key does not name (a patched LLVM of the same
        release), and nothing that it says of the module is believed.
        """
        if not self.place:
            return
        with self._guarded():
            self.store = Store(default_path() if self.place is True else self.place)
            release = module.toolchain.release
            engine = fingerprint(module.toolchain.version)
            self.subject = Subject(module.key, engine, memory, module.name, module.target, release)
            known = self.store.find(self.subject, [None], False).get(None)
            if known is not None and not known.agrees(baseline):
                self.store.forget(self.subject)
            if known is None or not known.agrees(baseline):
                self.store.add(self.subject, {None: baseline}, limit)

    def find(self, texts: Sequence[str | None], estimated: bool, limit: float) -> dict[str | None, Measurement]:
        """What a run would give for plans, as far as the store knows: nothing that a limit (seconds) would have ended."""
        if self.store is None:
            return {}
        found = {}
        with self._guarded():
            known = self.store.find(self.subject, texts, estimated)
            found = {text: m for text, m in known.items() if answerable(m) and m.parse_ms + m.passes_ms + m.codegen_ms <= 1e3 * limit}
        self.answered.update(found)
        if not estimated:
            self.unproven.update(found)
        return found

    def add(self, measurements: Mapping[str | None, Measurement], limit: float) -> None:
        """Keeps what a run gave under a limit of seconds for each."""
        if self.store is not None and measurements:
            with self._guarded():
                self.store.add(self.subject, measurements, limit)

    def close(self) -> None:
        store, self.store = self.store, None
        if store is not None:
            with self._guarded():
                store.close()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """An error of the store becomes the one warning that is told of it; the study goes on without."""
        try:
            yield
        except StoreError as error:
            self.warnings.append(f"this study goes on without the store of measurements. {error}")
            self.close()


def fingerprint(version: int) -> str:
    """Names the code that measurements go through: the engine and the rooms llvm and evaluate. What they give may change with them."""
    digest = hashlib.blake2b(engine_file(version).read_bytes(), digest_size=8)
    for room in (Path(passwright.llvm.__file__).parent, Path(__file__).parent):
        for file in sorted(room.glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
