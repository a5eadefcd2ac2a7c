"""Numbers printed in digits, and what a number is."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

#: Longer runs of digits are identifiers or noise, never a figure.
MAX_DIGITS = 40
#: Powers of ten that are read: down to the smallest p values that are printed.
POWERS = range(-200, 61)
#: Spaces that may stand between a number and its unit (no line break).
SPACE = " \u00a0\u2005\u2009\u200a\u202f"
#: Signs that print a minus or a dash; in a character class the first is literal.
MINUS = "-−–‑﹣－"


class Form(StrEnum):
    """How a number is printed."""

    INTEGER = "integer"  #: "12", "10,308"
    DECIMAL = "decimal"  #: "0.45", ".05", "0·45"
    SCIENTIFIC = "scientific"  #: "1.2 × 10^9", "10⁹", "1.2e9"
    FRACTION = "fraction"  #: "½", "2 1/2", "one third", "half"
    WORD = "word"  #: "twelve", "a dozen"
    MULTIPLE = "multiple"  #: "doubled", "twice", "halved"
    SEVERAL = "several"  #: "tens of thousands", of which it is the least


class Number(NamedTuple):
    """One printed number.

    Attributes:
        start, end: offsets in the text, end exclusive; the sign and the scale
            word ("million") belong to it.
        value: the exact value, scale applied; a fraction that no decimal can
            hold (one third) is its quotient to 28 digits.
        decimals: digits after the decimal point as printed; for a fraction
            those of its exact decimal, 2 where it has none.
        scale: power of ten that scale words and exponents multiply by.
        form: how it is printed.
    """

    start: int
    end: int
    value: Decimal
    decimals: int = 0
    scale: int = 0
    form: Form = Form.INTEGER


VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
#: Scale words after digits, with their power of ten.
SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "mln": 6,
    "mio": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "tln": 12, "lakh": 5, "crore": 7,
}  # fmt: skip
_SCALE_LETTERS = {"k": 3, "m": 6, "mm": 6, "b": 9, "t": 12}
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻−–‑﹣－", "0123456789+------", "^{}() \u00a0\u2009\u202f")
_UNGROUPED = str.maketrans("·", ".", ",'’ \u00a0\u2005\u2009\u200a\u202f")

_COUNTED = (
    r"(?=\s\([0-9.·]{1,6}\s?%|\s(?:[a-z-]{3,16}\s){0,2}(?:people|persons|patients|participants|subjects|women|men|children"
    r"|adults|infants|births|deaths|cases|individuals|households|residents|workers|controls"
    r"|users|employees|smokers|infections|admissions|hospitali[sz]ations|procedures)(?![a-z]))"
)
_INTEGER = (
    # more groups are too many digits for a number, and looked at again from each of them
    r"(?:[0-9]{1,3}(?:[,\u00a0\u2005\u2009\u200a\u202f'’][0-9]{3}){1,16}(?![0-9])"
    # a plain space groups only whole thousands, where two of them do, and what is counted
    rf"|[1-9][0-9]{{0,2}}(?: 000|(?: [0-9]{{3}}){{2,4}}|(?: [0-9]{{3}}){_COUNTED})(?![0-9])"
    r"|(?:(?<=%\) of )|(?<=[€£$]))[1-9][0-9]{0,2} [0-9]{3}(?![0-9]|\s?[%/])"
    r"|[0-9]+)"
)
_EXPONENT = (
    rf"(?:\^\s?[{{(]?\s?[{MINUS}+]?\s?[0-9]{{1,3}}[)}}]?"  # 10^9, 10^{-9}
    r"|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"  # 10⁹
    rf"|[{MINUS}]\s?[0-9]{{1,2}}"  # 10−9, its superscript flattened
    rf"|\([{MINUS}]?[0-9]{{1,2}}\))(?![0-9])"  # 10(9), as abstracts print it
)
_FLAT_EXPONENT = r"[1-9][0-9]?(?![0-9.,])"  # 106 for 10⁶, only after a multiplication sign
_TIMES_POWER = rf"[×xX✕·⋅∙*][{SPACE}]?10(?P<power>{_EXPONENT}|{_FLAT_EXPONENT})"
_COMMA = r"[0-9]{1,3},[0-9]{1,2}(?![0-9]|[,.][0-9])"
#: What shows behind it or before it that a comma is a decimal one; elsewhere it groups or lists.
_BEHIND_COMMA = (
    rf"(?=(?:\s?[-–]\s?{_COMMA})?(?:\s?(?:[%±€°]|\+/[-−–])|\sper\s1[0-9]{{0,2}}[.,\s]?0"
    r"|\s?(?:[mb]illion|[Ee]uros?|EUR|dollars?|[kmµμ]g|[kcmµμ]?m|[mµμ]?[lL]|[mµμn]?mol|kcal|kPa|mm\s?Hg)(?![A-Za-z0-9])))"
)
_BEFORE_COMMA = r"(?:(?<=[€£$±])|(?<=[€£$±] ))"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4},[0-9]{2}(?![0-9]|[,.][0-9])"
_OF_MONEY = rf"(?:(?<=[€£$])|(?<=[€£$] )){_GROUPED}|{_GROUPED}(?=\s?(?:[Ee]uros?(?![a-z])|EUR|€))"
_NUMERAL = re.compile(
    # "0,05", "12,5%", "€5,07"; of times only "12,5 months", since "3,6 months" may be a list
    rf"(?P<mantissa>(?P<comma>0,[0-9]{{1,2}}(?![0-9]|[,.][0-9])"
    rf"|{_OF_MONEY}|(?<![0-9],)(?:{_COMMA}{_BEHIND_COMMA}"
    rf"|{_BEFORE_COMMA}{_COMMA}|[1-9][0-9]{{1,2}},[0-9](?=\s(?:year|month|week|day|hour|minute)s)))"
    rf"|{_INTEGER}(?:[.·][0-9]+)?)"
    r"(?:"
    rf"[{SPACE}]?{_TIMES_POWER}"
    r"|[eE](?P<e>[-+−]?[0-9]{1,3})(?![0-9A-Za-z])"
    rf"|[{SPACE}]?(?P<vulgar>[½¼¾⅐-⅞])"
    rf"|[{SPACE}-](?P<top>[1-9])[/⁄](?P<bottom>[2-9]|1[0-6])(?![0-9/.])"
    r")?"
)
_BARE_POWER = re.compile(
    r"10(?P<power>\^[-−]?[0-9]{1,3}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|−[1-9](?![0-9])|\([0-9]{1,2}\)(?=\s?/\s?[A-Za-zµμ]))"
)
#: What stands before a plus sign that belongs to a number: "+2.1%".
_BEFORE_PLUS = f"{SPACE}\n\t(["
_SHARED_POWER = re.compile(rf"[{SPACE}]?\)?[{SPACE}]?\(?{_TIMES_POWER}\)?")
#: Words to which a decimal without a zero gets glued: "less than.05".
_GLUED_WORD = re.compile(r"(?<![A-Za-z])(?:of|to|than|from|and|was|is|by|with|CI|SD|SE|OR|HR|RR)$")
_SCALE_WORD = re.compile(rf"[{SPACE}\n-]?({'|'.join(SCALES)})(?![A-Za-z])", re.IGNORECASE)
_SCALE_LETTER = re.compile(rf"[{SPACE}]?(MM|[kKmMbBtT])(?![A-Za-z])")
#: What is counted by the million, so that the letter on "1.3m followers" is no metre.
_MILLIONS = re.compile(
    r"m(?=\s(?:(?:cubic|square|sq)\s(?=[a-z])|of\s(?:them|its|their|his|her|our|these|those|whom)|(?:[a-z-]{2,20}\s)?(?:people|users"
    r"|followers|subscribers|customers|viewers|readers|listeners|visitors|passengers|tourists|voters"
    r"|members|workers|employees|homes|households|families|children|adults|patients|pupils|students"
    r"|jobs|shares|votes|copies|downloads|tickets|cars|vehicles|phones|devices|accounts|tonnes|tons"
    r"|barrels|bottles|doses|dollars|euros|pounds|inhabitants|residents|citizens|refugees|migrants"
    r"|deaths|cases|households|times|views|hits|streams|units|bpd|b/d))(?![A-Za-z]))"
)
_SCALE_K = re.compile(r"k(?![A-Za-z0-9/])")


def decimals_of(value: Decimal) -> int:
    """Digits after the decimal point of a value as it is written."""
    return max(0, -int(value.as_tuple().exponent))


def fraction(start: int, end: int, top: int, bottom: int, whole: Decimal = Decimal(0)) -> Number:
    """The number that a fraction prints, a whole number before it included."""
    value = whole + Decimal(top) / Decimal(bottom)
    decimals = decimals_of(value)
    return Number(start, end, value, decimals if decimals <= 3 else 2, 0, Form.FRACTION)


def rescaled(number: Number, power: int, end: int | None = None) -> Number:
    """The number multiplied by a power of ten that is printed after it or elsewhere."""
    end = number.end if end is None else end
    value, scale = number.value.scaleb(power), number.scale + power
    return number._replace(end=end, value=value, scale=scale)


def shared_power(text: str, at: int) -> tuple[int, int]:
    """The power of ten that multiplies what stands before an offset, and where it ends.

    "(0.3–0.4) × 10⁻¹⁰" prints one power for both ends of a range.
    """
    found = _SHARED_POWER.match(text, at)
    power = _exponent(found["power"]) if found else 0
    return (power, found.end()) if found and power in POWERS else (0, at)


def with_scale_letter(number: Number, text: str) -> Number:
    """An amount of money with its scale letter read: "$5m", "€1.2b", "£10k"."""
    found = _SCALE_LETTER.match(text, number.end)
    if not found or number.scale:
        return number
    return rescaled(number, _SCALE_LETTERS[found[1].lower()], found.end())


def in_millions(number: Number, text: str) -> Number:
    """A count whose "m" stands for millions: "1.3m followers", "30m of them"."""
    found = _MILLIONS.match(text, number.end)
    if not found or number.scale:
        return number
    return rescaled(number, 6, found.end())


def with_scale_word(number: Number, text: str) -> Number:
    """The number with the scale words after it read: "3.2 million", "5 hundred thousand"."""
    power, end = 0, number.end
    while power <= 12 and (found := _SCALE_WORD.match(text, end)):
        power += SCALES[found[1].lower()]
        end = found.end()
    return rescaled(number, power, end) if power else number


def read_digits(text: str, at: int, floor: int = 0) -> Number | None:
    """The number whose first digit stands at an offset.

    Args:
        text: any text.
        at: offset of a digit.
        floor: where the number before ends; no sign or point is taken from there.

    Returns:
        The number, or None for a run of digits that is too long to be one, or a power of ten
            out of :data:`POWERS`.
    """
    bare = _BARE_POWER.match(text, at) if text.startswith("10", at) else None
    if bare:
        number = rescaled(Number(_sign(text, at, floor), bare.end(), Decimal(1)), 0)
        return _scientific(number, _exponent(bare["power"]), bare.end())
    found = _NUMERAL.match(text, at)
    if found is None or len(found["mantissa"]) > MAX_DIGITS:
        return None
    mantissa = found["mantissa"]
    leading_point = mantissa.isdecimal() and _leading_point(text, at, floor)
    start = _sign(text, at - leading_point, floor)
    if found["comma"]:
        mantissa = mantissa.replace(".", "").replace(",", ".")
    value = Decimal("." * leading_point + mantissa.translate(_UNGROUPED))
    return _finished(text, start, found, -value if _is_negative(text, start) else value)


def _scientific(number: Number, power: int, end: int) -> Number | None:
    """The number times a power of ten, None for a power that nothing measured has."""
    if power not in POWERS:
        return None
    return rescaled(number, power, end)._replace(form=Form.SCIENTIFIC)


def _finished(text: str, start: int, found: re.Match[str], value: Decimal) -> Number | None:
    """The matched numeral with its exponent, fraction or scale word."""
    if found["vulgar"] or found["top"]:
        top, bottom = (
            VULGAR[found["vulgar"]]
            if found["vulgar"]
            else (int(found["top"]), int(found["bottom"]))
        )
        return fraction(start, found.end(), top, bottom, value)
    decimals = decimals_of(value)
    form = Form.DECIMAL if decimals else Form.INTEGER
    number = Number(start, found.end("mantissa"), value, decimals, 0, form)
    power = found["power"] or found["e"]
    if power is None:
        k = _SCALE_K.match(text, number.end)
        return rescaled(number, 3, k.end()) if k else with_scale_word(number, text)
    if found["power"] and power.isdecimal() and abs(value) >= 100:
        return number  # "300 × 105 mm" is no power of ten
    return _scientific(number, _exponent(power), found.end())


def _is_negative(text: str, start: int) -> bool:
    return text[start] in MINUS or text[start] in "mM"


def _exponent(printed: str) -> int:
    return int(printed.translate(_PLAIN))


def _leading_point(text: str, at: int, floor: int) -> bool:
    """Whether a point that starts a decimal (".05") stands before the digit."""
    if at <= floor or text[at - 1] not in ".·":
        return False
    before = text[max(0, at - 6) : at - 1]
    if before[-1:] in ")]." and before:
        return False
    return not before[-1:].isalnum() or bool(_GLUED_WORD.search(before))


def _sign(text: str, at: int, floor: int) -> int:
    """Where the minus sign of the number at an offset stands, or that offset."""
    sign = at - 1
    if sign >= floor and text[sign] == "+" and (sign == 0 or text[sign - 1] in _BEFORE_PLUS):
        return sign
    if sign - 5 >= floor and text[sign - 5 : at].lower() == "minus " and text[at].isdigit():
        either = text.endswith("plus or ", floor, sign - 5)
        return at if either else sign - 5
    if sign > floor and text[sign] in SPACE and text[sign - 1] == "−":
        sign -= 1  # "a difference of − 0.06"
    if sign < floor or text[sign] not in MINUS:
        return at
    before = text[max(0, sign - 2) : sign]
    bare = before.rstrip(SPACE)[-1:]
    if bare == before[-1:]:
        joins = bare.isalnum() or bare in (*")]%°",)
    else:
        joins = bare.isdecimal() or bare in (*"%°",)
    return at if joins and before else sign
