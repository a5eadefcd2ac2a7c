"""Whether two descriptions are of one work: their titles, years, authors, identifiers."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from claims.keys import fold
from sources.model import Reference
from sources.names import bare_year, family_name
from sources.notices import without_notice
from sources.works import identifier_keys

#: A title below this many characters ("Typhoid fever") needs year and author to agree.
SHORT_TITLE = 15
#: Family names that score at least this (0 to 100) are the same but for their spelling.
_SAME_NAME = 85
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SITE = re.compile(r"\s[|·»–—-]\s")


def plain(title: str) -> str:
    """A title for comparison: its words, folded.

    >>> plain("Nodal spread: a Müller–Example study.")
    'nodal spread a muller example study'
    """
    return _NOT_WORD.sub(" ", fold(title)).strip()


def title_forms(title: str) -> list[str]:
    """A title as it may be cited: whole, without the name of its site or "RETRACTED:"."""
    site = list(_SITE.finditer(title))
    forms = [title, title[: site[-1].start()], title[: site[0].start()]] if site else [title]
    forms += [without_notice(form) for form in forms]
    return list(dict.fromkeys(form for form in map(plain, forms) if form))


def years_agree(one: str, other: str) -> bool | None:
    """Whether two years are at most one apart (online and in print); None if unknown."""
    return abs(int(one) - int(other)) <= 1 if one and other else None


def authors_agree(one: Reference, other: Reference) -> bool | None:
    """Whether two works have the same first author; None if unknown."""
    if not one.authors or not other.authors:
        return None
    families = [fold(family_name(work.authors[0])) for work in (one, other)]
    return fuzz.ratio(*families) >= _SAME_NAME or families[0] in fold(other.authors[0]).split()


def other_work(one: Reference, other: Reference) -> bool:
    """Whether an identifier says that two descriptions are of different works."""
    first, second = identifier_keys(one), identifier_keys(other)
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[kind] != second[kind] for kind in shared)


def one_work(one: Reference, other: Reference) -> bool:
    """Whether two descriptions are surely of one work, so that they may be merged."""
    first, second = identifier_keys(one), identifier_keys(other)
    shared = first.keys() & second.keys()
    if shared:
        return all(first[kind] == second[kind] for kind in shared)
    titles = plain(one.title), plain(other.title)
    return (
        titles[0] == titles[1]
        and len(titles[0]) >= SHORT_TITLE
        and bare_year(one.year) == bare_year(other.year)
        and authors_agree(one, other) is not False
    )
