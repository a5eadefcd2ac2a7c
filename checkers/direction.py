"""Which way a value goes: higher or lower, increased or decreased."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from checkers.words import concepts_in, rarity, rows_of
from claims.quantity import Quantity

_WORD = re.compile(r"[^\W\d_]+")
#: A direction word that follows one of these is denied or only asked for.
_DENIALS = frozenset(
    {"no", "not", "without", "neither", "nor", "never", "inversely", "negatively", "whether", "if"}
)
_DENIED_WITHIN = 3
#: Nouns that "loss" and "gain" make a name with: no direction of their own.
_NAMED = frozenset({"weight", "hearing", "hair", "blood", "bone", "vision", "tooth"})


#: "High-dose" and "low risk" are names, and who falls ill goes nowhere.
_NO_WAY = re.compile(
    r"(?i)(?:high|low)(?:(?:er)?[-‑](?=[a-z])|\s(?:dose|risk|density|school|birth|income|back|grade)\b)"
    r"|(?<=the\s)(?:high|low)er\s(?:[a-z-]+\s)?(?:doses?|arm|group|strength|concentration|intensity)\b"
    r"|f[ae]ll(?:s|ing|en)?\s(?:ill|sick|asleep|pregnant|short|within|outside|under|into)\b"
)

#: "More than 20%" and "more than halved" are bounds, and say nothing of the way.
_BOUND = re.compile(
    r"(?i)(?:more|less|fewer|higher|greater|lower)\sthan\s"
    r"(?:[~<>$€£]?\d|one\b|two\b|three\b|four\b|five\b|ten\b|half|halv|twice|doubl|tripl)"
)
#: A figure before it shows that "20% higher than 5 weeks earlier" is no bound.
_FIGURE = re.compile(r"\d[^\s]{0,6}(?:\s[a-z]{1,12})?\s$")


def _bounds(text: str, at: int) -> bool:
    """Whether a direction word is part of a bound."""
    return _BOUND.match(text, at) is not None and _FIGURE.search(text, max(0, at - 24), at) is None


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction word of a text.

    Attributes:
        way: 1 for more, -1 for less.
        pair: number of the pair of opposites that it belongs to.
        start, end: offsets in the text.
    """

    way: int
    pair: int
    start: int
    end: int


#: "Went up", but not "follow-up".
_UPWARD = {"up": (1, 0), "down": (-1, 0)}
_WENT = frozenset({"went", "go", "goes", "gone", "going"})
#: "Brought the rate down".
_BROUGHT = frozenset({"brought", "bring", "brings", "bringing", "came", "come", "comes", "coming"})
_BROUGHT_WITHIN = 5


#: Adjectives and verbs of more or less that are no words of direction elsewhere.
DEGREE = re.compile(
    r"(?i)\b(?:(?P<up>heavier|older|taller|commoner|likelier|deeper|warmer|dearer|extra|additional|gained"
    r"|added|doubled|tripled|trebled)|(?P<down>lighter|younger|rarer|cheaper|colder|saved|saving|spared"
    r"|cut|halved))\b"
)


