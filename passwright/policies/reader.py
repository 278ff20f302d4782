"""What a language model says of functions that it reads as text, run by ONNX Runtime on a CPU. Each text is read once: the answer is one
token, and what is given back are the scores of all that it could be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from passwright.data.documents import flags
from passwright.data.tokens import Tokens
from passwright.errors import PolicyError
from passwright.policies.choices import READER, TOKENIZER, Policy, load_network


class Reader:
    """The language model of a policy. Raises PolicyError for weights or a tokenizer that do not fit it, ToolMissing without the
    libraries."""

    def __init__(self, policy: Policy) -> None:
        assert policy.reader
        self.policy = policy
        self.reads = policy.reader
        try:
            self.tokens = Tokens.parse(self.reads.tokenizer)
        except ValueError as error:
            raise PolicyError(policy.name, f"{TOKENIZER} {error}") from error
        self.network = load_network(policy.name, READER, self.reads.weights)
        given = {one.name: (one.type, len(one.shape)) for one in self.network.get_inputs()}
        made = {one.name: (one.type, one.shape[1:]) for one in self.network.get_outputs()}
        wanted = {"scores": ("tensor(float)", [len(policy.choices)])}
        if given != {"ids": ("tensor(int64)", 2), "last": ("tensor(int64)", 1)} or made != wanted:
            raise PolicyError(policy.name, f"{READER} has {given} and {made}, which is not what reads functions")

    def scores(self, texts: Mapping[str, str]) -> dict[str, list[float]]:
        """For functions by name, as many of the first as fit into what is read of a module, the scores of the policy's choices; `texts`:
        the brief normal text of each, in the order in which they are to be read. Raises PolicyError."""
        left = self.reads.tokens
        found: dict[str, list[float]] = {}
        for name, text in texts.items():
            try:
                ids = flags(self.tokens, text).tokens[:-1]  # the answer is what comes behind the last
            except Exception as error:  # the library raises nothing narrower
                raise PolicyError(self.policy.name, f"{TOKENIZER} cannot be used: {str(error)[:200]}") from error
            if len(ids) <= left:
                left -= len(ids)
                found[name] = self._run(ids)
        return found

    def _run(self, ids: Sequence[int]) -> list[float]:
        """Of one text by itself: 8-bit weights are multiplied with what is scaled over all that is read together."""
        import numpy

        try:
            (table,) = self.network.run(["scores"], {"ids": numpy.array([ids], numpy.int64), "last": numpy.array([len(ids) - 1])})
        except Exception as error:  # ONNX Runtime's own, for what is wrong inside a network
            raise PolicyError(self.policy.name, f"{READER} cannot be run: {str(error)[:200]}") from error
        scores: list[float] = table[0].tolist() if table.shape == (1, len(self.policy.choices)) else []
        if not scores or not all(map(math.isfinite, scores)):
            raise PolicyError(self.policy.name, f"{READER} gives what are no scores of {len(self.policy.choices)} choices")
        return scores
