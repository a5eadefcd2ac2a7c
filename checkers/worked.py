"""Places from which a claim's value has to be worked out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from checkers.arithmetic import NEEDED, POINTS, relative_interval
from checkers.candidate import Candidate
from checkers.commensurable import Units, in_common
from checkers.comparable import LEAST_TOLD
from checkers.compare import Comparison, Tolerance, compare, spoken_share, step
from checkers.derive import Derivation, complement, derivations, gaps, of_groups
from checkers.differ import denies, difference, of_the_rest, same_side
from checkers.direction import compares, is_change, is_timed
from checkers.greater import names_one
from checkers.index import Place, SourceIndex, centre, digits_told, is_plain_count, numbers_of
from checkers.parts import WHOLE_AHEAD
from checkers.printed import closely, forms, marked
from checkers.relation import ValueRelation
from checkers.same import Asked, likeness
from checkers.schedules import schedules
from checkers.verdict import Same
from claims.quantity import Dimension, Quantity, Relation


def worked_out(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """The places from which a claim's value follows by arithmetic.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are searched, by number; so are those that hold a ratio
            or a difference which the claim's number tells.
        tolerance: how much the claim may differ from what is worked out.
    """
    figure = asked.claim.quantity
    met = (*_of_ratios(figure, index), *_of_differences(figure, index), *_of_points(figure, index))
    yield from _derived(asked, index, list(dict.fromkeys((*passages, *met))), tolerance)
    yield from _between_rows(asked, index, passages, tolerance)
    yield from _shares_of_groups(asked, index, passages, tolerance)


def _derived(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """What each passage gives by arithmetic on the quantities that it prints."""
    figure = asked.claim.quantity
    told = [one for one in asked.order if one is not figure]
    wide = replace(tolerance, approximation=forms(figure, tolerance)[-1][1].approximation)
    wide, named = closely(figure, wide), _whole_named(asked)
    form = figure if spoken_share(figure) is None else replace(figure, approximate=True)
    asks = _asks(asked)
    for number in passages:
        places = [index.places[at] for at in index.passages[number].places]
        places = [one for one in places if not index.is_spread(one)]
        stated = [marked(index, place) for place in places]
        wholes = [place.whole for place in places]
        yield from _complements(asked, index, places, tolerance)
        yield from _changes(asked, index, places, stated, tolerance)
        rest = not places or not same_side(asked, index, places[0])
        adds_up = not index.passages[number].is_row and not _MORE_THAN.search(
            asked.claim.text, asked.span[1]
        )
        if figure.dimension in _DOSED:
            passage = index.passages[number]
            stated += schedules(index.document.text, passage.start, passage.end)
        told_by = asks | {"rest": rest, "adds_up": adds_up}
        for one in derivations(form, stated, wide, wholes, told, **told_by):
            refuted = _is_refuted(index, places, one) or _adds_amiss(asked, index, places, one)
            if not refuted and not _is_of_others(index, named, one):
                yield _as_candidate(asked, index, places, one)
                break


#: What tells of a difference, of which no sum is one.
_MORE_THAN = re.compile(r"(?i)\b(?:more|less|fewer|further)\s(?:[a-z]+\s){0,4}?than\b(?!\s\d)")
#: What is given so many times a day.
_DOSED = frozenset({Dimension.MASS, Dimension.DOSE, Dimension.VOLUME, Dimension.RATE})


def _between_rows(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """By how much two cells of one column differ: "before" above "after", a group above another."""
    figure = asked.claim.quantity
    told = max(map(digits_told, numbers_of(figure)), default=0.0)
    exact = figure.relation is Relation.EXACT and figure.unit not in ("", "%")
    if not exact or told <= LEAST_TOLD or not _asks(asked)["compares"]:
        return
    middle, reach = abs(float(numbers_of(figure)[0])), float(step(figure)) / 2
    for number in passages:
        below = list(_below(index, number))
        pairs = [
            (one, other)
            for one, other in below
            if one.quantity.unit in ("", figure.unit)
            and abs(abs(centre(one) - centre(other)) - middle) <= reach
            and not (index.is_spread(one) or index.is_spread(other))
        ]
        stated = [(marked(index, one), marked(index, other)) for one, other in pairs]
        for found in islice(gaps(figure, stated, tolerance, len(below)), 1):
            yield _as_candidate(asked, index, [one for pair in pairs for one in pair], found)


def _below(index: SourceIndex, passage: int) -> Iterator[tuple[Place, Place]]:
    """The cells of a row, each with those of the next rows in its column."""
    row = index.passages[passage]
    if not row.is_row:
        return
    last = index.passages[min(passage + _ROWS, len(index.passages) - 1)].places.stop
    for at in row.places:
        cell = index.places[at]
        column = index.column_of(cell)
        for other in column[bisect_left(column, row.places.stop) : bisect_left(column, last)]:
            yield cell, index.places[other]


#: A cell is held against those of so many rows below it.
_ROWS = 4


def _asks(asked: Asked) -> dict[str, bool]:
    """Whether a claim tells of a change or a difference, and whether of a part of a group."""
    text, span = asked.claim.text, asked.span
    is_time = asked.claim.quantity.dimension is Dimension.DURATION and is_timed(text, span[0])
    changes = not is_time and compares(text, *span)
    return {"compares": changes, "shares": not is_change(text, *span)}


def _of_ratios(figure: Quantity, index: SourceIndex) -> Iterator[int]:
    """The passages that print a ratio by which something changes by a claim's percentage."""
    if figure.unit == "%":
        for number in numbers_of(figure)[:1]:
            share, reach = float(number) / 100, float(step(figure)) / 200
            for middle in (1 - share, 1 + share):
                for at in index.between(middle - reach, middle + reach):
                    yield index.places[at].passage


