"""What changed since an earlier audit, whatever lines moved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checkers.model import Finding, Reason, Severity, Verdict
from reports.compare import CompareError, Earlier, change_lines, compare, read_report
from reports.model import AuditReport
from reports.protocol import Options, reporters

SUPPORTED = (Verdict.SUPPORTED, Reason.VALUE_MATCH, ())
UNSUPPORTED = (Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ())
CONTRADICTED = (Verdict.CONTRADICTED, Reason.VALUE_DIFFERS, ())

TEXT = """\
Nodes were involved in {80%} of the patients [1].

The liver was the only site in {50%} of them [1], and the bone in {5%} [2].
"""


@pytest.fixture
def earlier(tmp_path):
    def read(report: AuditReport) -> Earlier:
        path = tmp_path / "old.json"
        path.write_text("".join(reporters()["json"].render(report, Options())), encoding="utf-8")
        return read_report(str(path))

    return read


def told(comparison) -> list[str]:
    return list(change_lines(comparison))


def test_the_same_audit_has_no_changes(audit_report, earlier):
    assert told(compare(earlier(audit_report), audit_report)) == [
        "figures: 0 new, 0 gone, 0 changed, 6 as before"
    ]


@pytest.mark.parametrize(
    ("text", "verdicts", "lines"),
    [
        pytest.param(
            f"A new start.\n\n\n{TEXT.replace(' of them', chr(10) + 'of them')}",
            (UNSUPPORTED, SUPPORTED, SUPPORTED),
            ["figures: 0 new, 0 gone, 0 changed, 3 as before"],
            id="lines moved",
        ),
        pytest.param(
            TEXT,
            (SUPPORTED, SUPPORTED, CONTRADICTED),
            [
                "figures: 0 new, 0 gone, 2 changed, 1 as before",
                "changed: article.md:1: 80%, unsupported → supported",
                "changed: article.md:3: 5%, supported → contradicted",
            ],
            id="verdicts changed",
        ),
        pytest.param(
            TEXT.replace("80%", "87%"),
            (SUPPORTED, SUPPORTED, SUPPORTED),
            [
                "figures: 0 new, 0 gone, 1 changed, 2 as before",
                "changed: article.md:1: 80% → 87%, unsupported → supported",
            ],
            id="figure corrected",
        ),
        pytest.param(
            TEXT.replace("50%", "5%").replace("in {5%} [2]", "in {50%} [2]"),
            (UNSUPPORTED, SUPPORTED, SUPPORTED),
            [
                "figures: 0 new, 0 gone, 2 changed, 1 as before",
                "changed: article.md:3: 50% → 5%, supported",
                "changed: article.md:3: 5% → 50%, supported",
            ],
            id="two figures of a sentence exchanged",
        ),
        pytest.param(
            TEXT.replace("Nodes were involved", "At diagnosis, nodes were involved"),
            (UNSUPPORTED, SUPPORTED, SUPPORTED),
            ["figures: 0 new, 0 gone, 0 changed, 3 as before"],
            id="sentence reworded",
        ),
        pytest.param(
            "Nothing is left, but a trial treated {12} patients for {2 years}.",
            (SUPPORTED, UNSUPPORTED),
            [
                "figures: 2 new, 3 gone, 0 changed, 0 as before",
                "new: article.md:1: 12, supported",
                "new: article.md:1: 2 years, unsupported",
                "gone: article.md:1: 80%, unsupported",
                "gone: article.md:3: 50%, supported",
                "gone: article.md:3: 5%, supported",
            ],
            id="text replaced",
        ),
    ],
)
def test_what_changed(article, run_of, earlier, text, verdicts, lines):
    before = run_of(article(TEXT, (UNSUPPORTED, SUPPORTED, SUPPORTED)))
    assert told(compare(earlier(before), run_of(article(text, verdicts)))) == lines


def test_equal_sentences_are_matched_one_for_one(article, run_of, earlier):
    text = "Some {80%} of them.\n\n"
    before = run_of(article(text * 3, (SUPPORTED,) * 3))
    assert told(compare(earlier(before), run_of(article(text * 2, (SUPPORTED,) * 2)))) == [
        "figures: 0 new, 1 gone, 0 changed, 2 as before",
        "gone: article.md:5: 80%, supported",
    ]


def test_articles_are_matched_by_path_then_title_then_alone(article, run_of, earlier):
    old = run_of(article(name="a.md", title="A"), article(name="b.md", title="B"))
    moved = run_of(article(name="new/b.md", title="B"), article(name="a.md", title="Other"))
    assert told(compare(earlier(old), moved)) == ["figures: 0 new, 0 gone, 0 changed, 12 as before"]
    alone = run_of(article(name="z.md", title="Z"))
    assert compare(earlier(run_of(article())), alone).unchanged == 6
    assert told(compare(earlier(old), alone))[-2:] == [
        "not audited this time: a.md",
        "not audited this time: b.md",
    ]


def other(message: str, line: int, fingerprint: str = "") -> Finding:
    return Finding(
        "N004", Severity.ERROR, message, "article.md", line, 1, line, 2, fingerprint=fingerprint
    )


@pytest.mark.parametrize("fingerprint", ["", "f1-00"])
def test_findings_of_other_rules_are_compared(audit_report, earlier, fingerprint):
    def with_findings(*findings):
        article = replace(audit_report.articles[0], findings=findings)
        return replace(audit_report, articles=(article,))

    old = with_findings(other("One.", 3, fingerprint and fingerprint + "1"), other("Two.", 4))
    new = with_findings(other("One.", 9, fingerprint and fingerprint + "1"), other("Three.", 2))
    assert told(compare(earlier(old), new))[1:] == [
        "new: article.md:2: N004 Three.",
        "gone: article.md:4: N004 Two.",
    ]


def test_a_report_without_fingerprints_can_be_compared(audit_report, tmp_path):
    found = json.loads("".join(reporters()["json"].render(audit_report, Options())))
    for finding in found["articles"][0]["findings"]:
        del finding["fingerprint"]
    (tmp_path / "old.json").write_text(json.dumps(found))
    earlier = read_report(str(tmp_path / "old.json"))
    assert told(compare(earlier, audit_report)) == [
        "figures: 0 new, 0 gone, 0 changed, 6 as before"
    ]


SENTENCES = st.lists(st.sampled_from(["Some {4%} fell.", "Some {5%} fell.", "A few {4%} rose."]))


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(SENTENCES, SENTENCES, st.data())
def test_every_figure_is_counted_once(article, run_of, earlier, old, new, data):
    def audited(sentences):
        verdicts = data.draw(
            st.tuples(*[st.sampled_from([SUPPORTED, UNSUPPORTED])] * len(sentences))
        )
        return run_of(article("\n\n".join(sentences), verdicts))

    found = compare(earlier(audited(old)), audited(new))
    gone = sum(change.after is None for change in found.changes)
    fresh = sum(change.before is None for change in found.changes)
    kept = found.unchanged + len(found.changes) - gone - fresh
    assert (kept + gone, kept + fresh) == (len(old), len(new))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory; name the JSON report of an audit"),
        (b"{", "is not JSON; name a report of --format json"),
        (b"\xff\xfe\x00", "is not JSON; name a report of --format json"),
        (b"[" * 100_000, "is not JSON; name a report of --format json"),
        (b"[]", "is no report of an audit; write it anew with --format json"),
        (b"{}", "is no report of an audit; write it anew with --format json"),
        (b'{"schema_version": "0"}', "has schema version '0'; write it anew with --format json"),
        (b'{"schema_version": "1"}', "lacks what a report of an audit has"),
        (b'{"schema_version": "1", "articles": [1]}', "lacks what a report of an audit has"),
        (
            b'{"schema_version": "1", "articles": [{"path": "a", "title": "", "claims": [{}]}]}',
            "lacks what a report of an audit has",
        ),
    ],
)
def test_a_file_that_is_no_report_is_told_in_one_line(tmp_path, content, problem):
    path = tmp_path / "old.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CompareError) as caught:
        read_report(str(path))
    assert str(caught.value).startswith(f"{path}: {problem}")
    assert "\n" not in str(caught.value)


def test_the_terminal_and_markdown_show_the_changes(article, run_of, earlier):
    before = run_of(article(TEXT, (UNSUPPORTED, SUPPORTED, SUPPORTED)))
    now = run_of(article(TEXT, (SUPPORTED, SUPPORTED, SUPPORTED)))
    now = replace(now, comparison=compare(earlier(before), now))
    change = "changed: article.md:1: 80%, unsupported → supported\n"
    text = "".join(reporters()["terminal"].render(now, Options()))
    assert f"\n   = {change}\nChecked 3 of 3" in text
    comment = "".join(reporters()["markdown"].render(now, Options()))
    assert (
        "### Since the last audit\n\n- figures: 0 new, 0 gone, 1 changed, 2 as before\n" in comment
    )
    assert f"- {change}" in comment
    quiet = "".join(reporters()["terminal"].render(now, Options(quiet=True)))
    assert "changed" not in quiet


def test_the_page_and_the_json_show_the_changes(article, run_of, earlier):
    before = run_of(article(TEXT, (UNSUPPORTED, SUPPORTED, SUPPORTED)))
    now = run_of(article(TEXT, (SUPPORTED, SUPPORTED, SUPPORTED)))
    now = replace(now, comparison=compare(earlier(before), now))
    page = "".join(reporters()["html"].render(now, Options()))
    assert "<p>Figures: 0 new, 0 gone, 1 changed, 2 as before.</p>" in page
    assert "changed: article.md:1: 80%, unsupported → supported</li>" in page
    found = json.loads("".join(reporters()["json"].render(now, Options())))
    schema = Path(__file__).parent.parent / "docs" / "report.schema.json"
    Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(found)
    assert found["comparison"]["unchanged"] == 2
    (change,) = found["comparison"]["figures"]
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("unsupported", "supported")
    assert "comparison" not in json.loads("".join(reporters()["json"].render(before, Options())))
