"""How long a study may go on."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from passwright.errors import BudgetError


@dataclass(frozen=True)
class Budget:
    """Either a number of evaluations or of seconds; the other one is None."""

    evaluations: int | None = None
    seconds: float | None = None

    @staticmethod
    def parse(text: str | int) -> Budget:
        """Reads `256` or `2s`. Raises BudgetError for anything else, and for what is not positive."""
        text = str(text).strip()
        if re.fullmatch(r"\d{1,9}", text) and int(text) > 0:
            return Budget(evaluations=int(text))
        if match := re.fullmatch(r"(\d{1,9}(?:\.\d+)?)s", text):
            seconds = float(match.group(1))
            if seconds > 0 and math.isfinite(seconds):
                return Budget(seconds=seconds)
        raise BudgetError(text)

    def __str__(self) -> str:
        return f"{self.seconds:g}s" if self.seconds is not None else str(self.evaluations)
