"""Which words of a sentence belong to which of its numbers.

"30% of the placebo group and 12% of the group on the drug": the sentence is cut
between its numbers, and the words that stand behind each number, or before it
where none follow, tell one number from the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checkers.words import Word
from claims.quantity import Quantity

#: What parts two numbers, the strongest first.
_PARTINGS = (
    re.compile(r";"),
    re.compile(
        r"(?i),?\s(?:but|while|whereas|against|vs\.?|versus|compared (?:with|to)|than)\s|,\sand\s"
    ),
    re.compile(r"(?i)\sand\s|\sor\s"),
    re.compile(r","),
)
#: What ends the words that stand behind a number.
_CLOSE = re.compile(r"(?<=[^\W\d_])[,;)]")
#: As many words on either side may belong to a number.
_OWN_WORDS = 6
_RESPECTIVELY = re.compile(r"(?i)\brespectively\b")
#: What parts the members of a list, and two numbers of one.
_LISTED = re.compile(r"(?i),\s(?:and\s|or\s)?|\s(?:and|or|vs\.?|versus|/)\s|;\s")
_IN_LIST = re.compile(
    r"(?i)\s?(?:\([^()]{0,40}\))?(?:[,;]|\s?(?:,\s)?(?:and|or|vs\.?|versus|to|/))\s?"
)


def owned(
    text: str, offset: int, found: Sequence[Word], numbers: Sequence[Quantity]
) -> list[frozenset[str]]:
    """The concepts that belong to each number of a sentence, and to it alone.

    Args:
        text: the sentence.
        offset: where it starts.
        found: its words.
        numbers: its quantities, in order.

    Returns:
        One set a number; empty where the sentence does not tell, as in "30% vs. 12%".
    """
    if are_respective(text):
        return list(_respective(text, offset, found, numbers))
    cuts = [
        parting(text, before.end - offset, after.start - offset) + offset
        for before, after in pairwise(numbers)
    ]
    starts, ends = [offset, *cuts], [*cuts, offset + len(text)]
    parts = []
    for place, number in enumerate(numbers):
        stop = _CLOSE.search(text, number.end - offset, ends[place] - offset)
        last = stop.start() + offset if stop else ends[place]
        behind = [word.concept for word in found if number.end <= word.start < last]
        ahead = [word.concept for word in found if starts[place] <= word.start < number.start]
        parts.append((set(ahead[-_OWN_WORDS:]), set(behind[:_OWN_WORDS])))
    if any(not _between(found, *pair) for pair in pairwise(numbers)):
        return [frozenset()] * len(numbers)
    follow = all(behind for _, behind in parts)
    lead = all(ahead for ahead, _ in parts)
    if follow:
        mine = [behind | (ahead if place else set()) for place, (ahead, behind) in enumerate(parts)]
    elif lead:
        mine = [ahead | behind for ahead, behind in parts]
    else:
        return [frozenset()] * len(numbers)
    return [
        frozenset(one - set().union(*(other for other in mine if other is not one))) for one in mine
    ]


def are_respective(text: str) -> bool:
    """Whether a sentence names its groups in a list of their own."""
    return _RESPECTIVELY.search(text) is not None


def _respective(
    text: str, offset: int, found: Sequence[Word], numbers: Sequence[Quantity]
) -> Iterator[frozenset[str]]:
    """The concepts of each number of a list, by the list of names that goes with it.

    "63%, 41% and 17% in the first, second and third group, respectively", or the names
    before the numbers; empty where there are fewer names than numbers.
    """
    names = dict[int, tuple[int, int]]()
    for run in runs(text, offset, numbers, _IN_LIST):
        spans = _names_of(text, run[0].start - offset, run[-1].end - offset, len(run))
        names.update((one.start, span) for one, span in zip(run, spans, strict=False))
    held = {
        start: {word.concept for word in found if low <= word.start - offset < high}
        for start, (low, high) in names.items()
    }
    for number in numbers:
        others = (one for start, one in held.items() if start != number.start)
        yield frozenset(held.get(number.start, set[str]()).difference(*others))


def runs(
    text: str, offset: int, numbers: Sequence[Quantity], listed: re.Pattern[str]
) -> Iterator[Sequence[Quantity]]:
    """The numbers of a sentence, those together that stand in one list.

    What stands in brackets behind a number is no member of its list.

    Args:
        text: a sentence.
        offset: where it starts.
        numbers: its numbers, in order.
        listed: what stands between two members of a list.
    """
    depths: dict[int, list[Quantity]] = {}
    for number in numbers:
        ahead = text[: number.start - offset]
        depth = sum(ahead.count(one) - ahead.count(other) for one, other in ("()", "[]"))
        depths.setdefault(depth, []).append(number)
    for level in depths.values():
        run = level[:1]
        for before, number in pairwise(level):
            if not listed.fullmatch(text, before.end - offset, number.start - offset):
                yield run
                run = []
            run.append(number)
        yield run


def _names_of(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Where the names of a list of numbers stand, none where they are not as many.

    Args:
        text: a sentence.
        start: where its list of numbers starts.
        end: where it ends.
        count: of how many numbers.
    """
    told = _RESPECTIVELY.search(text, end)
    if told is None or count == 1:
        return []
    behind = _parted(text, end, told.start())
    if len(behind) == count:
        return behind
    ahead = _parted(text, 0, start)[-count:]
    if any(_SHARE.search(text, *span) for span in ahead):
        return []  # another list stands between
    return ahead if len(ahead) == count else []


