"""Statements about adverse events, counted in the rows of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache

from checkers.trials.amounts import Amount, Bound, Kind, amounts, without
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.scope import How, Scope, scope_of, spans, trials_of
from checkers.words import Concepts, parse_concepts, rows_of, stem
from sources.trialrecord import Event, EventGroup, Line, TrialRecord

_WORD = re.compile(r"[^\W_]+")
#: Words of a statement, and of an event's name, that name no event.
_GENERAL = frozenset(
    map(
        stem,
        "patient patients participant participants case cases trial study cohort arm group subjects people"
        " population adverse event events effect effects side record recorded reported report occurred occur"
        " suffer suffered experience experienced have had has was were with in of the a an and or to for from"
        " that which who than more less fewer number total individual only just any no not none all at most"
        " least there their this these by is are be been one two common type types category categories"
        " affect affected affecting during as compared whereas while other nos specify unspecified general disorder"
        " disorders grade gr clinical primary secondary symptoms condition conditions related induced"
        " diagnosed diagnosis observed showed shown signs sign either both each every developed due without"
        " women men serious severe system administration site times time percentage rate incidence"
        " higher lower same different difference difference felt found they if on it also did do does"
        " subject members within across indicate indicated impacted impacting many much times life threatening prevalence instance instances its disease diseases occurence occurrence".split(),
    )
)


@cache
def event_concepts() -> Concepts:
    """The table of adverse events that is shipped with the package."""
    return parse_concepts(["[event]", *rows_of("events")])


@dataclass(frozen=True, slots=True)
class Mention:
    """An event that a statement names: its concepts, and where."""

    concepts: frozenset[str]
    start: int
    end: int


def name_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """The concepts of an event's name or of a statement, with their places."""
    tokens = [(one.group().lower(), one.start(), one.end()) for one in _WORD.finditer(text)]
    tokens = [one for one in tokens if not one[0].isdigit()]
    stems = [stem(word) for word, _, _ in tokens]
    table = event_concepts()
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(tokens):
        length, concept, kind = table.at(stems, at)
        if kind or stems[at] not in _GENERAL:
            found.append((concept, tokens[at][1], tokens[at + length - 1][2]))
        at += length
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of the groups that are asked about an event befell."""

    affected: int
    at_risk: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.affected, self.at_risk) if self.at_risk else Fraction(0)


Key = frozenset[str]
#: Groups that count as one: the groups, and what they are called.
Unit = tuple[str, Sequence[EventGroup]]


def answer_events(clause: str, scope: Scope, record: TrialRecord, carried: str = "") -> Answer:
    """What a record's adverse events say of one clause.

    Args:
        clause: part of a statement, in lower case.
        scope: whom it is about.
        record: the record.
        carried: an earlier clause, whose event counts where this one names none.
    """
    for way in (_shared, _varieties, _peak, _types, _ranked, _compared, _located, _plain):
        found = way(clause, scope, record, carried)
        if found:
            return found
    return Answer(Truth.SILENT)


def units_of(scope: Scope, record: TrialRecord) -> list[Unit]:
    """The groups that a scope asks, as one or one by one."""
    found: list[Unit] = []
    trials = trials_of(scope, record)
    for trial in trials:
        named = f" of the {trial.name} trial" if trial.name else ""
        numbers = [one for one in scope.groups or range(1, len(trial.events) + 1)]
        groups = [(one, trial.events[one - 1]) for one in numbers if 0 < one <= len(trial.events)]
        apart = scope.how is not How.TOGETHER
        if apart:
            found += [(f"group {one}{named}", [group]) for one, group in groups]
        elif groups:
            label = f"group {groups[0][0]}{named}" if scope.groups and len(groups) == 1 else named
            found.append((label.strip() or "all groups", [group for _, group in groups]))
    return found


def _cell(groups: Iterable[EventGroup], keys: set[Key]) -> tuple[Cell, tuple[Event, ...]]:
    """Those whom the events of some keys befell, over groups."""
    affected = at_risk = 0
    rows: list[Event] = []
    for group in groups:
        hits = [one for one in group.events if _key(one.name) in keys]
        affected += sum(one.affected for one in hits)
        at_risk += _at_risk(group)
        rows += hits
    return Cell(affected, at_risk), tuple(rows)


def _at_risk(group: EventGroup) -> int:
    rows = [*([group.total] if group.total else []), *group.events]
    return max((one.at_risk for one in rows), default=0)


def _total(groups: Iterable[EventGroup]) -> tuple[Cell, tuple[Event, ...]]:
    rows = tuple(group.total for group in groups if group.total)
    at_risk = sum(_at_risk(group) for group in groups)
    return Cell(sum(one.affected for one in rows), at_risk), rows


@cache
def _key(name: str) -> Key:
    return frozenset(concept for concept, _, _ in name_of(name))


def _keys(units: Iterable[Unit]) -> set[Key]:
    return {_key(one.name) for _, groups in units for group in groups for one in group.events}


def mentions(clause: str) -> list[Mention]:
    """The things that a clause may name as events: runs of words that say something."""
    blanked = without(clause, [*spans(clause), *((one.start, one.end) for one in amounts(clause))])
    found: list[Mention] = []
    for concept, start, end in name_of(blanked):
        between = blanked[found[-1].end : start] if found else ","
        if found and re.fullmatch(r"[ \-']*(?:of |the |in |to |a |an |their )*", between):
            last = found.pop()
            found.append(Mention(last.concepts | {concept}, last.start, end))
        else:
            found.append(Mention(frozenset({concept}), start, end))
    return found


def rows_named(mention: Mention, keys: set[Key]) -> set[Key]:
    """The rows whose event a mention names; the closest reading that any row fits."""
    wanted = mention.concepts
    if wanted in keys:
        return {wanted}
    wider = {key for key in keys if wanted <= key}
    if wider:
        return wider
    heads = {concept for concept in wanted if is_event(concept)}
    headed = {key for key in keys if heads and heads <= key}
    if headed:
        return headed
    inside = [key for key in keys if key and key < wanted and (not heads or key & heads)]
    if inside:
        return {max(inside, key=lambda key: (len(key), sorted(key)))}
    return _misspelt(wanted, keys) if not heads else set()


@cache
def _event_names() -> frozenset[str]:
    return frozenset(concept for concept, _ in event_concepts().phrases.values())


def is_event(concept: str) -> bool:
    return concept in _event_names()


def _misspelt(wanted: Key, keys: set[Key]) -> set[Key]:
    """Rows with a word that is nearly one of the wanted, which are long enough to tell."""
    words = sorted({word for key in keys for word in key})
    near = {
        close
        for concept in wanted
        if len(concept) >= 5
        for close in get_close_matches(concept, words, 1, 0.8)
    }
    return {key for key in keys if near & key}


@dataclass(frozen=True, slots=True)
class Named:
    """The events that a clause names."""

    keys: frozenset[Key]
    words: str
    absent: bool  #: it names a thing that no row is about


_ANY_EVENT = re.compile(r"\b(?:adverse event|adverse effect|adverse reaction|side effect|aes?\b|toxicit)")


def named(clause: str, carried: str, units: Sequence[Unit]) -> Named:
    """The events that a clause, or else the one before it, names."""
    keys = _keys(units)
    for text in (clause, carried):
        found = mentions(text)
        hits = [(one, rows_named(one, keys)) for one in found]
        rows = {key for _, some in hits for key in some}
        if rows:
            words = ", ".join(text[one.start : one.end] for one, some in hits if some)
            lacking = any(not some and _heads(one) for one, some in hits)
            return Named(frozenset(rows), words, lacking)
        if found and not _ANY_EVENT.search(text):
            return Named(frozenset(), text[found[0].start : found[0].end], True)
        if found or _ANY_EVENT.search(text):
            lacking = any(map(_heads, found))
            return Named(frozenset(), "any adverse event", lacking)
    return Named(frozenset(), "any adverse event", False)


def _heads(mention: Mention) -> bool:
    return any(map(is_event, mention.concepts))


def _counted(unit: Unit, what: Named) -> tuple[Cell, tuple[Event, ...]]:
    return _cell(unit[1], set(what.keys)) if what.keys else _total(unit[1])


def _lines(rows: Iterable[Event]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(one.line for one in rows))


_NONE = re.compile(r"\bnot (?:\w+ ){0,2}any\b|\bdid not occur\b")
_NOT = re.compile(r"\b(?:did|do|does|were|was|had|have|has|could) not\b|\bdidn't\b|\bnever\b")


def _plain(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "3 patients in cohort 1 had anaemia": a count or a share of a group."""
    units = units_of(scope, record)
    if not units and scope.groups and any(trial.events for trial in trials_of(scope, record)):
        return Answer(Truth.FAILS, f"no group {scope.groups[0]} is recorded")
    asked = [one for one in amounts(clause) if one.kind is not Kind.TIMES]
    if not asked and (found := _NONE.search(clause)):
        asked = [Amount(Bound.EXACT, Fraction(0), Kind.COUNT, found.start(), len(clause), worded=True)]
    if not asked or not units:
        return None
    what = named(clause, carried, units)
    if not what.keys and not what.absent and not _ANY_EVENT.search(f"{carried} {clause}"):
        return _enrolled(asked[0], units)
    amount = asked[0]
    whole = asked[1] if len(asked) > 1 and _is_whole(clause, amount, asked[1]) else None
    if what.absent and not what.keys:
        holds = amount.is_upper
        told = f"no row of the record is about {what.words}"
        return Answer(Truth.HOLDS if holds else Truth.FAILS, told, (), known=False)
    turned = bool(_NOT.search(clause, amount.end))
    told: list[str] = []
    lines: list[Line] = []
    verdicts: list[bool] = []
    for unit in units:
        cell, rows = _counted(unit, what)
        if turned:
            cell = Cell(cell.at_risk - cell.affected, cell.at_risk)
        fits = _fits(amount, cell) and (whole is None or whole.value == cell.at_risk)
        verdicts.append(fits)
        told.append(f"{unit[0]}: {_sum(rows)}{_of(cell)}")
        lines += _lines(rows)
    held = _taken(scope.how, verdicts)
    return answer(held, "; ".join(told), tuple(dict.fromkeys(lines)))


