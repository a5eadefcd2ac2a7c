"""What a reader works out in the head from a few sentences, clause by clause.

:mod:`checkers.derive` searches the numbers of one passage for any that give a
claim's value, which whole articles do by chance.  Here each sum has words that
ask for it: a share and the group that it is told of, "a further 21" and what
stood before, the parts of a whole that add up, one course and the next.  So few
sums are open that one which gives the claim's value is no chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

from checkers.arithmetic import exact_value, number_text, share_of
from checkers.candidate import Candidate
from checkers.compare import (
    Comparison,
    Tolerance,
    Units,
    ValueRelation,
    compare_exact,
    conversion,
    spoken_share,
)
from checkers.direction import compares
from checkers.index import GROUP_SIZES, Passage, Place, SourceIndex, is_plain_count
from checkers.same import Asked, counted_in, likeness
from checkers.words import words
from claims.quantity import Dimension, Quantity, Relation


class Reckoning(NamedTuple):
    """A value that some words ask for.

    Attributes:
        kind: what sort of arithmetic it is, as :mod:`checkers.derive` calls it.
        value: the number, in the claim's unit.
        told: the calculation as text.
        inputs: the places that it starts from.
    """

    kind: str
    value: Fraction
    told: str
    inputs: tuple[Place, ...]


@dataclass(frozen=True)
class Scene:
    """A claim and the sentences that are read for it.

    Attributes:
        asked: the claim.
        index: the source.
        figure: the claim's quantity, a share in words as a percentage.
        passages: the sentences, by number, the likest first.
    """

    asked: Asked
    index: SourceIndex
    figure: Quantity
    passages: Sequence[int]

    @property
    def text(self) -> str:
        """The claim's sentence."""
        return self.asked.claim.text

    @cached_property
    def is_percent(self) -> bool:
        """Whether the claim tells a share of a hundred."""
        return self.figure.unit == "%"

    @cached_property
    def counts(self) -> bool:
        """Whether the claim's figure may be a number of people or things."""
        one = self.figure
        whole = one.low is not None and one.low == one.low.to_integral_value()
        return not one.unit and one.relation is Relation.EXACT and whole and not one.statistic

    def held(self, passage: int) -> list[Place]:
        """The places of a passage."""
        return [self.index.places[at] for at in self.index.passages[passage].places]

    def sentence(self, passage: int) -> str:
        """The words of a passage."""
        one = self.index.passages[passage]
        return self.index.document.text[one.start : one.end]

    def ahead(self, place: Place, within: int = 40) -> str:
        """The words before a place in its passage."""
        start = self.index.passages[place.passage].start
        first = max(start, place.quantity.start - within)
        return self.index.document.text[first : place.quantity.start]

    def behind(self, place: Place, within: int = 40) -> str:
        """The words behind a place."""
        end = place.quantity.end
        return self.index.document.text[end : end + within]

    def earlier(self, passage: int, sentences: int) -> Iterator[int]:
        """The sentences before a passage, the nearest first."""
        for number in range(passage - 1, max(-1, passage - 1 - sentences), -1):
            if self.index.passages[number].is_row:
                return
            yield number


Reckon = Callable[[Scene], Iterator[Reckoning]]


def reckoned(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """The places from which a claim's value follows by what their words ask to be added up.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are read, by number.
        tolerance: how much the claim may differ from what is worked out.
    """
    quantity = asked.claim.quantity
    share = spoken_share(quantity)
    figure = replace(share, approximate=True) if share else quantity
    wide = tolerance.approximation if quantity.approximate and not share else tolerance.spoken
    near = replace(tolerance, approximation=min(wide, tolerance.spoken))
    scene = Scene(asked, index, figure, passages)
    for reckon in KINDS:
        for found in reckon(scene):
            relation = compare_exact(_as_number(figure), found.value, near)
            if relation in _MET:
                yield _as_candidate(scene, found, relation)
                break


_MET = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE})


def _as_number(figure: Quantity) -> Quantity:
    """The first number of "55 of 1,120", which is the one that is worked out."""
    if figure.relation is not Relation.RATIO:
        return figure
    return replace(figure, relation=Relation.EXACT, high=figure.low)