_SHARE = re.compile(r"\d\s?%")


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a list between two places of a text."""
    cuts = [start, *(edge for mark in _LISTED.finditer(text, start, end) for edge in mark.span())]
    pairs = zip(cuts[::2], [*cuts[1::2], end], strict=True)
    return [(low, high) for low, high in pairs if text[low:high].strip(" ,(")]


def _between(found: Sequence[Word], before: Quantity, after: Quantity) -> bool:
    """Whether a word stands between two numbers; "30% vs. 12%" tells nothing of either."""
    return any(before.end <= word.start < after.start for word in found if word.kind != "general")


def parting(text: str, start: int, end: int) -> int:
    """Where the stretch between two numbers is best cut."""
    for parting in _PARTINGS:
        cut = parting.search(text, start, end)
        if cut:
            return cut.start()
    return end


@dataclass(frozen=True, slots=True)
class Sides:
    """The concepts that belong to each of two numbers, and not to the other."""

    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()

    def turned(self) -> Sides:
        """The same with the two exchanged."""
        return Sides(self.second, self.first)


#: Words of a comparison whose two sides are named away from its numbers.
AGAINST = re.compile(
    r"(?i)\b(?:vs\.?|versus|than(?: in| for| among| with)?|against|relative to"
    r"|(?:as )?compared? (?:with|to)|in comparison (?:with|to)|over)\s"
)
_AND = re.compile(r"(?i)\s(?:and|or)\s")
#: What follows a number whose group is named behind it.
LEADS_ON = re.compile(
    r"(?i)[\s)\]]*(?:\([^()]{0,60}\)\s*)?"
    r"(?:in|of|for|among|with|without|on|at|by|under|after|before|taking|receiving|using|during|from|patients"
    r"|(?!aged)[a-z]{3,16}ed\s(?:with|without|to|on|by|at|under|using)"
    r"|participants|subjects|women|men|children|to (?:the|those))\b"
)
#: As many words of a name are taken on either side of a word of comparison.
_NAME_WORDS = 5
#: What ends a name on its way from a word of comparison.
_NAME_ENDS = re.compile(r"[,;:()\[\]]|\s(?:and|but|while|whereas|with|at|after|was|were|had)\s")


def sides(
    text: str,
    offset: int,
    found: Sequence[Word],
    first: Quantity,
    second: Quantity,
) -> Sides:
    """The words that tell two numbers of a sentence apart.

    "30% in the placebo group and 12% on the drug" names the groups beside the
    numbers; "lower on the drug than on placebo (12% vs. 30%)" and "30% and 12%
    on placebo and on the drug, respectively" name them in the same order.

    Args:
        text: the sentence.
        offset: where it starts.
        found: its words.
        first: one of its numbers.
        second: another one behind it.
    """
    between = [word for word in found if first.end <= word.start < second.start]
    if any(word.kind != "general" for word in between):
        one, other = _beside(text, offset, found, first, second)
    else:
        one, other = _elsewhere(text, offset, found, first, second)
    return Sides(one - other, other - one)


def _beside(
    text: str, offset: int, found: Sequence[Word], first: Quantity, second: Quantity
) -> tuple[frozenset[str], frozenset[str]]:
    """The words beside two numbers with words between them."""
    cut = parting(text, first.end - offset, second.start - offset) + offset
    behind = _taken(found, first.end, cut)
    ahead = _taken(found, cut, second.start, last=True)
    before = _taken(found, _clause(text, offset, first.start), first.start, last=True)
    after = _taken(found, second.end, stop(text, offset, second.end))
    opened = text[: first.start - offset].rstrip().endswith(("(", "[", ":", "=", ","))
    leads_on = LEADS_ON.match(text, first.end - offset) is not None
    if behind and (leads_on or not opened):
        theirs = after if LEADS_ON.match(text, second.end - offset) else ahead | after
        return _unless_left_out(behind, _people(found, first.end, cut), theirs), theirs
    said = _said(text, offset, found, first)
    return (_unless_left_out(before, said, ahead) if len(ahead) < len(before) else before), ahead


def _unless_left_out(
    mine: frozenset[str], shared: frozenset[str], theirs: frozenset[str]
) -> frozenset[str]:
    """One number's words without those that the other one's clause leaves out.

    "Three patients had fever and eight a rash": the eight are patients, too.
    """
    held = mine - shared
    return held if held and not shared & theirs else mine


def _people(found: Sequence[Word], start: int, end: int) -> frozenset[str]:
    return frozenset(
        one.concept for one in found if start <= one.start < end and one.kind == "people"
    )


def _said(text: str, offset: int, found: Sequence[Word], number: Quantity) -> frozenset[str]:
    """The word right before a number, which says what became of whom: "the men lost 5 kg"."""
    ahead = [one for one in found if one.end <= number.start]
    if ahead and _DIRECTLY.fullmatch(text[ahead[-1].end - offset : number.start - offset]):
        return frozenset((ahead[-1].concept,))
    return frozenset()


_DIRECTLY = re.compile(r"\s(?:(?:in|by|to|of|at|on|for)\s)?")


def _clause(text: str, offset: int, end: int) -> int:
    """Where the clause begins that leads up to a number."""
    cuts = [text.rfind(mark, 0, end - offset) for mark in (";", ". ")]
    return max(0, *cuts) + offset


def stop(text: str, offset: int, start: int) -> int:
    """Where the words behind a number end."""
    found = _CLOSE.search(text, start - offset)
    return found.start() + offset if found else offset + len(text)


def _taken(found: Sequence[Word], start: int, end: int, *, last: bool = False) -> frozenset[str]:
    held = [word.concept for word in found if start <= word.start < end and word.kind != "general"]
    return frozenset(held[-_OWN_WORDS:] if last else held[:_OWN_WORDS])


def _elsewhere(
    text: str, offset: int, found: Sequence[Word], first: Quantity, second: Quantity
) -> tuple[frozenset[str], frozenset[str]]:
    """The names of two groups whose numbers stand side by side: behind them, or before."""
    start, end = first.start - offset, second.end - offset
    stop = text.find(";", end)
    tail = text[: stop if stop > 0 else None]
    if LEADS_ON.match(tail, end):
        for sign in (AGAINST, _AND):
            cut = sign.search(tail, end)
            if cut:
                return _names(text, offset, found, cut)
    signs = [cut for cut in AGAINST.finditer(text, 0, start) if _parts_names(found, offset, cut)]
    if not signs and "respectively" in tail[end:]:
        signs = [cut for cut in _AND.finditer(text, 0, start) if _parts_names(found, offset, cut)]
    if signs:
        return _names(text, offset, found, signs[-1])
    arms = [word.concept for word in found if word.kind == "arm" and word.start < first.start]
    return frozenset(arms[-1:]), frozenset()


def _parts_names(found: Sequence[Word], offset: int, cut: re.Match[str]) -> bool:
    """Whether words, and no numbers, stand on both sides of a word of comparison."""
    before = any(-3 <= word.end - offset - cut.start() <= 0 for word in found)
    after = any(0 <= word.start - offset - cut.end() <= 5 for word in found)
    return before and after


def _names(
    text: str, offset: int, found: Sequence[Word], cut: re.Match[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words on both sides of a word of comparison."""
    opens = 0
    for mark in _NAME_ENDS.finditer(text, 0, cut.start()):
        opens = mark.end()
    close = _NAME_ENDS.search(text, cut.end())
    last = (close.start() if close else len(text)) + offset
    before = [
        word.concept
        for word in found
        if opens + offset <= word.start < cut.start() + offset and word.kind != "general"
    ]
    after = [
        word.concept
        for word in found
        if cut.end() + offset <= word.start < last and word.kind != "general"
    ]
    return frozenset(before[-_NAME_WORDS:]), frozenset(after[:_NAME_WORDS])
