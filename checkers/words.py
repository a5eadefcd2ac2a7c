"""Words as concepts: stems, synonyms and how rare a word is.

No parse and no model: a source is read word by word once, and a claim's words
are looked up among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

_WORD = re.compile(r"[^\W_]+")
#: A word that a number or a letter makes a name of: "group 2", "arm B", "grade 3".
_NAMED = frozenset(
    {"group", "groups", "arm", "arms", "cohort", "stage", "grade", "type", "phase", "class"}
)
_NAME = re.compile(r"[ \-](\d{1,2}|[A-Z]|I{2,3}|IV)(?![\w.,]\d|\w|%)")
#: Longest first.
_SUFFIXES = (
    "isations", "izations", "ational", "isation", "ization", "ations", "ements", "ically",
    "nesses", "ances", "ating", "ation", "ement", "ences", "ities", "ments", "able", "ally",
    "ance", "ants", "ated", "ates", "atic", "ence", "ents", "eous", "etic", "ible", "ical",
    "ings", "ions", "ised", "ises", "ives", "ized", "izes", "ment", "ness", "als", "ant", "ate",
    "ent", "ers", "ful", "ied", "ies", "ing", "ion", "ise", "ity", "ive", "ize", "ors", "ous",
    "al", "ed", "er", "es", "ic", "ly", "or", "e", "s", "y",
)  # fmt: skip
_SHORTEST_STEM = 4
_LONGEST_PHRASE = 4
_MOST_RARE = 10.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the concept that it names.

    Attributes:
        concept: the concept's name, or the stem of a word that names none.
        kind: the concept's kind in the synonym table, "" for a stem.
        start, end: offsets in the text.
    """

    concept: str
    kind: str
    start: int
    end: int


@cache
def stem(word: str) -> str:
    """The word without its inflection and common suffixes, in lower case.

    A light stemmer in the manner of Lovins (1968): the longest suffix that
    leaves at least four letters goes, then a doubled consonant.

    >>> stem("Increased"), stem("increasing"), stem("patients")
    ('increas', 'increas', 'pati')
    """
    low = word.lower()
    if any(letter.isdigit() for letter in low):
        return low
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _SHORTEST_STEM:
            low = low[: -len(suffix)]
            break
    return low[:-1] if len(low) > _SHORTEST_STEM and low[-1] == low[-2] else low


@dataclass(frozen=True)
class Concepts:
    """The synonym table: phrases of stems, and the concept that each names."""

    phrases: Mapping[tuple[str, ...], tuple[str, str]]

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """How long the longest phrase is that begins with a stem; most begin none."""
        found: dict[str, int] = {}
        for phrase in self.phrases:
            if phrase:
                most = max(found.get(phrase[0], 0), len(phrase))
                found[phrase[0]] = min(most, _LONGEST_PHRASE)
        return found

    def at(self, stems: list[str], place: int) -> tuple[int, str, str]:
        """The longest phrase that begins at a place: its length, concept and kind."""
        longest = self._longest.get(stems[place], 0)
        for length in range(min(longest, len(stems) - place), 0, -1):
            found = self.phrases.get(tuple(stems[place : place + length]))
            if found:
                return length, *found
        return 1, stems[place], ""


def rows_of(name: str) -> list[str]:
    """The rows of a table that is shipped with the package, without comments."""
    table = resources.files("checkers").joinpath(f"data/{name}.txt").read_text("utf-8")
    return [row for line in table.splitlines() if (row := line.strip()) and row[0] != "#"]


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(rows_of("stopwords"))


@cache
def concepts() -> Concepts:
    """The synonym table that is shipped with the package."""
    return parse_concepts(rows_of("synonyms"))


def parse_concepts(lines: Iterable[str]) -> Concepts:
    """Read a synonym table: sections of kinds, one concept a line."""
    phrases: dict[tuple[str, ...], tuple[str, str]] = {}
    kind = ""
    for row in lines:
        if row.startswith("["):
            kind = row.strip("[]")
        else:
            forms = [form.strip() for form in row.split(",")]
            for form in forms:
                key = tuple(stem(word) for word in _WORD.findall(form))
                phrases.setdefault(key, (forms[0], kind))
    return Concepts(phrases)


def words(text: str, skip: Iterable[tuple[int, int]] = (), offset: int = 0) -> list[Word]:
    """The content words of a text.

    Args:
        text: any text.
        skip: spans of the text whose words do not count (numbers).
        offset: what is added to every offset.
    """
    tokens = list(_tokens(text, skip))
    stems = [stem(token[0]) for token in tokens]
    table = concepts()
    found: list[Word] = []
    place = 0
    while place < len(tokens):
        length, concept, kind = table.at(stems, place)
        plain = length == 1 and not kind and _is_stopword(tokens[place][0])
        if not plain:
            last = tokens[place + length - 1]
            found.append(Word(concept, kind, tokens[place][1] + offset, last[2] + offset))
            if length > 1:
                found.extend(_parts(tokens, stems, place, length, offset))
        place += length
    return found


def _is_stopword(word: str) -> bool:
    """Whether a word says nothing; printed in capitals ("the ON group") it is a name."""
    return word.lower() in _stopwords() and (len(word) == 1 or not word.isupper())


def _parts(
    tokens: list[tuple[str, int, int]], stems: list[str], place: int, length: int, offset: int
) -> Iterator[Word]:
    """The words of a phrase by themselves: "physical activity" is an activity, too."""
    for at in range(place, place + length):
        if not _is_stopword(tokens[at][0]):
            _, concept, kind = concepts().at(stems[at : at + 1], 0)
            yield Word(concept, kind, tokens[at][1] + offset, tokens[at][2] + offset)


def _tokens(text: str, skip: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    spans = sorted(skip)
    at = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        covered = at < len(spans) and spans[at][0] < end
        word = found.group()
        if word.lower() in _NAMED and (name := _NAME.match(text, end)):
            yield f"{word.lower().rstrip('s')}{name.group(1)}", start, name.end()
        if not covered and not word.isdigit() and (len(word) > 1 or word.isupper()):
            yield word, start, end


@cache
def _rarities() -> Mapping[str, float]:
    rows = (row.split() for row in rows_of("rarity"))
    return {concept.replace("_", " "): float(bits) for concept, bits in rows}


def rarity(concept: str) -> float:
    """How much a word tells, in bits: the rarer in medical prose, the more (at most 10)."""
    return _rarities().get(concept, _MOST_RARE)
