"""Measure verdicts on statements about the records of trials, section by section.

    python benchmarks/trial_records.py TREE

Rows of pairs/nli4ct.jsonl that bear a figure, supported against not, parted by
connected components of document, statement and base statement: "a" is the half
whose errors were read from the beginning, "b" and "c" are halves of the rest ("b" was
read later).  Beside them what a model of the statement's words alone reaches, trained
on other components.  Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

from checkers.judge import Judge
from checkers.model import Verdict
from checkers.pair import verify
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import Extractor

Row = dict[str, Any]


def components(rows: Sequence[Row]) -> dict[str, str]:
    """For each row the smallest identifier of those that share a document or a statement."""
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for row in rows:
        documents = [f"document {one}" for one in row["doc"]]
        base = [f"row {row['base_id']}"] if row.get("base_id") else []
        for other in (*documents, *base, f"claim {row['claim']}"):
            parent[top(f"row {row['id']}")] = top(other)
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(top(f"row {row['id']}"), []).append(row["id"])
    return {one: min(names) for names in held.values() for one in names}


def part(component: str) -> str:
    """The part of a component: by its identifier's hash, so that it never moves."""
    if not _hash(component) % 2:
        return "a"
    return "c" if _hash("x" + component) % 2 else "b"


def _hash(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def verdicts(rows: Iterable[Row]) -> np.ndarray:
    """Whether each row is supported, by the judge."""
    judge = Judge(Extractor())
    found = []
    for row in rows:
        text = row["source"]
        document = Document("source", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
        verdict = verify(row["claim"], document, Extent.FULL, judge).verdict
        found.append(verdict is Verdict.SUPPORTED)
    return np.array(found)


def alone(rows: Sequence[Row], true: np.ndarray, group: np.ndarray) -> np.ndarray:
    """What the words of the statements tell without their records."""
    texts = np.array([row["claim"] for row in rows], dtype=object)
    found = np.zeros(len(rows), dtype=bool)
    for train, test in GroupKFold(8).split(texts, true, group):
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        model = make_pipeline(
            words, LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
        )
        found[test] = model.fit(texts[train], true[train]).predict(texts[test])
    return found


def main() -> None:
    """Print macro-F1 by part and section."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    args = parser.parse_args()
    path = args.tree / "pairs" / "nli4ct.jsonl"
    rows: list[Row] = [json.loads(line) for line in path.open(encoding="utf-8")]
    component = components(rows)
    rows = [row for row in rows if row["in_f1"] and row["figure"]]
    true = np.array([row["label"] == "supported" for row in rows])
    names = sorted({component[row["id"]] for row in rows})
    group = np.array([names.index(component[row["id"]]) for row in rows])
    ours, words = verdicts(rows), alone(rows, true, group)
    parts = np.array([part(component[row["id"]]) for row in rows])
    sections = np.array([row["section"] for row in rows])
    print(f"{'part':5}{'section':17}{'rows':>6}{'macro-F1':>10}{'claim alone':>13}")
    for name in ("a", "b", "c", "all"):
        for section in (*sorted(set(sections)), "all"):
            held = ((parts == name) | (name == "all")) & (
                (sections == section) | (section == "all")
            )
            scores = [f1_score(true[held], one[held], average="macro") for one in (ours, words)]
            print(f"{name:5}{section:17}{held.sum():6}{scores[0]:10.3f}{scores[1]:13.3f}")


if __name__ == "__main__":
    sys.exit(main())
