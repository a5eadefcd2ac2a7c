"""``claimaudit verify``: every line gets an answer or an error, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from claimaudit import pairs as pairs_module
from claimaudit.commands.verify import command

SOURCE = "Relapse occurred in 30% of the placebo group and in 12% of the drug group."
SCHEMA = Path(__file__).parent.parent / "docs" / "verify.schema.json"


def run(folder: Path, lines: list[bytes | dict[str, object]], *options: str) -> tuple[int, list]:
    """The exit code and the rows for a file of these lines."""
    path = folder / "pairs.jsonl"
    raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    done = CliRunner().invoke(
        command,
        [str(path), "--output", str(folder / "out.jsonl"), *options],
        standalone_mode=False,
    )
    assert done.exception is None, done.output
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(row)
    return int(done.return_value or 0), rows


def pair(claim: object = "30% of the placebo group relapsed.", **more: object) -> dict[str, object]:
    return {"id": 1, "claim": claim, "source": SOURCE, **more}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{ not json", "not JSON"),
        (b'["a", "list"]', "not an object"),
        (b'{"id": 1, "claim": "\xff"}', "not UTF-8"),
        (b'{"id":' + b"[" * 100_000, "not JSON"),
        ({"id": 1, "source": SOURCE}, '"claim" is missing'),
        (pair(claim=7), '"claim" is missing or not a string'),
        ({"id": 1, "claim": "12% relapsed."}, 'either "source" or "source_path"'),
        (pair(source_path="a.txt"), 'either "source" or "source_path"'),
        (pair(extent="some"), '"extent" is'),
        ({"id": 1, "claim": "12% relapsed.", "source_path": "none.txt"}, "none.txt"),
    ],
)
def test_a_line_that_is_no_pair_is_an_error_and_the_others_go_on(tmp_path, line, told) -> None:
    code, rows = run(tmp_path, [pair(), line, pair(id=3)])
    assert code == 2
    assert [row["id"] for row in (rows[0], rows[2])] == [1, 3]
    assert rows[1]["line"] == 2
    assert told in rows[1]["error"]


@pytest.mark.parametrize(
    ("row", "verdict", "reason"),
    [
        (pair(claim=""), "unverifiable", "no-quantity"),
        (pair(claim="The drug is liked."), "unverifiable", "no-quantity"),
        (pair(source=""), "unsupported", "no-evidence"),
        (pair(source="Placebo: \x00\x07\x1b 30% relapsed."), "supported", "value-match"),
        (pair(claim="\x00 30% of the placebo\x1f group relapsed."), "supported", "value-match"),
    ],
)
def test_an_odd_pair_gets_an_answer(tmp_path, row, verdict, reason) -> None:
    code, (told,) = run(tmp_path, [row])
    assert (code, told["verdict"], told["reason"]) == (0, verdict, reason)


def test_a_source_past_all_measure_is_refused_at_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pairs_module, "MOST_CHARACTERS", 50)
    code, (told,) = run(tmp_path, [pair()])
    assert code == 2
    assert "give the part that is cited" in told["error"]


def test_explain_adds_what_was_weighed(tmp_path) -> None:
    _, (told,) = run(tmp_path, [pair()], "--explain")
    (figure,) = told["quantities"]
    assert figure["explanation"].startswith("source bears out “30%”")
    assert 0 <= figure["confidence"] <= 1
    assert {"near", "numbers", "opposed"} <= set(figure["signals"])
    assert all(isinstance(value, float) for value in figure["signals"].values())


def test_a_doubtful_contradiction_becomes_a_request_for_review(tmp_path) -> None:
    wrong = pair(claim="12% of the placebo group relapsed.")
    _, (told,) = run(tmp_path, [wrong])
    assert told["verdict"] == "contradicted"
    _, (told,) = run(tmp_path, [wrong], "--min-confidence", "1", "--explain")
    assert (told["verdict"], told["reason"]) == ("partly-supported", "needs-review")
    assert "a person has to read" in told["quantities"][0]["explanation"]