def _enrolled(amount: Amount, units: Sequence[Unit]) -> Answer | None:
    """ "The trial had a total of 6 patients": those at risk."""
    if amount.kind is not Kind.COUNT or amount.worded:
        return None
    whole = [sum(map(_at_risk, groups)) for _, groups in units]
    told = "; ".join(f"{unit[0]}: {count} at risk" for unit, count in zip(units, whole, strict=True))
    rows = tuple(group.total for _, groups in units for group in groups if group.total)
    return answer(all(amount.admits(Fraction(one)) for one in whole), told, _lines(rows))


def _is_whole(clause: str, part: Amount, whole: Amount) -> bool:
    return bool(re.fullmatch(r" (?:out )?of (?:the |all )?", clause[part.end : whole.start]))


def _fits(amount: Amount, cell: Cell) -> bool:
    if amount.kind is Kind.SHARE:
        return cell.at_risk > 0 and amount.admits(cell.share)
    return amount.admits(Fraction(cell.affected))


def _taken(how: How, verdicts: Sequence[bool]) -> bool:
    if how is How.NONE:
        return not any(verdicts)
    return any(verdicts) if how is How.ANY else all(verdicts)


def _sum(rows: Sequence[Event]) -> str:
    parts = " + ".join(str(one.affected) for one in rows) or "0"
    return f"{parts} = {sum(one.affected for one in rows)}" if len(rows) > 1 else parts


