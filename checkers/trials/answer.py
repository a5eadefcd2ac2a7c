"""What a record answers to a statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sources.trialrecord import Line


class Truth(StrEnum):
    """Whether a record bears a statement out."""

    HOLDS = "holds"
    FAILS = "fails"
    SILENT = "silent"  #: the record says nothing that could be computed with


@dataclass(frozen=True, slots=True)
class Answer:
    """A record's answer to one part of a statement.

    Attributes:
        truth: whether it holds.
        arithmetic: the counting that shows it.
        lines: the lines that it rests on.
        known: whether the record names the thing at all.
    """

    truth: Truth
    arithmetic: str = ""
    lines: tuple[Line, ...] = ()
    known: bool = True


def answer(holds: bool, arithmetic: str, lines: tuple[Line, ...]) -> Answer:
    """A computed answer."""
    return Answer(Truth.HOLDS if holds else Truth.FAILS, arithmetic, lines)
