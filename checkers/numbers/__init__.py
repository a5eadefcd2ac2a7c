"""N rules: figures that cannot be right by the article's own word."""

from __future__ import annotations

from checkers.model import Severity
from checkers.numbers.abstract import abstract_and_body
from checkers.numbers.counts import percentages
from checkers.numbers.parts import exceeding
from checkers.numbers.repeats import other_article, two_figures
from checkers.numbers.values import impossible, outside_interval, reversed_ranges
from checkers.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "N001",
        "Same thing, two figures",
        Severity.NOTE,
        "The text gives the same thing two figures that cannot both be right.",
        "Two sentences of running text that tell the same share, rate or length of time, with "
        "figures that exclude each other (80–90% and 60–70%; a value inside a range does not). "
        "The clauses have to name the same things in other or the same words; an organ, outcome, "
        "group, time or further number that only one of them names makes it another thing. "
        "Results of a study, which are told group by group in the past, are left alone, and so are "
        "figures that rest on different works.",
        "A reader who meets both cannot tell which one holds. Mostly one of the two was brought "
        "up to date and the other forgotten.",
        "Give both the same figure, or say what makes them differ.",
        two_figures,
    ),
    Rule(
        "N002",
        "Percentage does not follow from its counts",
        Severity.WARNING,
        "A percentage is printed with counts that give another one.",
        "A count with its percentage, where the whole stands beside the two (“12 of 40 (25%)”), "
        "leads the sentence (“of 40 patients, 12 (25%)”) or is that of the table column, by its "
        "heading, the caption, or what most of its cells follow from. A printed percentage stands "
        "for every value that rounds to it, a tie for both ways of rounding it. Where no whole is "
        "stated, it fires if no whole number at all fits. A table cell is left alone if another "
        "number of its table, a like cell or a few missing values explain it.",
        "One of the numbers is wrong, and the reader cannot know which. Most such slips are in "
        "the last digit; some are the wrong row, the wrong group or an exchanged figure.",
        "Work the percentage out again from the data, and name the whole where it is not that of "
        "the group (missing values, subgroups).",
        percentages,
    ),
    Rule(
        "N003",
        "Parts exceed the whole",
        Severity.WARNING,
        "A count is above its denominator, or exclusive parts make up more than 100%.",
        "A count that is greater than what it is said to be of (“45 of the 40”, “of 40 patients, "
        "45 had”), women and men, or the parts before “the remaining” and the remaining, that "
        "together make up more than all of them. Categories that may overlap (side effects, "
        "comorbidities) are not added up.",
        "No group can hold more than all of its members: a figure is wrong, or the sentence names "
        "the wrong whole.",
        "Correct the count or the whole; say so if the categories overlap.",
        exceeding,
    ),
    Rule(
        "N004",
        "Range reversed",
        Severity.WARNING,
        "A range or interval names its greater end first.",
        "A confidence interval, an interquartile range or a range whose first end is the greater "
        "one. A fall (“from 8 to 7”) is none, nor is the interval of a loss that is told without "
        "its sign (“lost 7 kg (95% CI −6 to −9)”).",
        "Ends that were exchanged are often ends that were mistyped: a lost minus sign, a lost "
        "digit, the interval of another row.",
        "Check both ends against the data and print the lower one first.",
        reversed_ranges,
    ),
    Rule(
        "N005",
        "Impossible value",
        Severity.WARNING,
        "A figure that the thing measured cannot have.",
        "A share of people above 100% (changes, ratios and percentages of a reference value may "
        "be), a p value outside of 0 to 1, a correlation, κ, ICC, R² or area under the ROC curve "
        "beyond its bounds, and a negative number of cases, age or length of time.",
        "The figure is wrong, whatever the data: a lost decimal point, a wrong unit, a wrong row.",
        "Correct the figure.",
        impossible,
    ),
    Rule(
        "N006",
        "Estimate outside its interval",
        Severity.WARNING,
        "An estimate does not lie in the interval that is printed with it.",
        "An estimate outside of its confidence interval, a median outside of its interquartile "
        "range, a median or mean outside of the range of the values; every number stands for "
        "what rounds to it. A loss that is told without its sign, a coefficient whose interval is "
        "that of the ratio, and an interval of another unit are left alone.",
        "The estimate, an end or a sign is wrong, or the interval belongs to another estimate.",
        "Check the estimate and both ends against the data.",
        outside_interval,
    ),
    Rule(
        "N007",
        "Abstract and body disagree",
        Severity.NOTE,
        "The abstract gives a figure for which the body gives another one.",
        "A figure of the abstract that the body prints nowhere, where the body tells the same "
        "thing, or the same sentence number by number, with another figure; and an estimate of the "
        "abstract whose interval the body prints with another estimate.",
        "Most readers read the abstract alone, and other articles cite from it.",
        "Correct the one that does not follow from the data.",
        abstract_and_body,
    ),
    Rule(
        "N008",
        "Two articles disagree",
        Severity.NOTE,
        "Two articles of one run give the same thing figures that cannot both be right.",
        "The test of N001 between the articles of one run, such as the pages of one site. It is "
        "told in both articles. A figure that the other article states as well is left alone.",
        "A site that gives two answers to one question is trusted on neither.",
        "Give both pages the same figure, or say on each of whom and when it holds.",
        check_run=other_article,
    ),
)
