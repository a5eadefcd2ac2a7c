"""Whether a place tells its number of the claim's outcome alone, and of all of it.

"Death or stroke in 12%" says nothing of how many died, nor does "12% stopped because of nausea"
of how many were sick.  Asked of short sources alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.candidate import Candidate
from checkers.index import Place, SourceIndex, is_plain_count
from checkers.phrases import clause_of
from checkers.same import Asked
from checkers.words import Word, words
from claims.quantity import Quantity

#: Kinds of words that name an outcome.
_OUTCOME = "outcome"
_OR = re.compile(r"(?i)\s(?:and/)?or\s")
#: What says that several outcomes are told of at once.
_JOINT = re.compile(
    r"(?i)\b(?:and/or|or|either|composite|combined|combination|primary|endpoints?|end\spoints?|both|events?)\b"
)
_STOPPED = re.compile(
    r"(?i)\b(?:stop(?:s|ped|ping)?|discontinu\w+|withdr[ae]w\w*|dropp?(?:ed|ing)?[\s-]?outs?|g[ai]ve(?:n|s)?\sup|giving\sup"
    r"|quit(?:s|ting)?|(?:left|leave|leaving)\s(?!out)|ceas\w+|abandon\w*|interrupt\w+|pulled\sout|c[ao]me\soff|taken\soff)\b"
)
_CAUSE = (
    r"(?:because|due\sto|owing\sto|on\saccount\sof|as\sa\sresult\sof|attributed\sto|caused\sby"
    r"|citing|for\slack)"
)
_BECAUSE = re.compile(rf"(?i)\b{_CAUSE}\b")
#: "17 stopped, 11 of them after a reaction".
_SOME_BECAUSE = re.compile(
    rf"(?i)\b(?:of\s(?:them|whom|these|those|which)|including)\b[^.;]{{0,60}}?\b(?:{_CAUSE}|reasons?|cited|for|after|following|with)\b"
)
_PREDICTS = re.compile(r"(?i)\b(?:(?:positive|negative)\spredictive\svalue|PPV|NPV)\b[^.;,]*$")
_PREDICTED = re.compile(
    r"(?i)\b(?:predict\w*|PPV|NPV|positiv\w*|negativ\w*|tests?|tested|results?|turned\sout|proved|confirmed|false|true)\b"
)


def of_other_outcome(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a place that fits a claim's figure is told of more, or of other things, than it."""
    place = candidate.counted if candidate.arithmetic else candidate.place
    if place is None:
        return False
    part = _part(index, place)
    if _is_of_stopping(asked, part) or _is_of_all(asked, index, part):
        return True
    if index.passages[place.passage].is_row:
        return False
    return (
        _is_composite(asked, part)
        or _is_for_some(asked, index, place)
        or _is_prediction(asked, index, place)
        or _is_told_in_contrast(asked, index, place)
    )


def _part(index: SourceIndex, place: Place) -> str:
    """The part of a sentence that tells of a place; of a cell the head of its row."""
    passage = index.passages[place.passage]
    text = index.document.text[passage.start : passage.end]
    start, end = place.quantity.start - passage.start, place.quantity.end - passage.start
    if passage.is_row:
        return text[: index.places[passage.places.start].quantity.start - passage.start]
    low, high = clause_of(text, start, end)
    cuts = [cut.end() for cut in _JOINED.finditer(text, low, start)]
    stop = _JOINED.search(text, end, high)
    return text[cuts[-1] if cuts else low : stop.start() if stop else high]


#: Where a sentence goes on with another verb.
_JOINED = re.compile(r",\sand\s")


def _is_composite(asked: Asked, clause: str) -> bool:
    """Whether a place counts those with one of several outcomes, of which the claim names one."""
    if _JOINT.search(asked.claim.text) or not _OR.search(clause):
        return False
    named = asked.near.keys()
    for found in _OR.finditer(clause):
        before = words(clause[max(0, found.start() - _NEAR) : found.start()])
        behind = words(clause[found.end() : found.end() + _NEAR])
        sides = _sides(before, behind)
        if before and _DEATH.match(clause, found.end()):
            sides = frozenset(word.concept for word in before[-_LAST:]), frozenset({"death"})
        if sides is None:
            continue
        first, second = sides
        if bool(first & named) != bool(second & named):
            return True
    return False


