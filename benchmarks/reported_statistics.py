#!/usr/bin/env python3
"""Measure the statistics rules against recorded errors, and list what they find in articles.

    python benchmarks/reported_statistics.py TREE [--findings] [--planted]

TREE holds ``statistics/p_values.csv`` (tests with the errors that people
recorded, the same for a one-tailed reading), ``statistics/grim.csv`` and
``statistics/grimmer.csv`` (means and standard deviations with whether they are
possible), and articles as ``articles/*.nxml`` and ``sources/*.txt``: for ``--findings``
every finding of the T rules in them is printed, to be read; for ``--planted``
the p value of one test or estimate after the other is exchanged for one on the
other side of .05, and it is counted how many of these are found.
(Not called statistics.py, which would hide Python's module of that name.)
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from checkers.rule import ArticleAudit
from checkers.statistics.estimates import Estimate, estimates
from checkers.statistics.grim import mean_possible, sd_possible
from checkers.statistics.plain import plain
from checkers.statistics.printed import printed
from checkers.statistics.recompute import Kind
from checkers.statistics.reported import ReportedTest, reported_tests
from checkers.statistics.rules import RULES
from claims.claim import Extraction
from claims.document import Block, BlockKind, Document
from claims.readers import ReadError, read
from claims.sentences import sentences

#: The last p value of a stretch: what stands before its digits, and the digits.
_LAST_P = re.compile(r"(?<=[\s=])(0?[.·])(\d{2,6})(?=\D{0,12}\Z)")


def findings(document: Document) -> Iterator[tuple[str, str, int, int, str]]:
    """Rule, severity, span and message of every finding of the T rules."""
    audit = ArticleAudit(document, Extraction((), ()))
    for rule in RULES:
        for one in rule.findings(audit):
            yield one.rule, one.severity.value, one.start, one.end, one.message


def fired(text: str, *, one_tailed: bool = False) -> dict[str, str]:
    """The rules that fire on a statement, with their messages."""
    text = ("All tests were one-tailed. " if one_tailed else "") + f"We found that {text}"
    document = Document("row", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    return {rule: message for rule, _, _, _, message in findings(document)}


def p_values(path: Path) -> Iterator[str]:
    """The agreement with the recorded errors, as Markdown."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    counts = Counter[str]()
    told: list[str] = []
    for number, row in enumerate(rows, 2):
        text = row["text"]
        if not list(reported_tests(plain(text))):
            counts["not read"] += 1
            told.append(f"- line {number}, not read: `{_shown(text)}`")
        two, one = fired(text), fired(text, one_tailed=True)
        for column, rule, found in (
            ("error", "T001", two),
            ("decision_error", "T002", two),
            ("error_if_one_tailed", "T001", one),
            ("decision_error_if_one_tailed", "T002", one),
        ):
            if row[column]:
                same = (rule in found) == (row[column] == "1")
                counts[f"{column}: {'agrees' if same else 'differs'}"] += 1
                counts[f"{column}: recorded as 1"] += row[column] == "1"
                if not same:
                    told.append(f"- line {number}, {column} is {row[column]}: `{_shown(text)}`")
        if not row["error"] and two:
            counts["found where nothing is recorded"] += 1
            told.append(f"- line {number}, {', '.join(two)}: {two['T001']}")
    yield f"p_values.csv, {len(rows)} rows\n"
    yield "| what | rows |\n|---|---|"
    yield from (f"| {what} | {count} |" for what, count in sorted(counts.items()))
    yield ""
    yield from told


def _shown(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def possible(path: Path) -> Iterator[str]:
    """The agreement with recorded GRIM and GRIMMER values."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    differ = []
    for row in rows:
        mean, n, items = printed(row["mean"]), int(row["n"]), int(row["items"])
        if "sd" in row:
            found = sd_possible(mean, printed(row["sd"]), n, items)
        else:
            found = mean_possible(mean, n, items, row["percent"] == "True")
        if str(found) != row["consistent"]:
            differ.append(f"- {row}")
    yield f"\n{path.name}: {len(rows) - len(differ)} of {len(rows)} rows agree"
    yield from differ


def articles(tree: Path) -> Iterator[str]:
    """Every finding of the T rules in the texts of a tree."""
    counts = Counter[str]()
    for path in sorted([*tree.glob("articles/*.nxml"), *tree.glob("sources/*.txt")]):
        try:
            document = read(path)
        except ReadError as error:
            yield f"- {error}"
            continue
        counts["texts"] += 1
        for rule, severity, start, end, message in findings(document):
            counts[f"{rule} {severity}"] += 1
            passage = " ".join(document.text[start:end].split())
            yield f"- {path.name}, {rule} {severity}: `{passage}`: {message}"
    yield f"\n{dict(counts)}"


def planted(tree: Path) -> Iterator[str]:
    """How many exchanged p values of the texts are found."""
    counts = Counter[str]()
    for path in sorted([*tree.glob("articles/*.nxml"), *tree.glob("sources/*.txt")]):
        try:
            document = read(path)
        except ReadError:
            continue
        usual = {(rule, start) for rule, _, start, _, _ in findings(document)}
        for rule, start, place, put in exchanges(document):
            text = document.text[: place[0]] + put + document.text[place[1] :]
            changed = findings(replace(document, text=text))
            if (rule, start) not in usual:
                counts[f"{rule} planted"] += 1
                counts[f"{rule} found"] += any(
                    one[0] == rule and one[2] == start for one in changed
                )
    yield f"\nplanted: {dict(counts)}"


def exchanges(document: Document) -> Iterator[tuple[str, int, tuple[int, int], str]]:
    """A rule, where it should fire, and a p value of the other side of .05 to put in a place."""
    for block in document.claim_blocks():
        for begin, stop in sentences(document.text, block.start, block.end):
            sentence = plain(document.text, begin, stop)
            reported: list[ReportedTest | Estimate] = [
                test
                for test in reported_tests(sentence)
                if test.kind is Kind.Z or test.df1 is not None
            ]
            for one in (*reported, *estimates(sentence)):
                start, end = sentence.span(one.start, one.end)
                found = _LAST_P.search(document.text, start, end)
                if found is None or one.p.sign != "=" or one.p.number is None:
                    continue
                low = "4".ljust(len(found[2]), "0")
                high = "1".rjust(len(found[2]), "0")
                put = found[1] + (low if one.p.number.value < 0.05 else high)
                rule = "T005" if isinstance(one, Estimate) else "T001"
                yield rule, start, found.span(), put


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--findings", action="store_true", help="list the findings in articles")
    parser.add_argument("--planted", action="store_true", help="exchange p values in articles")
    asked = parser.parse_args()
    folder = asked.tree / "statistics"
    parts = [
        p_values(folder / "p_values.csv"),
        possible(folder / "grim.csv"),
        possible(folder / "grimmer.csv"),
    ]
    if asked.findings:
        parts.append(articles(asked.tree))
    if asked.planted:
        parts.append(planted(asked.tree))
    for part in parts:
        for line in part:
            print(line)


if __name__ == "__main__":
    main()
