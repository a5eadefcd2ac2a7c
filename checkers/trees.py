"""A small ensemble of decision trees, read from data and evaluated without a library.

Trained by ``benchmarks/train_contest.py`` (gradient boosting, Friedman 2001);
shipped as ``data/contest.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as parallel lists, the root first.

    Attributes:
        signal: at each node the number of the signal that is asked, -1 at a leaf.
        mark: a signal up to this goes left.
        left, right: the nodes that follow.
        value: what a leaf adds to the score.
    """

    signal: tuple[int, ...]
    mark: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def score(self, row: tuple[float, ...]) -> float:
        """What the tree adds for a row of signals."""
        node = 0
        while self.signal[node] >= 0:
            goes_left = row[self.signal[node]] <= self.mark[node]
            node = self.left[node] if goes_left else self.right[node]
        return self.value[node]


@dataclass(frozen=True, slots=True)
class Model:
    """Trees whose scores add up to the log-odds that a place bears a claim out.

    Attributes:
        signals: names of the signals, in the order of a row.
        base: the score before any tree.
        trees: the trees.
        slope, shift: Platt's calibration of the summed score (Platt 1999).
        mark: from this probability on a place bears a claim out.
        absent: how likely a claim is right whose value stands nowhere.
        barred: how likely it is at most where a word tells its place from it.
    """

    signals: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    slope: float
    shift: float
    mark: float
    absent: float
    barred: float

    def probability(self, signals: Mapping[str, float]) -> float:
        """How likely it is that the place bears the claim out, from 0 to 1."""
        row = tuple(signals[name] for name in self.signals)
        score = self.base + sum(tree.score(row) for tree in self.trees)
        return 1 / (1 + math.exp(-(self.slope * score + self.shift)))


def parse_model(text: str) -> Model:
    """Read a model from its JSON form."""
    data = json.loads(text)
    trees = tuple(
        Tree(
            tuple(one["signal"]),
            tuple(one["mark"]),
            tuple(one["left"]),
            tuple(one["right"]),
            tuple(one["value"]),
        )
        for one in data["trees"]
    )
    numbers = ("slope", "shift", "mark", "absent", "barred")
    return Model(
        tuple(data["signals"]), data["base"], trees, **{name: data[name] for name in numbers}
    )


@cache
def contest_model() -> Model:
    """The model that is shipped with the package."""
    return parse_model(resources.files("checkers").joinpath("data/contest.json").read_text("utf-8"))
