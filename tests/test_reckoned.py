"""What the words of a few sentences ask to be worked out."""

from __future__ import annotations

import pytest
from looked_up import arithmetic, looked_up

from checkers.compare import Tolerance
from checkers.reckoned import reckoned
from checkers.relation import ValueRelation

OWLS = "Of 400 nests, 150 were lined with moss; 60 of these 150 (40%) had eggs."
SHEEP = "We removed 12 lame ewes and 28 rams, leaving 360 sheep."
WEANED = "The median time until they were weaned was 42 days."
ASH = "Of 90 trees, 50 were ash only, 25 oak only and 15 both."


@pytest.mark.parametrize(
    ("claim", "figure", "source", "told"),
    [
        # a share and its group
        (
            "Eggs were seen in 70 nests.",
            "70",
            "Eggs were seen in 35% of 200 nests.",
            "35% of 200 = 70",
        ),
        (
            "Some 70 nests held eggs.",
            "Some 70",
            "We saw 200 nests. Eggs lay in 35%.",
            "35% of 200 = 70",
        ),
        (
            "Some 45 nests held eggs.",
            "Some 45",
            "Of 300 nests, 60% were lined. A quarter of those that were lined held eggs.",
            "25% of 60% of 300 = 180 = 45",
        ),
        ("Of all nests, 15% had eggs.", "15%", OWLS, "60/400 = 15%"),
        ("Overall, 15% of nests had eggs.", "15%", OWLS, "60/400 = 15%"),
        (
            "Of every 1,000 eggs, about four were blue.",
            "about four",
            "We took in 1,500 eggs. Of these, 6 were blue.",
            "6/1500 = 4 per 1000",
        ),
        (
            "Seven of the 20 lined nests had eggs.",
            "Seven of the 20",
            "Twenty of 31 nests were lined, of which seven had eggs.",
            "7 of 20",
        ),
        # parts
        (
            "In all, 31 nests failed.",
            "31",
            "At first 18 nests failed. A further 13 failed in June.",
            "18 + 13 = 31",
        ),
        ("Of all sheep, 10% were removed.", "10%", SHEEP, "12 + 28 + 360 = 400; 40 are 10%"),
        ("We met 400 sheep.", "400", SHEEP, "12 + 28 + 360 = 400"),
        ("Ash stood in 65 places.", "65", ASH, "50 + 15 = 65"),
        (
            "Of all farms, 22% kept geese.",
            "22%",
            "Geese were kept on 30 of 100 hill farms and 14 of 100 valley farms.",
            "30 of 100 and 14 of 100: 44 of 200 = 22%",
        ),
        (
            "Twenty hens were lost.",
            "Twenty",
            "We ringed 150 hens, and 130 remained at the end.",
            "150 − 130 = 20",
        ),
        (
            "In all, 60 birds fell ill.",
            "60",
            "Illness struck 25 hens, 20 ducks and 15 geese.",
            "25 + 20 + 15 = 60",
        ),
        (
            "Thirty hens no longer laid.",
            "Thirty",
            "At the end 50 of 80 hens laid.",
            "80 − 50 = 30",
        ),
        (
            "A tenth of the ducks laid daily.",
            "A tenth",
            "Of the ducks, 40% laid, and a quarter of these laid daily.",
            "25% of 40% = 10%",
        ),
        (
            "Fifty nests were left in the end.",
            "Fifty",
            "We found 340 nests. We dropped 90 empty ones and excluded a further 200 as too high.",
            "340 − 90 − 200 = 50",
        ),
        (
            "We kept what remained, 240 eggs.",
            "240",
            "Of 320 eggs, a quarter were cracked and were discarded.",
            "320 − a quarter = 240",
        ),
        (
            "Some 1,200 farms had been asked.",
            "Some 1,200",
            "In all, 900 farms replied, a response rate of 75%.",
            "900 are 75% of 1200",
        ),
        (
            "About 400 farms had been approached.",
            "About 400",
            "Visits were agreed to by 240 (60%).",
            "240 are 60% of 400",
        ),
        (
            "Taken together, 16% of the birds fell ill.",
            "16%",
            "We kept 300 hens and 200 ducks. Of the hens 20% fell ill, and 10% of the ducks.",
            "20% and 10% of 300 and 200: 16%",
        ),
        (
            "Across both flocks, 15% fell ill.",
            "15%",
            "There were 400 birds, 200 in either flock. By May 20% and 10% fell ill.",
            "20% and 10% of 1 and 1: 15%",
        ),
        # steps
        (
            "Hens laid 8 eggs more than ducks.",
            "8",
            "Hens laid 31 eggs and ducks 23 eggs.",
            "31 and 23 are 8 apart",
        ),
        (
            "The pond cooled by 4.5 °C.",
            "4.5 °C",
            "At noon the pond was at 19.0 °C. By dusk it was at 14.5 °C.",
            "19.0 °C and 14.5 °C are 4.5 apart",
        ),
        (
            "One in five hens did not lay.",
            "One in five",
            "Of the hens, 80% were found to lay.",
            "100% − 80% = 20%",
        ),
        (
            "Ten hens would need the feed for one more to lay.",
            "Ten",
            "With the feed 65% laid and without it 55% laid.",
            "100/10 = 10",
        ),
        (
            "The pond stood at a third of its former level.",
            "a third",
            "The pond fell from 90 cm to 30 cm.",
            "30/90 = 0.33",
        ),
        (
            "Geese became half as common again.",
            "half as common again",
            "Geese rose from 40 kg to 60 kg.",
            "60/40 = 1.5",
        ),
        (
            "A further 70 hens would have been spared.",
            "70",
            "The fence spared 50 hens. Had it been higher, 120 would have been spared.",
            "50 and 120 are 70 apart",
        ),
        (
            "Ewes still ate 1.4 kg more than the 3 kg advised.",
            "1.4 kg",
            "Ewes came down from 5.0 kg to 4.4 kg. The advice is 3 kg a day.",
            "4.4 and 3 are 1.4 apart",
        ),
        (
            "Hay saved 1.5 kg of oats.",
            "1.5 kg",
            "Ponies ate 4.5 kg of oats with straw and 3.0 with hay.",
            "4.5 kg and 3.0 are 1.5 apart",
        ),
        (
            "The fast boat came in 15 minutes sooner.",
            "15 minutes",
            "The fast boat took 45 minutes and the slow one 1 hour.",
            "45 minutes and 1 hour are 15 apart",
        ),
        (
            "The shade was worth 2.5 °C more than the fan.",
            "2.5 °C",
            "In the shade it went from 31.0 °C to 26.5 °C. With the fan it went from 31.0 °C to 29.0 °C.",
            "from 31.0 °C to 26.5 °C and from 31.0 °C to 29.0 °C: 2.5 apart",
        ),
        # courses and doses
        (
            "The trip took five weeks.",
            "five weeks",
            "We walked for 21 days and then sailed for 2 weeks.",
            "21 days + 2 weeks = 5 week",
        ),
        (
            "Dogs were given 600 mg a day.",
            "600 mg a day",
            "Dogs were given 150 mg every 6 hours.",
            "150 mg × 4 = 600",
        ),
        # units of which one leaves out whom or what time a value is told of
        (
            "The oak barn came out 640 dollars cheaper.",
            "640 dollars",
            "The oak barn cost 2,310 dollars per stall, and the stone barn 2,950 dollars.",
            "2,310 dollars per stall and 2,950 dollars are 640 apart",
        ),
        (
            "The mules walked 14 minutes a day more than before the bridge was built.",
            "14 minutes a day",
            "They walked 22 minutes a day before it, 29 minutes a day at first and 36 minutes a day now.",
            "22 minutes and 36 minutes a day are 14 apart",
        ),
        (
            "There were 5 extra slips per 1,000 stall-days on clay.",
            "5 extra slips per 1,000 stall-days",
            "Slips came to 12 per 1,000 stall-days on clay and 7 per 1,000 on sand.",
            "12 per 1,000 stall-days and 7 per 1,000 are 5 apart",
        ),
        # the half of a median
        ("Half of the lambs were weaned by six weeks.", "Half", WEANED, "median 42 days"),
        (
            "At least half had been weaned within 7 weeks.",
            "At least half",
            WEANED,
            "median 42 days",
        ),
    ],
)
def test_a_figure_is_worked_out(claim: str, figure: str, source: str, told: str) -> None:
    assert told in arithmetic(claim, figure, source)


