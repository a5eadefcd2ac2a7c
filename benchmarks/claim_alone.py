"""Measure what can be told of a changed statement without its source.

    python benchmarks/claim_alone.py TREE

A logistic model of the words and word pairs around the target, its digits kept,
trained on the rows of mutations.jsonl by connected components, as
train_contest.py keeps them apart.  Prints the share of each kind that it flags
where it flags 4.5% of the true ones.  What the source alone tells is chance by
construction: a true statement and its changed copies have the same source.
Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from train_contest import FALSE_ALARMS, MUTATED, groups

REACH = 120


def around(row: dict[str, Any]) -> str:
    """The target between marks, with the text before and behind it."""
    start, end = row["target_start"], row["target_end"]
    claim = row["claim"]
    before, behind = claim[max(0, start - REACH) : start], claim[end : end + REACH]
    return f"{before} openmark {claim[start:end]} closemark {behind}"


def main() -> None:
    """Print the share of each kind that is flagged without a source."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in (args.tree / "mutations.jsonl").open(encoding="utf-8")]
    component = groups(rows)
    rows = [row for row in rows if row["kind"] in (*MUTATED, "original")]
    names = sorted({component[row["id"]] for row in rows})
    group = np.array([names.index(component[row["id"]]) for row in rows])
    texts = np.array([around(row) for row in rows], dtype=object)
    true = np.array([row["kind"] == "original" for row in rows])
    score = np.zeros(len(rows))
    for train, test in GroupKFold(8).split(texts, true, group):
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[^\s()]+")
        model = make_pipeline(words, LogisticRegression(C=10, max_iter=1000))
        score[test] = model.fit(texts[train], true[train]).decision_function(texts[test])
    mark = np.quantile(score[true], FALSE_ALARMS)
    for kind in MUTATED:
        held = np.array([row["kind"] == kind for row in rows])
        print(f"{kind:16}{np.mean(score[held] < mark):8.3f}")


if __name__ == "__main__":
    sys.exit(main())
