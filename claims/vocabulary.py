"""Words that tell markers from numbers: fixed tables, and the text's own habits."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_RUN = re.compile(r"(?<![^\W_])[^\W_]++(?!\.\d)")
_NUMBERED = re.compile(r"(?<![^\W_])([^\W_]{0,30}[^\W\d_])\.?\d{1,3}(?![\d%])")
_SPACED = re.compile(r"(?<![^\W_])([^\W_]{0,30}[^\W\d_]) \(?(\d{1,3})(?![\d%])")
#: The first digit of such a number: sooner found than its word.
_ON_WORD = re.compile(r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_]\.\d))")
_BEHIND_WORD = re.compile(r"\d(?:(?<=[^\W\d_] \d)|(?<=[^\W\d_] \(\d))")
_LONGEST = 31

#: How far the text's own use of a word may sway.
_WEAKEST, _STRONGEST = -3.0, 1.5
#: How often a word that numbers what it names has a number behind it.
_SHARE = 0.3


@cache
def _tables() -> dict[str, frozenset[str]]:
    raw = files("claims").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return {name: frozenset(table.split()) for name, table in tomllib.loads(raw).items()}


def words(table: str) -> frozenset[str]:
    """The words of a table of ``data/words.toml``."""
    return _tables()[table]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a text uses, to tell "OA8" (OA, cited 8) from "CD4" (a name).

    Attributes:
        alone: how often each run of letters and digits stands by itself.
        numbered: how often each run of letters has digits on it.
        exact: how often the two come together.
        named: words that often have a number behind them, counted from 1
            ("Room 1", "Room 2"), with these numbers.
    """

    alone: Counter[str]
    numbered: Counter[str]
    exact: Counter[str]
    named: dict[str, frozenset[str]]

    @classmethod
    def of(cls, text: str) -> Vocabulary:
        """The vocabulary of a text."""
        names = [(match[1], match[0]) for match in _found(_NUMBERED, _ON_WORD, text)]
        spaced = Counter((match[1], match[2]) for match in _found(_SPACED, _BEHIND_WORD, text))
        alone = Counter(_RUN.findall(text))
        return cls(
            alone,
            Counter(word for word, _ in names),
            Counter(name for _, name in names),
            _named(spaced, alone),
        )

    def weight(self, word: str) -> float:
        """The log-odds of a marker in digits on a word, from the word's use elsewhere."""
        odds = (self.alone[word] + 0.5) / (self.numbered[word] + 0.5)
        return max(_WEAKEST, min(_STRONGEST, 1.5 * math.log(odds)))

    def repeated(self, word: str, digits: str) -> float:
        """What speaks against a word that comes with the same digits again and again."""
        return min(3.0, 0.75 * max(0, self.exact[word + digits] - 2))


def _found(pattern: re.Pattern[str], hint: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What a pattern of a word with a number finds, sought from the numbers on."""
    end = 0
    for digit in hint.finditer(text):
        start = digit.start()
        while not text[start - 1].isalnum():
            start -= 1
        floor = max(end, start - _LONGEST - 1)
        while start > floor and text[start - 1].isalnum():
            start -= 1
        match = pattern.match(text, start)
        if match:
            yield match
            end = match.end()


def _named(spaced: Counter[tuple[str, str]], alone: Counter[str]) -> dict[str, frozenset[str]]:
    """The words that number what they name, told from words that happen to be cited.

    A name's numbers begin at 1 and recur, and the word seldom stands without
    one; a capitalised word needs to recur less.
    """
    numbers: dict[str, set[str]] = {}
    times: Counter[str] = Counter()
    for (word, number), count in spaced.items():
        numbers.setdefault(word, set()).add(number)
        times[word] += count
    return {
        word: frozenset(found)
        for word, found in numbers.items()
        if "1" in found
        and len(found) > 1
        and (times[word] > len(found) or word[0].isupper())
        and times[word] >= _SHARE * alone[word]
    }
