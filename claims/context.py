"""Numbers that are no claim for what stands around them: years, "one", halves of things."""

from __future__ import annotations

import re

from claims.numbers import Form
from claims.parts import Part
from claims.reasons import ENZYMES, Reason


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: People and happenings that are counted: "one patient" is a count, "one study" is not.
COUNTED = _words(
    "patient patients participant participants subject subjects person persons people woman women "
    "man men child children infant infants baby babies girl girls boy boys adult adults male males "
    "female females individual individuals volunteer volunteers student students worker workers "
    "nurse nurses physician physicians case cases death deaths event events birth births "
    "pregnancy pregnancies eye eyes rat rats mouse mice animal animals recipient recipients "
    "survivor survivors smoker smokers user users employees residents couples households "
    "sufferer sufferers mother mothers father fathers parent parents newborn newborns neonate "
    "neonates teenager teenagers adolescent adolescents doctor doctors surgeon surgeons carer "
    "carers respondent respondents inpatient inpatients outpatient outpatients donor donors "
    "carrier carriers drinker drinkers driver drivers pupil pupils pensioner pensioners"
)
#: Behind these four digits are a year.
_DATING = _words(
    "in since until till during year years early late mid spring summer autumn winter fall "
    "november december january february march april may june july august september october"
)
#: Behind these they are a year unless they are round.
_MAYBE_DATING = _words("by before after from between of to and through circa around for the a an")
#: Of these "one" is a count too: "one dose", "one full period".
_COUNTED_SINGLY = COUNTED | _words(
    "dose course session injection tablet capsule infusion cycle period rotation orbit copy visit "
    "seat vote goal point game match try wicket win defeat million billion"
)
_VERBS = _words("was is has as this does thus")
_ALONE = _words("least only exactly just than most")
_WORD_AFTER = re.compile(r"[\s\u00a0-]+([A-Za-z]+)(?:[\s\u00a0-]+([A-Za-z]+))?")
#: Many are treated "to prevent one death".
_PREVENTS = re.compile(r"\b(?:prevent|avoid|avert|save|cause)\s$")
#: What "one" stands for is told before it: "the least affected one (7%)".
_IS_NAMED = re.compile(
    r"(?i)\b(?:(?:the|a|an|this|that|each|every|any|which|its|their)\s(?:(?:most|least|more|less)\s[a-z]+|[a-z]+e[rd]|[a-z]+est"
    r"|other|old|new|same|first|second|third|last|next|best|worst|active|sham|real|small|big|large|short|long|low|high"
    r"|early|late|good|bad|true|false|male|female|latter|only)|another|the)\s$"
)
#: "One (5%)", "one or two", and one of several that are told apart: "(one in each arm)".
_SHARE_AFTER = re.compile(
    r"\s\(\s?[0-9]|\s(?:or|and|to|vs\.?|versus)\s(?:none|zero|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|[0-9])(?![a-z])"
    r"|\s(?:in|from)\s(?:the|each)\s(?:[a-z-]+\s)?(?:group|arm|control|placebo|treatment|intervention)"
)
_NOT_HALF_BEFORE = _words(
    "first second other upper lower latter former top bottom each better left right another both "
    "either early late northern southern eastern western last next final this that the middle "
    "inner central"
)
_NOT_HALF_AFTER = re.compile(
    r"[-‑\s](?:li(?:fe|ves)|maxim(?:al|um|a)|time|way|years?|hourly|brothers?|sisters?|log|sine|cell)"
)
_PART_AFTER = re.compile(
    r"\s(?:of|had|have|were|was|are|lower|higher|above|below|more|less|fewer|smaller|larger|greater|bigger|longer|shorter|cheaper|faster|slower|likelier|again|as|to|did|do|said|say|will|would|could|can"
    r"|live|lived|died|voted|want|wanted|think|believe|on|in|at|among|with|under|over|no|not|from)(?![a-z])|\s?[.;)]|\s*$"
    # "a third (31%)", but "a third (booster) dose"
    r"|\s?\((?![A-Za-z-]{3,20}\)\s(?!of|had|were|was|did|died)[a-z])"
)
#: Behind these "and half" belongs to the number: "two and half years", "an hour and half".
_NUMBERED_BEFORE = re.compile(
    r"(?<![a-z])(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|time|an\shour|a\s(?:year|month"
    r"|week|day|minute|cup|mile))\sand\s$",
    re.IGNORECASE,
)
_PART_BEFORE = _words(
    "about nearly almost roughly around over than by approximately under only just least most to"
)
_LETTERS = "A-Za-zα-ωΑ-Ω"
_NAME_BEHIND = re.compile(
    rf"(?![xX][0-9])[{_LETTERS}][0-9{_LETTERS}]{{0,40}}(?:[-‑][0-9A-Za-z]{{1,40}}){{0,3}}"
    r"|[-‑](?:[A-Z][A-Za-z0-9]{0,40}|[a-z](?![a-z])|[a-z]{0,30}(?:ine|ane|ene|yl|ate|ide|oxy|cil"
    rf"|acid|hydroxy[a-z]{{0,30}}|{'|'.join(ENZYMES)})s?(?![a-z]))(?:[-‑][A-Za-z0-9]{{1,40}}){{0,3}}"
)
_THINK_BEFORE = re.compile(r"(?:think|thinking|thought)\s$")
#: A word with a capital inside a sentence, directly before a number.
_PROPER_NAME = re.compile(r"[a-z,)\]] ([A-Z][a-z]{3,}) $")
#: A letter on the other side of a sign of arithmetic, or a brace.
_TIED_BEFORE = re.compile(rf"[{_LETTERS}][+/*^]$|\{{$")
_TIED_AFTER = re.compile(rf"[+*/^][{_LETTERS}](?![{_LETTERS}]{{4}})|\}}")
#: Capitals directly before a number: a device, a programme, a sample.
_ACRONYM = re.compile(r"(?:^|[^\w-])([A-Z][A-Za-z]{0,8}[A-Z]) $")
#: Capitals whose number is measured all the same.
_MEASURES = _words(
    "BMI GCS IQ INR AHI MELD EDSS ESR CRP PSA LDL HDL TSH MMSE MOCA VAS NRS NIHSS APACHE SOFA ISS "
    "BDI HDRS HAMD MADRS PANSS YMRS CGI GAF ODI WOMAC EQ KPS PASI EASI DAS ALT AST ALP GGT LDH "
    "BUN GFR BP SBP DBP MAP HR RR HCT WBC RBC PLT AFP CEA CPK CK MCV CD VO AND OR VS THE OF IN "
    "TO US UK USD AUD CAD EUR GBP CHF INR JPY CNY SEK NOK DKK SD SE SEM CI IQR DF N"
)
#: Scales that are named after people; behind them stands a score.
_SCORES = _words(
    "gleason apgar karnofsky likert borg barthel rankin glasgow ranson wells hamilton beck score "
    "scale index total overall mean median age ages"
)
_SIGNS = "<>≤≥=~∼≈"


