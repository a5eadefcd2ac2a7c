"""Two neighbouring numbers that are one quantity: ranges, spreads, ratios, intervals."""

from __future__ import annotations

import re
from decimal import Decimal

from claims.context import COUNTED, counts_people, is_year
from claims.drafts import Draft, Lead, both, single, statistic_of
from claims.labels import is_interval
from claims.nouns import is_plural, singular
from claims.numbers import Form
from claims.numerals import SPACE, fraction, rescaled
from claims.parts import Part, with_unit
from claims.quantity import Dimension, Relation
from claims.spreads import unit_behind_bracket
from claims.units import Match
from claims.vocabulary import words as table

_DASHES = "-–—‑−"
_ABOUT = (
    r"(?:[~∼≈<>≤≥]\s?|(?:about|around|approximately|nearly|almost|over|more than|up to|at least"
    r"|some|as (?:high|much|many|low|few) as)\s)?"
)
_DASH = re.compile(rf"[{SPACE}]?[{_DASHES}](?:[{SPACE}]?|[{SPACE}][<>≤≥][{SPACE}]?)|[~∼]")
_TO = re.compile(rf"(?:\s|-|-\s)(?:to|through|up to)(?:\s|-){_ABOUT}")
_AND = re.compile(rf"\sand\s{_ABOUT}")
_PAIR_JOINT = re.compile(rf"\s?(?:[,;/]|to|and|[{_DASHES}])\s?")
_PLUS_MINUS = re.compile(
    r"\s?(?:±|\+\s?/\s?[-−–]|\+[-−]|∓)\s?[<~]?|\splus\sor\sminus\s|\s?\((?:±|\+/[-−–])\s?"
)
_OF = re.compile(
    r"(?:\s(?P<out>out\sof)|\sof)\s(?P<all>(?:the|these|those|all|a\stotal\sof|every)\s)*"
)
_IN = re.compile(r"(?:\s|-)in(?:\s|-)(?:every\s)?")
#: Who is counted stands between the numbers: "one patient in seven", "7 patients out of 20".
_OF_THEM = re.compile(
    r"\s(?:[a-z]{3,12}\s)?(?P<who>[a-z]{3,14})\s(?P<joint>in|out\sof)\s(?:every\s|a\stotal\sof\s)?"
)
_OF_THOSE = re.compile(r"\sof\s(?:those|them)\b")
_WORDS_AFTER = re.compile(r"[\s-]([a-z]+)(?:\s([a-z]+))?")
_SLASH = re.compile(rf"[{SPACE}]?/[{SPACE}]?")
_COLON = re.compile(rf"[{SPACE}]?[:∶][{SPACE}]?")
_MORE_COLONS = re.compile(r"(?:[:∶][0-9]+(?:\.[0-9]+)?){1,6}")
_FOR = re.compile(r"-for-")
#: What shows that two whole numbers are a tally: "a 10-2 vote", "won 3-1", "voted 220 to 211".
_TALLY = re.compile(rf"[{_DASHES}]|\s(?:to|votes to)\s")
_TALLY_AFTER = re.compile(
    r"[\s-](?:votes?|win|victory|defeat|loss|draw|decision|ruling|split|score|scoreline|thrashing"
    r"|triumph|rout|on\saggregate|on\spenalties|away|at\shome|lead|majority|margin|loss|tie|deadlock"
    r"|favou?rites?|outsiders?|shot|underdogs?|odds)(?![a-z])"
)
_TALLY_BEFORE = frozenset(
    ["won", "wins", "win", "lost", "beat", "beats", "beaten", "drew", "draw", "voted", "vote",
     "split", "passed", "score"]
)  # fmt: skip
_JOINTS = (_DASH, _TO, _AND, _PAIR_JOINT, _PLUS_MINUS, _OF, _IN, _OF_THEM)
#: What may stand between two numbers at all that are one quantity.
_JOINT = re.compile(
    "|".join(f"(?:{one.pattern})" for one in (*_JOINTS, _SLASH, _COLON, _FOR, _TALLY))
)
_LONGEST_GAP = 32
_LONGEST_MATCH = 48
_THOUSAND, _THOUSANDS = 3, 1000
_LARGEST_PART = 10
#: From here on a number behind a fraction is no end of a range of fractions.
_LEVEL = 100
#: No range of one measure begins with a fraction and ends so many times higher.
_FAR = 50
#: Two sets or more of a match: "6-4, 7-5", "4-6 7-6 (7-2) 6-3".
_SET = r"(?:[67]-[0-7]|[0-5]-[67])(?:\s?\([0-9]{1,2}(?:-[0-9]{1,2})?\))?"
_SETS = re.compile(rf"(?<![\w.-]){_SET}(?:(?:,\s?|\s)(?:and\s)?{_SET}){{1,4}}(?![\w%-]|\.[0-9])")
_FALLING = re.compile(r"6-[0-5]|7-[0-6]")
_DIVISIBLE = (Dimension.LENGTH, Dimension.VOLUME, Dimension.MASS, Dimension.DURATION)
_CHANGES = frozenset(
    ["rose", "fell", "up", "down", "increased", "decreased", "dropped", "gained", "lost", "climbed",
     "slipped", "jumped", "declined", "grew", "rises", "falls", "added", "shed", "surged", "eased",
     "plunged", "slid", "edged", "advanced", "soared", "sank", "tumbled", "higher", "lower"]
)  # fmt: skip
_EFFECTS = frozenset(
    ["HR", "aHR", "OR", "aOR", "RR", "aRR", "IRR", "SMD", "MD", "WMD", "β", "AUC", "κ", "ICC", "r"]
)


