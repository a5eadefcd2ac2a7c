"""Words as concepts: stems, synonyms and how rare a word is.

No parse and no model: a source is read word by word once, and a claim's words
are looked up among them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
#: A word that a number or a letter makes a name of: "group 2", "arm B", "grade 3".
_NAMED = frozenset(
    {"group", "groups", "arm", "arms", "cohort", "stage", "grade", "type", "phase", "class"}
)
_NAME = re.compile(r"[ \-](\d{1,2}|[A-Z]|I{2,3}|IV)(?![\w.,]\d|\w|%)")
_SUFFIXES = frozenset((
    "isations", "izations", "ational", "isation", "ization", "ations", "ements", "ically",
    "nesses", "ances", "ating", "ation", "ement", "ences", "ities", "ments", "able", "ally",
    "ance", "ants", "ated", "ates", "atic", "ence", "ents", "eous", "etic", "ible", "ical",
    "ings", "ions", "ised", "ises", "ives", "ized", "izes", "ment", "ness", "als", "ant", "ate",
    "ent", "ers", "ful", "ied", "ies", "ing", "ion", "ise", "ity", "ive", "ize", "ors", "ous",
    "al", "ed", "er", "es", "ic", "ly", "or", "e", "s", "y",
))  # fmt: skip
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_SHORTEST_STEM = 4
#: British spellings ("haemoglobin", "oestrogen", "tumours") are read as American ones.
_OUR = re.compile(r"our(?=(?:s|ed|ing|al)?$)")
_SHORT = 5
_LONGEST_PHRASE = 4
_MOST_RARE = 10.0
#: As many printed words are kept: more than people use, fewer than noise has.
_MOST_KEPT = 1 << 17
#: The kind of the concepts that name people.
PEOPLE = "people"


class Word(NamedTuple):
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


@lru_cache(maxsize=_MOST_KEPT)
def stem(word: str) -> str:
    """The word without its inflection and common suffixes, in lower case.

    A light stemmer in the manner of Lovins (1968): the longest suffix that
    leaves at least four letters goes, then a doubled consonant.

    >>> stem("Increased"), stem("increasing"), stem("patients")
    ('increas', 'increas', 'pati')
    """
    low = word.lower()
    if not low.isalpha() and any(map(str.isdigit, low)):
        return low
    low = _OUR.sub("or", low.replace("ae", "e").replace("oe", "e")) if len(low) > _SHORT else low
    for length in range(min(_LONGEST_SUFFIX, len(low) - _SHORTEST_STEM), 0, -1):
        if low[-length:] in _SUFFIXES:
            low = low[:-length]
            break
    return low[:-1] if len(low) > _SHORTEST_STEM and low[-1] == low[-2] else low


@dataclass(frozen=True)
class Concepts:
    """The synonym table: phrases of stems, and the concept that each names."""

    phrases: Mapping[tuple[str, ...], tuple[str, str]]

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """How long the longest phrase is that begins with a stem; most begin none."""
        found: dict[str, int] = {}
        for phrase in self.phrases:
            if phrase:
                most = max(found.get(phrase[0], 0), len(phrase))
                found[phrase[0]] = min(most, _LONGEST_PHRASE)
        return found

    def at(self, stems: Sequence[str], place: int = 0) -> tuple[int, str, str]:
        """The longest phrase that begins at a place: its length, concept and kind."""
        longest = self.longest.get(stems[place], 0)
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
            for form in forms:  # a text's own "a" is no word: "ran a temperature"
                key = tuple(stem(word) for word in _WORD.findall(form) if word != "a")
                phrases.setdefault(key, (forms[0], kind))
    return Concepts(phrases)


class _Token(NamedTuple):
    """A printed word, looked up once however often it is printed.

    Attributes:
        stem: its stem.
        concept, kind: what it names by itself.
        longest: how many words the longest phrase has that begins with its stem.
        is_told: whether it says anything by itself: no number, single letter or stopword.
        is_named: whether a number or a letter behind it makes a name of it.
        is_read: whether it is a word at all, and no number or single letter.
    """

    stem: str
    concept: str
    kind: str
    longest: int
    is_told: bool
    is_named: bool
    is_read: bool


@lru_cache(maxsize=_MOST_KEPT)
def _token(word: str) -> _Token:
    low, table, root = word.lower(), concepts(), stem(word)
    # printed in capitals ("the ON group") a stopword is a name
    is_stopword = low in _stopwords() and (len(word) == 1 or not word.isupper())
    is_read = not word.isdigit() and (len(word) > 1 or word.isupper())
    _, concept, kind = table.at([root])
    is_told = is_read and (kind != "" or not is_stopword)
    longest = table.longest.get(root, 0) if is_read else 0
    return _Token(root, concept, kind, longest, is_told, low in _NAMED, is_read)


def words(text: str, skip: Iterable[tuple[int, int]] = (), offset: int = 0) -> list[Word]:
    """The content words of a text.

    Args:
        text: any text.
        skip: spans of the text whose words do not count (numbers).
        offset: what is added to every offset.
    """
    tokens: list[_Token] = []
    spans: list[tuple[int, int]] = []
    for token, start, end in _tokens(text, sorted(skip)):
        tokens.append(token)
        spans.append((start + offset, end + offset))
    found: list[Word] = []
    free = 0
    for place, token in enumerate(tokens):
        if token.longest > 1 and place >= free and (phrase := _phrase(tokens, place)):
            length, concept, kind = phrase
            free = place + length
            found.append(Word(concept, kind, spans[place][0], spans[free - 1][1]))
        if token.is_told:
            found.append(Word(token.concept, token.kind, *spans[place]))
    return found


def concepts_in(text: str) -> frozenset[str]:
    """The concepts of the content words of a text."""
    tokens = [_token(word) for word in _WORD.findall(text)]
    if any(token.is_named for token in tokens):
        tokens = [token for token, _, _ in _tokens(text, ())]
    else:
        tokens = [token for token in tokens if token.is_read]
    found = {token.concept for token in tokens if token.is_told}
    free = 0
    for place in [place for place, token in enumerate(tokens) if token.longest > 1]:
        if place >= free and (phrase := _phrase(tokens, place)):
            found.add(phrase[1])
            free = place + phrase[0]
    return frozenset(found)


def _phrase(tokens: Sequence[_Token], place: int) -> tuple[int, str, str] | None:
    """The longest phrase of several words that begins at a place: its length, concept and kind."""
    phrases = concepts().phrases
    for length in range(min(tokens[place].longest, len(tokens) - place), 1, -1):
        found = phrases.get(tuple([one.stem for one in tokens[place : place + length]]))
        if found:
            return length, *found
    return None


#: A span behind every text.
_BEYOND = (sys.maxsize, sys.maxsize)


def _tokens(text: str, skip: Sequence[tuple[int, int]]) -> Iterator[tuple[_Token, int, int]]:
    """The words of a text, those in the spans to skip left out; the spans are in order."""
    spans = iter((*skip, _BEYOND))
    low, high = next(spans)
    for found in _WORD.finditer(text):
        start, end = found.span()
        token = _token(found[0])
        if token.is_named and (name := _NAME.match(text, end)):
            printed = f"{found[0].lower().rstrip('s')}{name[1]}"
            yield _token(printed), start, name.end()
        while high <= start:
            low, high = next(spans)
        if token.is_read and end <= low:
            yield token, start, end


@cache
def _rarities() -> Mapping[str, float]:
    rows = (row.split() for row in rows_of("rarity"))
    return {concept.replace("_", " "): float(bits) for concept, bits in rows}


def rarity(concept: str) -> float:
    """How much a word tells, in bits: the rarer in medical prose, the more (at most 10)."""
    return _rarities().get(concept, _MOST_RARE)
