"""Claims about trials against their records: a specification in small made records."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.judge import Judge
from checkers.pair import PairVerdict, verify
from checkers.trials.amounts import Bound, Kind, amounts
from checkers.trials.clauses import clauses, sentences
from checkers.trials.scope import How, scope_of
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import Extractor

EVENTS = """\
Adverse Events 1:
Total: 6/40 (15.00%)
Thrombocytopenia 2/40 (5.00%)
Ear pain 1/40 (2.50%)
Fall 3/40 (7.50%)
Cardiac failure 0/40 (0.00%)
Adverse Events 2:
Total: 9/38 (23.68%)
Thrombocytopenia 4/38 (10.53%)
Ear pain 0/38 (0.00%)
Fall 5/38 (13.16%)
Cardiac failure 1/38 (2.63%)"""

TWO = f"""\
Primary trial:
{EVENTS}
Secondary trial:
Adverse Events 1:
Total: 2/50 (4.00%)
Fall 2/50 (4.00%)
Hiccups 1/50 (2.00%)"""

RELAPSE = """\
Outcome Measurement:
Time to Relapse
Weeks from the first dose to the first relapse, a rise of at least 20% in the score.
Time frame: 2 years
Results 1:
Arm/Group Title: Quiet Walks
Arm/Group Description: A walk of 30 minutes each morning.
Overall Number of Participants Analyzed: 21
Median (Full Range)
Unit of Measure: weeks  31.5 (4 to 88)
Results 2:
Arm/Group Title: Waiting List
Arm/Group Description: No walks until the study is over.
Overall Number of Participants Analyzed: 20
Median (Full Range)
Unit of Measure: weeks  24.5 (2 to 51)"""

RESPONSE = """\
Outcome Measurement:
Number of Participants by Response at Week 8
Time frame: 8 weeks
Results 1:
Arm/Group Title: Bright Lamp
Arm/Group Description: Ten thousand lux.
Overall Number of Participants Analyzed: 12
Measure Type: Number
Unit of Measure: participants  Full response: 6
Partial response: 4
No change: 2
Results 2:
Arm/Group Title: Dim Lamp
Arm/Group Description: Fifty lux.
Overall Number of Participants Analyzed: 10
Measure Type: Number
Unit of Measure: participants  Full response: 2
Partial response: 3
No change: 5"""

SHARES = """\
Outcome Measurement:
Adherence
Share of participants who kept the plan.
Time frame: 24 weeks
Results 1:
Arm/Group Title: Calls
Arm/Group Description: A call a week.
Overall Number of Participants Analyzed: 50
Measure Type: Number
Unit of Measure: percentage of participants  72.4 (60.1 to 82.0)
Results 2:
Arm/Group Title: Letters
Arm/Group Description: A letter a month.
Overall Number of Participants Analyzed: 50
Measure Type: Number
Unit of Measure: percentage of participants  61.0 (48.9 to 72.0)"""

ARMS = """\
INTERVENTION 1:
Low Dose
Magnesium 400 mg daily and melatonin 2 mg at night for 6 cycles of 28 days.
INTERVENTION 2:
High Dose
Magnesium 800 mg daily and melatonin 2 mg at night for 6 cycles of 28 days."""

CRITERIA = """\
Inclusion Criteria:
Women aged 40 years or older
ECOG performance status 0-1
Platelets 100,000/mm3
Life expectancy of at least 6 months
LVEF of at least 50%
Exclusion Criteria:
INR > 1.5
No telephone at home"""


def document(text: str) -> Document:
    return Document("record", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Extractor())


def judged(judge: Judge, claim: str, source: str) -> PairVerdict:
    return verify(claim, document(source), Extent.FULL, judge)


@pytest.mark.parametrize(
    ("claim", "source", "verdict"),
    [
        # a count or a share of one group, of all, of each
        ("5 patients in arm 2 had a fall.", EVENTS, "supported"),
        ("5 patients in arm 1 had a fall.", EVENTS, "contradicted"),
        ("8 patients had a fall.", EVENTS, "supported"),
        ("A total of 9 patients had a fall.", EVENTS, "contradicted"),
        ("Falls befell 7.5% of patients in group 1.", EVENTS, "supported"),
        ("Falls befell less than 5% of patients in group 1.", EVENTS, "contradicted"),
        ("Falls befell 1/40 patients in group 1.", EVENTS, "contradicted"),
        ("At least 3 patients in each cohort had a fall.", EVENTS, "supported"),
        ("At least 4 patients in each cohort had a fall.", EVENTS, "contradicted"),
        ("More than 10% of patients in one of the cohorts had a fall.", EVENTS, "supported"),
        ("No more than 1 patient in either cohort had heart failure.", EVENTS, "supported"),
        ("There were 3 falls in cohort 3.", EVENTS, "contradicted"),
        # other names for the same event, and events that no row is about
        ("6 patients had a low platelet count.", EVENTS, "supported"),
        ("Earache was reported by 1 patient in cohort 1.", EVENTS, "supported"),
        ("3 patients in cohort 1 had shingles.", EVENTS, "unsupported"),
        # several events at once, any event, those without one
        ("4 patients in arm 1 had ear pain or a fall.", EVENTS, "supported"),
        ("15 patients had an adverse event.", EVENTS, "supported"),
        ("34 patients in arm 1 did not experience an adverse event.", EVENTS, "supported"),
        # groups, trials and events that are compared
        ("There were 2 more falls in cohort 2 than in cohort 1.", EVENTS, "supported"),
        ("There were 3 more falls in cohort 2 than in cohort 1.", EVENTS, "contradicted"),
        (
            "Cohort 2 recorded twice as many cases of thrombocytopenia as cohort 1.",
            EVENTS,
            "supported",
        ),
        (
            "There were 6 more falls in the primary trial than in the secondary trial.",
            TWO,
            "supported",
        ),
        (
            "2 patients in the secondary trial had a fall, but 8 in the primary trial.",
            TWO,
            "supported",
        ),
        ("1 patient in the primary trial had hiccups.", TWO, "unsupported"),
        (
            "The primary trial and the secondary trial share 1 of the same adverse events.",
            TWO,
            "supported",
        ),
        # kinds of events
        (
            "A fall was the most common adverse event in both cohorts, with 8 cases in total.",
            EVENTS,
            "supported",
        ),
        ("No adverse event in cohort 1 occurred in more than 8% of patients.", EVENTS, "supported"),
        (
            "No adverse event in cohort 2 occurred in more than 8% of patients.",
            EVENTS,
            "contradicted",
        ),
        (
            "Only 2 of the 4 adverse event types in cohort 1 occurred more than once.",
            EVENTS,
            "supported",
        ),
        # values of results, by number or title of the group
        (
            "The median time to relapse was 31.5 weeks in the quiet walks group.",
            RELAPSE,
            "supported",
        ),
        ("The median time to relapse was 31.5 weeks in cohort 2.", RELAPSE, "contradicted"),
        ("The median time to relapse was just over 7 months in cohort 1.", RELAPSE, "supported"),
        (
            "Relapse came 7 weeks later, a longer time, in cohort 1 than in cohort 2.",
            RELAPSE,
            "supported",
        ),
        (
            "The median time to relapse was 7 weeks longer in cohort 1 than in cohort 2.",
            RELAPSE,
            "supported",
        ),
        (
            "The median time to relapse was 9 weeks longer in cohort 1 than in cohort 2.",
            RELAPSE,
            "contradicted",
        ),
        (
            "The median time to relapse was 7 weeks shorter in cohort 1 than in cohort 2.",
            RELAPSE,
            "contradicted",
        ),
        ("The shortest time to relapse in cohort 2 was under 3 weeks.", RELAPSE, "supported"),
        ("At least one participant had a time to relapse over 80 weeks.", RELAPSE, "supported"),
        ("No participant had a time to relapse over 80 weeks.", RELAPSE, "contradicted"),
        ("Relapse was defined as a rise of at least 45% in the score.", RELAPSE, "unsupported"),
        # participants, by the label of the row
        ("6 participants in the bright lamp group had a full response.", RESPONSE, "supported"),
        ("8 participants had a full response.", RESPONSE, "supported"),
        ("Half of the participants in cohort 1 had a full response.", RESPONSE, "supported"),
        ("40% of participants in cohort 2 had a full response.", RESPONSE, "contradicted"),
        ("30 participants in cohort 1 had a full response.", RESPONSE, "contradicted"),
        (
            "There were three times as many full responses in cohort 1 as in cohort 2.",
            RESPONSE,
            "supported",
        ),
        # shares, their difference and their complement
        ("72.4% of participants in the calls group kept the plan.", SHARES, "supported"),
        ("27.6% of participants in the calls group did not keep the plan.", SHARES, "supported"),
        ("There was an 11.4% difference between the two cohorts.", SHARES, "supported"),
        ("There was less than a 5% difference between the two cohorts.", SHARES, "contradicted"),
        # doses
        ("Patients in cohort 1 receive 400 mg of magnesium.", ARMS, "supported"),
        ("Patients in cohort 1 receive 800 mg of magnesium.", ARMS, "contradicted"),
        ("Patients in cohort 1 receive 0.4 g of magnesium.", ARMS, "supported"),
        ("Patients receive 400 mg of melatonin.", ARMS, "contradicted"),
        ("Patients undergo a total of 6 cycles.", ARMS, "supported"),
        ("Patients undergo a total of 9 cycles.", ARMS, "contradicted"),
        ("80% of patients received magnesium.", ARMS, "unsupported"),
        # who may take part
        ("Patients must be at least 40 years old to take part.", CRITERIA, "supported"),
        ("Patients must be at least 18 years old to take part.", CRITERIA, "contradicted"),
        ("A life expectancy of at least half a year is required.", CRITERIA, "supported"),
        ("A life expectancy of at least 26 weeks is required.", CRITERIA, "supported"),
        ("Patients must have an ECOG score < 2 to be eligible.", CRITERIA, "supported"),
        ("Patients must have an ECOG score > 2 to be eligible.", CRITERIA, "contradicted"),
        ("Patients with platelets above 120,000/mm3 are eligible.", CRITERIA, "supported"),
        ("Patients with an LVEF of 35% are eligible.", CRITERIA, "contradicted"),
        ("Patients with an LVEF of 35% are excluded.", CRITERIA, "supported"),
        ("Patients with an INR of 2.1 are excluded.", CRITERIA, "supported"),
        ("Patients with an INR of 2.1 are eligible.", CRITERIA, "contradicted"),
        ("A man of 56 years is eligible.", CRITERIA, "contradicted"),
    ],
)
def test_a_claim_is_counted_in_the_record(
    judge: Judge, claim: str, source: str, verdict: str
) -> None:
    assert judged(judge, claim, source).verdict == verdict


def test_the_arithmetic_is_shown_and_the_rows_are_quoted(judge: Judge) -> None:
    found = judged(judge, "6 patients had a low platelet count.", EVENTS)
    (figure,) = found.judgements
    assert "2 + 4 = 6 of 78 (7.69%)" in figure.explanation
    assert [one.quote for one in figure.evidence] == [
        "Thrombocytopenia 2/40 (5.00%)",
        "Thrombocytopenia 4/38 (10.53%)",
    ]
    for one in figure.evidence:
        assert EVENTS[one.start : one.end] == one.quote


def test_a_contradiction_tells_what_was_counted(judge: Judge) -> None:
    (figure,) = judged(judge, "5 patients in arm 1 had a fall.", EVENTS).judgements
    assert "group 1: 3 of 40 (7.50%) where the article says “5”" in figure.explanation


def test_a_definition_beside_a_claim_decides_nothing(judge: Judge) -> None:
    aside = "A lux is a unit of 1 lumen per square metre."
    claim = f"{aside} 8 participants of the trial had a full response."
    assert judged(judge, claim, RESPONSE).verdict == "supported"


def test_a_statement_may_run_over_sentences(judge: Judge) -> None:
    claim = "Rosa is 52 years old. She is eligible for the trial."
    assert judged(judge, claim, CRITERIA).verdict == "supported"
    claim = "Rosa is 32 years old. She is eligible for the trial."
    assert judged(judge, claim, CRITERIA).verdict == "contradicted"


def test_each_section_of_a_record_answers_for_itself(judge: Judge) -> None:
    whole = f"{CRITERIA}\n{ARMS}\n{RELAPSE}\n{EVENTS}"
    claims = {
        "Patients must be at least 40 years old to take part.": "supported",
        "Patients in cohort 1 receive 800 mg of magnesium.": "contradicted",
        "The median time to relapse was 31.5 weeks in the quiet walks group.": "supported",
        "5 patients in arm 1 had a fall.": "contradicted",
    }
    found = {claim: judged(judge, claim, whole).verdict.value for claim in claims}
    assert found == claims


@pytest.mark.parametrize(
    "source", ["Adverse Events 1:\nTotal: 6/40 (15.00%)", "INTERVENTION 1:\n7"]
)
def test_a_record_may_say_next_to_nothing(judge: Judge, source: str) -> None:
    assert judged(judge, "6 patients had an adverse event.", source).confidence > 0


def test_prose_is_judged_as_ever(judge: Judge) -> None:
    prose = f"The registry was read. {EVENTS}"
    found = judged(judge, "6 patients had a low platelet count.", prose)
    assert all("record" not in dict(one.signals) for one in found.judgements)


@pytest.mark.parametrize(
    ("text", "bound", "value", "kind"),
    [
        ("less than 1/4 patients", Bound.UNDER, "1/4", Kind.SHARE),
        ("10 out of every 100 people", Bound.EXACT, "1/10", Kind.SHARE),
        ("0.4 of patients", Bound.EXACT, "2/5", Kind.SHARE),
        ("more than half of patients", Bound.OVER, "1/2", Kind.SHARE),
        ("no fewer than 3 cases", Bound.FROM, "3", Kind.COUNT),
        ("30% or more", Bound.FROM, "3/10", Kind.SHARE),
        ("none of the patients", Bound.EXACT, "0", Kind.COUNT),
        ("a dozen participants", Bound.EXACT, "12", Kind.COUNT),
        ("more than 10 times the number", Bound.OVER, "10", Kind.TIMES),
        ("twice as many", Bound.EXACT, "2", Kind.TIMES),
        ("just under 27 months", Bound.JUST_UNDER, "27", Kind.COUNT),
    ],
)
def test_amounts_are_read_with_their_bounds(
    text: str, bound: Bound, value: str, kind: Kind
) -> None:
    found = amounts(text)[0]
    assert (found.bound, str(found.value), found.kind) == (bound, value, kind)


@pytest.mark.parametrize(
    "text", ["cohort 2", "grade 3 events", "the two cohorts", "the most common"]
)
def test_names_with_numbers_are_no_amounts(text: str) -> None:
    assert not amounts(text)


@pytest.mark.parametrize(
    ("text", "trials", "groups", "how"),
    [
        ("in cohort 2 of the primary trial", ("primary",), (2,), How.TOGETHER),
        ("both cohorts", (), (), How.EACH),
        ("neither of the arms", (), (), How.NONE),
        ("across both cohorts, in total", (), (), How.TOGETHER),
        ("the second group and arm a", (), (1, 2), How.TOGETHER),
        ("the secondary clinical trial", ("secondary",), (), How.TOGETHER),
        ("a primary tumour", (), (), How.TOGETHER),
    ],
)
def test_scopes_name_trials_and_groups(
    text: str, trials: tuple[str, ...], groups: tuple[int, ...], how: How
) -> None:
    found = scope_of(text)
    assert (found.trials, tuple(sorted(found.groups)), found.how) == (trials, groups, how)


def test_a_clause_takes_what_it_does_not_say_from_its_neighbours() -> None:
    first, second = clauses("3 patients in cohort 1 of the primary trial fell, but 5 in cohort 2.")
    assert (first.scope.trials, first.scope.groups) == (("primary",), (1,))
    assert (second.scope.trials, second.scope.groups) == (("primary",), (2,))
    assert "fell" in second.carried


def test_an_aside_is_no_sentence_of_the_statement() -> None:
    text = "Tea is a drink of 1 leaf. 5 patients in the trial fell."
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "5 patients in the trial fell."
    ]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            "5 10% none all most half twice more than fewer in cohort 1 2 both primary secondary"
            " trial patients falls fall ear pain and , . ; mg of magnesium must eligible not"
            " difference weeks relapse highest between at least".split()
        ),
        max_size=18,
    ),
    st.sampled_from([EVENTS, TWO, RELAPSE, RESPONSE, SHARES, ARMS, CRITERIA]),
)
def test_any_statement_gets_an_answer(words: list[str], source: str) -> None:
    found = verify(" ".join(words), document(source), Extent.FULL, Judge(Extractor()))
    assert 0 <= found.confidence <= 1
