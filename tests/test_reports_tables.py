"""CSV and Parquet: one row a figure, one row a finding, columns as documented."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkers.model import Reason, Verdict
from reports.protocol import Options, reporters
from reports.tables import CLAIM_COLUMNS, FINDING_COLUMNS, Kind

DOCUMENTED = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
TABLES = {"csv": CLAIM_COLUMNS, "csv-findings": FINDING_COLUMNS}


def rows(name: str, report) -> list[dict[str, str]]:
    text = "".join(reporters()[name].render(report, Options()))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def table(name: str, report) -> pd.DataFrame:
    content = b"".join(reporters()[name].render(report, Options()))
    return pd.read_parquet(io.BytesIO(content))


def test_there_is_one_row_a_figure(audit_report):
    found = rows("csv", audit_report)
    assert [row["figure"] for row in found] == [
        *("80–90%", "80%", "90%", "5–7 years", "6–12 months", "34.8%")
    ]
    first = found[0]
    assert (first["low"], first["high"], first["unit"]) == ("80", "90", "%")
    assert (first["verdict"], first["rules"], first["near_miss"]) == ("unsupported", "S001", "true")
    assert (first["evidence_source"], first["evidence_line"]) == ("liver-review.html", "7")
    assert found[4]["missing"] == "3"
    assert found[5]["evidence_page"] == "2"


def test_there_is_one_row_a_finding(audit_report):
    found = rows("csv-findings", audit_report)
    assert [row["rule"] for row in found] == ["S001", "S002", "S005", "S004", "S003", "X003"]
    assert (found[1]["text"], found[1]["verdict"]) == ("90%", "contradicted")
    assert found[5]["text"] == found[5]["claim"] == ""
    assert len({row["fingerprint"] for row in found}) == 6


@pytest.mark.parametrize("name", TABLES)
def test_parquet_has_the_rows_of_csv_with_types(name, audit_report):
    frame = table(name.replace("csv", "parquet"), audit_report)
    found = rows(name, audit_report)
    columns = TABLES[name]
    assert [column.name for column in columns] == list(frame.columns) == list(found[0])
    assert len(frame) == len(found)
    for column in columns:
        for value, row in zip(frame[column.name], found, strict=True):
            cell = row[column.name]
            if column.kind in (Kind.INTEGER, Kind.NUMBER) and cell:
                assert value == float(cell)
            elif column.kind is Kind.BOOLEAN and cell:
                assert value == (cell == "true")
            else:
                assert cell.lstrip("'") == ("" if pd.isna(value) else value.replace("\n", " "))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_keeps_its_columns_and_types(name, run_of, audit_report):
    parquet = name.replace("csv", "parquet")
    empty = run_of(fail_on="never")
    assert rows(name, empty) == []
    assert list(table(parquet, empty).columns) == [column.name for column in TABLES[name]]
    one, other = (table(parquet, report).dtypes for report in (empty, audit_report))
    kinds = {column.name: column.kind for column in TABLES[name]}
    for column, kind in kinds.items():
        if kind is Kind.TEXT:
            assert pd.api.types.is_string_dtype(one[column])
        else:
            assert pd.api.types.is_numeric_dtype(one[column]) == pd.api.types.is_numeric_dtype(
                other[column]
            )


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("5%", "5%"),
        ("-5%", "'-5%"),
        ("+5%", "'+5%"),
        ("=5+5", "'=5+5"),
        ("@5", "'@5"),
        (" =5", "'=5"),
        ("＝5", "'＝5"),
        ("−5%", "−5%"),
        ("5\r\n=1", "5 =1"),
        ("5\x00", "5\\x00"),
        ('5", "6', '5", "6'),
    ],
)
def test_no_cell_is_taken_for_a_formula(article, run_of, figure, cell):
    figures = ((Verdict.UNCITED, Reason.NO_CITATION, ()),)
    report = run_of(article(f"Some {{{figure}}} of it.", figures))
    assert rows("csv", report)[0]["figure"] == cell
    assert rows("csv-findings", report)[0]["text"] == cell


def test_numbers_are_no_text(article, run_of):
    found = article("Some {5%} of it.", ((Verdict.UNCITED, Reason.NO_CITATION, ()),))
    (claim,) = found.claims
    quantity = replace(claim.judgement.claim.quantity, low=-claim.judgement.claim.quantity.low)
    judged = replace(claim.judgement, claim=replace(claim.judgement.claim, quantity=quantity))
    report = run_of(replace(found, claims=(replace(claim, judgement=judged),)))
    assert rows("csv", report)[0]["low"] == "-5"
    assert table("parquet", report)["low"][0] == -5.0


def test_parquet_keeps_text_as_it_is(hostile_report):
    frame = table("parquet", hostile_report)
    claim = hostile_report.articles[0].claims[0].judgement.claim
    assert frame["sentence"][0] == claim.text.replace("\udc80", "\ufffd")


def test_a_waived_verdict_is_marked(waived_report):
    assert [row["waived"] for row in rows("csv", waived_report)] == ["true"] + ["false"] * 5
    first = rows("csv-findings", waived_report)[0]
    assert (first["waived"], first["justification"]) == ("true", "agreed (editors, 2026-01-02)")


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_are_documented(name):
    heading = {"csv": "Columns of the figures", "csv-findings": "Columns of the findings"}[name]
    section = DOCUMENTED.partition(f"### {heading}\n")[2].partition("\n#")[0]
    told = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.M)
    assert told == [(column.name, column.kind.value, column.meaning) for column in TABLES[name]]


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_is_a_row(article, run_of, text):
    quiet = text.replace("{", "").replace("}", "")
    passages = ((f"{quiet}.txt", f"{quiet} {{4}} {quiet}", False),)
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, passages),)
    report = run_of(article(f"{quiet} {{4}} {quiet}", figures, f"a{quiet}.md", quiet))
    for name in TABLES:
        found = rows(name, report)
        assert len(found) == len(table(name.replace("csv", "parquet"), report)) == 1 + ("-" in name)
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values()
        )