@cache
def _table() -> Mapping[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for pair, row in enumerate(rows_of("directions")):
        for way, side in zip((1, -1), row.split("|"), strict=True):
            for form in side.split(","):
                found.setdefault(form.strip(), (way, pair))
    return found


#: So many words before a direction word are asked for a denial, or a verb of its own.
_LOOKED_BACK = max(_DENIED_WITHIN, _BROUGHT_WITHIN)


def directions(text: str, offset: int = 0) -> list[Direction]:
    """The direction words of a text in order, those that are denied left out."""
    return list(_found(text, offset))


def _found(text: str, offset: int) -> Iterator[Direction]:
    table = _table()
    words = [word.lower() for word in _WORD.findall(text)]
    likely = {at for at, word in enumerate(words) if word in table or word in _UPWARD}
    if not likely:
        return
    for at, match in enumerate(_WORD.finditer(text)):
        if at not in likely:
            continue
        word, before = words[at], words[max(0, at - _LOOKED_BACK) : at]
        entry = table.get(word) or (_UPWARD[word] if word in _UPWARD and _moves(before) else None)
        void = entry and (_is_void(before, word) or _NO_WAY.match(text, match.start()))
        if entry and not void and not _bounds(text, match.start()):
            yield Direction(*entry, match.start() + offset, match.end() + offset)


def _moves(before: Sequence[str]) -> bool:
    """Whether "up" or "down" behind some words says which way something went."""
    return not _WENT.isdisjoint(before[-1:]) or not _BROUGHT.isdisjoint(before[-_BROUGHT_WITHIN:])


def _is_void(before: Sequence[str], word: str) -> bool:
    """Whether the words before deny a direction word or make a name with it."""
    if not _DENIALS.isdisjoint(before[-_DENIED_WITHIN:]):
        return True
    return word in ("loss", "gain", "lost", "gained") and before[-1:] != [] and before[-1] in _NAMED


#: "Weight loss", "hearing gain": the name of a change.
_NAMED_CHANGE = re.compile(rf"\b(?P<what>{'|'.join(sorted(_NAMED))})\s(?P<way>loss|gain)\b", re.I)


def named_changes(text: str) -> frozenset[tuple[str, str]]:
    """The changes that a text calls by a name: ("weight", "loss")."""
    found = _NAMED_CHANGE.finditer(text)
    return frozenset((one["what"].lower(), one["way"].lower()) for one in found)


def opposed(ours: Sequence[Direction], theirs: Sequence[Direction]) -> bool:
    """Whether one text only says "more" of a pair where the other only says "less"."""
    for pair in {one.pair for one in ours}:
        claimed = {one.way for one in ours if one.pair == pair}
        stated = {one.way for one in theirs if one.pair == pair}
        if len(claimed) == 1 and stated == {-way for way in claimed}:
            return True
    return False


#: Characters on each side of a direction word that say what goes that way.
_CONTEXT = 60
#: As many direction words before a figure, the nearest first, may govern it.
_GOVERNING = 2
#: A figure's direction words stand at most this many characters before it, or behind it.
_BEFORE, _BEHIND = 140, 30


#: What else tells of a change or a difference.
_COMPARES = re.compile(
    r"(?i)\b(?:than|vs|versus|differ\w*|chang\w*|gaps?|margins?|excess|sav(?:ed|es|ing|ings)|cuts?"
    r"|cutting|shift\w*|mov(?:ed|es)|went|brought|turn\w*|apart|halv\w*|doubl\w*|tripl\w*"
    r"|deepen\w*|widen\w*|narrow\w*|compared|relative|put on|thicken\w*|thinn\w*|lengthen\w*"
    r"|quicken\w*|slow\w*|further|farther|extra|additional\w*|ahead|behind)\b"
)


#: What stands before a time that is no change: "at 1, 4 and 12 weeks", "within the first 4 weeks".
_TIMED = re.compile(
    r"(?i)\b(?:at|after|within|every|until|till|during|over|first|last|next|past|following)"
    r"(?:\s(?:the|about|some|each|only))?(?:\s\d[\d.]{0,6},?){0,6}(?:\s(?:and|or|to))?\s?[([]?\Z"
)
_TIMED_WITHIN = 60


def is_timed(text: str, start: int) -> bool:
    """Whether the words before a duration make it a point in time, and no change of one."""
    return _TIMED.search(text[max(0, start - _TIMED_WITHIN) : start]) is not None


#: "By 12%" is a change, "by 12% of the women" a share.
_BY = re.compile(r"(?i)\bby\s(?:(?:about|only|some|nearly|roughly|approximately)\s)?\Z")
_OF = re.compile(r"\sof\b")
_BY_WITHIN = 24


def is_change(text: str, start: int, end: int) -> bool:
    """Whether a figure is told as a change: "fell by 12%"."""
    before = text[max(0, start - _BY_WITHIN) : start]
    return _BY.search(before) is not None and _OF.match(text, end) is None


def compares(text: str, start: int, end: int) -> bool:
    """Whether a text tells of a change or a difference around a figure.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    around = text[max(0, start - _BEFORE) : end + _BEFORE]
    if _COMPARES.search(around) is not None:
        return True
    return any(word.group().lower() in _table() for word in _WORD.finditer(around))


@dataclass(frozen=True)
class Directed:
    """A direction word and what stands around it.

    Attributes:
        word: the word.
        around: the text on both sides of it.
    """

    word: Direction
    around: str

    @cached_property
    def context(self) -> frozenset[str]:
        """The concepts around the word, made out where somebody asks: most words nobody asks."""
        return concepts_in(self.around)


def directed(text: str, start: int, end: int) -> Iterator[Directed]:
    """The direction words of a stretch of text, each with what stands around it."""
    for word in directions(text[start:end], start):
        low, high = max(start, word.start - _CONTEXT), min(end, word.end + _CONTEXT)
        yield Directed(word, f"{text[low : word.start]} . {text[word.end : high]}")


def governing(found: Sequence[Directed], start: int, end: int) -> list[Directed]:
    """The direction words that a figure belongs to: the nearest before it, or right behind it."""
    before = [one for one in found if one.word.end <= start and start - one.word.end <= _BEFORE]
    behind = [one for one in found if end <= one.word.start <= end + _BEHIND]
    return before[-_GOVERNING:] + behind[:1]


class Alignment(NamedTuple):
    """How well a claim's directions agree with a text's, and how well with their opposites."""

    same: float = 0.0
    opposite: float = 0.0


def alignment(ours: Sequence[Directed], theirs: Sequence[Directed]) -> Alignment:
    """Hold the direction words of a claim against those of a source.

    Each is held against the word of the same pair whose surroundings are
    likest, for and against; the clearest of them counts.
    """
    clearest = Alignment()
    for one in ours:
        total = math.fsum(map(rarity, one.context)) or 1.0
        same = opposite = 0.0
        for other in theirs:
            if other.word.pair == one.word.pair:
                like = math.fsum(map(rarity, one.context & other.context)) / total
                if other.word.way == one.word.way:
                    same = max(same, like)
                else:
                    opposite = max(opposite, like)
        if abs(same - opposite) > abs(clearest.same - clearest.opposite):
            clearest = Alignment(same, opposite)
    return clearest


#: The word that says which way a figure goes stands at most this far before it.
_HEAD = 70
#: Statistics that are 1 where nothing differs.
_RATIOS = frozenset({"OR", "HR", "RR", "aOR", "aHR", "aRR", "IRR"})


def nearest(found: Sequence[Directed], start: int, end: int) -> Directed | None:
    """The direction word next to a figure: the last before it, else the one right behind it."""
    before = [one for one in found if one.word.end <= start and start - one.word.end <= _HEAD]
    behind = [one for one in found if end <= one.word.start <= end + _BEHIND]
    return before[-1] if before else behind[0] if behind else None


def agreement(ours: Directed | None, theirs: Directed | None) -> float:
    """1 where two direction words of one pair go the same way, -1 where they do not, else 0."""
    if ours is None or theirs is None or ours.word.pair != theirs.word.pair:
        return 0.0
    return float(ours.word.way * theirs.word.way)


def signed(text: str, start: int, figure: Quantity, head: Directed | None) -> float:
    """Whether a figure's own sign goes with the word before it: 1, -1, or 0 if it has none.

    "Reduced (−16%)" and "higher odds (OR 1.3)" go together, "reduced (+16%)" does not.
    """
    if head is None or head.word.pair or figure.low is None:
        return 0.0
    if figure.statistic in _RATIOS:
        way = (figure.low > 1) - (figure.low < 1)
    elif figure.low < 0:
        way = -1
    else:
        way = int(text[max(0, start - 2) : start + 1].strip().startswith("+"))
    return float(way * head.word.way)
