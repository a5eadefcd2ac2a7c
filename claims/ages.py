"""Ages: numbers whose unit, the year, goes without saying ("aged 65", "60 and older")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.drafts import Draft
from claims.numbers import Form
from claims.tally import tallied
from claims.units import lookup

_AGE_BEFORE = re.compile(
    r"(?<![A-Za-z-])(?:(?P<aged>[Aa]ged|(?:[Aa]t|[Bb]y|[Ff]rom|[Uu]ntil)\s(?:the\s)?age)"
    r"|[Aa]ges?|(?:[Oo]ldest|[Ee]ldest|[Yy]oungest)(?:,?\s[a-z]{1,14}){0,2}?"
    r"|(?:has|had|have|having|who|just|already)\sturned|(?:reach(?:ed|es|ing)?|attained)\s(?:the\s)?ages?)"
    r"(?:\s(?:of|was|were|is|aged|groups?|ranges?|ranged|ranging)){0,2}[\s=:,(]{0,2}$"
)
#: "Women over 50" are aged, unless what they have more than 50 of stands behind.
_PEOPLE_BEFORE = re.compile(
    r"(?<![A-Za-z-])(?:adults|men|women|people|persons|those|individuals|children|kids|boys|girls"
    r"|nobody|no\sone|none|anyone|anybody|everyone|everybody|patients|participants|residents|volunteers"
    r"|pupils|subjects|adult|man|woman|patient|participant|person|child)\s$",
    re.IGNORECASE,
)
#: "People of 70 and over" are aged, too; "everyone was 70 or over".
_OF_PEOPLE = re.compile(
    r"(?<![A-Za-z-])(?:(?:adults|men|women|people|persons|those|individuals|patients|participants|residents"
    r"|drivers|workers|volunteers)\sof|(?:everyone|everybody|(?:all|everyone)\s(?:[a-z]+\s)?)\s?(?:was|were))\s$",
    re.IGNORECASE,
)
_AND_OVER = re.compile(r"\s(?:and|or)\s(?:over|above|under|below)$")
_AGE_BOUND = re.compile(r"(?:under|over|below|above)\s", re.IGNORECASE)
_NOTHING_BEHIND = re.compile(
    r"\s?(?:[.,;)]|$)|\s(?:and|or|who|with|without|in|at|for|from|as|than|to|was|were|is|are|had|has|have"
    r"|did|do|does|came|took|joined|entered|got|can|could|may|might|will|would)(?![A-Za-z])"
)
_AGE_INSIDE = re.compile(r"(?<![A-Za-z])(?:older|younger|age)(?![A-Za-z])")
_WINDOW = 40
#: What opens a list of ages, and what goes on with it.
_AGES = re.compile(r"(?i)\bages\s(?:of\s)?[\d, ]{0,12}$")
_AND_SO_ON = re.compile(r",\s|,?\s(?:and|or)\s")
#: The oldest age that goes without its unit.
_OLDEST = 120
_SPREADS = frozenset({"SD", "SE", "SEM", "IQR", "range"})
_FORMS = frozenset({Form.INTEGER, Form.DECIMAL, Form.WORD})


def with_ages(text: str, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts, those of ages that print no unit in years."""
    year = lookup("year")
    age: Draft | None = None
    for draft in drafts:
        aged = _is_age(text, draft) or (
            age is not None and (_is_spread(text, age, draft) or _is_listed(text, age, draft))
        )
        age = draft if aged else None
        yield draft._replace(unit=year) if aged else draft


def _is_spread(text: str, age: Draft, draft: Draft) -> bool:
    """Whether a number in brackets is the spread of an age: "aged 64.2 (8.1)"."""
    between = text[age.end : draft.start]
    opens = between.lstrip()[:1] in ("(", "[") and len(between) <= _WINDOW
    if not opens or draft.unit or draft.dimension:
        return False
    return draft.statistic in _SPREADS or (draft.statistic == "" and draft.decimals > 0)


def _is_listed(text: str, age: Draft, draft: Draft) -> bool:
    """Whether a number goes on with a list of ages: "at ages 5, 7 and 9"."""
    if draft.unit or draft.dimension or draft.first.number.form not in _FORMS:
        return False
    if not 0 < draft.high <= _OLDEST or tallied(text, draft.end):
        return False
    first = max(0, age.start - _WINDOW)
    listed = _AND_SO_ON.fullmatch(text, age.end, draft.start) is not None
    return listed and _AGES.search(text, first, age.start) is not None


def _is_age(text: str, draft: Draft) -> bool:
    if draft.unit or draft.dimension or draft.is_year or draft.first.number.form not in _FORMS:
        return False
    if not 0 < max(draft.low, draft.high) <= _OLDEST or draft.decimals > 1 or draft.scale:
        return False
    if draft.statistic not in ("", "mean", "median", "range"):
        return False
    if _AGE_INSIDE.search(text, draft.start, draft.end):
        return True
    first = max(0, draft.start - _WINDOW)
    before = _AGE_BEFORE.search(text, first, draft.start)
    if before:  # "the ages of 45 patients" are not 45
        return before["aged"] is not None or draft.is_pair or not tallied(text, draft.end)
    if _AND_OVER.search(text, draft.start, draft.end):
        return _OF_PEOPLE.search(text, first, draft.start) is not None
    bounded = _AGE_BOUND.match(text, draft.start) and _NOTHING_BEHIND.match(text, draft.end)
    return bool(bounded and _PEOPLE_BEFORE.search(text, first, draft.start))
