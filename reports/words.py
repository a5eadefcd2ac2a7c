"""Words and text for people: labels, counts, and characters made safe to show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from checkers.model import Evidence, Finding, Judgement, Verdict
from claims.claim import Scope
from claims.document import Extent
from sources.model import Resolution

#: Verdicts as people read them.
VERDICT_WORDS = {verdict: verdict.value.replace("-", " ").capitalize() for verdict in Verdict}

_SPACES = re.compile(r"\s+")
#: Joiners, direction marks, zero-width spaces and the soft hyphen belong to ordinary
#: text; every other control or format character could move the cursor or reorder
#: what is shown.
_HARMLESS = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def one_line(text: str) -> str:
    """Text on one line, every run of white space a single space, and :func:`visible`."""
    return visible(_SPACES.sub(" ", text))


def visible(text: str) -> str:
    r"""Text with control and format characters written out as ``\x1b`` or ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN or character in _HARMLESS:
        return character
    return character.encode("unicode_escape").decode("ascii")


def right_to_left(text: str) -> bool:
    """Whether a text holds a character of a right-to-left script."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 figure", "2 figures"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def told(finding: Finding) -> str:
    """A finding's message, with the waiver that covers it if one does."""
    if not finding.waived:
        return finding.message
    why = f": {finding.justification}" if finding.justification else ""
    return f"{finding.message} (waived{why})"


def basis(judgement: Judgement) -> str:
    """What a verdict rests on: reason, confidence, how works were found, what was read."""
    works = judgement.sources_read
    abstracts = sum(work.extent is Extent.ABSTRACT for work in works)
    read = f"read {count(len(works), 'work')}" if works else "no work read"
    if abstracts:
        read += f", {abstracts} as abstract only"
    parts = [
        judgement.reason.value,
        f"confidence {judgement.confidence:.2f}",
        "" if judgement.resolution is Resolution.NONE else f"found by {judgement.resolution.value}",
        read,
        _reach(judgement),
        f"not at hand: {', '.join(judgement.missing)}" if judgement.missing else "",
    ]
    return "; ".join(part for part in parts if part)


def _reach(judgement: Judgement) -> str:
    """What to say where no citation stands in the figure's own sentence."""
    scopes = {cover.scope for cover in judgement.claim.coverage}
    if not scopes:
        return "" if judgement.verdict is Verdict.UNCITED else "no citation reaches it"
    if scopes <= {Scope.PARAGRAPH, Scope.FIRST_MENTION}:
        return "no citation in its own sentence"
    return ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage around its figure, each part on one line and safe to show."""

    before: str
    figure: str
    after: str


def passage(text: str, start: int, end: int, reach: int | None = None) -> Passage:
    """Split a text around its figure.

    Args:
        text: the passage.
        start: where the figure begins in it; out of bounds it is clipped.
        end: where the figure ends in it, exclusive, clipped likewise.
        reach: characters kept on either side and of the figure, None for all.
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    before, after = text[:start].lstrip(), text[end:].rstrip()
    if reach is not None and len(before) > reach:
        kept = before[-reach:]
        before = "…" + (kept.partition(" ")[2] or kept)
    return Passage(
        one_line(before), one_line(clip(text[start:end], reach)), one_line(clip(after, reach))
    )


def clip(text: str, reach: int | None) -> str:
    """The start of a text, cut at a space where there is one, with an ellipsis."""
    if reach is None or len(text) <= reach:
        return text
    kept = text[:reach]
    return (kept.rpartition(" ")[0] or kept) + "…"


def claim_passage(judgement: Judgement, reach: int | None = None) -> Passage:
    """The sentence of a claim around its figure."""
    claim, figure = judgement.claim, judgement.claim.quantity
    return passage(claim.text, figure.start - claim.start, figure.end - claim.start, reach)


def quote(evidence: Evidence, reach: int | None = None) -> Passage:
    """The quote of a source around its figure, if it has one."""
    figure = evidence.quantity
    if figure is None:
        return passage(evidence.quote, 0, 0, reach)
    return passage(
        evidence.quote, figure.start - evidence.start, figure.end - evidence.start, reach
    )


def place(evidence: Evidence) -> str:
    """Where a quote stands in its source: "line 7", "line 7, page 2"."""
    page = f", page {evidence.page}" if evidence.page is not None else ""
    return f"line {evidence.line}{page}"


def origin(evidence: Evidence) -> str:
    """The source of a quote and the place in it, and whether it is a near miss."""
    return f"{'near miss in ' * evidence.near_miss}{evidence.source}, {place(evidence)}"
