"""What a figure of running text is told of, and whether two figures are told of the same.

A strict test on words as concepts: nothing that tells two things apart (an organ,
an outcome, a group, a time, another number) may stand in one of the two clauses
and be foreign to the other.  It rather misses a repeat than takes two things for one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from checkers.commensurable import Units
from checkers.compare import compare
from checkers.differ import rivals
from checkers.numbers.shares import shares
from checkers.numbers.stretches import Figure, Stretch
from checkers.relation import ValueRelation
from checkers.rule import ArticleAudit
from checkers.words import Word, concepts_in, rarity, stem, words
from claims.claim import Claim
from claims.document import BlockKind, Document
from claims.quantity import Dimension, Quantity, Relation

_DIMENSIONS = frozenset({Dimension.PROPORTION, Dimension.DURATION, Dimension.RATE})
_RELATIONS = frozenset({Relation.EXACT, Relation.RANGE})
#: What only results of a study are printed with.
_OF_RESULTS = frozenset({Relation.INTERVAL, Relation.PLUS_MINUS, Relation.RATIO})
#: What makes a duration the time at which something is measured.
_AT_A_TIME = re.compile(
    r"(?i)\b(?:at|after|within|by|over|during|for|from|to|in|of|than|before|past|last|first|until"
    r"|every|between|and)\s(?:the\s|an?\s|about\s)?$"
)
#: What parts the clauses of two figures, the strongest first.
_PARTINGS = (
    re.compile(r";|:|\.\s"),
    re.compile(
        r"(?i),?\s(?:but|while|whereas|although|though|against|vs\.?|versus|than"
        r"|compared (?:with|to))\s|,\s(?:and|with)\s"
    ),
    re.compile(r"(?i)\s(?:and|or|with)\s"),
    re.compile(r","),
)
#: What makes a statement one of several on the same matter, or none about what is.
_RELATIVE = re.compile(
    r"(?i)\b(?:(?:one|another|others?|previous|earlier|prior|recent|first|second|latter|former"
    r"|similar) (?:stud|trial|series|report|cohort|work|author|analys|group)\w*|respectively|if"
    r"|assum\w+|expected|hypothes\w+|power|sample size|suppose\w*|would|could|should|might"
    r"|rang(?:e|es|ed|ing)|up to|to detect|example|et al|in contrast|only|further|additional"
    r"|remaining|some|several|other)\b"
)
#: A study tells its own results in the past, group by group; how things are is told so.
_IS = re.compile(
    r"(?i)\b(?:is|are|has|have|occurs?|develops?|remains?|reach(?:es)?|affects?|metastasi[sz]es?"
    r"|die|survives?|involves?|takes?|lasts?|presents?|suffers?|experiences?|usually|typically"
    r"|taking|found|seen|recommended|reports?|suggests?|estimated?)\b"
)
_WAS = re.compile(r"(?i)\b(?:was|were|had|did|we|our)\b")
#: More figures of one unit than this are a list.
_MOST_ALIKE = 2
_GROUP = re.compile(r"\b(?:[A-Z]{2,8}s?\d*|[A-Z][a-z]*\d+|(?:[Gg]roup|[Aa]rm) \w+)\b")
#: Which of several stages, grades or types a clause is about; no two of them are one thing.
_CLASS = re.compile(
    r"\b(?i:stage|grade|type|class|phase|level|category|tier|zone|generation|degree|cluster|step"
    r"|subtype|genotype|serotype|variant|quartile|quintile|tertile|line)s?[ -]"
    r"(?:[IVX]{1,4}[A-Da-d]?|\d{1,2}[A-Za-z]?|[A-H])\b"
    r"|\b(?i:first|second|third|fourth)[ -](?i:line|trimester|degree|generation|stage|phase|year)\b"
)
#: Kinds of concept that tell things apart.
_TELLING = frozenset({"outcome", "arm", "measure", "practice", "scope"})
#: Those that may go unsaid where the paragraph or the headings name them.
_SETTING = frozenset({"site", "people", "process"})
#: Concepts that may go unsaid anywhere.
_ANYWHERE = frozenset(
    {"patient", "trial", "questionnaire", "diagnosis", "baseline"}
    | {"prevalence", "incidence", "proportion", "rate"}
) | frozenset(
    map(stem, "present occur develop found appear exist already typical usual common".split())
)
_CHANGE = re.compile(
    r"(?i)\b(?:increas|decreas|reduc|declin|ris|rose|fell|fall|drop|gain|los[st]|differ|chang|improv"
    r"|higher|lower|longer|shorter|more|less|fewer|greater|double|half|ratio|relative|absolute)\w*"
)
#: Each of the two clauses has to hold this share of what the other tells.
_SHORTER, _LONGER = 0.85, 0.7
#: What a clause has to tell at least, in bits, and in how many concepts.
_LEAST_TOLD, _LEAST_CONCEPTS = 10.0, 2
#: What as many paragraphs or headings name is the matter of the article.
_OFTEN = 2
#: A figure is held against as many of those that name one of its concepts, the latest.
_MOST_HOLDERS = 100
#: As many pairs of figures are held against each other, whatever the length of the texts.
_MOST_PAIRS = 20_000
#: Words that tell less than this, in bits, are left out.
_LEAST_RARE = 4.5


@dataclass(frozen=True)
class Topic:
    """A figure with the words of its clause.

    Attributes:
        figure: the figure.
        document: the article.
        clause: the concepts of its clause.
        context: those of its paragraph and the headings above it.
        numbers: the other numbers of its clause that are not of its own sort, and its stages,
            grades and types.
        names: names of groups in its clause.
        changes: the words of change in its clause.
        sentence: where its sentence starts.
    """

    figure: Figure
    document: Document
    clause: Mapping[str, Word]
    context: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    changes: frozenset[str]
    sentence: int

    @property
    def claim(self) -> Claim:
        """The claim of the figure."""
        return self.figure.claim

    @property
    def quantity(self) -> Quantity:
        """The figure's number."""
        return self.figure.quantity

    @cached_property
    def told(self) -> float:
        """How much the clause tells, in bits."""
        return sum(map(rarity, self.clause))


