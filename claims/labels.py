"""The statistic that a number is printed as: "HR 0.62", "p < 0.05", "median 12"."""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.quantity import Dimension

#: Canonical name of a statistic to the words that print it; capitals are read as they are.
_NAMES = {
    "HR": "HR|HRs|hazard ratio|hazards ratio|hazard ratios",
    "aHR": "aHR|AHR|adjusted HR|adjusted hazard ratio",
    "OR": "OR|ORs|odds ratio|odds ratios",
    "aOR": "aOR|AOR|adjusted OR|adjusted odds ratio",
    "RR": "RR|RRs|relative risk|risk ratio|rate ratio|relative risks|risk ratios",
    "aRR": "aRR|adjusted RR|adjusted relative risk|adjusted risk ratio",
    "IRR": "IRR|incidence rate ratio|incidence rate ratios",
    "SMD": "SMD|SMDs|standardised mean difference|standardized mean difference",
    "MD": "MD|mean difference|mean differences|difference in means",
    "WMD": "WMD|weighted mean difference",
    "β": "β|beta|regression coefficient",
    "R²": "R2|R²|r2|r²|r-squared|r squared",
    "I²": "I2|I²|i-squared|i squared",
    "χ²": "χ2|χ²|X2|X²|x2|chi-square|chi-squared|chi square|chi squared|chi2",
    "AUC": "AUC|AUROC|area under the curve|c-statistic|c statistic|c-index",
    "κ": "κ|kappa|Cohen's kappa|Cohen’s kappa",
    "ICC": "ICC|intraclass correlation coefficient|intra-class correlation coefficient",
    "r": "Pearson's r|Pearson r|correlation coefficient",
    "ρ": "ρ|rho|Spearman's rho",
    "d": "Cohen's d|Cohen’s d",
    "g": "Hedges' g|Hedges’ g|Hedges g",
    "η²": "η2|η²|ηp2|ηp²|eta squared|eta-squared",
    "p": "p value|p-value|p values|p-values|pvalue",
    "SD": "SD|SDs|S.D|s.d|standard deviation|standard deviations|std dev",
    "SE": "SE|S.E|s.e|standard error|standard errors",
    "SEM": "SEM|S.E.M|s.e.m|standard error of the mean",
    "CV": "CV|coefficient of variation",
    "IQR": "IQR|interquartile range|inter-quartile range|interquartile",
    "range": "range",
    "NNT": "NNT|number needed to treat",
    "NNH": "NNH|number needed to harm",
    "median": "median|medians",
    "mean": "mean|average|means",
    "CI": "CI|CIs|C.I|CrI|BCI|CL|UI|PI|HDI|HPD|confidence interval|confidence intervals"
    "|credible interval|confidence limits|uncertainty interval|prediction interval",
}
_STATISTIC = {word: name for name, words in _NAMES.items() for word in words.split("|")}
#: Letters that name a statistic only before a sign of comparison.
_LETTERS = {
    "p": "p", "P": "p", "n": "n", "N": "N", "t": "t", "F": "F", "z": "z", "Z": "z", "r": "r",
    "d": "d", "U": "U", "W": "W", "Q": "Q", "H": "H", "g": "g", "q": "q", "R": "r",
    "Ptrend": "p", "Pinteraction": "p", "Pheterogeneity": "p",
}  # fmt: skip
#: Words that may stand between a statistic and its number.
_LINKS = frozenset(
    ["was", "is", "were", "are", "of", "at", "equals", "equal", "to", "value", "values", "be",
     "estimate", "estimated", "from", "by"]
)  # fmt: skip
_LONGEST = max(len(words.split()) for words in _STATISTIC)
_LAST_WORDS = frozenset(words.split()[-1].lower() for words in _STATISTIC)
_BLANKS, _MARKS = re.compile(r"[\s([]+"), ".,;:()[]"
_WINDOW = 64
_OPEN = {")": "(", "]": "["}
_LEVEL = re.compile(r"([0-9]{2}(?:\.[0-9]{1,2})?)\s?%[\s-]?$")
_SPREAD = re.compile(r"±|\+/[-−]")
#: What may stand between an interval's name and its ends: "95% CI of the difference".
_OF_DIFFERENCE = re.compile(r"\s(?:of|for)\s(?:the\s)?(?:mean\s)?differences?$")
#: What makes a bound in words one of a p value: "P was below 0.001".
_P_IN_WORDS = re.compile(r"(?<![\w-])[pP](?:[\s-]values?)?(?:\s(?:was|were|is|are|of))?$")
_DIFFERENCE = ("difference", "differences")
#: "The number needed to treat to prevent one death was 67".
_NEEDED = re.compile(
    r"\bnumbers? needed to (treat|harm)\s(?:to|for|with)\s[^0-9.;:()]{3,40}\s(?:was|is|of)\s$"
)
#: Its "value" links nothing: it belongs to the name.
_P_VALUE = re.compile(r"(?<![\w-])[pP]\svalues?$")
#: A level printed behind the interval's name: "CI 95%".
_LEVEL_BEHIND = re.compile(r"(?<=CI)\s?\(?9[059]\s?%\)?$")
#: "In the range of 8 to 14 min" tells of no sample.
_SOMEWHERE = re.compile(r"(?<![A-Za-z])in (?:the|a) range$")
_COMPARES = frozenset("=<>≤≥≈∼~⩽⩾:")
_BEHIND = " \u00a0\n\t=:,([±"

