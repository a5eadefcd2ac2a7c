"""The words of records and statements: names of events, and what tells one outcome from another."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from checkers.words import Concepts, parse_concepts, rows_of, stem

WORD = re.compile(r"[^\W_]+")


@cache
def _general(kind: str) -> frozenset[str]:
    """Stems of the words that name no event, or no outcome."""
    found: dict[str, set[str]] = {}
    section = ""
    for row in rows_of("trialwords"):
        if row.startswith("["):
            section = row.strip("[]")
        else:
            found.setdefault(section, set()).update(map(stem, row.split()))
    return frozenset(found[kind])


@cache
def event_concepts() -> Concepts:
    """The table of adverse events that is shipped with the package."""
    return parse_concepts(["[event]", *rows_of("events")])


def name_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """The concepts of an event's name or of a statement, with their places."""
    tokens = [(one.group().lower(), one.start(), one.end()) for one in WORD.finditer(text)]
    tokens = [one for one in tokens if not one[0].isdigit()]
    stems = [stem(word) for word, _, _ in tokens]
    table = event_concepts()
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(tokens):
        length, concept, kind = table.at(stems, at)
        if kind or stems[at] not in _general("event"):
            found.append((concept, tokens[at][1], tokens[at + length - 1][2]))
        at += length
    return tuple(found)


@cache
def _event_names() -> frozenset[str]:
    return frozenset(concept for concept, _ in event_concepts().phrases.values())


def is_event(concept: str) -> bool:
    """Whether a concept is one of the table of adverse events."""
    return concept in _event_names()


#: What registries and statements call outcomes by their letters.
_SHORT = {
    "cr": "complete response", "pr": "partial response", "sd": "stable disease",
    "pd": "progressive disease", "pfs": "progression free survival", "os": "overall survival",
    "dfs": "disease free survival", "ttp": "time to progression", "orr": "objective response rate",
    "or": "or", "pcr": "pathologic complete response", "tpcr": "total pathologic complete response",
    "dlt": "dose limiting toxicity", "dlts": "dose limiting toxicities",
    "mtd": "maximum tolerated dose", "cbr": "clinical benefit rate", "dor": "duration of response",
    "ae": "adverse event", "aes": "adverse events", "sae": "serious adverse event",
    "saes": "serious adverse events", "bmd": "bone mineral density", "qol": "quality of life",
    "rfs": "recurrence free survival", "chf": "congestive heart failure",
    "efs": "event free survival", "lvef": "left ventricular ejection fraction",
}  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The stems of the words that say something; letters of an outcome stand for its words."""
    found: set[str] = set()
    for one in WORD.finditer(text.lower()):
        for word in _SHORT.get(one.group(), one.group()).split():
            root = stem(word)
            if root not in _general("outcome") and (len(word) > 1 or word.isdigit()):
                found.add(root)
    return frozenset(found)


def is_said(word: str, said: Set[str]) -> bool:
    """Whether a stem, or one that begins alike, is among others."""
    if word in said:
        return True
    return len(word) >= 4 and any(
        len(one) >= 4 and (one.startswith(word) or word.startswith(one)) for one in said
    )
