"""What tells two statements apart that share most of their words.

The words that a claim and a passage have in common say that they are about the
same matter.  Whether they measure the same thing hangs on single words: the
organ, the outcome, the group, the time, the direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from checkers.arms import owned
from checkers.compare import compare
from checkers.contrast import contrast
from checkers.direction import directions, named_changes, opposed
from checkers.ends import opens_whole
from checkers.index import Passage, Place, SourceIndex
from checkers.negation import affirms, clause, denied, of_all, significance, unchanged
from checkers.roles import is_change, is_course, other_role
from checkers.same import Asked, distances, of_one_sort
from checkers.standing import is_reckoned
from checkers.verdict import Same
from checkers.words import PEOPLE, Word, rarity, rows_of
from claims.quantity import Dimension, Quantity, Relation
from claims.scan import mask

#: Words of the claim up to this distance from its figure say what it measures.
FOCUS = 8
#: Words of a passage up to this distance from a place may replace them.
WINDOW = 8
#: What makes a count one of cases with this and nothing else.
_EXCLUSIVE = re.compile(
    r"\b(?:the|as|its|their) (?:only|sole|single)\b|\bsolely\b"
    r"|(?<!breastfed )(?<!breastfeeding )\bexclusively\b(?! breast)"
    r"|\bisolated\b(?! (?:by|from|in)\b| (?-i:[A-Z])| (?:strain|species|pathogen|bacteri))",
    re.IGNORECASE,
)
#: A hazard ratio, or a time, is told of survival and of death alike; a share is not.
_COUNTED = frozenset({Dimension.PROPORTION, Dimension.COUNT})
_LIFE = frozenset({"survival", "death", "recurrence", "progression-free", "overall"})
#: "We screened patients" limits nobody; "screened patients" does.
_WHO_ACTS = re.compile(r"\b(?:we|they|who|to|trials?|stud(?:y|ies)|authors)\s$", re.IGNORECASE)
#: What turns to another statement.
_TURNS = re.compile(r";|\b(?:but|while|whereas)\b")
#: A clause set in commas tells of something else than its sentence: ", which cost €5, cut pain".
_ASIDE = re.compile(r",\s(?P<said>(?:which|who|whose)\b[^,]*)\Z")
#: Characters around a figure in which direction words are looked for.
REACH = 80
#: So near a direction word belongs to the figure, whatever its sentence says besides.
_BESIDE = 20


@dataclass(frozen=True, slots=True)
class Rivals:
    """Which concepts exclude each other, and what then differs.

    Attributes:
        kinds: kinds of concept of which any two exclude each other.
        pairs: pairs of concepts that do.
    """

    kinds: Mapping[str, Same]
    pairs: Mapping[frozenset[str], Same]

    def between(self, ours: Word, theirs: Word) -> Same | None:
        """What differs where one names the one and the other the other."""
        if ours.kind and ours.kind == theirs.kind and ours.kind in self.kinds:
            return self.kinds[ours.kind]
        told = self.pairs.get(frozenset((ours.concept, theirs.concept)))
        return Same.POPULATION if told is None and _is_denial(ours, theirs) else told


def _is_denial(one: Word, other: Word) -> bool:
    """Whether of two words one denies the other: "treated" and "untreated"."""
    return _negates(one.concept, other.concept) or _negates(other.concept, one.concept)


def _negates(denial: str, plain: str) -> bool:
    if len(plain) < _STEM or not denial.startswith(_PREFIXES):
        return False  # nearly always: most words have no such prefix
    return denial.startswith(tuple(f"{no}{plain[:_STEM]}" for no in _PREFIXES))


def _is_denied(text: str, offset: int, word: Word) -> bool:
    """Whether a text denies a word: "were not treated"."""
    at = word.start - offset
    return _NOT.search(text, max(0, at - _NOT_WITHIN), at) is not None


_NOT = re.compile(r"(?i)(?:\b(?:not|never|without)|n[’']t)\s(?:(?:been|yet|fully|being)\s){0,2}$")
_NOT_WITHIN = 24
#: Letters that two words share behind a prefix that denies, so that "it" and "unit" do not.
_STEM, _PREFIXES = 5, ("un", "non", "non-")


@cache
def rivals() -> Rivals:
    """The table of rivals that is shipped with the package."""
    return parse_rivals(rows_of("rivals"))


def parse_rivals(rows: Iterable[str]) -> Rivals:
    """Read a table of rivals: sections of what differs, one set a line."""
    kinds: dict[str, Same] = {}
    pairs: dict[frozenset[str], Same] = {}
    what = Same.OTHER
    for row in rows:
        if row.startswith("["):
            what = Same(row.strip("[]"))
        elif row.startswith("kind:"):
            kinds[row.removeprefix("kind:").strip()] = what
        else:
            names = [name.strip() for name in row.split("|")]
            for at, one in enumerate(names):
                for other in names[at + 1 :]:
                    pairs[frozenset((one, other))] = what
    return Rivals(kinds, pairs)


#: Of several differences the gravest counts.
_GRAVEST = (Same.OTHER, Same.SIBLING, Same.TIME, Same.POPULATION, Same.SAME)


def difference(
    asked: Asked, index: SourceIndex, place: Place, used: Set[int] = frozenset()
) -> Same:
    """What tells a claim from a place that shares its words, ``Same.SAME`` if nothing does.

    Args:
        asked: the claim.
        index: the source.
        place: the place.
        used: where the quantities start that the claim's value is worked out from: of the
            difference of two groups neither is another one's.
    """
    found = set() if _are_wholes(asked, index, place) else set(_replaced(asked, index, place))
    if _is_siblings(asked, index, place, used):
        found.add(Same.SIBLING)
    if _other_time(asked, index, place):
        found.add(Same.TIME)
    if not used and has_other_role(asked, index, place):
        found.add(Same.OTHER)
    if _is_exclusive(asked.claim.text, asked.claim.start, asked.claim.quantity, asked.order) != (
        _is_exclusive(*_stated(index, place))
    ):
        found.add(Same.OTHER)
    return gravest(found)


def has_other_role(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether one is a level and one a change, or one amount is given more often."""
    figure, stated = asked.claim.quantity, place.quantity
    passage = index.passages[place.passage]
    ends = figure.low in (stated.low, stated.high) and is_change(asked.claim.text, *asked.span)
    ends = ends and is_course(stated)
    if passage.is_row or not (ends or compare(figure, stated).fits):
        return False
    text = index.document.text[passage.start : passage.end]
    start, end = stated.start - passage.start, stated.end - passage.start
    return other_role((asked.claim.text, *asked.span, figure), (text, start, end, stated))


