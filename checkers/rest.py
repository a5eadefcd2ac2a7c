"""Those whom a number leaves out: the rest of a hundred, or of a group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checkers.arithmetic import number_text
from checkers.differ import complements
from checkers.index import Place
from checkers.negation import affirms, clause
from checkers.portions import listed_with, portions
from checkers.scene import Reckon, Reckoning, Scene, count_of, is_exact, percentage
from checkers.tested import leaves_out
from checkers.words import concepts_in
from claims.quantity import Quantity, Relation


def _rest(scene: Scene) -> Iterator[Reckoning]:
    """Those of a hundred of whom a claim denies what a sentence says, or whom a test calls ill."""
    if not scene.is_percent:
        return
    denies = _denied(scene)
    for number in scene.sentences:
        for place in scene.held(number):
            value = percentage(place.quantity)
            told = f"100% − {number_text(value)}% = {number_text(100 - value)}%" if value else ""
            if value and _is_of_rest(scene, place, denies):
                yield Reckoning("complement", 100 - value, told, (place,), turned=True)
            elif value and _shares_out(scene, place):
                yield Reckoning("complement", 100 - value, told, (place,))


def _others(scene: Scene) -> Iterator[Reckoning]:
    """Those of a group of whom a claim denies what a sentence says: 80 where 240 of 320 did."""
    is_ratio = scene.figure.relation is Relation.RATIO
    denies = _denied(scene) if scene.counts or is_ratio else frozenset()
    for number in scene.sentences if scene.counts or is_ratio else ():
        for place in scene.held(number):
            one = place.quantity
            if one.relation is not Relation.RATIO or (is_ratio and one.high != scene.figure.high):
                continue
            denied = bool(denies) and _is_denial(scene, place, denies)
            if one.high and (denied or _bounds_others(scene, place)):
                rest = Fraction(one.high) - Fraction(one.low or 0)
                told = f"{one.high} − {one.low} = {number_text(rest)}"
                yield Reckoning("complement", rest, told, (place,), turned=True)


def _rest_of_group(scene: Scene) -> Iterator[Reckoning]:
    """Those of a group whom a count of it leaves out: the five of 14 wards, where nine did."""
    is_ratio = scene.figure.relation is Relation.RATIO
    if not (scene.is_percent or scene.counts or is_ratio):
        return
    denies = _denied(scene)
    for part, count, whole in portions(scene):
        if _is_left(scene, part, denies):
            rest = whole.size - count
            told = f"{whole.told} − {number_text(count)} = {number_text(rest)}"
            inputs = (part, *whole.inputs)
            if scene.is_percent:
                value = rest / whole.size * 100
                share = f"({told})/{whole.told} = {number_text(value)}%"
                yield Reckoning("complement", value, share, inputs, turned=True)
            elif not is_ratio or scene.figure.high == whole.size:
                yield Reckoning("complement", rest, told, inputs, turned=True)


def _is_left(scene: Scene, part: Place, denies: frozenset[str]) -> bool:
    """Whether a claim tells of those of a group whom a count of it leaves out."""
    told = clause(scene.text, *scene.asked.span)
    said = said_of(scene, part)
    if len(_LACKS.findall(told)) % 2 != len(_LACKS.findall(said)) % 2:
        return True  # "not missed" is had
    if _OTHERS.search(scene.text[: scene.asked.span[0]][-_NEAR:]):
        return True
    if _others_did(scene, part, told):
        return True
    return _is_denial(scene, part, denies) or _are_opposites(told, said)


def _others_did(scene: Scene, part: Place, told: str) -> bool:
    """Whether a source says of the others what a claim tells: "and the rest were false"."""
    sentence = scene.sentence(part.passage)
    end = part.quantity.end - scene.index.passages[part.passage].start
    found = _THE_OTHERS.search(sentence, end)
    counts = [one for one in scene.held(part.passage) if count_of(one) and is_exact(one)]
    if found is None or any(one.number > part.number for one in counts):
        return False
    if len(listed_with(scene, part)) > 1:
        return False  # the others are neither the one nor the other
    before = concepts_in(sentence[: found.start()])
    tail = concepts_in(found["did"]) - before
    return bool(tail & concepts_in(told))


_THE_OTHERS = re.compile(r"(?i)\b(?:all\s)?(?:the\s)?(?:others?|rest|remainder)\b(?P<did>[^.;]*)")


_NEAR = 30
#: What tells that somebody did not do a thing, or had none.
_LACKS = re.compile(
    r"(?i)\b(?:fell\sshort|falls?\sshort|missed|misses|missing|failed|unreached|below\starget|lacked|lacking"
    r"|not|never|n[’']t|without|no|none|nobody|neither|overlooked|undetected|unnoticed|free\s(?:of|from)"
    r"|declined|refused|withdrew|dropped\sout|lost|spared|escaped|un(?:related|vaccinated|treated|readable"
    r"|cleaned|met|answered|planned)|negative)\b|n[’']t\b"
)
_OTHERS = re.compile(r"(?i)\b(?:other|remaining|rest)\s(?:of\sthe\s)?$")


def said_of(scene: Scene, place: Place) -> str:
    """The clause of a source that a place stands in, up to the next number of its sort."""
    passage = scene.index.passages[place.passage]
    start = place.quantity.start - passage.start
    told = clause(scene.sentence(place.passage), start, place.quantity.end - passage.start)
    return _THE_OTHERS.split(told, maxsplit=1)[0]


def _are_opposites(ours: str, theirs: str) -> bool:
    """Whether one text names what the other names with a prefix that turns it: born "pre-term"."""
    one, other = (frozenset(_WORD.findall(text.lower())) for text in (ours, theirs))
    return any(_turned(one, other)) or any(_turned(other, one))


def _turned(words: frozenset[str], others: frozenset[str]) -> Iterator[bool]:
    for word in words:
        for prefix in _PREFIXES:
            bare = word.removeprefix(prefix).lstrip("-")
            if bare != word and len(bare) >= _BARE and bare in others and word not in others:
                yield True


_WORD, _BARE = re.compile(r"[a-z-]+"), 4
_PREFIXES = ("un", "in", "im", "non", "pre", "dis", "mis")


def _is_of_rest(scene: Scene, place: Place, denies: frozenset[str]) -> bool:
    """Whether a claim tells of those whom a share of a sentence leaves out."""
    told = (
        leaves_out(scene.asked, scene.index, place)
        or _predicts(scene, place)
        or _bounds_others(scene, place)
    )
    return told or _is_denial(scene, place, denies)


def _predicts(scene: Scene, place: Place) -> bool:
    """Whether a claim tells of those whom a test is wrong about, or whom it misses."""
    if _MISSES.search(clause(scene.text, *scene.asked.span)):
        passage = scene.index.passages[place.passage]
        start = place.quantity.start - passage.start
        told = clause(scene.sentence(place.passage), start, start)
        return _FINDS.search(told) is not None and affirms(told)
    return _PREDICTS.search(scene.ahead(place)) is not None and bool(_denied(scene))


_MISSES = re.compile(r"(?i)\b(?:miss(?:ed|es|ing)|overlook\w*|undetected|unnoticed|failed\sto)\b")
_FINDS = re.compile(
    r"(?i)\b(?:detect\w*|identif\w+|recogni[sz]\w+|found|picked\sup|spotted|caught|sensitivity)\b"
)


_PREDICTS = re.compile(r"(?i)\b(?:positive\spredictive\svalue|PPV)\b[^.;,\d]{0,20}$")
_DENIES = re.compile(
    r"(?i)(?:n[’']t|\b(?:not|never|no|without|free\s(?:of|from)|failed\sto|no\slonger))\s(?:yet\s|been\s|be\s|have\s|any\s)?"
    r"(?P<what>[a-z][a-z\s-]{0,40})"
)


def _denied(scene: Scene) -> frozenset[str]:
    """The concepts that the claim's clause denies."""
    return _denials(clause(scene.text, *scene.asked.span))


