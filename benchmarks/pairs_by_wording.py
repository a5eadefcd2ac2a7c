"""Measure what the wording of an excerpt tells of pairs that people judged.

    python benchmarks/pairs_by_wording.py TREE [--seeds 3]

TREE holds pairs/: claims and excerpts (Check-COVID, Citation-Integrity,
HealthVer, SciFact), also those without a figure in the scorer's sense, as long
as a figure is read in them.  Trees learn from the verdicts on a claim's figures
and from the words of both texts whether people called the claim supported,
contradicted or unsupported.  Pairs are kept apart by connected components of
document, claim, text and of what a claim was made from; the marks are chosen
inside the training parts.  Prints, for the pairs with a figure, the macro-F1 of
the verdict table and of the trees, out of part; beside them what is told
without reading the other side, what is left where a whole set is kept from the
training, how often "contradicted" is right, and how many supported claims are
called so still when one of their figures has been changed.  No part of the
package: it is why the package does not do so.  Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from linked import Linked
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from checkers.judge import Judge, Works
from checkers.model import Judgement, Reason, Verdict
from checkers.pair import central, is_side
from checkers.trees import contest_model
from checkers.words import rarity, words
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor, claim_of
from claims.measured import Measured
from claims.quantity import Dimension, Quantity, Relation
from claims.readers import parse
from claims.sentences import sentences
from sources.model import Resolution, Source

SETS = ("check_covid", "citation_integrity", "healthver", "scifact")
LABELS = ("supported", "contradicted", "unsupported")
#: The verdicts of the table as labels; the others are "unsupported".
AS_LABEL = {Verdict.SUPPORTED: 0, Verdict.CONTRADICTED: 1}
#: Pairs whose claim has no figure in the scorer's sense weigh this much.
SIDE_WEIGHT = 0.5
PARTS, INNER = 8, 4
SETTINGS = {
    "n_estimators": 80,
    "min_samples_leaf": 6,
    "max_depth": 9,
    "max_features": 0.3,
    "random_state": 0,
}
MARKS = np.arange(0.2, 0.8, 0.02)


BORNE_OUT = frozenset({Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED})
_SILENT = frozenset({Verdict.UNSUPPORTED, Verdict.UNVERIFIABLE})
#: Letters that are compared at a time.
_GRAM = 4
_LETTERS = re.compile(r"[^a-z]+")
_DIGITS = re.compile(r"\d[\d,]*(?:[.·]\d+)?")
#: "IgG", "SARS-CoV-2": names that are printed with capitals or digits inside.
_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][\w-]*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
#: What stands for a signal of figures that no place fits.
_NONE = -0.2


@dataclass(frozen=True)
class Pair:
    """A pair that people judged.

    Attributes:
        claim, source: the texts.
        collection: the set that it is of.
        label: number of its label.
        component: what it must not be parted from.
        is_scored: whether it bears a figure in the scorer's sense.
        table: the label of the verdict table alone.
        signals: None where no figure is read in the claim.
        changed: the signals of its claim with one figure changed that the
            excerpt bears out, None where the claim has not two figures.
        passes: whether the table calls the changed claim supported.
    """

    claim: str
    source: str
    collection: str
    label: int
    component: str
    is_scored: bool
    table: int
    signals: dict[str, float] | None
    changed: dict[str, float] | None
    passes: bool


def origin(row: dict[str, Any]) -> str:
    """What a row's claim was made from, by the identifiers of the sets."""
    cut = {"check_covid": "_", "scifact": "-"}.get(row["set"])
    return str(row["id"]).rsplit(cut, 1)[0] if cut else str(row["id"])


