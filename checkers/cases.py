"""The examples of a rule: passages that fire and passages that do not.

They are kept as data, ``cases/IDENTIFIER.toml``; the rule's page shows them and
the tests run each of them through an audit, so that the documentation of a
rule cannot drift from what the rule does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_KEYS = frozenset({"says", "article", "finds", "sources", "others", "files", "options"})


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a case expects: the exact stretch of text, and the message."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Case:
    """One small run of the audit.

    Attributes:
        says: why the rule fires here, or why it does not, in one line.
        article: the article, Markdown.
        finds: the findings of the rule in it, in order; none for a case that passes.
        sources: file names and texts of the works at hand.
        others: file names and texts of the other articles of the run.
        files: file names and texts of what lies beside the article, such as its
            waivers.
        options: further options of ``claimaudit check``.
    """

    says: str
    article: str
    finds: tuple[Expected, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """A rule's examples."""

    fires: tuple[Case, ...]
    passes: tuple[Case, ...]


def parse(text: str) -> Cases:
    """Read a case file.

    Raises:
        ValueError: for anything but TOML with ``[[fires]]`` and ``[[passes]]``
            tables of the known keys.
    """
    data = tomllib.loads(text)
    if unknown := data.keys() - {"fires", "passes"}:
        raise ValueError(f"unknown key {min(unknown)!r}; there are [[fires]] and [[passes]]")
    fires, passes = (tuple(map(_case, data.get(name, ()))) for name in ("fires", "passes"))
    return Cases(fires, passes)


@cache
def cases(identifier: str) -> Cases:
    """The examples of one of this package's rules, none where there is no file."""
    place = files(__package__) / "cases" / f"{identifier}.toml"
    return parse(place.read_text(encoding="utf-8")) if place.is_file() else Cases((), ())


def _case(data: Mapping[str, Any]) -> Case:
    if unknown := data.keys() - _KEYS:
        raise ValueError(f"unknown key {min(unknown)!r}; there are {', '.join(sorted(_KEYS))}")
    return Case(
        data["says"],
        data["article"],
        tuple(Expected(one["text"], one["message"]) for one in data.get("finds", ())),
        data.get("sources", {}),
        data.get("others", {}),
        data.get("files", {}),
        tuple(data.get("options", ())),
    )
