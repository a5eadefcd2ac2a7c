"""The example in ``examples/``: one run of it shows every verdict, and the decoy."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkers.model import Reason, Verdict
from claimaudit.audit import Settings, audit
from claims.pipeline import DEFAULT_MODEL
from sources.model import Resolution

EXAMPLE = Path(__file__).parent.parent / "examples" / "ileal-nets"
NOTICE = "Written for this example"


@pytest.fixture(scope="module")
def report():
    settings = Settings(model=DEFAULT_MODEL, sources=str(EXAMPLE / "sources"))
    return audit([str(EXAMPLE / "article.md")], settings)


def judged(report, figure):
    [found] = [
        claim.judgement
        for claim in report.articles[0].claims
        if figure in claim.judgement.claim.quantity.text
    ]
    return found


def test_everything_was_read(report):
    assert report.errors == ()
    assert {tie.label: tie.resolution for tie in report.articles[0].resolved} == {
        "1": Resolution.LABEL,
        "2": Resolution.IDENTIFIER,
        "3": Resolution.LABEL,
        "4": Resolution.NONE,
    }


def test_every_verdict_is_shown(report):
    assert {claim.judgement.verdict for claim in report.articles[0].claims} == set(Verdict)


def test_the_decoy_is_seen_through(report):
    """80% of other people and of another organ does not bear out 80–90% nodal involvement."""
    decoy = judged(report, "80–90%")
    assert (decoy.verdict, decoy.reason) == (Verdict.UNSUPPORTED, Reason.ENTITY_DIFFERS)
    assert any(one.near_miss and "liver lesions" in one.quote for one in decoy.evidence)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_no_text_passes_itself_off_as_a_study(suffix):
    for path in EXAMPLE.rglob(f"*{suffix}"):
        assert NOTICE in path.read_text("utf-8")[:300]
