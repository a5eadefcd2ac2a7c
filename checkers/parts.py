"""Parts that are added up: "a further 41", the cells of a row, those left out and those left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from checkers.arithmetic import number_text
from checkers.greater import TOGETHER, names_one
from checkers.index import Place, is_plain_count
from checkers.portions import arms_before, has_equal_groups
from checkers.scene import Reckon, Reckoning, Scene, count_of, group_of, is_exact, percentage
from claims.quantity import Relation


def _further(scene: Scene) -> Iterator[Reckoning]:
    """What a "further" part makes together with the one before, and its share of a group."""
    for number in scene.passages:
        for place in scene.held(number):
            if _FURTHER.search(scene.ahead(place)):
                yield from _with_more(scene, place)


_FURTHER = re.compile(r"(?i)\b(?:a\s|an\s)?(?:further|another|additional|extra|later)\s$")


def _with_more(scene: Scene, more: Place) -> Iterator[Reckoning]:
    before = [one for one in scene.held(more.passage) if one.number < more.number]
    for number in scene.earlier(more.passage, _BACK):
        before = [*scene.held(number), *before]
    near = (one for one in reversed(before) if one.passage >= more.passage - 1)
    first = next((one for one in near if _may_add(scene, one, more)), None)
    if first is None:
        return
    yield from _summed(scene, _total((first, more)), (first, more), before)


def _may_add(scene: Scene, one: Place, more: Place) -> bool:
    """Whether a place is a part of the same kind as the one that is added to it."""
    first, second = one.quantity, more.quantity
    alike = (first.unit, first.decimals) == (second.unit, second.decimals)
    opened = scene.ahead(one, 2).endswith("(")
    plain = (first.unit == "%" and is_exact(one)) or count_of(one) is not None
    return alike and plain and not opened and WHOLE_AHEAD.search(scene.ahead(one)) is None


WHOLE_AHEAD = re.compile(r"(?i)(?<!\btotal\s)\b(?:of|among)\s(?:the\s|all\s|these\s|those\s)?$")


def _summed(
    scene: Scene, total: Fraction, parts: tuple[Place, ...], before: Sequence[Place]
) -> Iterator[Reckoning]:
    """A sum as it is told: itself, or in percent of a group that was named before."""
    told = " + ".join(number_text(Fraction(one.quantity.low or 0)) for one in parts)
    told = f"{told} = {number_text(total)}"
    unit = parts[0].quantity.unit
    whole_told = scene.figure.high in {one.quantity.low for one in before} | {
        one.quantity.high for one in before
    }
    is_ratio = scene.figure.relation is Relation.RATIO
    if unit == scene.figure.unit and (not is_ratio or whole_told):
        yield Reckoning("sum", total, told, parts)
    if unit or not scene.is_percent:
        return
    for one in before:
        whole = one.quantity.high if one.quantity.relation is Relation.RATIO else one.quantity.low
        if whole is not None and whole > total and (group_of(one) or count_of(one)):
            value = total / Fraction(whole) * 100
            share = f"{told}; of {whole}: {number_text(value)}%"
            yield Reckoning("quotient", value, share, parts)


def _across(scene: Scene) -> Iterator[Reckoning]:
    """The sum of a table's row, for a claim that tells of all its columns."""
    if not scene.counts or TOGETHER.search(scene.text) is None:
        return
    for number in scene.passages:
        cells = _cells(scene, number)
        if len(cells) >= _TWO:
            total = _total(cells)
            told = " + ".join(one.quantity.text for one in cells)
            yield Reckoning("sum", total, f"{told} = {number_text(total)}", cells)


_TWO = 2


def _cells(scene: Scene, passage: int) -> tuple[Place, ...]:
    """The counts of a table's row, one a column; none where a column has the total already."""
    first: dict[object, Place] = {}
    for place in scene.held(passage):
        first.setdefault(_column(scene, place), place)
    cells = tuple(one for one in first.values() if is_plain_count(one.quantity) and is_exact(one))
    sizes = [_total((one,)) for one in cells]
    has_total = any(_TOTAL.search(" ".join(one.titles)) for one in cells)
    if has_total or len(cells) < len(first) or 2 * max(sizes, default=0) == sum(sizes):
        return ()
    return cells if None not in first else ()


def _column(scene: Scene, place: Place) -> object:
    """What tells the column of a cell, None outside tables; plain text draws them with bars."""
    if scene.index.passages[place.passage].is_row:
        return place.titles
    start = scene.index.passages[place.passage].start
    return scene.index.document.text.count("|", start, place.quantity.start) or None


