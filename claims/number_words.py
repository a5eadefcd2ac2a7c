"""Numbers printed in words: cardinals, fractions and multiples."""

from __future__ import annotations

import re
from decimal import Decimal

from claims.numerals import SCALES, Form, Number, decimals_of, fraction, with_scale_word

_ONES = "one two three four five six seven eight nine"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TEENS = "zero ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SCALE_WORDS = ("hundred", "thousand", "million", "billion", "trillion")
#: Word to its kind and value; the kinds say which words may follow one another.
_CARDINALS = {
    **{word: ("one", n) for n, word in enumerate(_ONES.split(), start=1)},
    **{word: ("teen", n + 9 if n else 0) for n, word in enumerate(_TEENS.split())},
    **{word: ("ten", 10 * n) for n, word in enumerate(_TENS.split(), start=2)},
    **{word: ("times", 10 ** SCALES[word]) for word in _SCALE_WORDS},
    "dozen": ("times", 12),
}  # fmt: skip
_MAY_FOLLOW = {
    "": {"one", "teen", "ten", "times"},
    "one": {"times"},
    "teen": {"times"},
    "ten": {"one", "times"},
    "times": {"one", "teen", "ten", "times"},
}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_SEVERAL_PARTS = {"halves": 2} | {f"{word}s": value for word, value in _PARTS.items() if value > 2}
_ORDINALS = {"first", *_PARTS} - {"half", "quarter"}
#: Verbs and adverbs that say how many times.
MULTIPLES = {
    "doubled": Decimal(2), "doubling": Decimal(2), "doubles": Decimal(2), "tripled": Decimal(3),
    "tripling": Decimal(3), "triples": Decimal(3), "trebled": Decimal(3),
    "quadrupled": Decimal(4), "quadrupling": Decimal(4), "quintupled": Decimal(5),
    "halved": Decimal("0.5"), "halving": Decimal("0.5"),
    "once": Decimal(1), "twice": Decimal(2), "thrice": Decimal(3),
}  # fmt: skip
#: Words that multiply only where they measure: "double the rate", but "double-blind".
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_MEASURES = re.compile(
    r"\s(?:the|that|those|what|its|their|his|her|our|as\s(?:many|much|high|long|likely|often|large))"
    r"(?![a-z])",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:(?:more|less)\sthan|(?:al)?most|nearly|about|roughly|approximately|over|around)\s$",
    re.IGNORECASE,
)
_MEASURED_AFTER = re.compile(r"\s(?:in|among|for|with|after|at|by|and|or)(?![a-z])|\s?[.,;:)]|\s*$")
#: What tells how long, without any number: "a week-long course".
LONG = "-long"
#: Units of time before which an article may count: "more than a year", but "twice a year".
LASTING = ("minute", "hour", "day", "week", "month", "year", "decade", "century", "fortnight")
_LASTS = re.compile(
    r"(?:(?:more|less|longer|shorter|greater|later|earlier|fewer)\sthan|under|nearly|almost"
    r"|(?:just|well|slightly|a\slittle)\sover|about|approximately|around|roughly|at\sleast|at\smost|up\sto|as\s(?:long|little)\sas|within|beyond|exceeding|for|after"
    r"|(?:last(?:s|ed|ing)?|t(?:ake|akes|aking|ook))(?:\sover)?|by"
    r"|(?:median|mean|average|total|period|maximum|minimum)\sof)\s$",
    re.IGNORECASE,
)
_LASTED = re.compile(
    r"\s?[.,;:)]|\s*$|['’]s\s|\sor\s(?:so|more|less|longer)(?![a-z])|\s(?:of|after|before|in|into|and(?!\sa\s)"
    r"|from|with|without|on|at|later|when|while|were|was|had|have|has|did|is|are|that|which|who|as|by"
    r"|than|then|until|for|during|since|because|but|if|so|per|an?|prior|following)(?![a-z-])"
)
_AN = re.compile(
    r"(?<![\w-])(?:[Aa]n?|(?P<more>[Aa]n?\s(?:extra|additional|further|full)|[Aa]nother))\s$"
)
#: What makes one of a unit of time whatever stands before: "a day longer", "a year on".
_LATER = re.compile(
    r"\s(?:later|earlier|longer|shorter|sooner)(?![a-z-])|\son(?=\s?[,.;]|\sfrom\s)|\sinto(?=\sthe\s)"
    r"|\sor\s(?:less|more|longer)(?![a-z])"
    r"|['’]s\s(?=(?:treatment|therapy|course|stay|supply|rest|training|follow)(?![a-z]))"
)
_RATES = re.compile(r"(?:[0-9]|once|twice|times|half)\s$", re.IGNORECASE)
#: "Stopped a day before", but "two tablets a day before meals".
_AHEAD = re.compile(r"\s(?:before|ahead|prior)(?![a-z-])")
_DONE = re.compile(
    r"(?<![a-z])(?:[a-z]{2,12}ed|given|seen|done|taken|begun|began|about|till|until|only|than|just)\s$",
    re.IGNORECASE,
)
#: "A decade after surgery, half were alive."
_BEFORE = re.compile(r"\s(?:after|before)(?![a-z-])")
_OPENS = re.compile(
    r"(?:^|[.;:,(]\s|(?<![a-z])(?:and|but|that|half|even|until|till)\s)$", re.IGNORECASE
)
#: "For a day less", but "two cups a day less".
_LESS = re.compile(r"\s(?:less|more)(?![a-z-])")
_SPENT = re.compile(
    r"(?<![a-z])(?:for|by|about|around|nearly|almost|least|just|was|were|is|be|been|ill|unwell|hospital|bed|home"
    r"|stay(?:s|ed)?|sle(?:ep|pt)|spen[dt]|t(?:ook|akes?)|last(?:s|ed)?|need(?:s|ed)?|live(?:s|d)?|work(?:s|ed)?)\s$",
    re.IGNORECASE,
)
#: Words for some of a power of ten, read only before another one: "tens of thousands".
_SEVERAL = {"tens": 10, "hundreds": 100}
#: Every word that can start a number.
STARTERS = (*_CARDINALS, *_PARTS, *MULTIPLES, *_TIMES, *_SEVERAL)

