"""Keys of author-year citations: family name and year, "rossi2012"."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not decompose.
_FOLD = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_NAME = re.compile(r"[^\W\d_]+(?:[-'’‐ ][^\W\d_]+){0,8}")
_ONE = r"((?:1[5-9]|20)\d\d)([a-z]?)"
#: Where an entry prints its year, the surest place first.
_YEARS = (
    re.compile(rf"\({_ONE}\b[^()]{{0,30}}\)"),
    re.compile(rf"\b{_ONE}(?: \w{{3,9}}\.?(?: \d{{1,2}})?)?;"),
    re.compile(rf"[.,;:] {_ONE}(?=[.,;]|\s*\Z)"),
    re.compile(rf"(?<![\d./-]){_ONE}(?![\w/-])"),
)
#: An entry is read this far.
_REACH = 600


def fold(text: str) -> str:
    """Lower case without accents, so that "Øvergård" and "Overgard" compare equal.

    >>> fold("Müller-Łukasz")
    'muller-lukasz'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    return "".join(char for char in plain if not unicodedata.combining(char))


def citation_key(name: str, year: str) -> str:
    """The key of a first author's family name and a year with its letter.

    Accents, spaces, hyphens and case are dropped, so that "van der Berg" 2015a
    is "vanderberg2015a" wherever it is printed.
    """
    return "".join(char for char in fold(name) if "a" <= char <= "z") + year


def entry_key(entry: str) -> str:
    """The key of an unnumbered reference entry, "" when it names no author or year."""
    head = entry[:_REACH].lstrip("*[({ ")
    name = _NAME.match(head)
    if not name:
        return ""
    found = (pattern.search(head, name.end()) for pattern in _YEARS)
    year = next((match for match in found if match), None)
    return citation_key(_family(name.group()), year.group(1) + year.group(2)) if year else ""


def _family(name: str) -> str:
    """The family name of "Rossi RE", "Rossi" or "van der Berg A"."""
    words = name.split()
    while len(words) > 1 and words[-1].isupper() and len(words[-1]) <= 4:
        words.pop()
    return " ".join(words)
