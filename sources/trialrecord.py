"""Records of trial registries: trials, their arms, outcomes, adverse events and criteria.

ClinicalTrials.gov prints what a trial found as fields and rows, not as prose:
a group's title, how many were analysed, the unit and then the values; an adverse
event with those affected and those at risk; criteria below their heading.  The
layout alone gives such a text away.  Several records may follow one another, each
below a line that names it ("Primary trial:", "NCT00000000").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice


class Section(StrEnum):
    """The sections of a record that state figures."""

    EVENTS = "adverse events"
    OUTCOMES = "results"
    ARMS = "intervention"
    CRITERIA = "eligibility"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record; ``start`` and ``end`` are offsets in its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """How many of a group an adverse event befell.

    Attributes:
        name: the event as printed, "Total" for any event.
        affected: participants with it.
        at_risk: participants of the group, 0 where the record does not say.
        line: where it stands.
    """

    name: str
    affected: int
    at_risk: int
    line: Line


@dataclass(frozen=True, slots=True)
class EventGroup:
    """The adverse events of one group: those with any event, and each kind of event."""

    total: Event | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an outcome.

    Attributes:
        label: what the row is about, "" for a group's only row.
        value: the printed estimate or count.
        spread: the numbers in the brackets after it: ends of a range or interval, or one
            measure of spread.
        line: where it stands.
    """

    label: str
    value: Decimal
    spread: tuple[Decimal, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The results of one group.

    Attributes:
        title, description: what the record calls it and what was done to it.
        analysed: participants, 0 where the record does not say.
        measure: what the value is ("Median (95% Confidence Interval)").
        unit: its unit as printed.
        values: its rows.
        lines: all its lines.
    """

    title: str
    description: str
    analysed: int
    measure: str
    unit: str
    values: tuple[Value, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome measure: its title and description, its time frame and its groups."""

    title: str
    time_frame: str
    lines: tuple[Line, ...]
    groups: tuple[OutcomeGroup, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """An intervention: its title, and the lines that say what is given."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of eligibility; ``excludes`` where it stands below the exclusion heading."""

    excludes: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial of a record.

    Attributes:
        name: what the text calls it ("primary", "nct00000000"), "" for a single one.
        lines: all its lines.
        events, outcomes, arms, criteria: its sections, empty where the text has none.
    """

    name: str
    lines: tuple[Line, ...]
    events: tuple[EventGroup, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    arms: tuple[Arm, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    def of(self, section: Section) -> tuple[Line, ...]:
        """The lines of a section, empty where the text has none."""
        if section is Section.CRITERIA:
            return tuple(one.line for one in self.criteria)
        if section is Section.ARMS:
            return tuple(line for arm in self.arms for line in arm.lines)
        if section is Section.EVENTS:
            rows = (one for group in self.events for one in (group.total, *group.events))
            return tuple(one.line for one in rows if one)
        groups = [group for outcome in self.outcomes for group in outcome.groups]
        heads = [line for outcome in self.outcomes for line in outcome.lines]
        return (*heads, *(line for group in groups for line in group.lines))


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """The trials that a text records, in its order."""

    trials: tuple[Trial, ...]


_NAME = re.compile(r"(?i)(primary|secondary) trial:?|(NCT\d{8}):?")
_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (Section.EVENTS, re.compile(r"(?i)(?:serious )?adverse events(?: \d{1,3})?:?")),
    (Section.OUTCOMES, re.compile(r"(?i)outcome measurement:?")),
    (Section.ARMS, re.compile(r"(?i)interventions?(?: \d{1,3})?:")),
    (
        Section.CRITERIA,
        re.compile(
            r"(?i)(?:- ?|key |main )?(?:inclusion|exclusion)(?: criteria)? ?:?"
            r"|eligibility(?: criteria)?:?"
            r"|disease characteristics ?:|patient characteristics ?:|prior concurrent therapy ?:"
        ),
    ),
)
_EXCLUDING = re.compile(r"(?i)(?:- ?|key |main )?exclusion")
_SHARE = re.compile(r"(\d{1,7}) ?/ ?(\d{1,7})(?: ?\( ?(\d{1,3}(?:\.\d{1,4})?) ?%\))")
_TOTAL = re.compile(r"(?i)total:? *(\d{1,7})(?: ?/ ?(\d{1,7}))?(?!\d)")
_NOTE_MARK = re.compile(r"\[\d{1,2}\]\Z")
#: More groups than this are not told apart in a table of events.
MOST_COLUMNS = 50
_GROUP_TITLE = "Arm/Group Title"
_DESCRIPTION = "Arm/Group Description"
_ANALYSED = "Overall Number of Participants Analyzed"
_MEASURE_TYPE = "Measure Type"
_UNIT = "Unit of Measure"
_TIME_FRAME = "Time frame"
_FIELDS = (_GROUP_TITLE, _DESCRIPTION, _ANALYSED, _MEASURE_TYPE, _UNIT, _TIME_FRAME)
_FIELD = re.compile(r"(?i)(" + "|".join(map(re.escape, _FIELDS)) + r")[ \t]*[:\t][ \t]*")
_RESULTS = re.compile(r"(?i)results \d{1,3}:?")
_NUMBER = r"-?(?:\d{1,12}(?:,\d{3}){0,3}(?:\.\d{1,8})?|\.\d{1,8})"
_VALUE = re.compile(
    r"(?:^|"
    rf"[ \t:])({_NUMBER})(?: ?%)?(?:[ \t]{{1,4}}\d{{1,3}}(?:\.\d{{1,4}})?%)?(?: ?\[\d{{1,2}}\])?"
    rf"(?: ?\( ?(NA|{_NUMBER})(?: ?%)?(?: to (NA|"
    rf"{_NUMBER}))?(?: ?%)?(?: ?\[\d{{1,2}}\])? ?\))?[ \t]*$"
)
#: A text longer than this is no record of a few trials.
LONGEST = 300_000


def read_record(text: str) -> TrialRecord | None:
    """The trials of a text, or None where it is no registry record.

    A record opens with the heading of a section, or with the name of a trial
    and such a heading; anything else is prose that may quote one.

    Args:
        text: a source's text.
    """
    if len(text) > LONGEST:
        return None
    first = next(_lines(text), None)
    if first is None or not (_NAME.fullmatch(first.text) or _section(first)):
        return None
    parts = list(_parts(_lines(text)))
    if not any(lines and _section(lines[0]) for _, lines in parts):
        return None
    trials = tuple(_trial(name, lines) for name, lines in parts)
    return TrialRecord(trials) if any(map(_states, trials)) else None


def _states(trial: Trial) -> bool:
    return bool(trial.events or trial.outcomes or trial.arms or len(trial.criteria) > 1)


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        if stripped:
            yield Line(stripped, start, start + len(stripped))
        at += len(raw) + 1


def _parts(lines: Iterator[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each trial, with its name."""
    name, held = "", list[Line]()
    for line in lines:
        found = _NAME.fullmatch(line.text)
        if found:
            if held or name:
                yield name, held
            name, held = (found[1] or found[2]).lower(), []
        else:
            held.append(line)
    if held or name:
        yield name, held


def _section(line: Line) -> Section | None:
    if line.text.startswith(_GROUP_TITLE):
        return Section.OUTCOMES
    return next((name for name, heading in _HEADINGS if heading.fullmatch(line.text)), None)


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading of a section ("" where lines stand above the first) and the lines below it."""

    section: Section
    heading: str
    lines: list[Line]


def _trial(name: str, lines: list[Line]) -> Trial:
    parts = [_Part(next(filter(None, map(_section, lines)), Section.CRITERIA), "", [])]
    for line in lines:
        section = _section(line)
        titled = line.text.startswith(_GROUP_TITLE)
        if section and not (titled and parts[-1].section is section):
            parts.append(_Part(section, line.text, [line] if titled else []))
        else:
            parts[-1].lines.append(line)

    def of(section: Section) -> list[_Part]:
        return [part for part in parts if part.section is section and part.lines]

    return Trial(
        name,
        tuple(lines),
        tuple(group for part in of(Section.EVENTS) for group in _event_groups(part.lines)),
        tuple(_outcome(part.lines) for part in of(Section.OUTCOMES)),
        tuple(Arm(part.lines[0].text, tuple(part.lines)) for part in of(Section.ARMS)),
        tuple(
            Criterion(bool(_EXCLUDING.match(part.heading)), line)
            for part in of(Section.CRITERIA)
            for line in part.lines
        ),
    )


def _event_groups(lines: Sequence[Line]) -> Iterator[EventGroup]:
    """The groups of a table of adverse events: one a column."""
    totals, rows = list[Event](), list[list[Event]]()
    for line in lines:
        total = _TOTAL.match(line.text)
        if total and not rows and not totals:
            totals.append(Event("Total", int(total[1]), int(total[2] or 0), line))
            continue
        cells = list(islice(_SHARE.finditer(line.text), MOST_COLUMNS))
        name = _without_note(line.text[: cells[0].start()]) if cells else ""
        if name:
            rows.append([Event(name, _affected(*one.groups()), int(one[2]), line) for one in cells])
    if not rows:
        if totals:
            yield EventGroup(totals[0], ())
        return
    for column in range(max(map(len, rows))):
        events = tuple(row[column] for row in rows if column < len(row))
        yield EventGroup(totals[column] if column < len(totals) else None, events)


def _without_note(name: str) -> str:
    """The name of an event without the marks of its footnotes."""
    return _NOTE_MARK.sub("", name.rstrip("*†‡ \t")).rstrip("*†‡ \t")


def _affected(count: str, whole: str, percent: str) -> int:
    """A count; the number of a footnote may be glued to its front, and the share tells."""
    for cut in range(len(count)):
        rest = int(count[cut:])
        if int(whole) and abs(Decimal(100 * rest) / int(whole) - Decimal(percent)) < Decimal("0.1"):
            return rest
    return int(count)


def _outcome(lines: Sequence[Line]) -> Outcome:
    opens = [at for at, line in enumerate(lines) if _opens_group(lines, at)]
    head = lines[: opens[0]] if opens else lines
    frame = next((_field(line)[1] for line in head if _field(line)[0] == _TIME_FRAME), "")
    ends = [*opens[1:], len(lines)]
    groups = tuple(_group(lines[start:end]) for start, end in zip(opens, ends, strict=False))
    return Outcome(head[0].text if head else "", frame, tuple(head), groups)


def _opens_group(lines: Sequence[Line], at: int) -> bool:
    """Whether the lines of a group begin here: at its number, or at its title without one."""
    line = lines[at]
    if _RESULTS.fullmatch(line.text):
        return at + 1 < len(lines) and lines[at + 1].text.startswith(_GROUP_TITLE)
    numbered = at > 0 and bool(_RESULTS.fullmatch(lines[at - 1].text))
    return line.text.startswith(_GROUP_TITLE) and not numbered


def _field(line: Line) -> tuple[str, str]:
    """The name of the field that a line opens with, "" for none, and the rest."""
    found = _FIELD.match(line.text)
    if not found:
        return "", line.text
    name = next(one for one in _FIELDS if one.lower() == found[1].lower())
    return name, line.text[found.end() :]


def _group(lines: Sequence[Line]) -> OutcomeGroup:
    """One group's fields: each runs to the next field."""
    fields: dict[str, list[Line]] = {}
    name = ""
    for line in lines:
        found, _ = _field(line)
        name = found or name
        fields.setdefault(name, []).append(line)

    def text(field: str) -> str:
        return " ".join(_field(line)[1] for line in fields.get(field, ()))

    analysed = re.match(r"\d{1,7}", text(_ANALYSED))
    measures = [line.text for line in fields.get(_ANALYSED, ())[1:]]
    measures += [_field(line)[1] for line in fields.get(_MEASURE_TYPE, ())]
    unit, values = _values(fields.get(_UNIT, ()))
    return OutcomeGroup(
        text(_GROUP_TITLE),
        text(_DESCRIPTION),
        int(analysed[0]) if analysed else 0,
        " ".join(measures),
        unit,
        values,
        tuple(lines),
    )


def _values(lines: Sequence[Line]) -> tuple[str, tuple[Value, ...]]:
    """The unit, and the rows that follow it; the first stands on the unit's own line."""
    unit, found = "", list[Value]()
    for at, line in enumerate(lines):
        body = _field(line)[1]
        value = _VALUE.search(body)
        label = (body[: value.start()] if value else body).strip(" \t:")
        if at == 0:
            unit, label = _unit_and_label(label, ":" in body)
        if value:
            spread = tuple(
                _decimal(one) for one in value.groups()[1:] if one is not None and one != "NA"
            )
            found.append(Value(label, _decimal(value[1]), spread, line))
    return unit, tuple(found)


def _unit_and_label(text: str, labelled: bool) -> tuple[str, str]:
    """Where the unit ends and the first row's label begins is not printed.

    Units are lower case or a known noun and one to three words; a label mostly begins with
    a capital.
    """
    words = text.split()
    if not labelled or not words:
        return text, ""
    for at in range(1, len(words)):
        if words[at][:1].isupper() or words[at][:1].isdigit() or words[at][:1] in "<>≥≤=":
            return " ".join(words[:at]), " ".join(words[at:])
    return words[0], " ".join(words[1:])


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