def _denials(text: str) -> frozenset[str]:
    return frozenset().union(*(concepts_in(one["what"]) for one in _DENIES.finditer(text)))


def _is_denial(scene: Scene, place: Place, denies: frozenset[str]) -> bool:
    """Whether one of a claim and a sentence denies what the other affirms of a share."""
    passage = scene.index.passages[place.passage]
    start, end = place.quantity.start - passage.start, place.quantity.end - passage.start
    said = clause(scene.sentence(place.passage), start, end)
    at = said.find(place.quantity.text)
    said = _PARTED.split(said[:at])[-1] + _PARTED.split(said[at:])[0]
    if denies:
        return bool(denies & passage.ranks.keys()) and affirms(said)
    told = clause(scene.text, *scene.asked.span)
    return bool(_denials(said) & concepts_in(told)) and affirms(told)


def _bounds_others(scene: Scene, place: Place) -> bool:
    """Whether a claim tells of those of "50 or fewer" where a sentence tells of "more than 50"."""
    begins = scene.asked.claim.start
    near = [one for one in scene.asked.order if abs(one.start - begins - scene.asked.span[0]) < 80]
    theirs = [one.quantity for one in scene.held(place.passage)]
    return any(_parts_from(ours, other) for ours in near for other in theirs)


def _parts_from(one: Quantity, other: Quantity) -> bool:
    """Whether two bounds share out all values between them: "50 or fewer", "more than 50"."""
    inverse = (one.relation, other.relation) in _INVERSE and one.unit == other.unit
    return inverse and (one.low or one.high) == (other.low or other.high)