def pair(
    text: str, lead: Lead, a: Part, b: Part, estimate: Draft | None, inner: str
) -> Draft | None:
    """Two neighbouring numbers as one quantity, if what stands between them joins them."""
    gap = text[a.end : b.start]
    if len(gap) > _LONGEST_GAP or not _JOINT.fullmatch(gap):
        return None
    if a.number.form is Form.MULTIPLE or b.number.form is Form.MULTIPLE:
        return None
    return (
        _spread(text, lead, a, b, gap)
        or _quotient(text, lead, a, b, gap)
        or _ratio(text, lead, a, b, gap)
        or _interval(text, lead, a, b, gap, estimate, inner)
        or _range(text, lead, a, b, gap)
    )


def _spread(text: str, lead: Lead, a: Part, b: Part, gap: str) -> Draft | None:
    """A centre less and plus its spread: "5.2 ± 1.1 mg"."""
    found = _PLUS_MINUS.fullmatch(gap)
    draft = both(text, lead, a, b, Relation.PLUS_MINUS) if found else None
    if draft is None:
        return None
    if "(" in gap and text.startswith(")", draft.end):
        behind = unit_behind_bracket(text, draft.end + 1) if draft.unit is None else None
        draft = _behind_bracket(text, draft, b, behind)
    centre, spread = draft.low, draft.high
    statistic = statistic_of(lead.label)
    return draft._replace(low=centre - spread, high=centre + spread, statistic=statistic)


def _behind_bracket(text: str, draft: Draft, b: Part, behind: Match | None) -> Draft:
    """The draft with its closing bracket and the unit behind that: "61.5 (±14.2) years"."""
    if behind is None:
        return draft._replace(end=draft.end + 1)
    part = with_unit(text, b, behind)
    return draft._replace(end=part.end, unit=part.unit, unit_text=part.unit_text)


def _quotient(text: str, lead: Lead, a: Part, b: Part, gap: str) -> Draft | None:
    """Two whole numbers that are one value: "1/4 inch", and behind a bound "less than 1/2"."""
    slash = bool(_SLASH.fullmatch(gap)) and not (a.unit or a.bound)
    bounded = (slash and _is_fraction(a, b)) or _is_one_in(text, a, b, gap)
    if bounded if lead.bound else slash and _is_measured_fraction(a, b):
        top, bottom = int(a.number.value), int(b.number.value)
        number = fraction(a.number.start, b.number.end, top, bottom)
        return single(text, lead, b._replace(start=a.start, number=number))
    return None