def topics(audit: ArticleAudit, found: Iterable[Stretch]) -> Iterator[Topic]:
    """The figures of running text whose clause says what they are of."""
    contexts = _Contexts(audit.document)
    for stretch in found:
        if stretch.cell is not None or not _is_plain(stretch):
            continue
        for at in range(len(stretch.figures)):
            if _is_comparable(stretch, at):
                topic = _topic(stretch, at, contexts)
                if topic.told >= _LEAST_TOLD and len(topic.clause) >= _LEAST_CONCEPTS:
                    yield topic


def _is_plain(stretch: Stretch) -> bool:
    """Whether a sentence is running text of few figures, without the statistics of a study."""
    figures = [figure.quantity for figure in stretch.figures]
    alike = Counter(one.unit for one in figures if one.unit)
    block = stretch.document.block_at(stretch.start)
    return not (
        any(one.statistic or one.relation in _OF_RESULTS for one in figures)
        or max(alike.values(), default=0) > _MOST_ALIKE
        or (block is not None and block.kind is BlockKind.CAPTION)
        or any(True for _ in shares(stretch))
        or _RELATIVE.search(stretch.text)
    )


def _is_general(stretch: Stretch, quantity: Quantity) -> bool:
    """Whether a figure is told of how things are: in the present, or as a range of shares."""
    past = _WAS.search(stretch.text)
    if quantity.relation is Relation.RANGE and quantity.dimension is Dimension.PROPORTION:
        return bool(past or _IS.search(stretch.text))
    return not past and bool(_IS.search(stretch.text))


def _is_comparable(stretch: Stretch, at: int) -> bool:
    quantity = stretch.figures[at].quantity
    if not _is_general(stretch, quantity):
        return False
    point = quantity.dimension is Dimension.DURATION and (
        _AT_A_TIME.search(stretch.before(at)) or quantity.text[0].isalpha()
    )
    return (
        not point
        and quantity.relation in _RELATIONS
        and quantity.dimension in _DIMENSIONS
        and bool(quantity.unit)
        and quantity.low is not None
    )


