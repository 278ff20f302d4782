"""What can be compared, by name: -Oz itself, the proposers, a list of pass lists, a language model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from passwright.errors import FlagError, InputError
from passwright.llvm import baseline as llvm_baseline
from passwright.llvm.catalogue import STRUCTURE, load_catalogue
from passwright.llvm.pipeline import ADAPTORS, Pass, Passes, Pipeline
from passwright.optimizer.guide import load
from passwright.optimizer.lists import read_lists
from passwright.optimizer.optimize import Session
from passwright.optimizer.propose import NAMES, by_policy, propose
from passwright.optimizer.space import MAX_PASSES, NOTHING, wrap
from passwright.optimizer.suites import printable
from passwright.policies.endpoint import Endpoint, EndpointProposer
from passwright.search.proposers import Listed
from passwright.search.study import Proposer

BASELINE = "Oz"
TWICE = "Oz-twice"
COMPILERS = (BASELINE, TWICE)
UNSEEDED = (*COMPILERS, "converge")
"""Methods in which nothing is random: one seed tells all."""


@dataclass(frozen=True)
class Method:
    """`propose` makes the proposer for a module; `identity` tells the method from all others, in a record too: where it rests on a file,
    on the contents of that."""

    name: str
    identity: str
    propose: Callable[[Session], Proposer[Any]]
    seeded: bool = True
    objective: str = "size"


def parse_methods(words: Sequence[str], llvm: int, trust: str, objective: str = "size") -> list[Method]:
    """Methods by their names, that minimise one objective. Raises FlagError for a name that there is not, InputError for a file that
    cannot be used."""
    names = list(dict.fromkeys(name.strip() for word in words for name in word.split(",") if name.strip()))
    if not names:
        raise FlagError("--methods", f"names none; there are {_all_names()}")
    made: dict[str, Method] = {}
    for name in names:
        method = _method(name, llvm, trust)
        if objective != method.objective:
            method = replace(method, identity=f"{method.identity} for {objective}", objective=objective)
        if any(method.name == other.name for other in made.values()):
            method = replace(method, name=printable(name))  # two files of one name
        made.setdefault(method.identity, method)
    return list(made.values())


def _method(name: str, llvm: int, trust: str) -> Method:
    kind, colon, rest = name.partition(":")
    if colon and rest and kind in FROM_OUTSIDE:
        return FROM_OUTSIDE[kind](name, rest, llvm, trust)
    if name == BASELINE:
        return Method(name, name, lambda session: Listed([]), seeded=False)
    if name == TWICE:
        return Method(name, name, _twice, seeded=False)
    if name in NAMES:
        return Method(name, name, lambda session: propose(session, name), seeded=name not in UNSEEDED)
    raise FlagError(f"--methods {printable(name)[:60]}", f"there is no such method; there are {_all_names()}")


def _all_names() -> str:
    return ", ".join([*COMPILERS, *NAMES, *(f"{kind}:{form}" for kind, form in FORMS.items())])


def _twice(session: Session) -> Proposer[Passes]:
    space = session.space()
    own = space.seeds()[0]
    return Listed([space.concatenate(own, own)])


def _coreset(name: str, path: str, llvm: int, trust: str) -> Method:
    """The lists of a file, tried in their order."""
    catalogue = load_catalogue(llvm)
    lists: list[Pipeline] = []
    for pipeline in read_lists(path):
        if outside := catalogue.untrusted_passes(pipeline, trust):
            raise InputError(path, f"has passes that are not within the tier {trust}: {', '.join(outside)[:80]}")
        lists.append(_by_level(pipeline, llvm, trust))
    if not lists:
        raise InputError(path, "holds no pass list; give one a line")
    digest = hashlib.blake2b("\n".join(map(str, lists)).encode(), digest_size=8).hexdigest()
    shown = printable(f"coreset:{Path(path).name}")

    def framed(session: Session) -> Proposer[Passes]:
        return Listed([session.space().framed(pipeline.elements) for pipeline in lists])

    return Method(shown, f"coreset {digest}", framed, seeded=False)


def _endpoint(name: str, rest: str, llvm: int, trust: str) -> Method:
    """A language model on an OpenAI-compatible server, asked as LLM Compiler was trained to be."""
    url, _, model = rest.partition("#")
    endpoint = Endpoint.at(url, model)

    def asked(session: Session) -> Proposer[Any]:
        ir = session.evaluator.build(NOTHING, "ll").data.decode(errors="replace")
        own = session.space().seeds()[0]
        most = int(session.options.budget) if session.options.budget.isdigit() else None

        def read(pipeline: Pipeline) -> Pipeline | None:
            kept = trusted_part(pipeline, own, llvm, trust)
            return session.space().framed(kept.elements) if kept else None

        return EndpointProposer(endpoint, ir, read, session.options.seed, most)

    return Method(f"endpoint:{model}", f"endpoint {endpoint.url} {model}", asked)


def _policy(name: str, path: str, llvm: int, trust: str) -> Method:
    """The policy of a folder, function by function."""
    policy, ranker = load(path)
    weights = policy.weights + (policy.callees.weights if policy.callees else b"")
    weights += policy.reader.weights + policy.reader.tokenizer if policy.reader else b""
    digest = hashlib.blake2b(repr(policy).encode() + weights, digest_size=8).hexdigest()
    shown = printable(f"policy:{Path(path).resolve().name}")
    return Method(shown, f"policy {digest}", lambda session: by_policy(session, policy, ranker))


FROM_OUTSIDE: dict[str, Callable[[str, str, int, str], Method]] = {"coreset": _coreset, "policy": _policy, "endpoint": _endpoint}
"""Methods that a file, a folder or a server holds, by what stands before the colon: told name, what is behind the colon, LLVM, tier."""
FORMS = {"coreset": "FILE", "policy": "DIR", "endpoint": "URL#MODEL"}


def trusted_part(pipeline: Pipeline, own: Pipeline, llvm: int, trust: str) -> Pipeline | None:
    """What is left of a list from outside: passes of the tier, each in the adaptors that it needs. None if that is nothing.

    `default<Oz>` stands for `own`, what clang runs: models that learned from older LLVMs begin with it.
    """
    catalogue = load_catalogue(llvm)
    trusted = catalogue.trusted(trust)

    def kept(elements: Sequence[Pass], level: str) -> list[Pass]:
        found: list[Pass] = []
        for element in elements:
            if element.inner is not None:
                inner = kept(element.inner, ADAPTORS.get(element.name, level)) if element.name in ADAPTORS else []
                found += [element.with_inner(tuple(inner))] if inner else []
            elif element.head.lower() == f"default<o{llvm_baseline.DEFAULT_LEVEL}>" and level == "module":
                found += own.elements
            elif element.name in trusted or element.name in STRUCTURE:
                found.append(element)
        return found

    left = Pipeline(tuple(kept(pipeline.elements, "module")))
    if not left.elements or len(left) > MAX_PASSES:
        return None
    return _by_level(left, llvm, trust)


LIFTED = {"devirt": "cgscc", "loop": "function", "loop-mssa": "function"}
"""What an adaptor needs around it."""


def _by_level(pipeline: Pipeline, llvm: int, trust: str) -> Pipeline:
    """The list with each of its own elements as a module pass: the level of the first decides how LLVM reads all of them."""
    entries = load_catalogue(llvm).trusted(trust)

    def lifted(element: Pass) -> Pass:
        if element.name in LIFTED:
            return Pass(LIFTED[element.name], None, (element,))
        entry = entries.get(element.name)
        return wrap(element, entry.level, entry.adaptor, "module") if entry else element

    return Pipeline(tuple(map(lifted, pipeline.elements)))