def _of_points(figure: Quantity, index: SourceIndex) -> Iterator[int]:
    """The passages that print the percentage points of a claim's number needed to treat."""
    needed = float(figure.low or 0)
    if figure.statistic in NEEDED and needed > 1:
        for at in index.between(100 / (needed + 1), 100 / (needed - 1)):
            if index.places[at].quantity.unit == POINTS:
                yield index.places[at].passage


#: Arithmetic that divides a count by the size of a group.
_DIVIDES = frozenset({"part", "group", "quotient", "left"})
#: Arithmetic that tells how many of a group a count is.
_SHARES = frozenset({"part", "group", "quotient", "share", "count"})


def _is_refuted(index: SourceIndex, places: Sequence[Place], one: Derivation) -> bool:
    """Whether a count has a share printed behind it that is not the one worked out of it."""
    if one.name not in _DIVIDES or one.value is None:
        return False
    starts = {given.start for given in one.inputs}
    shares = [index.own_share(place) for place in places if place.quantity.start in starts]
    printed = [share for share in shares if share is not None]
    return bool(printed) and all(abs(share - one.value) > 1 for share in printed)


def _whole_named(asked: Asked) -> Decimal | None:
    """The size of the group that a claim tells its share of: "40% of the 500"."""
    figure, text = asked.claim.quantity, asked.claim.text
    for one in asked.order:
        between = text[asked.span[1] : one.start - asked.claim.start]
        if one.start > figure.end and is_plain_count(one) and _OF_THE.fullmatch(between):
            return one.low
    return None


_OF_THE = re.compile(r"\sof\s(?:(?:the|all|these|those|our)\s){0,2}")


def _is_of_others(index: SourceIndex, named: Decimal | None, one: Derivation) -> bool:
    """Whether a share is one of another group than the one that a claim and a source name."""
    if named is None or one.name not in _OF_INPUTS or not index.count(named.normalize()):
        return False
    return all(named.normalize() not in numbers_of(given) for given in one.inputs)


def _adds_amiss(asked: Asked, index: SourceIndex, places: Sequence[Place], one: Derivation) -> bool:
    """Whether a sum adds a part to its group, or groups of which a claim names but one."""
    starts = {given.start for given in one.inputs}
    added = [place for place in places if place.quantity.start in starts]
    if one.name != "sum" or len(added) < len(one.inputs):
        return False
    if all(is_plain_count(given) for given in one.inputs):
        first = added[0].quantity.start
        whole = asked.claim.quantity.high if _is_of(asked.claim.quantity) else None
        untold = whole is not None and not index.count(whole.normalize())
        ahead = index.document.text[max(0, first - _AHEAD) : first]
        return untold or WHOLE_AHEAD.search(ahead) is not None
    ratios = all(map(_is_of, one.inputs))
    return ratios and names_one(asked, index, *added)


def _is_of(one: Quantity) -> bool:
    return one.relation is Relation.RATIO


_AHEAD = 20


#: Arithmetic that starts from a count and its group.
_OF_INPUTS = frozenset({"quotient", "share"})


def _of_differences(figure: Quantity, index: SourceIndex) -> Iterator[int]:
    """The passages where two values side by side differ by a claim's number."""
    if figure.relation is not Relation.EXACT or figure.unit in ("", "%"):
        return
    for number in numbers_of(figure):
        middle, reach = abs(float(number)), float(step(figure)) / 2
        for unit, passage in index.apart(middle - reach, middle + reach):
            alike = len(set(in_common(unit, figure.unit))) == 1 or (not unit and _is_scored(figure))
            if alike and digits_told(number) > LEAST_TOLD:
                yield passage


def _is_scored(figure: Quantity) -> bool:
    """Whether a figure counts points, which tables leave out."""
    return figure.dimension is Dimension.SCORE


