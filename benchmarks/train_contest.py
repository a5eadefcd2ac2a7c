"""Train the trees that weigh a contest, and write checkers/data/contest.json.

    python benchmarks/train_contest.py TREE [--out checkers/data/contest.json] [--parts 8]
        [--jobs 2] [--scores scores.json]

TREE holds mutations.jsonl and sources/: statements of abstracts, true and
changed, with the body of the article as the source.  Every figure of a true
statement whose numbers all stand in the source is an example to pass, the
changed figure of a changed statement one to flag.  More is made of what is
there: wrong figures from true statements (benchmarks/changes.py), and from
sentences of a body that compare two groups and whose numbers all stand
elsewhere in it, too.  The citing sentences of benchmarks/citing join in, right
figures and wrong ones, but for the second part, which is only measured on.
Two forests are trained: one that learns little of the citing sentences, for
claims in the source's own words, and one for the others (checkers/trees.py).  Rows are kept apart
by connected components of source and statement, so that what is printed is
measured on articles that the trees did not see.  Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from changes import changes
from linked import Linked
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from checkers.compare import Tolerance
from checkers.contest import PART_MARK, PARTS, Weighed, is_barred, sides, weigh
from checkers.index import SourceIndex, digits_told, numbers_of
from checkers.indexing import build, with_open_headings
from checkers.same import ask
from checkers.signals import MONOTONE
from checkers.trees import LIKENESS, OWN_WORDS, REWORDED, VERBATIM
from claims.claim import Claim
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor, Statement
from claims.quantity import LEVEL
from claims.readers import read

PASS = frozenset({"original", "unit-converted", "rounded-with-about", "words", "n-of-N"})
MUTATED = (
    "value-near",
    "value-far",
    "other-number",
    "unit",
    "range-end",
    "arm-swap",
    "direction",
)
DISTRACTOR = "distractor"
RESTATED = "restated"
#: Figures of true statements; levels of intervals are judged by themselves and taken for passed.
TRUE = frozenset({"original", LEVEL})
#: What the figures of citing sentences are called, by part and by label.
CITED = {
    **{part: {True: "cited", False: "miscited"} for part in ("first", "third", "fourth", "fifth")},
    "second": {True: "cited, held back", False: "miscited, held back"},
}
CITES = frozenset(kind for kinds in CITED.values() for kind in kinds.values())
#: Kinds that are measured and not learnt from: held back, or nobody knows whether they are right.
UNLEARNT = frozenset({"original-hard", *CITED["second"].values()})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Share of true targets, and of all true figures, that may be flagged.
FALSE_ALARMS, FALSE_ALARMS_ALL = 0.045, 0.04
#: What the examples of a kind that are made here weigh together; a row of the file weighs 1.
MASS = {
    "swap": 700.0,
    "direction": 500.0,
    "value": 300.0,
    "other-number": 250.0,
    "range-end": 100.0,
    "unit": 200.0,
    "other-source": 200.0,
    RESTATED: 600.0,
    "cited": 600.0,
    "miscited": 600.0,
}
CITING = Path(__file__).parent / "citing"
DISTRACTOR_WEIGHT = 4.0
#: What examples that are made here weigh more for claims in other words.
MADE_MORE = 1.5
#: What citing sentences weigh less for claims in the source's own words.
CITED_LESS = 0.15
#: As many sentences of a body are held against the rest of it.
RESTATED_MOST = 3
#: Bits that their numbers tell at least, and how long they are, in characters.
RESTATED_TOLD, RESTATED_LENGTH = 12.0, range(40, 401)
_COMPARES = re.compile(r"\b(?:than|vs|versus|compared|against|whereas|while|respectively)\b")
SETTINGS = {
    "max_depth": 6,
    "learning_rate": 0.05,
    "max_iter": 300,
    "early_stopping": False,
    "max_bins": 63,
    "max_features": 0.3,
    "l2_regularization": 1.0,
    "min_samples_leaf": 15,
    "random_state": 0,
}


@dataclass(frozen=True)
class Place:
    """A place of the source that fits a figure.

    Attributes:
        signals: what it is weighed by.
        is_barred: whether a word tells it from the claim, so that no score lets it pass.
        is_part: whether it gives a part of the claim's range, which takes more to pass.
    """

    signals: dict[str, float]
    is_barred: bool
    is_part: bool = False


@dataclass(frozen=True)
class Example:
    """One figure of one statement.

    Attributes:
        row: identifier of its row, or of the sentence that was made one.
        kind: the row's kind, or that of a change made here.
        group: the row's connected component.
        is_target: whether it is the figure that the row asks about.
        passes: whether it is to pass.
        places: the places of the source that fit it, the likest first.
        is_made: whether the example was made here.
    """

    row: str
    kind: str
    group: str
    is_target: bool
    passes: bool
    places: tuple[Place, ...]
    is_made: bool = False


def groups(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The connected component of each row, by its source and its statement."""
    linked = Linked()
    for row in rows:
        linked.link("s" + row["source_id"], "b" + (row["base_id"] or row["id"]))
    return {row["id"]: linked.find("s" + row["source_id"]) for row in rows}


