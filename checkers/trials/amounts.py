"""How much a statement about a trial says: counts, shares and multiples, with their bounds.

Other than a quantity, an amount need not be printed as a number: "none of the
patients", "more than half", "a single case", "twice as many".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Bound(StrEnum):
    """How the value of an amount is to be read."""

    EXACT = "is"
    ABOUT = "is about"
    OVER = "is over"
    FROM = "is at least"
    UNDER = "is under"
    TO = "is at most"
    JUST_OVER = "is just over"
    JUST_UNDER = "is just under"


class Kind(StrEnum):
    """What an amount counts."""

    COUNT = "count"
    SHARE = "share"  #: the value is a fraction of one
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that a statement gives.

    Attributes:
        bound, value, kind: what it says; a share of 20% has the value 1/5.
        start, end: offsets in the statement, with the words of the bound.
        step: half of the last printed digit, what an exact share may differ by.
        of: the whole of "8 of 70" or "8/70", else 0.
        worded: whether it is no printed number ("most", "none").
    """

    bound: Bound
    value: Fraction
    kind: Kind
    start: int
    end: int
    step: Fraction = Fraction(0)
    of: int = 0
    worded: bool = False

    def admits(self, observed: Fraction) -> bool:
        """Whether an observed value is what the amount says."""
        value = self.value
        match self.bound:
            case Bound.OVER:
                return observed > value
            case Bound.FROM:
                return observed >= value
            case Bound.UNDER:
                return observed < value
            case Bound.TO:
                return observed <= value
            case Bound.JUST_OVER:
                return value < observed <= value * Fraction(23, 20)
            case Bound.JUST_UNDER:
                return value * Fraction(17, 20) <= observed < value
            case Bound.ABOUT:
                return abs(observed - value) <= abs(value) / 10
        return abs(observed - value) <= self.step

    @property
    def is_upper(self) -> bool:
        """Whether it holds of nothing at all: "at most 3", "less than 5%", "none"."""
        return self.admits(Fraction(0))


#: Words before a number, and the bound that they make of it; the longer come first.
_BOUNDS: tuple[tuple[Bound, tuple[str, ...]], ...] = (
    (
        Bound.FROM,
        (
            r"at least",
            r"(?:no|not) (?:less|fewer|lower|under|below|shorter) than",
            r"not (?:under|below)",
            r"(?:a )?minimum of",
            "≥",
            ">=",
            "=>",
            ">/=",
        ),
    ),
    (
        Bound.TO,
        (
            r"at (?:the )?most",
            r"(?:no|not) (?:more|greater|higher|longer) than",
            r"not (?:over|above)",
            r"(?:a )?maximum of",
            "up to",
            "not exceeding",
            "does not exceed",
            "≤",
            "<=",
            "=<",
            "</=",
        ),
    ),
    (Bound.JUST_OVER, (r"(?:just|slightly|a little) (?:over|above|more than)",)),
    (
        Bound.JUST_UNDER,
        (
            r"(?:just|slightly|a little) (?:under|below|less than|short of)",
            "almost",
            "nearly",
            "nearing",
            "close to",
        ),
    ),
    (
        Bound.OVER,
        (
            r"(?:more|greater|higher|longer|older|larger) than",
            "over",
            "above",
            "beyond",
            r"exceed(?:s|ed|ing)?",
            "in excess of",
            r"surpass(?:es|ed|ing)",
            "upwards of",
            ">",
        ),
    ),
    (
        Bound.UNDER,
        (r"(?:less|fewer|lower|shorter|younger|smaller) than", "under", "below", "<"),
    ),
    (Bound.ABOUT, ("about", "approximately", "around", "roughly", "some", "~", "≈")),
    (
        Bound.EXACT,
        (
            "exactly",
            "precisely",
            "only",
            "merely",
            "just",
            "a total of",
            "totals?",
            "as many as",
            "=",
        ),
    ),
)
_NAMES = {bound: f"b{number}" for number, (bound, _) in enumerate(_BOUNDS)}
_OF_NAME = {name: bound for bound, name in _NAMES.items()}
_BOUND = "|".join(f"(?P<{_NAMES[bound]}>{'|'.join(words)})" for bound, words in _BOUNDS)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "a hundred": 100, "a dozen": 12, "dozen": 12, "a single": 1,
    "single": 1,
}  # fmt: skip
_PARTS = {
    "half": Fraction(1, 2), "a half": Fraction(1, 2), "one half": Fraction(1, 2),
    "a third": Fraction(1, 3), "one third": Fraction(1, 3), "one-third": Fraction(1, 3),
    "two thirds": Fraction(2, 3), "two-thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4), "quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4), "three-quarters": Fraction(3, 4),
}  # fmt: skip
_NONE = r"not a single|none|nobody|no one|zero|no"
_ALL = r"all|every|each|everyone"
_MOST = r"(?:the )?(?:vast |large |great )?majority|(?:the )?bulk|most"
_TIMES = {"once": 1, "twice": 2, "double": 2, "doubled": 2, "thrice": 3, "triple": 3, "triples": 3}
_DIGITS = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,8})?|\.\d{1,8}"
_NUMBER = (
    rf"(?P<minus>[-−])?(?P<digits>{_DIGITS})|"
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)
#: "grade 3", "cohort 1 and 2", "stage IV": the number names something.
_NAMING = re.compile(
    r"(?:cohorts?|arms?|groups?|interventions?|teams?|grades?|stages?|phase|cycles?|types?"
    r"|levels?|day|days|weeks?|months?|part|trial|version|ctcae|score|outcome|dose level|number)"
    r"(?: (?:\d{1,2}|one|two))?(?: ?(?:,|and|or|&|to|-) ?(?:\d{1,2})?)? ?[-#]?\Z"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?:(?:{_BOUND})(?: (?:a|the|of))? ?)?"
    rf"(?:(?:{_NUMBER})"
    rf"(?:(?P<percent> ?-?(?:%|percent\b|per cent\b))"
    rf"|(?P<slash> ?/ ?)(?P<below>\d{{1,7}})(?![\d/])"
    rf"|(?P<outof> (?:out of|of|in)(?: the| every| each| a)? )(?P<whole>{_DIGITS})(?![\d%]|"
        r" ?percent)"
    rf"|(?P<times>-?(?: times|[- ]?fold|x)\b))?"
    rf"|(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})\b"
    rf"|(?P<none>{_NONE})\b|(?P<all>{_ALL})\b|(?P<most>{_MOST})\b"
    rf"|(?P<multiple>{'|'.join(_TIMES)})\b)"
    r"(?!(?!(?:hours?|hrs?|days?|weeks?|months?|years?)\b)[\w/^]|\.\d)"
)  # fmt: skip
_AFTER_ALL = re.compile(
    r" (?:of )?(?:the )?(?:other |two |three |four )?(?:cohorts?|arms?|groups?|trials?|"
    r"cycles?|days?|weeks?|months?|other)\b"
)
_GROUPS = re.compile(
    r" (?:of )?(?:the |primary |secondary |clinical |trial |patient |treatment |"
    r"different )*(?:cohorts?|arms?|groups?|trials?|interventions?)\b"
)
_AFTER_MOST = re.compile(r" (?:common|frequent|prevalent|often|likely|severe|recent|serious)")
_POSTFIX = re.compile(
    r" (?:or (?P<more>more|greater|higher|above|over|better)|or (?:less|fewer|lower|under|below))\b"
)
_SHARED = re.compile(
    r" (?:fraction )?of (?:the |all |its )?(?:primary |secondary )?(?:trial )?(?:patients|"
    r"participants|subjects|the |cohort|women|people|population|cases|those)"
)


