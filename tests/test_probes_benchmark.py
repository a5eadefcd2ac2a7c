"""The scorer of the probes, on two made ones."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from benchmarked import benchmarked

ROWS: list[dict[str, Any]] = [
    {"id": "1", "sort": "arm", "label": "t", "claim": "-", "source": "-", "figure": "", "why": "-"},
    {
        "id": "2",
        "sort": "arm",
        "label": "f",
        "claim": "-",
        "source": "-",
        "figure": "4",
        "why": "-",
    },
]


@pytest.fixture(scope="module")
def probes() -> ModuleType:
    return benchmarked("probes")


def answer(verdict: str) -> dict[str, Any]:
    return {"verdict": verdict, "quantities": []}


@pytest.mark.parametrize(
    ("true", "false", "counts"),
    [
        ("supported", "contradicted", ["1", "1", "1", "1"]),
        ("partly-supported", "unsupported", ["1", "0", "1", "1"]),
        ("supported", "supported", ["1", "1", "1", "0"]),
    ],
)
def test_counts(probes: ModuleType, true: str, false: str, counts: list[str]) -> None:
    told = list(probes.report(ROWS, {"1": answer(true), "2": answer(false)}))
    assert [line.split()[1:] for line in told[1:]] == [counts, counts]


@pytest.mark.parametrize("part", ["first", "second"])
def test_every_probe_is_whole(probes: ModuleType, part: str) -> None:
    rows = probes.read_rows(probes.HERE / f"{part}.jsonl")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["label"] in ("t", "f")
        assert (row["label"] == "f") == (row["figure"] != "")
        assert row["figure"] in row["claim"]
