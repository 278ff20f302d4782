"""Training data in the format of runs.lm_data, made of a tiny language that a tiny network learns in seconds."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np

SPECIAL = {
    "pad": 0,
    "bos": 1,
    "eos": 2,
    "ir": 3,
    "oz": 4,
    "asm": 5,
    "source": 6,
    "plan": 7,
    "sizes": 8,
    "flags": 9,
    "answer": 10,
    "cut": 11,
}
CHOICES = list(range(12, 16))
WORDS = range(16, 64)


def text(rng: np.random.Generator, most: int) -> list[int]:
    """Each word is the one before plus 1 or 2: half a bit or so a token is left to guess."""
    first, count = int(rng.integers(0, len(WORDS))), int(rng.integers(4, most))
    return [WORDS[(first + step) % len(WORDS)] for step in np.cumsum(rng.integers(1, 3, count)).tolist()]


def document(stage: str, rng: np.random.Generator, most: int) -> tuple[list[int], int, list[float]]:
    """Tokens, length of the prompt, costs."""
    words = text(rng, most)
    if stage == "pretrain":
        return [SPECIAL["bos"], SPECIAL["ir"], *words, SPECIAL["eos"]], 0, []
    if stage == "flags":
        best = words[0] % len(CHOICES)
        costs = [float(8 * abs(best - n)) for n in range(len(CHOICES))]
        costs[-1] = float("nan") if best != len(CHOICES) - 1 and words[1] % 3 == 0 else costs[-1]
        tokens = [SPECIAL["bos"], SPECIAL["flags"], *words, SPECIAL["answer"], SPECIAL["eos"]]
        return tokens, len(tokens) - 1, costs
    prompt = [SPECIAL["bos"], SPECIAL["ir"], *words[: most // 3], SPECIAL["answer"]]
    return [*prompt, *reversed(words[: most // 3]), SPECIAL["eos"]], len(prompt), []


def write(folder: Path, documents: int = 200, most: int = 40, seed: int = 0) -> Path:
    folder.mkdir(parents=True)
    for number, stage in enumerate(("pretrain", "emulate", "flags", "disassemble")):
        for split, share in (("train", 1.0), ("validation", 0.2), ("test", 0.2)):
            rng = np.random.default_rng([seed, number, len(split)])
            made = [document(stage, rng, most) for _ in range(int(documents * share))]
            arrays = {
                "tokens": np.concatenate([tokens for tokens, _, _ in made]).astype("<u2"),
                "index": np.array([[len(tokens), prompt] for tokens, prompt, _ in made], dtype="<u4"),
            }
            if stage == "flags":
                arrays["costs"] = np.array([costs for _, _, costs in made], dtype="<f4")
            for name, array in arrays.items():
                (folder / f"{stage}.{split}.{name}.xz").write_bytes(lzma.compress(array.tobytes(), preset=0))
    said = {
        "schema": "passwright.lm-data/1",
        "vocabulary": 64,
        "special": SPECIAL,
        "choices": [["", f"pass-{n}"] for n in range(len(CHOICES))],
        "choice_ids": CHOICES,
        "streams": {},
    }
    (folder / "data.json").write_text(json.dumps(said))
    return folder