def _ratio(text: str, lead: Lead, a: Part, b: Part, gap: str) -> Draft | None:
    """Two numbers set against each other: "120 of 345", "one in five", "1:1000", "120/80 mmHg"."""
    if a.unit or a.bound or lead.bound:
        return None
    dimension = None
    if _is_share(text, a, b, gap):
        dimension = Dimension.PROPORTION
    elif _SLASH.fullmatch(gap) and _is_pressure(b):
        dimension = Dimension.PRESSURE
    elif _is_quotient(text, a, b, gap) or _is_tally(text, lead, a, b, gap):
        dimension = Dimension.RATIO
    if dimension is None:
        return None
    if b.unit is not None and b.unit.dimension is Dimension.COUNT:
        b = b._replace(end=b.number.end, unit=None, unit_text="")  # "158 of 300 seats"
    draft = both(text, lead, a, b, Relation.RATIO)
    if draft is None:
        return None
    more = _MORE_COLONS.match(text, b.end) if dimension is Dimension.RATIO else None
    end = more.end() if more else draft.end
    return draft._replace(end=end, low=a.number.value, high=b.number.value, dimension=dimension)


def _is_one_in(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether two numbers are a share that a bound may stand before: "more than one in five"."""
    of = _OF.fullmatch(gap)
    apart = _IN.fullmatch(gap) or (of is not None and of["out"]) or _OF_THEM.fullmatch(gap)
    whole = b.number.value
    is_round = int(whole.normalize().as_tuple().exponent) > 0
    told = b.unit is None and (whole <= _LARGEST_PART or is_round)
    return bool(apart) and told and not (a.unit or a.bound) and _is_share(text, a, b, gap)


def _is_fraction(a: Part, b: Part) -> bool:
    """Whether a quotient is small enough to be a fraction: "1/2", but "5/18"."""
    whole = a.number.form is Form.INTEGER is b.number.form and b.unit is None
    return whole and 0 < a.number.value < b.number.value <= _LARGEST_PART


def _is_measured_fraction(a: Part, b: Part) -> bool:
    """Whether a quotient is a fraction of its unit: "1/4 inch", but "5/18 patients"."""
    whole = a.number.form is Form.INTEGER is b.number.form
    small = 0 < a.number.value < b.number.value and b.number.value in (2, 3, 4, 5, 8, 16, 32)
    return whole and small and b.unit is not None and b.unit.dimension in _DIVISIBLE


def _is_quotient(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether two numbers are a quotient ("1:1000"), but no part and whole ("80/20")."""
    slash = _SLASH.fullmatch(gap) and a.number.form is Form.INTEGER is b.number.form
    return b.unit is None and not is_year(text, a, 0) and bool(slash or _COLON.fullmatch(gap))


def _is_tally(text: str, lead: Lead, a: Part, b: Part, gap: str) -> bool:
    """Whether two whole numbers are set against each other: "3-for-1", "a 10-2 vote", "won 3-1"."""
    whole = (Form.INTEGER, Form.WORD)
    if a.number.form not in whole or b.number.form not in whole or lead.label or lead.opening:
        return False
    if b.unit is not None and b.unit.dimension is not Dimension.COUNT:
        return False
    if _FOR.fullmatch(gap):
        return True
    if gap == "-" and _is_set(text, a, b):
        return True
    words = text[max(0, lead.start - 16) : lead.start].split()
    told = bool(words) and (words[-1].lower() in _TALLY_BEFORE or _beaten(words[-1], a, b))
    return bool(_TALLY.fullmatch(gap)) and (told or bool(_TALLY_AFTER.match(text, b.number.end)))


def _is_set(text: str, a: Part, b: Part) -> bool:
    """Whether two digits are the games of a set, beside another set, one of which falls."""
    if b.end - a.start != len("6-4"):
        return False
    start, end = max(0, a.start - _LONGEST_MATCH), b.end + _LONGEST_MATCH
    return any(
        run.start() <= a.start and b.end <= run.end() and _FALLING.search(run[0])
        for run in _SETS.finditer(text, start, end)
    )


def _beaten(word: str, a: Part, b: Part) -> bool:
    """Whether a falling pair stands behind a name: "beat the Heat 106-93"."""
    names = word.isalpha() and word.istitle() and len(word) > 2
    return names and a.number.form is Form.INTEGER and a.number.value > b.number.value


def _is_pressure(part: Part) -> bool:
    return part.unit is not None and part.unit.dimension is Dimension.PRESSURE


def _is_share(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether two whole numbers are a part and its whole."""
    whole = (Form.INTEGER, Form.WORD)
    counted = b.unit is None or b.unit.dimension is Dimension.COUNT
    if a.number.form not in whole or b.number.form not in whole or not counted:
        return False
    small, large = a.number.value, b.number.value
    if not 0 <= small <= large or large == 0:
        return False
    if _SLASH.fullmatch(gap):
        return a.number.form is Form.INTEGER is b.number.form
    if is_year(text, b, a.end):
        return False
    of = _OF.fullmatch(gap)
    if of:
        one = a.number.form is Form.WORD and small == 1
        return bool(of["out"]) or not one or (b.number.form is Form.INTEGER and not of["all"])
    return small < large and (bool(_IN.fullmatch(gap)) or _is_of_them(text, a, b, gap))


def _is_of_them(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether those counted stand between a part and its whole: "one patient in seven"."""
    found = _OF_THEM.fullmatch(gap)
    if found is None:
        return False
    if found["who"] not in COUNTED and singular(found["who"]) not in table("tallied"):
        return found["joint"] == "in" and _is_one_of_any(text, a, b, found["who"])
    few = a.number.value == 1 or (a.number.form is Form.WORD and a.number.value <= _LARGEST_PART)
    if found["joint"] == "in" and not few:
        return False
    after = None if _OF_THOSE.match(text, b.end) else _WORDS_AFTER.match(text, b.end)
    return after is None or not any(word and _sets_apart(word) for word in after.groups())


def _is_one_of_any(text: str, a: Part, b: Part, who: str) -> bool:
    """Whether a number stands without a noun behind "one hernia in", and so counts the same."""
    told = a.number.value == 1 and b.number.value >= _FEWEST_OF_ANY and not is_plural(who)
    few = b.number.form is Form.WORD or b.number.value <= _LARGEST_PART
    return told and few and who not in _NO_NOUN and _CLOSES.match(text, b.end) is not None


_FEWEST_OF_ANY = 3
_NO_NOUN = frozenset({"or", "and", "than", "only", "took", "being", "was", "is"})
#: What may stand behind "one hernia in ten", where no noun does.
_CLOSES = re.compile(
    r"(?:\s(?:had|has|have|was|is|were|are|did|does|failed|required|needed|led|went|could|would|that|who"
    r"|which|showed|ended|received|took|remained|got|came|gave|carried|still|also|among|on|at|with|after"
    r"|because|for|during|but|of(?=\s(?:those|them)\b))(?![a-z-])|[.;,:)](?!\d)|$)"
)
_APART = frozenset({"of", "out", "different", "other", "separate"})


def _sets_apart(word: str) -> bool:
    """Whether a noun says where and not of whom: "one patient in ten wards", but "went home"."""
    if not is_plural(word) and word not in _APART:
        return False
    place = singular(word) in table("places") or singular(word) in table("tallied")
    return place and word not in COUNTED


def _interval(
    text: str, lead: Lead, a: Part, b: Part, gap: str, estimate: Draft | None, inner: str
) -> Draft | None:
    """The interval of an estimate: "(95% CI 0.45, 0.86)", "IQR 3–7", "1.50 (1.13–2.00)"."""
    if not _PAIR_JOINT.fullmatch(gap):
        return None
    named = lead.label.name if lead.label and is_interval(lead.label.name) else ""
    statistic = named or (inner if estimate and is_interval(inner) else "")
    if not statistic and (estimate is None or not _brackets(text, lead, b)):
        return None
    draft = both(text, lead, a, b, Relation.INTERVAL)
    if draft is None or (not named and draft.low > draft.high):
        return None
    draft = draft._replace(start=lead.opening_at if lead.opening else draft.start)
    if statistic:
        relation = Relation.RANGE if statistic == "range" else Relation.INTERVAL
        return draft._replace(relation=relation, statistic=statistic)
    if estimate is None or not draft.low <= estimate.low == estimate.high <= draft.high:
        return None
    if estimate.statistic in _EFFECTS:
        return draft._replace(statistic="CI")
    return draft if gap.strip() in (",", ";") else None


def _brackets(text: str, lead: Lead, b: Part) -> bool:
    """Whether a pair fills its brackets alone."""
    return text[lead.start - 1 : lead.start] in ("(", "[") and text[b.end : b.end + 1] in (")", "]")


def _range(text: str, lead: Lead, a: Part, b: Part, gap: str) -> Draft | None:
    """A range: "80-90%", "5 to 7 years", "between 5 and 7", "from 8 to 7"."""
    value, other = a.number.value, b.number.value
    years = lead.label is None and _are_years(text, a, b, gap)
    if _DASH.fullmatch(gap) or years:
        joins = years or other > value or bool(a.unit or b.unit)
        joins = joins and not _is_height(text, a, b)
    elif _TO.fullmatch(gap):
        rises = other > value or other < value < 0
        changes = _changes(text, lead) and (a.unit is not None or b.unit is None)
        apart = changes or (a.unit_text != "" and b.unit is None)  # "a factor of 2 to 3"
        apart = apart or _is_part_to_share(a, b)
        joins = lead.opening == "from" or (rises and not apart)
    else:
        joins = lead.opening == "between" and bool(_AND.fullmatch(gap))
    if joins and _DASH.fullmatch(gap) and _shares_thousands(text, a, b):
        a = a._replace(number=rescaled(a.number, _THOUSAND))
    a, b = _in_percent(a, b), _in_percent(b, a)
    draft = both(text, lead, a, b, Relation.RANGE) if joins and not _is_far(a, b) else None
    if draft is None:
        return None
    start = lead.opening_at if lead.opening else draft.start
    about = lead.approximate or any(word in gap for word in ("about", "around", "approx", "∼", "≈"))
    statistic = statistic_of(lead.label)
    return draft._replace(start=start, approximate=about, is_year=years, statistic=statistic)


def _in_percent(share: Part, other: Part) -> Part:
    """A share in words beside a percentage as one, too: "from a quarter to 18%"."""
    told = other.unit is not None and other.unit.dimension is Dimension.PROPORTION
    if not told or share.unit or share.number.form is not Form.FRACTION:
        return share
    percent = Decimal(round(share.number.value * 100))
    return share._replace(number=share.number._replace(value=percent, decimals=0))


def _is_far(a: Part, b: Part) -> bool:
    """Whether a share and a measure stand side by side: "two thirds to 75 nmol/L"."""
    is_share = a.number.form is Form.FRACTION and a.unit is None and b.unit is not None
    return is_share and b.number.value >= _FAR * a.number.value


def _is_height(text: str, a: Part, b: Part) -> bool:
    """Whether a hyphen joins feet and inches: "6-foot-3"."""
    hyphened = a.end > a.number.end and text[a.number.end] in ("-", "‑")
    return hyphened and a.unit is not None and b.unit is None


def _shares_thousands(text: str, a: Part, b: Part) -> bool:
    """Whether the thousands of an end hold for the start too: "20-30,000 people"."""
    whole = a.number.form is Form.INTEGER and not a.unit and a.number.value < _THOUSANDS
    return (
        whole
        and text.endswith(",000", 0, b.number.end)
        and a.number.value * _THOUSANDS < b.number.value
    )


def _is_part_to_share(a: Part, b: Part) -> bool:
    """Whether a change and a level stand side by side: "by a third to 30 percent", "to 5,000"."""
    if a.unit is not None or a.number.form is not Form.FRACTION:
        return False
    if b.unit is None:
        return b.number.form is not Form.FRACTION and b.number.value >= _LEVEL
    return b.unit.dimension is Dimension.PROPORTION


def _changes(text: str, lead: Lead) -> bool:
    """Whether a change stands before, so that "rose 5% to 20%" is an amount and a level."""
    words = text[max(0, lead.start - 16) : lead.start].split()
    return bool(words) and words[-1].lower() in _CHANGES


def _are_years(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether a range is one of calendar years: "1997–2003", "2003 to 2008", "1997-98"."""
    digits = (a.number.end - a.number.start, b.number.end - b.number.start)
    if a.unit or b.unit or not 1500 <= a.number.value <= 2099 or counts_people(text, b.end):
        return False
    if digits == (4, 2):
        return is_year(text, a, 0) and bool(_DASH.fullmatch(gap) or gap == "/")
    if not (_DASH.fullmatch(gap) or _TO.fullmatch(gap) or _AND.fullmatch(gap) or gap == "/"):
        return False
    both_late = 1900 <= a.number.value <= 2099 and 1900 <= b.number.value <= 2099
    return digits == (4, 4) and both_late and not a.number.scale and not b.number.scale
