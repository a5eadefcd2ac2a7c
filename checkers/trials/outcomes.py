"""Statements about what trials found, worked out from the rows of a record's results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from difflib import get_close_matches
from fractions import Fraction

from checkers.trials.amounts import Amount, Bound, Kind, amounts, without
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.events import is_event, name_of
from checkers.trials.scope import How, Scope, scope_of, spans, trials_of
from checkers.words import stem
from sources.trialrecord import Line, Outcome, OutcomeGroup, TrialRecord, Value


class Sort(StrEnum):
    """What a row's value is."""

    COUNT = "count"  #: participants
    SHARE = "share"  #: percent of participants
    MEASURE = "measure"  #: anything with a unit of its own


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of a group, as it is computed with.

    Attributes:
        group: the group, ``number`` of it and its trial's name.
        value: the row.
        sort: what the value is.
        factor: days in one unit where the value is a time, else 1.
    """

    group: OutcomeGroup
    number: int
    trial: str
    value: Value
    sort: Sort
    factor: Fraction
    title: str = ""

    @property
    def amount(self) -> Fraction:
        """The value: a count, a fraction of one, days, or in its own unit."""
        value = Fraction(self.value.value)
        return value / 100 if self.sort is Sort.SHARE else value * self.factor

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The value, and both ends where the record prints the whole range."""
        ends = [self.amount]
        if "range" in self.group.measure.lower() and len(self.value.spread) == 2:
            ends += [Fraction(one) * self.factor for one in self.value.spread]
        return tuple(ends)

    @property
    def told(self) -> str:
        label = f"{self.value.label}: " if self.value.label else ""
        of = f" of {self.group.analysed}" if self.sort is Sort.COUNT and self.group.analysed else ""
        return f"{self.group.title}: {label}{self.value.value}{of} {self.group.unit}".rstrip()


