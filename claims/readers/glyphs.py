"""The words of a PDF page, with where and how they are printed, and its rules."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
#: What PDFium gives for a hyphen at the end of a line.
_HYPHENS = frozenset("\x02\xad\ufffe")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.I)
_HEAVY = 600
#: A rule is no thicker, and no shorter.
_THIN, _SHORT = 2.0, 15.0
#: No page of an article has more characters, drawn objects or rules.
MAX_GLYPHS = 200_000
_MOST_OBJECTS, _MOST_RULES = 20_000, 500
#: A gap of this share of the font's size parts words that no space parts.
_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is printed.

    Attributes:
        text: its characters.
        x0, x1, y0, y1: its box; y grows upwards.
        base: its baseline.
        size: its font's size.
        bold: whether its font is bold.
        mark: the marked content that it belongs to, -1 for none.
        glued: whether no space stands before it.
    """

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool
    mark: int = -1
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share; ``turn`` counts quarters of a circle."""

    size: float
    bold: bool
    mark: int
    turn: int


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    box: tuple[float, float, float, float]
    base: tuple[float, float]
    style: _Style
    glued: bool


def words(page: Any) -> list[Word]:
    """The words of a page in the order of its content; text that runs otherwise left out.

    Args:
        page: a page of pypdfium2.

    Raises:
        OverflowError: the page has more characters than any page of an article.
    """
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > MAX_GLYPHS:
            raise OverflowError(f"more than {MAX_GLYPHS:,} characters on a page")
        glyphs = list(_glyphs(textpage))
    finally:
        textpage.close()
    turns = Counter(glyph.style.turn for glyph in glyphs)
    main = max(turns, key=lambda turn: turns[turn], default=0)
    upright = (_upright(glyph, main) for glyph in glyphs if glyph.style.turn == main)
    return list(_words(upright))


def rules(page: Any) -> list[Rule]:
    """The horizontal lines of a page, from the top, pieces of one line as one.

    A page with more of them than tables have is a drawing, and has none.
    """
    import pypdfium2.raw as raw

    found: list[Rule] = []
    for count, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
        if count > _MOST_OBJECTS:
            break
        left, bottom, right, top = drawn.get_bounds()
        if top - bottom <= _THIN and right - left >= _SHORT:
            found.append(Rule(left, right, (top + bottom) / 2))
    found.sort(key=lambda rule: (-round(rule.y), rule.x0))
    joined: list[Rule] = []
    for rule in found:
        last = joined[-1] if joined else None
        if last and abs(last.y - rule.y) <= _THIN and rule.x0 <= last.x1 + _THIN:
            joined[-1] = replace(last, x1=max(last.x1, rule.x1))
        else:
            joined.append(rule)
    return joined if len(joined) <= _MOST_RULES else []


def _glyphs(textpage: Any) -> Iterator[_Glyph]:
    import pypdfium2.raw as raw

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    styles: dict[int, _Style] = {}
    glued = False
    for at in range(textpage.count_chars()):
        char = _character(raw.FPDFText_GetUnicode(textpage, at))
        if raw.FPDFText_IsHyphen(textpage, at):
            char = "-"
        if not char or char.isspace():
            glued = glued and not char
            continue
        drawn = raw.FPDFText_GetTextObject(textpage, at)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(textpage, at, drawn)
        raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(textpage, at, x, y)
        box = (left.value, right.value, bottom.value, top.value)
        yield _Glyph(char, box, (x.value, y.value), style, glued)
        glued = True


def _character(code: int) -> str:
    """A character, "" for what is none."""
    if code in (0, 0xFFFF, 0xFFFD) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    char = chr(code)
    if char in _HYPHENS:
        return "-"
    return " " if code < ord(" ") else char.translate(_LIGATURES)


def _style(textpage: Any, at: int, drawn: Any) -> _Style:
    import pypdfium2.raw as raw

    size = raw.FPDFText_GetFontSize(textpage, at)
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(textpage, at, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(textpage, at, name, 256, None)
    bold = raw.FPDFText_GetFontWeight(textpage, at) >= _HEAVY
    bold = bold or bool(_BOLD.search(name.value.decode("ascii", "replace")))
    angle = raw.FPDFText_GetCharAngle(textpage, at)
    turn = round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0
    return _Style(max(size, 1.0), bold, raw.FPDFPageObj_GetMarkedContentID(drawn), turn)


def _upright(glyph: _Glyph, turn: int) -> _Glyph:
    """A glyph on the page turned so that its text runs to the right."""
    left, right, bottom, top = glyph.box
    x, y = glyph.base
    for _ in range(turn):
        left, right, bottom, top, x, y = bottom, top, -right, -left, y, -x
    return replace(glyph, box=(left, right, bottom, top), base=(x, y))


def _words(glyphs: Iterator[_Glyph]) -> Iterator[Word]:
    held: list[_Glyph] = []
    for glyph in glyphs:
        if held and not _follows(held[-1], glyph):
            yield _word(held)
            held = []
        held.append(glyph)
    if held:
        yield _word(held)


def _follows(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a glyph goes on the word of the last one."""
    if not glyph.glued or glyph.style != last.style:
        return False
    if abs(glyph.base[1] - last.base[1]) > 0.1 * last.style.size:
        return False
    gap = glyph.box[0] - last.box[1]
    return -last.style.size < gap < max(_GAP * last.style.size, 0.5)


def _word(glyphs: list[_Glyph]) -> Word:
    first, style = glyphs[0], glyphs[0].style
    return Word(
        "".join(glyph.char for glyph in glyphs),
        min(glyph.box[0] for glyph in glyphs),
        max(glyph.box[1] for glyph in glyphs),
        min(glyph.box[2] for glyph in glyphs),
        max(glyph.box[3] for glyph in glyphs),
        first.base[1],
        style.size,
        style.bold,
        style.mark,
        first.glued,
    )
