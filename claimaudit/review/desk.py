"""The desk of one article: its audit, its review, and what a reviewer may do."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from claimaudit.review.figures import content_of, digest_of, figures_of
from claimaudit.review.record import (
    Choice,
    Content,
    Figure,
    Review,
    ReviewError,
    approve,
    decide,
    open_points,
    release,
    renewed,
    take,
    undo,
)
from claimaudit.review.store import SUFFIX, ConflictError, load, review_path, update
from reports.desk import DeskItem, DeskView
from reports.gate import FailOn
from reports.html import render_desk
from reports.model import ArticleReport, AuditReport
from reports.words import one_line

Audit = Callable[[], AuditReport]
#: Accepts the findings of a figure for a reason.
Waive = Callable[[ArticleReport, str, str], None]


#: Time of change and size of each file, by its path.
_Stamp = tuple[tuple[str, int, int], ...]


class UnreadableError(Exception):
    """The article cannot be audited; the message is the line to show."""


@dataclass(frozen=True, slots=True)
class _Audited:
    """An audit, and the files that it read as they were then."""

    report: AuditReport
    article: ArticleReport
    figures: Mapping[str, Figure]
    content: Content
    stamp: _Stamp


class Desk:
    """The review of one article by one reviewer.

    Args:
        path: the article.
        reviewer: who sits at the desk.
        audit: audits the article.
        fail_on: which findings stop the gate.
        waive: accepts the findings of a card (its identifier) for a reason.
        now: tells the time, UTC, ISO 8601.
        inputs: the files and folders beside the article that the audit reads; it
            is made anew when one of them changes.
    """

    def __init__(
        self,
        path: str,
        reviewer: str,
        audit: Audit,
        fail_on: FailOn,
        waive: Waive,
        now: Callable[[], str],
        inputs: Sequence[str] = (),
    ) -> None:
        self.path = path
        self.reviewer = reviewer
        self._audit = audit
        self._fail_on = fail_on
        self._waive = waive
        self._now = now
        self._inputs = inputs
        self._file = review_path(path)
        self._held: _Audited | None = None
        # One request at a time: the audit and the file are one state.
        self._lock = threading.RLock()

    def open(self, *, force: bool = False) -> str:
        """Audit the article and take it; why it could only be opened to read, or "".

        Raises:
            UnreadableError: when the article cannot be audited.
        """
        with self._lock:
            try:
                self._change(lambda review: take(review, self.reviewer, self._now(), force=force))
            except ReviewError as error:
                return str(error)
            return ""

    def close(self) -> None:
        """Let go of the article."""
        with self._lock:
            # What the article has become meanwhile is for the next audit to say.
            if (stored := load(self._file)) is not None:
                update(self._file, lambda now: release(now or stored, self.reviewer))

    def page(self) -> str:
        """The desk as one HTML page."""
        with self._lock:
            audited = self._audited()
            return "".join(render_desk(audited.report, self._view(audited, self._review(audited))))

    def state(self) -> dict[str, object]:
        """The review as the page's script needs it."""
        with self._lock:
            audited = self._audited()
            return self._view(audited, self._review(audited)).as_dict()

    def act(self, action: str, request: Mapping[str, object]) -> dict[str, object]:
        """Do what the page asks.

        Args:
            action: "decide", "undo", "approve" or "take".
            request: its arguments; "version" is the version that the page shows.

        Returns:
            The new state.

        Raises:
            ReviewError: when it is not allowed.
            UnreadableError: when the article cannot be audited any more.
        """
        with self._lock:
            # Nobody signs off on an audit of texts that are no longer those on the disk.
            audited = self._audited(anew=action == "approve")
            version = request.get("version")
            if not isinstance(version, int) or isinstance(version, bool):
                raise ReviewError("the page is too old; load it again")
            if request.get("texts") != digest_of(audited.content):
                raise ConflictError(
                    "the article or a source has changed since this page was made; load it again"
                )
            steps: dict[str, Callable[[], None]] = {
                "decide": lambda: self._decide(audited, request, version),
                "undo": lambda: self._undo(audited, request, version),
                "approve": lambda: self._approve(audited, version),
                "take": lambda: self._take(version),
            }
            if action not in steps:
                raise ReviewError(f"no action {action!r}")
            steps[action]()
            return self.state()

    def _decide(self, audited: _Audited, request: Mapping[str, object], version: int) -> None:
        anchor, figure = _figure(audited, request)
        try:
            choice = Choice(str(request.get("choice")))
        except ValueError:
            raise ReviewError("choose to accept, reject, ask or waive") from None
        note = one_line(str(request.get("note") or "")).strip()
        now = self._now()

        def decided(review: Review) -> Review:
            return decide(review, figure, choice, note, self.reviewer, now)

        review = self._review(audited)
        if choice is Choice.WAIVE and figure.doubts and review.version == version:
            decided(review)  # what the review does not allow is not waived either
            self._waive(audited.article, anchor, note)
            self._held = None
        self._change(decided, version)

    def _undo(self, audited: _Audited, request: Mapping[str, object], version: int) -> None:
        _, figure = _figure(audited, request)
        now = self._now()
        self._change(lambda review: undo(review, figure.key, self.reviewer, now), version)

    def _approve(self, audited: _Audited, version: int) -> None:
        figures = tuple(audited.figures.values())
        now = self._now()
        self._change(lambda review: approve(review, figures, self.reviewer, now), version)

    def _take(self, version: int) -> None:
        self._change(lambda review: take(review, self.reviewer, self._now(), force=True), version)

    def _change(self, change: Callable[[Review], Review], version: int | None = None) -> None:
        audited = self._audited()

        def changed(stored: Review | None) -> Review:
            return change(self._renewed(audited, stored))

        update(self._file, changed, version)

    def _review(self, audited: _Audited) -> Review:
        return self._renewed(audited, load(self._file))

    def _renewed(self, audited: _Audited, stored: Review | None) -> Review:
        if stored is None:
            return Review(audited.content)
        return renewed(stored, audited.content, audited.figures.values(), self._now())

    def _audited(self, *, anew: bool = False) -> _Audited:
        """The audit of the article as it is on the disk now."""
        stamp = tuple(_stamp(self.path, self._inputs))
        if anew or self._held is None or self._held.stamp != stamp:
            report = self._audit()
            if not report.articles:
                raise UnreadableError(str(report.all_errors[0]) if report.all_errors else self.path)
            article = report.articles[0]
            figures = figures_of(article, self._fail_on)
            self._held = _Audited(report, article, figures, content_of(article), stamp)
        return self._held

    def _view(self, audited: _Audited, review: Review) -> DeskView:
        items = {}
        for anchor, figure in audited.figures.items():
            made = review.decision(figure)
            items[f"a1-{anchor}"] = DeskItem(
                choice=made.choice.value if made else "",
                note=made.note if made else "",
                by=made.by if made else "",
                at=made.at if made else "",
                question=figure.question,
                stops=figure.stops,
                doubts=figure.doubts,
            )
        return DeskView(
            path=self.path,
            reviewer=self.reviewer,
            state=review.state.value,
            holder=review.holder,
            held_since=review.held_since,
            version=review.version,
            texts=digest_of(audited.content),
            items=items,
            open_points=open_points(review, audited.figures.values()),
        )


def _figure(audited: _Audited, request: Mapping[str, object]) -> tuple[str, Figure]:
    anchor = str(request.get("card") or "").removeprefix("a1-")
    if anchor not in audited.figures:
        raise ReviewError("no such figure; load the page again")
    return anchor, audited.figures[anchor]


def _stamp(article: str, inputs: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The files of an audit as they are now; what is missing beside the article is left out.

    Raises:
        UnreadableError: the article is gone.
    """
    try:
        yield _state(Path(article))
    except OSError as error:
        told = f"{article}: {(error.strerror or 'cannot be read').lower()}"
        raise UnreadableError(told) from error
    for path in inputs:
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(one for one in inner if not one.startswith("."))
            # A review that lies among the sources changes with every decision, and is none.
            read = (one for one in sorted(names) if not one.startswith(".") and SUFFIX not in one)
            yield from _states(Path(folder, name) for name in read)
        yield from _states([Path(path)])


def _states(paths: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        with suppress(OSError):
            yield _state(path)


def _state(path: Path) -> tuple[str, int, int]:
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size
