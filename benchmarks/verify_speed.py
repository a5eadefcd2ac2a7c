"""Measure what verification costs against parsing the same texts.

    python benchmarks/verify_speed.py TREE [--pairs 60]

TREE holds mutations.jsonl and sources/.  Prints pairs a second on one core for
``checkers.pair.verify`` with a fresh judge for each pair (so that nothing is
kept from one to the next), for a judge that keeps its sources, and for spaCy's
pipeline over the same texts; then the time for one claim against a source that
is repeated 1, 10 and 100 times, for reading it and for asking it again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from checkers.judge import Judge
from checkers.pair import verify
from claims.document import Document, Extent
from claims.extract import Extractor
from claims.pipeline import DEFAULT_MODEL
from claims.readers import parse, read

GROWTH = (1, 10, 100)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes, processor time of this process."""
    start = time.process_time()
    action()
    return time.process_time() - start


def main() -> None:
    """Print the three rates and the growth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--pairs", type=int, default=60)
    args = parser.parse_args()
    lines = (args.tree / "mutations.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines[:: max(1, len(lines) // args.pairs)]][: args.pairs]
    pairs = [(row["claim"], read(args.tree / row["source_path"])) for row in rows]
    judge = Judge(Extractor())
    rates = {
        "verify, each source read anew": seconds(lambda: _all(pairs, None)),
        "verify, sources kept": (_all(pairs, judge), seconds(lambda: _all(pairs, judge)))[1],
        f"spaCy, {DEFAULT_MODEL}": seconds(_parses(pairs)),
    }
    for name, taken in rates.items():
        print(f"{name:32}{len(pairs) / taken:10.1f} pairs a second")
    claim, source = min(pairs, key=lambda pair: len(pair[1].text))
    for times in GROWTH:
        longer = parse("\n\n".join([source.text] * times), "source", "text")
        judge = Judge(Extractor())
        reading = seconds(lambda: judge.index(longer))  # noqa: B023
        asking = seconds(lambda: verify(claim, longer, Extent.FULL, judge))  # noqa: B023
        print(f"{len(longer.text):>12,} characters: read {reading:8.3f} s, ask {asking:8.3f} s")


def _all(pairs: list[tuple[str, Document]], judge: Judge | None) -> None:
    for claim, source in pairs:
        verify(claim, source, Extent.FULL, judge or Judge(Extractor()))


def _parses(pairs: list[tuple[str, Document]]) -> Callable[[], object]:
    import spacy

    nlp = spacy.load(DEFAULT_MODEL)
    nlp.max_length = 10_000_000
    return lambda: [(nlp(claim), nlp(source.text)) for claim, source in pairs]


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