def components(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The connected component of each row, by document, claim, text and origin."""
    linked = Linked()
    for row in rows:
        for other in ("c" + row["claim"].lower().strip(), "s" + row["source"], "o" + origin(row)):
            linked.link(other, "d" + row["doc"])
    return [linked.find("d" + row["doc"]) for row in rows]


def gather(tree: Path) -> list[Pair]:
    """The pairs of a tree, judged by the verdict table."""
    rows = [
        {**json.loads(line), "set": name}
        for name in SETS
        for line in (tree / "pairs" / f"{name}.jsonl").open(encoding="utf-8")
    ]
    judge = Judge(Extractor())
    return [_pair(row, group, judge) for row, group in zip(rows, components(rows), strict=True)]


def _text(name: str, text: str) -> Document:
    return Document(name, text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))


def _pair(row: dict[str, Any], component: str, judge: Judge) -> Pair:
    judged = _judged(row["claim"], row["source"], judge)
    changed = _changed(row["claim"], judged) if row["label"] == "supported" else None
    again = _judged(changed, row["source"], judge) if changed else ()
    return Pair(
        row["claim"],
        row["source"],
        row["set"],
        LABELS.index(row["label"]),
        component,
        bool(row["figure"]),
        AS_LABEL.get(central(judged).verdict, 2) if judged else 2,
        signals(row["claim"], row["source"], _main(judged)) if judged else None,
        signals(changed, row["source"], _main(again)) if changed and again else None,
        bool(again) and central(again).verdict is Verdict.SUPPORTED,
    )


def _judged(claim: str, source: str, judge: Judge) -> Sequence[Judgement]:
    document = _text("claim", claim)
    claims = [claim_of(document, one, Measured()) for one in judge.extractor.read(document)]
    works = Works((Source("source", parse(source, "source", "text")),), (), Resolution.LABEL)
    return judge.judge(claims, lambda _: works)


def _main(judged: Sequence[Judgement]) -> Sequence[Judgement]:
    """The judgements of the central figures."""
    figures = [one.claim.quantity for one in judged]
    return [one for one in judged if not is_side(one.claim.quantity, figures)] or judged


def _changed(claim: str, judged: Sequence[Judgement]) -> str | None:
    """The claim with the first figure that is borne out made larger by a third."""
    figures = _main(judged) if judged else ()
    for one in figures if len(figures) > 1 else ():
        number = _PLAIN.search(claim, one.claim.quantity.start, one.claim.quantity.end)
        if one.verdict is Verdict.SUPPORTED and number:
            digits = len(number.group().partition(".")[2])
            larger = f"{float(number.group()) * 4 / 3 + (not digits):.{digits}f}"
            return claim[: number.start()] + larger + claim[number.end() :]
    return None


def signals(claim: str, source: str, figures: Sequence[Judgement]) -> dict[str, float]:
    """The signals of a pair by name: of its central figures, at least one, and of the wording."""
    return {**_of_figures(claim, source, figures), **_Texts(claim, source).signals()}


def _share(held: Collection[object]) -> float:
    return sum(map(bool, held)) / len(held)


def _of_figures(claim: str, source: str, figures: Sequence[Judgement]) -> dict[str, float]:
    held = [dict(one.signals) for one in figures]
    sure = [contest_model().probability(one) if one else 0.0 for one in held]
    best = held[sure.index(max(sure))]
    quantities = [one.claim.quantity for one in figures]
    told = [one.get("told", 0.0) for one in held]
    found = {
        "supported": _share([one.verdict is Verdict.SUPPORTED for one in figures]),
        "partly": _share([one.verdict is Verdict.PARTLY_SUPPORTED for one in figures]),
        "contradicted": _share([one.verdict is Verdict.CONTRADICTED for one in figures]),
        "silent": _share([one.verdict in _SILENT for one in figures]),
        "tempted": _share([one.reason is Reason.ENTITY_DIFFERS for one in figures]),
        "sure-most": max(sure),
        "sure-least": min(sure),
        "sure": sum(sure) / len(sure),
        "fits-all": float(all(held)),
        "fits": _share(held),
        "told-most": max(told),
        "told-least": min(told),
        "printed": _printed(claim, source),
    }
    found |= {f"best-{name}": best.get(name, _NONE) for name in _OF_BEST}
    return found | _kinds(quantities)


#: Signals of the contest that are taken from the surest figure.
_OF_BEST = ("near", "wide", "close", "direction-same", "direction-opposite")


def _kinds(quantities: Sequence[Quantity]) -> dict[str, float]:
    """What sorts of figures a claim has."""
    plain = (Relation.EXACT, Relation.RANGE)
    return {
        "proportions": _share([one.dimension is Dimension.PROPORTION for one in quantities]),
        "counts": _share([one.dimension is Dimension.COUNT for one in quantities]),
        "durations": _share([one.dimension is Dimension.DURATION for one in quantities]),
        "bare": _share([not one.unit for one in quantities]),
        "about": float(any(one.approximate for one in quantities)),
        "bound": float(any(one.relation not in plain for one in quantities)),
    }


def _printed(claim: str, source: str) -> float:
    """The share of a claim's numbers in digits that the excerpt prints."""
    ours, theirs = (
        [one.replace(",", "").replace("·", ".") for one in _DIGITS.findall(text)]
        for text in (claim, source)
    )
    return sum(one in theirs for one in ours) / len(ours) if ours else -1.0


def _parts(text: str) -> list[str]:
    """The sentences of a text; none goes past its line."""
    return [line[start:end] for line in text.splitlines() for start, end in sentences(line)]


class _Texts:
    """The words of a claim and of an excerpt, sentence by sentence."""

    def __init__(self, claim: str, source: str) -> None:
        self.claim, self.source = claim, source
        self.parts = _parts(source) or [""]
        self.ours = [word.concept for word in words(claim)]
        self.theirs = [[word.concept for word in words(part)] for part in self.parts]
        self.weights = {concept: rarity(concept) for concept in self.ours}
        self.shares = [self.share(part) for part in self.theirs]
        #: The sentences, that which shares the most with the claim first.
        self.order = sorted(range(len(self.parts)), key=lambda at: -self.shares[at])

    @property
    def passage(self) -> str:
        """The sentence that shares the most with the claim."""
        return self.parts[self.order[0]]

    def share(self, held: Collection[str]) -> float:
        """The share of the claim's words among those held, the rarer the more."""
        total = sum(self.weights.values()) or 1.0
        return sum(told for one, told in self.weights.items() if one in held) / total

    def signals(self) -> dict[str, float]:
        """The signals of the wording."""
        best = set(self.theirs[self.order[0]])
        whole = {concept for part in self.theirs for concept in part}
        missing = sorted(told for one, told in self.weights.items() if one not in whole)
        rarest = sorted(self.weights, key=lambda one: -self.weights[one])[:3]
        shares = self.shares
        return {
            "words": self.share(whole),
            "words-best": shares[self.order[0]],
            "words-two": self.share({one for at in self.order[:2] for one in self.theirs[at]}),
            "words-first": shares[0],
            "words-last": shares[-1],
            "words-mean": sum(shares) / len(shares),
            "spread": _share([one > shares[self.order[0]] / 2 for one in shares]),
            "missing": missing[-1] if missing else 0.0,
            "missing-second": missing[-2] if len(missing) > 1 else 0.0,
            "missing-best": max(
                (told for one, told in self.weights.items() if one not in best), default=0.0
            ),
            "back": self._back(best),
            "back-whole": self._back(whole),
            "rarest": sum(one in whole for one in rarest) / 3,
            "rarest-best": sum(one in best for one in rarest) / 3,
            **self._phrases(),
        }

    def _back(self, held: Collection[str]) -> float:
        """The share of what is held that the claim names."""
        total = sum(map(rarity, held)) or 1.0
        return sum(rarity(one) for one in held if one in self.weights) / total

    def _phrases(self) -> dict[str, float]:
        """How much of the claim's runs of words and letters, and of its names, is there."""
        ours = set(pairwise(self.ours))
        theirs = {pair for part in self.theirs for pair in pairwise(part)}
        names, known = (set(_NAME.findall(text)) for text in (self.claim, self.source))
        return {
            "pairs": len(ours & theirs) / len(ours) if ours else 0.0,
            "letters": _alike(self.claim, self.source),
            "letters-best": _alike(self.claim, self.passage),
            "names": float(len(names)),
            "names-known": len(names & known) / len(names) if names else 0.5,
        }


def _alike(claim: str, text: str) -> float:
    """The share of the claim's runs of letters that a text holds."""
    ours, theirs = (_grams(one) for one in (claim, text))
    return (ours & theirs).total() / (ours.total() or 1)


def _grams(text: str) -> Counter[str]:
    plain = _LETTERS.sub(" ", text.lower())
    return Counter(plain[at : at + _GRAM] for at in range(len(plain) - _GRAM + 1))


def parts(pairs: Sequence[Pair], count: int, seed: int) -> Any:
    """Deal the components to parts, the large ones first, so that each part has of each set."""
    size = Counter(one.component for one in pairs)
    names = sorted(size)
    random.Random(seed).shuffle(names)
    names.sort(key=lambda name: -size[name])
    home = {one.component: one.collection for one in pairs}
    load: list[Counter[str]] = [Counter() for _ in range(count)]
    part = {}
    for name in names:
        at = min(range(count), key=lambda one: (load[one][home[name]], load[one].total(), one))
        part[name] = at
        load[at][home[name]] += size[name]
    return np.array([part[one.component] for one in pairs])


@dataclass(frozen=True)
class Data:
    """Pairs as arrays."""

    pairs: Sequence[Pair]
    names: list[str]
    x: Any
    y: Any
    weight: Any
    scored: Any
    table: Any


def arrays(pairs: Sequence[Pair]) -> Data:
    """The pairs as arrays, those without a figure with signals of nothing and no weight."""
    names = sorted(next(one.signals for one in pairs if one.signals))
    rows = [[(one.signals or {}).get(name, 0.0) for name in names] for one in pairs]
    weight = [0.0 if not one.signals else 1.0 if one.is_scored else SIDE_WEIGHT for one in pairs]
    return Data(
        pairs,
        names,
        np.array(rows),
        np.array([one.label for one in pairs]),
        np.array(weight),
        np.array([one.is_scored for one in pairs]),
        np.array([one.table for one in pairs]),
    )


Trained = tuple[ExtraTreesClassifier, ExtraTreesClassifier]


def fitted(data: Data, chosen: Any) -> Trained:
    """The two ensembles: borne out or not, and, if not, contradicted or left open."""
    use = chosen & (data.weight > 0)
    rest = use & (data.y > 0)
    return (
        ExtraTreesClassifier(**SETTINGS).fit(data.x[use], data.y[use] == 0, data.weight[use]),
        ExtraTreesClassifier(**SETTINGS).fit(data.x[rest], data.y[rest] == 1, data.weight[rest]),
    )


def scores(trained: Trained, x: Any) -> Any:
    """The two shares of each row."""
    return np.stack([one.predict_proba(x)[:, 1] for one in trained], axis=1)


def answers(data: Data, score: Any, marks: tuple[float, float]) -> Any:
    """The label of each pair, that of the table where no figure is read."""
    weighed = np.where(score[:, 0] >= marks[0], 0, np.where(score[:, 1] >= marks[1], 1, 2))
    return np.where(data.weight > 0, weighed, data.table)


def macro_f1(gold: Any, told: Any) -> float:
    """Macro-F1 over the three labels."""
    table = np.bincount(gold * 3 + told, minlength=9).reshape(3, 3)
    return float(np.mean(2 * np.diag(table) / np.maximum(1, table.sum(0) + table.sum(1))))


def best_marks(data: Data, score: Any, chosen: Any) -> tuple[float, float]:
    """The marks with the best macro-F1 on the scored pairs of those chosen."""
    use = chosen & data.scored

    def worth(marks: tuple[float, float]) -> float:
        return macro_f1(data.y[use], answers(data, score, marks)[use])

    return max(((float(a), float(b)) for a in MARKS for b in MARKS), key=worth)


def inner_scores(data: Data, chosen: Any, part: Any) -> Any:
    """Scores of the chosen pairs, each by trees that saw nothing of its component."""
    score = np.zeros((len(data.y), 2))
    for inner in range(INNER):
        held = chosen & (part % INNER == inner)
        score[held] = scores(fitted(data, chosen & ~held), data.x[held])
    return score


def out_of_part(data: Data, part: Any) -> tuple[Any, list[bool]]:
    """Labels by trees and marks that saw nothing of the pair's component.

    Returns:
        The label of each pair, and whether each changed claim is called supported.
    """
    told, passed = np.zeros(len(data.y), int), []
    for at in sorted(set(part.tolist())):
        held = part == at
        marks = best_marks(data, inner_scores(data, ~held, part), ~held)
        trained = fitted(data, ~held)
        score = np.zeros((len(data.y), 2))
        score[held] = scores(trained, data.x[held])
        told[held] = answers(data, score, marks)[held]
        changed = [
            [one.changed[name] for name in data.names]
            for one, here in zip(data.pairs, held, strict=True)
            if here and one.changed
        ]
        if changed:
            passed.extend(scores(trained, np.array(changed))[:, 0] >= marks[0])
    return told, passed


def blind(data: Data, texts: Callable[[Pair], str], part: Any) -> Any:
    """Labels by the words of one side alone, out of part."""
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2)
    x = vectors.fit_transform([texts(one) for one in data.pairs])
    told = np.zeros(len(data.y), int)
    for at in sorted(set(part.tolist())):
        held = part == at
        model = LogisticRegression(C=3, max_iter=2000, class_weight="balanced")
        told[held] = model.fit(x[~held], data.y[~held]).predict(x[held])
    return told


