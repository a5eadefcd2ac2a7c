#!/usr/bin/env python3
"""Plant errors in citations and reference lists, and count what the C rules find.

    python benchmarks/citation_rules.py FOLDER

FOLDER holds plain texts with markers and a numbered reference list at their
end, in several styles (``NAME.STYLE.txt``), and ``gold.jsonl`` with the labels
of their markers.  Each text is read as it is, where C001 should find nothing and
C002 only entries that no marker names, and then with one error planted at a
time: the last entry taken away (C001), an entry added that nothing cites
(C002), an entry printed twice (C004).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from checkers.citing import RULES
from checkers.model import Finding
from checkers.rule import ArticleAudit
from claims.citations import find_citations
from claims.claim import Extraction
from claims.readers import parse
from sources.reflist import references
from sources.resolve import resolve

_ENTRY = re.compile(r"(\d+)\. ")
_INVENTED = "Example Group. An invented study of nothing at all. Example J. 2011;3:1-2."


def findings(text: str) -> list[Finding]:
    """What the C rules find in an article without sources."""
    document = parse(text, "article.txt")
    citations, listed = find_citations(document), references(document)
    ties = resolve(dict.fromkeys(label for one in citations for label in one.labels), listed, ())
    audit = ArticleAudit(
        document,
        Extraction((), citations),
        listed,
        tuple(ties.by_label.values()),
        (),
        ties.ambiguous,
    )
    return [finding for rule in RULES for finding in rule.findings(audit)]


def planted(text: str, cited: set[str]) -> Iterator[tuple[str, str, str]]:
    """A rule, a text with an error for it, and what its message must hold."""
    lines = text.rstrip("\n").split("\n")
    entry = _ENTRY.match(lines[-1])
    if entry is None:
        return
    last = int(entry[1])
    if str(last) in cited:
        yield "C001", "\n".join(lines[:-1]), f" {last}, "
    yield "C002", "\n".join([*lines, f"{last + 1}. {_INVENTED}"]), f"entry {last + 1} "
    again = _ENTRY.sub(f"{last + 1}. ", lines[-1], count=1)
    yield "C004", "\n".join([*lines, again]), f"entry {last + 1} "


def main(folder: Path) -> None:
    """Print the table."""
    cited: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        marker = json.loads(line)
        cited[marker["file"]].update(map(str, marker["labels"]))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.txt")):
        text, tally = path.read_text("utf-8"), counts[path.name.split(".")[-2]]
        tally["texts"] += 1
        for one in findings(text):
            label = re.search(r"entry (\d+) ", one.message)
            false = one.rule == "C001" or (
                one.rule == "C002" and bool(label) and label[1] in cited[path.name]
            )
            tally[f"{one.rule} untouched{', false' if false else ''}"] += 1
        for rule, changed, told in planted(text, cited[path.name]):
            tally[f"{rule} planted"] += 1
            tally[f"{rule} found"] += any(
                one.rule == rule and told in one.message for one in findings(changed)
            )
    for style, tally in counts.items():
        print(style, dict(sorted(tally.items())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