def _are_wholes(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether both say of how many something is told: the 40 of "12 of the 40 patients died"."""
    figure, stated = asked.claim.quantity, place.quantity
    if not opens_whole(asked.claim.text, asked.span[0]):
        return False
    if stated.relation is Relation.RATIO:
        return stated.high == figure.low
    return opens_whole(index.document.text, stated.start)


def gravest(found: Iterable[Same]) -> Same:
    """The gravest of several differences, ``Same.SAME`` if there is none."""
    return min(found, key=_GRAVEST.index, default=Same.SAME)


def _is_exclusive(text: str, offset: int, figure: Quantity, figures: Sequence[Quantity]) -> bool:
    """Whether a figure counts those with this and nothing else ("the liver is the only site").

    Looked for between the figure's neighbours, since each figure has its own clause.
    """
    before = max((one.end - offset for one in figures if one.end <= figure.start), default=0)
    after = min((one.start - offset for one in figures if one.start >= figure.end), default=None)
    return _EXCLUSIVE.search(text[max(0, before) : after]) is not None


def _stated(index: SourceIndex, place: Place) -> tuple[str, int, Quantity, tuple[Quantity, ...]]:
    """A place's passage: its text, its offset, the figure, and all its figures."""
    passage = index.passages[place.passage]
    figures = tuple(index.places[at].quantity for at in passage.places)
    text = index.document.text[passage.start : passage.end]
    return text, passage.start, place.quantity, figures


def _replaced(asked: Asked, index: SourceIndex, place: Place) -> Iterator[Same]:
    """Concepts of the claim that the passage lacks, while it names a rival of theirs."""
    passage = index.passages[place.passage]
    ours = [
        word
        for word, distance in zip(
            asked.words, distances(asked.words, asked.claim.quantity), strict=True
        )
        if distance <= FOCUS
        and not _mentions(word.concept, passage, place)
        and not _is_anothers(asked, word)
    ]
    theirs = [word for word in _window(passage, place) if word.concept not in asked.near]
    either_way = asked.claim.quantity.dimension not in _COUNTED
    for one in ours:
        for other in theirs:
            what = rivals().between(one, other)
            if what is None or (either_way and {one.concept, other.concept} <= _LIFE):
                continue
            pair = (one.concept, other.concept)
            if (_is_denial(one, other) or pair in complements()) and (
                _is_denied(asked.claim.text, asked.claim.start, one)
                or _is_denied(index.document.text, 0, other)
            ):
                continue  # "not treated" and "untreated" are one, "did not survive" and "died"
            yield what


def _is_anothers(asked: Asked, word: Word) -> bool:
    """Whether a word tells of another figure: the stay of "by 25 min and the stay by 2 days"."""
    figure, text, start = asked.claim.quantity, asked.claim.text, asked.claim.start
    at = asked.order.index(figure)
    if word.start >= figure.end:
        last, between = at + 1 == len(asked.order), text[figure.end - start : word.start - start]
        return ";" in between or (not last and _GOES_ON.search(between) is not None)
    before = asked.order[at - 1].end if at else 0
    joined = at > 0 and word.start < before
    return joined and _GOES_ON.search(text[before - start : figure.start - start]) is not None


#: What leads from one figure to the next.
_GOES_ON = re.compile(r"\b(?:and|but|while|whereas)\b")


def _window(passage: Passage, place: Place) -> tuple[Word, ...]:
    if passage.is_row:
        return passage.words
    return passage.words[max(0, place.rank - WINDOW) : place.rank + WINDOW]


def _mentions(concept: str, passage: Passage, place: Place) -> bool:
    return concept in passage.ranks or concept in place.headings or concept in passage.around


def _is_siblings(asked: Asked, index: SourceIndex, place: Place, used: Set[int]) -> bool:
    """Whether the claim's words belong to another number of the passage than this one."""
    passage = index.passages[place.passage]
    if len(passage.places) < 2 or passage.is_row:
        return False
    claimed = _owned_by_claim(asked)
    others = (index.places[at] for at in passage.places if at != place.number)
    beside = (
        one for one in others if one.quantity.start not in used and _is_beside(index, place, one)
    )
    told = ((one, index.told_apart(place, one)) for one in beside)
    return any(
        sides.first
        and not claimed & sides.first
        and claimed & sides.second
        and not is_reckoned(index, other)
        for other, sides in told
    )


def _is_beside(index: SourceIndex, place: Place, other: Place) -> bool:
    """Whether two places are two members of one list, not one in brackets behind the other."""
    if not of_one_sort(place.quantity, other.quantity):
        return False
    first, last = sorted((place.quantity, other.quantity), key=lambda one: one.start)
    between = index.document.text[first.end : last.start]
    opened, closed = between.count("("), between.count(")")
    alone = between.startswith(")") and closed == opened + 1  # "(64%) in the liver, 22% in bone"
    return opened == closed or alone


def _owned_by_claim(asked: Asked) -> frozenset[str]:
    """The words that belong to the claim's figure: all of them where it stands alone."""
    claim = asked.claim
    alike = [one for one in asked.order if of_one_sort(one, claim.quantity)]
    if len(alike) == 1:
        return frozenset(asked.near)
    return owned(claim.text, claim.start, asked.words, alike)[alike.index(claim.quantity)]


def _other_time(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether both name a time and not the same one."""
    ours = [one for one in asked.order if _tells_time(asked, one)]
    if not ours or asked.claim.quantity.dimension is Dimension.DURATION:
        return False
    passage = index.passages[place.passage]
    stated = (index.places[at].quantity for at in passage.places if at != place.number)
    theirs = [one for one in stated if _is_time(one)]
    own = [one for one in theirs if _is_own(index.document.text, place.quantity, one)]
    theirs = own or theirs
    return bool(theirs) and not any(_is_one_time(a, b) for a in ours for b in theirs)


def _tells_time(asked: Asked, time: Quantity) -> bool:
    """Whether a quantity says when a claim's figure holds; no duration that it tells besides.

    Neither do the 24 minutes of "added 24 minutes", nor the year behind another figure: "a half
    at one month and a third by one year".
    """
    figure, text, start = asked.claim.quantity, asked.claim.text, asked.claim.start
    if time is figure or not _is_time(time):
        return False
    at = asked.order.index(time)
    owner = asked.order[at - 1] if at else figure
    others = owner is not figure and not _is_time(owner)
    if others and _is_own(text, owner.shifted(-start), time.shifted(-start)):
        return False
    return not _IS_TOLD.search(text[max(0, time.start - start - _TOLD_WITHIN) : time.start - start])


#: Behind these stands a duration that is a finding itself.
_IS_TOLD = re.compile(
    r"(?i)\b(?:add(?:s|ed)?|took|takes?|sav(?:es?|ed)|last(?:s|ed)?|gain(?:s|ed)?|cost|lost|averag(?:es?|ed))\s(?:about\s|an?\s)?$"
)
_TOLD_WITHIN = 24


def _is_one_time(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two times are one; what holds within two years is not told of within five."""
    if ours.relation is theirs.relation is Relation.AT_MOST:
        ours, theirs = (
            replace(one, low=one.high, relation=Relation.EXACT) for one in (ours, theirs)
        )
    return compare(ours, theirs).fits


def _is_own(text: str, figure: Quantity, time: Quantity) -> bool:
    """Whether a time stands right behind a figure: the 12 months of "40% at 12 months"."""
    between = text[figure.end : time.start]
    return len(between) <= _LONGEST_LINK and _AT_TIME.fullmatch(between) is not None


_AT_TIME = re.compile(
    r"\s(?:(?:of|the|them|patients|participants|people)\s){0,3}(?:at|after|by|within)\s"
)
_LONGEST_LINK = 32


def _is_time(quantity: Quantity) -> bool:
    return quantity.dimension is Dimension.DURATION


def weighs_otherwise(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim calls significant what a place's sentence does not, or the reverse."""
    passage = index.passages[place.passage]
    ours = None if passage.is_row else significance(asked.claim.text)
    if ours is None:
        return False
    theirs = significance(index.document.text[passage.start : passage.end])
    return theirs is not None and theirs is not ours


def goes(asked: Asked) -> int:
    """Which way a claim says that its figure goes: 1 for more, -1 for less, 0 where it does not."""
    start, end = asked.span
    ways = {
        one.way
        for one in directions(asked.claim.text)
        if one.pair == 0 and (0 <= start - one.end <= REACH or 0 <= one.start - end <= REACH)
        if not _is_past_another(asked, one.start)
    }
    return next(iter(ways)) if len(ways) == 1 else 0


def _is_past_another(asked: Asked, at: int) -> bool:
    """Whether a figure is told behind a claim's own and before a word: "2 days, and 9 more"."""
    end, begins = asked.span[1], asked.claim.start
    return any(end <= one.start - begins < at for one in asked.order)


def opposes(asked: Asked, index: SourceIndex, place: Place, *, sized: bool = False) -> bool:
    """Whether the passage states the opposite direction.

    Args:
        asked: the claim.
        index: the source.
        place: the place.
        sized: whether the claim's "more" or "less" tells of two changes which is the greater.
    """
    passage = index.passages[place.passage]
    if passage.is_row:
        is_signed = (asked.claim.quantity.low or 0) < 0
        return not is_signed and _sign(index, place) * goes(asked) < 0
    claim, text = asked.claim, index.document.text[passage.start : passage.end]
    crossed = _crossed(asked, text, passage.start, place.quantity)
    if crossed is not None:
        return crossed
    figures = [index.places[at].quantity for at in passage.places]
    ours = _around(claim.text, claim.start, claim.quantity, asked.order)
    said = [one for one in directions(ours) if not (sized and _SIZES.match(ours, one.start))]
    theirs = _around(text, passage.start, place.quantity, figures)
    if not opposed(said, directions(theirs)):
        return _turned(ours, theirs)
    closer = (
        _around(text, passage.start, place.quantity, figures, reach)
        for reach in (_BESIDE, len(text))
    )
    return any(opposed(said, directions(one)) for one in closer)


#: What tells of two changes which is the greater.
_SIZES = re.compile(r"(?i)(?:more|less|greater|larger|bigger|smaller|lesser)\b")


def _sign(index: SourceIndex, place: Place) -> int:
    """The sign that a number is printed with: 1, -1, or 0 where it has none."""
    low = place.quantity.low
    plus = "+" in index.document.text[max(0, place.quantity.start - 1) : place.quantity.start + 1]
    return -1 if low is not None and low < 0 else int(plus)


def mirrors(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether the passage tells a claim's comparison from the other side: B below A, A above B."""
    passage = index.passages[place.passage]
    if passage.is_row:
        return False
    text = index.document.text[passage.start : passage.end]
    return _crossed(asked, text, passage.start, place.quantity) is False


def denies(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether one of a claim and a sentence denies what the other says of those counted."""
    figure, passage = asked.claim.quantity, index.passages[place.passage]
    if passage.is_row:
        return False
    claim, text = asked.claim.text, index.document.text[passage.start : passage.end]
    start, end = place.quantity.start - passage.start, place.quantity.end - passage.start
    if _changes_otherwise(claim, asked.span[0], text, start):
        return True
    if figure.dimension not in _COUNTED or figure.unit not in ("", "%"):
        return False
    if {of_all(claim, asked.span[0]), of_all(text, start)} == {True, False}:
        return True
    ours, theirs = denied(claim, *asked.span), denied(text, start, end)
    if theirs and not ours:
        return theirs <= asked.near.keys() and affirms(clause(claim, *asked.span), theirs)
    named = bool(ours) and not theirs and ours <= passage.ranks.keys()
    return named and affirms(clause(text, start, end), ours)


def _changes_otherwise(claim: str, ours: int, text: str, theirs: int) -> bool:
    """Whether of two texts only one says that something did not change by a figure."""
    still, there = unchanged(claim, ours), unchanged(text, theirs)
    if still == there:
        return False
    return affirms(text if still else claim)


def _crossed(asked: Asked, text: str, offset: int, stated: Quantity) -> bool | None:
    """Whether a sentence sets B above A where a claim sets A above B, None where it crosses none.

    That A has 5 kg more than B and B 5 kg less than A is the same, but not with percentages.
    Of two adjectives that have no known way, such as "older" and "younger", nothing is known.
    """
    ours = contrast(asked.claim.text, *asked.span)
    theirs = contrast(text, stated.start - offset, stated.end - offset) if ours else None
    if ours is None or theirs is None:
        return None
    if not ours.crosses(theirs):
        return True if ours.denies(theirs) else None
    if ours.way and theirs.way:
        if ours.pair != theirs.pair:
            return None
        return ours.way == theirs.way or _is_relative(text, offset, stated)
    return True if ours.degree == theirs.degree or not (ours.degree and theirs.degree) else None


def _is_relative(text: str, offset: int, stated: Quantity) -> bool:
    """Whether a percentage is one of what is compared: "20% higher" is not "20% lower" turned."""
    end = stated.end - offset
    told = stated.unit == "%" and (stated.low or 0) >= _TURNS_OTHERWISE
    return told and bool(directions(text[end : end + _RIGHT_BEHIND]))


#: Up to 7% more one way round are, rounded, as many percent less the other way round.
_TURNS_OTHERWISE = 8
_RIGHT_BEHIND = 16


def _turned(ours: str, theirs: str) -> bool:
    """Whether one text tells of a loss alone where the other tells of a gain: weight, say."""
    claimed, stated = named_changes(ours), named_changes(theirs)
    return any(
        (what, _TURNED[way]) in stated and (what, way) not in stated for what, way in claimed
    )


_TURNED = {"loss": "gain", "gain": "loss"}


def _around(
    text: str, offset: int, figure: Quantity, figures: Iterable[Quantity], reach: int = REACH
) -> str:
    """The text within reach of a figure, from word to word, all figures left out."""
    text = mask(text, [(one.start - offset, one.end - offset) for one in figures])
    start = max(0, figure.start - offset - reach)
    end = figure.end - offset + reach
    before = text[start : max(0, figure.start - offset)]
    if start:
        before = before[before.find(" ") + 1 :]
    after = text[figure.end - offset : end]
    if end < len(text):
        after = after[: after.rfind(" ") + 1]
    before = _TURNS.split(before)[-1]
    after = _TURNS.split(after)[0]
    aside = _ASIDE.search(before)
    if aside and "," in after:
        before, after = before[aside.start("said") :], after[: after.index(",")]
    return f"{before} . {after}"


def narrower(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether the passage speaks of a part of the people that the claim speaks of.

    A passage about "metastatic patients" says nothing of all patients.
    """
    passage = index.passages[place.passage]
    people = [at for at, word in enumerate(passage.words) if word.kind == "people"]
    for at in people:
        if passage.words[at].concept not in asked.near or not at:
            continue
        limit = passage.words[at - 1]
        joined = passage.words[at].start - limit.end <= 1
        limits = joined and limit.kind == "process" and not _limits(limit.concept, asked)
        if limits and not _WHO_ACTS.search(
            index.document.text, max(0, limit.start - 12), limit.start
        ):
            return True
    return False


def _limits(concept: str, asked: Asked) -> bool:
    """Whether the claim, too, names the limiting word right beside its people."""
    found = asked.words
    return (
        any(
            (one.concept, two.kind) == (concept, PEOPLE)
            or (two.concept, one.kind) == (concept, PEOPLE)
            for one, two in pairwise(found)
        )
        or rarity(concept) < 4.0
    )


@cache
def complements() -> tuple[tuple[str, str], ...]:
    """Pairs of concepts that share out all cases between them."""
    pairs = [tuple(name.strip() for name in row.split("|")) for row in rows_of("complements")]
    return tuple(
        (one, other) for first, second in pairs for one, other in _both_ways(first, second)
    )


def _both_ways(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


def same_side(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether claim and passage name the same one of two that share out all cases."""
    passage = index.passages[place.passage]
    return any(
        ours in asked.near
        and _mentions(ours, passage, place)
        and not _mentions(theirs, passage, place)
        for ours, theirs in complements()
    )


def of_the_rest(asked: Asked, index: SourceIndex, place: Place) -> Asked | None:
    """The claim told of those whom it leaves out, where a passage tells of them: the dead, say.

    Returns:
        The claim with the opposite concept in place of its own, None where the
        passage names no such opposite.
    """
    passage = index.passages[place.passage]
    for ours, theirs in complements():
        named = _mentions(theirs, passage, place) and not _mentions(ours, passage, place)
        if named and ours in asked.near and theirs not in asked.near:
            near, wide = (
                {theirs if name == ours else name: told for name, told in held.items()}
                for held in (asked.near, asked.wide)
            )
            return replace(asked, near=near, wide=wide)
    return None
