"""Records of trial registries: what gives them away, and what is read from them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.trialrecord import Section, read_record

EVENTS = """\
Adverse Events 1:
Total: 6/40 (15.00%)
Low platelets * 2/40 (5.00%)
Ear pain [2]1/40 (2.50%)
Fall 3/40 (7.50%)
Adverse Events 2:
Total: 9/38 (23.68%)
Low platelets * 4/38 (10.53%)
Ear pain 0/38 (0.00%)
Fall 5/38 (13.16%)"""

RESULTS = """\
Outcome Measurement:
Time to Relapse
Weeks from the first dose to the first relapse.
Time frame: 2 years
Results 1:
Arm/Group Title: Quiet Walks
Arm/Group Description: A walk of 30 minutes
each morning.
Overall Number of Participants Analyzed: 21
Median (Full Range)
Unit of Measure: weeks  31.5 (4 to 88)
Results 2:
Arm/Group Title: Waiting List
Arm/Group Description: [Not Specified]
Overall Number of Participants Analyzed: 20
Median (Full Range)
Unit of Measure: weeks  -1,200.5 (NA to 7)"""

ROWS = """\
Outcome Measurement:
Response at Week 8
Time frame: 8 weeks
Results 1:
Arm/Group Title: Lamp
Arm/Group Description: Ten thousand lux.
Overall Number of Participants Analyzed: 12
Measure Type: Number
Unit of Measure: participants  Full response: 5
Some response: 4
None: 3  25%"""


def test_adverse_events_are_read_by_group() -> None:
    record = read_record(EVENTS)
    assert record is not None
    first, second = record.trials[0].events
    assert first.total is not None
    assert (first.total.affected, first.total.at_risk) == (6, 40)
    rows = [(one.name, one.affected, one.at_risk) for one in second.events]
    assert rows == [("Low platelets", 4, 38), ("Ear pain", 0, 38), ("Fall", 5, 38)]


def test_the_number_of_a_footnote_is_no_part_of_a_count() -> None:
    record = read_record(EVENTS.replace("Fall 3/40", "Fall * 13/40"))
    assert record is not None
    assert [one.affected for one in record.trials[0].events[0].events] == [2, 1, 3]


def test_events_of_several_groups_may_stand_on_one_line() -> None:
    record = read_record("Adverse Events:\nFall 3/40 (7.50%)\t5/38 (13.16%)\nCold 1/40 (2.50%)")
    assert record is not None
    first, second = record.trials[0].events
    assert [one.affected for one in first.events] == [3, 1]
    assert [one.affected for one in second.events] == [5]


def test_results_are_read_by_group_with_unit_and_spread() -> None:
    record = read_record(RESULTS)
    assert record is not None
    (outcome,) = record.trials[0].outcomes
    assert (outcome.title, outcome.time_frame) == ("Time to Relapse", "2 years")
    walks, waiting = outcome.groups
    assert (walks.title, walks.analysed, walks.unit) == ("Quiet Walks", 21, "weeks")
    assert walks.measure == "Median (Full Range)"
    assert walks.description == "A walk of 30 minutes each morning."
    assert [(one.value, one.spread) for one in walks.values] == [
        (Decimal("31.5"), (Decimal(4), Decimal(88)))
    ]
    assert [(one.value, one.spread) for one in waiting.values] == [
        (Decimal("-1200.5"), (Decimal(7),))
    ]


def test_rows_of_a_group_have_labels() -> None:
    record = read_record(ROWS)
    assert record is not None
    (group,) = record.trials[0].outcomes[0].groups
    assert group.unit == "participants"
    rows = [(one.label, one.value) for one in group.values]
    assert rows == [("Full response", 5), ("Some response", 4), ("None", 3)]


def test_criteria_know_which_side_they_stand_on() -> None:
    record = read_record(
        "Inclusion Criteria:\nAge 40 or older\nExclusion Criteria:\nGout\nNo phone"
    )
    assert record is not None
    sides = [(one.line.text, one.excludes) for one in record.trials[0].criteria]
    assert sides == [("Age 40 or older", False), ("Gout", True), ("No phone", True)]


def test_interventions_have_a_title_and_lines() -> None:
    record = read_record("INTERVENTION 1:\nTea\n200 ml a day\nINTERVENTION 2:\nWater")
    assert record is not None
    assert [arm.title for arm in record.trials[0].arms] == ["Tea", "Water"]
    assert [line.text for line in record.trials[0].arms[0].lines] == ["Tea", "200 ml a day"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"Primary trial:\n{EVENTS}\nSecondary trial:\n{EVENTS}", ["primary", "secondary"]),
        (f"NCT00000001\n{EVENTS}\nNCT00000002:\n{RESULTS}", ["nct00000001", "nct00000002"]),
        (EVENTS, [""]),
    ],
)
def test_trials_follow_one_another_below_their_names(text: str, names: list[str]) -> None:
    record = read_record(text)
    assert record is not None
    assert [trial.name for trial in record.trials] == names


def test_one_trial_may_have_several_sections() -> None:
    record = read_record(f"{EVENTS}\n{RESULTS}\nInclusion Criteria:\nAge 40\nAble to walk")
    assert record is not None
    (trial,) = record.trials
    assert all(trial.of(one) for one in (Section.EVENTS, Section.OUTCOMES, Section.CRITERIA))
    assert not trial.of(Section.ARMS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Of 40 patients, 6 had adverse events.",
        f"A paper that quotes a registry.\n{EVENTS}",
        "Adverse events\n\nNausea was the most common complaint (12%).",
        "Eligibility\n",
        "Primary trial:\nThis was a trial of tea.",
    ],
)
def test_prose_is_no_record(text: str) -> None:
    assert read_record(text) is None


def test_lines_keep_their_place_in_the_text() -> None:
    text = f"\n  {EVENTS}"
    record = read_record(text)
    assert record is not None
    for line in record.trials[0].lines:
        assert text[line.start : line.end] == line.text


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [*f"{EVENTS}\n{RESULTS}\n{ROWS}".split("\n"), "Inclusion Criteria:", "(", ""]
        )
        | st.text(max_size=30),
        max_size=25,
    )
)
def test_any_order_of_lines_is_read_without_an_error(lines: list[str]) -> None:
    text = "\n".join(["Adverse Events 1:", *lines])
    record = read_record(text)
    for trial in record.trials if record else ():
        assert all(text[line.start : line.end] == line.text for line in trial.lines)


@pytest.mark.parametrize("unit", [":", ": 5", "  ", ":  31.5 (4 to 88)"])
def test_an_odd_unit_line_stops_nothing(unit: str) -> None:
    odd = RESULTS.replace("Unit of Measure: weeks  31.5 (4 to 88)", f"Unit of Measure:{unit}")
    read_record(odd)


def test_a_name_of_marks_alone_takes_no_time() -> None:
    record = read_record(EVENTS.replace("Fall 3/40", "*" * 20_000 + " 3/40"))
    assert record is not None