def _as_candidate(scene: Scene, found: Reckoning, relation: ValueRelation) -> Candidate:
    """A reckoning as a candidate, told of the likest place that it starts from."""
    alike = [(likeness(scene.asked, scene.index, one), one) for one in found.inputs]
    like, place = max(alike, key=lambda pair: pair[0].score)
    return Candidate(
        place,
        Comparison(relation, Units.SAME),
        like,
        arithmetic=found.told,
        worked=found.kind,
        used=frozenset(one.quantity.start for one in found.inputs),
        ways=1,
        firm=True,
    )


# --- Shares and what they are told of


class Counted(NamedTuple):
    """A number of people or things, printed or worked out."""

    size: Fraction
    told: str
    inputs: tuple[Place, ...]


def _counts(scene: Scene) -> Iterator[Reckoning]:
    """How many a share of a group is: 34% of 650."""
    if not scene.counts or (scene.figure.low or 0) < _LEAST_COUNT:
        return
    for number in scene.passages:
        if not scene.index.passages[number].is_row:
            for one in _shares(scene, number):
                for found in _shared_out(scene, one, _CHAIN):
                    value = Fraction(round(found.size))
                    yield Reckoning("product", value, found.told, found.inputs)


#: Fewer are met by chance.
_LEAST_COUNT = 6
#: So many shares of shares are worked out.
_CHAIN = 2


def _shares(scene: Scene, passage: int) -> list[Place]:
    """The shares of a passage that print no count of their own."""
    held = scene.held(passage)
    return [
        place
        for before, place in zip([None, *held], held, strict=False)
        if _percentage(place.quantity) is not None
        and not (before and scene.index.own_share(before) is not None)
        and not _NO_SHARE.search(scene.ahead(place))
        and not _NO_SHARE_OF.match(scene.behind(place))
    ]


_NO_SHARE = re.compile(r"(?i)\bby\s(?:\w+\s)?$|\b(?:value|sensitivity|specificity|power|ci)\b[^.;]*$")
_NO_SHARE_OF = re.compile(r"(?i)\s(?:\w+\s)?(?:higher|lower|more|less|greater|fewer|reduc\w+|increas\w+|relative)\b")


def _percentage(one: Quantity) -> Fraction | None:
    """A share that is printed as one, or in words, in percent."""
    told = spoken_share(one) or one
    value = exact_value(told)
    return value if told.unit == "%" and value and 0 < value < 100 else None  # noqa: PLR2004


def _shared_out(scene: Scene, share: Place, chain: int) -> Iterator[Counted]:
    """How many the share of a passage may count."""
    percent = _percentage(share.quantity) or Fraction(0)
    for whole in _wholes(scene, share, chain):
        size = whole.size * percent / 100
        told = f"{number_text(percent)}% of {whole.told} = {number_text(size, 1)}"
        yield Counted(size, told, (share, *whole.inputs))


def _wholes(scene: Scene, share: Place, chain: int) -> Iterator[Counted]:
    """The groups that a share may be told of: the one named right behind it, or before."""
    behind = _OF.match(scene.index.document.text, share.quantity.end)
    held = scene.held(share.passage)
    named = [one for one in held if behind and one.quantity.start == behind.end()]
    if named and (size := _size(scene, named[0])):
        yield size
        return
    before = [one for one in held if one.quantity.end <= share.quantity.start]
    here = [size for one in reversed(before) if (size := _size(scene, one))]
    yield from here
    back = [scene.held(number) for number in scene.earlier(share.passage, _BACK)]
    if not here:
        yield from (size for places in back for one in places[::-1] if (size := _size(scene, one)))
    if chain and _OF_THOSE.search(scene.sentence(share.passage)):
        told = [one for number in (share.passage, *scene.earlier(share.passage, 1))
                for one in _shares(scene, number) if one.quantity.end <= share.quantity.start]
        for one in reversed(told):
            yield from _shared_out(scene, one, chain - 1)


_OF = re.compile(r"\s(?:\([^()]{0,20}\)\s)?of\s(?:(?:the|all|our|these|those|some|about)\s){0,2}")
#: What refers to those who were told of before.
_OF_THOSE = re.compile(
    r"(?i)\b(?:of|among|in)\s(?:the(?:se|m|m,)?|those|whom|which|the\s(?:remaining|latter))\b"
)
#: A group may be told of so many sentences before.
_BACK = 3


