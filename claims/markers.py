"""Digits that may be citation markers, weighed by the words around them.

Every weight is a log-odds: positive speaks for a marker, negative for a
number of the text.  The words are kept in tables; what the sequence of labels
and the reference list say is added by :mod:`claims.citations`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claims.numbering import Candidate

#: Ranges wider than this are no citations.
_MAX_RANGE = 60

_LIST = r"\d{1,3}(?:\s?[,;]\s?\d{1,3}|\s?[–—‐‑-]\s?\d{1,3}){0,30}"
_PARTS = re.compile(r"(\d{1,3})(?:\s?[–—‐‑-]\s?(\d{1,3}))?")

_BRACKET = re.compile(rf"\[\s?({_LIST})\s?\]")
_PAREN = re.compile(rf"\(\s?({_LIST})\s?\)")
_RAISED = re.compile(r"(?<!⁻)[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,˒⁻–-]{1,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]+){0,30}")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_GLUED = re.compile(
    r"(?<=[^\W\d_]|[)\]’”\"'%®™])([.,;:]{0,2})(\d{1,3}(?:[,–—‐‑-]\d{1,3}){0,30})"
    r"(?![\d%°]|[.,–-]\d|[^\W_])"
)
#: Behind a sentence that ends in a number: "in 2005.28 Since", "over 65.3,13–15 It".
_STACKED = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\.(\d{1,3}(?:[,–—‐‑-]\d{1,3}){0,30})(?=([ \u00a0][A-Z][a-z]+)|\s|\Z)"
)
_BARE = re.compile(
    r"(?<=[^\W_]|[)\].,;:’”\"'%®™])[ \u00a0](\d{1,3}(?:,\s?\d{1,3}|\s?[–—‐‑-]\s?\d{1,3}){0,30})"
    r"(?![\d%°′″×/=<>±–—‐‑-]|[.,:]\d|[^\W_]|\s?[%°±×=<>/])"
)

_RUN_BEFORE = re.compile(r"[^\W_]*[^\W\d_]\Z")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*\Z")
_AFTER_DIGIT = re.compile(r".*\d-(?=\D)")
_WORD_AFTER = re.compile(r"[ \u00a0]([^\W_]+(?:[-’'][^\W_]+)*)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A number behind one of these belongs to the sentence's grammar.
_BEFORE_QUANTITY = _words(
    """a about above additional after all almost an and another any approximately approx are around as at average be
    been before below between both by circa contained containing day days down each either equal equals equalled
    even every exactly except exceeded exceeding exclude first for from further great had has have having in include
    included including into is last least less mean median minimum maximum more most n nearly next no of off on
    once one onto or other our out over past per plus previous remaining roughly scored score since some
    such than the their through to total totalled totaled twice under until up upon versus
    vs was were when where which while with within without would"""
)
#: A number behind one of these is part of a name.
_BEFORE_NAME = _words(
    """aged appendix aim aims arm box chapter clause code column criterion day days edition eq exp fig figs
    figure figures file footnote hypothesis item items lot module no nos number numbers objective
    option page pages panel part quartile quintile ref refs reference references row scenario subset subtype tab table
    tables task tertile version video visit visits vol volume week months years software windows spss stata sas
    excel prism matlab minitab medcalc statistica epidata range ranged ranging minus plus weeks ci iqr sd se"""
)
#: Behind one of these it is a name ("group 2") or a marker ("in this study 24").
_BEFORE_EITHER = _words(
    """age algorithm arms article axis case category class cohort cycle cycles dose equation experiment factor formula
    generation grade grades group groups hours hour hypotheses issue level levels line model models month order outcome
    outcomes paper participant patient period phase phases point points protocol question release round rule sample schema
    scheme score scores section sections session set site stage stages step steps strategy study tier time trial type
    types unit wave year"""
)
#: Words that point back may end a clause that a marker closes ("others contradict this 7").
_POINTERS = _words("this that these those it them")
#: Units of time: behind a number of their own they close the phrase.
_COUNTING = _words("second minute hour hours day days week weeks month months year years session sessions times")
#: A number word before a noun closes the phrase: "after 1 year 4" cites 4.
_COUNTED = re.compile(r"(?:\d|\b(?:a|an|one|two|three|four|five|six|per|each|every|several|few|many|recent|subsequent|following))[ -]\Z")
_MONTHS = _words(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december"""
)
#: A number before one of these is measured in it.
_UNITS = _words(
    """s sec seconds second min mins minute minutes h hr hrs hour hours d day days wk wks week weeks mo month months
    y yr yrs year years mmHg mL L dL µL μL mg g kg µg μg mcg ng pg l dl ml µl μl mm cm m km nm µm μm mmol mol µmol μmol nmol pmol iu u mu units
    unit kcal kj cal hz khz mhz kda bp kb mmhg kpa ppm gy msv cells cell copies percent per point points times
    fold items item patients patient participants subjects women men children adults people persons individuals
    infants controls cases studies trials groups arms centers centres hospitals sites sessions visits weeks doses tablets
    cycles events deaths million billion thousand hundred out of degrees am pm a.m p.m mcg/ml mg/kg mg/day met mets litres
    liters drinks cigarettes units/day h/day dimensions domains questions categories levels scales subscales
    different separate consecutive healthy male female males females pairs mice rats animals samples hours"""
)
#: Words that carry a sentence on behind a marker.
_AFTER_MARKER = _words(
    """although among an and are as at because been before being both but by can compared could did do does during except following for
    found from had has have however if in including indicated into is it may might nor on or reported
    show showed shown shows since so such suggest suggested suggests than that the their then there these they this
    through thus to under until was we were when where whereas which while who whose will with within would"""
)


