"""Measure how well the confidence of verdicts is calibrated, and draw it.

    python benchmarks/train_contest.py TREE --scores scores.json
    python benchmarks/calibration.py scores.json --out docs/calibration.svg

Each score is the confidence of a verdict by trees that saw nothing of its
article, and by a calibration that was fitted to other articles.  Prints the
expected calibration error (Naeini, Cooper and Hauskrecht 2015) over ten bins of
equal width, and writes the reliability diagram as SVG.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BINS = 10
SIDE, EDGE = 320, 48


@dataclass(frozen=True)
class Bin:
    """Verdicts of like confidence: how many, how sure on average, and what share is right."""

    count: int
    sure: float
    right: float


def binned(scores: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The bins that hold a verdict, the least sure first."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sure, right in scores:
        held[min(int(sure * BINS), BINS - 1)].append((sure, right))
    return [
        Bin(len(one), sum(sure for sure, _ in one) / len(one), sum(ok for _, ok in one) / len(one))
        for one in held
        if one
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence and share, each bin by what it holds."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.sure - one.right) for one in bins) / total


def drawn(bins: Sequence[Bin], error: float) -> str:
    """The reliability diagram as SVG; the area of a dot grows with its bin."""
    size = SIDE + 2 * EDGE
    total = sum(one.count for one in bins)
    dots = "\n".join(
        f'<circle cx="{EDGE + SIDE * one.sure:.1f}" cy="{EDGE + SIDE * (1 - one.right):.1f}" '
        f'r="{3 + 24 * (one.count / total) ** 0.5:.1f}"/>'
        for one in bins
    )
    ticks = "\n".join(
        f'<text x="{EDGE + SIDE * at:.0f}" y="{EDGE + SIDE + 18}">{at:g}</text>'
        f'<text x="{EDGE - 18}" y="{EDGE + SIDE * (1 - at) + 4:.0f}">{at:g}</text>'
        for at in (0, 0.25, 0.5, 0.75, 1)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img"
  aria-label="Confidence of verdicts against the share that is right">
<style>text {{ font: 12px sans-serif; text-anchor: middle }}
circle {{ fill: #1f6fb2; fill-opacity: 0.6 }} line, rect {{ stroke: #888; fill: none }}</style>
<rect x="0" y="0" width="{size}" height="{size}" style="fill: #fff; stroke: none"/>
<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}"/>
<line x1="{EDGE}" y1="{EDGE + SIDE}" x2="{EDGE + SIDE}" y2="{EDGE}"/>
{dots}
{ticks}
<text x="{size / 2}" y="{EDGE + SIDE + 38}">confidence</text>
<text x="{size / 2}" y="{EDGE - 18}">share that is right; {total} verdicts, error {error:.3f}</text>
</svg>
"""


def main() -> None:
    """Print the error and the bins, and write the diagram."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scores", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/calibration.svg"))
    args = parser.parse_args()
    rows = json.loads(args.scores.read_text("utf-8"))
    bins = binned([(row["confidence"], row["right"]) for row in rows])
    for one in bins:
        print(f"{one.count:6} verdicts: sure {one.sure:.3f}, right {one.right:.3f}")
    error = expected_error(bins)
    print(f"expected calibration error {error:.3f}")
    args.out.write_text(drawn(bins, error), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
