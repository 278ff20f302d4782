"""What a language model says of functions that it reads as text, run by ONNX Runtime on a CPU. Each text is read once: the answer is one
token, and what is given back are the scores of all that it could be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passwright.data.documents import flags
from passwright.data.tokens import Tokens, library
from passwright.errors import CorpusError, PolicyError, ToolMissing
from passwright.policies.choices import READER, TOKENIZER, Policy, load_network

TOGETHER = 2048
"""Tokens of texts that are read side by side, padding included: more of them do not make it faster."""


class Reader:
    """The language model of a policy. Raises PolicyError for weights or a tokenizer that do not fit it, ToolMissing without the
    libraries."""

    def __init__(self, policy: Policy) -> None:
        assert policy.reader
        self.policy = policy
        self.reads = policy.reader
        try:
            self.tokens = Tokens(library().Tokenizer.from_str(self.reads.tokenizer.decode()))
        except ToolMissing:
            raise
        except Exception as error:  # the library raises nothing narrower
            raise PolicyError(policy.name, f"{TOKENIZER} is no tokenizer: {str(error)[:200]}") from error
        self.network = load_network(policy.name, READER, self.reads.weights)
        inputs = {given.name: given.shape for given in self.network.get_inputs()}
        (scores,) = self.network.get_outputs()
        if set(inputs) != {"ids", "last"} or scores.shape[1:] != [len(policy.choices)]:
            raise PolicyError(policy.name, f"{READER} has {inputs} and {scores.shape}, which is not what reads functions")

    def scores(self, texts: Mapping[str, str]) -> dict[str, list[float]]:
        """For functions by name, as many of the first as fit into what is read of a module, the scores of the policy's choices; `texts`:
        the brief normal text of each, in the order in which they are to be read. Raises PolicyError."""
        read: list[tuple[str, list[int]]] = []
        left = self.reads.tokens
        for name, text in texts.items():
            try:
                ids = flags(self.tokens, text).tokens[:-1]  # the answer is what comes behind the last
            except CorpusError as error:
                raise PolicyError(self.policy.name, f"{TOKENIZER}: {error}") from error
            if len(ids) <= left:
                read.append((name, ids))
                left -= len(ids)
        read.sort(key=lambda one: (len(one[1]), one[0]))
        found: dict[str, list[float]] = {}
        for batch in _batches(read):
            found |= zip((name for name, _ in batch), self._run([ids for _, ids in batch]), strict=True)
        return found

    def _run(self, texts: Sequence[Sequence[int]]) -> list[list[float]]:
        import numpy

        longest = max(map(len, texts))
        ids = numpy.zeros((len(texts), longest), numpy.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = text
        last = numpy.array([len(text) - 1 for text in texts])
        try:
            (scores,) = self.network.run(["scores"], {"ids": ids, "last": last})
        except Exception as error:  # ONNX Runtime's own, for what is wrong inside a network
            raise PolicyError(self.policy.name, f"{READER} cannot be run: {str(error)[:200]}") from error
        table: list[list[float]] = scores.tolist()
        return table


def _batches(read: Sequence[tuple[str, list[int]]]) -> list[list[tuple[str, list[int]]]]:
    """Rows in their order, which are of about one length, so that little is padded."""
    batches: list[list[Any]] = []
    for one in read:
        if batches and (len(batches[-1]) + 1) * len(one[1]) <= TOGETHER:
            batches[-1].append(one)
        else:
            batches.append([one])
    return batches