_RUN = re.compile(r"(?<![^\W_])[^\W_]++(?!\.\d)")
_NUMBERED = re.compile(r"(?<![^\W_])([^\W_]{0,30}[^\W\d_])\.?\d{1,3}(?![\d%])")
_SPACED = re.compile(r"(?<![^\W_])([^\W_]{0,30}[^\W\d_])[ \u00a0]\(?(\d{1,3})(?![\d%])")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a text uses, to tell "OA8" (OA, cited 8) from "CD4" (a name).

    Attributes:
        alone: how often each run of letters and digits stands by itself.
        numbered: how often each run of letters has digits on it.
        exact: how often the two come together.
        named: words that most of the time have a number behind them, counted
            from 1 ("Statement 1", "Statement 2").
    """

    alone: Counter[str]
    numbered: Counter[str]
    exact: Counter[str]
    named: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Vocabulary:
        """The vocabulary of a text."""
        names = [match.group(1, 0) for match in _NUMBERED.finditer(text)]
        alone = Counter(_RUN.findall(text))
        spaced = set(_SPACED.findall(text))
        numbers = Counter(word for word, _ in spaced if (word, "1") in spaced)
        return cls(
            alone,
            Counter(word for word, _ in names),
            Counter(name for _, name in names),
            frozenset(word for word, n in numbers.items() if n > 1 and 2 * n > alone[word]),
        )

    def weight(self, word: str) -> float:
        """The weight of digits on a word, from how the text uses the word elsewhere."""
        odds = (self.alone[word] + 0.5) / (self.numbered[word] + 0.5)
        return max(-3.0, min(2.5, 1.5 * math.log(odds)))

    def repeated(self, digits: str, word: str) -> float:
        """What speaks against a word that comes with the same digits again and again."""
        return min(3.0, 0.75 * max(0, self.exact[word + digits] - 2))


def label_numbers(printed: str) -> tuple[int, ...]:
    """The numbers that a printed list of labels names, ranges written out.

    A range that runs backwards or too far names nothing.
    """
    numbers: list[int] = []
    for part in _PARTS.finditer(printed):
        low = int(part.group(1))
        high = int(part.group(2)) if part.group(2) else low
        if part.group().startswith("0") or not low or not low <= high <= low + _MAX_RANGE:
            return ()
        numbers.extend(range(low, high + 1))
    return tuple(dict.fromkeys(numbers))


_NUMBER_BEFORE = re.compile(r"\d\s?\Z")
_INTERVAL_BEFORE = re.compile(r"(?:\bCI|\brange|\bIQR)\W{0,3}\Z", re.I)


def brackets(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates such as "[1,3-5]"."""
    for match in _BRACKET.finditer(text, start, end):
        labels = label_numbers(match.group(1))
        if labels:
            before = text[max(start, match.start() - 12) : match.start()]
            weight = 4.0 - 2.0 * bool(_NUMBER_BEFORE.search(before))
            weight -= 5.0 * bool(_INTERVAL_BEFORE.search(before))
            yield Candidate(match.start(), match.end(), labels, weight, "bracket")


