"""The grammar of compound units: "mg/kg/day", "m s−1", "events per 100 person-years"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.nouns import is_plural, singular
from claims.numerals import MINUS, SPACE
from claims.quantity import Dimension
from claims.unit_table import Form, Unit, table


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a unit.

    Attributes:
        unit: a unit of the table, or a counted noun; for a bare count below the
            line ("per 100,000") a unit without a name.
        exponent: negative below the line.
        count: how many of the unit, as digits, "" for one ("per 1,000 births").
    """

    unit: Unit
    exponent: int = 1
    count: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """Factors in the order in which they are printed, and where the printed form ends."""

    factors: tuple[Factor, ...]
    end: int


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUPERSCRIPT = str.maketrans("¹²³⁴⁻−–‑﹣－", "1234------", f"^{SPACE}")
_EXPONENT = re.compile(
    rf"\^?(?:(?P<sign>[{MINUS}⁻])[{SPACE}]?)?(?:[1-4]|[¹²³⁴])(?![0-9]|[.,][0-9]|[A-Za-z])"
)
_POWER_WORD = re.compile(r"(square|cubic|sq\.?|cu\.?)[\s-](?=[a-z])", re.IGNORECASE)
_POWERS = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3}
_DOT = re.compile(rf"[{SPACE}]?[·⋅∙][{SPACE}]?(?=[A-Za-zµμ])")
_BLANK = re.compile(rf"[{SPACE}.](?=[A-Za-zµμ])")
_POINT = re.compile(r"[·⋅∙.](?=[A-Za-zµμ])")
_SLASH = re.compile(rf"[{SPACE}]?/[{SPACE}]?")
#: Behind "per" these are no unit: a way to give a drug, a phrase.
_NO_UNIT = (
    r"(?!(?:cent|mill?|se|protocol|os|oral|orally|mouth|rectum|rectal|vaginam|anum|definition)\b)"
)
#: "for every 10 mg", but "for each 4-week cycle".
_FOR_EVERY = r"for\s(?:every|each)\s(?=[0-9](?![0-9]{0,4}[-‑])|(?:hundred|thousand|million)\s)"
_PER = re.compile(rf"[\s-](?:per[\s-]{_NO_UNIT}|{_FOR_EVERY})")
_LONE_PER = re.compile(rf"per[\s-]{_NO_UNIT}")
_EACH = re.compile(
    r"[\s-](?:an?|each)[\s-](?=(?:second|minute|hour|day|night|week|month|year|barrel|share|ton|tonne"
    r"|ounce|gallon|bushel|litre|liter|head|person)(?![A-Za-z]|\s(?:ago|earlier|before|later|old)))"
)
_COUNT = re.compile(
    r"(?:10(?:\^[1-9]|[²³⁴⁵⁶⁷⁸⁹])|1\.73|[1-9][0-9]{0,2}(?:[,.\u00a0\u2009\u202f ]?000){0,3}"
    r"|(?:a |one )?(?:hundred thousand|hundred|thousand|million))"
    rf"(?![0-9]|[.,][0-9])[{SPACE}-]?",
    re.IGNORECASE,
)
#: Less round, and only behind "per": "one nurse per 3,700 inhabitants".
_HUNDREDS = re.compile(rf"[1-9][0-9]?,?[1-9]00(?![0-9]|[.,][0-9])[{SPACE}-]?")
_SPELLED = {"hundred": 2, "thousand": 3, "hundred thousand": 5, "million": 6}
_UNRAISED = str.maketrans("²³⁴⁵⁶⁷⁸⁹", "23456789", "^")
_NOUN = re.compile(r"[a-z]{3,}(?:-[a-z]+)?(?![A-Za-z0-9])")
_SECOND_NOUN = re.compile(r"[ \u00a0]([a-z]{3,})(?![A-Za-z0-9])")
_NO_NOUNS = _words(
    "and the was were had has have are for from with who that than this but compared versus "
    "respectively among after before during not our per additional extra each every "
    "fell rose died occurred developed reported recovered relapsed "
    "within over under above below about around into onto upon through throughout until till since "
    "between across against along behind beyond without more less fewer longer shorter"
)
#: Nouns that a slash may put below the line; after "per" any noun may stand.
_SLASH_NOUNS = _words(
    "question dose patient person subject participant cell animal visit session night meal child "
    "woman household tablet capsule plant well site hospital case exacerbation episode"
)
_FREQUENCY = re.compile(
    r"[\s-](hourly|daily|nightly|weekly|fortnightly|monthly|yearly|annually)(?![A-Za-z])"
)
#: What opens whatever stands below the line.
_BELOW = re.compile("|".join(f"(?:{one.pattern})" for one in (_SLASH, _PER, _EACH, _FREQUENCY)))
_FREQUENCIES = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week",
    "fortnightly": "fortnight", "monthly": "month", "yearly": "year", "annually": "year",
}  # fmt: skip
#: Nothing is counted per so many of these; a number behind the slash stands for itself.
_NEVER_COUNTED = (Dimension.PROPORTION, Dimension.ENERGY, Dimension.DOSE, Dimension.PRESSURE)
#: Behind a word these join and do not raise: "6-foot-3".
_HYPHENS = ("-", "‑", "–")
_TIMES_SIGNS = ("×", "x")
_RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹")
_MOST_FACTORS = 5
_DECIMAL_BEFORE = re.compile(r"[0-9][.·][0-9]{1,4}$")
#: "45 d.f." are no days.
_FREEDOM = re.compile(r"d\.\s?f\b")