_DAYS = {
    "hour": Fraction(1, 24), "hr": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7),
    "month": Fraction(487, 16), "year": Fraction(1461, 4),
}  # fmt: skip
_TIME = re.compile(r"\b(hour|hr|day|week|month|year)s?\b")
_UNIT_AFTER = re.compile(r" ?-?(hour|hr|day|week|month|year)s?\b")
_PEOPLE = re.compile(r"(?i)\b(?:participants?|patients?|subjects?|women|people|persons?|dlts?|dose limiting|toxicit|events?|responders|individuals)")
_PERCENT = re.compile(r"(?i)percent|%|proportion")
_COUNTED = re.compile(r"(?i)(?:total )?number of (?:participants|patients|subjects|women|people)")
_CHANGE = re.compile(r"(?i)change|decrease|increase|decline|density|difference|retention of")
#: What registries and statements call outcomes by their letters.
_SHORT = {
    "cr": "complete response", "pr": "partial response", "sd": "stable disease",
    "pd": "progressive disease", "pfs": "progression free survival", "os": "overall survival",
    "dfs": "disease free survival", "ttp": "time to progression", "orr": "objective response rate",
    "or": "or", "pcr": "pathologic complete response", "tpcr": "total pathologic complete response",
    "dlt": "dose limiting toxicity", "dlts": "dose limiting toxicities",
    "mtd": "maximum tolerated dose", "cbr": "clinical benefit rate", "dor": "duration of response",
    "ae": "adverse event", "aes": "adverse events", "sae": "serious adverse event",
    "saes": "serious adverse events", "bmd": "bone mineral density", "qol": "quality of life",
    "rfs": "recurrence free survival", "chf": "congestive heart failure", "efs": "event free survival",
    "lvef": "left ventricular ejection fraction",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
#: Words that name neither an outcome nor a group.
_GENERAL = frozenset(
    map(
        stem,
        "the a an of in on at to for from by with and or than that which who whom as is are was were be been being"
        " had has have having do did does not no none all any every each both either neither only just also there"
        " this these those it its they their them he she we can could may might would will if in fact but however"
        " patient patients participant participants subject subjects people women men cohort cohorts arm arms"
        " group groups trial trials study clinical primary secondary intervention interventions treatment treated"
        " receive received receiving given taking took number percentage percent rate total least most more less"
        " fewer higher lower greater better worse over under about above below between compared experienced"
        " suffered achieved achieve experience suffer recorded reported report reports results result resulted"
        " showed show had value values difference different same after before during time times one two three"
        " minimum maximum shortest longest lowest highest median mean average almost nearly approximately"
        " half majority case cases observed overall per out same used using based indicated indicates suggest"
        " first second within day days week weeks month months year years hour hours significant significantly"
        " were did other level levels measure measured outcome outcomes".split(),
    )
)


def stems(text: str) -> frozenset[str]:
    """The stems of the words that say something; letters of an outcome stand for its words."""
    found: set[str] = set()
    for one in _WORD.finditer(text.lower()):
        for word in _SHORT.get(one.group(), one.group()).split():
            root = stem(word)
            if root not in _GENERAL and (len(word) > 1 or word.isdigit()):
                found.add(root)
    return frozenset(found)


def readings_of(scope: Scope, record: TrialRecord) -> list[Reading]:
    """The rows of the groups that a scope may be about."""
    return [
        _reading(trial.name, number, group, value, outcome)
        for trial in trials_of(scope, record)
        for outcome in trial.outcomes
        for number, group in enumerate(outcome.groups, 1)
        for value in group.values
    ]


def _reading(
    trial: str, number: int, group: OutcomeGroup, value: Value, outcome: Outcome
) -> Reading:
    unit = group.unit
    sort, factor = Sort.MEASURE, Fraction(1)
    time = _TIME.search(unit.lower())
    if _PERCENT.search(unit) and not _CHANGE.search(unit):
        sort = Sort.SHARE
    elif time:
        factor = _DAYS[time[1]]
    elif _PEOPLE.search(f"{unit} {value.label}") or _COUNTED.match(f"{outcome.title}") or unit.lower() == "number of":
        sort = Sort.COUNT
    return Reading(group, number, trial, value, sort, factor, outcome.title)


def answer_outcomes(clause: str, scope: Scope, record: TrialRecord, carried: str = "") -> Answer:
    """What a record's results say of one clause.

    Args:
        clause: part of a statement, in lower case.
        scope: whom it is about.
        record: the record.
        carried: an earlier clause, whose outcome counts where this one names none.
    """
    rows = readings_of(scope, record)
    if not rows:
        return Answer(Truth.SILENT)
    if scope.groups and not any(row.number in scope.groups for row in rows):
        return Answer(Truth.FAILS, f"no results are recorded for group {scope.groups[0]}")
    more = _too_many(clause, rows)
    if more:
        return Answer(Truth.FAILS, more, _lines(rows))
    for way in (_differs, _compared, _ranked, _extreme, _stated):
        found = way(clause, scope, rows, carried)
        if found:
            return found
    return Answer(Truth.SILENT)


def _titled(text: str, rows: Sequence[Reading]) -> list[tuple[str, int]]:
    """The groups whose title a stretch names, as trial and number; [] where it names none.

    A word that stands in every title tells none of them.
    """
    for field in ("title", "description"):
        found = _called(text, {(row.trial, row.number): stems(getattr(row.group, field)) for row in rows})
        if found:
            return found
    return []


def _called(
    text: str, titles: Mapping[tuple[str, int], frozenset[str]]
) -> list[tuple[str, int]]:
    if len(titles) < 2:
        return []
    said = stems(text)
    scores = {}
    for place, title in titles.items():
        hits = len(title & said)
        share = hits / min(len(title), 5) if title else 0.0
        scores[place] = (min(share, 1.0), hits)
    best = max(scores.values())
    named = [place for place, score in scores.items() if score == best]
    return named if best[0] >= 0.5 and len(named) < len(titles) else []


def _of(text: str, scope: Scope, rows: Sequence[Reading]) -> list[Reading]:
    """The rows of the groups that a stretch is about, by number or by title."""
    trials = {name for name in scope.trials}
    kept = [row for row in rows if not trials or not row.trial or row.trial in trials]
    if scope.groups:
        numbered = [row for row in kept if row.number in scope.groups]
        lettered = _by_letter(scope, kept)
        return lettered or numbered
    titled = _titled(text, kept)
    return [row for row in kept if (row.trial, row.number) in titled] if titled else kept


def _by_letter(scope: Scope, rows: Sequence[Reading]) -> list[Reading]:
    """Rows of groups whose titles number themselves ("Arm 2" may stand first)."""
    mark = re.compile(r"(?i)\b(?:arm|group|cohort) ?(\d)\b")
    numbers = {row.group.title: mark.search(row.group.title) for row in rows}
    if not all(numbers.values()):
        return []
    return [row for row in rows if (one := numbers[row.group.title]) and int(one[1]) in scope.groups]


def _labelled(text: str, rows: Sequence[Reading]) -> list[Reading]:
    """Of several rows of a group those whose label the statement names, all where none is.

    A word of one label tells more than one that several have.
    """
    labels = {row.value.label: stems(row.value.label) | _signs(row.value.label) for row in rows}
    if len(labels) < 2:
        return list(rows)
    said = stems(text) | _signs(text)
    scores = {label: _likeness(own, said, list(labels.values())) for label, own in labels.items()}
    best = max(scores.values())
    if best < (0.4, 0.0):
        return list(rows)
    return [row for row in rows if scores[row.value.label] == best]


_SIGN = re.compile(r"(?i)(?P<over>>=?|≥|greater than|more than|over|at least) ?(?=\d)|(?:<=?|≤|less than|under|at most) ?(?=\d)")


def _signs(text: str) -> frozenset[str]:
    """Which way a label bounds a number: "> 2 years" and "greater than 2 years" alike."""
    return frozenset("over" if one["over"] else "under" for one in _SIGN.finditer(text))


def _likeness(
    own: frozenset[str], said: frozenset[str], labels: Sequence[frozenset[str]]
) -> tuple[float, float]:
    weights = {word: 1 / sum(word in one for one in labels) for word in own}
    whole = sum(weights.values())
    hit = sum(weight for word, weight in weights.items() if _is_said(word, said))
    return (round(hit / whole, 2), hit) if whole else (0.0, 0.0)


def _is_said(word: str, said: frozenset[str]) -> bool:
    """Whether a stem, or one that begins alike, is among others."""
    if word in said:
        return True
    return len(word) >= 4 and any(
        len(one) >= 4 and (one.startswith(word) or word.startswith(one)) for one in said
    )


def _told(rows: Iterable[Reading]) -> str:
    return "; ".join(row.told for row in rows)


def _lines(rows: Iterable[Reading]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(row.value.line for row in rows))


def _scaled(clause: str, amount: Amount, row: Reading) -> Amount | None:
    """The amount in what the row's value is read in; None where it cannot be."""
    after = _UNIT_AFTER.match(clause, amount.end)
    timed = row.factor != 1 or _TIME.search(row.group.unit.lower()) is not None
    if after:
        if not timed:
            return None
        days = _DAYS[after[1]]
        step = max(amount.step, Fraction(1, 2) if amount.value.denominator == 1 else amount.step)
        if amount.bound is not Bound.EXACT:
            step = Fraction(0)
        converted = days != row.factor
        slack = abs(amount.value) * days / 100 if converted else Fraction(0)
        exact = amount.step * days if not converted else max(amount.step * days, slack)
        return replace(amount, value=amount.value * days, step=exact)
    if timed and amount.kind is Kind.COUNT:
        return None
    return amount


# --- comparisons -------------------------------------------------------------------------

_NEARLY_NONE = re.compile(r"\b(?:no|without|zero|0%) (?:recorded |significant )?(?:difference|discrepancy|disparity|variation|deviation)|\bidentical\b|\bthe same results?\b")
_SLIGHT = re.compile(r"\b(?:minimal|slight|small|minor|insignificant|negligible|little)\b[^.;]*\b(?:difference|discrepancy|disparity|variation|deviation|gap)")
_LARGE = re.compile(r"\b(?:significant|big|large|huge|vast|considerable|substantial|marked)\b[^.;]*\b(?:difference|discrepancy|disparity|variation|gap)")
_DIFFERENCE = re.compile(r"\b(?:difference|discrepancy|disparity|variation|gap|differ|differs|differed)\b")


def _differs(clause: str, scope: Scope, rows: Sequence[Reading], carried: str) -> Answer | None:
    """ "There is a 13% difference between the two cohorts"."""
    if not _DIFFERENCE.search(clause):
        return None
    ends = re.search(r"\bm(?:in|ax)imum\b[^.;]*\bm(?:in|ax)imum\b|shortest[^.;]*longest", clause)
    asked = [one for one in amounts(clause) if not (one.worded and one.kind is Kind.COUNT)]
    if ends:
        return _range(clause, scope, rows, asked)
    kept = _labelled(clause, _of(clause, scope, rows))
    kept = kept if len(kept) > 1 else _labelled(clause, rows)
    groups = {(row.trial, row.number) for row in kept}
    if len(groups) != 2 or len(kept) % 2:
        return None
    half = len(kept) // 2
    pairs = list(zip(kept[:half], kept[half:], strict=True))
    gaps = [abs(one.amount - other.amount) for one, other in pairs]
    told = "; ".join(f"{_told(pair)}: {_number(gap, pair[0])} apart" for pair, gap in zip(pairs, gaps, strict=True))
    if _NEARLY_NONE.search(clause):
        return answer(not any(gaps), told, _lines(kept))
    largest = [max(abs(one.amount), abs(other.amount)) for one, other in pairs]
    if not asked and _SLIGHT.search(clause):
        return answer(all(gap <= whole / 10 for gap, whole in zip(gaps, largest, strict=True)), told, _lines(kept))
    if not asked and _LARGE.search(clause):
        return answer(any(gap > whole / 5 for gap, whole in zip(gaps, largest, strict=True)), told, _lines(kept))
    for amount in _nearest(asked, clause):
        scaled = _scaled(clause, amount, kept[0])
        if scaled is None:
            return None
        fits = any(_gap_fits(scaled, gap, pair) for gap, pair in zip(gaps, pairs, strict=True))
        return answer(fits, told, _lines(kept))
    return None


def _nearest(asked: Sequence[Amount], clause: str) -> Sequence[Amount]:
    """The amount of a difference: the one right before the word, else the last."""
    word = _DIFFERENCE.search(clause)
    before = [one for one in asked if word and 0 <= word.start() - one.end < 25]
    return (before or asked)[-1:]


def _gap_fits(amount: Amount, gap: Fraction, pair: tuple[Reading, Reading]) -> bool:
    row = pair[0]
    if amount.kind is Kind.SHARE and row.sort is Sort.COUNT:
        shares = [Fraction(one.amount, one.group.analysed) for one in pair if one.group.analysed]
        return len(shares) == 2 and amount.admits(abs(shares[0] - shares[1]))
    if amount.kind is Kind.SHARE and row.sort is Sort.MEASURE:
        if "%" in row.group.unit or "percent" in row.group.unit.lower():
            return amount.admits(gap / 100)
        return any(one.amount and amount.admits(gap / abs(one.amount)) for one in pair)
    if amount.kind is Kind.COUNT and row.sort is Sort.SHARE:
        return amount.admits(gap * 100)
    return amount.admits(gap)


def _number(value: Fraction, row: Reading) -> str:
    shown = value * 100 if row.sort is Sort.SHARE else value / row.factor
    return f"{float(shown):g}"


def _range(clause: str, scope: Scope, rows: Sequence[Reading], asked: Sequence[Amount]) -> Answer | None:
    kept = _labelled(clause, _of(clause, scope, rows))
    wide = [row for row in kept if len(row.value.spread) == 2]
    if not wide or not asked:
        return None
    ends = [Fraction(one) * row.factor for row in wide for one in row.value.spread]
    scaled = _scaled(clause, asked[0], wide[0])
    gap = max(ends) - min(ends)
    if scaled is None:
        return None
    return answer(scaled.admits(gap), f"{_told(wide)}: {_number(gap, wide[0])} from end to end", _lines(wide))


_COMPARATIVE = re.compile(
    r"\b(?P<way>higher|lower|longer|shorter|better|worse|more|less|fewer|greater|larger|smaller|outperform(?:ed|s)|increas(?:es|ed?)|reduc(?:es|ed?)|decreas(?:es|ed?))\b"
)
_UP = ("higher", "longer", "better", "more", "greater", "larger", "outperform", "increas")
_THAN = re.compile(r"\b(?:than|compared (?:to|with)|relative to|over the|versus|vs\.?)\b")


def _compared(clause: str, scope: Scope, rows: Sequence[Reading], carried: str) -> Answer | None:
    """ "Cohort 1 lived 44 days longer than cohort 2", "twice as many in cohort 2 as in cohort 1"."""
    times = next((one for one in amounts(clause) if one.kind is Kind.TIMES), None)
    joint = _joint(clause, times)
    if joint is None:
        return None
    middle, after, way = joint
    if not times and (bound := _against(clause[after:], way, scope, rows, clause[:middle])):
        return bound
    ours = _side(clause[:middle], scope, rows)
    theirs = _side(clause[after:], scope, rows, beside=ours)
    kept, others = _labelled(clause, ours), _labelled(clause, theirs)
    if not kept or not others:
        return None
    pairs = [
        (one, other) for one in kept for other in others if _comparable(one, other, kept, others)
    ]
    if not pairs:
        return None
    if {row.number for row in ours} == {row.number for row in theirs}:
        return _rows_compared(clause[:middle], clause[after:], way, ours)
    if any((one.trial, one.number) == (other.trial, other.number) for one, other in pairs):
        return None
    told = "; ".join(f"{one.told} and {other.told}" for one, other in pairs)
    amount = times or _margin(clause, way)
    held = all(_exceeds(clause, way, amount, one, other) for one, other in pairs)
    return answer(held, told, _lines([*kept, *others]))


def _comparable(
    one: Reading, other: Reading, ours: Sequence[Reading], theirs: Sequence[Reading]
) -> bool:
    """Whether two rows of two groups are of the same outcome."""
    alone = len({row.value.label for row in ours}) == len({row.value.label for row in theirs}) == 1
    return one.sort is other.sort and (alone or one.value.label == other.value.label)


def _against(
    after: str, way: str, scope: Scope, rows: Sequence[Reading], before: str
) -> Answer | None:
    """ "Much longer than the study's 38 months": a comparison with an amount and no group."""
    asked = amounts(after)
    own = scope_of(after)
    if not asked or own.groups or own.trials or _titled(after, rows):
        return None
    kept = _labelled(before, _of(before, scope, rows))
    scaled = _scaled(after, asked[0], kept[0]) if kept else None
    if scaled is None or not _UNIT_AFTER.match(after, asked[0].end):
        return None
    bound = Bound.OVER if way.startswith(_UP) else Bound.UNDER
    moved = replace(scaled, bound=bound, step=Fraction(0))
    return answer(any(moved.admits(row.amount) for row in kept), _told(kept), _lines(kept))


def _rows_compared(
    before: str, after: str, way: str, rows: Sequence[Reading]
) -> Answer | None:
    """ "More had no response than a partial one": two rows of the same groups."""
    first, second = _labelled(before, rows), _labelled(after, rows)
    if set(map(id, first)) & set(map(id, second)):
        return None
    ours = sum((row.amount for row in first), Fraction(0))
    theirs = sum((row.amount for row in second), Fraction(0))
    held = ours > theirs if way.startswith(_UP) else ours < theirs
    return answer(held, f"{_told(first)} and {_told(second)}", _lines([*first, *second]))


def _margin(clause: str, way: str) -> Amount | None:
    """By how much: "44 days longer", "10% higher", "reduced … by 8%"."""
    word = clause.find(way)
    for one in amounts(clause):
        beside = 0 <= word - one.end <= 12
        by = clause[: one.start].endswith(" by ") and one.start > word
        if (beside or by) and not (one.worded and one.value in (0, 1)):
            return one
    return None


def _joint(clause: str, times: Amount | None) -> tuple[int, int, str] | None:
    if times:
        many = re.compile(r"\bas (?:many|much|long|likely|high|often)\b").search(clause, times.end)
        joint = re.compile(r"\b(?:as|than)\b(?= )").search(clause, many.end() if many else times.end)
        return (joint.start(), joint.end(), "times") if joint else None
    for way in _COMPARATIVE.finditer(clause):
        joint = _THAN.search(clause, way.end())
        bound = joint and joint.start() - way.end() <= 1 and _AMOUNT_NEXT.match(clause, joint.end())
        if joint and not bound:
            return joint.start(), joint.end(), way["way"]
    return None


_AMOUNT_NEXT = re.compile(r" (?:a |an |the )?(?:[-−.]?\d|half|one |two |three |four |five |six |twice)")


def _side(text: str, scope: Scope, rows: Sequence[Reading], beside: Sequence[Reading] = ()) -> list[Reading]:
    """The rows that one side of a comparison is about; the other groups where it names none."""
    own = scope_of(text)
    trials = own.trials or scope.trials
    if beside and not own.groups and not own.trials and not _titled(text, rows):
        held = {(row.trial, row.number) for row in beside}
        return [row for row in rows if (row.trial, row.number) not in held]
    return _of(text, Scope(trials, own.groups), rows)


def _exceeds(clause: str, way: str, amount: Amount | None, one: Reading, other: Reading) -> bool:
    first, second = one.amount, other.amount
    if one.sort is Sort.COUNT and other.sort is Sort.COUNT and one.group.analysed and other.group.analysed and amount and amount.kind is Kind.SHARE:
        first, second = first / one.group.analysed, second / other.group.analysed
    if way == "times":
        return bool(amount and second and amount.admits(first / second))
    sign = 1 if way.startswith(_UP) else -1
    if first < 0 and second < 0:
        first, second = -first, -second
    gap = sign * (first - second)
    if gap <= 0:
        return False
    scaled = _scaled(clause, amount, one) if amount else None
    if scaled is None:
        return True
    if scaled.kind is Kind.SHARE and one.sort is Sort.MEASURE:
        return bool(second) and (scaled.admits(gap / abs(second)) or scaled.admits(gap / 100))
    return scaled.admits(gap)


_BEST = re.compile(r"\b(?P<way>highest|lowest|best|worst|greatest|longest|shortest)\b")


def _ranked(clause: str, scope: Scope, rows: Sequence[Reading], carried: str) -> Answer | None:
    """ "The share was highest in cohort 2": the group, or the row, with the largest value."""
    found = _BEST.search(clause)
    if not found or any(one.start > found.start() for one in amounts(clause)):
        return None
    places = {(row.trial, row.number) for row in rows}
    labels = {row.value.label for row in rows}
    after = clause[found.end() :]
    named = scope_of(after)
    pick = max if found["way"] in ("highest", "best", "greatest", "longest") else min
    best = pick(rows, key=lambda row: row.amount)
    if len(places) > 1 and len(labels) == 1:
        ours = _of(after, Scope(scope.trials, named.groups), rows)
        if not ours or len(ours) == len(rows):
            return None
        return answer(any(row.amount == best.amount for row in ours), _told(rows), _lines(rows))
    ours = _labelled(after.partition(" and ")[0], rows)
    if len(places) == 1 and len(ours) == 1:
        return answer(ours[0].amount == best.amount, _told(rows), _lines(rows))
    return None


_EXTREME = re.compile(r"\b(?P<way>shortest|briefest|minimum|lowest|smallest|longest|maximum|highest|largest)\b(?! (?:tolerated|plasma|of \d))")
_FROM_CENTRE = re.compile(
    r" ?\w+ (?:below|above|less(?:er)? than|more than|under|over|from)(?: the)? (?:average|mean|median)"
)
_LOW = frozenset({"shortest", "briefest", "minimum", "lowest", "smallest"})


def _extreme(clause: str, scope: Scope, rows: Sequence[Reading], carried: str) -> Answer | None:
    """ "The shortest survival in cohort 1 was under 7 months"."""
    found = _EXTREME.search(clause) or (_EXTREME.search(carried) if re.search(r"\bit\b", clause) else None)
    begin = found.start() if found and found.string == clause else 0
    asked = [one for one in amounts(clause) if found and one.start > begin]
    if not found or not asked or found.string.startswith(" of", found.end()):
        return None
    kept = _labelled(clause, _of(clause, scope, rows))
    if not kept:
        return None
    ends = [(end, row) for row in kept for end in (*row.ends, *(Fraction(one) * row.factor for one in row.value.spread if row.sort is Sort.MEASURE and len(row.value.spread) == 2))]
    value, row = min(ends, key=lambda one: one[0]) if found["way"] in _LOW else max(ends, key=lambda one: one[0])
    scaled = _scaled(clause, asked[0], row)
    if scaled is None:
        return None
    if _FROM_CENTRE.match(clause[asked[0].end :]):
        value = abs(row.amount - value)
    return answer(_admits(scaled, value, row), f"{row.told}: {found['way']} {_number(value, row)}", _lines([row]))


def _admits(amount: Amount, value: Fraction, row: Reading) -> bool:
    if amount.kind is Kind.SHARE and row.sort is Sort.MEASURE:
        return amount.admits(value / 100)
    if amount.kind is Kind.COUNT and row.sort is Sort.SHARE:
        return amount.admits(value * 100)
    return amount.admits(value)


# --- single values -----------------------------------------------------------------------

_NEGATED = re.compile(r"\b(?:not|cannot|fail(?:ed|s)? to)\b")


def _stated(clause: str, scope: Scope, rows: Sequence[Reading], carried: str) -> Answer | None:
    """ "12 patients in cohort 1 had a response", "the median survival was 27 months"."""
    asked = amounts(clause)
    kept = _of(clause, scope, rows)
    named = _labelled(clause, kept)
    if not asked or not named:
        return None
    if named[0].sort is Sort.MEASURE:
        return _measured(clause, asked, scope, named, carried)
    return _people(clause, scope, asked, named)


_SOMEONE = re.compile(
    r"\b(?:participants?|patients?|subjects?|women|woman|one)\b[^.;]*\b(?:had|survived|with|achieved|died|lived|recorded|exhibited|showed)\b"
)


def _measured(
    clause: str, asked: Sequence[Amount], scope: Scope, rows: Sequence[Reading], carried: str
) -> Answer | None:
    """A value with a unit: the record's own, or one between the ends that it prints."""
    for amount in _in_unit(asked, clause, rows[0]):
        scaled = _scaled(clause, amount, rows[0])
        if scaled is None or amount.worded:
            continue
        people = bool(_SOMEONE.search(f"{carried} {clause}")) and not _CENTRE.search(clause)
        lead = next((one for one in amounts(f"{carried} {clause}") if one.worded), None)
        none = people and lead is not None and lead.value == 0 and lead.kind is Kind.COUNT
        fits = [_reaches(scaled, row) if people else _valued(scaled, row) for row in rows]
        together = any if scope.how is How.TOGETHER else all
        everyone = lead is not None and lead.kind is Kind.SHARE and lead.value == 1
        if people and everyone:
            fits = [all(_admits(scaled, end, row) for end in _printed(row)) for row in rows]
        denied = none or bool(_NEGATED.search(clause[: amount.start]))
        return answer(not any(fits) if denied else together(fits), _told(rows), _lines(rows))
    return None


def _printed(row: Reading) -> list[Fraction]:
    """A row's value, and the ends of the interval or range after it."""
    if len(row.value.spread) != 2:
        return [row.amount]
    return [row.amount, *(Fraction(one) * row.factor for one in row.value.spread)]


def _in_unit(asked: Sequence[Amount], clause: str, row: Reading) -> list[Amount]:
    """The amounts that the row's unit follows, the last first; all where it follows none."""
    unit = set(row.group.unit.lower().split())
    after = [(one, clause[one.end :].split(" ", 2)) for one in asked]
    fitting = [one for one, words in after if unit & {word.strip(".,") for word in words[:2]}]
    return list(reversed(fitting or asked))


_CENTRE = re.compile(r"\b(?:median|mean|average)\b")


def _valued(amount: Amount, row: Reading) -> bool:
    """Whether an amount is the row's value; a fall may be told without its sign."""
    return _admits(amount, row.amount, row) or (row.amount < 0 and _admits(amount, -row.amount, row))


def _reaches(amount: Amount, row: Reading) -> bool:
    """Whether someone of the group may have the amount: it lies within what is printed."""
    ends = _printed(row)
    if max(ends) <= 0:
        ends = [-one for one in ends]
    if amount.bound is Bound.EXACT:
        slack = amount.step
        return min(ends) - slack <= amount.value <= max(ends) + slack
    return any(_admits(amount, end, row) for end in ends)


_SOME_PEOPLE = re.compile(r" (?:of the )?(?:patients|participants|subjects|women)\b")


def _too_many(clause: str, rows: Sequence[Reading]) -> str:
    """More participants than the groups have, or ""."""
    whole = sum({(row.trial, row.number): row.group.analysed for row in rows}.values())
    for one in amounts(clause):
        if one.kind is Kind.COUNT and not one.worded and _SOME_PEOPLE.match(clause, one.end):
            if whole and one.value > whole and one.bound in (Bound.EXACT, Bound.FROM, Bound.OVER):
                return f"{clause[one.start : one.end].strip()} of {whole} participants"
    return ""


def _people(clause: str, scope: Scope, asked: Sequence[Amount], rows: Sequence[Reading]) -> Answer | None:
    """A count or a share of participants."""
    amount = next((one for one in asked if one.kind is not Kind.TIMES and not _UNIT_AFTER.match(clause, one.end)), None)
    if amount is None:
        return None
    places = list(dict.fromkeys((row.trial, row.number) for row in rows))
    units = [[row for row in rows if (row.trial, row.number) == place] for place in places]
    if scope.how is How.TOGETHER and len(units) > 1:
        units = [list(rows)]
    fits = [_people_fit(amount, unit) for unit in units]
    if any(one is None for one in fits):
        return None
    denied = bool(_NEGATED.search(clause[: amount.start]))
    if _turned(clause, amount, rows):
        fits = [_people_fit(amount, unit, turned=True) for unit in units]
    held = [bool(one) != denied for one in fits]
    taken = not any(held) if scope.how is How.NONE else any(held) if scope.how is How.ANY else all(held)
    return answer(taken, _told(rows), _lines(rows))


_LEFT_OUT = re.compile(r"\b(?:did|do|does|were|was|had|have|has) not\b|\bhad no\b|\bwithout\b")


def _turned(clause: str, amount: Amount, rows: Sequence[Reading]) -> bool:
    """Whether a statement counts those whom the record's row leaves out."""
    row = rows[0]
    printed = f"{row.value.label} {row.group.unit} {row.title}".lower()
    return bool(_LEFT_OUT.search(clause, amount.end)) and not re.search(
        r"\b(?:no|not|without|non)\b|free", printed
    )


def _people_fit(
    amount: Amount, rows: Sequence[Reading], *, turned: bool = False
) -> bool | None:
    groups = {(row.trial, row.number): row.group.analysed for row in rows}
    whole = sum(groups.values())
    if turned and rows[0].sort is Sort.SHARE and amount.kind is Kind.SHARE:
        return any(amount.admits(1 - row.amount) for row in rows)
    if turned and rows[0].sort is Sort.COUNT and whole:
        rest = whole - sum((row.amount for row in rows), Fraction(0))
        return amount.admits(rest / whole if amount.kind is Kind.SHARE else rest)
    if rows[0].sort is Sort.SHARE:
        if amount.kind is Kind.SHARE:
            if len(groups) == 1 or not whole:
                return any(amount.admits(row.amount) for row in rows) or amount.admits(sum((row.amount for row in rows), Fraction(0)))
            mean = sum(row.amount * groups[row.trial, row.number] for row in rows) / whole
            return amount.admits(mean) or all(amount.admits(row.amount) for row in rows)
        counts = [row.amount * groups[row.trial, row.number] for row in rows]
        if not whole:
            return None
        near = sum(counts, Fraction(0))
        return amount.admits(Fraction(round(near)))
    total = sum((row.amount for row in rows), Fraction(0))
    if amount.kind is Kind.SHARE:
        return bool(whole) and amount.admits(total / whole)
    return amount.admits(total)


def unknown(clause: str, record: TrialRecord, scope: Scope) -> frozenset[str]:
    """The words of a clause that no line of its trials has."""
    blanked = without(clause, [*spans(clause), *((one.start, one.end) for one in amounts(clause))])
    said = {one for one in stems(blanked) if not one.isdigit()}
    text = " ".join(line.text for trial in trials_of(scope, record) for line in trial.lines)
    return frozenset(said - stems(text))


# --- figures that only say when, or how an outcome is defined ------------------------------

_WHEN = re.compile(r"\b(?:after|at|within|by)(?: the)?(?: first| week| month| year| day)? $")
_DEFINED = re.compile(
    r"^(?: minimum| in(?: the)?| of| or more| at least| fraction)* ?(?:decrease|increase|reduction|decline|drop|shrinkage|growth|fall)"
)
_DEFINED_BEFORE = re.compile(
    r"(?:decrease|increase|reduction|reduced|decline|decreased|shrinkage|diminution|fall)s?(?: of| by| that is| equal to| or)*(?: more than| equal to or more than)? ?$"
)
_STATED = re.compile(r"(\d+(?:\.\d+)?) ?(%|percent|-?(?:hour|hr|day|week|month|year)s?\b)|\b(hour|day|week|month|year)s? (\d+)")


def unfounded(clause: str, scope: Scope, record: TrialRecord) -> str:
    """A figure of a clause's time point or definition that its trials do not print, or ""."""
    lines = [line.text.lower() for trial in trials_of(scope, record) for line in trial.lines]
    shares, days = _figures(" ".join(lines))
    for amount in amounts(clause):
        unit = _UNIT_AFTER.match(clause, amount.end)
        before = clause[: amount.start]
        if unit and _WHEN.search(before):
            wanted = amount.value * _DAYS[unit[1]]
            if days and not any(abs(one - wanted) <= wanted / 20 for one in days):
                return clause[amount.start : unit.end()]
        defines = _DEFINED.match(clause[amount.end :]) or _DEFINED_BEFORE.search(before)
        if defines and amount.kind is Kind.SHARE and not amount.worded and shares:
            if amount.value not in shares:
                return clause[amount.start : amount.end]
    return ""


def _figures(text: str) -> tuple[frozenset[Fraction], frozenset[Fraction]]:
    """The percentages of a text, and its times in days."""
    shares, days = set[Fraction](), set[Fraction]()
    for found in _STATED.finditer(text):
        number = Fraction(found[1] or found[4])
        unit = (found[2] or found[3]).strip("-").rstrip("s")
        if unit in ("%", "percent"):
            shares.add(number / 100)
        else:
            days.add(number * _DAYS[unit])
    return frozenset(shares), frozenset(days)


def foreign(clause: str, scope: Scope, record: TrialRecord) -> str:
    """An adverse event that a clause names and its trials do not, or ""."""
    text = " ".join(line.text for trial in trials_of(scope, record) for line in trial.lines)
    known = {concept for concept, _, _ in name_of(text)}
    for concept, start, end in name_of(clause):
        if is_event(concept) and concept not in known:
            return clause[start:end]
    return ""


_GIVEN = re.compile(
    r"\b(?:receiving|treated with|taking|given|mg of)(?P<given>(?: (?!and |or |in |had |were |the )[^\s,;.()]{1,40}){1,4})"
    r"|\bthe (?P<group>(?:[^\s,;.()]{1,40} ){1,4})(?:group|arm|cohort)\b"
)


def other_treatment(clause: str, scope: Scope, record: TrialRecord) -> str:
    """A word for what a group received that its trials do not print, or ""."""
    text = stems(" ".join(line.text for trial in trials_of(scope, record) for line in trial.lines))
    for found in _GIVEN.finditer(clause):
        for word in _WORD.findall(found["given"] or found["group"]):
            roots = stems(word)
            if len(word) >= 6 and word.isalpha() and not any(_is_said(one, text) for one in roots):
                if roots and not get_close_matches(min(roots), text, 1, 0.8):
                    return word
    return ""
