"""Train the trees that weigh a contest, and write checkers/data/contest.json.

    python benchmarks/train_contest.py TREE [--out checkers/data/contest.json] [--parts 8]

TREE holds mutations.jsonl and sources/: statements of abstracts, true and
changed, with the body of the article as the source.  Every figure of a true
statement whose numbers all stand in the source is an example to pass, the
changed figure of a changed statement one to flag.  Rows are kept apart by
connected components of source and statement, so that what is printed is
measured on articles that the trees did not see.  Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from checkers.compare import Tolerance
from checkers.contest import sides
from checkers.judge import Judge
from checkers.same import ask
from checkers.signals import MONOTONE, signals
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor
from claims.readers import read

PASS = frozenset({"original", "unit-converted", "rounded-with-about", "words", "n-of-N"})
FLAG = frozenset(
    {
        "value-near",
        "value-far",
        "other-number",
        "unit",
        "range-end",
        "arm-swap",
        "direction",
        "distractor",
    }
)
#: Share of true targets that may be flagged.
FALSE_ALARMS = 0.04
SETTINGS = {
    "max_depth": 4,
    "learning_rate": 0.06,
    "max_iter": 150,
    "l2_regularization": 1.0,
    "min_samples_leaf": 15,
    "random_state": 0,
}


@dataclass(frozen=True)
class Example:
    """One figure of one row; ``signals`` is None where no place fits it."""

    kind: str
    group: str
    is_target: bool
    passes: bool
    signals: dict[str, float] | None


def groups(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The connected component of each row, by its source and its statement."""
    parent: dict[str, str] = {}

    def find(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for row in rows:
        parent[find("s" + row["source_id"])] = find("b" + (row["base_id"] or row["id"]))
    return {row["id"]: find("s" + row["source_id"]) for row in rows}


def examples(tree: Path) -> Iterator[Example]:
    """The examples of a tree, source by source."""
    rows = [json.loads(line) for line in (tree / "mutations.jsonl").open(encoding="utf-8")]
    group = groups(rows)
    judge = Judge(Extractor())
    for row in sorted(rows, key=lambda row: str(row["source_path"])):
        if row["kind"] in PASS | FLAG:
            document = read(tree / row["source_path"])
            yield from _examples(row, document, judge, group[row["id"]])


def _examples(row: dict[str, Any], source: Document, judge: Judge, group: str) -> Iterator[Example]:
    text = row["claim"]
    document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    index = judge.index(source)
    claims = judge.extractor.extract(document).claims
    sentences = defaultdict(list)
    for claim in claims:
        sentences[claim.start, claim.end].append(claim.quantity)
    for claim in claims:
        figure = claim.quantity
        is_target = figure.start < row["target_end"] and row["target_start"] < figure.end
        if not is_target and not (row["kind"] == "original" and row["all_numbers_in_source"]):
            continue
        asked = ask(claim, sentences[claim.start, claim.end])
        fitting, rivals = sides(asked, index, Tolerance())
        found = dict(signals(asked, index, fitting, rivals)) if fitting else None
        yield Example(row["kind"], group, is_target, row["kind"] in PASS, found)


def matrix(found: list[Example]) -> tuple[Any, Any, Any, list[str]]:
    """Signals, labels and groups of the examples that have signals."""
    rows = [one for one in found if one.signals is not None]
    names = sorted(rows[0].signals or {})
    x = np.array([[(one.signals or {})[name] for name in names] for one in rows])
    y = np.array([one.passes for one in rows])
    order = {name: at for at, name in enumerate(dict.fromkeys(one.group for one in rows))}
    return x, y, np.array([order[one.group] for one in rows]), names


def classifier(names: list[str]) -> HistGradientBoostingClassifier:
    """The trees, untrained."""
    return HistGradientBoostingClassifier(
        **SETTINGS, monotonic_cst=[MONOTONE.get(name, 0) for name in names]
    )


def out_of_fold(x: Any, y: Any, group: Any, names: list[str], parts: int) -> Any:
    """Each example's score by trees that saw nothing of its component."""
    score = np.zeros(len(y))
    for train, test in GroupKFold(parts).split(x, y, group):
        model = classifier(names).fit(x[train], y[train])
        score[test] = model.decision_function(x[test])
    return score


def export(model: HistGradientBoostingClassifier) -> list[dict[str, list[Any]]]:
    """The trained trees as plain lists."""
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        trees.append(
            {
                "signal": [
                    -1 if end else int(at)
                    for end, at in zip(leaf, nodes["feature_idx"], strict=True)
                ],
                "mark": [round(float(v), 6) for v in np.where(leaf, 0, nodes["num_threshold"])],
                "left": [int(v) for v in nodes["left"]],
                "right": [int(v) for v in nodes["right"]],
                "value": [round(float(v), 6) for v in np.where(leaf, nodes["value"], 0)],
            }
        )
    return trees


def report(found: list[Example], probability: dict[int, float], mark: float) -> None:
    """Print the share of each kind that is flagged at a mark."""
    total, flagged = defaultdict(int), defaultdict(int)
    for at, one in enumerate(found):
        below = probability.get(at, 0.0) < mark
        for kind in ([one.kind] if one.is_target else []) + (
            ["original, all figures"] if one.kind == "original" else []
        ):
            total[kind] += 1
            flagged[kind] += below
    for kind in sorted(total):
        print(f"{kind:24}{total[kind]:6}{flagged[kind] / total[kind]:8.3f}")


def main() -> None:
    """Train, measure out of fold, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--out", type=Path, default=Path("checkers/data/contest.json"))
    parser.add_argument("--parts", type=int, default=8)
    args = parser.parse_args()
    found = list(examples(args.tree))
    x, y, group, names = matrix(found)
    score = out_of_fold(x, y, group, names, args.parts)
    platt = LogisticRegression(C=1e6).fit(score.reshape(-1, 1), y)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    calibrated = 1 / (1 + np.exp(-(slope * score + shift)))
    have = [at for at, one in enumerate(found) if one.signals is not None]
    probability = dict(zip(have, calibrated, strict=True))
    true = sorted(
        probability.get(at, 0.0)
        for at, one in enumerate(found)
        if one.kind == "original" and one.is_target
    )
    mark = float(true[int(FALSE_ALARMS * len(true))])
    print(f"{len(y)} examples, {len(names)} signals, mark {mark:.3f}")
    report(found, probability, mark)
    model = classifier(names).fit(x, y)
    data = {
        "signals": names,
        "base": float(np.ravel(model._baseline_prediction)[0]),
        "slope": slope,
        "shift": shift,
        "mark": mark,
        "trees": export(model),
    }
    args.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