def read_unit(text: str, at: int) -> Compound | None:
    """The longest unit that is printed from an offset on, a lone "per 1,000" included."""
    if _LONE_PER.match(text, at):
        return _below(text, Compound((), at), start=True)
    if text.startswith("/", at):
        return _bare_slash(text, at)
    first = _factor(text, at)
    if first is None:
        return _noun_over(text, at)
    found = Compound((first[0],), first[1])
    while len(found.factors) < _MOST_FACTORS and (product := _product(text, found)):
        found = product
    return _below(text, found) or found


def read_frequency(text: str, at: int) -> Compound | None:
    """What stands after "twice" or "once": "daily", "a week", "per month"."""
    return _below(text, Compound((), at))


def form_at(text: str, at: int) -> Form | None:
    """The longest printed form of the table at an offset that ends where a word ends."""
    window = text[at : at + 40]
    lowered = window.lower()
    forms = table().forms
    for key in (lowered[:2], lowered[:1]):
        for form in forms.get(key, ()):
            if (lowered if form.is_word else window).startswith(form.printed):
                after = window[len(form.printed) : len(form.printed) + 1]
                if not (form.printed[-1].isalpha() and after.isalpha()):
                    return None if _FREEDOM.match(window) else form
    return None


def _factor(text: str, at: int) -> tuple[Factor, int] | None:
    """One unit with its exponent, and where it ends."""
    word = _POWER_WORD.match(text, at)
    start = word.end() if word else at
    form = form_at(text, start)
    if form is None:
        return None
    end = start + len(form.printed)
    if word:
        return Factor(form.unit, _POWERS[word[1].lower()]), end
    if form.unit.dimension is Dimension.PROPORTION and text[end : end + 1] in _RAISED:
        return Factor(form.unit), end  # a note's sign: "3.8%²"
    power = None if form.printed in _TIMES_SIGNS else _EXPONENT.match(text, end)
    raised = power and (power["sign"] not in (None, *_HYPHENS) if form.is_word else True)
    if power and raised and not _is_range(text, power, form):
        return Factor(form.unit, int(power[0].translate(_SUPERSCRIPT))), power.end()
    return None if text[end : end + 1].isalnum() else (Factor(form.unit), end)


def _is_range(text: str, power: re.Match[str], form: Form) -> bool:
    """Whether an exponent is the end of a range after all: "1 m–3 m"."""
    if power["sign"] not in ("-", "–", "‑"):
        return False
    return text[power.end() :][: len(form.printed) + 1].strip(SPACE).startswith(form.printed)


def _product(text: str, found: Compound) -> Compound | None:
    """One more factor above the line; after a blank only with a negative exponent ("m s−1")."""
    dot = _DOT.match(text, found.end)
    joint = dot or _BLANK.match(text, found.end)
    more = _factor(text, joint.end()) if joint else None
    if more is None or (more[0].exponent >= 0 and not dot):
        return None
    return Compound((*found.factors, more[0]), more[1])


def _noun_over(text: str, at: int) -> Compound | None:
    """A noun over a unit or a count: "cells/µL", "events per 100 person-years"."""
    noun = _NOUN.match(text, at)
    if noun is None or noun[0] in _NO_NOUNS or not _BELOW.match(text, noun.end()):
        return None
    if _acts(text, noun):
        return None
    found = _below(text, Compound((Factor(_noun(noun[0])),), noun.end()))
    if found and (found.factors[1].count or found.factors[1].unit.dimension is not Dimension.COUNT):
        return found
    return None


def _acts(text: str, noun: re.Match[str]) -> bool:
    """Whether a word is what people do: "over 80 fall each year"."""
    return not noun[0].endswith("s") and _REPEATED.match(text, noun.end()) is not None


_REPEATED = re.compile(r"\s(?:each|every)\s")


def _bare_slash(text: str, at: int) -> Compound | None:
    """A lone "/µL" or "/100 person-years", but not the second half of "45/100"."""
    found = _below(text, Compound((), at))
    if found is None:
        return _below_round(text, at) if _DECIMAL_BEFORE.search(text, max(0, at - 8), at) else None
    first = found.factors[0]
    if not first.count:
        return found if first.unit.dimension is not Dimension.COUNT else None
    if first.unit.dimension is Dimension.DURATION and "-" in first.unit.name:
        return found
    return found if len(first.count) > 3 and first.unit.name else None