def by_sizes(data: Data, part: Any) -> Any:
    """Labels by the lengths of the two texts alone, out of part."""
    x = np.array([[len(one.claim), len(one.source), one.source.count("\n")] for one in data.pairs])
    told = np.zeros(len(data.y), int)
    for at in sorted(set(part.tolist())):
        held = part == at
        model = ExtraTreesClassifier(**{**SETTINGS, "max_features": None}, class_weight="balanced")
        told[held] = model.fit(x[~held], data.y[~held]).predict(x[held])
    return told


def commonest(data: Data) -> Any:
    """The commonest label of each set."""
    most = {
        name: Counter(one.label for one in data.pairs if one.collection == name and one.is_scored)
        for name in SETS
    }
    return np.array([most[one.collection].most_common(1)[0][0] for one in data.pairs])


def other_sets(data: Data) -> Any:
    """Labels by trees and marks that saw nothing of the pair's whole set."""
    home = np.array([SETS.index(one.collection) for one in data.pairs])
    told = np.zeros(len(data.y), int)
    part = parts(data.pairs, PARTS, 0)
    for at in range(len(SETS)):
        held = home == at
        marks = best_marks(data, inner_scores(data, ~held, part), ~held)
        score = np.zeros((len(data.y), 2))
        score[held] = scores(fitted(data, ~held), data.x[held])
        told[held] = answers(data, score, marks)[held]
    return told


