"""From the lines of a PDF to its paragraphs, and from these to running words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from claims.readers.glyphs import Word
from claims.readers.layout import Column, Line

#: Lines farther apart than this share of the usual are two paragraphs.
_APART = 1.25
#: A first line is indented, a hanging one outdented, by this share of the font's size.
_INDENT = 0.7
#: A line that ends this share of its column before the edge closes a paragraph.
_SHORT = 0.2
#: Smaller than the line by this factor and higher by this share: raised.
_SMALL, _HIGHER = 0.87, 0.12
_TERMINAL = re.compile(r"[.!?:;][\"'”’)\]]*(?:\s?\[[\d,–\s-]{1,30}\])?[\"'”’)\]]*\Z")
#: What closes a sentence is no longer.
_CLOSE = 60
_MARK = re.compile(r"[•‣◦●▪·∙○■□➢✓]\s|\(?(?:\d{1,2}|[a-z])[.)]\s(?=\S)")
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"([^\W\d_]+)-\Z")
_ADDRESS = re.compile(r"(?:10\.\d{4,9}/|https?://|www\.)\S*[/.\-_=?&]\Z")
#: Parts of words that keep their hyphen.
_PREFIXES = frozenset(
    "all co cross double ex follow half high inter intra long low mid multi non one per placebo"
    " post pre quasi randomised randomized re self semi short single sub three two well".split()
)
_PART = 4


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that belong together.

    Attributes:
        lines: its lines.
        page: the number of the page on which it begins.
        kind: what the file's tags say that it is, "" where they do not.
        level: the level of the heading that they say it is.
        open: whether its column or page ends behind it.
        opens: whether it opens a column or page.
        breaks: pages that begin inside it, by the number of the line.
    """

    lines: list[Line]
    page: int
    kind: str = ""
    level: int = 0
    open: bool = False
    opens: bool = False
    breaks: dict[int, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the paragraph, line by line."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The size in which most of it is printed."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold or not _LETTERS.search(line.text) for line in self.lines)

    def goes_on(self, other: Paragraph) -> None:
        """Take over the lines of the paragraph that goes on this one."""
        at = len(self.lines)
        if other.page != self.page:
            self.breaks[at] = other.page
        self.breaks.update({at + key: page for key, page in other.breaks.items()})
        self.lines += other.lines
        self.open = other.open


def split(column: Column, page: int) -> Iterator[Paragraph]:
    """The paragraphs of a column."""
    usual = _leading(column.lines)
    held: list[Line] = []
    for line in column.lines:
        if held and _parts(held, line, column, usual):
            yield Paragraph(held, page)
            held = []
        held.append(line)
    if held:
        yield Paragraph(held, page)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between two lines, as a share of the font's size."""
    steps = [
        (above.base - below.base) / max(above.size, below.size)
        for above, below in pairwise(lines)
        if abs(above.size - below.size) < 0.1 * above.size
    ]
    near = [step for step in steps if 0.8 < step < 2.2]
    return median(near) if near else 1.3


def _parts(held: Sequence[Line], line: Line, column: Column, usual: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    last, size = held[-1], max(held[-1].size, line.size)
    if last.base - line.base > _APART * usual * size:
        return True
    if abs(last.size - line.size) > 0.08 * size or last.bold != line.bold:
        return last.size != line.size or _closed(last, column) or last.bold
    if held[0].bold and line.bold:
        return False
    indent = line.x0 - last.x0
    if indent > _INDENT * size and _ends(last.text) and line.x0 - column.x0 < 4 * size:
        return len(held) == 1 or held[-2].x0 <= last.x0 + _INDENT * size
    hanging = held[0].x0 < last.x0 - _INDENT * size
    if hanging and line.x0 < last.x0 - _INDENT * size:
        return True
    if _MARK.match(line.text) and line.x0 <= held[0].x0 + _INDENT * size:
        return _ends(last.text) or bool(_MARK.match(held[0].text))
    return _closed(last, column)


def _closed(line: Line, column: Column) -> bool:
    """Whether a line ends a paragraph: short, and with a full stop."""
    return line.x1 < column.x1 - _SHORT * (column.x1 - column.x0) and _ends(line.text)


def _ends(text: str) -> bool:
    return _TERMINAL.search(text[-_CLOSE:]) is not None


def is_unfinished(paragraph: Paragraph) -> bool:
    """Whether the words of a paragraph stop in the middle of a sentence."""
    return not _ends(paragraph.text)


# --- words ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, and the page that begins with them, 0 for none."""

    text: str
    raised: bool = False
    page: int = 0


def vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """The words of a document in lower case, with those that hyphens make."""
    found: Counter[str] = Counter()
    for line in lines:
        for word in line.text.split()[:-1]:
            plain = word.strip(".,;:()[]'\"“”").lower()
            found[plain] += 1
            found.update(part for part in plain.split("-") if "-" in plain)
    return found


def runs(paragraph: Paragraph, known: Counter[str]) -> Iterator[Run]:
    """The words of a paragraph, hyphens at the ends of lines undone.

    Args:
        paragraph: the paragraph.
        known: the words of the document.
    """
    made: list[Run] = []
    for at, line in enumerate(paragraph.lines):
        page = paragraph.breaks.get(at, 0)
        first = line.words[0]
        if made and not is_raised(first, line):
            made[-1] = Run(_bound(made[-1], first.text, known), made[-1].raised, made[-1].page)
        for place, word in enumerate(line.words):
            text = f" {word.text}" if place and line.parted(place) else word.text
            made.append(Run(text, is_raised(word, line), page))
            page = 0
    return _merged(made)


def is_raised(word: Word, line: Line) -> bool:
    """Whether a word stands above its line."""
    return word.size < _SMALL * line.size and word.base - line.base > _HIGHER * line.size


def _bound(last: Run, following: str, known: Counter[str]) -> str:
    """The last words of a line with what parts them from the next."""
    text = last.text
    if last.raised:
        return f"{text} "
    if _ADDRESS.search(text):
        return text
    if text.endswith(("–", "/", "—")) and len(text) > 1 and not text.endswith((" –", " —")):
        return text
    found = _LAST.search(text)
    if not found:
        return text if re.search(r"\w-\Z", text) else f"{text} "
    opening = _LETTERS.match(following)
    if opening is None or not following[0].islower():
        return text
    return text[:-1] if _is_divided(found[1].lower(), opening.group().lower(), known) else text


def _is_divided(left: str, right: str, known: Counter[str]) -> bool:
    """Whether a hyphen at the end of a line only divides a word."""
    if known[f"{left}-{right}"]:
        return False
    if known[left + right]:
        return True
    whole = len(left) >= _PART and len(right) >= _PART and known[left] and known[right]
    return left not in _PREFIXES and not whole


def _merged(made: Sequence[Run]) -> Iterator[Run]:
    """Neighbours in one style as one."""
    held: Run | None = None
    for run in made:
        if held and held.raised == run.raised and not run.page:
            held = Run(held.text + run.text, held.raised, held.page)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held
