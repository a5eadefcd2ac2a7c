"""Keys of author-year citations: family name and year, "rossi2012"."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not decompose.
_FOLD = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_NAME = re.compile(r"[^\W\d_]+(?:[-'’‐ ][^\W\d_]+){0,4}")
_YEAR = re.compile(r"(?<![\d./-])((?:1[5-9]|20)\d\d)([a-z]?)(?![\w/-])")


def citation_key(name: str, year: str) -> str:
    """The key of a first author's family name and a year with its letter.

    Accents, spaces, hyphens and case are dropped, so that "van der Berg" 2015a
    is "vanderberg2015a" wherever it is printed.
    """
    folded = unicodedata.normalize("NFKD", name.lower().translate(_FOLD))
    return "".join(char for char in folded if "a" <= char <= "z") + year


def entry_key(entry: str) -> str:
    """The key of an unnumbered reference entry, "" when it names no author or year.

    The year is the one in parentheses if there is one, else the first that
    follows the authors.
    """
    name = _NAME.match(entry.lstrip("*[({ "))
    if not name:
        return ""
    head = entry[:600]
    inside = re.search(r"\(((?:1[5-9]|20)\d\d)([a-z]?)\b[^()]{0,30}\)", head)
    year = inside or _YEAR.search(head, name.end())
    if not year:
        return ""
    return citation_key(_family(name.group()), year.group(1) + year.group(2))


def _family(name: str) -> str:
    """The family name of "Rossi RE", "Rossi" or "van der Berg A"."""
    words = name.split()
    while len(words) > 1 and words[-1].isupper() and len(words[-1]) <= 4:
        words.pop()
    return " ".join(words)