@pytest.mark.parametrize(
    ("claim", "figure", "source"),
    [
        ("Eggs were seen in 60 nests.", "60", "Eggs were seen in 35% of 200 nests."),
        ("Of all nests, 40% had eggs.", "40%", OWLS),
        ("Some 185 nests held eggs.", "Some 185", "We saw 500 nests. Eggs lay in 35%."),
        (
            "Geese laid 40 eggs in May.",
            "40",
            "In the herd 90 geese (60%) laid. Ice lay on 44.4% of days.",
        ),
        ("Of all sheep, 12% were removed.", "12%", SHEEP),
        ("Ash stood in 77 places.", "77", ASH),
        ("At 11 weeks hens laid more.", "11 weeks", "Hens laid at 3 weeks and at 14 weeks."),
        ("Hens laid at 17 weeks.", "17 weeks", "Hens laid at 3 weeks and at 14 weeks."),
        ("One in five hens laid.", "One in five", "Of the hens, 80% were found to lay."),
        (
            "A further 120 hens would have been spared.",
            "120",
            "The fence spared 50 hens. Had it been higher, 120 would have been spared.",
        ),
        (
            "Ewes still ate 4.4 kg more than the 3 kg advised.",
            "4.4 kg",
            "Ewes came down from 5.0 kg to 4.4 kg. The advice is 3 kg a day.",
        ),
        (
            "The shade was worth 4.5 °C more than the fan.",
            "4.5 °C",
            "In the shade it was 26.5 °C. With the fan it was 29.0 °C.",
        ),
        (
            "In the end 250 nests were left.",
            "250",
            "We found 340 nests. We dropped 90 empty ones and excluded a further 200 as too high.",
        ),
        (
            "Some 900 farms had been asked.",
            "Some 900",
            "In all, 600 farms replied, a response rate of 75%.",
        ),
        (
            "The form asked about hay and was answered by 1,200 farms.",
            "1,200",
            "In all, 900 farms replied, a response rate of 75%.",
        ),
        (
            "Taken together, 15% of the birds fell ill.",
            "15%",
            "We kept 300 hens and 200 ducks. Of the hens 20% fell ill, and 10% of the ducks.",
        ),
        ("The pond rose twofold.", "twofold", "The pond fell from 80 cm to 40 cm."),
        (
            "The trip took six weeks.",
            "six weeks",
            "We walked for 21 days and then sailed for 2 weeks.",
        ),
        (
            "The mares got 2 mg more.",
            "2 mg",
            "The dose was 5 mg/kg in the mares and 3 mg/kg in the foals.",
        ),
        (
            "Hens slept 5 minutes a day longer.",
            "5 minutes a day",
            "Hens slept for 25 minutes a day, and ducks for 30 minutes a week.",
        ),
        (
            "The clay had 5 extra slips per 1,000 stall-days.",
            "5 extra slips per 1,000 stall-days",
            "Slips came to 12 per 1,000 stall-days on clay and 7 per 100 on sand.",
        ),
        ("Half of the lambs were weaned by five weeks.", "Half", WEANED),
        ("At least half had been weaned within 5 weeks.", "At least half", WEANED),
        ("Half of the lambs were ill by six weeks.", "Half", WEANED),
        ("Half of them were weaned by six weeks.", "Half", WEANED.replace("median", "mean")),
        ("Half had been weaned by six weeks.", "Half", "Weaned lambs had a median age of 42 days."),
    ],
)
def test_nothing_else_is(claim: str, figure: str, source: str) -> None:
    assert arithmetic(claim, figure, source) == []


def test_a_figure_meets_what_is_worked_out() -> None:
    asked, index = looked_up("In all, 31 died.", "31", "At first 18 died. A further 13 died later.")
    (found,) = reckoned(asked, index, range(len(index.passages)), Tolerance())
    assert found.firm
    assert found.worked == "sum"
    assert found.comparison.relation is ValueRelation.EQUAL


def test_nothing_is_worked_out_of_a_list_of_hundreds() -> None:
    source = "At first 18 died. Of 900 hens, a further 13 died, {}."
    few, many = (", ".join(map(str, range(300, 300 + count))) for count in (9, 300))
    assert arithmetic("In all, 31 died.", "31", source.format(few))
    assert arithmetic("In all, 31 died.", "31", source.format(many)) == []