_MOST_WORDS = 12
_WINDOW = 16
_MILLION = 10**6
#: Up to here a count may be one of parts ("three quarters"); above, the part is an ordinal.
_FEW = 20
_MINUS = ("minus ", "Minus ")
_WORD = re.compile(r"[A-Za-z]+")
_OF_MANY = re.compile(r"\sof\s(thousand|million|billion|trillion)s(?![A-Za-z])", re.IGNORECASE)
#: What a bare "thousand" may stand behind: "four in every thousand".
_EVERY = re.compile(r"(?<![a-z])every\s$")
_JOINT = re.compile(r"[ \u00a0\n-](and[ \u00a0\n-])?(?=[A-Za-z])", re.IGNORECASE)
_AND_A_PART = re.compile(r"[\s-]and[\s-]a[\s-](half|quarter|third)(?![A-Za-z])", re.IGNORECASE)
_POINT = re.compile(
    r"\spoint((?:\s(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine)){1,9})(?![A-Za-z-])",
    re.IGNORECASE,
)
_PART_OF_SCALE = re.compile(
    rf"\s(?:of\s)?(?:an?\s)?(dozen|{'|'.join(_SCALE_WORDS)})(?![A-Za-z])", re.IGNORECASE
)


def read_words(text: str, at: int, floor: int = 0) -> Number | None:
    """The number whose first word stands at an offset.

    Args:
        text: any text.
        at: offset of the first letter of a word.
        floor: where the number before ends; no article is taken from there.

    Returns:
        The number with its article ("a third", "a dozen"), or None where the
        word is none (an ordinal, "hundred" without a count).
    """
    found = _WORD.match(text, at)
    if found is None:
        return None
    word = found[0].lower()
    if word in MULTIPLES:
        value = MULTIPLES[word]
        return Number(at, found.end(), value, decimals_of(value), 0, Form.MULTIPLE)
    if word in _TIMES:
        return _times(text, at, found.end(), floor)
    if _CARDINALS.get(word, ("", 0))[0] in ("one", "teen", "ten"):
        return _negated(text, _cardinal(text, at, at), floor)
    if word in _SEVERAL:
        return _several(text, at, found.end(), _SEVERAL[word])
    if word in LASTING:
        return _lasting(text, at, found.end(), floor)
    start = _article(text, at, floor)
    if word not in _PARTS:
        return _cardinal(text, at, start)
    if word != "half" and start == at:
        return None
    return _of_scale(text, fraction(start, found.end(), 1, _PARTS[word]))


def _times(text: str, at: int, end: int, floor: int) -> Number | None:
    """The multiple of "double the rate" and "nearly double", None for "a double dose"."""
    multiplies = _MEASURES.match(text, end) or (
        _MEASURED.search(text, max(floor, at - _WINDOW), at) and _MEASURED_AFTER.match(text, end)
    )
    if not multiplies:
        return None
    return Number(at, end, Decimal(_TIMES[text[at:end].lower()]), 0, 0, Form.MULTIPLE)


def _lasting(text: str, at: int, end: int, floor: int) -> Number | None:
    """The one of "more than a year", None where an article only says which or how often."""
    if text.startswith(LONG, end):
        return Number(at, at, Decimal(1), 0, 0, Form.WORD)
    article = _AN.search(text, max(floor, at - len(" an additional ")), at)
    if article is None:
        return None
    start = article.start()
    if article["more"] and not _AND_A_PART.match(text, end):
        return Number(start, at - 1, Decimal(1), 0, 0, Form.WORD)
    before = text[max(0, start - _WINDOW) : start]
    lasts = _LASTS.search(before) and _LASTED.match(text, end)
    later = _LATER.match(text, end) and not _RATES.search(before)
    less = _LESS.match(text, end) and _SPENT.search(before)
    ahead = _AHEAD.match(text, end) and _DONE.search(before)
    opens = _BEFORE.match(text, end) and _OPENS.search(text, max(0, start - _WINDOW), start)
    one = Number(start, at - 1, Decimal(1), 0, 0, Form.WORD)
    return one if lasts or later or less or ahead or opens else None


