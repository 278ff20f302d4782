"""LLVM pass pipelines as a search space."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from passwright.evaluate import worker
from passwright.llvm.baseline import Frame
from passwright.llvm.catalogue import Entry
from passwright.llvm.pipeline import ADAPTORS, EDITABLE, FORCEATTRS, LEVELS, Calls, Pass, Passes, Pipeline, Schedule, Step
from passwright.optimizer.decisions import choose, chosen, decide, decided

MAX_RANDOM = 50
MAX_PASSES = 600
"""Crossover and concatenation make no longer pipelines than this; -Oz has 111 passes."""

Path = tuple[int, ...]


class PipelineSpace:
    """Points are Pipelines that begin with the module's frame; all changes are made behind it.

    `entries` are the passes that may be drawn, `seeds` the baseline's own pipeline and others to start from.
    """

    def __init__(self, entries: Sequence[Entry], seeds: Sequence[Pipeline], frame: Frame) -> None:
        self.frame = frame
        self.draws = [(entry.level, entry.adaptor, element) for entry in entries for element in entry.elements()]
        self.variants: dict[str, list[Pass]] = {}
        for entry in entries:
            self.variants[entry.name] = entry.elements()
        self.names = sorted(self.variants)
        self.by_name = {entry.name: entry for entry in entries}
        self._seeds = [self.framed(seed.elements) for seed in seeds]

    def key(self, point: Passes) -> str:
        return str(point)

    def holds(self, point: Passes) -> bool:
        return isinstance(point, Pipeline)

    def seeds(self) -> Sequence[Pipeline]:
        return self._seeds

    def random(self, rng: Random) -> Pipeline:
        """1 to 50 passes, each drawn evenly from the names, at the level that it has."""
        return self.framed(self._row([self._drawn(rng) for _ in range(rng.randint(1, MAX_RANDOM))]))

    def mutate(self, point: Pipeline, rng: Random) -> Pipeline:
        body = self._body(point)
        change = rng.choices((self._delete, self._insert, self._replace, self._move), (4, 4, 2, 2))[0]
        changed = change(body, rng)
        return self.framed(changed.inner) if changed is not None and changed.inner else point

    def crossover(self, one: Pipeline, other: Pipeline, rng: Random) -> Pipeline:
        """A head of one and a tail of the other; half of the time at one cut of the module's own elements, else inside."""
        first, second = self._body(one), self._body(other)
        if rng.random() < 0.5:
            assert first.inner is not None
            assert second.inner is not None
            cut = rng.random()
            elements = first.inner[: round(cut * len(first.inner))] + second.inner[round(cut * len(second.inner)) :]
            child = first.with_inner(elements)
        else:
            mine = rng.choice(list(containers(first)))
            alike = [node for _, node, level in containers(second) if level == mine[2]]
            if not alike:
                return one
            theirs = rng.choice(alike)
            assert mine[1].inner is not None
            assert theirs.inner is not None
            cut = rng.random()
            elements = mine[1].inner[: round(cut * len(mine[1].inner))] + theirs.inner[round(cut * len(theirs.inner)) :]
            child = put(first, mine[0], [mine[1].with_inner(elements)] if elements else []) or first
        if not child.inner or sum(1 for _ in child.leaves()) > MAX_PASSES:
            return one
        return self.framed(child.inner)

    def concatenate(self, one: Pipeline, other: Pipeline) -> Pipeline:
        together = self.framed((*(self._body(one).inner or ()), *(self._body(other).inner or ())))
        return together if len(together) <= MAX_PASSES else one

    # What follows takes Schedules too, so that they can be made shorter.

    def steps(self, point: Passes) -> int:
        """Passes, then decisions about calls, then options for code generation."""
        return len(leaf_paths(self._body(point))) + len(decided(point)) + len(chosen(point))

    def without(self, point: Passes, steps: frozenset[int]) -> Passes | None:
        whole = self._body(point)
        passes = len(leaf_paths(whole))
        if max(steps, default=-1) >= passes:
            calls, options = decided(point), chosen(point)
            kept = [call for step, call in enumerate(calls.items(), passes) if step not in steps]
            left = [option for step, option in enumerate(options, passes + len(calls)) if step not in steps]
            point = choose(decide(point, dict(kept)), left)
            whole = self._body(point)  # a Schedule of one step is a Pipeline when nothing is decided any more
        steps = frozenset(step for step in steps if step < passes)
        body: Pass | None = whole
        paths = leaf_paths(whole)
        for step in sorted(steps, reverse=True):  # from the back, so that the paths in front stay right
            body = put(body, paths[step], []) if body is not None else None
        return from_tree(body, point, self.frame.before) if body is not None and body.inner else None

    def reorderings(self, point: Passes) -> Sequence[Passes]:
        """Swaps of neighbouring passes that stand in the same adaptor against the order of their texts."""
        body = self._body(point)
        found = []
        for path, node, _ in containers(body):
            inner = node.inner or ()
            for i in range(len(inner) - 1):
                one, two = inner[i], inner[i + 1]
                if one.inner is None and two.inner is None and str(one) > str(two):
                    swapped = put(body, path, [node.with_inner((*inner[:i], two, one, *inner[i + 2 :]))])
                    if swapped is not None and swapped.inner:
                        found.append(from_tree(swapped, point, self.frame.before))
        return found

    def _draw(self, rng: Random) -> tuple[Entry, Pass]:
        name = rng.choice(self.names)
        return self.by_name[name], rng.choice(self.variants[name])

    def _drawn(self, rng: Random) -> Pass:
        """A pass as an element of the module's own."""
        entry, element = self._draw(rng)
        return wrap(element, entry.level, entry.adaptor, "module")

    def _row(self, elements: Sequence[Pass]) -> list[Pass]:
        """The elements, neighbours in adaptors of one kind put together."""
        row: list[Pass] = []
        for element in elements:
            if row and (merged := _merge(row[-1], element)):
                row[-1] = merged
            else:
                row.append(element)
        return row

    def _delete(self, body: Pass, rng: Random) -> Pass | None:
        paths = leaf_paths(body)
        if rng.random() < 0.2:
            # A run of up to a quarter of the passes in one adaptor.
            path, node, _ = rng.choice(list(containers(body)))
            inner = node.inner or ()
            start = rng.randrange(len(inner))
            stop = start + rng.randint(1, max(1, len(inner) // 4))
            kept = inner[:start] + inner[stop:]
            return put(body, path, [node.with_inner(kept)] if kept else [])
        return put(body, rng.choice(paths), [])

    def _insert(self, body: Pass, rng: Random) -> Pass | None:
        entry, element = self._draw(rng)
        return self._place(body, element, entry.level, entry.adaptor, rng)

    def _replace(self, body: Pass, rng: Random) -> Pass | None:
        path = rng.choice(leaf_paths(body))
        old = get(body, path)
        if old.name in self.variants and len(self.variants[old.name]) > 1 and rng.random() < 0.5:
            return put(body, path, [rng.choice([form for form in self.variants[old.name] if form != old])])
        level = level_at(body, path)
        fitting = [name for name in self.names if self.by_name[name].level == level]
        return put(body, path, [rng.choice(self.variants[rng.choice(fitting)])]) if fitting else None

    def _move(self, body: Pass, rng: Random) -> Pass | None:
        path = rng.choice(leaf_paths(body))
        element = get(body, path)
        entry = self.by_name.get(element.name)
        rest = put(body, path, [])
        if entry is None or rest is None or not rest.inner:
            return None
        return self._place(rest, element, entry.level, entry.adaptor, rng)

    def _place(self, body: Pass, element: Pass, level: str, adaptor: str, rng: Random) -> Pass | None:
        """Puts a pass somewhere where its level can stand."""
        places = [place for place in containers(body) if LEVELS.index(place[2]) <= LEVELS.index(level)]
        path, node, around = rng.choice(places)
        inner = node.inner or ()
        at = rng.randint(0, len(inner))
        # `loop` and `loop-mssa` differ: a loop pass joins only the kind of adaptor that it needs.
        if around == "loop" and node.name != adaptor:
            return None
        return put(body, path, [node.with_inner((*inner[:at], wrap(element, level, adaptor, around), *inner[at:]))])

    def _body(self, point: Passes) -> Pass:
        return as_tree(point, len(self.frame.before))

    def framed(self, elements: Sequence[Pass]) -> Pipeline:
        """The elements behind the module's frame."""
        return Pipeline((*self.frame.before, *elements))


class AutotunerSpace(PipelineSpace):
    """With whole pipelines of clang's levels among what random lists are drawn from, each of them once at most: the lists of LLM
    Compiler's autotuner, in which `default<Oz>` stands like any other flag (Cummins et al., arXiv 2309.07062 and 2407.02524)."""

    def __init__(self, entries: Sequence[Entry], seeds: Sequence[Pipeline], frame: Frame, levels: Sequence[Pipeline]) -> None:
        super().__init__(entries, seeds, frame)
        self.levels = levels

    def random(self, rng: Random) -> Pipeline:
        elements: list[Pass] = []
        left = list(self.levels)
        for _ in range(rng.randint(1, MAX_RANDOM)):
            number = rng.randrange(len(self.names) + len(left))
            elements += left.pop(number).elements if number < len(left) else (self._drawn(rng),)
        return self.framed(self._row(elements))


NOTHING = Pipeline((Pass("no-op-module"),))

START = "inferattrs,ipsccp,globalopt"
TIDY = "function(sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)"
INLINE = f"cgscc(devirt<4>(inline,function-attrs,argpromotion,{TIDY}))"
FORGET = Pipeline.parse(worker.FORGET).elements
"""`invalidate<all>` alone does not forget globals-aa, which calls itself stateless: so LLVM keeps it."""

GLOBALS = Pipeline.parse(worker.GLOBALS)
END = Pipeline.parse("globaldce,constmerge,rel-lookup-table-converter")

CHOICES = (
    "sroa,simplifycfg,instcombine<no-verify-fixpoint>,gvn,adce,simplifycfg",
    "sroa,early-cse<memssa>,jump-threading,correlated-propagation,simplifycfg,instcombine<no-verify-fixpoint>,reassociate,"
    "loop-mssa(licm),loop(indvars,loop-deletion),sroa,gvn,sccp,bdce,adce,dse,simplifycfg,instcombine<no-verify-fixpoint>",
)
"""Function passes to start from, as in textbooks: not chosen by measurement."""

SIZE_EDITS = ("-minsize", "no-jump-tables=true")
"""-Os for one function, which makes it smaller where -Oz is short-sighted (jump tables, calls); branches for its switches."""
FRAME_POINTER = "frame-pointer=all"
"""Where there is one, pushes and pops need no entry in the unwind table."""
X86_TUNINGS = ("atom", "pentium4", "znver3")
"""Processors whose code differs most in length: which one a function is tuned for changes no instruction set."""


@dataclass(frozen=True)
class Choice:
    """What is done to one function: passes in a row, then edits of its attributes for code generation."""

    passes: tuple[Pass, ...] = ()
    edits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Common:
    """What is done for all functions: a pipeline that begins with the module's frame, decisions about calls, and options for code
    generation."""

    pipeline: Pipeline
    calls: Calls = ()
    codegen: tuple[str, ...] = ()


class ScheduleSpace:
    """Schedules: a pipeline for the whole module, then function passes for each function, then what that left over is removed.

    `edits` are those that may be made; of several that give one attribute a value a function has one at most.
    """

    MAX_CHOICE = 25
    MAX_MUTATED = 80
    MORE_MUTATIONS = 0.4
    EDITS = 0.25
    """How often a change is one of the edits, and a random choice has each of them."""

    def __init__(self, pipelines: PipelineSpace, functions: Sequence[str], edits: Sequence[str] = ()) -> None:
        self.pipelines = pipelines
        self.functions = list(functions)
        self.edits = list(edits)
        self.draws = [entry for entry in pipelines.by_name.values() if entry.level in ("function", "loop")]
        self._own = tuple(_function_passes(pipelines.seeds()[0].elements, pipelines.variants))

    def names(self) -> Sequence[str]:
        return self.functions

    def commons(self) -> Sequence[Common]:
        texts = (f"{START},{TIDY},{INLINE},deadargelim,globaldce", f"{START},{TIDY},cgscc(function-attrs),deadargelim,globaldce", START)
        own = [self.pipelines.framed(Pipeline.parse(text).elements) for text in texts]
        theirs, *others = self.pipelines.seeds()
        return [Common(pipeline) for pipeline in (own[0], theirs, *own[1:], *others)]

    def choices(self) -> Sequence[Choice]:
        """Nothing, what the baseline runs on functions, that with each of the edits, and textbooks' lists."""
        lists = [Choice(Pipeline.parse(f"function({text})").elements[0].inner or ()) for text in CHOICES]
        return [Choice(), Choice(self._own), *(Choice(self._own, (edit,)) for edit in self.edits), *lists]

    def random_choice(self, rng: Random) -> Choice:
        passes = tuple(self._draw(rng) for _ in range(rng.randint(1, self.MAX_CHOICE)))
        edits: tuple[str, ...] = ()
        for edit in self.edits:
            if rng.random() < self.EDITS:
                edits = _toggle(edits, edit)
        return Choice(passes, edits)

    def mutate_choice(self, choice: Choice, rng: Random) -> Choice:
        passes, edits = list(choice.passes), choice.edits
        while True:
            if self.edits and rng.random() < self.EDITS:
                edits = _toggle(edits, rng.choice(self.edits))
                if rng.random() >= self.MORE_MUTATIONS:
                    return Choice(tuple(passes[: self.MAX_MUTATED]), edits)
                continue
            kind, at = rng.random(), rng.randint(0, len(passes))
            if kind < 0.45 or at == len(passes):
                passes.insert(at, self._draw(rng))
            elif kind < 0.8:
                del passes[at]
            else:
                passes[at] = self._draw(rng)
            if rng.random() >= self.MORE_MUTATIONS:
                return Choice(tuple(passes[: self.MAX_MUTATED]), edits)

    def mutate_common(self, common: Common, rng: Random) -> Common:
        return replace(common, pipeline=self.pipelines.mutate(common.pipeline, rng))

    def point(self, common: Common, choices: Mapping[str, Choice]) -> Schedule:
        groups: dict[str, list[str]] = {}
        for name, choice in choices.items():
            if choice.passes:
                groups.setdefault(str(Pass("function", None, choice.passes)), []).append(name)
        steps = [Step(Pipeline.parse(text), tuple(sorted(names))) for text, names in sorted(groups.items())]
        edits = tuple(sorted((name, choice.edits) for name, choice in choices.items() if choice.edits and EDITABLE.fullmatch(name)))
        if edits:
            steps.append(Step(Pipeline((FORCEATTRS,)), (), edits))
        # The next step sees the IR alone: what one common makes of the module is the same for all schedules that share it.
        before = (element for element in common.pipeline.elements if element != FORCEATTRS)
        return Schedule((Step(Pipeline((*before, *FORGET))), Step(GLOBALS), *steps, Step(END)), common.calls, common.codegen)

    def common(self, point: object) -> Common | None:
        if isinstance(point, Pipeline):
            return Common(point)
        if not isinstance(point, Schedule) or not (point.calls or point.codegen):
            return None
        elements = point.steps[0].pipeline.elements
        kept = elements[: -len(FORGET)] if elements[-len(FORGET) :] == FORGET else elements
        return Common(Pipeline(kept), point.calls, point.codegen) if kept else None

    def _draw(self, rng: Random) -> Pass:
        entry = rng.choice(self.draws)
        element = rng.choice(self.pipelines.variants[entry.name])
        return wrap(element, entry.level, entry.adaptor, "function")


def _toggle(edits: tuple[str, ...], edit: str) -> tuple[str, ...]:
    """With the edit if it was not there, without if it was; another value of the same attribute goes."""
    attribute = edit.partition("=")[0]
    others = tuple(other for other in edits if other.partition("=")[0] != attribute)
    return others if edit in edits else tuple(sorted((*others, edit)))


def _function_passes(elements: Sequence[Pass], known: Container[str]) -> Iterator[Pass]:
    """What stands in adaptors for functions, in a row; passes that may not be drawn are left out."""
    for element in elements:
        if element.name != "function":
            yield from _function_passes(element.inner or (), known)
            continue
        for inner in element.inner or ():
            if inner.inner is None and inner.name in known:
                yield inner
            elif inner.inner is not None and (kept := tuple(one for one in inner.leaves() if one.name in known)):
                yield inner.with_inner(kept)


def as_tree(point: Passes, skip: int = 0) -> Pass:
    """All passes below one node, less the first `skip` elements; the steps of a Schedule are nodes of their own, by number."""
    if isinstance(point, Pipeline):
        return Pass("module", None, point.elements[skip:])
    first, *others = (step.pipeline.elements for step in point.steps)
    steps = [(0, first[skip:]), *enumerate(others, 1)]
    return Pass("module", None, tuple(Pass("step", str(number), elements) for number, elements in steps if elements))


def from_tree(tree: Pass, like: Passes, before: tuple[Pass, ...] = ()) -> Passes:
    """The point of a tree that was made from `like` and lost some of its passes; `before` are those that were skipped."""
    inner = tree.inner or ()
    if isinstance(like, Pipeline):
        return Pipeline((*before, *inner))
    left = {int(node.params or 0): node.inner or () for node in inner}
    first = Step(Pipeline((*before, *left.get(0, ())) or NOTHING.elements))
    others = (Step(Pipeline(left[i]), step.functions, step.edits) for i, step in enumerate(like.steps) if i and i in left)
    return Schedule((first, *others), like.calls, like.codegen)


def wrap(element: Pass, level: str, adaptor: str, around: str) -> Pass:
    """The pass in as many adaptors as it needs to stand at the level `around`."""
    if level == around:
        return element
    if level == "loop":
        element = Pass(adaptor, None, (element,))
        level = "function"
    return element if level == around else Pass(level, None, (element,))


def containers(node: Pass, path: Path = (), level: str = "module") -> Iterator[tuple[Path, Pass, str]]:
    """Every adaptor with its path and the level of what stands in it, the root first."""
    if node.inner is None:
        return
    level = ADAPTORS.get(node.name, level)
    yield path, node, level
    for index, element in enumerate(node.inner):
        yield from containers(element, (*path, index), level)


def leaf_paths(node: Pass, path: Path = ()) -> list[Path]:
    if node.inner is None:
        return [path]
    return [leaf for index, element in enumerate(node.inner) for leaf in leaf_paths(element, (*path, index))]


def get(node: Pass, path: Path) -> Pass:
    for index in path:
        assert node.inner is not None
        node = node.inner[index]
    return node


def level_at(node: Pass, path: Path) -> str:
    """The level at which the element of a path stands."""
    level = "module"
    for index in path:
        assert node.inner is not None
        level = ADAPTORS.get(node.name, level)
        node = node.inner[index]
    return level


def put(node: Pass, path: Path, elements: Sequence[Pass]) -> Pass | None:
    """The tree with the element of a path replaced by others; an adaptor left empty goes too, None if all is gone."""
    if not path:
        return elements[0] if elements else None
    assert node.inner is not None
    index, rest = path[0], path[1:]
    replaced = list(elements) if not rest else [kept for kept in [put(node.inner[index], rest, elements)] if kept is not None]
    inner = (*node.inner[:index], *replaced, *node.inner[index + 1 :])
    return node.with_inner(inner) if inner else None


def _merge(one: Pass, two: Pass) -> Pass | None:
    """Two adaptors of the same kind side by side, as one; None if they are not."""
    if one.inner is None or two.inner is None or one.head != two.head:
        return None
    if merged := _merge(one.inner[-1], two.inner[0]):
        return one.with_inner((*one.inner[:-1], merged, *two.inner[1:]))
    return one.with_inner((*one.inner, *two.inner))