def _sides(
    before: Sequence[Word], behind: Sequence[Word]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """The two outcomes that "or" stands between, None where it stands between others."""
    if not before or not behind:
        return None
    one, other = before[-1], behind[0]
    if _OUTCOME not in (one.kind, other.kind) or one.concept == other.concept:
        return None
    if one.kind != _OUTCOME and other.kind != _OUTCOME:
        return None
    shared = {word.concept for word in behind[:_NOUN] if word.kind == _OUTCOME}
    if other.kind != _OUTCOME and not shared:
        return frozenset({one.concept}), frozenset({word.concept for word in behind[:_NOUN]})
    return frozenset({one.concept}), frozenset(shared or {other.concept})


#: "Stroke or cardiovascular death".
_DEATH = re.compile(r"(?i)(?:[a-z-]{1,40}\s){0,2}?(?:deaths?|died|dying)\b")
#: So many words before "or" tell of the other outcome.
_LAST = 2
#: So many words of a noun phrase are looked at.
_NOUN = 3


def _is_of_stopping(asked: Asked, part: str) -> bool:
    """Whether a place tells of those who stopped because of what the claim tells of alone."""
    text, theirs = asked.claim.text, _STOPPED.search(part)
    if not theirs or _STOPPED.search(text) or _NO_PERSON.search(part, 0, theirs.start()):
        return False
    because = _BECAUSE.search(part, theirs.end())
    caused = {word.concept for word in words(part[because.end() :])} if because else set()
    return not caused.isdisjoint(asked.near) and _BECAUSE.search(text) is None


#: What is stopped by those who run it.
_NO_PERSON = re.compile(r"(?i)\b(?:enrol\w+|recruitment|trial|study|programme|program)\b")


def _is_of_all(asked: Asked, index: SourceIndex, part: str) -> bool:
    """Whether a claim tells of those who stopped because of what a place tells of alone."""
    text = asked.claim.text
    if asked.claim.quantity.unit not in ("", "%") or not _MADE.search(text):
        return False
    if not _STOPPED.search(text) or _STOPPED.search(part) or _BACK.search(part):
        return False
    return _STOPPED.search(index.document.text) is not None and not _REASON.search(part)


#: What says in a claim that something made people stop.
_MADE = re.compile(
    rf"(?i)\b(?:{_CAUSE}|made|forced|led|reason|caused?|drove|driven|prompted|obliged|compelled)\b"
)
#: What takes up those who were told of before.
_BACK = re.compile(r"(?i)\b(?:of\s)?(?:them|whom|these|those|which|it|this|further|others?)\b")
_REASON = re.compile(
    r"(?i)\b(?:reasons?|cause[sd]?|because|due\sto|owing\sto|led\sto|remain\w*|complet\w+)\b"
)


def _is_for_some(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim tells of all what the source tells of some: "17 stopped, 11 after a rash"."""
    told = _own_words(asked)
    if not _MADE.search(told) or not _STOPPED.search(told):
        return False
    text, end = index.document.text, place.quantity.end
    before = index.places[place.number - 1].quantity.end if place.number else 0
    opens = max(before, index.passages[place.passage].start)
    if _ANY_REASON.search(text, opens, place.quantity.start):
        return True
    some = _SOME_BECAUSE.search(text, end, end + _NEAR)
    if some is None or _BECAUSE.search(text, index.passages[place.passage].start, some.start()):
        return False
    return any(
        is_plain_count(one.quantity) and end < one.quantity.start < some.end()
        for one in index.places[place.number + 1 : place.number + 1 + _NEXT]
    )


def _own_words(asked: Asked) -> str:
    """A claim between the figures on both sides of its own."""
    figure, offset = asked.claim.quantity, asked.claim.start
    before = [one.end - offset for one in asked.order if one.end <= figure.start]
    behind = [one.start - offset for one in asked.order if one.start >= figure.end]
    return asked.claim.text[max(before, default=0) : min(behind, default=None)]


_ANY_REASON = re.compile(
    r"(?i)\b(?:(?:any|whatever|all|various|other)\s(?:reasons?|causes?)|reasons?\sother\sthan)\b"
)
#: How near the count of some stands behind that of all, and an outcome beside "or"; and how
#: many numbers on the count may stand.
_NEAR, _NEXT = 120, 4


def _is_prediction(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a place tells a predictive value and the claim of no test."""
    start = index.passages[place.passage].start
    found = _PREDICTS.search(index.document.text, start, place.quantity.start)
    return found is not None and _PREDICTED.search(asked.claim.text) is None


def _is_told_in_contrast(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether what a claim tells of stands behind the other figure: "82% of X but 46% of Y"."""
    passage = index.passages[place.passage]
    text = index.document.text[passage.start : passage.end]
    held = [index.places[at].quantity for at in passage.places]
    own = _behind(text, passage.start, place.quantity)
    for one in held:
        if one.unit != place.quantity.unit or one is place.quantity:
            continue
        low, high = sorted((one, place.quantity), key=lambda figure: figure.start)
        if not _TURNS.search(text, low.end - passage.start, high.start - passage.start):
            continue
        other = _behind(text, passage.start, one)
        ours = asked.near.keys()
        if own - other and ours.isdisjoint(own - other) and ours & (other - own):
            return True
    return False


def _behind(text: str, offset: int, figure: Quantity) -> frozenset[str]:
    """What stands behind a figure in its clause, up to a mark."""
    end = figure.end - offset
    high = clause_of(text, figure.start - offset, end)[1]
    behind = _BRACKET.sub(" ", text[end:high]).split(",")[0]
    return frozenset(word.concept for word in words(behind) if word.kind != "arm")


#: Where a sentence turns to another statement.
_TURNS = re.compile(r"(?i);|\b(?:but|while|whilst|whereas)\b")
_BRACKET = re.compile(r"\([^()]{0,80}\)")