def _several(text: str, at: int, end: int, value: int) -> Number | None:
    """The least that "tens of thousands" says, None for "tens" and "hundreds" alone."""
    of = _OF_MANY.match(text, end)
    if of is None:
        return None
    power = SCALES[of[1].lower()]
    return Number(at, of.end(), Decimal(value).scaleb(power), 0, power, Form.SEVERAL)


def _article(text: str, at: int, floor: int) -> int:
    """Where the indefinite article before the word at an offset starts, or that offset."""
    start = at - 2
    if start < floor or text[start] not in "aA" or text[at - 1] not in " \u00a0\n-":
        return at
    return at if start and (text[start - 1].isalnum() or text[start - 1] == "-") else start


def _negated(text: str, number: Number | None, floor: int) -> Number | None:
    """The number with the word "minus" before it."""
    if number is None or not text.startswith(_MINUS, start := max(floor, number.start - 6)):
        return number
    return (
        number._replace(start=start, value=-number.value) if start + 6 == number.start else number
    )


def _of_scale(text: str, part: Number) -> Number:
    """The part with what it is a part of: "half a million", "three quarters of a million"."""
    whole = _PART_OF_SCALE.match(text, part.end)
    if whole is None:
        return part
    word = whole[1].lower()
    value = (part.value * _CARDINALS[word][1]).normalize().quantize(Decimal(1))
    power = SCALES.get(word, 0)
    return Number(part.start, whole.end(), value, min(part.decimals, power), power, Form.WORD)


def _cardinal(text: str, at: int, start: int) -> Number | None:
    """A count in words and the part that may follow: "two", "two thirds", "two and a half"."""
    total, current, last, times, end = 0, 0, "", 1, at
    next_at: int | None = at
    for _ in range(_MOST_WORDS):
        found = _WORD.match(text, next_at) if next_at is not None else None
        name = found[0].lower().removesuffix("fold") if found else ""
        kind, value = _CARDINALS.get(name, ("", 0))
        bare = next_at == start and kind == "times" and not _EVERY.search(text, max(0, at - 6), at)
        if next_at is None or kind not in _MAY_FOLLOW[last] or bare:
            break
        total, current = _added(total, current, kind, value)
        times = value if kind == "times" else times
        last, end = kind, next_at + len(name)
        joint = _JOINT.match(text, end)
        next_at = joint.end() if joint and (kind == "times" or not joint[1]) else None
    if not last:
        return None
    number = Number(start, end, Decimal(total + current), 0, 0, Form.WORD)
    point = _POINT.match(text, end)
    if point:
        return _with_decimals(number, point)
    return _with_part(text, number, times if last == "times" else 1)


def _added(total: int, current: int, kind: str, value: int) -> tuple[int, int]:
    """The thousands and the rest after one more word."""
    if kind != "times":
        return total, current + value
    if value <= 100:
        return total, max(current, 1) * value
    if total and not current:
        return total * value, 0
    return total + max(current, 1) * value, 0


def _with_decimals(number: Number, point: re.Match[str]) -> Number:
    """The decimals of "two point five": the digits after the point are spelled one by one."""
    digits = "".join(str(_CARDINALS.get(word.lower(), ("", 0))[1]) for word in point[1].split())
    value = number.value + Decimal(f"0.{digits}")
    return number._replace(end=point.end(), value=value, decimals=len(digits))


def _is_part(number: Number, bottom: int) -> bool:
    """Whether a count is one of parts: "three quarters", but "two quarters" of a year."""
    return number.value < bottom and (bottom != _PARTS["quarter"] or number.value != 2)


def _with_part(text: str, number: Number, times: int) -> Number | None:
    """The count with its part, "two thirds" or "two and a half"; None for "twenty-first"."""
    more = _AND_A_PART.match(text, number.end)
    if more:
        bottom = _PARTS[more[1].lower()]
        if times >= _MILLION:  # "one million and a half"
            return number._replace(end=more.end(), value=number.value + Decimal(times) / bottom)
        mixed = fraction(number.start, more.end(), 1, bottom, number.value)
        return with_scale_word(mixed, text)
    joint = _JOINT.match(text, number.end)
    found = _WORD.match(text, joint.end()) if joint and not joint[1] else None
    word = found[0].lower() if found else ""
    singular = joint is not None and (number.value == 1 or "-" in joint[0])
    bottoms = _SEVERAL_PARTS | _PARTS if singular else _SEVERAL_PARTS
    if found and word in bottoms and number.value < _FEW and _is_part(number, bottoms[word]):
        return _of_scale(
            text, fraction(number.start, found.end(), int(number.value), bottoms[word])
        )
    if word.removesuffix("s") in _ORDINALS and number.value >= _FEW:
        return None
    return number
