"""Train the trees that weigh a contest, and write checkers/data/contest.json.

    python benchmarks/train_contest.py TREE [--out checkers/data/contest.json] [--parts 8]

TREE holds mutations.jsonl and sources/: statements of abstracts, true and
changed, with the body of the article as the source.  Every figure of a true
statement whose numbers all stand in the source is an example to pass, the
changed figure of a changed statement one to flag; further wrong figures are
made of the true statements (benchmarks/changes.py).  Rows are kept apart by
connected components of source and statement, so that what is printed is
measured on articles that the trees did not see.  Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from changes import changes
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from checkers.compare import Tolerance
from checkers.contest import is_barred, sides
from checkers.index import SourceIndex
from checkers.judge import Judge
from checkers.same import ask
from checkers.signals import MONOTONE, signals
from claims.claim import Claim
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
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Share of true targets, and of all true figures, that may be flagged.
FALSE_ALARMS, FALSE_ALARMS_ALL = 0.045, 0.045
#: What an example weighs: those made here less, the few about other sources more.
MADE_WEIGHT, DISTRACTOR_WEIGHT = 0.5, 4.0
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
    """One figure of one statement.

    Attributes:
        kind: the row's kind, or that of a change made here.
        group: the row's connected component.
        is_target: whether it is the figure that the row asks about.
        passes: whether it is to pass.
        signals: None where no place of the source fits it.
        is_made: whether the statement was changed here.
        is_barred: whether a word tells the place from the claim, so that no
            score lets it pass.
    """

    kind: str
    group: str
    is_target: bool
    passes: bool
    signals: dict[str, float] | None
    is_made: bool = False
    is_barred: bool = False


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
    """The examples of a tree, source by source, and those made of its true statements."""
    rows = [json.loads(line) for line in (tree / "mutations.jsonl").open(encoding="utf-8")]
    group = groups(rows)
    reader = _Reader(Judge(Extractor()))
    changed: set[str] = set()
    for row in sorted(rows, key=lambda row: str(row["source_path"])):
        if row["kind"] not in PASS | FLAG:
            continue
        index = reader.judge.index(read(tree / row["source_path"]))
        span = (row["target_start"], row["target_end"])
        whole = row["kind"] == "original" and row["all_numbers_in_source"]
        for claim, found, barred in reader.figures(row["claim"], index):
            is_target = claim.quantity.start < span[1] and span[0] < claim.quantity.end
            if is_target or whole:
                passes = row["kind"] in PASS
                yield Example(
                    row["kind"], group[row["id"]], is_target, passes, found, is_barred=barred
                )
        if whole and row["claim"] not in changed:
            changed.add(row["claim"])
            for kind, found in reader.made(row["claim"], index):
                yield Example(kind, group[row["id"]], True, False, found, True)


class _Reader:
    """Reads statements and holds their figures against a source."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def claims(self, text: str) -> tuple[Claim, ...]:
        """The claims of a statement, without a parse."""
        document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
        return tuple(
            Claim("claim", one.quantity, text[one.start : one.end], one.start, one.end)
            for one in self.judge.extractor.read(document, ())
        )

    def figures(
        self, text: str, index: SourceIndex, near: tuple[int, int] | None = None
    ) -> Iterator[tuple[Claim, dict[str, float] | None, bool]]:
        """Each figure of a statement (or those that touch a span) with its signals."""
        claims = self.claims(text)
        sentences = defaultdict(list)
        for claim in claims:
            sentences[claim.start, claim.end].append(claim.quantity)
        for claim in claims:
            figure = claim.quantity
            if near is None or (figure.start < near[1] and near[0] < figure.end):
                asked = ask(claim, sentences[claim.start, claim.end])
                fitting, rivals = sides(asked, index, Tolerance())
                found = dict(signals(asked, index, fitting, rivals)) if fitting else None
                yield claim, found, bool(fitting) and is_barred(fitting[0])

    def made(self, text: str, index: SourceIndex) -> Iterator[tuple[str, dict[str, float] | None]]:
        """The wrong figures of changed copies of a statement."""
        figures = [claim.quantity for claim in self.claims(text)]
        stated = [place.quantity.text for place in index.places]
        numbers = [one for one in stated if _NUMBER.fullmatch(one)]
        for change in changes(text, figures, numbers, text):
            for _, found, _ in self.figures(change.text, index, (change.start, change.end)):
                yield change.kind, found


def matrix(found: list[Example]) -> tuple[Any, Any, Any, Any, list[str]]:
    """Signals, labels, weights and groups of the examples that have signals."""
    rows = [one for one in found if one.signals is not None]
    names = sorted(rows[0].signals or {})
    x = np.array([[(one.signals or {})[name] for name in names] for one in rows])
    y = np.array([one.passes for one in rows])
    order = {name: at for at, name in enumerate(dict.fromkeys(one.group for one in rows))}
    weight = np.array([_weight(one) for one in rows])
    return x, y, weight, np.array([order[one.group] for one in rows]), names


def _weight(example: Example) -> float:
    if example.is_made:
        return MADE_WEIGHT
    return DISTRACTOR_WEIGHT if example.kind == "distractor" else 1.0


def classifier(names: list[str]) -> HistGradientBoostingClassifier:
    """The trees, untrained."""
    return HistGradientBoostingClassifier(
        **SETTINGS, monotonic_cst=[MONOTONE.get(name, 0) for name in names]
    )


def out_of_fold(x: Any, y: Any, weight: Any, group: Any, names: list[str], parts: int) -> Any:
    """Each example's score by trees that saw nothing of its component."""
    score = np.zeros(len(y))
    for train, test in GroupKFold(parts).split(x, y, group):
        model = classifier(names).fit(x[train], y[train], weight[train])
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


def choose_mark(found: list[Example], probability: dict[int, float]) -> float:
    """The highest mark at which true figures are flagged no oftener than they may be."""
    marks = []
    for share, asked in ((FALSE_ALARMS, True), (FALSE_ALARMS_ALL, False)):
        true = sorted(
            0.0 if one.is_barred else probability.get(at, 0.0)
            for at, one in enumerate(found)
            if one.kind == "original" and (one.is_target or not asked)
        )
        marks.append(true[int(share * len(true))])
    return min(marks)


def report(found: list[Example], probability: dict[int, float], mark: float) -> None:
    """Print the share of each kind that is flagged at a mark."""
    total, flagged = defaultdict(int), defaultdict(int)
    for at, one in enumerate(found):
        if one.is_made:
            continue
        below = one.is_barred or probability.get(at, 0.0) < mark
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
    x, y, weight, group, names = matrix(found)
    score = out_of_fold(x, y, weight, group, names, args.parts)
    real = np.array([not one.is_made for one in found if one.signals is not None])
    platt = LogisticRegression(C=1e6).fit(score[real].reshape(-1, 1), y[real])
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    calibrated = 1 / (1 + np.exp(-(slope * score + shift)))
    have = [at for at, one in enumerate(found) if one.signals is not None]
    probability = dict(zip(have, calibrated, strict=True))
    mark = choose_mark(found, probability)
    print(f"{len(y)} examples, {len(names)} signals, mark {mark:.3f}")
    report(found, probability, mark)
    model = classifier(names).fit(x, y, weight)
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
