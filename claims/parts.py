"""A number with the unit and the currency that are printed at it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from claims import modifiers
from claims.ambiguous import letter_unit, settled
from claims.numbers import Form, Number
from claims.numerals import SPACE, in_millions, with_scale_letter
from claims.quantity import Dimension, Relation
from claims.units import Match, Unit, lookup, match, match_frequency


class Part(NamedTuple):
    """A number with its unit, before ranges and modifiers are read.

    Attributes:
        start, end: offsets of the number with currency, bound behind it ("or more") and unit.
        number: the number.
        unit: the unit, None for a bare number.
        unit_text: the unit as printed.
        leads: the unit stands before the number ("$5", "week 24").
        bound: the modifier between number and unit or behind both, if any.
    """

    start: int
    end: int
    number: Number
    unit: Unit | None = None
    unit_text: str = ""
    leads: bool = False
    bound: modifiers.Modifier | None = None


_CURRENCY = re.compile(
    r"(?:(?<![A-Za-z])(?:US|U\.S\.|AU|CA|NZ|HK|NT|Can|A|C|S|R)?\$(?:US)?|[€£¥₹₩₽₪]"
    r"|(?<![A-Za-z])(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|AUD|CAD|NZD|HKD|SGD|INR|SEK|NOK|DKK|PLN|ZAR|BRL"
    r"|MXN|AED|SAR|ILS|S[Ff]r\.?|Dhs?\.?|Rs\.?))[\s\u00a0]?$"
)
_CURRENCY_ENDS = frozenset("$€£¥₹₩₽₪DRPFYBKNLS.shr")
_TIME_POINT = re.compile(r"(?<![A-Za-z])([Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Hh]our)(s?)[\s\u00a0-]$")
_UNIT_ENDS = frozenset("ykhrs")
_AT_POINT = re.compile(
    r"(?i)\b(?:in|by|at|of|from|until|till|to|after|before|during|through|for)\s[a-z]{3,5}\s$"
)
_POINT_ENDS = re.compile(
    r"\s(?:of|the|and|to|after|it|they|than|was|were|is|are|had|in|when|onwards)(?![a-z-])|[.,;:)]|$"
)
_PH = re.compile(
    r"(?<![A-Za-z])pH(?:(?P<plain>\s)|(?:\s(?:of|at|was|is|value of))?[\s=~∼≈<>≤≥]{0,4})$"
)
_AN_HOUR = re.compile(r"\s(?:of\s)?an?\s(?=[a-z])")
_HYPHENS = "-‑–"
#: Read as a unit only directly behind a number, and not between two.
_GLUED = ("×", "x", "p", "TB")
#: Where a unit of time, or points, stands behind another word: "four more months".
_MORE = re.compile(
    r"\s(?:more|extra|additional|further|fewer|full|consecutive|successive)\s(?=[a-z])"
)
#: How far apart what is done again and again stands: "six-monthly", "12-hourly".
_EVERY = re.compile(r"[-‑](hour|week|month|year)ly(?![a-z])")
_NUMBER_NEXT = re.compile(r"\s?[0-9²³]")
_LETTER_NAME = re.compile(r"[-‑][A-Za-z]|\.[A-Z]")
_COMPARED = re.compile(
    r"\s(?:as|the|that|those|its|their|than|higher|lower|greater|larger|more|less|fewer|longer"
    r"|shorter|faster|slower|smaller|bigger|better|worse|stronger|likelier|normal|baseline|of)(?![a-z])"
)
#: Letters glued to a decimal or behind a sign of comparison are a unit, if unknown ("~15kR").
_UNKNOWN = re.compile(r"[A-Za-zµμΩ]{1,5}(?![A-Za-z0-9])")
#: Letters that mark equal groups of a table: "7.40±0.24ab".
_FOOTNOTE = re.compile(r"(?:[a-h]{1,3}|[A-H]{1,3}|[a-zA-Z])(?![A-Za-z0-9])")
_SIGNS = tuple("~∼≈<>≤≥=")
_ADDED = (
    Dimension.DURATION,
    Dimension.SCORE,
    Dimension.ENERGY,
    Dimension.MASS,
    Dimension.VOLUME,
    Dimension.RATE,
)
_HALF = Decimal("0.5")
_AND_A_HALF = re.compile(
    r"(?<![A-Za-z])(?:[Aa]n?|[Oo]ne)\s(?:extra\s|additional\s|further\s)?(minute|hour|day|week|month|year|decade|century|mile)\sand\s$"
)
#: "The over-70s" and "the under 20s" are aged, but "it ran over 20s".
_AGED = re.compile(
    r"(?<![A-Za-z])(?:(?:over|under)-|(?:the|all|of|for|among|in|by|and|or)\s(?:over|under)\s)$",
    re.IGNORECASE,
)
_PH_UNIT = Unit("pH", Dimension.OTHER)
_FOLD = Unit("fold", Dimension.RATIO)
_FACTOR = re.compile(r"(?<![A-Za-z])a[\s-]factor[\s-]of[\s-]$")
#: What a fraction multiplies, and is no share of: "half the risk", "a third as likely".
_AS_LIKELY = re.compile(
    r"\s(?:the\s(?:risk|odds|hazard|chances?|likelihood|probability)|th(?:at|ose)\sof"
    r"|as\s(?:much|many|likely|often|common|frequent|high|great|long|large|big|fast))(?![a-z])"
)
#: And what it adds to: "half as common again", "a third again as many".
_AGAIN = re.compile(
    r"\s(?:as\s[a-z]{3,10}(?:\s[a-z]{3,12})?\sagain|again\sas\s[a-z]{3,10})(?![a-z])"
)


def read_part(text: str, number: Number, floor: int) -> Part:
    """The number with what is printed at it.

    Args:
        text: any text.
        number: a number of the text.
        floor: where the quantity before ends.
    """
    currency = _currency(text, number, floor)
    if currency:
        return currency
    if number.form is Form.MULTIPLE:
        return _multiple(text, number)
    number = in_millions(number, text)
    bound = modifiers.after(text, number.end)
    if number.form is Form.SEVERAL:
        bound = modifiers.Modifier(number.end, number.end, Relation.AT_LEAST)
    end = bound.end if bound else number.end
    unit = _unit(text, end, number)
    if unit is None and bound is None:
        return _led(text, number, floor)
    part = Part(number.start, end, number, bound=bound)
    return with_unit(text, part, unit) if unit else part


def with_unit(text: str, part: Part, unit: Match) -> Part:
    """The part with a unit that stands behind it, and the bound that may follow ("or older")."""
    name = settled(text, part.number, unit)
    if name.name == "time" and _COMPARED.match(text, unit.end):
        name = _FOLD
    bound = part.bound or modifiers.after(text, unit.end)
    end = max(unit.end, bound.end if bound else 0)
    return part._replace(end=end, unit=name, unit_text=text[unit.start : unit.end], bound=bound)


def unit_behind(text: str, at: int) -> Match | None:
    """The unit that is printed behind an offset, a blank or a hyphen between them."""
    gap = text[at : at + 1]
    start = at + 1 if gap and (gap in SPACE or gap in "\n" or gap in _HYPHENS) else at
    if gap == " " == text[start : start + 1]:
        start += 1
    if start == len(text) or (gap == "\n" and text[start].isupper()):
        return None
    if gap in _HYPHENS and gap and not text[start].isalpha():
        return None
    return match(text, start)


def _unit(text: str, at: int, number: Number) -> Match | None:
    """The unit behind a number, unless what looks like one is part of a name."""
    if number.form is Form.FRACTION and (article := _AN_HOUR.match(text, at)):
        return match(text, article.end())
    if (every := _EVERY.match(text, at)) and (spell := lookup(every[1])):
        return Match(at + 1, every.end(), spell)
    if (more := _MORE.match(text, at)) and number.end == at:
        behind = match(text, more.end())
        return behind if behind and behind.unit.dimension in _ADDED else None
    found = unit_behind(text, at)
    if found is None:
        return letter_unit(text, number) if at == number.end and text[at - 1].isdigit() else None
    printed = text[found.start : found.end]
    if printed.lower() == "time":
        return None  # "two time points"
    if len(printed) == 1 and printed.isalpha() and not _is_symbol(text, number, found):
        return None
    if (
        printed == "s"
        and found.start == at
        and _AGED.search(text, max(0, number.start - 16), number.start)
    ):
        return found._replace(unit=lookup("year") or found.unit)
    if printed in _GLUED and (found.start > at or _NUMBER_NEXT.match(text, found.end)):
        return None
    return found


def _is_symbol(text: str, number: Number, found: Match) -> bool:
    """Whether a single letter behind a number can be a unit: "5 m", but "two m", "3 T-cell"."""
    if text[found.start].isupper() and _LETTER_NAME.match(text, found.end):
        return False
    return number.form is not Form.WORD


def _currency(text: str, number: Number, floor: int) -> Part | None:
    """An amount of money with its currency before it: "$5", "US$1.2bn", "USD 6.43"."""
    before = text[max(floor, number.start - 6) : number.start]
    if not before.rstrip()[-1:] or before.rstrip()[-1] not in _CURRENCY_ENDS:
        return None
    found = _CURRENCY.search(before)
    if found is None:
        return None
    printed = found[0].strip()
    start = number.start - len(before) + found.start()
    number = with_scale_letter(number, text)
    bound = modifiers.after(text, number.end)
    per = match_frequency(text, number.end)  # "a day", "per barrel", "/hour"
    unit = lookup(printed)
    end = bound.end if bound else number.end
    if per and unit and not bound:
        joined = lookup(f"{unit.name} {per.unit.name}")
        if joined:
            behind = text[number.end : per.end].strip(f"{SPACE}\n-")
            joint = "" if behind.startswith("/") else " "
            unit_text = f"{printed}{joint}{behind}"
            return Part(start, per.end, number, joined, unit_text, leads=True)
    return Part(start, end, number, unit, printed, leads=True, bound=bound)


def _multiple(text: str, number: Number) -> Part:
    """A multiple with its unit: "doubled", "twice as many", "twice daily"."""
    often = match_frequency(text, number.end)
    if often:
        unit_text = text[often.start : often.end].strip(f"{SPACE}\n-")
        return Part(number.start, often.end, number, often.unit, unit_text)
    counts = text[number.start : number.end].lower() in ("twice", "thrice", "once")
    unit = _FOLD if not counts or _COMPARED.match(text, number.end) else lookup("times")
    return Part(number.start, number.end, number, unit)


def _led(text: str, number: Number, floor: int) -> Part:
    """A number whose unit stands before it: "week 24", "pH 7.4"."""
    bare = Part(number.start, number.end, number)
    before = text[max(floor, number.start - 12) : number.start]
    may_lead = before[-2:-1] in _UNIT_ENDS or before[-1:] == "\n"
    counts = number.form is Form.INTEGER or (number.form is Form.WORD and number.value > 1)
    if counts and may_lead and number.form is Form.WORD:  # "in year two", but "that year two died"
        opens = _AT_POINT.search(text, max(floor, number.start - 20), number.start)
        counts = opens is not None and _POINT_ENDS.match(text, number.end) is not None
    point = _TIME_POINT.search(before) if may_lead and counts else None
    if point and 0 <= number.value < 1500:
        start = number.start - len(before) + point.start()
        unit_text = point[1] + point[2]
        return bare._replace(start=start, unit=lookup(point[1]), unit_text=unit_text, leads=True)
    if number.form is Form.FRACTION and number.value == _HALF:
        longer = _AND_A_HALF.search(text, max(floor, number.start - 32), number.start)
        if longer:
            whole = number._replace(start=longer.start(), value=1 + number.value)
            return Part(longer.start(), number.end, whole, lookup(longer[1]), longer[1])
    if "of" in before and _FACTOR.search(text, max(floor, number.start - 12), number.start):
        return bare._replace(unit=_FOLD)
    again = _AGAIN.match(text, number.end) if number.form is Form.FRACTION else None
    if again:
        more = number._replace(value=1 + number.value)
        return bare._replace(number=more, end=again.end(), unit=_FOLD)
    if number.form is Form.FRACTION and _AS_LIKELY.match(text, number.end):
        return bare._replace(unit=_FOLD)
    acidity = _PH.search(before) if "pH" in before else None
    if acidity:
        start = number.start - 3 if acidity["plain"] else number.start
        return bare._replace(start=start, unit=_PH_UNIT, unit_text="pH", leads=True)
    compared = before.strip() and before.rstrip()[-1] in _SIGNS
    is_measured = compared or number.form is Form.DECIMAL
    unknown = _UNKNOWN.match(text, number.end) if is_measured else None
    if unknown and not _FOOTNOTE.match(text, number.end):
        unit = Unit(unknown[0], Dimension.OTHER)
        return bare._replace(end=unknown.end(), unit=unit, unit_text=unknown[0])
    return bare
