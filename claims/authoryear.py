"""Author-year markers: "(Rossi 2012; Smith and Lee, 2015a)", "Rossi et al. (2012)".

Names are told from other capitalised words by what joins them to the year:
"et al.", a second author, the parenthesis, and the keys of the reference list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.keys import citation_key
from claims.vocabulary import words

_PARTICLE = (
    r"(?:(?:[Vv][ao]n|[Dd](?:e|er|en|el|ella|i|a|os|u)|[Ll][ae]|[Ee]l|[Aa]l|[Tt]e[nr]|[Bb]in|[Ss]t\.?)"
    r"[ -]){0,3}"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{0,40}(?:[-’'‐][^\W\d_]{1,40}){0,3}"
_NAME = rf"{_PARTICLE}{_WORD}"
_INITIALS = r"(?:[A-Z]\.[ -]?){0,3}"
_ET_AL = (
    r"(?:,? ?\*?_?et al\.?_?\*?(?:['’]s)?"
    r"|,? (?:and|&) (?:colleagues|co-?workers|associates|others)(?:['’]s?)?)"
)
_MORE = rf"(?:, {_INITIALS}{_NAME}){{0,6}},? (?:and|&|und|et|y) {_INITIALS}{_NAME}"
_AUTHORS = rf"(?<![\w-])(?P<name>{_NAME})(?P<more>{_ET_AL}|{_MORE})?"
# A letter alone goes on from one ("2019a,b"); the "p" of "2015, p. 45" is none.
_MORE_YEARS = r"(?:, ?(?:1[89]|20)\d\d[a-z]?|(?<=[a-z]), ?[a-z](?![\w’']|\. ?\d))"
_YEARS = rf"(?P<years>(?:1[89]|20)\d\d[a-z]?(?:{_MORE_YEARS})*)"
#: Years in a parenthesis, which some journals part with semicolons: "(Rossi 2012; 2015)".
_YEARS_INSIDE = rf"(?P<years>(?:1[89]|20)\d\d[a-z]?(?:{_MORE_YEARS}|; ?(?:1[89]|20)\d\d[a-z]?)*)"
_ORGANISATION = rf"{_WORD}(?: (?:of|for|and|the|on|in|&|{_WORD})){{1,9}}"
_SIGNAL = r"(?:(?:for (?:a )?review,? )?(?:see(?: also)?|cf\.|e\.g\.|i\.e\.|from|also|as in),?\s)?"

#: One cited work inside a parenthesis.
_PART = re.compile(rf"{_AUTHORS},? {_YEARS_INSIDE}(?![\w%/-])")
#: An organisation's work, from semicolon to semicolon.
_WHOLE_PART = re.compile(rf"\s?{_SIGNAL}(?P<name>{_ORGANISATION}),? {_YEARS_INSIDE}\s?\Z")
#: Works that the sentence names, with the year in parentheses or without.
_NARRATIVE = re.compile(
    rf"{_AUTHORS}(?:['’]s)?,? [(\[]{_YEARS_INSIDE}(?:[,:;] ?[^()\[\]]{{1,40}})?[)\]]"
)
_OPEN = re.compile(rf"(?<![\w-])(?P<name>{_NAME})(?P<more>{_ET_AL}),? {_YEARS}(?![\w%/-])")
_GROUP = re.compile(r"[(\[]([^()\[\]]{4,600})[)\]]")
#: Where the next work begins; a bare year belongs to the authors before it.
_CUT = re.compile(r";(?! ?(?:1[89]|20)\d\d[a-z]?(?:[,;)\]]))")
_DIGIT = re.compile(r"\d")
_ANY_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_YEAR = re.compile(r"((?:1[89]|20)\d\d)([a-z]?)|([a-z])")


@dataclass(frozen=True, slots=True)
class Mention:
    """An author-year marker.

    Attributes:
        start, end: its span, with the parentheses that belong to it.
        keys: the works that it names.
        certain: whether its form alone shows that it cites ("et al.", two
            authors, several works).
    """

    start: int
    end: int
    keys: tuple[str, ...]
    certain: bool


def mentions(text: str, start: int, end: int, listed: frozenset[str]) -> Iterator[Mention]:
    """The author-year markers of a stretch of text, in order.

    Args:
        text: the whole text.
        start: where the stretch starts.
        end: where it ends, exclusive.
        listed: keys of the reference list, empty when there is none.
    """
    if not _ANY_YEAR.search(text, start, end):
        return
    found = [*_narrative(text, start, end, listed), *_groups(text, start, end, listed)]
    taken = start
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        if mention.start >= taken:
            yield mention
            taken = mention.end


def _narrative(text: str, start: int, end: int, listed: frozenset[str]) -> Iterator[Mention]:
    for pattern in (_NARRATIVE, _OPEN):
        for match in pattern.finditer(text, start, end):
            keys = _keys(match["name"], match["years"])
            certain = bool(match["more"])
            if _is_author(match["name"]):
                yield Mention(
                    match.start(), match.end(), keys, certain or not listed.isdisjoint(keys)
                )


def _groups(text: str, start: int, end: int, listed: frozenset[str]) -> Iterator[Mention]:
    for group in _GROUP.finditer(text, start, end):
        works = [
            work
            for low, high in _parts(text, group.start(1), group.end(1))
            for work in _works(text, low, high, listed)
        ]
        if works:
            keys = dict.fromkeys(key for work in works for key in work.keys)
            low, high = works[0].start, works[-1].end
            if not _DIGIT.search(text, group.start(), low) and not _DIGIT.search(
                text, high, group.end()
            ):
                low, high = group.span()
            yield Mention(low, high, tuple(keys), any(work.certain for work in works))


def _works(text: str, start: int, end: int, listed: frozenset[str]) -> Iterator[Mention]:
    """The works that stand between two semicolons of a parenthesis."""
    whole = _WHOLE_PART.match(text, start, end)
    organisation = _keys(whole["name"], whole["years"]) if whole else ()
    persons = [part for part in _PART.finditer(text, start, end) if _is_author(part["name"])]
    if whole and (
        not persons or not listed.isdisjoint(organisation) or _is_body(whole, persons[0])
    ):
        yield Mention(whole.start("name"), whole.end("years"), organisation, True)
        return
    for part in persons:
        keys = _keys(part["name"], part["years"])
        alone = not (text[start : part.start()] + text[part.end() : end]).strip()
        certain = alone or bool(part["more"]) or not listed.isdisjoint(keys)
        yield Mention(part.start(), part.end(), keys, certain)


def _is_body(whole: re.Match[str], person: re.Match[str]) -> bool:
    """Whether a name is a body's, and not "Rossi and the Nodal Group"."""
    joined = person["more"] and person.start("name") == whole.start("name")
    return not joined and not words("bodies").isdisjoint(whole["name"].lower().split())


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at <= end:
        found = _CUT.search(text, at, end + 1)
        cut = found.start() if found else end
        yield at, cut
        at = cut + 1


def _is_author(name: str) -> bool:
    return words("no_author").isdisjoint(name.lower().split("-"))


def _keys(name: str, years: str) -> tuple[str, ...]:
    """The keys of a name with its years: "2012, 2014a,b" are three works."""
    keys = []
    last = ""
    for match in _YEAR.finditer(years):
        year, letter, more = match.groups()
        last = year or last
        keys.append(citation_key(name, last + (letter or more or "")))
    return tuple(keys)
