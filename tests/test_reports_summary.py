"""Counts add up, for one article and for a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.model import Finding, Severity, Verdict
from reports.model import Summary
from reports.summary import summarize, total

VERDICT_COUNTS = st.fixed_dictionaries({verdict: st.integers(0, 9) for verdict in Verdict})


def finding(severity: Severity, waived: bool = False) -> Finding:
    return Finding("S001", severity, "", "a.md", 1, 1, 1, 1, waived=waived)


def test_an_article_with_every_verdict(article):
    summary = article().summary
    assert (summary.figures, summary.cited, summary.checked) == (6, 5, 4)
    assert set(summary.verdicts.values()) == {1}
    assert summary.findings == {Severity.ERROR: 2, Severity.WARNING: 3, Severity.NOTE: 1}


def test_waived_findings_are_counted_apart():
    summary = summarize((), [finding(Severity.ERROR), finding(Severity.ERROR, waived=True)])
    assert (summary.findings[Severity.ERROR], summary.waived) == (1, 1)


@pytest.mark.parametrize(
    ("checked", "cited", "text"),
    [
        (9, 14, "checked 9 of 14 cited figures"),
        (0, 1, "checked 0 of 1 cited figure"),
        (0, 0, "checked 0 of 0 cited figures"),
    ],
)
def test_the_sentence_that_every_report_shows(checked, cited, text):
    assert str(replace(total(()), checked=checked, cited=cited)) == text


def test_a_figure_without_a_citation_is_not_a_cited_one_whatever_its_verdict(article):
    entry = article().claims[0]
    judgement = replace(entry.judgement, claim=replace(entry.judgement.claim, coverage=()))
    summary = summarize((replace(entry, judgement=judgement),), ())
    assert (summary.figures, summary.cited, summary.checked) == (1, 0, 0)
    assert summary.verdicts[Verdict.UNSUPPORTED] == 1


@given(st.lists(VERDICT_COUNTS, max_size=4))
def test_a_run_is_the_sum_of_its_articles(counts):
    parts = [Summary(sum(one.values()), 3, 2, one, dict.fromkeys(Severity, 2), 1) for one in counts]
    whole = total(parts)
    assert whole.figures == sum(whole.verdicts.values())
    assert (whole.cited, whole.checked) == (3 * len(parts), 2 * len(parts))
    assert whole.findings == dict.fromkeys(Severity, 2 * len(parts))
    assert whole.waived == len(parts)


def test_a_run_over_changes_says_so_in_its_sentence(article):
    entries = article().claims
    changed = total([summarize(entries, (), "main"), summarize((), (), "main")])
    assert str(changed).endswith(" that changed")
    assert changed.as_dict()["changed_since"] == "main"
    assert "changed_since" not in summarize(entries, ()).as_dict()
