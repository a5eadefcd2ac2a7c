"""The one plain sentence that an editor can send to the author."""

from __future__ import annotations

from collections.abc import Sequence

from checkers.model import Evidence, Reason, WorkRead
from claims.claim import Claim, Scope
from claims.document import Extent
from sources.model import Resolution

#: One sentence a reason.  ``{figure}`` is the claim's figure, ``{source}`` the
#: work, ``{found}`` its figure, ``{quote}`` the passage, ``{works}`` what was read.
SENTENCES: dict[Reason, str] = {
    Reason.VALUE_MATCH: "{figure} stands so in {source}: {quote}",
    Reason.ROUNDED: "{figure} agrees with {found} in {source}: {quote}",
    Reason.CONVERTED: "{figure} is {found} of {source} in another unit: {quote}",
    Reason.DERIVED: "{figure} follows from {source}{arithmetic}: {quote}",
    Reason.BOUND_SATISFIED: "{figure} is satisfied by {found} in {source}: {quote}",
    Reason.RANGE_COVERED: "{figure} covers {found} in {source}: {quote}",
    Reason.FINER_THAN_SOURCE: "{figure} is more exact than {found} in {source}: {quote}",
    Reason.RANGE_PARTIAL: "{source} gives {found}, one end of {figure}, and says nothing of "
    "the other: {quote}",
    Reason.RANGE_DIFFERS: "{source} gives {found} where the article says {figure}: {quote}",
    Reason.VALUE_DIFFERS: "{source} gives {found} where the article says {figure}: {quote}",
    Reason.UNIT_DIFFERS: "{source} gives {found}, in another unit than {figure}: {quote}",
    Reason.DIRECTION_DIFFERS: "{source} gives {found} with the opposite direction: {quote}",
    Reason.ARM_DIFFERS: "{source} gives {found} for another group or time than the article "
    "does: {quote}",
    Reason.POPULATION_DIFFERS: "{source} gives {found} for another population: {quote}",
    Reason.TIME_DIFFERS: "{source} gives {found} for another time: {quote}",
    Reason.ENTITY_DIFFERS: "{figure} was found in {works} only of something else; nearest is "
    "{source}: {quote}",
    Reason.NO_EVIDENCE: "{figure} was found in {works}{nearest}.",
    Reason.SECONDARY_CITATION: "{source} gives {found} but credits another work with it: {quote}",
    Reason.ABSTRACT_ONLY: "{figure} was found in {works}, and the full text could not be read.",
    Reason.SOURCE_MISSING: "{figure} could not be checked: {missing} not at hand.",
    Reason.NO_QUANTITY: "The claim states no figure that could be checked.",
    Reason.NO_CITATION: "No citation reaches {figure}{shown}.",
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
        "found": f"“{found}”" if found else "a figure",
        "quote": quote,
        "works": works_read(read, resolution),
        "nearest": f"; nearest is {best.source}: {quote}" if best else "",
        "missing": missing_works(missing),
        "shown": f"; {best.source} says {quote}" if best else "",
        "arithmetic": f" ({arithmetic})" if arithmetic else "",
    }
    sentence = SENTENCES[reason].format(**parts)
    sentence = sentence if sentence.endswith((".", "”")) else sentence + "."
    near = any(cover.scope in _OWN_SENTENCE for cover in claim.coverage)
    told = near or resolution is not Resolution.FOLDER_SEARCH
    return sentence if told else f"{sentence} No citation stands in its own sentence."


def works_read(read: Sequence[WorkRead], resolution: Resolution) -> str:
    """What was searched in vain: "none of the 3 sources given, 2 of them abstracts"."""
    abstracts = sum(work.extent is Extent.ABSTRACT for work in read)
    if resolution is Resolution.FOLDER_SEARCH or len(read) != 1:
        given = "given" if resolution is Resolution.FOLDER_SEARCH else "cited"
        some = f", {abstracts} of them abstract{'s' * (abstracts != 1)}" if abstracts else ""
        return f"none of the {len(read)} sources {given}{some}"
    kind = "abstract of " if abstracts else ""
    return f"no passage of the {kind}{read[0].source}"


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
