"""Are the two numbers of a comparison those of the same groups in both texts?

"Shorter on ketamine than on saline (3 vs. 6 days)" and "3 days on saline, 6 on
ketamine" share every word and number.  So each number is given the group that its
text names for it, and the two texts are held against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from checkers.arms import AGAINST, LEADS_ON, Sides, are_respective, parting, stop
from checkers.groups import names_a_group
from checkers.index import Passage, Place, SourceIndex
from checkers.pairing import Partner, alike, is_exchanged, stated_beside
from checkers.same import Asked, of_one_sort
from checkers.words import Word
from claims.quantity import Dimension, Quantity, Relation

#: What the group is called that the others are held against.
_COMPARATORS = frozenset({"control", "placebo", "usual care"})
_COMPARATOR, _INTERVENTION = "control", "intervention"
#: The names of two groups.
Names = tuple[frozenset[str], frozenset[str]]
_NOBODY: Names = (frozenset(), frozenset())
#: Concepts of headings that are of no group.
_NO_GROUPS = frozenset({"p", "valu", "difference", "total", "ci"})
#: What names nobody although a name may be spelled alike.
_NO_NAME = re.compile(r"(?i)comparisons?\b(?!\s(?:groups?|arms?))|baseline\b")
#: What stands between two names of a list of two.
_LISTED = re.compile(
    r"(?i)(?:\s(?:groups?|arms?|patients|participants|subjects))?,?\s(?:and|or|vs\.?|versus)\s"
    r"(?:(?:the|in|to|for|on|with)\s){0,2}"
)
#: As many words that hold one name against another are looked at, the last ones of a sentence,
#: and a name stands at most so far behind them.
_SIGNS, _SIGN = 8, 40
#: What ends the names behind it.
_ENDS = re.compile(r"[,;:()\[\]]|\.\s|\d")
#: More numbers of a list right behind one: "76% and 81% in the ketamine group".
_MORE = re.compile(r"(?:(?:,|,?\s(?:and|or|to|vs\.?|versus))\s?\d[\d.]*\s?%?)+")
_NUMBER = re.compile(r"(?<![\w.])\d")
#: As many other numbers may stand between the two.
_MOST_BETWEEN = 1
#: What closes right behind a number that is told in a bracket.
_SHUT = re.compile(r"\s?[)\]]")
#: A semicolon before the bracket of a number closes.
_ASIDE = re.compile(r"[^();]*(?:\([^()]*\)[^();]*)*;")
_BRACKETS = re.compile(r"\([^()]*\)")
_BOUNDS = frozenset(
    {Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN}
)
#: Two numbers of one comparison stand at most this far apart.
_BETWEEN = 120


def crossing(asked: Asked, index: SourceIndex, place: Place) -> int:
    """Whether a source gives a claim's two numbers to the same groups.

    Returns:
        1 if it does, -1 if it exchanges them, 0 where one of the texts does not tell.
    """
    for partner in _compared(asked):
        stated = stated_beside(index, place, partner)
        if stated is None or not _may_compare(index, place, stated):
            continue
        way = _way(_claimed(asked, index, partner), _stated(index, place, stated))
        if way or is_exchanged(asked, index, place, Partner(partner, stated)):
            return way or -1
    return 0


def _may_compare(index: SourceIndex, place: Place, other: Place) -> bool:
    """Whether two places are of one sort; two sentences compare them if each has no other."""
    if not of_one_sort(place.quantity, other.quantity):
        return False
    passages = [index.passages[one.passage] for one in (place, other)]
    if passages[0] is passages[1] or passages[0].is_row:
        return True
    return all(
        sum(of_one_sort(place.quantity, index.places[at].quantity) for at in held.places) == 1
        for held in passages
    )


def _way(ours: Sides, theirs: Sides) -> int:
    """1 where the two sides are named alike, -1 where they are named crosswise."""
    straight = ours.first & theirs.first or ours.second & theirs.second
    crossed = ours.first & theirs.second or ours.second & theirs.first
    return bool(straight) - bool(crossed)


def _apart(first: frozenset[str], second: frozenset[str]) -> Sides:
    """The names of two groups; those that others are held against have one name more."""
    first, second = first - second, second - first
    both = [names | {_COMPARATOR} if names & _COMPARATORS else names for names in (first, second)]
    return Sides(first, second) if both[0] & both[1] else Sides(*both)


def _of_two(told: Sides) -> Sides:
    """Where one group is "the intervention group" and the other has no name, it is the control."""
    if _INTERVENTION in told.first and not told.second:
        return Sides(told.first, frozenset({_COMPARATOR}))
    if _INTERVENTION in told.second and not told.first:
        return Sides(frozenset({_COMPARATOR}), told.second)
    return told


def _compared(asked: Asked) -> list[Quantity]:
    """The numbers that a claim may hold its figure against, those first that it says it does."""
    figure, text, offset = asked.claim.quantity, asked.claim.text, asked.claim.start
    if figure.dimension is Dimension.P_VALUE or figure.relation in _BOUNDS:
        return []
    near = [one for one in asked.order if one is figure or alike(figure, one)]
    at = near.index(figure)
    links = [_link(text, offset, *pair) for pair in pairwise(near)]
    beside = [step for step in (at - 1, at + 1) if 0 <= step < len(near)]
    held = [one for one in beside if links[min(one, at)]]
    if held:
        return [near[one] for one in held]
    free = (near[one] for one in beside if not any(links[max(0, one - 1) : one + 1]))
    return [one for one in free if _far(figure, one) <= _BETWEEN]


def _far(one: Quantity, other: Quantity) -> int:
    """How many characters stand between two numbers of a sentence."""
    return max(one.start, other.start) - min(one.end, other.end)


def _link(text: str, offset: int, one: Quantity, other: Quantity) -> bool:
    """Whether a sentence holds a number against the one before it."""
    between = text[one.end - offset - 1 : other.start - offset]
    return len(between) <= _BETWEEN and AGAINST.search(between) is not None


def _claimed(asked: Asked, index: SourceIndex, partner: Quantity) -> Sides:
    claim = asked.claim
    named = _named(claim.text, claim.start, asked.words, index.groups)
    return _told(claim.text, claim.start, named, claim.quantity, partner)


def _stated(index: SourceIndex, place: Place, partner: Place) -> Sides:
    passage, other = index.passages[place.passage], index.passages[partner.passage]
    if passage.is_row:
        mine = place.headings | passage.known.keys()
        theirs = partner.headings | other.known.keys()
        told = _apart(mine, theirs)
        known = index.groups | _COMPARATORS | {_INTERVENTION}
        both = told.first & known and told.second & known
        return told if both and not _NO_GROUPS & (mine ^ theirs) else Sides()
    named, others = (_names_in(index, one) for one in (passage, other))
    if passage is not other:
        mine, theirs = (frozenset(word.concept for word in held) for held in (named, others))
        return _apart(mine, theirs)
    text = index.document.text[passage.start : passage.end]
    return _told(text, passage.start, named, place.quantity, partner.quantity)


def _names_in(index: SourceIndex, passage: Passage) -> list[Word]:
    text = index.document.text[passage.start : passage.end]
    return _named(text, passage.start, passage.words, index.groups)


def _named(text: str, offset: int, found: Sequence[Word], known: frozenset[str]) -> list[Word]:
    """The words of a sentence that name groups; "the comparison of costs" names none."""
    return [
        one
        for one in found
        if names_a_group(one, known) and not _NO_NAME.match(text, one.start - offset)
    ]


def _told(text: str, offset: int, named: Sequence[Word], one: Quantity, other: Quantity) -> Sides:
    """The groups that a sentence names for two of its numbers, in whichever order they stand."""
    if one.start > other.start:
        return _told(text, offset, named, other, one).turned()
    between = [word for word in named if one.end <= word.start < other.start]
    tell = _each if between else _both
    first, second = tell(text, offset, named, one, other)
    return _of_two(_apart(first, second))


def _each(text: str, offset: int, named: Sequence[Word], one: Quantity, other: Quantity) -> Names:
    """The groups of two numbers with a name between them."""
    start, end = one.end - offset, other.start - offset
    plain = text[:start] + _BRACKETS.sub(_blank, text[start:end]) + text[end:]
    listed = _MORE.match(plain, start, end)
    start = listed.end() if listed else start
    if len(_NUMBER.findall(plain, start, end)) > _MOST_BETWEEN:
        return _NOBODY
    cut = parting(plain, start, end) + offset
    mine = _within(named, one.end, cut)
    ahead = _within(named, cut, other.start)
    behind = _within(named, other.end, stop(text, offset, other.end))
    if mine and (behind - mine or LEADS_ON.match(plain, start)):
        return mine, behind if _leads_on(text, offset, other, named) else ahead | behind
    before = _last([word for word in named if word.end <= one.start])
    if ahead:
        return before, ahead
    return (mine, ahead) if mine and not before else _NOBODY


def _leads_on(text: str, offset: int, number: Quantity, named: Sequence[Word]) -> bool:
    """Whether the name of its group stands behind a number."""
    directly = any(0 <= word.start - number.end <= 1 for word in named)
    return directly or LEADS_ON.match(text, number.end - offset) is not None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _both(text: str, offset: int, named: Sequence[Word], one: Quantity, other: Quantity) -> Names:
    """The groups of two numbers that stand side by side."""
    compared = AGAINST.search(text, one.end - offset - 1, other.start - offset) is not None
    leads = LEADS_ON.match(text, one.end - offset) is not None
    if not compared and not are_respective(text) and not leads:
        return _NOBODY
    order = _compared_names if compared else _listed_names
    before = [word for word in named if word.end <= one.start]
    aside = _aside(text, other.end - offset)
    behind = [
        word for word in named if word.start >= other.end and word.start - offset not in aside
    ]
    close = [word for word in behind if word.start < stop(text, offset, other.end)]
    if leads:  # its own name is none that is known
        return _NOBODY[0], _last(close) if _leads_on(text, offset, other, named) else _NOBODY[0]
    if close and _leads_on(text, offset, other, named):
        if not _is_one(close):
            return order(text, offset, close)
        if compared and not _SHUT.match(text, other.end - offset):
            return _last(before), _last(close)
    return next((order(text, offset, held) for held in (before, behind) if held), _NOBODY)


def _aside(text: str, start: int) -> range:
    """What stands behind a semicolon before the bracket of a number closes, or its sentence."""
    found = _ASIDE.match(text, start)
    if found is None:
        return range(0)
    shut = text.find(")", found.end())
    return range(found.end(), shut if shut > 0 else len(text))


def _compared_names(text: str, offset: int, named: Sequence[Word]) -> Names:
    """The two groups of a comparison among some names; one alone is the first."""
    near = max(0, named[0].start - offset - _SIGN), named[-1].end - offset
    for sign in reversed(list(AGAINST.finditer(text, *near))[-_SIGNS:]):
        behind = [word for word in named if word.start - offset >= sign.end()]
        reach = behind[0].start - offset if behind else 0
        if not behind or reach - sign.end() > _SIGN or _NUMBER.search(text, sign.end(), reach):
            continue
        end = _ENDS.search(text, sign.end())
        last = end.start() + offset if end else offset + len(text)
        second = _concepts(word for word in behind if word.start < max(last, behind[0].end))
        first = _concepts(word for word in named if word.end - offset <= sign.start() + 1)
        return first or _concepts(behind) - second, second
    plain = [word for word in named if word.concept == _INTERVENTION]
    for held in (named, plain):
        if held and _is_one(held):
            return _first(held), frozenset()
    return _listed_names(text, offset, named)


def _concepts(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.concept for word in found)


def _listed_names(text: str, offset: int, named: Sequence[Word]) -> Names:
    """The two names of a list of two, none where it is longer or there is no list."""
    cuts = [
        at
        for at in range(1, len(named))
        if _LISTED.fullmatch(text, named[at - 1].end - offset, named[at].start - offset)
    ]
    if len(cuts) != 1:
        return _NOBODY
    return _joined(named, cuts[0] - 1), _joined(named, cuts[0])


def _first(named: Sequence[Word]) -> frozenset[str]:
    return _joined(named, 0) if named else frozenset()


def _last(named: Sequence[Word]) -> frozenset[str]:
    return _joined(named, len(named) - 1) if named else frozenset()


def _joined(named: Sequence[Word], at: int) -> frozenset[str]:
    """A name with the words of names that stand right beside it."""
    found = {named[at].concept}
    for step in (-1, 1):
        here = at
        while 0 <= here + step < len(named) and _touch(named[here], named[here + step]):
            here += step
            found.add(named[here].concept)
    return frozenset(found)


def _is_one(named: Sequence[Word]) -> bool:
    """Whether some names are one and the same."""
    return len({word.concept for word in named}) == len(_joined(named, 0))


def _touch(one: Word, other: Word) -> bool:
    first, second = sorted((one, other), key=lambda word: word.start)
    return second.start - first.end <= 1


def _within(named: Sequence[Word], start: int, end: int) -> frozenset[str]:
    return frozenset(word.concept for word in named if start <= word.start < end)
