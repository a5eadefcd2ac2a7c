"""N001 and N008: the same thing given two figures, in one article or in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checkers.model import Finding
from checkers.numbers.abstract import abstract_of
from checkers.numbers.stretches import stretches
from checkers.numbers.topics import Topic, cited_apart, differ, pairs, topics
from checkers.rule import ArticleAudit, Rule, elsewhere


def two_figures(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N001: two figures of one thing in the running text of an article, told at the later."""
    abstract = abstract_of(audit.document)
    told: set[str] = set()
    for first, second in pairs(tuple(topics(audit, stretches(audit)))):
        across = (first.quantity.start in abstract) != (second.quantity.start in abstract)
        apart = first.sentence == second.sentence or cited_apart(first.claim, second.claim)
        if across or apart or second.figure.identifier in told:
            continue
        if differ(first.quantity, second.quantity):
            told.add(second.figure.identifier)
            yield at(rule, second, first, f"line {first.claim.line} gives")


def other_article(rule: Rule, audits: Sequence[ArticleAudit]) -> Iterator[Finding]:
    """N008: two figures of one thing in two articles of a run, told in both.

    A figure that the other article states as well is left alone.
    """
    found = tuple(topic for audit in audits for topic in topics(audit, stretches(audit)))
    across = [
        (here, there)
        for pair in pairs(found)
        for here, there in (pair, pair[::-1])
        if here.document.name != there.document.name
    ]
    done = {
        _key(here, there) for here, there in across if not differ(here.quantity, there.quantity)
    }
    for here, there in across:
        if _key(here, there) not in done:
            done.add(_key(here, there))
            yield at(rule, here, there, f"{there.document.name}, line {there.claim.line}, gives")


def _key(here: Topic, there: Topic) -> tuple[str, str, str]:
    return here.document.name, here.figure.identifier, there.document.name


def at(rule: Rule, here: Topic, there: Topic, where: str) -> Finding:
    """A finding at one figure that names the other."""
    sentence = " ".join(there.claim.text.split())
    other = f"{where} “{there.quantity.text}” of the same thing: “{sentence}”"
    message = f"“{here.quantity.text}” stands here; {other}"
    stretch = here.quantity.start, here.quantity.end
    against = elsewhere(there.document, there.quantity.start, there.quantity.end)
    return rule.at(here.document, *stretch, message, here.figure.identifier, [against])