def _size(scene: Scene, place: Place) -> Counted | None:
    """The size of a group that a place tells, None where it tells of something else."""
    one = place.quantity
    size = exact_value(one) if one.relation is Relation.EXACT else None
    plain = is_plain_count(one) or one.statistic in GROUP_SIZES
    if size is None or not plain or one.unit or size < _LEAST_GROUP or _is_year(one):
        return None
    return Counted(size, f"{number_text(size)}", (place,))


_LEAST_GROUP = 10


def _is_year(one: Quantity) -> bool:
    return len(one.text) == len("2010") and one.text[:2] in ("19", "20") and not one.counted


def _of_whole(scene: Scene) -> Iterator[Reckoning]:
    """The share of a group that was named before: 93 of 1,240, where 310 stand between."""
    if not scene.is_percent:
        return
    for number in scene.passages:
        for part in scene.held(number):
            for count in _first_counts(part):
                for whole in _named_wholes(scene, part):
                    if count < whole.size:
                        value = count / whole.size * 100
                        told = f"{number_text(count)}/{whole.told} = {number_text(value)}%"
                        yield Reckoning("quotient", value, told, (part, *whole.inputs))


def _first_counts(place: Place) -> list[Fraction]:
    """The count that a place tells of some group: the 12 of "12 of 40", too."""
    one = place.quantity
    if one.relation is Relation.RATIO and share_of(one) is not None:
        return [Fraction(one.low or 0)]
    value = exact_value(one)
    plain = is_plain_count(one) and value is not None and not _is_year(one)
    return [value] if plain and value else []


def _named_wholes(scene: Scene, part: Place) -> Iterator[Counted]:
    """The groups named before a count that a claim's words, or an "all", call its whole."""
    for number in (part.passage, *scene.earlier(part.passage, _BACK)):
        for place in scene.held(number):
            if place.quantity.end <= part.quantity.start:
                size = _size(scene, place)
                if size and _is_called_whole(scene, place):
                    yield size


def _is_called_whole(scene: Scene, place: Place) -> bool:
    """Whether a claim tells of all of those whom a place counts."""
    _, end = scene.asked.span
    named = counted_in(scene.index.document.text, place.quantity.end)
    behind = scene.text[end:]
    told = {word.concept for word in words(behind[: _OF_WITHIN])} if _OF.match(behind) else set()
    of_it = named is not None and named.concept in told
    return of_it or _ALL.search(scene.text) is not None or place.quantity.low in scene.asked.others


_OF_WITHIN = 50
_ALL = re.compile(r"(?i)\b(?:all|overall|every|entire|whole|total|altogether|any)\b")


def _two_of(scene: Scene) -> Iterator[Reckoning]:
    """ "Three of the 17", where one sentence prints both, one of the other."""
    figure = scene.figure
    if figure.relation is not Relation.RATIO:
        return
    for number in scene.passages:
        held = scene.held(number)
        parts = [one for one in held if exact_value(one.quantity) == figure.low]
        wholes = [
            one
            for one in held
            if figure.high in (one.quantity.low, one.quantity.high if _is_exact(one) else None)
        ]
        for part in parts:
            for whole in wholes:
                if is_plain_count(part.quantity) and whole.quantity.end <= part.quantity.start:
                    told = f"{figure.low} of {figure.high}"
                    yield Reckoning("count", Fraction(figure.low or 0), told, (part, whole))


def _is_exact(place: Place) -> bool:
    return place.quantity.relation is Relation.EXACT


# --- Parts that are added up


def _further(scene: Scene) -> Iterator[Reckoning]:
    """What a "further" part makes together with the one before, and its share of a group."""
    for number in scene.passages:
        for place in scene.held(number):
            if _FURTHER.search(scene.ahead(place)):
                yield from _with_more(scene, place)


_FURTHER = re.compile(r"(?i)\b(?:a\s|an\s)?(?:further|another|additional|extra|later)\s$")


def _with_more(scene: Scene, more: Place) -> Iterator[Reckoning]:
    before = [one for one in scene.held(more.passage) if one.number < more.number]
    for number in scene.earlier(more.passage, 1):
        before = [*scene.held(number), *before]
    first = next((one for one in reversed(before) if _may_add(scene, one, more)), None)
    if first is None:
        return
    parts = (Fraction(one.quantity.low or 0) for one in (first, more))
    yield from _summed(scene, sum(parts, Fraction(0)), (first, more), before)


