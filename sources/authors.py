"""Author lists at the head of a reference entry.

The list is read name by name with anchored patterns, so that its end is where
the first thing stands that is no name; a list of styles is thus one table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĶŁĹĽŃŇŌŐŒŘŚŞŠȘŤȚŪŮŰŹŻŽΑ-ΩА-Я"
_LETTER = r"[^\W\d_]"
_PARTICLE = (
    r"(?:(?:van|von|vom|der|den|de|del|della|dello|des|di|da|das|do|dos|du|la|le|el|al|bin|ibn|ben"
    r"|ter|ten|te|zu|zur|af|av|y|e|st\.?|t['’]?|['’]t)\s)"
)
_WORD = rf"(?:[dlDLOo]['’])?[{_UPPER}]{_LETTER}*(?:['’\-‐–]{_LETTER}+){{0,3}}"
_FAMILY = rf"(?:{_PARTICLE}{{0,3}}(?:(?:al|el)[-‐])?{_WORD}(?:\s{_PARTICLE}{{0,2}}{_WORD}){{0,3}}?)"
_PLAIN = rf"[{_UPPER}](?:[-‐]?[{_UPPER}]){{0,4}}"
_DOTTED = rf"[{_UPPER}][a-z]?\.(?:\s?[-‐]?\s?[{_UPPER}][a-z]?\.){{0,4}}"
_PARTICLE_LAST = r"(?:\s?v\.\s?d\.|(?:\s(?:van|von|de|del|der|den|la|da|di|dos)\b){1,3})?"
_GENERATION = r"(?:,?\s(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\b\.?)?"
_NEXT = r"(?=\s?[,.;:&(\[]|\s(?:and|&|et|in|on|for)\b|\s*$)"

#: How one author may be printed; the first that fits is taken.
_INITIALS_LAST = re.compile(rf"{_FAMILY}\s(?:{_DOTTED}{_GENERATION}|{_PLAIN}{_GENERATION}{_NEXT})")
_COMMA_INITIALS = re.compile(
    rf"{_FAMILY},\s?(?:{_DOTTED}{_PARTICLE_LAST}|{_PLAIN}{_NEXT}){_GENERATION}"
)
_INITIALS_FIRST = re.compile(
    rf"(?!U\.\s?[SK]\.\s)(?P<initials>{_DOTTED})\s?(?P<family>{_FAMILY}){_NEXT}"
)
_COMMA_GIVEN = re.compile(rf"{_FAMILY},\s{_WORD}(?:\s(?:{_WORD}|[{_UPPER}]\.?)){{0,2}}{_NEXT}")
_GIVEN_FIRST = re.compile(
    rf"(?P<initials>{_WORD}(?:\s[{_UPPER}]\.?){{0,2}})\s(?P<family>{_FAMILY}){_NEXT}"
)
#: A name that is printed oddly, taken inside a list alone ("D’ Eletto R").
_ODD = re.compile(rf"[^.,;:()\"“”]{{2,40}}?\s{_PLAIN}(?=,|\.\s)")

_STYLES = (_INITIALS_LAST, _COMMA_INITIALS, _INITIALS_FIRST)
_SPELLED = (_COMMA_GIVEN, _GIVEN_FIRST)

_LONE_INITIAL = re.compile(rf"^[^,.]+\s[{_UPPER}]\.$")
_SEPARATOR = re.compile(
    r"\s?[,;]?\s?(?:\.\s?\.\s?\.|…)?\s?,?\s?(?:(?:and|und|&|with)\s)?(?=\S)", re.IGNORECASE
)
_ET_AL = re.compile(r"[,;]?\s?(?:and|&)?\s?\bet\.?\s?al\b\.?|[,;]?\s(?:and|&)\sothers\b\.?")
_EDITORS = re.compile(r"[,.]?\s?\(?\b(?:editors?|[Ee]ds?)\b\.?\)?")
_TERMINATOR = re.compile(r"\s?[.:,;]?\s*")
_BEHALF = re.compile(
    r"[,;.]?\s?(?:(?:and|&)\s)?(?P<group>(?:on behalf of|for|from|and)\s(?:the\s)?"
    rf"[{_UPPER}][^.:;]{{2,150}}|[{_UPPER}][^.:;]{{2,120}}?"
    r"(?:Group|Investigators|Collaborators|Collaboration|Committee|Consortium|Network|Team))"
    r"(?=[.:;]\s)"
)
_ORGANISATION = re.compile(
    r"\b(?:Academ\w+|Administration|Agency|Association|Authority|Board|Bureau|Cent(?:er|re)s?|Clinics?|Cochrane"
    r"|Collaborat\w+|Colleges?|Commission|Committees?|Consortium|Council|Department|Federation"
    r"|Foundation|Group|Hospitals?|Initiative|Institut\w+|Investigators|League|Ministry|Nations"
    r"|Network|Office|Organi[sz]ations?|Panel|Programme|Secretariat|Service|Societ\w+|Task Force"
    r"|Trialists|Union|Universit\w+|Working Party|Registry|FDA|WHO|NICE|CDC|NHS|EMA|NIH|UNICEF)\b"
)
_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "to", "de", "&", "with", "der", "für"})


@dataclass(frozen=True, slots=True)
class AuthorList:
    """Authors at the head of an entry, and where the rest begins."""

    authors: tuple[str, ...]
    end: int


def read_authors(text: str) -> AuthorList:
    """Read the authors that an entry begins with.

    Args:
        text: an entry without its label.

    Returns:
        The authors, family names first, and the offset behind the list's
        closing punctuation; no authors and 0 when the entry begins otherwise.
    """
    authors, at = _names(text, 0, _STYLES)
    if not authors:
        return AuthorList((), 0)
    return _close(text, authors, at)


def read_spelled_authors(text: str) -> AuthorList:
    """Read authors with spelled given names ("Smith, John, and Jane Doe").

    Such a list looks like a title, so call this only for text that is known
    to hold authors: before a quoted title or a year in parentheses.
    """
    authors, at = _names(text, 0, _STYLES + _SPELLED)
    if not authors:
        return AuthorList((), 0)
    return _close(text, authors, at)


def is_organisation(text: str) -> bool:
    """Whether a phrase reads like the name of a body that publishes."""
    words = text.split()
    if not 0 < len(words) <= 14 or text.rstrip().endswith("?"):
        return False
    proper = [word for word in words if word.lower() not in _SMALL]
    capitals = sum(word[:1].isupper() or word[:1] == "(" for word in proper)
    return bool(_ORGANISATION.search(text)) and capitals >= 0.7 * len(proper)


def _names(text: str, at: int, styles: tuple[re.Pattern[str], ...]) -> tuple[list[str], int]:
    authors: list[str] = []
    while True:
        found = next((match for style in styles if (match := style.match(text, at))), None)
        if found is None:
            return authors, at
        authors.append(_family_first(found))
        end = found.end()
        gap = _SEPARATOR.match(text, end)
        if gap is None or gap.end() == end or not gap.group().strip():
            return authors, end
        at = gap.end()
        if "," in gap.group() and _ODD not in styles:
            styles = (*styles, _ODD)
        if not any(style.match(text, at) for style in styles):
            return authors, end


def _family_first(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if "initials" in parts:
        return f"{parts['family']}, {parts['initials'].strip()}"
    return found.group().strip()


def _close(text: str, authors: list[str], at: int) -> AuthorList:
    """Read what may close a list: et al., a group's name, editors, punctuation."""
    if more := _ET_AL.match(text, at):
        at = more.end()
    if text[at : at + 2] != ". " and (group := _BEHALF.match(text, at)):
        authors.append(_without_preposition(group["group"]))
        at = group.end()
    if editors := _EDITORS.match(text, at):
        at = editors.end()
    if _LONE_INITIAL.search(authors[-1]) and not any("." in author for author in authors[:-1]):
        authors[-1] = authors[-1][:-1]  # the stop closes the list, not an initial
    end = _TERMINATOR.match(text, at)
    return AuthorList(tuple(authors), end.end() if end else at)


def _without_preposition(group: str) -> str:
    return re.sub(r"^(?:on behalf of|for|from|and)\s(?:the\s)?", "", group).strip()
