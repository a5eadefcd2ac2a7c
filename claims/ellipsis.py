"""Units left out where a like number stands before: the ten of "93% at one year, 62% at ten"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claims.drafts import Draft
from claims.numbers import Form
from claims.quantity import Relation

#: What two numbers of one kind stand behind; what goes "to" one came "from" the other.
_LINK = re.compile(
    r"(?i)(?<![a-z-])(?P<link>at|by|after|within|until|till|from|to)"
    r"\s(?:(?:just|only|about|some|a\smere|a\sfull|barely|nearly|almost)\s)?$"
)
_SOURCE = {"to": "from", "till": "until"}
#: Where nothing is counted behind a number.
_ENDS = re.compile(
    r"\s?[.;:)]|,(?!\s?\d)|\s*$|\s(?:at|in|with|on|after|by|for|and(?!\s\d)|as|when|among|under|without"
    r"|v|vs|versus|compared|against|while|whereas|but|respectively)(?![a-z-])"
)
_SENTENCE = re.compile(r"[.!?;]\s")
_FORMS = (Form.INTEGER, Form.WORD, Form.DECIMAL)
_BOUNDS = frozenset(
    {Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN}
)
_LINK_WITHIN, _BACK, _LARGEST = 20, 160, 1900


def with_left_out(text: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts, those that leave the unit of an earlier one to be understood with that unit."""
    done: list[Draft] = []
    for draft in drafts:
        lender = _lender(text, draft, done) if _is_bare(text, draft) else None
        if lender is not None:
            draft = draft._replace(unit=lender.unit, unit_text=lender.unit_text)
        done.append(draft)
        yield draft


def _is_bare(text: str, draft: Draft) -> bool:
    """Whether a number has no unit and nothing that it counts."""
    if draft.unit or draft.dimension or draft.statistic or draft.is_pair or draft.is_year:
        return False
    plain = draft.first.number.form in _FORMS and draft.high < _LARGEST
    return plain and _ENDS.match(text, draft.end) is not None


def _lender(text: str, draft: Draft, done: Sequence[Draft]) -> Draft | None:
    """The last number of the sentence that stands behind the same word and prints its unit."""
    link = _link(text, draft)
    bound = draft.first.bound is not None and draft.relation in _BOUNDS
    if not link and not bound:
        return None
    wanted = _SOURCE.get(link, link)
    for one in reversed(done):
        between = text[one.end : draft.start]
        if len(between) > _BACK or _SENTENCE.search(between):
            return None
        if one.unit is None or one.first.leads or one.first.number.form is Form.MULTIPLE:
            continue
        if (link and _link(text, one) == wanted) or (bound and one.relation in _BOUNDS):
            return one
    return None


def _link(text: str, draft: Draft) -> str:
    """The word that a number stands behind: "at", "by", "from"; "" for another one."""
    found = _LINK.search(text, max(0, draft.start - _LINK_WITHIN), draft.start)
    return found["link"].lower() if found else ""
