"""A stretch of text without its markup, and the way back to its offsets.

``*t*(28)&nbsp;= −2.10`` and ``t(28) = -2.10`` are one statement.  Reading the
second alone keeps the patterns of the other modules short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What stands for other characters, or for none.
_SAME = {
    **dict.fromkeys("−–—‒‑‐﹣－", "-"),
    **dict.fromkeys("*_\\$`\u200b\u2060\ufeff", ""),
    # what PDF files with broken fonts leave behind
    **dict.fromkeys(map(chr, (*range(1, 9), *range(14, 28), 127)), ""),
    **dict.fromkeys("χΧ𝜒𝛘𝝌", "χ"),
    **dict.fromkeys("⩽≦", "≤"),
    **dict.fromkeys("⩾≧", "≥"),
    **{raised: str(number) for number, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{lowered: str(number) for number, lowered in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **dict(zip("𝑝𝑡𝐹𝑟𝑧𝑄𝑀𝑁𝑛𝑃", "ptFrzQMNnP", strict=True)),
    "⁻": "-",
    "∼": "~",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "\ufffd": "?",
}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&minus;": "-", "&chi;": "χ"}
_SPECIAL = re.compile(
    r"(?P<gap>(?:\s|&nbsp;|&thinsp;)+)"
    r"|(?P<tag></?(?:sup|sub|em|i|b|strong|var)>)"
    r"|(?P<entity>&(?:lt|gt|le|ge|minus|chi);)"
    r"|(?P<dot>(?<=\d)[·‧∙•](?=\d)|(?<![\d\w])·(?=\d))"
    rf"|(?P<same>[{re.escape(''.join(_SAME))}])"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without markup.

    Attributes:
        text: one space for each run of white space, hyphens for every dash and
            minus, points for raised decimal points, no emphasis.
        offsets: where each of its characters stands in the document.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the document from one place of the text to another."""
        return self.offsets[start], self.offsets[end - 1] + 1


def plain(text: str, start: int = 0, end: int | None = None) -> Plain:
    """A stretch of a document's text without its markup."""
    end = len(text) if end is None else end
    parts: list[str] = []
    offsets: list[int] = []
    at = start
    for special in _SPECIAL.finditer(text, start, end):
        if at < special.start():
            parts.append(text[at : special.start()])
        offsets.extend(range(at, special.start()))
        put = _stands_for(special)
        if put and not (put == " " and parts and parts[-1] == " "):
            parts.append(put)
            offsets.append(special.start())
        at = special.end()
    parts.append(text[at:end])
    offsets.extend(range(at, end))
    return Plain("".join(parts), tuple(offsets))


def _stands_for(special: re.Match[str]) -> str:
    match special.lastgroup:
        case "gap":
            return " "
        case "dot":
            return "."
        case "entity":
            return _ENTITIES[special.group()]
        case "same":
            return _SAME[special.group()]
    return ""
