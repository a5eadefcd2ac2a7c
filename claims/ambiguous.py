"""Units whose printed form has two meanings, told apart by what stands around them."""

from __future__ import annotations

import re

from claims.numbers import Number
from claims.units import Match, Unit, lookup

#: How far around a number the words are looked for that say what its unit is.
_AROUND = 80
_HEAT = re.compile(
    r"temperature|thermometer|mercury|weather|forecast|[Hh]ighs?(?![a-z])|[Ll]ows?(?![a-z])|[Hh]eat"
    r"|[Hh]ot(?![a-z])|[Cc]old|[Ww]arm|[Cc]ool|[Cc]hill|[Ff]rost|[Ff]reez|[Ff]ever|[Oo]ven|[Bb]oil"
    r"|degrees?(?![a-z])|Celsius|Fahrenheit"
)
_HEAT_LETTER = re.compile(r"[CF](?![A-Za-z0-9]|[-‑/][A-Za-z0-9])")
_HEAT_UNITS = {"C": "°C", "F": "°F"}
_INCH = re.compile(
    r"in(?=\s?[.,;:)](?!\w)|\s?$|\s(?:of|x|by|and)\s|\s(?:tall|wide|long|high|deep|thick|screen|display"
    r"|tv|television|pipe|tablet|blade|man|woman|boy|girl)(?![a-z]))"
)
_FEET_BEFORE = re.compile(r"[0-9]\s?(?:ft|feet|foot)[\s-]$")
_INCH_WORD = re.compile(r"\s?in(?![A-Za-z0-9])")
_RATES = re.compile(
    r"(?<![a-z])(?:rates?|yields?|spreads?|bonds?|loans?|mortgage|interest|central bank|cuts?"
    r"|hikes?|inflation|margins?|coupon|easing|tightening|percent|per cent|lending"
    r"|treasur(?:y|ies))(?![a-z])",
    re.IGNORECASE,
)
#: From a million on, "pounds" are money, unless they are of one of these.
_MONEY_SCALE = 6
_OF_A_THING = re.compile(
    r"\sof\s(?:[a-z]+\s)?(?:thrust|beef|meat|pork|chicken|turkey|fish|shrimp|salmon|cheese|butter"
    r"|coffee|sugar|cotton|cocaine|heroin|methamphetamine|marijuana|copper|lithium|uranium|gold"
    r"|silver|steel|plastic|waste|trash|rubbish|food|fruit|potatoes|apples|cargo|payload|explosives"
    r"|carbon|nitrogen|phosphorus|fuel|pressure|force)(?![a-z])"
)

#: Behind these "five pounds" are money.
_PAID = re.compile(
    r"(?i)\b(?:costs?|costing|prices?d?|pa(?:y|ys|id)|spen[dt]|spending|worth|fees?|budget|bill|charged?"
    r"|sav(?:ed?|es|ings?)|earn(?:s|ed)?)\s[^.;,\d]{0,24}$"
)


def letter_unit(text: str, number: Number) -> Match | None:
    """The unit that letters glued to a number print where its surroundings say so.

    "38C" is a temperature in a sentence about heat, "4in" a length before "of
    rain" or behind feet; elsewhere they are names, or a word.
    """
    first = text[number.end : number.end + 1]
    if first in _HEAT_UNITS:
        return _degrees(text, number)
    return _inches(text, number) if first in ("i", " ") else None


def _degrees(text: str, number: Number) -> Match | None:
    letter = _HEAT_LETTER.match(text, number.end)
    told = _HEAT.search(text, max(0, number.start - _AROUND), number.end + _AROUND)
    unit = lookup(_HEAT_UNITS[letter[0]]) if letter and told else None
    return Match(number.end, number.end + 1, unit) if unit else None


def _inches(text: str, number: Number) -> Match | None:
    found = _INCH_WORD.match(text, number.end)
    behind_feet = found and _FEET_BEFORE.search(text, max(0, number.start - 8), number.start)
    found = found if behind_feet else _INCH.match(text, number.end)
    unit = lookup("inch") if found else None
    return Match(found.end() - 2, found.end(), unit) if found and unit else None


def settled(text: str, number: Number, found: Match) -> Unit:
    """What a unit of the table means where it stands: "17bp" of a yield, "3 million pounds"."""
    name = found.unit.name
    other = None
    if name == "pound" and number.scale >= _MONEY_SCALE:
        other = None if _OF_A_THING.match(text, found.end) else "£"
    elif name == "pound" and _PAID.search(text, max(0, number.start - 40), number.start):
        other = "£"
    elif name == "base pair":
        start = max(0, number.start - _AROUND)
        other = "bps" if _RATES.search(text, start, found.end + _AROUND) else None
    return (lookup(other) if other else None) or found.unit
