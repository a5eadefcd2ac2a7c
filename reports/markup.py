"""Text of articles and sources inside Markdown, where it must mean nothing.

The output is read by GitHub, by GitLab and by people, so it keeps to what
CommonMark and GitHub's tables share.
"""

from __future__ import annotations

import re
import string

from reports.words import Passage, one_line

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$#!]")
#: What begins a list, a heading or a rule at the start of a line.
_START = re.compile(r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=[-+=:]))")
#: Addresses that a forge turns into links on its own.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
#: Names that a forge turns into mentions, and numbers that it links to issues.
_MENTION = re.compile(r"(?<=[@#!~&])(?=\w)")
_ZERO_WIDTH_SPACE = "\u200b"
#: Beside these, two asterisks are bold in every dialect.
_BOUNDARY = frozenset(string.whitespace + string.punctuation)


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is, wherever it stands in a line."""
    return _guarded(_escaped(one_line(text).strip()))


def strong(text: str) -> str:
    """Text in bold, "" for none."""
    return marked(Passage("", one_line(text), ""))


def marked(excerpt: Passage) -> str:
    """A passage with its figure in bold."""
    before, figure, after = excerpt.before.lstrip(), excerpt.figure.strip(), excerpt.after.rstrip()
    if not figure:
        return _guarded(_escaped(before + after))
    first, last = before[-1:], after[:1]
    safe = {first, last} - {""} <= _BOUNDARY
    bold = f"**{_escaped(figure)}**" if safe else f"<b>{_escaped(figure)}</b>"
    return _guarded(_escaped(before) + bold + _escaped(after))


def _escaped(text: str) -> str:
    apart = _MENTION.sub(_ZERO_WIDTH_SPACE, text)
    return _ADDRESS.sub(r"\\", _SPECIAL.sub(r"\\\g<0>", apart))


def _guarded(line: str) -> str:
    return _START.sub(r"\1\\", line)
