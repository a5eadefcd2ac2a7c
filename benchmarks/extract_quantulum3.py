"""The figures that quantulum3 finds, in the output of ``claimaudit extract``.

    python benchmarks/extract_quantulum3.py extract FILE... --format jsonl --output OUT

Stands in for the command ``claimaudit`` where a scorer takes another command,
so that both are scored alike.  quantulum3's classifier is off: it does not
load with today's scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quantulum3 import classifier, parser


def lines(path: str) -> Iterator[dict[str, Any]]:
    """One line a quantity; what it measures is not told."""
    text = Path(path).read_bytes().decode("utf-8")
    for found in parser.parse(text):
        start, end = found.span
        low = high = found.value
        if found.uncertainty:
            low, high = found.value - found.uncertainty, found.value + found.uncertainty
        name = "" if found.unit.name == "dimensionless" else found.unit.name
        printed = [one.get("surface", "") for one in found.unit.original_dimensions or ()]
        yield {
            "document": path,
            "quantity": {
                "text": text[start:end],
                "start": start,
                "end": end,
                "low": str(low),
                "high": str(high),
                "unit": name,
                "unit_text": " ".join(printed) if name else "",
            },
        }


def main() -> None:
    """Write the lines."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("command", choices=["extract"])
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--format", choices=["jsonl"], default="jsonl")
    arguments.add_argument("--output", type=Path, required=True)
    options = arguments.parse_args()
    classifier.USE_CLF = False
    with options.output.open("w", encoding="utf-8") as out:
        for path in options.files:
            for line in lines(path):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
