"""
LLVM in process: parse, run passes, generate code, measure. Errors of LLVM arrive as ValueError in its own words.
"""

from collections.abc import Mapping, Sequence
from typing import overload


LLVM_VERSION: str

class Module:
    """One LLVM module in a context of its own."""

    @staticmethod
    def parse(data: bytes, name: str = 'module') -> Module:
        """Reads bitcode or LLVM assembly."""

    def clone(self) -> Module:
        """A copy in a context of its own."""

    def text(self) -> str:
        """LLVM assembly with use-list order."""

    def bitcode(self) -> bytes:
        """Bitcode with use-list order."""

    def verify(self) -> str:
        """What LLVM's verifier complains about; empty for a valid module."""

    @property
    def triple(self) -> str: ...

    @property
    def data_layout(self) -> str: ...

    def functions_with(self, attribute: str) -> int:
        """How many functions carry an attribute such as 'optnone'."""

    def taking_frame_pointer(self) -> int:
        """
        How many functions have inline assembly that may use the frame pointer's register.
        """

    def instructions(self) -> int:
        """IR instructions of all definitions."""

    def function_instructions(self) -> dict[str, int]:
        """IR instructions of each definition."""

    def rigid_functions(self) -> list[str]:
        """Definitions that a Memo cannot look at alone."""

    def strip_debug(self) -> bool:
        """Removes debug information; whether there was any."""

    @overload
    def drop_bodies(self) -> None:
        """Declares all definitions that a Memo can look at alone."""

    @overload
    def drop_bodies(self, names: Sequence[str]) -> list[str]:
        """
        Declares these functions; the names of those that a Memo cannot look at alone, which stay.
        """

    def open_calls(self) -> list[tuple[str, int, str]]:
        """
        Calls whose inlining may be decided: caller, number among all calls of the caller, callee.
        """

    def decide_calls(self, decisions: Mapping[str, Mapping[int, str]]) -> None:
        """
        Gives calls the attribute 'noinline' or 'alwaysinline', by caller and number.
        """

    def features(self) -> list[int]:
        """56 counts, in the order of `feature_names()`."""

    def function_features(self) -> dict[str, list[int]]:
        """The 56 counts of each definition, then those of `place_names()`."""

    def hash(self) -> bytes:
        """Exact 128-bit hash of the content, use-list order included."""

    def function_hashes(self) -> dict[str, bytes]:
        """
        Exact 128-bit hash of each definition; attributes and metadata count by content.
        """

class Texts:
    """Writes modules of one target as normal text; see passwright.llvm.text."""

    def __init__(self, module: Module) -> None:
        """What all functions of this module share becomes the context."""

    @property
    def context(self) -> str:
        """LLVM assembly that stands before any of the texts."""

    def of_module(self, module: Module, order: bool = False) -> str:
        """The whole module; `order`: with use-list order."""

    def of_functions(self, module: Module, names: Sequence[str], brief: bool = False) -> dict[str, str]:
        """
        Definitions by name, each as a module of its own; `brief` ones, for reading only, have no metadata and no declarations.
        Definitions that cannot stand alone are left out.
        """

class ObjectSize:
    """Bytes of an object file by kind of section."""

    @property
    def text(self) -> int:
        """Code."""

    @property
    def rodata(self) -> int:
        """Read-only data."""

    @property
    def data(self) -> int:
        """Writable data."""

    @property
    def unwind(self) -> int:
        """Unwind tables."""

    @property
    def bss(self) -> int:
        """Zeroed memory, which occupies no bytes of the file."""

    @property
    def text_data(self) -> int:
        """Sections named .text* and .data* alone."""

    @property
    def size(self) -> int:
        """text + rodata + data + unwind."""

class Compiler:
    """The back end of clang for one `clang -cc1` command line."""

    def __init__(self, arguments: Sequence[str]) -> None: ...

    def run(self, module: Module, pipeline: str) -> None:
        """Runs a pass pipeline, as `opt -passes=` does."""

    def run_steps(self, module: Module, steps: Sequence[tuple[str, Sequence[str], Mapping[str, Sequence[str]]]], numbered: bool = True) -> str:
        """
        Runs pipelines in a row, each for all functions or, with names beside it, for those alone; behind each attributes of
        functions are edited ('-minsize', 'tune-cpu=atom'). Gives the numbers of the passes that ran, as `opt -opt-bisect=` takes
        them; '' if not `numbered`, which is faster where steps are for single functions.
        """

    def set_codegen(self, options: Sequence[str]) -> None:
        """
        LLVM's own options ('disable-lsr') for all code that is generated from now on; passes do not see them.
        """

    def run_default(self, module: Module) -> None:
        """Runs the pipeline that clang runs for this command line."""

    def emit(self, module: Module, kind: str = 'obj') -> bytes:
        """
        Generates an object ('obj') or assembly ('asm'), with no passes before; the module is spent.
        """

class Weights:
    """
    What functions weigh, by all that code generation sees of them; for modules of one command line.
    """

    def __init__(self, compiler: Compiler, last: str = '') -> None:
        """
        `last`: module passes for what was added to a module, before code is generated.
        """

    def weigh_module(self, module: Module) -> tuple[dict[str, int], int]:
        """
        Bytes of each function that is not rigid, and of the rest of the object, data that one function uses included; the module
        is spent.
        """

    @property
    def counts(self) -> tuple[int, int]:
        """
        Functions whose bytes were asked for, and those that code was generated for.
        """

class Memo:
    """
    A module in memory whose functions are tried one by one, each step worked out once.
    """

    def __init__(self, compiler: Compiler, bitcode: bytes, weights: Weights) -> None: ...

    def score(self, lanes: Sequence[tuple[Sequence[str], Sequence[str]]], edits: Mapping[str, Sequence[str]] = {}) -> dict[str, tuple[int, int]]:
        """
        Bytes and IR instructions of each function that is not rigid behind the lanes: passes, and the functions they run on.
        Behind these the attributes of functions are edited, as in `run_steps`.
        """

    @property
    def counts(self) -> dict[str, int]:
        """
        Steps of passes on functions and those that ran; functions whose bytes were asked for and those generated.
        """

def measure(object: bytes) -> ObjectSize: ...

def function_sizes(object: bytes) -> dict[str, int]:
    """Code bytes by symbol."""

def function_costs(object: bytes) -> dict[str, int]:
    """
    Bytes that the object has because of each function: code, unwind entry, and read-only data that it alone uses.
    """

def feature_names() -> list[tuple[str, str]]:
    """
    What each of the 56 counts of `Module.features()` counts: (name, meaning).
    """

def place_names() -> list[tuple[str, str]]:
    """
    What the features of a function count behind those 56: (name, meaning).
    """

def pass_names() -> str:
    """What `opt --print-passes` prints."""
