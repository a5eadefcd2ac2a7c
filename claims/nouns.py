"""Counted nouns: plurals, and the noun that stands behind a plain count."""

from __future__ import annotations

import re

from claims.vocabulary import words

#: Plurals that do not end in "s", or lose more than it.
_SINGULAR = {
    "people": "person", "children": "child", "women": "woman", "men": "man", "mice": "mouse",
    "copies": "copy", "deliveries": "delivery", "pregnancies": "pregnancy", "bodies": "body",
    "biopsies": "biopsy", "countries": "country", "cities": "city", "companies": "company",
    "families": "family", "factories": "factory", "ferries": "ferry",
    "policemen": "policeman", "servicemen": "serviceman", "firemen": "fireman", "lorries": "lorry",
    "buses": "bus", "matches": "match", "boxes": "box", "churches": "church", "tries": "try",
    "branches": "branch", "studies": "study", "counties": "county",
    "wolves": "wolf", "berries": "berry", "stories": "story",
}  # fmt: skip
#: The words behind a count that may belong to its noun: "1,500 new jobs".
BEHIND = re.compile(r"[ \u00a0\n-]([a-z][a-z-]{1,19})(?: ([a-z][a-z-]{1,19}))?(?: ([a-z]{2,20}))?")
#: At these the noun phrase ends.
STOPS = frozenset(
    "of in on at to for from by with and or the a an who that which were was are is have has had "
    "per than as after before during over under into out up down more less fewer not".split()
)


def is_plural(word: str) -> bool:
    """Whether a noun in lower case is a plural, by its form."""
    return word in _SINGULAR or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def singular(word: str) -> str:
    """The singular of a noun in lower case."""
    return _SINGULAR.get(word) or (word[:-1] if is_plural(word) else word)


def counted_behind(text: str, at: int) -> str:
    """The noun that a count counts, as printed, "" where it is none of the table ``tallied``.

    Args:
        text: any text.
        at: where the count ends.
    """
    found = BEHIND.match(text, at)
    for word in found.groups() if found else ():
        if word is None or word in STOPS:
            break
        if singular(word) in words("tallied"):
            return word
    return ""