def _below_round(text: str, at: int) -> Compound | None:
    """A round count below a decimal, "/100,000" in "4.3/100,000 per year"."""
    count = _COUNT.match(text, at + 1)
    if count is None or len(_digits(count)) <= 3:
        return None
    lone = Compound((Factor(Unit("", Dimension.COUNT), -1, _digits(count)),), _end_of(count))
    return _below(text, lone) or lone


def _below(text: str, found: Compound, *, start: bool = False) -> Compound | None:
    """The compound with everything below the line, None where nothing is."""
    below = None
    while len(found.factors) < _MOST_FACTORS:
        more = _denominator(text, found, after=4 if start and below is None else 0)
        more = more or (_more_below(text, below) if below else None)
        if more is None:
            break
        below = found = more
    return below


def _denominator(text: str, found: Compound, after: int = 0) -> Compound | None:
    """One more factor below the line with its count; ``after`` skips a "per " that is read."""
    often = _FREQUENCY.match(text, found.end) if _counts_times(found) else None
    if often:
        name = _FREQUENCIES[often[1]]
        form = form_at(name, 0)
        return Compound(
            (*found.factors, Factor(form.unit if form else _noun(name), -1)), often.end()
        )
    slash = None if after else _SLASH.match(text, found.end)
    per = slash or _PER.match(text, found.end) or _EACH.match(text, found.end)
    if per is None and not after:
        return None
    at = per.end() if per else found.end + after
    count = _COUNT.match(text, at) or (None if slash else _HUNDREDS.match(text, at))
    if count:
        at = count.end()
    factor = _factor(text, at) or _noun_below(text, at, slash=bool(slash), counted=bool(count))
    if factor and not (count and slash and _is_other_unit(found, factor[0].unit, slash[0])):
        below = Factor(factor[0].unit, -factor[0].exponent, _digits(count))
        return Compound((*found.factors, below), factor[1])
    if count and not slash:
        bare = Factor(Unit("", Dimension.COUNT), -1, _digits(count))
        return Compound((*found.factors, bare), _end_of(count))
    return None


def _is_other_unit(found: Compound, below: Unit, slash: str) -> bool:
    """Whether a slash sets the same amount in another unit: "7546 m/24,751 ft"."""
    if slash != "/" or below.dimension in _NEVER_COUNTED:
        return True
    above = found.factors[0].unit if found.factors else None
    return above is not None and above != below and above.dimension is below.dimension


def _more_below(text: str, found: Compound) -> Compound | None:
    """One more factor of the same denominator: "L/min.m²", "mg/kg·day"."""
    joint = _POINT.match(text, found.end)
    factor = _factor(text, joint.end()) if joint else None
    if factor is None or factor[0].exponent < 0:
        return None
    below = Factor(factor[0].unit, -factor[0].exponent)
    return Compound((*found.factors, below), factor[1])


def _counts_times(found: Compound) -> bool:
    return not found.factors or found.factors[0].unit.name in ("time", "fold")


def _noun_below(text: str, at: int, *, slash: bool, counted: bool) -> tuple[Factor, int] | None:
    """A noun below the line; after a count an adjective may stand before it ("live births")."""
    noun = _NOUN.match(text, at)
    if noun is None or noun[0] in _NO_NOUNS:
        return None
    word = noun[0]
    if slash and not counted and singular(word) not in _SLASH_NOUNS:
        return None
    second = _SECOND_NOUN.match(text, noun.end()) if counted and not is_plural(word) else None
    if second and (is_plural(second[1]) or second.end() == len(text)):
        return Factor(_noun(f"{word} {second[1]}")), second.end()
    return Factor(_noun(word)), noun.end()


def _noun(words: str) -> Unit:
    head, _, last = words.rpartition(" ")
    return Unit(f"{head} {singular(last)}".strip(), Dimension.COUNT)


def _end_of(count: re.Match[str]) -> int:
    """Where a count ends, without the blank or hyphen behind it."""
    return count.start() + len(count[0].rstrip(f"{SPACE}-"))


def _digits(count: re.Match[str] | None) -> str:
    if count is None:
        return ""
    printed = count[0].rstrip(f"{SPACE}-").lower()
    if printed[:2] == "10" and not printed.isdecimal() and printed[2] in "^²³⁴⁵⁶⁷⁸⁹":
        return "1" + "0" * int(printed[2:].translate(_UNRAISED))
    if printed[0].isdigit():
        return re.sub(rf"[,{SPACE}]|\.(?=000)", "", printed)
    return "1" + "0" * _SPELLED[re.sub(r"^(?:a|one) ", "", printed)]