def _may_add(scene: Scene, one: Place, more: Place) -> bool:
    """Whether a place is a part of the same kind as the one that is added to it."""
    first, second = one.quantity, more.quantity
    alike = (first.unit, first.decimals) == (second.unit, second.decimals)
    opened = scene.ahead(one, 2).endswith("(")
    plain = first.unit == "%" or is_plain_count(first)
    whole = _WHOLE_AHEAD.search(scene.ahead(one)) is not None
    return alike and plain and _is_exact(one) and not (opened or whole or _is_year(first))


_WHOLE_AHEAD = re.compile(r"(?i)\b(?:of|among)\s(?:the\s|all\s|these\s|those\s)?$")


def _summed(
    scene: Scene, total: Fraction, parts: tuple[Place, ...], before: Sequence[Place]
) -> Iterator[Reckoning]:
    """A sum as it is told: itself, or in percent of a group that was named before."""
    told = " + ".join(number_text(Fraction(one.quantity.low or 0)) for one in parts)
    told = f"{told} = {number_text(total)}"
    unit = parts[0].quantity.unit
    if unit == scene.figure.unit or (not unit and scene.figure.relation is Relation.RATIO):
        yield Reckoning("sum", total, told, parts)
    if unit or not scene.is_percent:
        return
    for whole in (size for one in before if (size := _size(scene, one))):
        if whole.size > total:
            value = total / whole.size * 100
            yield Reckoning("quotient", value, f"{told}; of {whole.told}: {number_text(value)}%", parts)


def _across(scene: Scene) -> Iterator[Reckoning]:
    """The sum of a table's row, for a claim that tells of all its columns."""
    if not scene.counts or _TOGETHER.search(scene.text) is None:
        return
    for number in scene.passages:
        cells = _cells(scene, number)
        if len(cells) >= _TWO:
            total = sum((Fraction(one.quantity.low or 0) for one in cells), Fraction(0))
            told = " + ".join(one.quantity.text for one in cells)
            yield Reckoning("sum", total, f"{told} = {number_text(total)}", cells)


_TWO = 2
_TOGETHER = re.compile(
    r"(?i)\b(?:across|all\stold|in\sall|altogether|(?:in\s)?total|overall|together|combined"
    r"|both|all\s(?:the\s)?(?:groups|arms|\w+\s(?:groups|arms))|between\sthem|taken\stogether)\b"
)


def _cells(scene: Scene, passage: int) -> tuple[Place, ...]:
    """The counts of a table's row, one a column; none where a column has the total already."""
    if not scene.index.passages[passage].is_row:
        return ()
    first: dict[tuple[str, ...], Place] = {}
    for place in scene.held(passage):
        first.setdefault(place.titles, place)
    if any(_TOTAL.search(" ".join(titles)) for titles in first):
        return ()
    cells = tuple(one for one in first.values() if is_plain_count(one.quantity))
    return cells if len(cells) == len(first) else ()


_TOTAL = re.compile(r"(?i)\b(?:total|all|overall|both)\b")


def _partition(scene: Scene) -> Iterator[Reckoning]:
    """Parts of a whole that is printed: 81, 104 and 18 are 203, so two of them are 122 of 203."""
    for number in scene.passages:
        if scene.index.passages[number].is_row:
            continue
        held = [one for one in scene.held(number) if _first_counts(one) and _is_exact(one)]
        for at, whole in enumerate(held):
            parts = tuple(held[at + 1 : at + 1 + _MOST_PARTS])
            for last in range(_LEAST_PARTS, len(parts) + 1):
                if _total(parts[:last]) == _total((whole,)):
                    yield from _some(scene, parts[:last], whole)


_LEAST_PARTS, _MOST_PARTS = 3, 6


def _total(places: Sequence[Place]) -> Fraction:
    return sum((Fraction(one.quantity.low or 0) for one in places), Fraction(0))


def _some(scene: Scene, parts: tuple[Place, ...], whole: Place) -> Iterator[Reckoning]:
    for many in range(_TWO, len(parts)):
        for some in combinations(parts, many):
            yield from _summed(scene, _total(some), some, (whole,))


