"""Names of authors: family names, and the keys that author-year citations use."""

from __future__ import annotations

import re

from claims.keys import citation_key, fold

_INITIALS = re.compile(r"(?:[^\W\d_a-z][.\-‐]{0,2}){1,5}")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|[4-9]th)\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)([a-z]?)(?![0-9a-z])")
_KEY = re.compile(r"([a-z]+)-?((?:1[5-9]|20|21)\d\d)([a-z]?)")


def family_name(author: str) -> str:
    """The family name of an author as printed, family name first.

    >>> family_name("van der Berg A-J Jr"), family_name("Smith, J. A.")
    ('van der Berg', 'Smith')
    >>> family_name("World Health Organization")
    'World Health Organization'
    """
    if "," in author:
        return author.partition(",")[0].strip()
    words = author.split()
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        words.pop()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def author_year_key(authors: tuple[str, ...], year: str) -> str:
    """The author-year key of a work ("rossi2012"), "" when either part is missing.

    >>> author_year_key(("O'Neill, B.", "Rossi C"), "2012a")
    'oneill2012a'
    """
    found = _YEAR.search(year)
    if not authors or not found:
        return ""
    return citation_key(family_name(authors[0]), found[1] + found[2])


def split_key(label: str) -> tuple[str, str, str] | None:
    """The family name, year and letter of an author-year key, or None.

    >>> split_key("rossi2012b")
    ('rossi', '2012', 'b')
    """
    found = _KEY.fullmatch(fold(label))
    return (found[1], found[2], found[3]) if found else None


def bare_year(year: str) -> str:
    """The four digits of a year, "" when there are none."""
    found = _YEAR.search(year)
    return found[1] if found else ""