def gather(tree: Path, rows: list[dict[str, Any]], jobs: int) -> list[Example]:
    """The examples of a tree, source by source, in an order that does not hang on the jobs."""
    group = groups(rows)
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_source[row["source_path"]].append({**row, "group": group[row["id"]]})
    tasks = [(tree / path, held) for path, held in sorted(by_source.items())]
    with Pool(jobs) as pool:
        return [one for found in pool.imap(of_source, tasks, chunksize=4) for one in found]


def of_source(task: tuple[Path, list[dict[str, Any]]]) -> list[Example]:
    """The examples of the rows of one source, and those made of them and of the source."""
    path, rows = task
    reader = _Reader()
    document = with_open_headings(read(path))
    statements = reader.extractor.read(document)
    index = build(document, statements)
    found: list[Example] = []
    for row in rows:
        found.extend(reader.of_row(row, index))
    known = [one for row in rows if _is_whole(row) for one in [(row["claim"], row)]]
    for claim, row in dict(known).items():
        found.extend(reader.made(claim, index, row["id"], row["group"]))
    if any(row["kind"] != DISTRACTOR for row in rows):
        for start, end in restated(document, statements):
            rest = replace(
                document,
                text=document.text[:start] + " " * (end - start) + document.text[end:],
            )
            others = [one for one in statements if one.end <= start or end <= one.start]
            text, name = document.text[start:end], f"{path.name}:{start}"
            found.extend(reader.restated(text, build(rest, others), name, rows[0]["group"]))
    return found


def _is_whole(row: dict[str, Any]) -> bool:
    return row["kind"] == "original" and bool(row["all_numbers_in_source"])


def cited(tree: Path) -> list[dict[str, Any]]:
    """The citing sentences as rows, those whose source the tree holds."""
    rows = [
        {**json.loads(line), "kind": part, "base_id": None}
        for part in CITED
        for line in (CITING / f"{part}.jsonl").read_text("utf-8").splitlines()
    ]
    return [
        {**row, "source_path": row["source"], "source_id": Path(row["source"]).stem}
        for row in rows
        if (tree / row["source"]).exists()
    ]