def refused_in_context(text: str, part: Part, floor: int) -> Reason | None:
    """Why a number is no claim where it stands, or None.

    Args:
        text: any text.
        part: a number with its unit, no statistic before it.
        floor: where the quantity before ends.
    """
    number = part.number
    if number.form is Form.MULTIPLE:
        is_said = _THINK_BEFORE.search(text, max(floor, part.start - 10), part.start)
        return Reason.ADVERB if is_said or (number.value == 1 and not part.unit_text) else None
    if part.unit is not None:
        return None
    if number.form is Form.INTEGER:
        if is_year(text, part, floor):
            return Reason.YEAR
        if _is_of_formula(text, part, floor):
            return Reason.FORMULA
        return Reason.NAME if _names_a_thing(text, part, floor) else None
    if number.form is Form.WORD and number.value == 1:
        return None if _is_count_of_one(text, part, floor) else Reason.PRONOUN
    if number.form is Form.FRACTION and text[number.end - 1].isalpha():
        return _no_part(text, part, floor)
    return None


def name_behind(text: str, part: Part) -> int | None:
    """Where the name ends that a bare number starts ("5-HT", "3TC", "16S"), or None."""
    if part.unit is not None or part.bound or part.number.form is not Form.INTEGER:
        return None
    if not text[part.end - 1].isdigit():
        return None
    found = _NAME_BEHIND.match(text, part.end)
    return found.end() if found else None


