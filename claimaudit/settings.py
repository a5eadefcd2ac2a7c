"""What an audit is asked to do, once configuration and command line have spoken."""

from __future__ import annotations

import math
from dataclasses import dataclass

from checkers.selection import Choice
from claims.pipeline import DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of the audit of one article.

    Attributes:
        model: name of an installed spaCy pipeline.
        sources: folder with the texts of the cited works, or None.
        references: file with a reference list kept outside the article, or None.
        library: library of cited works, or None.
        min_confidence: a contradiction less sure than this asks for a look instead.
        fail_on: which findings close the gate, as for :func:`reports.gate.decide`.
        min_checked: a count or a share of the cited figures, or None.
        max_unsupported: a count or a share of the checked figures, or None.
        waivers: the waiver file, None for the nearest one above the article.
        baseline: file with the findings that are known, or None.
        suppressions: whether comments in the article may suppress findings.
        require_approval: whether the gate asks for a reviewer's approval.
        email: contact address that is sent along when texts are fetched.
        choices: which rules are applied and what they weigh, the last the strongest.
    """

    model: str = DEFAULT_MODEL
    sources: str | None = None
    references: str | None = None
    library: str | None = None
    min_confidence: float = 0.0
    fail_on: str = "error"
    min_checked: int | float | None = None
    max_unsupported: int | float | None = None
    waivers: str | None = None
    baseline: str | None = None
    suppressions: bool = True
    require_approval: bool = False
    email: str = ""
    choices: tuple[Choice, ...] = ()


def count_or_share(value: object) -> int | float:
    """Read a count (5, "5") or a share (0.8, "80%", "0.8").

    Returns:
        An int for a count, a float from 0 to 1 for a share.

    Raises:
        ValueError: for anything else.
    """
    number: int | float = -1
    if isinstance(value, str):
        text = value.strip()
        if text.endswith("%"):
            number = float(text[:-1]) / 100
        else:
            number = int(text) if text.isdecimal() else float(text)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = value
    if math.isnan(number) or number < 0 or (isinstance(number, float) and number > 1):
        raise ValueError(f"{value!r} is neither a count nor a share")
    return number
