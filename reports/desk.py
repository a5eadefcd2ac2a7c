"""What the reviewer's desk shows beside the report: decisions, and who holds the article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class DeskItem:
    """The decision on one card.

    Attributes:
        choice: "accept", "reject", "ask", "waive", or "" where nothing is decided.
        note: the words given with it.
        by, at: who decided, and when.
        question: the ready-made question to the author.
        stops: rules that close the gate at this card, so that it cannot be accepted.
        doubts: rules that ask for a decision.
    """

    choice: str
    note: str
    by: str
    at: str
    question: str
    stops: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskView:
    """A desk as it is shown.

    Attributes:
        path: the article as the user gave it.
        reviewer: who sits at the desk.
        state: "submitted", "under-review" or "approved".
        holder, held_since: who holds the article, "" when nobody does.
        version: of the review that is shown.
        texts: hash of the texts that are shown, the article's and its sources'.
        items: the decisions by the identifiers of the cards.
        open_points: what stands between the article and its approval.
    """

    path: str
    reviewer: str
    state: str
    holder: str
    held_since: str
    version: int
    texts: str
    items: Mapping[str, DeskItem]
    open_points: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The desk in the keys that the page's script reads."""
        return {
            "reviewer": self.reviewer,
            "state": self.state,
            "holder": self.holder,
            "heldSince": self.held_since,
            "version": self.version,
            "texts": self.texts,
            "openPoints": list(self.open_points),
            "items": {name: asdict(item) for name, item in self.items.items()},
        }
