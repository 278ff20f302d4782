"""How many bytes a token has, by what a word is: BLOOM's pre-tokenizer against those of GPT-2 and Llama 3.

    python -m runs.lm_tokenizers --data DATA

Trains tokenizers of the same size on the same texts, from shards of `runs.lm_data`, and counts on those of the split validation.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from passwright.data import shards
from passwright.data.corpus import SPLITS
from passwright.data.documents import STAGES
from passwright.data.tokens import KINDS, WORDS, Tokens, specials

PRE_TOKENIZERS = {
    "bloom": WORDS,
    "gpt-2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "llama-3": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
"""As llama.cpp has them."""


def texts(data: Path, tokens: Tokens, split: str, most: int) -> dict[str, list[str]]:
    """Of the stage pretrain by kind, from the first shards of a split, until there are so many letters."""
    found: dict[str, list[str]] = {}
    for path in sorted((data / "shards").glob(f"{split}-*.npz")):
        table, _ = shards.read(path)
        ends = np.cumsum(table.lengths)
        wanted = (table.facts[:, 0] == STAGES.index("pretrain")) & (table.facts[:, 1] == SPLITS.index(split))
        for place in np.flatnonzero(wanted).tolist():
            document = table.tokens[int(ends[place]) - int(table.lengths[place]) : int(ends[place])]
            found.setdefault(KINDS[table.facts[place, 2]], []).append(tokens.decode(document[2:-1].tolist()))
            most -= len(document)
            if most < 0:
                return found
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=2_500_000, help="to train on, as the data has them; for the check a fifth")
    arguments = parser.parse_args()
    tokens = Tokens.read(arguments.data / "tokenizer.json")
    known = [text for each in texts(arguments.data, tokens, "train", arguments.tokens).values() for text in each]
    checked = texts(arguments.data, tokens, "validation", arguments.tokens // 5)
    special = specials(0, ())
    print(f"{sum(map(len, known)):,} letters, {tokens.size} tokens; bytes a token:")
    for name, words in PRE_TOKENIZERS.items():
        made = Tokens.train(known, tokens.size, special, words)
        rates = {kind: sum(len(one.encode()) for one in each) / sum(map(len, made.encode(each))) for kind, each in sorted(checked.items())}
        print(f"{name:8} " + ", ".join(f"{kind} {rate:.2f}" for kind, rate in rates.items()))


if __name__ == "__main__":
    main()
