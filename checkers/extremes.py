"""What holds at every centre, or at the first and last of them, held against the range over them.

"At no site more than 12%", "nobody under 70", "31% in the worst-hit town".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.compare import Comparison, compare
from checkers.index import Place, SourceIndex
from checkers.relation import ValueRelation
from checkers.same import Asked, likeness
from claims.quantity import Dimension, Quantity, Relation

_WHERE = (
    r"(?:cent(?:er|re)|hospital|site|clinic|region|countr(?:y|ie)|ward|unit|practice|school|district"
    r"|stud(?:y|ie)|trial|surgeon|state|province|laborator(?:y|ie)|county|countie|communit(?:y|ie)"
    r"|village|cit(?:y|ie)|town|farm|plot|household|patient|participant|child|infant|case|person"
    r"|individual|subject|animal|sample|specimen|year|month|week|day)s?"
)
_OF = r"(?:of\s)?(?:the\s)?(?:(?:\d{1,3}|[a-z]+)\s)?"
_EVERYWHERE = re.compile(
    rf"(?i)\b(?:(?P<none>no|none|not\sa\ssingle|neither)|every|each|all)\s{_OF}{_WHERE}\b"
)
#: "Nobody under 70 took part", with the figure right behind.
_NO_ONE = re.compile(r"(?i)\b(?P<none>nobody|no[\s-]?one|none)\s(?:was\s|were\s|who\swas\s)?$")
_MORE = frozenset({Relation.GREATER_THAN, Relation.AT_LEAST})
_LESS = frozenset({Relation.LESS_THAN, Relation.AT_MOST})


def bounds_all(asked: Asked) -> int:
    """Whether a claim says that a value is nowhere above its figure (1), or below it (-1)."""
    relation = asked.claim.quantity.relation
    if relation not in _MORE | _LESS:
        return 0
    found = _EVERYWHERE.search(asked.claim.text) or _NO_ONE.search(
        asked.claim.text, 0, asked.span[0]
    )
    if found is None:
        return 0
    return 1 if (relation in _MORE) == bool(found["none"]) else -1


def over_all(asked: Asked, index: SourceIndex, passages: Sequence[int]) -> Iterator[Candidate]:
    """The ranges of some passages over centres that bear out what a claim says of every one.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are searched, by number.
    """
    way = bounds_all(asked)
    if not way:
        return
    for place in (index.places[at] for one in passages for at in index.passages[one].places):
        end = _end(place.quantity, way)
        all_told = end is None and _tells_of_all(index, place)
        if all_told:
            end = _least(place.quantity, way)
        if end is None or place.quantity.unit != asked.claim.quantity.unit:
            continue
        if way * (_bound(asked.claim.quantity) - end) >= 0:
            told = Comparison(ValueRelation.SATISFIES, Units.SAME)
            alike = likeness(asked, index, place)
            yield Candidate(place, told, alike, turned=True, firm=all_told)


def _tells_of_all(index: SourceIndex, place: Place) -> bool:
    """Whether a sentence says of all who were studied what bounds them, and nothing of a part."""
    passage = index.passages[place.passage]
    if passage.is_row or len(index.places) > _FEW_FIGURES:
        return False
    held = (index.places[at].quantity for at in passage.places)
    shares = any(one.dimension is Dimension.PROPORTION for one in held)
    text = index.document.text[passage.start : passage.end]
    return not shares and _STUDIED.search(text) is not None and not _PARTLY.search(text)


_STUDIED = re.compile(
    r"(?i)\b(?:all|every|everyone|eligible|enrol\w*|recruited|includ(?:ed|ing|es?)|inclusion|randomi[sz]ed|studied"
    r"|took\spart|participants|volunteers|we\s(?:followed|invited|asked|surveyed|interviewed))\b"
)
_PARTLY = re.compile(
    r"(?i)\b(?:most|some|many|subgroup|(?<!all\s)of\s(?:them|these|those|whom|which)|among|exclud\w*|except\w*|nearly\sall|almost\sall|none|not)\b"
)
#: A source of more figures says such things of many.
_FEW_FIGURES = 60


def _least(stated: Quantity, way: int) -> Decimal | None:
    """The bound that all keep to on the side that a claim asks about: "all were 70 or over"."""
    if way < 0:
        return stated.low if stated.relation in _MORE else None
    return stated.high if stated.relation in _LESS else None


def at_an_end(asked: Asked, index: SourceIndex, passages: Sequence[int]) -> Iterator[Candidate]:
    """The ranges of some passages whose one end a claim tells of the least or the most.

    "In the worst-hit town 31% were ill" is told of "from 9% to 31%".

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are searched, by number.
    """
    figure, text = asked.claim.quantity, asked.claim.text
    if figure.relation is not Relation.EXACT or len(index.places) > _FEW_FIGURES:
        return
    named = list(_EXTREME.finditer(text))
    if not named:
        return
    for place in (index.places[at] for one in passages for at in index.passages[one].places):
        side, told = _side(figure, place.quantity)
        if not told:
            continue
        alike = [one for one in asked.order if _side(one, place.quantity)[1]]
        if len(alike) == len(named):
            word = named[alike.index(figure)]
        else:
            word = min(named, key=lambda one: _apart(one, asked.span))
        if _way(word) in (side, 0):
            yield Candidate(place, told, likeness(asked, index, place), firm=True)


def _side(figure: Quantity, stated: Quantity) -> tuple[int, Comparison | None]:
    """Which end of a range a figure is, -1 or 1, and how the two compare; None for neither."""
    ranged = stated.relation is Relation.RANGE and stated.statistic in ("", "range")
    if not ranged or figure.unit != stated.unit or figure.relation is not Relation.EXACT:
        return 0, None
    for side, end in ((-1, stated.low), (1, stated.high)):
        one = replace(stated, low=end, high=end, relation=Relation.EXACT)
        told = compare(figure, one)
        if told.relation in (ValueRelation.EQUAL, ValueRelation.ROUNDED):
            return side, told
    return 0, None


#: What is called the least of several, the most, or an end of either side.
_EXTREME = re.compile(
    r"(?i)\b(?:(?P<low>lowest|least|fewest|smallest|minimum|shortest|youngest|lightest|as\s(?:low|few|little)\sas|under-?\s?performing)"
    r"|(?P<high>highest|most|largest|greatest|biggest|maximum|longest|oldest|eldest|busiest|heaviest|as\s(?:high|many|much)\sas)"
    r"|(?P<any>best|worst|extremes?))\b"
)


def _way(word: re.Match[str]) -> int:
    return bool(word["high"]) - bool(word["low"])


def _apart(word: re.Match[str], span: tuple[int, int]) -> int:
    """How far a word stands from a figure."""
    return max(word.start() - span[1], span[0] - word.end(), 0)


def is_overall(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a place tells of all together, its passage giving the range that a claim asks for."""
    if not bounds_all(asked):
        return False
    ours, theirs = asked.claim.quantity.relation, place.quantity.relation
    if any({ours, theirs} <= side for side in (_MORE, _LESS)) and _tells_of_all(index, place):
        return _NO_ONE.search(asked.claim.text, 0, asked.span[0]) is not None
    held = (index.places[at].quantity for at in index.passages[place.passage].places)
    return any(
        one.relation is Relation.RANGE and one.unit == asked.claim.quantity.unit for one in held
    )


