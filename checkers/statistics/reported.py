"""Reported tests: a test statistic with its degrees of freedom and its p value.

Both forms are read: that of the APA, "t(28) = 2.10, p = .045", and the looser
one of medical papers, "t = 2.1, df = 28, P = 0.04".  Some PDF files lose the
signs of a font and print "F(1, 86) p 6.33, p ! .05"; what such fonts put for
"=", "<" and ">" is read behind degrees of freedom and behind p, where nothing
else can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checkers.statistics.plain import Plain
from checkers.statistics.printed import DIGITS, NUMBER, POWER, Printed, printed
from checkers.statistics.recompute import Kind

#: What broken fonts print for the signs.
_BROKEN = {"¼": "=", "1/4": "=", "<bc>": "=", "p": "=", "!": "<", "b": "<", "o": "<", "N": ">"}
_SIGN = r"(?:<bc>|¼|1/4|=\s?<|[=<>≤≥])"
_LOST = r"[p!bN](?=\s?\d|\s?\.\s?\d)"
_DF = r"(?:\d{1,6}(?:\.\d{1,4})?|[lI])"
_COUNT = r"\d{1,3}(?:,\d{3}){1,2}|\d{1,7}"
_N = rf"(?:\s?[,;]\s?[nN]\s?(?:=|¼|<bc>|p)\s?(?:{_COUNT}))?"
_VALUE = rf"(?P<value>{NUMBER})(?![\d%])"


def _head(symbol: str, df: str, *bare: tuple[str, str]) -> str:
    """The beginning of a test, up to its value.

    Args:
        symbol: the symbol before degrees of freedom in parentheses.
        df: what the parentheses hold.
        bare: the symbol without parentheses, its degrees of freedom lowered or
            missing, each with the sign that must follow.
    """
    closed = rf"{symbol}\s?[(\[]\s?{df}{_N}\s?[)\]]\s?(?P<sign>{_SIGN}|{_LOST})\s?"
    more = (
        rf"|{form}\s?(?P<sign{number}>{sign})\s?" for number, (form, sign) in enumerate(bare, 2)
    )
    return rf"(?:{closed}{''.join(more)}){_VALUE}"


_ONE = rf"(?:df\s?[=:]?\s?)?(?P<df1>{_DF})"
_TWO = rf"(?:df\s?[=:]?\s?)?(?P<df1>{_DF})\s?[,;]\s?(?P<df2>{_DF})"
_CHI = r"(?:χ|\b[Cc]hi|(?<![A-Za-z0-9])[XxBG?])\s?-?\s?\^?\s?(?:2|[Ss]quared?)"
_CHI_BARE = (
    r"(?:χ\s?\^?\s?2|(?<![A-Za-z0-9])X\s?\^?2"
    r"|\b[Cc]hi[- ]?squared?(?: test)?(?: statistic| value)?(?: of)?)"
)
_HEADS = {
    Kind.T: _head(
        r"(?<![\w'’])[tT][12s]?",
        _ONE,
        (r"(?<![\w'’])t(?P<low1>\d{1,4})", _SIGN),
        (r"(?<![\w'’])t", _SIGN),
    ),
    Kind.F: _head(
        r"(?<![a-zα-ω'’])F[12s]?",
        _TWO,
        (r"(?<![\w'’])F(?P<low1>\d{1,3}),\s?(?P<low2>\d{1,5}(?:\.\d{1,4})?)", _SIGN),
        (r"(?<![\w'’])F", _SIGN),
    ),
    Kind.CHI2: _head(
        _CHI,
        rf"{_ONE}(?:\s?,\s?(?:{_COUNT})(?=\s?[)\]]))?",
        (r"χ\s?\^?\s?2\s?(?P<low1>\d{1,3})", _SIGN),
        (_CHI_BARE, rf"{_SIGN}|:|(?<=\s)"),
    ),
    Kind.R: _head(r"(?<![\w'’])r", _ONE, (r"(?<![\w'’])[rR]", _SIGN)),
    Kind.Q: _head(r"(?<!\w)Q[A-Za-z]{0,8}", _ONE, (r"(?<!\w)Q", _SIGN)),
    Kind.Z: rf"(?<![\w'’.])[zZ](?:[- ](?:value|statistic))?\s?(?P<sign>{_SIGN})\s?{_VALUE}",
}
_TESTS = {kind: re.compile(pattern) for kind, pattern in _HEADS.items()}

_FREEDOM = r"(?:d\.?f\.?|degrees? of freedom)"
_OPENED = r"\s?[,;]?\s?[(\[]?\s?(?:with |on |at |for )?"
_CLOSED = r"\s?[)\]]?"
#: What may stand between a statistic and its p value.
_BETWEEN = (
    re.compile(
        rf"{_OPENED}{_FREEDOM}\s?[=:]?\s?(?P<df1>{_DF})(?:\s?[,;/]\s?(?P<df2>{_DF})(?![\d.]))?{_CLOSED}"
    ),
    re.compile(rf"{_OPENED}(?P<df1>{_DF})\s?{_FREEDOM}{_CLOSED}"),
    re.compile(rf"\s?\(\s?(?P<df1>\d{{1,6}})(?:\s?[,;]\s?(?P<df2>{_DF}))?\s?\)"),
    re.compile(rf"\s?[,;]?\s?[(\[]?\s?[nN]\s?=\s?(?P<n>{_COUNT}){_CLOSED}"),
    re.compile(
        rf"\s?[,;]?\s?[(\[]?\s?\d\d\s?%\s?CIs?\s?[:=,]?\s?[(\[]?{NUMBER}\s?(?:,|;|to|-)\s?{NUMBER}"
        r"\s?[)\]]{0,2}"
    ),
    re.compile(
        r"\s?[,;]\s?(?![pPtFzZQ]s?\b|[pP]-|χ)[^\s,;=<>()\[\]][^,;=<>()\[\]]{0,20}"
        rf"(?:{_SIGN})\s?{NUMBER}%?"
    ),
)
#: More would be another sentence.
_MOST_BETWEEN = 4

#: A printed p value, or the words for one that is not significant.
P_VALUE = (
    r"(?:(?:(?:two|one|1|2)[- ](?:tailed|sided)\s)?[pP](?:s|[- ]?[vV]alues?)?\s?"
    rf"(?P<p_sign>{_SIGN}|[p!boN](?=\s?0?\.\s?\d))\s?(?P<p>{DIGITS}{POWER}?)(?!\s?%)"
    r"|(?:[pP]\s?[=:]\s?)?(?P<ns>n\.?\s?s\.?|N\.?\s?S\.?|(?:not|non-?)\s?(?:statistically )?"
    r"significant)(?!\w))"
)
_P = re.compile(rf"\s?[,;:]?\s?[(\[]?\s?(?:with |at |and )?{P_VALUE}")


@dataclass(frozen=True, slots=True)
class PValue:
    """A printed p value: its sign ("ns" for one that is only called so) and its number."""

    sign: str
    number: Printed | None = None


@dataclass(frozen=True, slots=True)
class ReportedTest:
    """A test as it is reported.

    Attributes:
        kind: which test.
        sign, statistic: the statistic and the sign before it.
        p: the printed p value.
        df1, df2: degrees of freedom, None where they are not printed.
        n: the sample size that is printed between statistic and p, if any.
        start, end: its place in the text that was read.
    """

    kind: Kind
    sign: str
    statistic: Printed
    p: PValue
    df1: float | None
    df2: float | None
    n: int | None
    start: int
    end: int


def reported_tests(stretch: Plain) -> Iterator[ReportedTest]:
    """The tests in a stretch of text, in order; none overlaps another."""
    found = sorted(
        (test for kind in _TESTS for test in _of_kind(kind, stretch.text)),
        key=lambda test: (test.start, -test.end),
    )
    reached = 0
    for test in found:
        if test.start >= reached:
            yield test
            reached = test.end


def p_value(found: re.Match[str]) -> PValue | None:
    """The p value in a match of :data:`P_VALUE`, None for a number above 1."""
    if found["ns"]:
        return PValue("ns")
    number = printed(found["p"])
    return PValue(_sign(found["p_sign"]), number) if number.value <= 1 else None


def _of_kind(kind: Kind, text: str) -> Iterator[ReportedTest]:
    for head in _TESTS[kind].finditer(text):
        groups = head.groupdict()
        signs = (groups.get(name) for name in ("sign", "sign2", "sign3"))
        facts = {
            "df1": groups.get("df1") or groups.get("low1"),
            "df2": groups.get("df2") or groups.get("low2"),
            "n": None,
        }
        end = _skip(text, head.end(), facts)
        p = _P.match(text, end)
        value = p_value(p) if p else None
        if p is None or value is None:
            continue
        test = ReportedTest(
            kind,
            _sign(next(filter(None, signs), "=")),
            printed(head["value"]),
            value,
            _number(facts["df1"]),
            _number(facts["df2"]),
            int(facts["n"].replace(",", "")) if facts["n"] else None,
            head.start(),
            p.end(),
        )
        yield _with_df(test)


def _skip(text: str, at: int, facts: dict[str, str | None]) -> int:
    """Pass what stands between statistic and p, and note the degrees of freedom in it."""
    for _ in range(_MOST_BETWEEN):
        if _P.match(text, at):
            break
        between = next(filter(None, (item.match(text, at) for item in _BETWEEN)), None)
        if between is None:
            break
        facts.update({name: value for name, value in between.groupdict().items() if value})
        at = between.end()
    return at


def _with_df(test: ReportedTest) -> ReportedTest:
    """A correlation of n pairs has n - 2 degrees of freedom."""
    if test.kind is Kind.R and test.df1 is None and test.n is not None:
        return replace(test, df1=float(test.n - 2))
    return test


def _sign(printed_sign: str) -> str:
    sign = printed_sign.replace(" ", "")
    if sign == "=<":
        return "<"
    return _BROKEN.get(sign, sign if sign in "=<>≤≥" else "=") or "="


def _number(text: str | None) -> float | None:
    """Degrees of freedom; a letter that was read for the digit 1 is one."""
    if text is None:
        return None
    return 1.0 if text in "lI" else float(text)
