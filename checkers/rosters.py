"""The groups that a text tells of, in its own order.

"Low-dose (n = 160), high-dose (n = 160) or placebo" names three groups.  A name is what one
member has and no other: words, or the size of a dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checkers.compare import compare
from checkers.facets import Answer
from checkers.naming import FINDERS
from checkers.occasions import named as lettered
from checkers.relation import ValueRelation
from checkers.words import Word, words
from claims.grammar import find_quantities
from claims.quantity import Dimension, Quantity


@dataclass(frozen=True, slots=True)
class Member:
    """A group of a roster.

    Attributes:
        names: concepts that tell it from the others.
        doses: quantities that do.
        level: what its dose is called: "low", "mid", "high", or "".
    """

    names: frozenset[str]
    doses: tuple[Quantity, ...] = ()
    level: str = ""

    @property
    def is_control(self) -> bool:
        """Whether the others are held against it."""
        return not _CONTROLS.isdisjoint(self.names)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a member.

    Attributes:
        member: its rank in the roster.
        start, end: offsets in the text.
    """

    member: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roster:
    """Groups that a text tells of, in its order.

    Attributes:
        members: the groups.
        shared: concepts that several of their names hold.
        start: where the text tells them.
        is_design: whether they are told as groups of a study, and not only side by side.
        are_rows: whether they are the rows of a table, which no list of numbers follows.
    """

    members: tuple[Member, ...]
    shared: frozenset[str]
    start: int
    is_design: bool
    are_rows: bool = False

    def mentions(self, text: str, offset: int, figures: Sequence[Quantity]) -> list[Mention]:
        """Where a text names the members, in order.

        Args:
            text: a sentence or a heading.
            offset: where it starts.
            figures: its quantities.
        """
        found = {*self._named(text), *self._dosed(offset, figures), *self._levels(text)}
        if len(self.members) == _TWO:
            found |= {*self._counterparts(text)}
        kept = (
            one
            for one in found
            if not self._is_controls(text, one, found)
            and not _NO_MENTION.match(text, one.end)
            and not _DENIED.search(text, max(0, one.start - _DENIED_WITHIN), one.start)
        )
        return sorted(kept, key=lambda one: (one.start, one.end))

    def _is_controls(self, text: str, one: Mention, found: Iterable[Mention]) -> bool:
        """Whether a name stands behind that of the control: the injections of "sham injections"."""
        return not self.members[one.member].is_control and any(
            self.members[other.member].is_control
            and other.end < one.start
            and text[other.end : one.start].strip(" -‑") == ""
            for other in found
        )

    def titled(self, title: str) -> list[Mention]:
        """Where a heading names the members."""
        return self.mentions(title, 0, find_quantities(title).quantities)

    def _named(self, text: str) -> Iterator[Mention]:
        found = words(text)
        for at, word in enumerate(found):
            for rank, member in enumerate(self.members):
                sure = word.concept not in _RANKS or self._leads_to(found, at)
                if word.concept in member.names and sure:
                    yield Mention(rank, word.start, word.end)

        for one in lettered(text):
            for rank, member in enumerate(self.members):
                if _lettered(one) in member.names:
                    yield Mention(rank, one.start, one.end)

    def _leads_to(self, found: Sequence[Word], at: int) -> bool:
        """Whether a word that ranks stands beside one of the names, or of treatment."""
        beside = {one.concept for one in (*found[at + 1 : at + 3], *found[max(0, at - 1) : at])}
        return not beside.isdisjoint(self.shared | _TREATS)

    def _dosed(self, offset: int, figures: Iterable[Quantity]) -> Iterator[Mention]:
        for figure in figures:
            for rank, member in enumerate(self.members):
                if any(are_equal(figure, dose) for dose in member.doses):
                    yield Mention(rank, figure.start - offset, figure.end - offset)

    def _levels(self, text: str) -> Iterator[Mention]:
        levels = [one.level for one in self.members]
        for found in _LEVEL.finditer(text):
            told = found.lastgroup or ""
            if levels.count(told) == 1:
                yield Mention(levels.index(told), *found.span())

    def _counterparts(self, text: str) -> Iterator[Mention]:
        """What one of two groups is called where the other one is the control, and that one."""
        controls = [one.is_control for one in self.members]
        if controls.count(True) == 1:
            for found in _COUNTERPART.finditer(text):
                yield Mention(controls.index(found["control"] is not None), *found.span())


_TWO = 2
_CONTROLS = frozenset({"control", "placebo", "usual care"})
#: Words that rank groups name one only beside a word of treatment: "early surgery".
_RANKS = frozenset(
    """low high early late delay short long single double dual triple tripl standard intensiv
    moder medium first second new old same only daily weekly more less full half strict
    convention immediate""".split()
)
_TREATS = frozenset({"dose", "treatment", "drug", "group", "surgery", "intervention", "arm"})
_LEVEL = re.compile(
    r"(?i)\b(?:(?P<low>low(?:er|est)?|small(?:er|est)?|weak(?:er|est))"
    r"|(?P<high>high(?:er|est)?|larg(?:er?|est)|bigg(?:er|est)|strong(?:er|est)|top)"
    r"|(?P<mid>medium|middle|intermediate|moderate))"
    r"[-\s](?:of the (?:two|three) )?(?:dos(?:es?|ages?|ing)|strength|amount)\b"
)
_COUNTERPART = re.compile(
    r"(?i)\b(?:(?P<control>controls?(?=\s(?:group|arm|patients|participants|children|women|men)\b"
    r"|[,.;)]|$)|comparator\b)"
    r"|the\s(?:active|study|new|trial)\s(?:drug|treatment|medicine|medication|intervention)\b"
    r"|active\s(?:group|arm|treatment)\b|(?:the|with|on)\s(?:drug|intervention)\b)"
)
#: "Placebo-controlled" names no group.
_NO_MENTION = re.compile(r"(?i)[-\s](?:controlled|naive|naïve|resistant|refractory)\b")
#: Neither does "schools without lessons".
_DENIED = re.compile(r"(?i)\b(?:without|no)\s(?:(?:the|any|an?)\s)?(?:[a-z-]+\s)?$")
_DENIED_WITHIN = 32