#: Statistics that a pair of numbers prints.
INTERVALS = ("CI", "IQR", "range")


class Label(NamedTuple):
    """The statistic before a number, and the one that brackets behind the number print.

    "HR (95% CI)" names the estimate "HR", and "95% CI" for what follows in brackets.
    """

    name: str
    inner: str = ""


def dimension_of(statistic: str) -> Dimension | None:
    """What a number without a unit counts in when it is printed as a statistic."""
    if statistic == "p":
        return Dimension.P_VALUE
    if statistic in ("n", "N"):
        return Dimension.COUNT
    if statistic in ("", "mean", "median", "SD", "SE", "SEM", "IQR", "range"):
        return None
    return Dimension.STATISTIC


def is_interval(statistic: str) -> bool:
    """Whether a pair of numbers prints this statistic ("95% CI", "IQR")."""
    return statistic.endswith(INTERVALS)


def label_before(text: str, at: int, floor: int, sign: str = "") -> Label | None:
    """The statistic that the words before a number name.

    Args:
        text: any text.
        at: where the number, or the modifier before it, starts.
        floor: where the quantity before ends.
        sign: the first character of the modifier, for letters that need a comparison.
    """
    window = text[max(floor, at - _WINDOW) : at]
    row, _, cells = window.rpartition("\n")
    if "\t" in row:
        window = cells  # a name in another row of a table
    stem = window.rstrip(_BEHIND)
    compares = not _COMPARES.isdisjoint(window[len(stem) :] + sign)
    if "%" in stem[-2:]:
        stem = _LEVEL_BEHIND.sub("", stem)
    if sign.isalpha() and _P_IN_WORDS.search(stem):
        return Label("p")
    if needed := _NEEDED.search(text, max(0, at - _WINDOW), at):
        return Label("NNT" if needed[1] == "treat" else "NNH")
    outer, inner = _unbracketed(_without_links(stem))
    name = _named(_SPREAD.split(outer)[0].rstrip(), compares)
    if inner is None:
        return Label(name) if name else None
    inside = _named(inner, compares=False)
    if not name:
        return Label(inside) if inside else None
    return Label(name, inside)


def _without_links(stem: str) -> str:
    """The text without "was", "of", "value of" at its end."""
    for _ in range(3):
        head, _, last = stem.rpartition(" ")
        if last not in _LINKS or _P_VALUE.search(stem):
            break
        stem = head.rstrip(_BEHIND)
    return _OF_DIFFERENCE.sub("", stem) if stem.endswith(_DIFFERENCE) else stem


def _unbracketed(stem: str) -> tuple[str, str | None]:
    """The text before a bracket that closes it, and what the bracket holds."""
    opening = _OPEN.get(stem[-1:])
    at = stem.rfind(opening) if opening else -1
    return (stem[:at].rstrip(_BEHIND), stem[at + 1 : -1]) if at >= 0 else (stem, None)


def _named(stem: str, compares: bool) -> str:
    """The statistic whose name closes a text, "" where none does."""
    words = [word.strip(_MARKS) for word in _BLANKS.split(stem)[-_LONGEST:]]
    if not compares and words[-1].lower() not in _LAST_WORDS:
        return ""
    for first in range(len(words)):
        phrase = " ".join(words[first:])
        name = _STATISTIC.get(phrase) or _STATISTIC.get(phrase.lower())
        if name == "range" and _SOMEWHERE.search(stem):
            return ""
        if name:
            return _with_level(stem, phrase) if name == "CI" else name
    if compares and words[-1] in _LETTERS:
        return _LETTERS[words[-1]]
    if compares and len(words) > 2 and words[-2] in ("for", "of") and words[-3][:1] in ("p", "P"):
        return "p" if words[-3].lower() in ("p", "p-value", "p-values") else ""
    return ""


def _with_level(stem: str, phrase: str) -> str:
    """The name of an interval, "95% CI", with its level where one is printed."""
    at = stem.rstrip(".,;:()[]").rfind(phrase.rsplit(" ", 1)[0])
    level = _LEVEL.search(stem[: max(at, 0)].rstrip("([ ") + " ")
    return f"{level[1]}% CI" if level else "CI"
