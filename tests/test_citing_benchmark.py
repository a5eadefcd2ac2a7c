"""The scorer of the citing sentences, on one made pair."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from benchmarked import BENCHMARKS, benchmarked

CLAIM = "Of 40 patients, half improved and 3% died."


@pytest.fixture(scope="module")
def citing() -> ModuleType:
    return benchmarked("citing")


def figure(text: str, label: str) -> dict[str, Any]:
    start = CLAIM.index(text)
    end = start + len(text)
    return {"start": start, "end": end, "text": text, "label": label, "kind": "made", "why": "-"}


def row() -> dict[str, Any]:
    figures = [figure("40", "right"), figure("half", "right"), figure("3%", "wrong")]
    return {"id": "made.1", "source": "sources/made.txt", "claim": CLAIM, "figures": figures}


def quantity(text: str, verdict: str) -> dict[str, Any]:
    start = CLAIM.index(text)
    return {
        "text": text,
        "start": start,
        "end": start + len(text),
        "verdict": verdict,
        "reason": "value-match",
        "evidence": [{"text": "2 of 40 died", "start": 0, "end": 12}],
    }


def test_a_figure_has_the_verdict_of_the_quantity_over_it(citing: ModuleType) -> None:
    answer = {
        "quantities": [quantity("40 patients", "contradicted"), quantity("3% died", "supported")]
    }
    judged = list(citing.judge(row(), answer))
    assert [one.end for one in judged] == ["flagged", "not read", "supported"]
    assert [one.mistaken for one in judged] == [True, False, True]
    assert "2 of 40 died" in "\n".join(citing.error(judged[2]))


def test_the_whole_run_prints_the_shares(
    citing: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "first.jsonl").write_text(json.dumps(row()) + "\n", "utf-8")
    stub = tmp_path / "stub.py"
    answer = {"id": "made.1", "quantities": [quantity("3%", "unsupported")]}
    stub.write_text(
        f"import pathlib, sys\npathlib.Path(sys.argv[4]).write_text({json.dumps(answer)!r})\n",
        "utf-8",
    )
    monkeypatch.setattr(citing, "HERE", tmp_path)
    assert citing.main([str(tmp_path), "--command", f"{sys.executable} {stub}"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["right", "2", "0", "0", "0", "0", "2", "0.000"] in lines
    assert ["wrong", "1", "1", "0", "0", "0", "0", "1.000"] in lines


@pytest.mark.parametrize("path", sorted((BENCHMARKS / "citing").glob("*.jsonl")), ids=str)
def test_the_labels_fit_their_sentences(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for one in rows:
        end = 0
        for figure in one["figures"]:
            assert end <= figure["start"] < figure["end"], one["id"]
            end = figure["end"]
            assert one["claim"][figure["start"] : end] == figure["text"], one["id"]
            assert figure["label"] in ("right", "wrong")
            assert figure["kind"]
            assert figure["why"]