_TOTAL = re.compile(r"(?i)\b(?:total|all|overall|both)\b")


def _in_all(scene: Scene) -> Iterator[Reckoning]:
    """The sum of the counts of a sentence, for a claim that tells of all of them."""
    if not scene.counts or TOGETHER.search(scene.text) is None:
        return
    for number in scene.sentences:
        counts = [one for one in scene.held(number) if count_of(one) and is_exact(one)]
        some = tuple(one for one in counts if _may_add(scene, one, one))
        if len(some) >= _TWO:
            told = " + ".join(one.quantity.text for one in some)
            yield Reckoning("sum", _total(some), f"{told} = {number_text(_total(some))}", some)


def _partition(scene: Scene) -> Iterator[Reckoning]:
    """Parts of a whole that is printed: 81, 104 and 18 are 203, so two of them are 122 of 203."""
    for number in scene.sentences:
        held = [one for one in scene.held(number) if count_of(one) and is_exact(one)]
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


def _pooled(scene: Scene) -> Iterator[Reckoning]:
    """Two groups taken together, each with its size: 72 of 180 and 32 of 320 are 104 of 500."""
    for number in scene.sentences:
        ratios = [one for one in scene.held(number) if one.quantity.relation is Relation.RATIO]
        for one, other in pairwise(one for one in ratios if count_of(one)):
            if names_one(scene.asked, scene.index, one, other):
                continue
            some = _total((one, other))
            whole = sum((Fraction(at.quantity.high or 0) for at in (one, other)), Fraction(0))
            told = f"{one.quantity.text} and {other.quantity.text}: {some} of {whole}"
            if scene.is_percent:
                value = some / whole * 100
                share = f"{told} = {number_text(value)}%"
                yield Reckoning("quotient", value, share, (one, other))
            elif scene.figure.high in (None, whole, scene.figure.low):
                yield Reckoning("sum", some, told, (one, other))


def _pooled_shares(scene: Scene) -> Iterator[Reckoning]:
    """The share of two groups together, from the share and the size of each: 20% and 10% of 300."""
    if not scene.is_percent or _TAKEN_TOGETHER.search(scene.text) is None:
        return
    for number in scene.sentences:
        shares = [one for one in scene.held(number) if percentage(one.quantity) is not None]
        if len(shares) != _TWO:
            continue
        equal = has_equal_groups(scene, shares[0])
        sizes = () if equal else next(iter(arms_before(scene, number)), ())
        each = [group.size for one in sizes if (group := group_of(one))] or [Fraction(1)] * _TWO
        if len(each) != _TWO or not (sizes or equal):
            continue
        parts = [percentage(one.quantity) or Fraction(0) for one in shares]
        counts = (at * size for at, size in zip(parts, each, strict=True))
        value = sum(counts, Fraction(0)) / sum(each, Fraction(0))
        printed = " and ".join(one.quantity.text for one in shares)
        told = f"{printed} of {' and '.join(map(number_text, each))}: {number_text(value)}%"
        yield Reckoning("quotient", value, told, (*shares, *sizes))


_TAKEN_TOGETHER = re.compile(
    r"(?i)\b(?:across|all\stold|in\sall|altogether|in\stotal|overall|together|combined|both|pooled|either\ssex)\b"
)


def _left_out(scene: Scene) -> Iterator[Reckoning]:
    """Those who were excluded, with those who are left: all of them, and what share was."""
    for number in scene.sentences:
        sentence = scene.sentence(number)
        leaves = _LEAVES.search(sentence)
        if not leaves or not _EXCLUDES.search(sentence):
            continue
        at = scene.index.passages[number].start + leaves.start()
        held = [one for one in scene.held(number) if count_of(one) and is_exact(one)]
        behind = [one for one in held if one.quantity.start >= at]
        left = behind[0] if behind else max(held, key=lambda one: one.number, default=None)
        rest = [one for one in held if left and one.number < left.number]
        out = tuple(one for one in rest if not scene.ahead(one, 1).endswith("("))
        whole = max((_total((one,)) for one in out), default=Fraction(0))
        if left and 2 * whole == _total((*out, left)):  # all of them are told, too
            out = tuple(one for one in out if _total((one,)) < whole)
        if left and out:
            yield from _with_those_out(scene, out, left)


