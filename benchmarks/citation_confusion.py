"""How often a digit is taken for both or for the wrong one of marker and quantity.

    python benchmarks/citation_confusion.py TREE

TREE holds gold.jsonl (file, start, end of each marker) and the texts that it
names, "NAME.STYLE.txt".  Told for each style: the share of the gold markers that
an extracted quantity overlaps, and the share of the markers found that touch no
gold marker.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from claims.citations import find_citations
from claims.extract import Extractor
from claims.readers import read

Spans = Sequence[tuple[int, int]]


def touched(spans: Spans, start: int, end: int) -> bool:
    """Whether any of some spans, sorted and apart, overlaps a stretch."""
    at = bisect_right(spans, (end - 1, end)) - 1
    return any(low < end and start < high for low, high in spans[max(0, at - 1) : at + 2])


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("tree", type=Path)
    tree = arguments.parse_args().tree
    gold: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for line in (tree / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["file"]].append((row["start"], row["end"]))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    extractor = Extractor()
    for name, markers in sorted(gold.items()):
        document = read(str(tree / name))
        found = find_citations(document)
        quantities = sorted(
            (one.quantity.start, one.quantity.end) for one in extractor.read(document, found)
        )
        markers.sort()
        for style in (name.split(".")[1], "all"):
            tally = counts[style]
            tally["gold"] += len(markers)
            tally["overlapped"] += sum(touched(quantities, *marker) for marker in markers)
            tally["found"] += len(found)
            tally["astray"] += sum(not touched(markers, one.start, one.end) for one in found)
    for style, tally in sorted(counts.items()):
        overlapped, astray = tally["overlapped"], tally["astray"]
        print(
            f"{style:<8} {overlapped} of {tally['gold']} gold markers overlapped "
            f"({overlapped / tally['gold']:.4f}); {astray} of {tally['found']} found astray "
            f"({astray / tally['found']:.4f})"
        )


if __name__ == "__main__":
    main()
