"""How fast figures are found: characters a second of the scan and of the whole grammar.

    python benchmarks/quantities.py FILE... [--against quantulum3]

Reads text files, measures both over them, and over a megabyte each of digits,
hyphens, "1,1,1,…" and nested brackets as a multiple of the time that a
megabyte of the files takes.  With ``--against quantulum3`` that package, if it
is installed, reads the first 60,000 characters for comparison.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from claims.grammar import find_quantities
from claims.scan import candidates

MEGABYTE = 1_000_000
HOSTILE = {
    "digits": "7" * MEGABYTE,
    "hyphens": "-" * MEGABYTE,
    "1,1,1,…": "1," * (MEGABYTE // 2),
    "nested brackets": "[" * (MEGABYTE // 2) + "]" * (MEGABYTE // 2),
}


def scan(text: str) -> int:
    """Count the candidates of a text."""
    return sum(1 for _ in candidates(text))


def read(text: str) -> int:
    """Count the quantities of a text."""
    return len(find_quantities(text).quantities)


def quantulum3(text: str) -> int:
    """Count what quantulum3 finds, paragraph by paragraph; its classifier is off."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return sum(len(parser.parse(line)) for line in text.splitlines() if line.strip())


def seconds(work: Callable[[str], int], text: str, rounds: int = 3) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--against", choices=["quantulum3"])
    options = arguments.parse_args()
    text = "\n".join(path.read_text(encoding="utf-8") for path in options.files)
    print(f"{len(text)} characters, {read(text)} quantities")
    for name, work in (("scan", scan), ("grammar", read)):
        print(f"{name:<16}{len(text) / seconds(work, text):>14,.0f} characters a second")
    if options.against:
        start = text[:60_000]
        print(f"{'quantulum3':<16}{len(start) / seconds(quantulum3, start, 1):>14,.0f}")
    prose = (text * (MEGABYTE // len(text) + 1))[:MEGABYTE]
    for name, work in (("scan", scan), ("grammar", read)):
        base = seconds(work, prose)
        for what, hostile in HOSTILE.items():
            print(f"{name:<10}{what:<18}{seconds(work, hostile, 1) / base:>6.2f} times prose")


if __name__ == "__main__":
    main()
