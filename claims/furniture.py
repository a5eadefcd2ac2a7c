"""Page furniture: the lines of a page that are not the article.

Navigation, banners, review boxes, sharing buttons, dates of publication and
the chrome of record pages have a vocabulary of their own; it is kept in
``data/furniture.toml``.  A line is furniture as a whole or not at all.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)

#: No line of furniture is longer.
_MAX_LINE = 600


def is_furniture(line: str) -> bool:
    """Whether a line, stripped, is page furniture."""
    return len(line) <= _MAX_LINE and bool(_pattern("lines").match(line))


def opens_furniture(heading: str) -> bool:
    """Whether a heading, stripped, opens a section that is furniture."""
    return len(heading) <= _MAX_LINE and bool(_pattern("sections").match(heading))


@cache
def _pattern(table: str) -> re.Pattern[str]:
    raw = files("claims").joinpath("data", "furniture.toml").read_text(encoding="utf-8")
    alternatives = "|".join(f"(?:{one})" for one in tomllib.loads(raw)[table])
    return re.compile(rf"(?:{alternatives})\Z".replace("DATE", _DATE), re.I)