def restated(document: Document, statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """Sentences that compare, and whose numbers all stand elsewhere in the document, too."""
    cells = {cell.start for table in document.tables for cell in table.cells}
    numbers = defaultdict(set)
    for one in statements:
        numbers[one.start, one.end] |= set(numbers_of(one.quantity))
    told = Counter(number for held in numbers.values() for number in held)
    fit = [
        (start, end)
        for (start, end), held in numbers.items()
        if start not in cells
        and end - start in RESTATED_LENGTH
        and document.text[start].isupper()
        and _COMPARES.search(document.text, start, end)
        and all(told[number] > 1 for number in held)
        and sum(map(digits_told, held)) >= RESTATED_TOLD
    ]
    random.Random(Path(document.name).name).shuffle(fit)
    return fit[:RESTATED_MOST]


class _Reader:
    """Reads statements and holds their figures against a source."""

    def __init__(self) -> None:
        self.extractor = Extractor()

    def claims(self, text: str) -> tuple[Claim, ...]:
        """The claims of a statement, without a parse."""
        document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
        return tuple(
            Claim("claim", one.quantity, text[one.start : one.end], one.start, one.end)
            for one in self.extractor.read(document)
        )

    def figures(
        self, text: str, index: SourceIndex, near: tuple[int, int] | None = None
    ) -> Iterator[tuple[Claim, tuple[Place, ...]]]:
        """Each figure of a statement (or those that touch a span) with the places that fit it."""
        claims = self.claims(text)
        sentences = defaultdict(list)
        for claim in claims:
            if not claim.quantity.is_level:
                sentences[claim.start, claim.end].append(claim.quantity)
        for claim in claims:
            figure = claim.quantity
            if figure.is_level:
                continue
            if near is None or (figure.start < near[1] and near[0] < figure.end):
                asked = ask(claim, sentences[claim.start, claim.end])
                found = weigh(asked, index, *sides(asked, index, Tolerance()))
                yield claim, tuple(map(_place, found))

    def of_row(self, row: dict[str, Any], index: SourceIndex) -> Iterator[Example]:
        """The figures of a row that are known to be right, or to be wrong."""
        kind, passes = row["kind"], row["kind"] in PASS
        if "figures" in row:
            yield from self.of_cited(row, index)
            return
        if _is_whole(row):
            levels = [one for one in self.claims(row["claim"]) if one.quantity.is_level]
            yield from (Example(row["id"], LEVEL, row["group"], False, True, ()) for _ in levels)
        for claim, places in self.figures(row["claim"], index):
            figure = claim.quantity
            is_target = figure.start < row["target_end"] and row["target_start"] < figure.end
            if is_target or _is_whole(row):
                yield Example(row["id"], kind, row["group"], is_target, passes, places)
            elif kind == DISTRACTOR:
                yield Example(row["id"], "other-source", row["group"], True, False, places, True)

    def of_cited(self, row: dict[str, Any], index: SourceIndex) -> Iterator[Example]:
        """The labelled figures of a citing sentence."""
        for claim, places in self.figures(row["claim"], index):
            figure = claim.quantity
            labels = [
                one["label"]
                for one in row["figures"]
                if figure.start < one["end"] and one["start"] < figure.end
            ]
            if labels:
                right = "wrong" not in labels
                kind = CITED[row["kind"]][right]
                yield Example(row["id"], kind, row["group"], True, right, places, True)

    def made(self, text: str, index: SourceIndex, name: str, group: str) -> Iterator[Example]:
        """The wrong figures of changed copies of a statement."""
        read = (claim.quantity for claim in self.claims(text))
        figures = [figure for figure in read if not figure.is_level]
        stated = [place.quantity.text for place in index.places]
        numbers = [one for one in stated if _NUMBER.fullmatch(one)]
        for change in changes(text, figures, numbers, text):
            for _, places in self.figures(change.text, index, (change.start, change.end)):
                yield Example(name, change.kind, group, True, False, places, True)

    def restated(self, text: str, index: SourceIndex, name: str, group: str) -> Iterator[Example]:
        """The figures of a sentence that the rest of its document bears out, right and changed."""
        for _, places in self.figures(text, index):
            yield Example(name, RESTATED, group, False, True, places, True)
        yield from self.made(text, index, name, group)


def _place(one: Weighed) -> Place:
    found = one.candidate.comparison.relation
    return Place(dict(one.signals), is_barred(one.candidate), found in PARTS)


@dataclass(frozen=True)
class Matrix:
    """The examples that have a place, as arrays.

    Attributes:
        examples: the examples.
        names: names of the signals.
        x: (places, signals); the places of an example follow one another, the likest first.
        owner: (places,); the example of each.
        is_first, is_barred, is_part: (places,).
        y, weight, part: (examples,); labels, weights and the parts to leave out.
    """

    examples: list[Example]
    names: list[str]
    x: Any
    owner: Any
    is_first: Any
    is_barred: Any
    is_part: Any
    y: Any
    weight: Any
    part: Any


def matrix(found: list[Example], parts: int) -> Matrix:
    """The examples that have a place; components are dealt to the parts by chance."""
    rows = [one for one in found if one.places]
    names = sorted(rows[0].places[0].signals)
    places = [
        (at, rank, place) for at, one in enumerate(rows) for rank, place in enumerate(one.places)
    ]
    components = sorted({one.group for one in rows})
    random.Random(0).shuffle(components)
    part = {component: at % parts for at, component in enumerate(components)}
    made = Counter(one.kind for one in rows if one.is_made)
    return Matrix(
        rows,
        names,
        np.array([[place.signals[name] for name in names] for _, _, place in places]),
        np.array([at for at, _, _ in places]),
        np.array([rank == 0 for _, rank, _ in places]),
        np.array([place.is_barred for _, _, place in places]),
        np.array([place.is_part for _, _, place in places]),
        np.array([one.passes for one in rows]),
        np.array([_weight(one, made) for one in rows]),
        np.array([part[one.group] for one in rows]),
    )


def _weight(example: Example, made: Counter[str]) -> float:
    if example.kind in UNLEARNT:
        return 0.0
    if example.is_made:
        return MASS[example.kind] / made[example.kind]
    return DISTRACTOR_WEIGHT if example.kind == DISTRACTOR else 1.0


def classifier(names: list[str]) -> HistGradientBoostingClassifier:
    """The trees, untrained."""
    return HistGradientBoostingClassifier(
        **SETTINGS, monotonic_cst=[MONOTONE.get(name, 0) for name in names]
    )


Forests = dict[str, HistGradientBoostingClassifier]


def fitted(data: Matrix, chosen: Any) -> Forests:
    """The forests, trained on some of the examples.

    Nobody has said which place of an example is the right one.  So forests that learn
    of the likest ones choose, and what is trained on then are both: the likest place
    and the one that they hold likeliest (Andrews, Tsochantaridis and Hofmann 2002,
    for the choice of one instance of many).
    """
    inside = chosen[data.owner]
    first = np.flatnonzero(inside & data.is_first)
    draft = _trained(data, first)
    both = np.union1d(first, likeliest(data, decided(draft, data), np.flatnonzero(inside)))
    return _trained(data, both)


def _trained(data: Matrix, rows: Any) -> Forests:
    """The forests, trained on some of the places; those of one example share its weight.

    The one for claims in the source's own words learns little of citing sentences,
    whose words tell less.
    """
    cites = np.isin([one.kind for one in data.examples], list(CITED["first"].values()))
    made = np.array([one.is_made for one in data.examples])
    share = data.weight / np.maximum(np.bincount(data.owner[rows], minlength=len(data.y)), 1)
    weights = {
        VERBATIM: share * np.where(cites, CITED_LESS, 1),
        REWORDED: share * np.where(made, MADE_MORE, 1),
    }
    return {
        name: classifier(data.names).fit(
            data.x[used], data.y[data.owner[used]], weight[data.owner[used]]
        )
        for name, weight in weights.items()
        for used in [rows[weight[data.owner[rows]] > 0]]
    }


def decided(forests: Forests, data: Matrix) -> Any:
    """The log-odds of all places, by the forest that answers each."""
    own, other = (forests[name].decision_function(data.x) for name in (VERBATIM, REWORDED))
    return np.where(data.x[:, data.names.index(LIKENESS)] > OWN_WORDS, own, other)


def likeliest(data: Matrix, score: Any, rows: Any) -> Any:
    """Of some places the likeliest of each example, a barred one only where all are."""
    order = rows[np.lexsort((-score[rows], data.is_barred[rows], data.owner[rows]))]
    owner = data.owner[order]
    return order[np.r_[True, owner[1:] != owner[:-1]]]


@dataclass(frozen=True)
class Scored:
    """An example with the place that answers it.

    Attributes:
        example: the example.
        score: the log-odds of its likeliest place, None where no place fits.
        is_barred: whether a word tells all its places from the claim.
        is_part: whether that place gives a part of the claim's range and no more.
    """

    example: Example
    score: float | None = None
    is_barred: bool = False
    is_part: bool = False


def out_of_fold(found: list[Example], data: Matrix) -> list[Scored]:
    """Each example's answer by trees that saw nothing of its component."""
    score = np.zeros(len(data.x))
    for part in sorted(set(data.part.tolist())):
        here = (data.part == part)[data.owner]
        score[here] = decided(fitted(data, data.part != part), data)[here]
    best = likeliest(data, score, np.arange(len(score)))
    answers = {
        id(data.examples[data.owner[at]]): (
            float(score[at]),
            bool(data.is_barred[at]),
            bool(data.is_part[at]),
        )
        for at in best
    }
    return [Scored(one, *answers.get(id(one), ())) for one in found]


def export(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """A trained forest as plain lists."""
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
    return {"base": float(np.ravel(model._baseline_prediction)[0]), "trees": trees}


@dataclass(frozen=True)
class Calibration:
    """Platt's slope and shift, and how often a figure is right that no score was asked about.

    Attributes:
        slope, shift: of the log-odds.
        absent: share of right figures among those that no place fits.
        barred: share of right ones among those that a word tells from their place.
    """

    slope: float
    shift: float
    absent: float
    barred: float

    def probability(self, one: Scored) -> float:
        """How likely it is that a figure is borne out."""
        if one.example.kind == LEVEL:
            return 1.0
        if one.score is None:
            return self.absent
        sure = float(1 / (1 + np.exp(-(self.slope * one.score + self.shift))))
        return min(sure, self.barred) if one.is_barred else sure

    def level(self, one: Scored) -> float:
        """The highest mark at which a figure is taken for borne out, 0 where none is."""
        sure = self.probability(one)
        if one.example.kind == LEVEL:
            return sure
        least = PART_MARK if one.is_part else 0.0
        return 0.0 if one.score is None or one.is_barred or sure < least else sure

    def passes(self, one: Scored, mark: float) -> bool:
        """Whether a figure is taken for borne out at a mark."""
        return self.level(one) >= mark


def calibrate(found: list[Scored]) -> Calibration:
    """Fit the calibration to the targets of the rows, which are right or wrong in equal parts."""
    known = [one for one in found if _is_known(one.example)]
    free = [one for one in known if one.score is not None and not one.is_barred]
    platt = LogisticRegression(C=1e6).fit(
        np.array([[one.score] for one in free]), [one.example.passes for one in free]
    )
    absent = [one.example.passes for one in known if one.score is None]
    barred = [one.example.passes for one in known if one.is_barred]
    return Calibration(
        float(platt.coef_[0, 0]),
        float(platt.intercept_[0]),
        (sum(absent) + 1) / (len(absent) + 2),
        (sum(barred) + 1) / (len(barred) + 2),
    )


def _is_known(example: Example) -> bool:
    return example.is_target and not example.is_made and example.kind not in UNLEARNT


def choose_mark(found: list[Scored], calibration: Calibration) -> float:
    """The highest mark at which true figures are flagged no oftener than they may be."""
    marks = []
    for share, asked in ((FALSE_ALARMS, True), (FALSE_ALARMS_ALL, False)):
        true = sorted(
            calibration.level(scored)
            for scored in found
            for one in [scored.example]
            if (one.is_target and one.kind == "original") or (not asked and one.kind in TRUE)
        )
        marks.append(true[int(share * len(true))])
    return min(marks)


def report(
    rows: list[dict[str, Any]], found: list[Scored], calibration: Calibration, mark: float
) -> None:
    """Print the share of each kind that is flagged at a mark, and the pairs that are told."""
    flagged: dict[str, bool] = defaultdict(bool)
    every: list[bool] = []
    cites: dict[str, list[bool]] = defaultdict(list)
    for scored in found:
        one, below = scored.example, not calibration.passes(scored, mark)
        if not one.is_made and one.is_target:
            flagged[one.row] |= below
        if one.kind in TRUE:
            every.append(below)
        if one.kind in CITES:
            cites[one.kind].append(below)
    share = {"original, all figures": np.mean(every)}
    share |= {kind: np.mean(told) for kind, told in sorted(cites.items())}
    pairs = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        held = [row for row in rows if row["kind"] == kind]
        share[kind] = np.mean([flagged[row["id"]] for row in held])
        if kind in MUTATED:
            told = [flagged[row["id"]] and not flagged[row["base_id"]] for row in held]
            pairs.extend(told)
            print(f"{kind:24}{len(held):6}{share.pop(kind):8.3f}{np.mean(told):8.3f}")
        elif kind == DISTRACTOR:
            present = [flagged[row["id"]] for row in held if row["target_in_source"]]
            share["distractor, number present"] = np.mean(present)
    for kind, value in share.items():
        print(f"{kind:30}{value:8.3f}")
    print(f"{'pair accuracy':30}{np.mean(pairs):8.3f}")


def main() -> None:
    """Train, measure out of fold, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--out", type=Path, default=Path("checkers/data/contest.json"))
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scores", type=Path, help="write each target's probability here")
    args = parser.parse_args()
    rows = [json.loads(line) for line in (args.tree / "mutations.jsonl").open(encoding="utf-8")]
    found = gather(args.tree, rows + cited(args.tree), args.jobs)
    data = matrix(found, args.parts)
    scored = out_of_fold(found, data)
    calibration = calibrate(scored)
    mark = choose_mark(scored, calibration)
    print(f"{len(data.y)} examples, {len(data.names)} signals, mark {mark:.3f}")
    report(rows, scored, calibration, mark)
    if args.scores:
        _write_scores(args.scores, scored, mark)
    forests = fitted(data, data.weight > 0)
    told = {
        "signals": data.names,
        "slope": calibration.slope,
        "shift": calibration.shift,
        "mark": mark,
        "absent": calibration.absent,
        "barred": calibration.barred,
        "forests": {name: export(forest) for name, forest in forests.items()},
    }
    args.out.write_text(json.dumps(told, separators=(",", ":")) + "\n", "utf-8")


def _write_scores(path: Path, scored: list[Scored], mark: float) -> None:
    """Each target's confidence by a calibration that was fitted without its component."""
    known = [one for one in scored if _is_known(one.example)]
    components = sorted({one.example.group for one in known})
    random.Random(1).shuffle(components)
    half = set(components[::2])
    held: list[dict[str, object]] = []
    for here in (True, False):
        calibration = calibrate([one for one in known if (one.example.group in half) is not here])
        for one in known:
            if (one.example.group in half) is here:
                sure, passed = calibration.probability(one), calibration.passes(one, mark)
                held.append(
                    {
                        "kind": one.example.kind,
                        "confidence": sure if passed else 1 - sure,
                        "right": passed == one.example.passes,
                    }
                )
    path.write_text(json.dumps(held) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
