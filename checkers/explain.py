"""The one plain sentence that an editor can send to the author."""

from __future__ import annotations

from collections.abc import Sequence

from checkers.model import Evidence, Reason, WorkRead
from claims.claim import Claim, Scope
from claims.document import Extent
from sources.model import Resolution

#: One sentence a reason.  ``{figure}`` is the claim's figure, ``{source}`` the
#: work, ``{found}`` its figure, ``{quote}`` the passage, ``{works}`` what was read
#: in vain, ``{nearest}`` and ``{shown}`` the passage if there is any.
SENTENCES: dict[Reason, str] = {
    Reason.VALUE_MATCH: "{source} bears out {figure}: {quote}",
    Reason.ROUNDED: "{source} bears out {figure} with {found}: {quote}",
    Reason.CONVERTED: "{source} bears out {figure} with {found}, in another unit: {quote}",
    Reason.DERIVED: "{source} bears out {figure} by arithmetic, {arithmetic}: {quote}",
    Reason.BOUND_SATISFIED: "{source} bears out {figure} with {found}, which satisfies the "
    "bound: {quote}",
    Reason.RANGE_COVERED: "{source} bears out {figure} with {found}, which lies in the range: "
    "{quote}",
    Reason.FINER_THAN_SOURCE: "{figure} is finer than {found}, which {source} prints: {quote}",
    Reason.RANGE_PARTIAL: "{source} gives {found}, one end of {figure}, and says nothing of the "
    "other: {quote}",
    Reason.RANGE_DIFFERS: "{source} gives {found} where the article says {figure}: {quote}",
    Reason.VALUE_DIFFERS: "{source} gives {found} where the article says {figure}: {quote}",
    Reason.UNIT_DIFFERS: "{source} gives {found}, another unit than {figure} of the article: "
    "{quote}",
    Reason.DIRECTION_DIFFERS: "{source} gives {found} in the opposite direction: {quote}",
    Reason.ARM_DIFFERS: "{source} gives {found} for another group than the article does: {quote}",
    Reason.POPULATION_DIFFERS: "{source} gives {found} for other people than the article does: "
    "{quote}",
    Reason.TIME_DIFFERS: "{source} gives {found} for another time than the article does: {quote}",
    Reason.ENTITY_DIFFERS: "{works} states {figure} of this; {source} gives {found} of something "
    "else: {quote}",
    Reason.NO_EVIDENCE: "{works} states {figure}{nearest}",
    Reason.SECONDARY_CITATION: "{source} gives {found} but credits another work with it: {quote}",
    Reason.ABSTRACT_ONLY: "{works} states {figure}, and its full text is not at hand",
    Reason.SOURCE_MISSING: "{figure} could not be checked, {missing} not at hand",
    Reason.NO_QUANTITY: "The claim states no figure that could be checked",
    Reason.NEEDS_REVIEW: "{source} may contradict {figure} with {found}, but the texts do not say "
    "so clearly; a person has to read {quote}",
    Reason.NO_CITATION: "No citation reaches {figure}{shown}",
}

_OWN_SENTENCE = frozenset({Scope.CLAUSE, Scope.SENTENCE, Scope.CELL})
_LONGEST_QUOTE = 300


def explain(
    claim: Claim,
    reason: Reason,
    evidence: Sequence[Evidence],
    read: Sequence[WorkRead],
    *,
    missing: Sequence[str] = (),
    resolution: Resolution = Resolution.NONE,
    arithmetic: str = "",
) -> str:
    """The sentence for a verdict.

    Args:
        claim: the claim that was judged.
        reason: the row of the verdict table that decided.
        evidence: the passages, best first.
        read: the works that were searched.
        missing: labels of cited works that are not at hand.
        resolution: how the works were found.
        arithmetic: the calculation of a derived value.
    """
    best = evidence[0] if evidence else None
    quote = f"“{shortened(best.quote)}”" if best else ""
    found = best.quantity.text if best and best.quantity else ""
    parts = {
        "figure": f"“{claim.quantity.text}”",
        "source": best.source if best else "",
        "found": _found(found, arithmetic, reason),
        "quote": quote,
        "works": works_read(read, resolution),
        "nearest": f"; nearest comes {best.source}: {quote}" if best else "",
        "missing": missing_works(missing),
        "shown": f"; {best.source} says {quote}" if best else "",
        "arithmetic": arithmetic,
    }
    sentence = SENTENCES[reason].format(**parts)
    if not (best and sentence.startswith(best.source)):
        sentence = sentence[0].upper() + sentence[1:]
    told = sentence + ("" if sentence.endswith((".”", "!”", "?”")) else ".")
    near = any(cover.scope in _OWN_SENTENCE for cover in claim.coverage)
    cited = claim.coverage or resolution is Resolution.FOLDER_SEARCH
    return f"{told} Its own sentence carries no citation." if cited and not near else told


def _found(printed: str, arithmetic: str, reason: Reason) -> str:
    """What the source has for the article's figure: its own figure, or what was counted in it."""
    if arithmetic and reason is Reason.VALUE_DIFFERS:
        return arithmetic
    return f"“{printed}”" if printed else "a figure"


def works_read(read: Sequence[WorkRead], resolution: Resolution) -> str:
    """What was read in vain, as a subject: "none of the 3 sources given, 2 of them abstracts,"."""
    abstracts = sum(work.extent is Extent.ABSTRACT for work in read)
    if resolution is Resolution.FOLDER_SEARCH or len(read) != 1:
        given = "given" if resolution is Resolution.FOLDER_SEARCH else "cited"
        counted = f"none of the {len(read)} source{'s' * (len(read) != 1)} {given}"
        return f"{counted}, {abstracts} of them abstract{'s' * (abstracts != 1)},"
    return f"no passage of {'the abstract of ' if abstracts else ''}{read[0].source}"


def missing_works(labels: Sequence[str]) -> str:
    """Which works are not at hand, as the subject of "not at hand"."""
    if not labels:
        return "the cited work is"
    plural = "s" * (len(labels) != 1)
    return f"the cited work{plural} {', '.join(labels)} {'are' if plural else 'is'}"


def shortened(quote: str) -> str:
    """A quote on one line, cut in the middle where it is long."""
    line = " ".join(quote.split())
    if len(line) <= _LONGEST_QUOTE:
        return line
    half = _LONGEST_QUOTE // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"
