"""S rules: does the cited source bear the figure out?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkers.model import Finding, Severity, Verdict
from checkers.rule import ArticleAudit, Check, Rule

#: Of a confidence level these would only repeat what is said of its interval.
_UNREAD = frozenset({Verdict.UNVERIFIABLE, Verdict.UNCITED})


def _on(verdict: Verdict) -> Check:
    """A check that fires on every judgement with this verdict."""

    def check(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
        for identifier, judgement in audit.judgements:
            figure = judgement.claim.quantity
            if judgement.verdict is verdict and not (figure.is_level and verdict in _UNREAD):
                yield rule.at(
                    audit.document, figure.start, figure.end, judgement.explanation, identifier
                )

    return check


RULES: tuple[Rule, ...] = (
    Rule(
        "S001",
        "Unsupported figure",
        Severity.ERROR,
        "No cited source states this figure of this thing.",
        "A cited figure that was looked for in every cited work at hand and was not found: either "
        "nothing comparable stands there, or the figure stands there but is about something else "
        "(another organ, outcome or population). The tempting passage is quoted as a near miss.",
        "A reader who follows the citation finds no such figure. A number that is right for one "
        "thing and printed for another is the most common error in summaries, and the hardest to "
        "see, because the digits are in the source.",
        "Cite the work that states the figure, or replace the figure by what the cited work says, "
        "or drop it.",
        _on(Verdict.UNSUPPORTED),
    ),
    Rule(
        "S002",
        "Contradicted figure",
        Severity.ERROR,
        "A cited source states another figure for the same thing.",
        "A cited figure for which the cited work gives, of the same thing in the same people, "
        "another value, another unit, another end of a range, the opposite direction, or the "
        "value of the other arm.",
        "One of the two is wrong, and the reader cannot know which.",
        "Compare the quoted passage with the article and correct the figure, its unit or the group "
        "that it is given for.",
        _on(Verdict.CONTRADICTED),
    ),
    Rule(
        "S003",
        "Partly supported figure",
        Severity.WARNING,
        "A cited source bears the figure out in part.",
        "A cited figure that is finer than its source prints it, a range of which the source gives "
        "one end only, a figure that the source gives for a wider, narrower or other population or "
        "time, or one that the source itself credits to another work.",
        "The statement is more exact or more general than what was shown.",
        "Print what the source prints, name the population or time that it studied, or cite the "
        "work that first reported the figure.",
        _on(Verdict.PARTLY_SUPPORTED),
    ),
    Rule(
        "S004",
        "Source not at hand",
        Severity.NOTE,
        "The figure could not be checked: no text, or only an abstract, of the cited work.",
        "A cited figure whose cited work is not among the sources, or is there only as an abstract "
        "that does not mention the figure.",
        "The figure is unchecked, not wrong. A run with many of these has checked little.",
        "Add the full text of the cited work to the sources folder and name it in the manifest.",
        _on(Verdict.UNVERIFIABLE),
    ),
    Rule(
        "S005",
        "Uncited figure",
        Severity.WARNING,
        "No citation reaches this figure.",
        "A figure in whose clause, sentence and paragraph no citation marker covers it, and that "
        "repeats no figure that was cited before. The sources at hand are searched all the same, "
        "and what they say is shown.",
        "A figure without a source cannot be checked by the reader.",
        "Cite the work that the figure comes from.",
        _on(Verdict.UNCITED),
    ),
)


def findings(audit: ArticleAudit, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """The findings of the S rules alone, in the order of the rules."""
    for rule in rules:
        yield from rule.findings(audit)