def _left_out(scene: Scene) -> Iterator[Reckoning]:
    """Those who were excluded, with those who are left: all of them, and what share was."""
    for number in scene.passages:
        sentence = scene.sentence(number)
        leaves = _LEAVES.search(sentence)
        if scene.index.passages[number].is_row or not leaves or not _EXCLUDES.search(sentence):
            continue
        at = scene.index.passages[number].start + leaves.end()
        held = [one for one in scene.held(number) if is_plain_count(one.quantity) and _is_exact(one)]
        left = next((one for one in held if one.quantity.start >= at), None)
        out = tuple(one for one in held if one.quantity.end <= at and _is_out(scene, one, held))
        if left and out:
            yield from _with_those_out(scene, out, left)


_LEAVES = re.compile(r"(?i)\b(?:leaving|left|remain(?:ed|ing)|leaves)\b")
_EXCLUDES = re.compile(
    r"(?i)\b(?:exclu\w+|left\sout|omit\w+|drop\w+|remov\w+|ineligible|withdr\w+|discard\w+|declin\w+|lost)\b"
)


def _is_out(scene: Scene, place: Place, held: Sequence[Place]) -> bool:
    """Whether a count is one of those left out: no whole, and no part of one that is told, too."""
    return not _WHOLE_AHEAD.search(scene.ahead(place)) and "(" not in scene.ahead(place, 2) and (
        (place.quantity.low or 0) < max(one.quantity.low or 0 for one in held)
    )


def _with_those_out(scene: Scene, out: tuple[Place, ...], left: Place) -> Iterator[Reckoning]:
    gone, stay = _total(out), _total((left,))
    told = " + ".join(number_text(_total((one,))) for one in (*out, left))
    told = f"{told} = {number_text(gone + stay)}"
    if scene.counts:
        yield Reckoning("sum", gone + stay, told, (*out, left))
        yield Reckoning("sum", gone, f"{number_text(gone)} of {told}", out)
    if scene.is_percent:
        for some in (gone, stay):
            value = some / (gone + stay) * 100
            share = f"{told}; {number_text(some)} are {number_text(value)}%"
            yield Reckoning("quotient", value, share, (*out, left))


def _lost(scene: Scene) -> Iterator[Reckoning]:
    """Those of a group of whom two arms tell nothing: 800 less 380 and 360."""
    if not scene.counts or _MISSING.search(scene.text) is None:
        return
    for number in scene.passages:
        if _FOLLOWED.search(scene.sentence(number)):
            held = [one for one in scene.held(number) if is_plain_count(one.quantity)]
            groups = [(one,) for one in held] + [pair for pair in pairwise(held)]
            for stay in groups:
                yield from _gone(scene, number, stay)


_MISSING = re.compile(
    r"(?i)\b(?:lost|loss|missing|miss(?:ed)?|drop\w*|without|unavailable|untraced|withdr\w+|absent|left"
    r"|(?:not|never|n[’']t)\s(?:be\s|been\s)?(?:followed|measured|assessed|analysed|analyzed|included|seen"
    r"|complete\w*|return\w*|reply|replied|available|traced|finish\w*|stay\w*|take|took))\b"
)
_FOLLOWED = re.compile(
    r"(?i)\b(?:follow(?:ed)?|complet\w+|availab\w+|analy[sz]\w+|assess\w+|measure\w*|data|outcome|return\w*"
    r"|repl(?:y|ied)|attend\w*|remained|retained)\b"
)
#: No more of a group are lost.
_MOST_LOST = Fraction(1, 3)


def _gone(scene: Scene, passage: int, stay: tuple[Place, ...]) -> Iterator[Reckoning]:
    """How many more a group is than those who stay, of each group that is told of before."""
    for number in (passage, *scene.earlier(passage, _BACK)):
        for place in scene.held(number):
            whole = _size(scene, place)
            gone = whole.size - _total(stay) if whole and place.number < stay[0].number else 0
            if whole and 0 < gone <= whole.size * _MOST_LOST:
                less = " − ".join(one.quantity.text for one in stay)
                told = f"{whole.told} − {less} = {number_text(Fraction(gone))}"
                yield Reckoning("difference", Fraction(gone), told, (*stay, place))


