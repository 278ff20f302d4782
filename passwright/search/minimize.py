"""The shortest point that still gives the same: steps dropped, then the rest in one canonical order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from passwright.search.space import P, Shrinkable


def minimize(space: Shrinkable[P], point: P, same: Callable[[Sequence[P]], Sequence[bool]]) -> P:
    """Drops steps while `same` holds (chunks by halves down to single steps, until no single one can go), then sorts.

    `same` says for each candidate of a batch whether it gives what `point` gives. Another order may let further steps go,
    so this is done again until nothing changes: what comes out is its own minimum.
    """
    size = space.steps(point)
    while True:
        shorter = _drop(space, point, size, same)
        ordered = _canonical(space, shorter, same)
        if space.key(ordered) == space.key(point):
            return point
        point, size = ordered, 1


def _drop(space: Shrinkable[P], point: P, size: int, same: Callable[[Sequence[P]], Sequence[bool]]) -> P:
    while size >= 1:
        shorter = _drop_chunks(space, point, size, same)
        if space.steps(shorter) == space.steps(point):
            size //= 2
        point = shorter
        size = min(size, space.steps(point))
    return point


def _drop_chunks(space: Shrinkable[P], point: P, size: int, same: Callable[[Sequence[P]], Sequence[bool]]) -> P:
    chunks = [frozenset(range(i, min(i + size, space.steps(point)))) for i in range(0, space.steps(point), size)]
    candidates = [(chunk, shorter) for chunk in chunks if (shorter := space.without(point, chunk)) is not None]
    held = [chunk for (chunk, _), ok in zip(candidates, same([shorter for _, shorter in candidates]), strict=True) if ok]
    together = space.without(point, frozenset().union(*held)) if held else None
    if together is not None and same([together])[0]:
        return together
    # Each chunk can go alone but not all of them: one after the other.
    gone: frozenset[int] = frozenset()
    for chunk in held:
        shorter = space.without(point, gone | chunk)
        if shorter is not None and same([shorter])[0]:
            gone |= chunk
    dropped = space.without(point, gone) if gone else point
    return point if dropped is None else dropped


def _canonical(space: Shrinkable[P], point: P, same: Callable[[Sequence[P]], Sequence[bool]]) -> P:
    # Each swap takes away one inversion, so this ends.
    while True:
        candidates = space.reorderings(point)
        for candidate, ok in zip(candidates, same(candidates), strict=True):
            if ok:
                point = candidate
                break
        else:
            return point
