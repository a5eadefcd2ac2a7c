"""What a review is, and how it may change.

All functions are pure: they take a review and give another one, with the name
of whoever acts and the time as the caller tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reports.words import one_line


class ReviewError(Exception):
    """A step that the review does not allow; the message says why and what to do."""


class State(StrEnum):
    """Where an article stands."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    APPROVED = "approved"


class Choice(StrEnum):
    """What a reviewer decides of one figure."""

    ACCEPT = "accept"  #: it may stand
    REJECT = "reject"  #: it must change
    ASK = "ask"  #: the author is asked
    WAIVE = "waive"  #: its findings are accepted, for a reason


#: Choices that an article cannot be approved with, and what has to happen first.
OPEN_CHOICES: Mapping[Choice, str] = {
    Choice.REJECT: "is rejected and has to change",
    Choice.ASK: "waits for the author's answer",
}
#: Choices that need words.
WORDED = frozenset({Choice.ASK, Choice.WAIVE, Choice.REJECT})
_LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be decided on.

    Attributes:
        key: the same as long as the figure and its sentence are.
        text: as printed.
        line: where it stands in the article.
        verdict: what the audit says.
        stops: identifiers of its unwaived findings that close the gate.
        doubts: identifiers of its unwaived findings.
        question: the ready-made question to the author, "" where nothing is in doubt.
    """

    key: str
    text: str
    line: int
    verdict: str
    stops: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one figure, by whom and when (UTC, ISO 8601).

    ``verdict`` is what the audit said at that time: under another verdict the
    decision no longer holds.
    """

    key: str
    figure: str
    line: int
    verdict: str
    choice: Choice
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state."""

    state: State
    by: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What was reviewed: SHA-256 of the article's text and of each source's, by name."""

    text: str
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one article.

    Attributes:
        content: the article and sources that the decisions are about.
        version: counts the writes, so that nobody overwrites what they did not see.
        state: where the article stands.
        holder: who reviews it now, "" when nobody does.
        held_since: since when.
        decisions: one a figure, in the order of the article.
        history: the changes of state, oldest first.
    """

    content: Content
    version: int = 0
    state: State = State.SUBMITTED
    holder: str = ""
    held_since: str = ""
    decisions: tuple[Decision, ...] = ()
    history: tuple[Step, ...] = ()

    def decision(self, figure: Figure) -> Decision | None:
        """What was decided of a figure and still holds."""
        return next(
            (
                one
                for one in self.decisions
                if one.key == figure.key and one.verdict == figure.verdict
            ),
            None,
        )


def take(review: Review, who: str, at: str, *, force: bool = False) -> Review:
    """Let a reviewer hold the article.

    Raises:
        ReviewError: when somebody else holds it and ``force`` is not given.
    """
    if review.holder not in ("", who) and not force:
        raise ReviewError(
            f"{review.holder} holds this article since {review.held_since}; "
            "wait, or take it over with --take-over"
        )
    if review.holder == who:
        return review
    since = replace(review, holder=who, held_since=at)
    return _moved(since, State.UNDER_REVIEW, who, at) if review.state is State.SUBMITTED else since


def release(review: Review, who: str) -> Review:
    """Let go of the article; what another reviewer holds stays held."""
    return replace(review, holder="", held_since="") if review.holder == who else review


def decide(review: Review, figure: Figure, choice: Choice, note: str, who: str, at: str) -> Review:
    """Decide on one figure; an approved article goes back under review.

    Raises:
        ReviewError: when somebody else holds the article, when words are
            missing or too many, or when an accepted figure would stop the gate.
    """
    _held_by(review, who)
    note = one_line(note).strip()
    if choice in WORDED and not note:
        raise ReviewError(f"to {choice.value} a figure takes a few words: say why")
    if len(note) > _LONGEST_NOTE:
        raise ReviewError(f"the note has {len(note)} characters; keep to {_LONGEST_NOTE}")
    if choice is Choice.ACCEPT and figure.stops:
        raise ReviewError(
            f"{', '.join(figure.stops)} stops this figure at the gate; waive it with a reason, "
            "reject it or ask the author"
        )
    made = Decision(figure.key, figure.text, figure.line, figure.verdict, choice, note, who, at)
    others = tuple(one for one in review.decisions if one.key != figure.key)
    decided = replace(review, decisions=_in_order((*others, made)))
    if review.state is State.APPROVED:
        return _moved(decided, State.UNDER_REVIEW, who, at, "a decision was changed")
    return decided


def undo(review: Review, key: str, who: str, at: str) -> Review:
    """Take a decision back.

    Raises:
        ReviewError: when somebody else holds the article.
    """
    _held_by(review, who)
    left = tuple(one for one in review.decisions if one.key != key)
    undone = replace(review, decisions=left)
    if review.state is State.APPROVED and left != review.decisions:
        return _moved(undone, State.UNDER_REVIEW, who, at, "a decision was taken back")
    return undone


def open_points(review: Review, figures: Iterable[Figure]) -> tuple[str, ...]:
    """What stands between the article and its approval, a line each."""
    points = []
    for figure in figures:
        decision = review.decision(figure)
        if decision and decision.choice in OPEN_CHOICES:
            points.append(f"“{figure.text}” (line {figure.line}) {OPEN_CHOICES[decision.choice]}")
        elif decision is None and figure.doubts:
            rules = ", ".join(figure.doubts)
            points.append(f"“{figure.text}” (line {figure.line}) is not decided on ({rules})")
        elif figure.stops:
            rules = ", ".join(figure.stops)
            points.append(f"“{figure.text}” (line {figure.line}) is stopped by {rules}")
    return tuple(points)


def approve(review: Review, figures: Sequence[Figure], who: str, at: str) -> Review:
    """Sign the article off.

    Raises:
        ReviewError: when somebody else holds the article, or points are open.
    """
    _held_by(review, who)
    points = open_points(review, figures)
    if points:
        more = f", and {len(points) - 1} more" if len(points) > 1 else ""
        raise ReviewError(f"{points[0]}{more}")
    signed = _moved(review, State.APPROVED, who, at)
    return replace(signed, holder="", held_since="")


def renewed(review: Review, content: Content, figures: Iterable[Figure], at: str) -> Review:
    """The review for the article and sources as they are now.

    Decisions on figures that are gone, or of which the audit now says another
    thing, are dropped; an approval of other texts is none.
    """
    if content == review.content:
        return review
    known = {(figure.key, figure.verdict): figure.line for figure in figures}
    kept = tuple(
        replace(one, line=known[one.key, one.verdict])
        for one in review.decisions
        if (one.key, one.verdict) in known
    )
    fresh = replace(review, content=content, decisions=_in_order(kept))
    if review.state is State.APPROVED:
        return _moved(fresh, State.UNDER_REVIEW, "", at, _changed(review.content, content))
    return fresh


def unapproved(review: Review | None, content: Content) -> str:
    """Why an article counts as not approved, "" when it is."""
    if review is None:
        return "was never reviewed"
    if review.state is State.SUBMITTED:
        return "is submitted and not reviewed"
    if review.state is State.UNDER_REVIEW:
        return f"is under review{f' by {review.holder}' if review.holder else ''}"
    changed = _changed(review.content, content)
    return f"has changed since its approval: {changed}" if changed else ""


def _changed(then: Content, now: Content) -> str:
    """What differs between two contents, "" when nothing does."""
    parts = ["the article's text"] if then.text != now.text else []
    before, after = dict(then.sources), dict(now.sources)
    parts += [
        f"source {name}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    return ", ".join(parts)


def _held_by(review: Review, who: str) -> None:
    if review.holder != who:
        holder = review.holder or "nobody"
        raise ReviewError(f"{holder} holds this article, not {who}; open the desk anew")


def _moved(review: Review, state: State, who: str, at: str, note: str = "") -> Review:
    return replace(review, state=state, history=(*review.history, Step(state, who, at, note)))


def _in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(decisions, key=lambda one: (one.line, one.key)))
