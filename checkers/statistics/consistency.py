"""Tests of an article whose p value does not follow from their statistic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from checkers.statistics.plain import Plain
from checkers.statistics.printed import Printed
from checkers.statistics.recompute import ALPHA, SIGNED, Kind, Span, bounds, recomputed
from checkers.statistics.reported import ReportedTest, reported_tests

_ONE_TAILED = re.compile(
    r"(?i)\b(?:one|1|single)[-\s](?:tailed|tails?|sided)\b|\bdirectional\s(?:test|hypothes[ie]s)"
)
_TWO_TAILED = re.compile(r"(?i)\b(?:two|2)[-\s](?:tailed|tails?|sided)\b")
#: A p value that was worked out in another way than from the printed statistic, and
#: a z that is a coordinate.
_OTHERWISE = re.compile(
    r"(?i)\b(?:exact|permut\w+|bootstrap\w*|monte carlo|fisher['’]?s?|spearman\w*|kendall\w*"
    r"|partial (?:r|corr\w+)|corrected|adjusted p|p[- ]adj\w*|bonferroni|holm|tukey|dunn\w*"
    r"|scheff\w+|[šs]id[aá]k|games[-–]howell|fdr|benjamini\w*|non-?inferiority|equivalence"
    r"|superiority|voxels?|talairach|mni)\b|ρ|\b[xy]\s?=\s?-?\d"
)
#: Corrections for many tests, which make p values larger than their statistics say.
_MANY_TESTS = re.compile(
    r"(?i)\b(?:bonferroni|holm(?:[-–]\w+)?|tukey|dunnett|scheff[eé]|[šs]id[aá]k|games[-–]howell"
    r"|benjamini|false discovery rate|multiple (?:comparisons?|testing))\b"
)
#: Corrections of the degrees of freedom of F, which are often printed uncorrected.
_SPHERICITY = re.compile(r"(?i)\b(?:greenhouse|huynh|sphericity)\b")
_WHOLE, _THIRD = Fraction(1, 2), Fraction(1, 1000)
#: Tables of two rows and two columns, whose χ² has one degree of freedom.
_ONE_DF = re.compile(r"(?i)\b2\s?[x×]\s?2\b|\bmcnemar|\bmantel|\byates")
#: p values whose nearest ends differ by less than this share are nearly the same.
_NEARLY = 0.1
#: Above this p, nobody minds a difference of less than this share.
_FAR_ABOVE, _LITTLE = 2 * ALPHA, 0.05


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article says of its tests as a whole.

    Attributes:
        one_tailed, two_tailed: it speaks of one-tailed tests, of two-tailed ones.
        many_tests: it corrects p values for the number of tests.
        sphericity: it corrects degrees of freedom.
    """

    one_tailed: bool = False
    two_tailed: bool = False
    many_tests: bool = False
    sphericity: bool = False


def setting(text: str) -> Setting:
    """What the text of an article says of its tests as a whole."""
    said = (_ONE_TAILED, _TWO_TAILED, _MANY_TESTS, _SPHERICITY)
    return Setting(*(bool(one.search(text)) for one in said))


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A test whose printed p value does not follow from its statistic.

    Attributes:
        test: the test.
        stated: the p values that the printed p stands for.
        follows: those that follow from the statistic.
        halved: whether half of them would fit: a one-tailed test that the
            article does not call so.
        swapped: the p values with the degrees of freedom of an F exchanged,
            where these fit.
    """

    test: ReportedTest
    stated: Span
    follows: Span
    halved: bool = False
    swapped: Span | None = None

    @property
    def decides(self) -> bool:
        """Whether the printed p and the test fall on different sides of .05."""
        return not self.swapped and {self.stated.significant, self.follows.significant} == {
            True,
            False,
        }

    @property
    def slight(self) -> bool:
        """Whether the numbers were cut off instead of rounded, or differ by a tenth at most."""
        if self.decides:
            return False
        cut = replace(self.test, statistic=_cut(self.test.statistic))
        p = self.test.p
        stated = bounds(p.sign, _cut(p.number) if p.number and p.sign == "=" else p.number)
        follows = _recomputed(cut)
        if self.follows.meets(stated) or (follows is not None and follows.meets(self.stated)):
            return True
        near, far = self._apart
        return near > far * (1 - _NEARLY)

    @property
    def immaterial(self) -> bool:
        """Whether no reader would mind: one off in the third decimal, or a little far above .05."""
        number = self.test.p.number
        if self.decides or number is None or self.test.p.sign != "=":
            return False
        near, far = self._apart
        third = number.half <= _THIRD / 2 and far - near < 2 * number.half
        return third or (near > _FAR_ABOVE and near > far * (1 - _LITTLE))

    @property
    def _apart(self) -> tuple[float, float]:
        """The ends at which the stated p values and those that follow come nearest."""
        if self.follows.high < self.stated.low:
            return self.follows.high, self.stated.low
        return self.stated.high, self.follows.low


def mismatches(sentence: Plain, about: Setting) -> Iterator[Mismatch]:
    """The tests of a sentence whose p value does not follow, in order."""
    otherwise = _OTHERWISE.search(sentence.text) is not None
    for test in reported_tests(sentence):
        found = _check(_completed(test, sentence.text))
        if found and not otherwise and not found.immaterial and not _explained(found, about):
            yield found


def _completed(test: ReportedTest, sentence: str) -> ReportedTest:
    """A χ² with the one degree of freedom that the sentence implies."""
    if test.kind is Kind.CHI2 and test.df1 is None and _ONE_DF.search(sentence):
        return replace(test, df1=1.0)
    return test


def _check(test: ReportedTest) -> Mismatch | None:
    if test.kind is Kind.T and test.df1 is None and test.statistic.half >= _WHOLE:
        return None  # "t = 1" without degrees of freedom is a time
    follows, stated = _recomputed(test), bounds(test.p.sign, test.p.number)
    if follows is None or follows.meets(stated) or _counts_pairs(test, stated):
        return None
    halved = test.kind in SIGNED and follows.halved().meets(stated)
    swapped = _recomputed(replace(test, df1=test.df2, df2=test.df1))
    fits = test.kind is Kind.F and swapped is not None and swapped.meets(stated)
    return Mismatch(test, stated, follows, halved, swapped if fits else None)


def _counts_pairs(test: ReportedTest, stated: Span) -> bool:
    """Whether the number in the parentheses of a correlation is that of its pairs."""
    if test.kind is not Kind.R or test.df1 is None:
        return False
    follows = _recomputed(replace(test, df1=test.df1 - 2))
    return follows is not None and follows.meets(stated)


def _explained(found: Mismatch, about: Setting) -> bool:
    """Whether the article says why p is another one."""
    if about.one_tailed and found.test.kind in SIGNED:
        one_tailed = replace(found, follows=found.follows.halved())
        if found.halved or one_tailed.slight or one_tailed.immaterial:
            return True
    if found.stated.low < found.follows.high:
        return False
    # an F of several means is followed up, not corrected for the number of tests; only its
    # degrees of freedom are corrected
    several = found.test.kind is Kind.F and (found.test.df1 or 0) > 1
    return about.sphericity if several else about.many_tests


def _recomputed(test: ReportedTest) -> Span | None:
    return recomputed(test.kind, test.sign, test.statistic, test.df1, test.df2)


def _cut(number: Printed) -> Printed:
    """The values whose further digits were cut off."""
    away = number.half if number.value >= 0 else -number.half
    return replace(number, value=number.value + away)