class _Contexts:
    """The concepts of paragraphs and headings, each read once, and those of the whole article."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[str, frozenset[str]] = {}
        blocks = [self._concepts(document.text[one.start : one.end]) for one in document.blocks]
        often = Counter(name for block in blocks for name in block)
        self.whole = self._concepts(document.title) | {
            name for name, times in often.items() if times >= _OFTEN
        }

    def at(self, offset: int) -> frozenset[str]:
        """The concepts that govern a place from outside of its clause."""
        block = self.document.block_at(offset)
        text = self.document.text[block.start : block.end] if block else ""
        section = self.document.section_at(offset)
        return self._concepts(text) | self._concepts(section) | self.whole

    def _concepts(self, text: str) -> frozenset[str]:
        if text not in self._known:
            self._known[text] = concepts_in(text)
        return self._known[text]


def _topic(stretch: Stretch, at: int, contexts: _Contexts) -> Topic:
    start, end = _clause(stretch, at)
    text = stretch.document.text
    inside = [one for one in stretch.figures if start <= one.quantity.start < end]
    skip = [(one.quantity.start - start, one.quantity.end - start) for one in inside]
    own = stretch.figures[at].quantity
    clause = {word.concept: word for word in words(text[start:end], skip, start)}
    clause = {
        name: word
        for name, word in clause.items()
        if word.kind != "general" and name not in _ANYWHERE and rarity(name) >= _LEAST_RARE
    }
    return Topic(
        stretch.figures[at],
        stretch.document,
        clause,
        contexts.at(own.start),
        frozenset(one.quantity.text for one in inside if one.quantity is not own)
        | {one.lower().replace("-", " ") for one in _CLASS.findall(text[start:end])},
        frozenset(_GROUP.findall(text[start:end])),
        frozenset(one.lower() for one in _CHANGE.findall(text[start:end])),
        stretch.start,
    )


def _clause(stretch: Stretch, at: int) -> tuple[int, int]:
    """The part of the sentence that belongs to a figure, cut towards the next of its sort."""
    own, text = stretch.figures[at].quantity, stretch.document.text
    alike = [one.quantity for one in stretch.figures if one.quantity.unit == own.unit]
    start, end = stretch.start, stretch.end
    for one in alike:
        if one.end <= own.start:
            start = _cut(text, one.end, own.start)
        elif one.start >= own.end:
            return start, _cut(text, own.end, one.start)
    return start, end


def _cut(text: str, start: int, end: int) -> int:
    for parting in _PARTINGS:
        found = parting.search(text, start, end)
        if found:
            return found.start()
    return end


def same(one: Topic, other: Topic) -> bool:
    """Whether two figures are told of the same thing."""
    shorter, longer = sorted((one, other), key=lambda topic: topic.told)
    if one.numbers != other.numbers or one.changes != other.changes:
        return False
    ours, theirs = one.names - other.names, other.names - one.names
    if (ours and theirs) or _foreign(ours, other) or _foreign(theirs, one):
        return False
    held = sum(rarity(name) for name in shorter.clause if name in longer.clause)
    if held < _SHORTER * shorter.told:
        return False
    known = longer.clause.keys() & (shorter.clause.keys() | shorter.context)
    if sum(map(rarity, known)) < _LONGER * longer.told:
        return False
    return not _told_apart(shorter, longer) and not _told_apart(longer, shorter)


def _foreign(names: frozenset[str], other: Topic) -> bool:
    """Whether a group is named of which the other's paragraph and article say nothing."""
    text = other.document.text
    block = other.document.block_at(other.quantity.start)
    near = text[block.start : block.end] if block else ""
    return any(name not in near and text.count(name) < _OFTEN for name in names)


def _told_apart(one: Topic, other: Topic) -> bool:
    """Whether a clause names something that the other does not, and that makes it another thing."""
    table = rivals()
    for name, word in one.clause.items():
        if name in other.clause or name in _ANYWHERE:
            continue
        if word.kind in _TELLING or (word.kind in _SETTING and name not in other.context):
            return True
        if any(
            table.between(word, rival)
            for rival in other.clause.values()
            if rival.concept not in one.clause
        ):
            return True
    return False


def differ(one: Quantity, other: Quantity) -> bool:
    """Whether two figures in the same unit cannot both be right of one thing."""
    there, back = compare(one, other), compare(other, one)
    if there.units is not Units.SAME or there.fits or back.fits:
        return False
    ranges = one.relation is other.relation is Relation.RANGE
    told = {ValueRelation.DISJOINT} | ({ValueRelation.OVERLAPPING} if ranges else set())
    return there.relation in told and back.relation in told


def cited_apart(one: Claim, other: Claim) -> bool:
    """Whether two claims rest on different works, which may well differ."""
    ours, theirs = _labels(one), _labels(other)
    return bool(ours and theirs) and not ours & theirs


def _labels(claim: Claim) -> set[str]:
    return {label for cover in claim.coverage for label in cover.citation.labels}


def pairs(found: Sequence[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """The pairs of figures that are told of the same thing, the earlier first."""
    candidates = islice(_candidates(found), _MOST_PAIRS)
    return ((one, other) for one, other in candidates if same(one, other))


def _candidates(found: Sequence[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """The pairs of figures in one unit whose clauses share as many concepts as are asked for."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, topic in enumerate(found):
        keys = [(topic.quantity.unit, name) for name in topic.clause]
        shared = Counter(place for key in keys for place in holders[key][-_MOST_HOLDERS:])
        for place in sorted(shared):
            if shared[place] >= _LEAST_CONCEPTS:
                yield found[place], topic
        for key in keys:
            holders[key].append(at)
