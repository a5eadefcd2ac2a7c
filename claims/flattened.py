"""Numeric markers that lost their signs: on the word, behind the stop, or bare.

A page copied from the web turns raised labels into "metastasis1,3–5",
"metastasis.1,3–5" or "metastasis 1, 3–5."; the words around them are all that
tells them from numbers.  Weights are log-odds, as in :mod:`claims.markers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.markers import Stretch, label_numbers
from claims.numbering import Candidate
from claims.vocabulary import words

_DASH = "–—‐‑-"
_TIGHT = rf"\d{{1,3}}(?:[,{_DASH}]\d{{1,3}}){{0,30}}"
_GLUED = re.compile(
    rf"(?<=[^\W\d_]|[)\]’”\"'%®™])([.,;:]{{0,2}})({_TIGHT}(?:, \d{{1,3}}){{0,12}})"
    rf"(?![\d%°]|[.,–-]\d|[^\W_])"
)
#: Behind a sentence that ends in a number: "in 2005.28 Since", "over 65.3,13–15 It".
_STACKED = re.compile(rf"(\d(?<![\d.]\d)\d*(?:\.\d+)?)\.({_TIGHT})(?=( [A-Z][a-z]+)|\s|\Z)")
#: Behind a year that closes a phrase: "in 2010" and then 7. The year of a name stands so too.
_DATED = re.compile(
    rf"((?:19[5-9]|20[0-4])(?<=[a-z,] \d{{3}})\d)({_TIGHT})(?=[.;:)](?!\d)|,(?!\d)|\s?\Z)"
)
_BARE = re.compile(
    rf" (?=\d)(?<=(?:[^\W_]|[)\].,;:’”\"'%®™]) )"
    rf"(\d{{1,3}}(?:,\s?\d{{1,3}}|\s?[{_DASH}]\s?\d{{1,3}}){{0,30}})"
    rf"(?![\d%°′″×/=<>±{_DASH}]|[.,:]\d|[^\W_]|\s?[%°±×=<>/])"
)
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")

_RUN_BEFORE = re.compile(r"[^\W_]*[^\W\d_]\Z")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*\Z")
_AFTER_DIGIT = re.compile(r".*\d-(?=\D)")
_WORD_AFTER = re.compile(r" ([^\W_]+(?:[-’'][^\W_]+)*)")
#: Words are sought within this many characters.
_REACH = 40

#: A number word before a noun closes the phrase: "after 1 year 4" cites 4.
_COUNTED = re.compile(
    r"(?:\d|\b(?:a|an|one|two|three|four|five|six|per|each|every|several|few|many|recent"
    r"|subsequent|following))[ -]\Z"
)
#: "… and 18 months", "… to 5", "… or more": the number goes on.
_GOES_ON = re.compile(
    r",? (?:(?:and|or|to|through|versus|vs\.?) <?\d+(?!\d|\))"
    r"|(?:or|and) (?:more|less|fewer|greater|older|younger|above|below|over|under|higher|lower)\b)"
)
_ENCLOSED = re.compile(r"\([^()]*\)")

#: The weight of the sign before a number; the next label in turn overcomes it.
_BEFORE_SIGN = {",": -1.5, ";": -1.5, ":": -2.5}
#: The weight of the sign behind a number.
_AFTER_SIGN = {
    **dict.fromkeys(".;:!?)", 2.0),
    "]": 1.0,
    ",": 1.0,
}
#: What follows a number that counts it weighs this much or less.
_COUNTS = -2.0
#: Labels up to this are also the numbers of groups, models and studies.
_SMALL = 4
#: Numbers in names ("Table 3", "visit 12") seldom pass this one.
_NAMES = 20


def glued(view: Stretch) -> Iterator[Candidate]:
    """Candidates such as "metastasis1,3–5" and "metastasis.1,3–5"."""
    for match in _GLUED.finditer(view.text, view.start, view.end):
        stop = match.group(1)
        low, high = match.span(2)
        if ", " in match.group(2) and _after_bare(view, high) <= _COUNTS:
            high = view.text.index(", ", low, high)
        printed = view.text[low:high]
        labels = label_numbers(printed)
        if labels and not _is_enumerator(view, low, high):
            weight = _on_word(view, match.start(), stop, printed) + _after_glued(view, high)
            yield Candidate(low, high, labels, weight, "glued-stop" if stop else "glued")


def _on_word(view: Stretch, at: int, stop: str, printed: str) -> float:
    """The weight of the word that the digits stand on, or behind whose stop they stand."""
    before = _RUN_BEFORE.search(view.text, max(view.start, at - _REACH), at)
    if not before:
        return 2.0
    word = before.group()
    lead = view.before(before.start(), 1)
    if word == "al" and stop.startswith("."):
        return 3.0
    if word.lower() in words("abbreviations"):
        return -4.0
    if len(word) > 3 and word.isalpha() and word[1:].islower():
        return _on_plain_word(view, word, stop)
    if lead in ("’", "'"):
        return 1.5
    if word in words("counted") and (lead == "/" or word not in words("indexed")):
        return 1.5
    weight = view.vocabulary.weight(word) - view.vocabulary.repeated(word, stop + printed)
    return weight if stop else weight + _on_short_word(word, weight)


def _on_plain_word(view: Stretch, word: str, stop: str) -> float:
    weight = 3.0 if word.islower() else 2.0
    if not stop and (word.lower() in words("before_name") or word in view.vocabulary.named):
        weight -= 3.5
    return weight


def _on_short_word(word: str, weight: float) -> float:
    """What the letters of an acronym, a symbol or a short word add."""
    if word.islower() and word.isalpha() and len(word) == 3:
        return 1.5 - weight
    inner = not word.isupper() and not word.islower()
    return -1.0 * inner - 3.0 * (len(word) < 2) - 2.0 * (word in words("indexed"))


def _after_glued(view: Stretch, at: int) -> float:
    after = view.after(at, 1)
    if not after or after.isspace():
        return 0.5
    return 1.0 if after in ".,;:)" else -2.0


def stacked(view: Stretch) -> Iterator[Candidate]:
    """Candidates behind a full stop that follows a number: "in 2005.28 Since"."""
    for match in _STACKED.finditer(view.text, view.start, view.end):
        number, printed, following = match.groups()
        labels = label_numbers(printed)
        if not labels or match.start() == view.start:
            continue
        weight = 2.0 if len(labels) > 1 or "." in number or len(number) > 3 else -0.5
        closes = match.end() >= view.end
        if not closes and len(labels) == 1 and len(following or "") < 4:
            weight -= 4.0
        yield Candidate(match.start(2), match.end(2), labels, weight, "glued-stop")


def dated(view: Stretch) -> Iterator[Candidate]:
    """Candidates on a year: "since 2009" and 8, "Example Group, 2010" and 6–8."""
    for match in _DATED.finditer(view.text, view.start, view.end):
        labels = label_numbers(match.group(2))
        if labels:
            yield Candidate(match.start(2), match.end(2), labels, 1.0, "glued")


def bare(view: Stretch) -> Iterator[Candidate]:
    """Candidates such as "the liver 1. The" and "outcomes 2, 3."."""
    for match in _BARE.finditer(view.text, view.start, view.end):
        low, high = match.span(1)
        if _THOUSANDS.search(match.group(1)):
            continue
        if ", " in match.group(1) and _after_bare(view, high) <= _COUNTS:
            high = view.text.rindex(",", low, high)
        printed = view.text[low:high]
        labels = label_numbers(printed)
        if labels and not _is_enumerator(view, low, high):
            weight = _before_bare(view, match.start(), labels) + _after_bare(view, high)
            weight += 1.0 * ("," in printed) - 3.0 * _is_named(view, match.start(), labels)
            yield Candidate(low, high, labels, weight, "bare")


def _is_enumerator(view: Stretch, low: int, high: int) -> bool:
    """Whether the number is the "2)" of a list within a sentence."""
    if view.after(high, 1) != ")":
        return False
    return "(" not in _ENCLOSED.sub("", view.before(low, 400))


def _is_named(view: Stretch, at: int, labels: tuple[int, ...]) -> bool:
    """Whether the text numbers things by the word before: "Room 1", "Room 2"."""
    name = _RUN_BEFORE.search(view.text, max(view.start, at - _REACH), at)
    numbers = view.vocabulary.named.get(name.group(), frozenset()) if name else frozenset()
    return not numbers.isdisjoint(map(str, labels))


def _before_bare(view: Stretch, at: int, labels: tuple[int, ...]) -> float:
    last = view.text[at - 1]
    if last in _BEFORE_SIGN:
        return 1.5 if view.before(at, 4) == "al.," else _BEFORE_SIGN[last]
    match = _WORD_BEFORE.search(view.text, max(view.start, at - _REACH), at - (last == "."))
    word = _AFTER_DIGIT.sub("", match.group()) if match else ""
    if last == ".":
        return _before_stop(word)
    if not match:
        return 0.5
    if word.isdigit():
        return -0.5
    if word.lower() in words("periods") and _COUNTED.search(view.before(match.start(), 12)):
        return 0.5
    return _behind_word(word, labels)


def _before_stop(word: str) -> float:
    if word == "al":
        return 2.5
    return -5.0 if word.lower() in words("abbreviations") else 1.5


def _behind_word(word: str, labels: tuple[int, ...]) -> float:
    folded = word.lower()
    named = -5.0 if min(labels) <= _NAMES else -1.5
    for table, weight in (
        ("before_name", named),
        ("before_quantity", -5.0),
        ("months", -4.0),
        ("pointers", -1.5),
    ):
        if folded in words(table):
            return weight
    if folded in words("before_either"):
        if word != folded or (len(labels) == 1 and labels[0] <= _SMALL):
            return -4.0
        return -0.5 if max(labels) > _SMALL else -1.0
    if len(word) == 1 and word not in words("counted"):
        return -1.0 if word.isupper() else -2.0
    return 0.5 if word.isupper() else 1.0


def _after_bare(view: Stretch, at: int) -> float:
    if _GOES_ON.match(view.text, at, view.end):
        return -3.0
    sign = view.after(at, 1)
    if not sign:
        return 1.5
    if sign in _AFTER_SIGN:
        return _AFTER_SIGN[sign]
    if view.after(at, 2) == " (":
        return 0.75
    match = _WORD_AFTER.match(view.text, at, view.end)
    return _before_word(match.group(1)) if match else 0.0


def _before_word(word: str) -> float:
    if word.lower() in words("counted") or word[0].isdigit():
        return -4.0
    if word in words("after_marker") or word.endswith("ly"):
        return 1.0
    if word[0].isupper():
        return 0.0
    return -2.0 if word.endswith("s") else -1.0
