"""What a figure is told of where its sentence leaves no doubt: of women, of group B, at baseline.

A facet is a question that has one answer: who is counted among women is not counted among
men, and a mean is no median.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from checkers.verdict import Same
from checkers.words import rows_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What a word of a text answers.

    Attributes:
        facet: the question: two answers of one facet exclude each other.
        told: the answer.
        what: what differs between two texts that answer otherwise.
        start, end: offsets in the text.
    """

    facet: str
    told: str
    what: Same
    start: int
    end: int


#: A form's facet, its answer and what differs where another one stands.
_Entry = tuple[str, str, Same]


@dataclass(frozen=True)
class Facets:
    """A table of facets.

    Attributes:
        forms: forms that answer by themselves, by their first word, the longest first.
        leads: forms that answer of the word behind them, by that word.
    """

    forms: Mapping[str, Sequence[tuple[str, _Entry]]]
    leads: Mapping[str, Mapping[str, _Entry]]

    def answers(self, text: str) -> Iterator[Answer]:
        """What the forms in a text answer, in order."""
        low, at = text.lower(), 0
        if len(low) != len(text):
            return  # offsets would not hold
        for word in _WORD.finditer(low):
            if word.start() < at or low[word.start() - 1 : word.start()] == "-":
                continue
            for found in self._at(low, word):
                at = max(at, found.end)
                yield found

    def _at(self, low: str, word: re.Match[str]) -> Iterator[Answer]:
        start = word.start()
        for form, entry in self.forms.get(word.group(), ()):
            end = start + len(form)
            if low.startswith(form, start) and not _GOES_ON.match(low, end):
                yield Answer(*entry, start, end)
                break
        if word.group() in self.leads and (behind := _LED.match(low, word.end())):
            for lead in filter(None, (word.group(), behind["also"])):
                told = self.leads.get(lead, {}).get(behind["what"])
                if told:
                    facet, answer, what = told
                    yield Answer(f"{facet} {behind['what']}", answer, what, start, behind.end())


_WORD = re.compile(r"[a-z0-9]+")
_GOES_ON = re.compile(r"[a-z0-9]|-[a-z0-9]")
#: What is told of, with a second answer before it: "complete or partial response".
_LED = re.compile(r"(?:-?\s(?:and|or|to)\s(?P<also>[a-z]+))?[\s-](?P<what>[a-z]+)")


@cache
def facets() -> Facets:
    """The table of facets that is shipped with the package."""
    return parse_facets(rows_of("facets"))


def parse_facets(rows: Iterable[str]) -> Facets:
    """Read a table of facets: sections of what differs, one question a line."""
    forms: dict[str, list[tuple[str, _Entry]]] = {}
    leads: dict[str, dict[str, _Entry]] = {}
    what = Same.OTHER
    for row in rows:
        if row.startswith("["):
            what = Same(row.strip("[]"))
            continue
        told, _, of = row.removeprefix("answers:").partition(" of: ")
        answers = [_listed(answer) for answer in told.split("|")]
        for answer in answers:
            entry = (answers[0][0], answer[0], what)
            for form in answer:
                if of:
                    leads.setdefault(form, {}).update(dict.fromkeys(_listed(of), entry))
                else:
                    forms.setdefault(_WORD.findall(form)[0], []).append((form, entry))
    return Facets(
        {first: sorted(held, key=lambda one: -len(one[0])) for first, held in forms.items()}, leads
    )


def _listed(told: str) -> list[str]:
    return [one.strip() for one in told.split(",")]