# --- Differences, courses, doses


def _between_sentences(scene: Scene) -> Iterator[Reckoning]:
    """By how much a value differs from the one of the sentence before: "9.4 g. Later it was 8.1"."""
    figure = scene.figure
    if not compares(scene.text, *scene.asked.span) or figure.unit in ("%", "fold"):
        return
    for number in scene.passages:
        for before in scene.earlier(number, 1):
            for one, other in _like_pairs(scene.held(before), scene.held(number)):
                value = _gap(figure, one.quantity, other.quantity)
                if value:
                    told = f"{one.quantity.text} and {other.quantity.text} are {number_text(value)} apart"
                    yield Reckoning("difference", value, told, (one, other))


def _like_pairs(before: Sequence[Place], behind: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """The last value of its unit of one sentence, and the first of the next."""
    for one in reversed(before):
        for other in behind:
            if _are_alike(one, other):
                yield one, other
                return


def _are_alike(one: Place, other: Place) -> bool:
    ours, theirs = one.quantity, other.quantity
    units = ours.unit == theirs.unit != "" and ours.decimals == theirs.decimals
    return units and _is_exact(one) and _is_exact(other) and not (ours.statistic or theirs.statistic)


def _gap(figure: Quantity, one: Quantity, other: Quantity) -> Fraction | None:
    wanted = "%" if figure.unit == "percentage point" else figure.unit
    scale = conversion(one.unit, wanted) if wanted else None
    first, second = exact_value(one), exact_value(other)
    if scale is None or scale[1] or first is None or second is None:
        return None
    return abs(first - second) * Fraction(scale[0])


def _needed(scene: Scene) -> Iterator[Reckoning]:
    """How many have to be treated that one gains, of two shares side by side."""
    if not scene.counts or _NEED.search(scene.text) is None:
        return
    for number in scene.passages:
        shares = [one for one in scene.held(number) if _is_share(one)]
        for one, other in pairwise(shares):
            gap = abs(Fraction(one.quantity.low or 0) - Fraction(other.quantity.low or 0))
            if gap and one.quantity.decimals == other.quantity.decimals:
                value = Fraction(round(100 / gap))
                told = f"100/{number_text(gap)} = {number_text(100 / gap)}"
                yield Reckoning("needed", value, told, (one, other))


def _is_share(place: Place) -> bool:
    return place.quantity.unit == "%" and _is_exact(place)


_NEED = re.compile(
    r"(?i)\b(?:would|must|should|will|have|has|had|need\w*)\s(?:have\s|need\s)?(?:to\s)?\b[^.;]{0,80}?"
    r"\b(?:to|for|that|so)\b[^.;]{0,60}?\b(?:one|a\ssingle|1)\b"
)


def _courses(scene: Scene) -> Iterator[Reckoning]:
    """How long one course and the next last: 14 days, then 6 weeks."""
    figure = scene.figure
    if figure.dimension is not Dimension.DURATION or figure.relation is not Relation.EXACT:
        return
    for number in scene.passages:
        held = [one for n in (*scene.earlier(number, 1), number) for one in scene.held(n)]
        times = [one for one in held if _lasts(one)]
        for one, other in pairwise(times):
            between = scene.index.document.text[one.quantity.end : other.quantity.start]
            value = _together(figure, one.quantity, other.quantity)
            if value and _THEN.search(between) and len(between) < _THEN_WITHIN:
                told = f"{one.quantity.text} + {other.quantity.text} = {number_text(value)} {figure.unit}"
                yield Reckoning("sum", value, told, (one, other))


def _lasts(place: Place) -> bool:
    return place.quantity.dimension is Dimension.DURATION and _is_exact(place)


_THEN_WITHIN = 120
_THEN = re.compile(
    r"(?i)\b(?:then|followed\sby|after\swhich|thereafter|afterwards|a\sfurther|another|additional"
    r"|subsequent(?:ly)?|plus|and)\b"
)


def _together(figure: Quantity, *times: Quantity) -> Fraction | None:
    total = Fraction(0)
    for one in times:
        scale, value = conversion(one.unit, figure.unit), exact_value(one)
        if scale is None or value is None:
            return None
        total += value * Fraction(scale[0])
    return total


class Dose(NamedTuple):
    """What is taken a day, in the unit that it is printed in."""

    amount: Fraction
    unit: str
    told: str
    inputs: tuple[Place, ...]


def _doses(scene: Scene) -> Iterator[Dose]:
    """The daily doses of the sentences: 250 mg twice daily, 1 g every 6 hours."""
    for number in sorted({near for one in scene.passages for near in (one, *scene.earlier(one, 1))}):
        for place in scene.held(number):
            often = _often(scene.behind(place, _OFTEN_WITHIN)) if _is_dose(place) else None
            amount = exact_value(place.quantity)
            if often and amount:
                told = f"{place.quantity.text} × {often} = {number_text(amount * often, 4)}"
                yield Dose(amount * often, place.quantity.unit, told, (place,))


_OFTEN_WITHIN = 60
_DOSED = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.DOSE, Dimension.OTHER})