_INVERSE = frozenset(
    pair
    for one, other in (
        (Relation.AT_MOST, Relation.GREATER_THAN),
        (Relation.AT_LEAST, Relation.LESS_THAN),
    )
    for pair in ((one, other), (other, one))
)


def _shares_out(scene: Scene, place: Place) -> bool:
    """Whether a claim tells of the dead, say, where a sentence tells of those who survive."""
    told = concepts_in(clause(scene.text, *scene.asked.span))
    said = scene.index.passages[place.passage].ranks.keys()
    text = scene.sentence(place.passage)
    return (
        affirms(scene.text, told)
        and affirms(text, frozenset(said))
        and any(
            ours in told and theirs in said and ours not in said and theirs not in told
            for ours, theirs in complements()
        )
    )


def _inverse_bound(scene: Scene) -> Iterator[Reckoning]:
    """The "50 or fewer" of those who are left where a sentence counts those of "more than 50"."""
    figure = scene.figure
    for number in scene.sentences:
        held = scene.held(number)
        for place in held:
            if _parts_from(figure, place.quantity) and _has_rest(scene, held):
                value = Fraction(figure.low or figure.high or 0)
                yield Reckoning("bound", value, f"not {place.quantity.text}", (place,), turned=True)


def _has_rest(scene: Scene, held: Sequence[Place]) -> bool:
    """Whether another figure of a claim is what is left of a share or a count of a sentence."""
    for one in scene.asked.order:
        for other in (place.quantity for place in held):
            ratios = one.relation is other.relation is Relation.RATIO and one.high == other.high
            if ratios and one.low is not None and one.low + (other.low or 0) == one.high:
                return True
            ours, theirs = percentage(one), percentage(other)
            if ours and theirs and abs(ours + theirs - _HUNDRED) <= _ROUNDED:
                return True
    return False


_HUNDRED, _ROUNDED = 100, Fraction(1, 2)

_PARTED = re.compile(r"[,;:]\s")


KINDS: tuple[Reckon, ...] = (_rest, _others, _rest_of_group, _inverse_bound)