def _of(cell: Cell) -> str:
    return f" of {cell.at_risk} ({float(cell.share * 100):.2f}%)" if cell.at_risk else ""


_MOST = re.compile(r"\b(?:the |one of the |(?P<some>two|three|four|five|\d) of the )?(?P<way>most|least) (?:common|frequent|prevalent|often|regular|reported)|(?P<freq>most frequently|most commonly)")


def _ranked(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "Anaemia was the most common adverse event in both cohorts"."""
    asked = _MOST.search(clause)
    units = units_of(scope, record)
    if not asked or not units:
        return None
    what = named(clause, carried, units)
    if not what.keys:
        return Answer(Truth.FAILS, f"no row is about {what.words}", known=False) if what.absent else None
    some = re.search(r"(one|two|three|four|five|\d) of the most", clause)
    held: list[bool] = []
    told: list[str] = []
    lines: list[Line] = []
    for unit in units:
        ranks = sorted(((_cell(unit[1], {key})[0].affected, sorted(key)) for key in _keys([unit])), reverse=True)
        counts = [count for count, _ in ranks]
        mark = counts[min(len(counts), 4) - 1] if some and counts else max(counts, default=0)
        for key in what.keys:
            cell, rows = _cell(unit[1], {key})
            held.append(cell.affected >= mark and cell.affected > 0)
            told.append(f"{unit[0]}: {cell.affected}, the most of any event {max(counts, default=0)}")
            lines += _lines(rows)
    return answer(all(held), "; ".join(dict.fromkeys(told)), tuple(dict.fromkeys(lines)))


_VARIETIES = re.compile(r"\b(?:different |distinct |individual )?(?:types?|kinds?|categories) of (?P<what>[^.;,]*)")
_NONE_HAD = re.compile(
    r"\b(?:not|no|none|zero)\b[^.;]*\b(?:affect|influence|impact|occur|occurr?ences?|patients?|any)"
)


def _varieties(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "Three types of infections are recorded": how many rows name them."""
    found = _VARIETIES.search(clause)
    units = units_of(scope, record)
    lead = [one for one in amounts(clause) if found and one.end <= found.start() + 1]
    if not found or not units or not lead:
        return None
    keys = _keys(units)
    asked = {key for one in mentions(found["what"]) for key in rows_named(one, keys)}
    asked = {key for key in asked if any(one.concepts & key for one in mentions(found["what"]))} or keys
    after = clause[found.start("what") :]
    idle = bool(_NONE_HAD.search(after) or _NONE_HAD.search(clause[: lead[-1].start]))
    counts = []
    for unit in units:
        cells = [_cell(unit[1], {key})[0].affected for key in sorted(asked, key=sorted)]
        counts.append(sum((count == 0) if idle else (count > 0 or asked == keys) for count in cells))
    told = "; ".join(f"{unit[0]}: {count} kinds" for unit, count in zip(units, counts, strict=True))
    verdicts = [lead[-1].admits(Fraction(count)) for count in counts]
    return answer(_taken(scope.how, verdicts), told, ())


_PEAK = re.compile(r"\b(?:maximum|highest|largest) number of (?:occ\w+|cases|patients|times)\b")


def _peak(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "The highest number of cases of one event was 3"."""
    found = _PEAK.search(clause)
    units = units_of(scope, record)
    asked = [one for one in amounts(clause) if found and one.start > found.end()]
    if not asked or not units:
        return None
    counts = [
        max((_cell(groups, {key})[0].affected for key in _keys([(name, groups)])), default=0)
        for name, groups in units
    ]
    told = "; ".join(f"{unit[0]}: {count}" for unit, count in zip(units, counts, strict=True))
    return answer(all(asked[0].admits(Fraction(one)) for one in counts), told, ())


_TYPES = re.compile(
    r"\b(?:adverse events?|aes|side effects|adverse event types?|individual adverse events?|single type of adverse event)\b"
    r"[^.;]*?\b(?:occur(?:red|s)?|affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|recorded|record|happened|exceed(?:s|ed)?|has an impact|have an impact|influences?|experienced?)\b"
)


def _types(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "No adverse event occurred in more than 5%": how many kinds of events an amount fits."""
    found = _TYPES.search(clause)
    units = units_of(scope, record)
    if units and (single := _any_kind(clause, units)):
        return single
    if not found or not units:
        return None
    asked = amounts(clause)
    each = [one for one in asked if one.start >= found.start()]
    lead = [one for one in asked if one.end <= found.start() + 30 and one not in each[-1:]]
    if not each or mentions_event(clause, units):
        return None
    mark = each[-1]
    of = re.search(r"of the (\d{1,3}) (?:different )?adverse event", clause)
    denied = bool(re.search(r"\bnot\b[^.;]*\bany\b", clause))
    held, told = list[bool](), list[str]()
    for unit in units:
        keys = _keys([unit])
        cells = {key: _cell(unit[1], {key})[0] for key in keys}
        fitting = [key for key, cell in cells.items() if _often(mark, cell)]
        told.append(f"{unit[0]}: {len(fitting)} of {len(keys)} kinds of events")
        ok = not fitting if denied else _kinds(lead, len(fitting), len(keys))
        held.append(ok and (of is None or int(of[1]) == len(keys)))
    how = scope.how
    return answer(_taken(how, held), "; ".join(told), ())


_SINGLE = re.compile(r"\b(?:experienced?|suffer(?:ed)?(?: from)?|by|from) individual (?:adverse events|aes)\b")


def _any_kind(clause: str, units: Sequence[Unit]) -> Answer | None:
    """ "Over 300 patients had individual adverse events": whether one kind alone had so many."""
    asked = amounts(clause)
    if not asked or not _SINGLE.search(clause):
        return None
    cells = [(name, _cell(groups, {key})[0]) for name, groups in units for key in _keys([(name, groups)])]
    most = max((cell.affected for _, cell in cells), default=0)
    fits = any(_often(asked[0], cell) for _, cell in cells)
    return answer(fits, f"the most of any kind of event: {most}", ())


def _often(mark: Amount, cell: Cell) -> bool:
    if mark.kind is Kind.SHARE:
        return mark.admits(cell.share)
    return mark.admits(Fraction(cell.affected))


def _kinds(lead: Sequence[Amount], fitting: int, every: int) -> bool:
    if not lead:
        return fitting > 0
    first = lead[0]
    if first.kind is Kind.SHARE and not first.of:
        return every > 0 and first.admits(Fraction(fitting, every))
    if first.of:
        return first.of == every and first.value * first.of == fitting
    return first.admits(Fraction(fitting))


def mentions_event(clause: str, units: Sequence[Unit]) -> bool:
    """Whether a clause names an event of the record."""
    keys = _keys(units)
    return any(rows_named(one, keys) and (_heads(one) or one.concepts in keys) for one in mentions(clause))


_SAME = re.compile(r"\b(?:of the same|in common|shared|same)(?: types of| kinds of)? adverse events?|adverse events? in common")


def _shared(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "The trials record only 2 of the same adverse events"."""
    asked = amounts(clause)
    if not _SAME.search(clause) or not asked or len(scope.trials) < 2:
        return None
    sets = []
    for trial in trials_of(scope, record):
        units = [("", trial.events)]
        sets.append({key for key in _keys(units)})
    if len(sets) != 2:
        return None
    common = [key for key in sets[0] if any(key <= one or one <= key for one in sets[1])]
    return answer(asked[0].admits(Fraction(len(common))), f"{len(common)} kinds of events stand in both", ())


_LOCATED = re.compile(r"\ball (?:the |of the |\d+ )?.*\b(?:were in|occurred in|occured in|was in|were from|happened in|found in)\b")


def _located(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "All 4 of the cases were in cohort 1": the rest of the groups have none."""
    if not _LOCATED.search(clause) or not scope.groups:
        return None
    cut = max(clause.rfind(" in "), clause.rfind(" from "))
    where = scope_of(clause, cut)
    place = units_of(Scope(where.trials or scope.trials, where.groups or scope.groups), record)
    everyone = units_of(Scope(scope.trials), record)
    what = named(clause, carried, everyone)
    if not place or not everyone or not what.keys:
        return None
    inside = sum(_counted(unit, what)[0].affected for unit in place)
    rows = [row for unit in everyone for row in _counted(unit, what)[1]]
    whole = sum(row.affected for row in rows)
    numbers = [one for one in amounts(clause) if one.kind is Kind.COUNT]
    fits = all(one.admits(Fraction(whole)) for one in numbers)
    return answer(inside == whole and fits and whole > 0, f"{inside} of {whole} cases", _lines(rows))


_COMPARED = re.compile(
    r"\b(?P<way>more|fewer|less|higher|lower|greater|larger|smaller|worse|better)\b(?P<between>[^.;]*?)\b(?P<joint>than|compared (?:to|with))\b(?! (?:half|\d))"
)
_TIMES_MORE = re.compile(r" (?:more|higher|greater|as|larger)\b")
_JOINT = re.compile(r"\b(?:as|than)\b(?= )")
_AS_MANY = re.compile(r"\b(?:as (?:many|much|often|common|likely|prevalent)|the (?:number|rate|incidence|amount|occurr?ence rate|prevalence))\b")
_EQUAL = re.compile(r"\b(?:the same|equal|identical|evenly|equally)\b")
_UPWARD = frozenset({"more", "higher", "greater", "larger"})


def _compared(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "One more case in cohort 1 than in cohort 2", "twice as many falls as fractures"."""
    cut = _cut(clause)
    if cut is None:
        return _equal(clause, scope, record, carried)
    middle, after, way = cut
    left, right = scope_of(clause, 0, middle), scope_of(clause, after)
    if right.start < 0 and len(left.groups) == 2 and left.how is not How.EACH:
        left, right = Scope(left.trials, left.groups[:1]), Scope(left.trials, left.groups[1:])
    left, right = _completed(left, right, scope)
    ours, theirs = units_of(left, record), units_of(right, record)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    what = named(clause[:middle], carried, ours)
    other = named(clause[after:], clause[:middle], theirs)
    if not other.keys and what.keys:
        other = named(clause[:middle], carried, theirs)
    if (what.absent and not what.keys) or (what.absent and other.absent):
        return Answer(Truth.FAILS, f"no row of the record is about {what.words}", known=False)
    first, rows = _counted(ours[0], what)
    second, more = _counted(theirs[0], other)
    if (ours[0] == theirs[0]) and what.keys == other.keys:
        return None
    leading = [one for one in amounts(clause[:middle]) if not (one.worded and one.kind is Kind.COUNT)]
    held = _holds(leading[-1] if leading else None, way, first, second, "percent" in clause or "proportion" in clause)
    told = f"{ours[0][0]}: {first.affected}{_of(first)}; {theirs[0][0]}: {second.affected}{_of(second)}"
    return answer(held, told, _lines([*rows, *more]))


def _completed(left: Scope, right: Scope, scope: Scope) -> tuple[Scope, Scope]:
    """Each side's trial and groups, where only one of them names them."""
    trials = left.trials or right.trials or scope.trials
    ours = Scope(left.trials or trials, left.groups)
    theirs = Scope(right.trials or trials, right.groups if right.start >= 0 else left.groups)
    if right.start < 0 and not left.groups:
        theirs = Scope(right.trials or trials, ())
    if left.start < 0 and right.start >= 0:
        ours = Scope(trials, right.groups)
    return ours, theirs


def _cut(clause: str) -> tuple[int, int, str] | None:
    """Where the first side of a comparison ends, where the second begins, and its word."""
    times = [one for one in amounts(clause) if one.kind is Kind.TIMES]
    if times:
        many = _AS_MANY.search(clause, times[0].end)
        begin = many.end() if many else times[0].end
        joint = _JOINT.search(clause, begin) if many or _TIMES_MORE.match(clause, begin) else None
        if joint:
            return joint.start(), joint.end(), "times"
        return None
    found = _COMPARED.search(clause)
    return (found.start("joint"), found.end(), found["way"]) if found else None


def _holds(amount: Amount | None, way: str, first: Cell, second: Cell, shares: bool) -> bool:
    if way == "times":
        times = amount
        return bool(times and second.affected and times.admits(Fraction(first.affected, second.affected)))
    up = way in _UPWARD
    if amount is None or amount.kind is Kind.TIMES:
        if shares:
            return first.share > second.share if up else first.share < second.share
        return first.affected > second.affected if up else first.affected < second.affected
    sign = 1 if up else -1
    if amount.kind is Kind.COUNT:
        return amount.admits(Fraction(sign * (first.affected - second.affected)))
    gaps = [sign * (first.share - second.share)]
    if second.affected:
        gaps.append(sign * Fraction(first.affected - second.affected, second.affected))
    return any(amount.admits(gap) and gap > 0 for gap in gaps)


def _equal(clause: str, scope: Scope, record: TrialRecord, carried: str) -> Answer | None:
    """ "Both cohorts had the same number of falls"."""
    if not _EQUAL.search(clause):
        return None
    apart = Scope(scope.trials, scope.groups, How.EACH)
    units = units_of(apart, record)
    if len(units) < 2:
        return None
    what = named(clause, carried, units)
    if not what.keys:
        return None
    cells = [[_cell(unit[1], {key})[0].affected for unit in units] for key in sorted(what.keys, key=sorted)]
    rows = [row for unit in units for row in _counted(unit, what)[1]]
    told = "; ".join(" and ".join(map(str, row)) for row in cells)
    return answer(all(len(set(row)) == 1 for row in cells), told, _lines(rows))