def is_year(text: str, part: Part, floor: int) -> bool:
    """Whether four digits without a unit are a calendar year."""
    value, end = part.number.value, part.number.end
    if end - part.number.start != 4 or not 1500 <= value <= 2099 or part.unit is not None:
        return False
    before = _word_before(text, part.start, floor)
    if before[-1:] in _SIGNS and before:
        return False
    if counts_people(text, end) and not _SAYS_WHEN.match(text, max(floor, part.start - 3)):
        return False
    after = _WORD_AFTER.match(text, end)
    noun = after[1].lower() if after else ""
    is_round = value % 100 == 0
    counts = noun.endswith("s") and noun not in _VERBS
    if before in _DATING:
        return not (is_round and counts)
    if value < 1900 or (counts and before not in _MAYBE_DATING):
        return False
    return not is_round or before[-1:] in ("(", ",", ";", "–", "-")


#: "In 2016 women were weighed" dates; "In 1950 women with gout" counts.
_SAYS_WHEN = re.compile(
    r"In\s(?:19[5-9]|20[0-4])[0-9]\s[a-z]+\s(?:(?:in|of|from|at)\s(?:[\w,-]+\s){1,3}?)?"
    r"(?:were|was|had|have|did|could|would|took|ate|drank|spent|made|gave|got|went|came|still|also|on)(?![a-z])"
)


def counts_people(text: str, at: int) -> bool:
    """Whether the word behind a number names people or happenings that are counted."""
    after = _WORD_AFTER.match(text, at)
    return after is not None and after[1].lower() in COUNTED


def _names_a_thing(text: str, part: Part, floor: int) -> bool:
    """Whether a whole number belongs to a proper name: "the Voyager 2 probe"."""
    window = text[max(floor, part.start - 32) : part.start]
    found = _PROPER_NAME.search(window) or _ACRONYM.search(window)
    if found is None or found[1].lower() in _SCORES or found[1].lower() in _DATING:
        return False
    if found[1].upper() in _MEASURES:
        return False
    after = _WORD_AFTER.match(text, part.end)
    if after and after[1].isupper():
        return True  # "the Voyager 2 UVS occultations"
    word = after[1].lower() if after else ""
    return word in _VERBS or not (word in COUNTED or word.endswith("s"))


def _is_of_formula(text: str, part: Part, floor: int) -> bool:
    """Whether a whole number is tied to a letter or braces: "f+1", "1/n", "{111}"."""
    before = text[max(floor, part.start - 2) : part.start]
    return bool(_TIED_BEFORE.search(before) or _TIED_AFTER.match(text, part.end))


def _word_before(text: str, at: int, floor: int) -> str:
    """The word, in lower case, or the mark that stands before an offset."""
    window = text[max(floor, at - 24) : at].rstrip()
    return re.split(r"[\s(]", window)[-1].lower() or window[-1:]


def _is_count_of_one(text: str, part: Part, floor: int) -> bool:
    """Whether "one" counts ("one patient", "at least one") or stands for a thing."""
    if part.bound or _word_before(text, part.start, floor) in _ALONE:
        return True
    if _IS_NAMED.search(text, max(floor, part.start - 32), part.start):
        return False
    if _PREVENTS.search(text, max(0, part.start - 12), part.start):
        return False
    after = _WORD_AFTER.match(text, part.end)
    if after and not _COUNTED_SINGLY.isdisjoint((after[1], after[2])):
        return True
    return bool(_SHARE_AFTER.match(text, part.end))


def _no_part(text: str, part: Part, floor: int) -> Reason | None:
    """Why a spelled fraction is none: "the first half", "half-life", "a third dose"."""
    words = text[part.number.start : part.number.end].lower()
    before = _word_before(text, part.start, floor)
    if words.endswith("half"):
        if words not in ("half", "a half", "a-half"):
            return None  # "three-and-a-half"
        window = text[max(0, part.start - 16) : part.start]
        other = before in _NOT_HALF_BEFORE or _NOT_HALF_AFTER.match(text, part.end)
        return Reason.COMPOUND if other or _NUMBERED_BEFORE.search(window) else None
    if not words.startswith(("a ", "an ", "a-")) or before in _PART_BEFORE:
        return None
    return None if _PART_AFTER.match(text, part.end) else Reason.ORDINAL
