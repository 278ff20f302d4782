"""Every error that Passwright raises on purpose. The text says what happened, to which input, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class PasswrightError(Exception):
    """The base of all; the command line prints its text and ends with status 1."""


@dataclass(eq=False)
class InputError(PasswrightError):
    """An input file that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class CompileError(PasswrightError):
    """clang rejected the input; `words` is its own message."""

    command: str
    words: str

    def __str__(self) -> str:
        return self.words.rstrip() or f"the compiler failed without a message: {self.command}"


@dataclass(eq=False)
class ToolMissing(PasswrightError):
    """A tool or a library that is not on this machine."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} was not found. {self.remedy}"


@dataclass(eq=False)
class PipelineError(PasswrightError):
    """A pass pipeline that does not parse."""

    text: str
    position: int
    reason: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 60 else self.text[max(0, self.position - 30) : self.position + 30]
        return f"bad pass pipeline at character {self.position}: {self.reason} (in '{shown}')"


@dataclass(eq=False)
class PlanError(PasswrightError):
    """A plan that cannot be read or does not fit the module."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class FlagError(PasswrightError):
    """A compiler flag that Passwright cannot pass on."""

    flag: str
    reason: str

    def __str__(self) -> str:
        return f"{self.flag}: {self.reason}"


@dataclass(eq=False)
class EvaluationError(PasswrightError):
    """LLVM failed where the user needs an answer: the baseline, or a plan that is applied."""

    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.what} failed: {self.words.rstrip()}"


@dataclass(eq=False)
class BudgetError(PasswrightError):
    """A budget that is no positive number of evaluations or seconds."""

    text: str

    def __str__(self) -> str:
        return f"budget '{self.text}' is neither a positive number of evaluations (256) nor of seconds (2s, 0.5s)"


@dataclass(eq=False)
class OutputError(PasswrightError):
    """An output that cannot be written; nothing was."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"cannot write {self.path}: {self.reason}. Nothing was written to it."


@dataclass(eq=False)
class StudyError(PasswrightError):
    """A study file that cannot be resumed."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class StoreError(PasswrightError):
    """A store of measurements that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class ClusterError(PasswrightError):
    """A Ray cluster that cannot be used, or that was lost."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"cluster {self.address}: {self.reason}"


@dataclass(eq=False)
class FetchError(PasswrightError):
    """A source package that could not be obtained; `reason` says what to do about it."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class CorpusError(PasswrightError):
    """A corpus that cannot be read or added to."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class EndpointError(PasswrightError):
    """A server of a language model that cannot be used."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


@dataclass(eq=False)
class PolicyError(PasswrightError):
    """A trained policy that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class DataError(PasswrightError):
    """Training data of a language model that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. Make the data again."


@dataclass(eq=False)
class WeightsError(PasswrightError):
    """Weights or a checkpoint that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class TrainingError(PasswrightError):
    """A training that cannot go on; `remedy` says what is kept and what to change."""

    stage: str
    step: int
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"training stopped at step {self.step} of stage {self.stage}: {self.reason}. {self.remedy}"
