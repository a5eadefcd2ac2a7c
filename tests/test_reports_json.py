"""The JSON report and the published schemas."""

from __future__ import annotations

import json
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from checkers.model import Reason, Severity, Verdict
from claims.claim import Scope
from claims.document import Extent
from claims.quantity import Dimension, Relation
from reports.model import AuditReport, ReportError
from reports.protocol import Options, reporters
from sources.model import Resolution

DOCS = Path(__file__).parent.parent / "docs"
PUBLISHED = sorted(path.name for path in DOCS.glob("*.schema.json"))


def rendered(report: AuditReport) -> str:
    return "".join(reporters()["json"].render(report, Options()))


def schema(name: str) -> dict:
    return json.loads((DOCS / name).read_text("utf-8"))


def checked(report: AuditReport) -> dict:
    document = json.loads(rendered(report))
    Draft202012Validator(schema("report.schema.json")).validate(document)
    return document


def enumerations(node: object) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    if isinstance(node, dict):
        if "enum" in node:
            found.add(tuple(node["enum"]))
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            found |= enumerations(child)
    return found


def test_an_audit_has_the_keys_of_the_interface(audit_report):
    document = checked(audit_report)
    assert list(document) == ["schema_version", "tool", "articles", "errors", "summary"]
    assert document["tool"] == {"name": "claimaudit", "version": "0.1.0"}
    article = document["articles"][0]
    assert list(article) == ["path", "title", "claims", "findings", "references", "summary"]
    assert [claim["id"] for claim in article["claims"]] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert document["errors"][0]["path"] == "gone.md"


def test_a_claim_carries_its_verdict_and_its_near_miss(audit_report):
    claim = checked(audit_report)["articles"][0]["claims"][0]
    assert (claim["verdict"], claim["reason"]) == ("unsupported", "entity-differs")
    assert (claim["quantity"]["low"], claim["quantity"]["high"]) == ("80", "90")
    assert claim["evidence"][0]["near_miss"] is True
    assert claim["evidence"][0]["quantity"]["text"] == "80%"
    assert claim["sources_read"] == [{"source": "liver-review.html", "extent": "full"}]


def test_an_audit_of_nothing_is_valid(run_of):
    document = checked(run_of(fail_on="never"))
    assert document["articles"] == []
    assert document["summary"]["gate"] == {"passed": True, "reasons": []}


def test_problems_of_an_article_stand_among_the_errors(article, run_of):
    from dataclasses import replace

    report = run_of(replace(article(), problems=(ReportError("works/3.pdf", "is encrypted"),)))
    assert [error["path"] for error in checked(report)["errors"]] == ["gone.md", "works/3.pdf"]


def test_the_same_audit_gives_the_same_text(audit_report):
    assert rendered(audit_report) == rendered(audit_report)


def test_text_is_written_as_it_is_and_controls_are_escaped(article, run_of):
    report = run_of(article("Ein Anteil von {80%} — ü \x1b[31m", article_figures(), title="Über"))
    text = rendered(report)
    assert "Über" in text
    assert "\x1b" not in text
    assert json.loads(text)["articles"][0]["claims"][0]["text"].endswith("\x1b[31m")


def article_figures():
    return ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),)


def test_the_shipped_schema_is_the_published_one():
    shipped = files("reports").joinpath("schema/report.schema.json").read_text("utf-8")
    assert shipped == (DOCS / "report.schema.json").read_text("utf-8")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_is_a_schema(name):
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", PUBLISHED)
def test_parts_that_schemas_share_are_the_same(name):
    shared = schema("report.schema.json")["$defs"]
    for part in ("quantity", "span", "citation"):
        defined = schema(name).get("$defs", {}).get(part)
        assert defined in (None, shared[part])


def test_a_reference_row_is_a_reference_of_the_report():
    row, part = schema("references.schema.json"), schema("report.schema.json")["$defs"]["reference"]
    assert (row["required"], row["properties"]) == (part["required"], part["properties"])


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("report.schema.json", (Verdict, Reason, Severity, Resolution, Extent)),
        ("report.schema.json", (Relation, Dimension, Scope)),
        ("extract.schema.json", (Relation, Dimension, Scope)),
        ("verify.schema.json", (Verdict, Reason)),
    ],
)
def test_the_schema_knows_every_word_of_the_code(name: str, vocabulary: tuple[type[StrEnum], ...]):
    known = enumerations(schema(name))
    for words in vocabulary:
        assert tuple(word.value for word in words) in known


def test_an_extracted_claim_fits_its_schema(article):
    validator = Draft202012Validator(schema("extract.schema.json"))
    for claim in article().claims:
        validator.validate(json.loads(json.dumps(claim.judgement.claim.as_dict())))
    assert not validator.is_valid({"document": "a.md"})


@pytest.mark.parametrize(
    ("row", "valid"),
    [
        ({"id": None, "line": 3, "error": "not JSON"}, True),
        (
            {
                "id": ["any", 1],
                "verdict": "contradicted",
                "reason": "value-differs",
                "confidence": 0.9,
                "quantities": [
                    {
                        "text": "90%",
                        "start": 0,
                        "end": 3,
                        "verdict": "contradicted",
                        "reason": "value-differs",
                        "evidence": [{"text": "80%", "start": 4, "end": 7}],
                    }
                ],
            },
            True,
        ),
        ({"id": 1, "verdict": "true", "reason": "", "confidence": 1, "quantities": []}, False),
    ],
)
def test_verdicts_of_pairs_fit_their_schema(row, valid):
    assert Draft202012Validator(schema("verify.schema.json")).is_valid(row) is valid


@pytest.mark.parametrize(
    ("row", "valid"),
    [
        ({"document": "a.md", "start": 4, "end": 9, "labels": ["1", "3", "4"]}, True),
        ({"document": "a.md", "start": 4, "end": 9, "labels": []}, False),
        ({"document": "a.md", "start": -1, "end": 9, "labels": ["1"]}, False),
    ],
)
def test_markers_fit_their_schema(row, valid):
    assert Draft202012Validator(schema("citations.schema.json")).is_valid(row) is valid