def _as_candidate(
    asked: Asked, index: SourceIndex, places: Sequence[Place], one: Derivation
) -> Candidate:
    """A derivation as a candidate, told of the likest place that it starts from."""
    starts = {given.start for given in one.inputs}
    from_here = [place for place in places if place.quantity.start in starts]
    alike = [(likeness(asked, index, place), place) for place in from_here or places[:1]]
    like, place = max(alike, key=lambda pair: pair[0].score)
    used = {number for given in one.inputs for number in numbers_of(given)}
    reused = sum(told for number, told in asked.others.items() if number in used)
    return Candidate(
        place,
        Comparison(one.relation, Units.SAME),
        like,
        arithmetic=one.arithmetic,
        worked=one.name,
        used=frozenset(starts),
        ways=one.ways,
        reused=reused,
        rises=one.rises,
        halved=0 < len(used & asked.others.keys()) < len(used),
        counted=min(from_here, key=_count) if from_here and one.name in _SHARES else None,
    )


def _count(place: Place) -> Decimal:
    return place.quantity.low or Decimal(0)


def _changes(
    asked: Asked,
    index: SourceIndex,
    places: Sequence[Place],
    stated: Sequence[Quantity],
    tolerance: Tolerance,
) -> Iterator[Candidate]:
    """Intervals of a ratio as by how many percent it changes: 0.19 to 0.92 are 8% to 81% less."""
    for place, quantity in zip(places, stated, strict=True):
        change = relative_interval(asked.claim.quantity, quantity)
        found = compare(asked.claim.quantity, change, tolerance) if change else None
        if change and found and found.fits:
            told = f"{quantity.text} times is {change.low} to {change.high}%"
            alike = likeness(asked, index, place)
            yield Candidate(place, found, alike, told, "relative", len(places))


def _shares_of_groups(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """A percentage as a count in a group whose size the source tells elsewhere.

    The count is one of a near passage, or stands beside the percentage in the
    claim itself ("194 participants (91.9%)").
    """
    figure = asked.claim.quantity
    if figure.unit != "%" or is_change(asked.claim.text, *asked.span):
        return
    wholes = index.wholes(figure)
    for number in passages:
        for place in (index.places[at] for at in index.passages[number].places):
            one = of_groups(figure, place.quantity, wholes, tolerance)
            if one is not None and not _is_refuted(index, [place], one):
                yield _as_candidate(asked, index, [place], one)
    at = asked.order.index(figure)
    for own in (*asked.order[max(0, at - 1) : at], *asked.order[at + 1 : at + 2]):
        for whole in wholes:
            one = of_groups(figure, own, (whole,), tolerance)
            holder = next(iter(index.passages_with(whole)), None) if one else None
            if one is not None and holder is not None:
                places = [index.places[at] for at in index.passages[holder].places]
                stated = [place for place in places if whole in numbers_of(place.quantity)]
                yield _as_candidate(asked, index, stated, one)


def _complements(
    asked: Asked, index: SourceIndex, places: Sequence[Place], tolerance: Tolerance
) -> Iterator[Candidate]:
    """Places that state the rest of 100% of those whom the claim leaves out."""
    for place in places:
        found = complement(asked.claim.quantity, place.quantity, tolerance)
        found = found or _left_over(asked, places, place)
        turned = of_the_rest(asked, index, place) if found else None
        if found and turned is None and denies(asked, index, place):
            turned = asked  # "88% had no relapse" where 12% relapsed
        if found and turned and difference(turned, index, place) is not Same.TIME:
            yield Candidate(
                place,
                Comparison(found.relation, Units.SAME),
                likeness(turned, index, place),
                found.arithmetic,
                found.name,
                len(places),
                turned=True,
            )


def _left_over(asked: Asked, places: Sequence[Place], place: Place) -> Derivation | None:
    """What is left of a group that both texts tell the size of: 12 of 40 where 28 are told."""
    figure, count = asked.claim.quantity, place.quantity
    if figure.unit or count.unit or not {figure.relation, count.relation} <= _TOLD_OF:
        return None
    if count.relation is not Relation.RATIO and not is_plain_count(count):
        return None
    ours, theirs = figure.low or Decimal(0), count.low or Decimal(0)
    told = {*asked.others, figure.high} if figure.relation is Relation.RATIO else {*asked.others}
    if ours <= 0 or theirs <= 0 or ours + theirs not in told:
        return None
    if not any(ours + theirs in numbers_of(one.quantity) for one in places):
        return None
    arithmetic = f"{ours + theirs} − {theirs} = {ours}"
    return Derivation("complement", ValueRelation.EQUAL, arithmetic, (count,))


_TOLD_OF = frozenset({Relation.EXACT, Relation.RATIO})