def is_of_most(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim says of every one what a place says of most: the middle half, all but two.

    Args:
        asked: the claim.
        index: a source of a few sentences.
        candidate: a place that fits the claim's figure.
    """
    text, place = asked.claim.text, candidate.place
    if not candidate.comparison.fits or not _ALL_OF_THEM.search(text) or _BUT.search(text):
        return False
    if index.passages[place.passage].is_row:
        return False
    passage, stated, theirs = index.passages[place.passage], index.document.text, place.quantity
    low = max(passage.start, theirs.start - _BESIDE)
    if asked.claim.quantity.relation in _BOUNDED:
        past = candidate.comparison.relation is ValueRelation.SATISFIES
        if past and (
            _NOBODY.search(text)
            or _CENTRE.search(stated, max(passage.start, low - _BESIDE), theirs.end)
        ):
            return True
        if _MIDDLE.search(stated, low, theirs.end):
            return True
    high = min(passage.end, theirs.end + 2 * _BESIDE)
    return _BUT.search(stated, max(passage.start, low - _BESIDE), high) is not None


_BOUNDED = _MORE | _LESS | {Relation.RANGE}
_NOBODY = re.compile(
    rf"(?i)\b(?:nobody|no[\s-]?one|(?:no|none|not\sa\ssingle|not\sone)\s{_OF}{_WHERE}|none\sof)\b"
)
_CENTRE = re.compile(r"(?i)\b(?:median|mean|average[ds]?)\b")
#: What says that nobody is left out.
_ALL_OF_THEM = re.compile(
    rf"(?i)\b(?:nobody|no[\s-]?one|everyone|everybody|every\s(?:single\s|last\s)?[a-z]+|each\s{_OF}{_WHERE}"
    rf"|all\s(?:of\s)?(?:the\s|these\s)?(?:[a-z]+\s)?{_WHERE}|(?:no|none|not\sa\ssingle|not\sone)\s{_OF}{_WHERE}"
    r"|without\sexception|invariably|always|never|none\sof\s(?:them|these))\b"
)
_BUT = re.compile(
    r"(?i)\b(?:(?:all|every\s?one|everybody|everywhere)\s(?:[a-z]+\s){0,3}?(?:but|except|save|apart\sfrom|bar)\b"
    r"|with\sthe\sexception\sof|with\s(?:one|two|three|few|some)\sexceptions?|in\s(?:most|nearly\sall|almost\sall)|most\sof|other\sthan\s(?:one|two)\b)"
)
_MIDDLE = re.compile(
    r"(?i)\b(?:IQR|inter-?\s?quartile|quartiles?|middle\shalf|central\shalf|(?:25th|10th|5th)[^.;]{0,8}\b(?:75th|90th|95th)"
    r"|(?:lower|upper)\squartile|SD|standard\sdeviation|percentiles?)\b[^;.()\d]{0,30}$|\b(?:IQR|inter-?\s?quartile|quartiles)\b"
)
_BESIDE = 40


def _end(stated: Quantity, way: int) -> Decimal | None:
    """The end of a range that a bound over all has to hold for."""
    if stated.relation is not Relation.RANGE:
        return None
    return stated.high if way > 0 else stated.low


def _bound(figure: Quantity) -> Decimal:
    return (figure.low if figure.high is None else figure.high) or Decimal(0)