_LEAVES = re.compile(r"(?i)\b(?:leaving|left|remain(?:ed|ing)|leaves)\b")
_EXCLUDES = re.compile(
    r"(?i)\b(?:exclu\w+|left\sout|omit\w+|drop\w+|remov\w+|ineligible|withdr\w+|discard\w+|declin\w+|lost)\b"
)


def _with_those_out(scene: Scene, out: tuple[Place, ...], left: Place) -> Iterator[Reckoning]:
    gone, stay = _total(out), _total((left,))
    told = " + ".join(number_text(_total((one,))) for one in (*out, left))
    told = f"{told} = {number_text(gone + stay)}"
    if scene.counts:
        yield Reckoning("sum", gone + stay, told, (*out, left), turned=True)
        yield Reckoning("sum", gone, f"{number_text(gone)} of {told}", out)
    if scene.is_percent:
        for some in (gone, stay):
            value = some / (gone + stay) * 100
            share = f"{told}; {number_text(some)} are {number_text(value)}%"
            yield Reckoning("quotient", value, share, (*out, left))


def _left_over(scene: Scene) -> Iterator[Reckoning]:
    """Those who are left of a group when all are taken out that a text leaves out."""
    if not scene.counts or _ARE_LEFT.search(scene.text) is None:
        return
    for number in scene.sentences:
        if not _TAKES_OUT.search(scene.sentence(number)):
            continue
        held = scene.held(number)
        own = next((one for one in held if WHOLE_AHEAD.search(scene.ahead(one))), None)
        before = [one for at in scene.earlier(number, 1) for one in scene.held(at)]
        wholes = [one for one in ((own,) if own else (*held[:1], *before)) if group_of(one)]
        for whole in wholes:
            yield from _without(whole, [one for one in held if one.number > whole.number])


def _without(whole: Place, out: Sequence[Place]) -> Iterator[Reckoning]:
    """A group less those of a sentence who are left out, told in numbers or as one share."""
    size = _total((whole,))
    counts = tuple(one for one in out if count_of(one) and is_exact(one))
    shares = [one for one in out if percentage(one.quantity) is not None]
    gone = _total(counts)
    if not counts and len(shares) == 1:
        counts, gone = (shares[0],), size * (percentage(shares[0].quantity) or 0) / 100
    if 0 < gone < size:
        less = " − ".join(one.quantity.text for one in (whole, *counts))
        told = f"{less} = {number_text(size - gone)}"
        yield Reckoning("difference", size - gone, told, (*counts, whole), turned=True)


_ARE_LEFT = re.compile(
    r"(?i)\b(?:left|leaving|leaves|remain\w*|entered|analy[sz]\w+|included?|complet\w+|stud(?:y|ied)|received?"
    r"|enrolled|underwent|randomi[sz]ed|took\spart|eligible|stayed|rested\son|set\saside|in\sthe\send)\b"
)
_TAKES_OUT = re.compile(
    r"(?i)\b(?:exclu\w+|left\sout|omit\w+|dropped|remov\w+|ineligible|withdr\w+|discard\w+|declined|lost"
    r"|refus\w+|set\saside|duplicates?|dropouts?|not\seligible)\b"
)


def _lost(scene: Scene) -> Iterator[Reckoning]:
    """Those of a group of whom two arms tell nothing: 800 less 380 and 360."""
    if not scene.counts or _MISSING.search(scene.text) is None:
        return
    for number in scene.sentences:
        if _FOLLOWED.search(scene.sentence(number)):
            held = [one for one in scene.held(number) if is_plain_count(one.quantity)]
            groups = [(one,) for one in held] + list(pairwise(held))
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
#: A group may be told of so many sentences before.
_BACK = 3
#: No more of a group are lost.
_MOST_LOST = Fraction(1, 3)


def _gone(scene: Scene, passage: int, stay: tuple[Place, ...]) -> Iterator[Reckoning]:
    """How many more a group is than those who stay, of each group that is told of before."""
    for number in (passage, *scene.earlier(passage, _BACK)):
        for place in scene.held(number):
            whole = group_of(place)
            gone = whole.size - _total(stay) if whole and place.number < stay[0].number else 0
            if whole and 0 < gone <= whole.size * _MOST_LOST:
                less = " − ".join(one.quantity.text for one in stay)
                told = f"{whole.told} − {less} = {number_text(Fraction(gone))}"
                yield Reckoning("difference", Fraction(gone), told, (*stay, place))


KINDS: tuple[Reckon, ...] = (
    _further,
    _across,
    _in_all,
    _partition,
    _pooled,
    _pooled_shares,
    _left_out,
    _left_over,
    _lost,
)
