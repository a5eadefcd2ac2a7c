"""T rules: do the printed numbers of a test agree with one another?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, Rule
from checkers.statistics.consistency import Mismatch, mismatches, setting
from checkers.statistics.estimates import Disagreement, Estimate, disagreement, estimates
from checkers.statistics.grim import mean_possible, sd_possible
from checkers.statistics.means import CountedMean, counted_means
from checkers.statistics.plain import Plain, plain
from checkers.statistics.printed import Printed
from checkers.statistics.recompute import Kind, Span
from checkers.statistics.reported import PValue
from claims.document import Document
from claims.sentences import sentences

#: No statistic is reported without one of these.
_SIGNS = re.compile(r"[=<>≤≥¼&]|\)\s?[pbN!]\s?\d|\bCI\b|[Cc]onfidence|χ|[Cc]hi")
_SHARES = re.compile(r"%|per ?cent|[Mm]ean|[Aa]verage|\bM\b")
_LEVEL = re.compile(r"\b(\d\d(?:\.\d)?)\s?%\s?(?:CI|[Cc]onfidence)")


def _sentences(document: Document, holding: re.Pattern[str]) -> Iterator[Plain]:
    """The sentences of the blocks that hold what a rule looks for."""
    for block in document.claim_blocks():
        if holding.search(document.text, block.start, block.end):
            for start, end in sentences(document.text, block.start, block.end):
                if holding.search(document.text, start, end):
                    yield plain(document.text, start, end)


def _at(
    rule: Rule,
    audit: ArticleAudit,
    sentence: Plain,
    found: tuple[int, int],
    message: str,
    *,
    doubtful: bool = False,
) -> Finding:
    """A finding; a doubtful one weighs a step less than its rule."""
    finding = rule.at(audit.document, *sentence.span(*found), message)
    return replace(finding, severity=rule.severity.lighter) if doubtful else finding


def _does_not_follow(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """T001."""
    about = setting(audit.document.text)
    for sentence in _sentences(audit.document, _SIGNS):
        for found in mismatches(sentence, about):
            gives, stated = _p(found.follows, found.test.p), _printed_p(found.test.p)
            message = f"{_test(found)} gives {gives}, not {stated}."
            if found.swapped:
                message += (
                    " Its degrees of freedom seem to be exchanged: "
                    f"{_test(found, swapped=True)} gives {_p(found.swapped, found.test.p)}."
                )
            elif found.halved and not found.slight:
                called = (
                    "the article calls its tests two-tailed"
                    if about.two_tailed
                    else "the article does not say that the test is one-tailed"
                )
                message += f" Half of that would fit, but {called}."
            undeclared = found.halved and not about.two_tailed
            doubtful = found.slight or undeclared or found.swapped is not None
            place = found.test.start, found.test.end
            yield _at(rule, audit, sentence, place, message, doubtful=doubtful)


def _decision_changes(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """T002."""
    about = setting(audit.document.text)
    for sentence in _sentences(audit.document, _SIGNS):
        for found in mismatches(sentence, about):
            if not found.decides:
                continue
            said = "significant" if found.stated.significant else "not significant"
            message = (
                f"{_printed_p(found.test.p)} says {said} at .05, but "
                f"{_test(found)} gives {_p(found.follows, found.test.p)}."
            )
            place = found.test.start, found.test.end
            undeclared = found.halved and not about.two_tailed
            yield _at(rule, audit, sentence, place, message, doubtful=undeclared)


def _test(found: Mismatch, swapped: bool = False) -> str:
    """A test as it would be printed: "t(28) = 2.10"."""
    test = found.test
    df = [f"{one:g}" for one in (test.df1, test.df2) if one is not None]
    df = df[::-1] if swapped else df
    freedom = f"({', '.join(df)})" if df and test.kind is not Kind.Z else ""
    return f"{test.kind.value}{freedom} {test.sign} {test.statistic.text.replace('?', '-')}"


def _printed_p(p: PValue) -> str:
    return f"p {p.sign} {p.number.text}" if p.number else "“ns”"


def _p(span: Span, like: PValue) -> str:
    """What p values are, as precisely as a printed one: "p between 0.044 and 0.046"."""
    decimals = len(like.number.text.partition(".")[2]) if like.number else 0
    low, high = _digits(span.low, decimals), _digits(span.high, decimals)
    if span.high >= 1:
        return f"p ≥ {low} whatever its degrees of freedom" if span.low > 0 else "any p"
    if high == "0":
        return "p < 0.0001"
    if low == high:
        return f"p = {low}"
    return f"p between {low} and {high}"


def _digits(p: float, decimals: int) -> str:
    """A p value with two significant digits or so many decimals, four at most; "0" below them."""
    needed = next((count for count in (2, 3) if p >= 10.0 ** (1 - count)), 4)
    return f"{p:.{min(4, max(needed, decimals))}f}" if p >= 0.00005 else "0"


def _impossible_mean(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """T003."""
    for sentence in _sentences(audit.document, _SHARES):
        for found in counted_means(sentence):
            if not mean_possible(found.mean, found.n, percent=found.percent):
                place = found.start, found.end
                yield _at(rule, audit, sentence, place, _nearest(found), doubtful=found.rated)


def _nearest(found: CountedMean) -> str:
    """Which means are impossible, and what the nearest possible ones are."""
    whole = found.mean.value * found.n / (100 if found.percent else 1)
    below, above = whole.__floor__(), whole.__floor__() + 1
    unit = "%" if found.percent else ""
    one, other = (
        _rounded(Fraction(total * (100 if found.percent else 1), found.n), found.mean)
        for total in (below, above)
    )
    if found.percent:
        return (
            f"No number of {found.n} is {found.mean.text}{unit} of them: {below} are {one}{unit} "
            f"and {above} are {other}{unit}."
        )
    return (
        f"{found.n} whole numbers cannot have the mean {found.mean.text}; the nearest means that "
        f"they can have are {one} and {other}."
    )


def _rounded(value: Fraction, like: Printed) -> str:
    """A value with the decimals of a printed number."""
    return f"{float(value):.{len(like.text.partition('.')[2])}f}"


def _impossible_sd(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """T004."""
    for sentence in _sentences(audit.document, _SHARES):
        for found in counted_means(sentence):
            if found.sd is None or not mean_possible(found.mean, found.n):
                continue
            if not sd_possible(found.mean, found.sd, found.n):
                message = (
                    f"{found.n} whole numbers with the mean {found.mean.text} cannot have the "
                    f"standard deviation {found.sd.text}."
                )
                place = found.start, found.end
                yield _at(rule, audit, sentence, place, message, doubtful=found.rated)


def _interval_and_p(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """T005."""
    about = setting(audit.document.text)
    levels = set(_LEVEL.findall(audit.document.text))
    level = next(iter(levels)) if len(levels) == 1 else ""
    for sentence in _sentences(audit.document, _SIGNS):
        for estimate in estimates(sentence, level):
            found = disagreement(estimate, about.one_tailed)
            if found and (found.decides or not about.many_tests):
                place = estimate.start, estimate.end
                message = _disagree(estimate, found)
                corrected = about.many_tests and found.excludes
                doubtful = found.close or corrected or not found.decides
                yield _at(rule, audit, sentence, place, message, doubtful=doubtful)


def _disagree(estimate: Estimate, found: Disagreement) -> str:
    """That an interval and a p value say two things of one effect."""
    interval = (
        f"The {estimate.percent}% interval of {estimate.value.text}, "
        f"{estimate.low.text} to {estimate.high.text},"
    )
    stated = _printed_p(estimate.p)
    implied = _p(found.implied, estimate.p) if found.implied else ""
    if not found.decides:
        return f"{interval} gives {implied}, not {stated}."
    gives = f" (it gives {implied})" if implied else ""
    none, alpha = estimate.measure.value, f"{1 - estimate.level:.3g}"
    if found.excludes:
        return f"{interval} leaves out {none}{gives}, but {stated} is not below {alpha}."
    return f"{interval} holds {none}{gives}, but {stated} is below {alpha}."


RULES: tuple[Rule, ...] = (
    Rule(
        "T001",
        "p value does not follow from its test",
        Severity.WARNING,
        "The printed p value is not the one that the printed test statistic gives.",
        "A test reported with its statistic and its p value, as in “t(28) = 2.10, p = .045”, "
        "“χ²(1, N = 90) = 4.2, p < .05” or “t = 2.1, df = 28, P = 0.04”, whose p value is another "
        "one. Read are t, F, χ² (and G²), z, r and Q. A printed number stands for every number "
        "that rounds to it: p is worked out at both ends of what the statistic may have been, and "
        "the printed p, exact, as a bound or “ns”, has to meet that range. Tests are two-tailed; "
        "where the article speaks of one-tailed tests, half of p will do as well. Without degrees "
        "of freedom, t and χ² are held against the least p that any degrees of freedom give. Tests "
        "that are said to be exact, corrected or adjusted are left alone, and so are p values that "
        "are larger than their tests give where the article corrects for the number of tests or, "
        "for F of several means, the degrees of freedom. "
        "Nothing is said of p values that are one off in the third decimal, nor, above .10, of "
        "differences within a twentieth. The finding weighs one step less where the difference is "
        "slight (numbers cut off instead of rounded, or within a tenth), where half of p would "
        "fit, and where the degrees of freedom of F seem to be exchanged.\n\n"
        "The method is statcheck's: Nuijten, Hartgerink, van Assen, Epskamp and Wicherts, “The "
        "prevalence of statistical reporting errors in psychology (1985–2013)”, Behavior Research "
        "Methods 48, 2016.",
        "One of the three numbers is wrong: the statistic, its degrees of freedom or p. Such slips "
        "are common, and nobody sees them, because nobody recomputes p.",
        "Compare the three numbers with the output of the analysis. If the test was one-tailed, "
        "corrected or exact, say so where it is reported.",
        _does_not_follow,
    ),
    Rule(
        "T002",
        "The decision changes",
        Severity.ERROR,
        "The printed p value and the test fall on different sides of .05.",
        "A test of T001 whose printed p value says that the result is significant at .05 and whose "
        "statistic says that it is not, or the reverse. A p that is printed as .05 says neither. "
        "The finding weighs one step less where half of p would fit: a one-tailed test that the "
        "article does not call so.\n\n"
        "The method is statcheck's, which calls this a decision error: Nuijten et al., Behavior "
        "Research Methods 48, 2016.",
        "The conclusion that readers draw from the test rests on the wrong number.",
        "Compare the numbers with the output of the analysis, and check every sentence that draws "
        "on the result.",
        _decision_changes,
    ),
    Rule(
        "T003",
        "Mean impossible for its n",
        Severity.WARNING,
        "No whole numbers of so many people have this mean, or this share.",
        "A share of a stated number (“71.4% of the 22 patients”) that no number of them is, and a "
        "mean of counts (“the mean number of visits was 5.19 in 28 patients”) that no whole "
        "numbers have. Only what is plainly counted is looked at, and only where the sentence "
        "states one n; means of ratings weigh one step less, as a scale may have several items. A "
        "printed number stands for every number that rounds to it.\n\n"
        "This is the GRIM test: Brown and Heathers, “The GRIM test: a simple technique detects "
        "numerous anomalies in the reporting of results in psychology”, Social Psychological and "
        "Personality Science 8, 2017.",
        "The mean is wrong, or it is a mean of other people than the sentence says: often some "
        "whose answers are missing were left out.",
        "Look up the count or the sum and the number of people that the mean was taken over, and "
        "print that number.",
        _impossible_mean,
    ),
    Rule(
        "T004",
        "Standard deviation impossible for its n",
        Severity.NOTE,
        "No whole numbers of this mean have this standard deviation.",
        "A mean of counts that is possible for its n, printed with a standard deviation that no "
        "whole numbers of this mean have. The standard deviation is taken as that of a sample "
        "(over n − 1).\n\n"
        "This is the GRIMMER test: Anaya, “The GRIMMER test: a method for testing the validity of "
        "reported measures of variability”, PeerJ Preprints 4, 2016, in the analytic form of "
        "Allard, “Analytic-GRIMMER: a new way of testing the possibility of standard deviations”, "
        "2018.",
        "The standard deviation is wrong, or it is a standard error, or that of other people.",
        "Compare the mean, the standard deviation and n with the output of the analysis.",
        _impossible_sd,
    ),
    Rule(
        "T005",
        "Interval and p disagree",
        Severity.WARNING,
        "The confidence interval and the p value say two things of one effect.",
        "A ratio whose interval leaves out 1, or a difference whose interval leaves out 0, printed "
        "with a p value that is not below the interval's level (.05 for 95%), and the reverse. "
        "Digits that round are given their due: an end printed as 1.0 may lie on either side. "
        "Intervals and p values of different methods may part near the level of significance; "
        "there the finding weighs one step less, and so it does where the article corrects p "
        "values for the number of tests. In an article with one-tailed tests p may be half of what "
        "the interval gives. A step less weighs, too, a p value far from the one that a ratio's "
        "own interval gives, though both say the same. p values for interaction, trend, "
        "heterogeneity or non-inferiority are left alone.\n\n"
        "p is worked out from an interval as in Altman and Bland, “How to obtain the P value from "
        "a confidence interval”, BMJ 343, 2011.",
        "A reader of the interval and a reader of p come to different conclusions.",
        "Compare the estimate, both ends of the interval and p with the output of the analysis. If "
        "they come from different methods, say so.",
        _interval_and_p,
    ),
)