def line(data: Data, told: Any) -> list[float]:
    """The macro-F1 of each set, and pooled."""
    home = np.array([one.collection for one in data.pairs])
    rows = [data.scored & (home == name) for name in SETS] + [data.scored]
    return [macro_f1(data.y[chosen], told[chosen]) for chosen in rows]


def report(data: Data, seeds: int) -> None:
    """Print what was measured, the mean over as many dealings."""
    held: dict[str, list[list[float]]] = defaultdict(list)
    held["the verdict table"].append(line(data, data.table))
    right: list[bool] = []
    passed: list[bool] = []
    for seed in range(seeds):
        part = parts(data.pairs, PARTS, seed)
        told, still = out_of_part(data, part)
        passed.extend(still)
        right.extend(data.y[(told == 1) & data.scored] == 1)
        held["figures and wording, trees"].append(line(data, told))
        held["the claim alone"].append(line(data, blind(data, lambda one: one.claim, part)))
        held["the source alone"].append(line(data, blind(data, lambda one: one.source, part)))
        held["lengths alone"].append(line(data, by_sizes(data, part)))
    held["commonest answer of each set"].append(line(data, commonest(data)))
    held["trees that never saw the set"].append(line(data, other_sets(data)))
    print(f"{'':30}" + "".join(f"{name:>20}" for name in (*SETS, "pooled")))
    for name, rows in held.items():
        print(f"{name:30}" + "".join(f"{value:20.3f}" for value in np.mean(rows, axis=0)))
    called = data.scored & (data.table == 1)
    print(
        f"contradicted is right: table {np.mean(data.y[called] == 1):.2f} of {called.sum()}, ",
        end="",
    )
    print(f"trees {np.mean(right):.2f} of {len(right) // seeds}")
    still = [one.passes for one in data.pairs if one.changed]
    print(f"of {len(still)} changed claims, called supported: table {np.mean(still):.2f}, ", end="")
    print(f"trees {np.mean(passed):.2f}")


def main() -> None:
    """Measure out of part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    args = parser.parse_args()
    data = arrays(gather(args.tree))
    print(f"{int((data.weight > 0).sum())} pairs with a figure read, {len(data.names)} signals")
    report(data, args.seeds)


if __name__ == "__main__":
    sys.exit(main())
