"""A review: who may do what, and when an article counts as approved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimaudit.review.record import (
    Choice,
    Content,
    Figure,
    Review,
    ReviewError,
    State,
    approve,
    decide,
    open_points,
    release,
    renewed,
    take,
    unapproved,
    undo,
)

NOW, LATER = "2026-01-02T03:04:05Z", "2026-01-03T03:04:05Z"
CONTENT = Content("aa", (("1.txt", "bb"),))
SOUND = Figure("k1", "12%", 3, "supported")
DOUBTED = Figure("k2", "5–7 years", 5, "uncited", doubts=("S005",))
STOPPED = Figure("k3", "80–90%", 8, "unsupported", stops=("S001",), doubts=("S001",))
FIGURES = (SOUND, DOUBTED, STOPPED)


@pytest.fixture
def held() -> Review:
    return take(Review(CONTENT), "one", NOW)


def test_taking_a_submitted_article_puts_it_under_review(held: Review) -> None:
    assert (held.state, held.holder, held.held_since) == (State.UNDER_REVIEW, "one", NOW)
    assert [(step.state, step.by) for step in held.history] == [(State.UNDER_REVIEW, "one")]
    assert take(held, "one", LATER) == held


def test_a_second_reviewer_is_told_who_holds_it_and_may_take_it_over(held: Review) -> None:
    with pytest.raises(ReviewError, match=f"one holds this article since {NOW}"):
        take(held, "two", LATER)
    with pytest.raises(ReviewError, match="one holds this article, not two"):
        decide(held, SOUND, Choice.ACCEPT, "", "two", LATER)
    taken = take(held, "two", LATER, force=True)
    assert (taken.holder, taken.held_since) == ("two", LATER)
    assert release(taken, "one").holder == "two"
    assert release(taken, "two").holder == ""


@pytest.mark.parametrize(
    ("figure", "choice", "note", "told"),
    [
        (DOUBTED, Choice.ASK, "", "takes a few words"),
        (DOUBTED, Choice.WAIVE, " \n", "takes a few words"),
        (DOUBTED, Choice.REJECT, "", "takes a few words"),
        (STOPPED, Choice.ACCEPT, "looks right", "S001 stops this figure"),
        (DOUBTED, Choice.ASK, "x" * 5000, "keep to 4000"),
    ],
)
def test_decisions_that_are_refused(
    held: Review, figure: Figure, choice: Choice, note: str, told: str
) -> None:
    with pytest.raises(ReviewError, match=told):
        decide(held, figure, choice, note, "one", NOW)


def test_a_decision_replaces_the_one_before_and_can_be_taken_back(held: Review) -> None:
    asked = decide(held, DOUBTED, Choice.ASK, "Which\nwork?", "one", NOW)
    accepted = decide(asked, DOUBTED, Choice.ACCEPT, "", "one", LATER)
    found = asked.decision(DOUBTED)
    assert found is not None
    assert found.note == "Which work?"
    assert [one.choice for one in accepted.decisions] == [Choice.ACCEPT]
    assert undo(accepted, DOUBTED.key, "one", LATER).decisions == ()


def test_an_article_is_approved_when_no_point_is_open(held: Review) -> None:
    assert open_points(held, FIGURES) == (
        "“5–7 years” (line 5) is not decided on (S005)",
        "“80–90%” (line 8) is not decided on (S001)",
    )
    rejected = decide(held, STOPPED, Choice.REJECT, "not in the source", "one", NOW)
    asked = decide(rejected, DOUBTED, Choice.ASK, "Which work?", "one", NOW)
    with pytest.raises(ReviewError, match="waits for the author's answer, and 1 more"):
        approve(asked, FIGURES, "one", NOW)
    accepted = decide(asked, DOUBTED, Choice.ACCEPT, "", "one", NOW)
    # The waiver has taken the finding away, so nothing stops the figure any more.
    waived = replace(STOPPED, stops=(), doubts=())
    done = decide(accepted, STOPPED, Choice.WAIVE, "the registry says so", "one", NOW)
    with pytest.raises(ReviewError, match="is stopped by S001"):
        approve(done, FIGURES, "one", LATER)
    signed = approve(done, (SOUND, DOUBTED, waived), "one", LATER)
    assert (signed.state, signed.holder) == (State.APPROVED, "")
    assert unapproved(signed, CONTENT) == ""


def test_a_changed_decision_takes_the_approval_back(held: Review) -> None:
    signed = take(approve(held, (SOUND,), "one", NOW), "two", LATER)
    assert signed.state is State.APPROVED
    again = decide(signed, SOUND, Choice.REJECT, "outdated", "two", LATER)
    assert again.state is State.UNDER_REVIEW
    assert again.history[-1].note == "a decision was changed"


@pytest.mark.parametrize(
    ("review", "content", "told"),
    [
        (None, CONTENT, "was never reviewed"),
        (Review(CONTENT), CONTENT, "is submitted and not reviewed"),
        (
            Review(CONTENT, state=State.UNDER_REVIEW, holder="one"),
            CONTENT,
            "is under review by one",
        ),
        (Review(CONTENT, state=State.APPROVED), CONTENT, ""),
        (
            Review(CONTENT, state=State.APPROVED),
            Content("cc", (("1.txt", "dd"), ("2.txt", "ee"))),
            "has changed since its approval: the article's text, source 1.txt, source 2.txt",
        ),
        (
            Review(CONTENT, state=State.APPROVED),
            Content("aa"),
            "has changed since its approval: source 1.txt",
        ),
    ],
)
def test_what_counts_as_approved(review: Review | None, content: Content, told: str) -> None:
    assert unapproved(review, content) == told


def test_a_changed_article_keeps_the_decisions_that_still_fit(held: Review) -> None:
    made = decide(held, SOUND, Choice.ACCEPT, "", "one", NOW)
    made = decide(made, DOUBTED, Choice.ACCEPT, "", "one", NOW)
    made = decide(made, STOPPED, Choice.REJECT, "no", "one", NOW)
    signed = replace(made, state=State.APPROVED)
    moved = replace(SOUND, line=9)
    now_cited = replace(DOUBTED, verdict="supported")
    fresh = renewed(signed, Content("cc", CONTENT.sources), (moved, now_cited), LATER)
    assert [(one.figure, one.line) for one in fresh.decisions] == [("12%", 9)]
    assert fresh.state is State.UNDER_REVIEW
    assert fresh.history[-1].note == "the article's text"
    assert renewed(signed, CONTENT, (), LATER) == signed
