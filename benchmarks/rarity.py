"""Count how rare concepts are in a folder of texts and write checkers/data/rarity.txt.

    python benchmarks/rarity.py FOLDER > checkers/data/rarity.txt

A concept's weight is −log2 of the share of sentences that hold it.  Only
concepts that some ten texts share are listed; every other word counts as rare.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from pathlib import Path

from checkers.words import words

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")
_FEWEST_TEXTS = 10
_MOST = 10.0


def main(folder: Path) -> None:
    """Print one concept a line with its weight in bits."""
    sentences, held, texts = 0, Counter[str](), Counter[str]()
    for path in sorted(folder.glob("*.txt")):
        seen: set[str] = set()
        for sentence in _SENTENCE.split(path.read_text("utf-8")):
            concepts = {word.concept for word in words(sentence)}
            if concepts:
                sentences += 1
                held.update(concepts)
                seen |= concepts
        texts.update(seen)
    print("# concept and weight in bits; written by benchmarks/rarity.py")
    for concept in sorted(held):
        bits = -math.log2(held[concept] / sentences)
        if texts[concept] >= _FEWEST_TEXTS and bits < _MOST:
            print(concept.replace(" ", "_"), f"{bits:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