def parentheses(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates such as "(1, 2)"; enumerations "(1) …; (2) …" weigh against."""
    for match in _PAREN.finditer(text, start, end):
        labels = label_numbers(match.group(1))
        if not labels:
            continue
        before = text[max(start, match.start() - 2) : match.start()].rstrip()
        after = text[match.end() : min(end, match.end() + 2)]
        weight = 1.0
        if not before or before[-1] in ":;,":
            weight -= 4.0
        elif before[-1].isdigit():
            weight -= 2.0
        if not after or after[0] == ".":
            weight += 1.5
        elif after[0] in ",;":
            weight += 0.5
        elif after[0].isalnum():
            weight -= 4.0
        yield Candidate(match.start(), match.end(), labels, weight, "parenthesis")


def raised(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates in Unicode superscript digits."""
    for match in _RAISED.finditer(text, start, end):
        labels = label_numbers(match.group().translate(_RAISED_DIGITS))
        if labels and match.start() > start:
            weight = superscript_weight(text[max(start, match.start() - 12) : match.start()])
            yield Candidate(match.start(), match.end(), labels, weight, "superscript")


_POWER = re.compile(r"(?:\d|(?:^|[\s/·⋅(\d])(?:[kcmµμnd]?m|s|kg|h|min|L|x|R|r|N|η|χ|Χ|X)\)?|\])\s?\Z")


def superscript_weight(before: str) -> float:
    """The weight of raised digits behind these characters: "cm²" and "10⁹" are powers."""
    return -4.0 if _POWER.search(before) else 3.0


def glued(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates such as "metastasis1,3–5" and "metastasis.1,3–5"."""
    for match in _GLUED.finditer(text, start, end):
        labels = label_numbers(match.group(2))
        if labels:
            weight = _glued_weight(text, start, match, vocabulary)
            weight += _after_glued(text, match.end(), end)
            style = "glued-stop" if match.group(1) else "glued"
            yield Candidate(match.start(2), match.end(2), labels, weight, style)


def stacked(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates behind a full stop that follows a number: "in 2005.28 Since"."""
    for match in _STACKED.finditer(text, start, end):
        number, printed, following = match.groups()
        labels = label_numbers(printed)
        if not labels or match.start() == start:
            continue
        weight = 2.0 if len(labels) > 1 or "." in number or len(number) > 3 else -0.5
        closes = match.end() >= end or text[match.end()] == "\n"
        if not closes and len(labels) == 1 and len(following or "") < 4:
            weight -= 4.0
        yield Candidate(match.start(2), match.end(2), labels, weight, "glued-stop")


#: Abbreviations that a number belongs to.
_NUMBERED_ABBREVIATIONS = _words("fig figs no nos vol p pp ref refs eq tab sec ch v ver suppl n log")
#: Letters that carry an index or a power, and short names that come with a number.
_INDEXED = _words(
    """log x r t s χ m cm mm dm km in ft µm μm nm O CO NO SO N H VO VCO SpO SaO PO pO pCO PaO PaCO FiO FEV HbA HbAc Hb HER IL CD
    IgG IgA IgM TNF TGF TLR PD CTLA BRCA TP B D K T S P MUC AQ"""
)


def _glued_weight(text: str, start: int, match: re.Match[str], vocabulary: Vocabulary) -> float:
    at, stop = match.start(), match.group(1)
    before = _RUN_BEFORE.search(text, max(start, at - 40), at)
    if not before:
        return 2.0
    word = before.group()
    lead = text[before.start() - 1 : before.start()]
    if word == "al" and stop.startswith("."):
        return 3.0
    if word.lower() in _NUMBERED_ABBREVIATIONS:
        return -4.0
    if word.isalpha() and word[1:].islower() and len(word) > 3:
        named = 3.5 * (not stop and (word.lower() in _BEFORE_NAME or word in vocabulary.named))
        return (3.0 if word.islower() else 2.0) - named
    if lead in ("’", "'") or (word in _UNITS and word not in _INDEXED):
        return 1.5
    weight = vocabulary.weight(word) - vocabulary.repeated(match.group(), word)
    if stop:
        return weight
    if word.islower() and word.isalpha() and len(word) == 3:
        weight = 1.5
    inner = not word.isupper() and not word.islower()
    return weight - 1.0 * inner - 3.0 * (len(word) < 2) - 2.0 * (word in _INDEXED)


def _after_glued(text: str, at: int, end: int) -> float:
    after = text[at : min(end, at + 2)]
    if not after or after[0].isspace():
        return 0.5
    if after[0] in ".,;:)":
        return 1.0
    return -2.0


def bare(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates such as "the liver 1. The" and "outcomes 2, 3."."""
    for match in _BARE.finditer(text, start, end):
        low, high = match.span(1)
        if _THOUSANDS.search(match.group(1)):
            continue
        if ", " in match.group(1) and _bare_after(text, high, end) <= _COUNTS:
            high = text.rindex(",", low, high)
        labels = label_numbers(text[low:high])
        if labels and not _is_enumerator(text, start, low, high):
            weight = _bare_before(text, start, match.start(), labels) + _bare_after(text, high, end)
            weight += 1.0 if "," in text[low:high] else 0.0
            name = _RUN_BEFORE.search(text, max(start, low - 41), match.start())
            if name and name.group() in vocabulary.named:
                weight -= 2.0
            yield Candidate(low, high, labels, weight, "bare")


_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")


_ENCLOSED = re.compile(r"\([^()]*\)")


def _is_enumerator(text: str, start: int, low: int, high: int) -> bool:
    """Whether the number is the "2)" of a list within a sentence."""
    if text[high : high + 1] != ")":
        return False
    return "(" not in _ENCLOSED.sub("", text[max(start, low - 400) : low])


def _bare_before(text: str, start: int, at: int, labels: tuple[int, ...]) -> float:
    last = text[at - 1]
    if last in ",;:":
        return 1.5 if text[max(start, at - 4) : at] == "al.," else _BEFORE_SIGN[last]
    match = _WORD_BEFORE.search(text, max(start, at - 40), at - (last == "."))
    if not match:
        return 1.5 if last == "." else 0.5
    word = _AFTER_DIGIT.sub("", match.group())
    if last == ".":
        return 2.5 if word == "al" else -5.0 if word.lower() in _NUMBERED_ABBREVIATIONS else 1.5
    if word.isdigit():
        return -0.5
    if word.lower() in _COUNTING and _COUNTED.search(text, max(start, match.start() - 8), match.start()):
        return 0.5
    return _word_weight(word, labels)


#: The weight of the sign before a number; the next label in turn overcomes it.
_BEFORE_SIGN = {",": -1.5, ";": -1.5, ":": -2.5}
#: Labels up to this are also the numbers of groups, models and studies.
_SMALL = 4


def _word_weight(word: str, labels: tuple[int, ...]) -> float:
    folded = word.lower()
    if folded in _BEFORE_NAME or folded in _BEFORE_QUANTITY:
        return -5.0
    if folded in _MONTHS:
        return -4.0
    if folded in _POINTERS:
        return -2.0
    if folded in _BEFORE_EITHER:
        if word != folded or (len(labels) == 1 and labels[0] <= _SMALL):
            return -4.0
        return -0.5 if max(labels) > _SMALL else -1.0
    if len(word) == 1 and word not in _UNITS:
        return -1.0 if word.isupper() else -2.0
    return 0.5 if word.isupper() else 1.0


#: What follows a number that counts it weighs this much or less.
_COUNTS = -2.0
#: "… and 18 months", "… to 5": the number goes on.
_GOES_ON = re.compile(r",?[ \u00a0](?:(?:and|or|to|through|versus|vs\.?)[ \u00a0]<?\d+(?!\d|\))|(?:or|and) (?:more|less|fewer|greater|older|younger|above|below|over|under|higher|lower)\b)"
)
#: The weight of the sign behind a number.
_AFTER_SIGN = {".": 2.0, ";": 2.0, ":": 2.0, "!": 2.0, "?": 2.0, ")": 2.0, "]": 1.0, ",": 1.0, "\n": 1.5}


def _bare_after(text: str, at: int, end: int) -> float:
    if _GOES_ON.match(text, at, end):
        return -3.0
    if at >= end:
        return 1.5
    if text[at] in _AFTER_SIGN:
        return _AFTER_SIGN[text[at]]
    if text.startswith(" (", at):
        return 0.75
    match = _WORD_AFTER.match(text, at, end)
    if not match:
        return 0.0
    word = match.group(1)
    if word.lower() in _UNITS or word[0].isdigit():
        return -4.0
    if word in _AFTER_MARKER or word.endswith("ly"):
        return 1.0
    if word[0].isupper():
        return 0.0
    return -2.0 if word.endswith("s") else -1.0
