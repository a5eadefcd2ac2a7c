"""How many of the numbers of true statements are printed as quantities, and why the others are not.

    python benchmarks/claim_recall.py DATA [--kind original] [--show 5]

Every number in digits of the statements of ``DATA/mutations.jsonl`` is looked for inside the
spans that ``extract`` prints by default.  What is not there is sorted by the reason with which
the grammar refused it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from claims.citations import find_citations
from claims.extract import Extractor
from claims.grammar import find_quantities
from claims.readers import parse

#: A number as a reader would count it: digits with their separators, whatever they mean.
NUMBER = re.compile(r"[0-9]+(?:[.,·][0-9]+)*")
UNREAD = "not read"


def statements(path: Path, kind: str) -> list[str]:
    """The different statements of a kind, in their order."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(row["claim"] for row in rows if row["kind"] == kind))


def missed(extractor: Extractor, text: str) -> tuple[int, list[tuple[str, int, int]]]:
    """How many numbers a statement has, and those that no quantity holds, with the reason."""
    document = parse(text, "statement.txt")
    citations = find_citations(document)
    read = [one.quantity for one in extractor.read(document, citations)]
    printed = [(one.start, one.end) for one in read]
    refused = [(one.start, one.end, "citation marker") for one in citations]
    refused += [(no.start, no.end, no.reason) for no in find_quantities(document.text).refusals]
    numbers = [found.span() for found in NUMBER.finditer(text)]
    lost = []
    for start, end in numbers:
        if not any(low <= start and end <= high for low, high in printed):
            reasons = [why for low, high, why in refused if low < end and start < high]
            lost.append((reasons[0] if reasons else UNREAD, start, end))
    return len(numbers), lost


def table(texts: Iterable[str], show: int) -> None:
    """Print the recall and the misses by kind."""
    extractor, total = Extractor(), 0
    kinds: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        count, lost = missed(extractor, text)
        total += count
        for reason, start, end in lost:
            kinds[reason] += 1
            around = f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 20]}"
            examples[reason].append(around)
    found = total - kinds.total()
    print(f"{found} of {total} numbers are printed: recall {found / total:.3f}")
    for reason, count in kinds.most_common():
        print(f"{count:>5}  {count / total:.3f}  {reason}")
        for line in examples[reason][:show]:
            print(f"              {line}")


def main() -> None:
    """Read the statements and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--kind", default="original")
    arguments.add_argument("--show", type=int, default=0, help="how many misses of each kind")
    options = arguments.parse_args()
    table(statements(options.data / "mutations.jsonl", options.kind), options.show)


if __name__ == "__main__":
    main()