def are_equal(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are one, however many zeros they print."""
    if one.dimension is not other.dimension or one.relation is not other.relation:
        return False
    if one.unit == other.unit:
        return (one.low, one.high) == (other.low, other.high)
    return compare(one, other).relation is ValueRelation.EQUAL


#: As many rosters of a text are looked for, and as many members of one.
_MOST_ROSTERS, _MOST_MEMBERS, _MOST_ROWS = 40, 5, 30
_SENTENCE = re.compile(r"[^\n]+?(?:(?<=[a-z\d)\]%])\.(?=\s+[A-Z\d])|$)", re.MULTILINE)


class Heads(NamedTuple):
    """What the columns of a table are called, or its rows.

    Attributes:
        names: the headings.
        start: where the table starts.
        are_sized: whether they tell the sizes of groups.
        are_rows: whether they are the headings of its rows.
    """

    names: tuple[str, ...]
    start: int
    are_sized: bool = False
    are_rows: bool = False


def rosters(text: str, headings: Iterable[Heads] = ()) -> tuple[Roster, ...]:
    """The rosters of a text, in its order.

    Args:
        text: a whole document of a few paragraphs.
        headings: those of each of its tables.
    """
    found = [roster for one in headings if (roster := _headed(one))]
    for sentence in _SENTENCE.finditer(text):
        for finder, is_design in FINDERS:
            roster = _roster(finder(sentence.group()), sentence.start(), is_design=is_design)
            if roster and len(found) < _MOST_ROSTERS and not _is_known(roster, found):
                found.append(roster)
    return tuple(found)


def _is_known(roster: Roster, found: Iterable[Roster]) -> bool:
    """Whether its sentence told a roster already, or an earlier one the same groups in order."""
    return any(one.members == roster.members for one in found)


def _headed(heads: Heads) -> Roster | None:
    """The groups that a table has; of many rows some may have no name of their own."""
    found = _members(heads.names[:_MOST_ROWS])
    named = [one for one in found[0] if one.names or one.doses]
    least = _TWO if heads.are_rows else len(heads.names)
    if len(named) < max(_TWO, least):
        return None
    return Roster(*found, heads.start, heads.are_sized, heads.are_rows)


def _roster(names: Sequence[str], start: int, *, is_design: bool) -> Roster | None:
    """The groups of some names, None where one has nothing of its own."""
    if not _TWO <= len(names) <= _MOST_MEMBERS:
        return None
    members, shared = _members(names)
    if not all(one.names or one.doses for one in members):
        return None
    return Roster(members, shared, start, is_design)


def _members(names: Sequence[str]) -> tuple[tuple[Member, ...], frozenset[str]]:
    """What each of some names has for itself, and what several have."""
    told = [frozenset(_concepts(name)) for name in names]
    doses = [_doses(name) for name in names]
    shared = frozenset(
        one
        for at, held in enumerate(told)
        for one in held.intersection(*[frozenset().union(*told[:at], *told[at + 1 :])])
    )
    own = [
        tuple(one for one in held if not _is_told(one, doses[:at] + doses[at + 1 :]))
        for at, held in enumerate(doses)
    ]
    members = tuple(
        Member(names_ - shared, doses_, level)
        for names_, doses_, level in zip(told, own, _levels_of(told, own), strict=True)
    )
    return members, shared


def _concepts(name: str) -> Iterator[str]:
    sizes = [(one.start, one.end) for one in find_quantities(name).quantities]
    for word in words(name, sizes):
        told = word.kind != "general" and word.concept not in _NO_NAMES
        if told and len(word.concept) > 1:
            yield word.concept
    yield from map(_lettered, lettered(name))


def _lettered(one: Answer) -> str:
    """The name of a group that a letter or a number tells: "drug A"."""
    return f"group {one.told}"


#: What may stand in a name and is none.
_NO_NAMES = frozenset(
    """patient treatment trial total all overall group number value outcom event randomized dose
    dail given plus characterist variable other ones""".split()
)
_GIVEN = frozenset(
    {Dimension.DOSE, Dimension.MASS, Dimension.VOLUME, Dimension.DURATION, Dimension.CONCENTRATION}
)


def _doses(name: str) -> tuple[Quantity, ...]:
    found = find_quantities(name).quantities
    return tuple(one for one in found if one.dimension in _GIVEN)


def _is_told(one: Quantity, others: Iterable[Iterable[Quantity]]) -> bool:
    return any(are_equal(one, other) for held in others for other in held)


def _levels_of(
    told: Sequence[frozenset[str]], doses: Sequence[Sequence[Quantity]]
) -> Sequence[str]:
    """What the dose of each is called, by its name or by its size."""
    named = [next((level for level in ("low", "high") if level in held), "") for held in told]
    dosed = [at for at, held in enumerate(doses) if len(held) == 1 and held[0].low is not None]
    if any(named) or len(dosed) not in _RANKED or len({doses[at][0].unit for at in dosed}) > 1:
        return named
    ranked = sorted(dosed, key=lambda at: doses[at][0].low or 0)
    for at, level in zip(ranked, _RANKED[len(dosed)], strict=True):
        named[at] = level
    return named


_RANKED = {2: ("low", "high"), 3: ("low", "mid", "high")}