def amounts(text: str) -> list[Amount]:
    """The amounts of a statement, in their order.

    Args:
        text: the statement, in lower case.
    """
    return list(_read(text))


def _read(text: str) -> Iterator[Amount]:
    for found in _AMOUNT.finditer(text):
        named = found["digits"] or (found["word"] and not found["percent"])
        bare = not any(found[name] for name in ("percent", "slash", "outof", "times"))
        bound = any(found[name] for name in _OF_NAME)
        if (
            named
            and bare
            and not bound
            and _NAMING.search(text, max(0, found.start() - 30), found.start())
        ):
            continue
        if bare and named and _GROUPS.match(text, found.end()):
            continue
        if found["all"] and _AFTER_ALL.match(text, found.end()):
            continue
        if found["most"] and _AFTER_MOST.match(text, found.end()):
            continue
        amount = _amount(found, text)
        if amount:
            yield amount


def _amount(found: re.Match[str], text: str) -> Amount | None:
    groups = found.groupdict()
    bound = next((_OF_NAME[name] for name in _OF_NAME if groups[name]), Bound.EXACT)
    start, end = found.span()
    after = _POSTFIX.match(text, end)
    if after:
        bound, end = (Bound.FROM if after["more"] else Bound.TO), after.end()
    if groups["digits"] or groups["word"]:
        return _numbered(groups, bound, start, end, text)
    return _worded(groups, bound, start, end)


def _worded(groups: Mapping[str, str | None], bound: Bound, start: int, end: int) -> Amount:
    """An amount without a number: "none", "all", "most", "half", "twice"."""
    part, multiple = groups["part"], groups["multiple"]
    if part:
        step = Fraction(1, 40) if bound is Bound.EXACT else Fraction(0)
        return Amount(bound, _PARTS[part], Kind.SHARE, start, end, step, worded=True)
    if multiple:
        times = Fraction(_TIMES[multiple])
        return Amount(bound, times, Kind.TIMES, start, end, Fraction(1, 20))
    if groups["most"]:
        return Amount(Bound.OVER, Fraction(1, 2), Kind.SHARE, start, end, worded=True)
    if groups["none"]:
        return Amount(Bound.EXACT, Fraction(0), Kind.COUNT, start, end, worded=True)
    return Amount(Bound.EXACT, Fraction(1), Kind.SHARE, start, end, worded=True)


def _numbered(
    groups: Mapping[str, str | None], bound: Bound, start: int, end: int, text: str
) -> Amount | None:
    """An amount with a number: a count, a share, "8 of 70", "three times"."""
    printed = groups["digits"] or ""
    value = (
        Fraction(printed.replace(",", "")) if printed else Fraction(_WORDS[groups["word"] or ""])
    )
    value = -value if groups["minus"] else value
    decimals = len(printed.partition(".")[2])
    step = Fraction(1, 2 * 10**decimals)
    whole = groups["below"] or groups["whole"]
    if groups["percent"]:
        exact = step / 100 if value else Fraction(0)
        return Amount(bound, value / 100, Kind.SHARE, start, end, exact)
    if whole:
        of = Fraction(whole.replace(",", ""))
        fits = of > 0 and of >= value
        return Amount(bound, value / of, Kind.SHARE, start, end, of=int(of)) if fits else None
    if groups["times"]:
        return Amount(bound, value, Kind.TIMES, start, end, step / 5)
    if value < 1 and decimals and _SHARED.match(text, end):
        return Amount(bound, value, Kind.SHARE, start, end, step)
    return Amount(bound, value, Kind.COUNT, start, end, step if decimals else Fraction(0))


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with some spans blanked, its length kept."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