def _is_dose(place: Place) -> bool:
    one = place.quantity
    return one.dimension in _DOSED and bool(one.unit) and " per " not in one.unit and _is_exact(place)


_A_DAY = re.compile(
    r"(?i)[^.;]{0,45}?\b(?:(?P<times>once|twice|thrice|(?:one|two|three|four|five|six|\d)\stimes)"
    r"(?:\s(?:a|per|every|each))?\s?-?(?:day|daily|24\sh(?:ours)?)\b"
    r"|every\s(?P<hours>4|6|8|12|24|four|six|eight|twelve)\s?h(?:ours?)?\b"
    r"|(?P<once>(?:each|every|per|a)\s(?:day|night|morning|evening)|daily|nightly))"
)
_TIMES: Mapping[str, int] = {
    "once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_HOURS: Mapping[str, int] = {"four": 4, "six": 6, "eight": 8, "twelve": 12}


def _often(behind: str) -> int | None:
    """How many times a day, by the words behind a dose."""
    found = _A_DAY.match(behind)
    if found is None:
        return None
    if found["hours"]:
        return 24 // _HOURS.get(found["hours"].lower(), 0) if not found["hours"].isdigit() else 24 // int(found["hours"])
    times = (found["times"] or "once").split()[0].lower()
    return int(times) if times.isdigit() else _TIMES[times]


def _a_day(scene: Scene) -> Iterator[Reckoning]:
    """A dose a day, from one that is taken several times a day."""
    figure = scene.figure
    if figure.dimension not in _DOSED or not _is_daily(scene):
        return
    for dose in _doses(scene):
        scale = conversion(dose.unit, figure.unit.partition(" per ")[0])
        if scale and not scale[1]:
            yield Reckoning("product", dose.amount * Fraction(scale[0]), dose.told, dose.inputs)


def _is_daily(scene: Scene) -> bool:
    start, end = scene.asked.span
    around = scene.text[max(0, start - _DAILY_WITHIN) : end + _DAILY_WITHIN]
    return scene.figure.unit.endswith(" per day") or _DAILY.search(around) is not None


_DAILY_WITHIN = 60
_DAILY = re.compile(r"(?i)\b(?:daily|(?:a|per|each|every)\s(?:day|24\shours)|in\s24\shours)\b")


def _of_start(scene: Scene) -> Iterator[Reckoning]:
    """What share of the first dose a later one is."""
    if not scene.is_percent or _START.search(scene.text[scene.asked.span[0] :]) is None:
        return
    doses = list(_doses(scene))
    for one, other in pairwise(doses):
        if one.unit == other.unit and one.amount != other.amount:
            value = other.amount / one.amount * 100
            told = f"{other.told} of {one.told}: {number_text(value)}%"
            yield Reckoning("quotient", value, told, (*one.inputs, *other.inputs))


_START = re.compile(
    r"(?i)\b(?:of|at)\s(?:the|its|their|what|that)\b[^.;]{0,20}\b(?:start\w*|initial|first|original|full|earlier"
    r"|previous|former|beginning|baseline|was|were|been)\b"
)


#: What is reckoned, in this order.
KINDS: tuple[Reckon, ...] = (
    _two_of,
    _further,
    _across,
    _partition,
    _left_out,
    _of_whole,
    _lost,
    _counts,
    _between_sentences,
    _needed,
    _courses,
    _a_day,
    _of_start,
)
