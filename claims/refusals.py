"""What is printed in figures and is no claim, with the reason.

Most of it shows by its own form (a date, an identifier) or by the word before
it ("Fig. 3", "grade 2") and is a row of the tables here.  What needs the
reading of the number itself, such as years and the pronoun "one", is decided
in :mod:`claims.context`.

Every check starts at a number and looks at a bounded stretch of text around
it, so that the time grows with the number of numbers alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from claims.units import match


class Reason(StrEnum):
    """Why a number is no claim."""

    ADVERB = "adverb"
    CITATION = "citation marker"
    CODE = "identifier"
    COMPOUND = "compound word"
    CONFIDENCE_LEVEL = "confidence level"
    DATE = "date"
    DEGREES_OF_FREEDOM = "degrees of freedom"
    DIGIT_RUN = "run of digits"
    FIGURE = "figure or table number"
    LABEL = "numbered label"
    LIST_NUMERAL = "list numeral"
    MEASURE_NAME = "name of a measure"
    NAME = "name with digits"
    ORDINAL = "ordinal"
    PAGE = "page number"
    PHONE = "phone number"
    PRONOUN = "pronoun"
    TIME = "time of day"
    VERSION = "version"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Refused:
    """A span of the text that holds no claim, and why."""

    start: int
    end: int
    reason: Reason


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GREEK = "α-ωΑ-Ω"
_MONTHS = _words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])\.?"
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9])"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9]"
_HALF_DAY = r"(?:[ap]\.m\.?|[ap]m|AM|PM|o[’']clock)(?![A-Za-z])"
_MEASURED = (
    r"(?:survival|mortality|recurrence|relapse|incidence|prevalence|risk|death\srates?|survivors?"
    r"|OS|PFS|DFS|RFS|EFS|LFS|CSS|DSS|MFS)(?![A-Za-z])"
)
_INTERVAL = (
    r"(?:C\.?I|CL|CrI|BCI|UI|PI|HDI|HPD|LoA|[Cc]onfidence|[Cc]redib|[Uu]ncertainty\s[Ii]"
    r"|[Pp]rediction\s[Ii]|[Ll]imits?\sof)"
)

#: Reason and form of what shows from its first digit or number word on that it is no quantity.
_FORMS: tuple[tuple[Reason, str], ...] = (
    (Reason.DIGIT_RUN, r"[0-9]{41}[0-9]*|[0-9]+(?:[.,:;/–-][0-9]+){7,}"),
    (
        Reason.DATE,
        (
            r"(?:(?:1[5-9]|20)[0-9]{2}(?P<d1>[-/.])[01]?[0-9](?P=d1)[0-3]?[0-9]"
            r"|[0-3]?[0-9](?P<d2>[-/.])[01]?[0-9](?P=d2)(?:19|20)[0-9]{2}"
            r"|[0-3]?[0-9]/[01]?[0-9]/[0-9]{2})(?![\w.]?[0-9])"
        ),
    ),
    (Reason.CODE, r"10\.[0-9]{4,9}/[^\s\"'<>)\]]+|[0-9]+(?:[-‑][0-9]+){2,}(?![\w%])"),
    (Reason.VERSION, r"[0-9]+(?:\.[0-9]+){2,}(?![\w%])"),
    (
        Reason.CONFIDENCE_LEVEL,
        (
            r"(?:80|90|9[0-9](?:\.[0-9]{1,2})?)\s?[%％][\s-]?"
            rf"(?=\(?(?:[a-z-]{{5,14}}\s){{0,2}}{_INTERVAL})"
        ),
    ),
    (
        Reason.MEASURE_NAME,
        r"(?:[0-9]{1,3}|[A-Za-z]{3,7})(?:-?(?:,|\s(?:and|or|to))\s(?:[0-9]{1,3}|[a-z]{3,7}))?"
        r"[-‑\s](?:year|yr|month|mo|week|day|hour|h)[-\s](?:[a-z-]{3,30}\s){0,3}?" + _MEASURED,
    ),
    (
        Reason.DATE,
        (
            rf"{_DAY}(?:\s?(?:[-–/]|to|and|through)\s?{_DAY})?[\s-](?:of\s)?{_MONTH}"
            rf"(?:,?[\s-](?:{_YEAR}|[’'][0-9]{{2}}))?"
        ),
    ),
    (
        Reason.DATE,
        r"(?:(?:1[5-9]|20)[0-9]{2}|[1-9]0)s(?![a-z])|[0-9]{2,5}\s?(?:AD|BCE?|CE)(?![A-Za-z])",
    ),
    (Reason.CITATION, r"(?:19|20)[0-9]{2}[a-h](?![A-Za-z0-9])"),
    (
        Reason.TIME,
        (
            rf"{_CLOCK}(?::[0-5][0-9])?\s?(?:{_HALF_DAY}|UTC?|GMT|hrs)|[0-9]{{1,2}}:[0-5][0-9]\s?h(?![a-z])"
            r"|(?:0[0-9]|1[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![\w:]|\.[0-9])"
            r"|[0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?![\w:])"
            rf"|(?:1[0-2]|[1-9])\s?{_HALF_DAY}"
        ),
    ),
    (Reason.PHONE, r"\(?[0-9]{3}\)?[-\s][0-9]{3}[-.][0-9]{4}(?![\w.])"),
    (
        Reason.PAGE,
        (
            r"[0-9]{1,4}\s?\([0-9]{1,4}\)\s?:\s?[0-9]+(?:[-–][0-9]+)?"
            r"|[0-9]{1,4}:\s?[0-9]{2,5}[-–][0-9]{1,5}(?![\w.])"
        ),
    ),
    (Reason.ORDINAL, r"[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])"),
    (
        Reason.COMPOUND,
        (
            r"(?:[1-9]|[A-Za-z]{3,5})[-‑\s](?:sided|tailed|way|dimensional|sample|component)(?![A-Za-z])"
            r"|[1-4][-‑]?D(?![A-Za-z0-9])|24/7(?![\w/])|[Dd]oubling[\s-](?:time|dose|dilution)s?"
        ),
    ),
    (
        Reason.NAME,
        (
            r"[35]′(?:\s?[-–]\s?[35]′)?|[0-9]+\(OH\)[A-Za-z0-9]*|[0-9]+(?:,[0-9]+)+-[a-z]{2,}[A-Za-z0-9-]*"
            rf"|[0-9]+[′']-[A-Za-z{_GREEK}]+"
        ),
    ),
)
_FORM = re.compile("|".join(f"(?P<f{at}>{form})" for at, (_, form) in enumerate(_FORMS)))

_AND = r"(?:,\s(?:and|or)\s|\s?[,;&–‑/-]\s?|\s(?:and|or|to|through|vs\.?|versus)\s)"
#: The number of a figure, an equation, a section: "3", "4.1", "5a", "(9.2)", "2(b)".
_BARE_ID = r"[A-Z]{0,2}[0-9]{1,3}(?:[.-][0-9]{1,3}){0,3}(?![0-9])(?:[A-Za-z](?![A-Za-z]))?"
_ID = rf"(?:\({_BARE_ID}\)|{_BARE_ID})(?:\([a-z]\))?"
_MORE_LETTERS = r"(?:,\s?(?:and\s)?|\s?[–-]\s?|\s(?:and|to)\s)[A-Za-z](?![A-Za-z(]|\s?[=(])"
_MORE_IDS = rf"{_AND}{_ID}(?!\s?[%°]|[0-9.]*[0-9])"
_CLOSED = r"(?=\s*[).,;:\]]|\s*$)"
_IDS = re.compile(rf"{_ID}(?!\s?%)(?:{_MORE_LETTERS}|{_MORE_IDS}{_CLOSED}){{0,12}}")
_MANY_IDS = re.compile(rf"{_ID}(?!\s?%)(?:{_MORE_LETTERS}|{_MORE_IDS}){{0,12}}")
#: What shows that a number after a label's noun is a quantity all the same; so does a unit.
_NO_QUANTITY = r"(?![0-9A-Za-z]*[0-9]|\.[0-9]|\s?(?:%|times|patients|participants|to\s[0-9]+\s?%)|\s?/\s?[0-9])"
_LABEL_NUMBER = rf"[0-9]{{1,4}}[A-Za-z]?(?![A-Za-z]){_NO_QUANTITY}"
_MORE_LABELS = rf"{_AND}(?:[a-z]{{4,9}}\s)?[0-9]{{1,2}}[A-Za-z]?(?![A-Za-z-]){_NO_QUANTITY}"
_LABEL_NUMBERS = re.compile(rf"{_LABEL_NUMBER}(?:{_MORE_LABELS}){{0,12}}")
_SEVERAL_LABELS = re.compile(rf"{_LABEL_NUMBER}(?:{_MORE_LABELS}){{1,12}}")
_VERSION_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}(?![0-9]|\s?%)")
_CODE = re.compile(r"[0-9][0-9A-Za-z./-]{0,60}")
_DAY_AND_YEAR = re.compile(
    rf"{_YEAR}|{_DAY}(?!\.[0-9]|,[0-9]|\s?%)(?:\s?(?:[-–]|to|and)\s?(?:{_MONTH}\s)?{_DAY}"
    rf"(?!\.[0-9]|\s?%))?(?:,?\s{_YEAR})?"
)
_PAGES = re.compile(r"[0-9]+(?!\.[0-9])(?:\s?[-–]\s?[0-9]+)?")
_PHONE = re.compile(r"[0-9][0-9()\s./-]{5,24}[0-9]")
_FREEDOM = re.compile(r"[0-9.]{0,8}[0-9](?:\s?,\s?[0-9.]{0,8}[0-9])?")


@dataclass(frozen=True, slots=True)
class _Lead:
    """A word before a number that makes it a name, and what of the text it covers.

    Attributes:
        reason: why the number is refused.
        form: the number and what may follow it.
        gap: characters that may stand between the word and the number.
    """

    reason: Reason
    form: re.Pattern[str]
    gap: str


_BLANKS = " \u00a0\n"
_LEADS = (
    (
        _Lead(Reason.FIGURE, _IDS, f"{_BLANKS}(["),
        (
            "fig figure table tab eq eqn equation scheme box panel appendix chapter section sect "
            "algorithm theorem lemma listing footnote exhibit annex ref reference vol volume no. file "
            "supplement §"
        ),
    ),
    (
        _Lead(Reason.FIGURE, _MANY_IDS, f"{_BLANKS}(["),
        (
            "figs figures tables tabs eqs eqns equations schemes panels appendices chapters sections "
            "refs references nos. §§"
        ),
    ),
    (
        _Lead(Reason.LABEL, _LABEL_NUMBERS, f"{_BLANKS}-≥≤<>"),
        "grade grades stage stages phase phases type types class classes",
    ),
    (
        _Lead(Reason.LABEL, _LABEL_NUMBERS, f"{_BLANKS}-"),
        "category categories group groups quartile quintile tertile decile chromosome chromosomes "
        "exon exons intron codon serotype serotypes genotype genotypes step steps level levels "
        "model models scenario scenarios strategy hypothesis aim criterion zone zones tier wave "
        "waves cohort arm cluster study experiment trial visit cycle part item question task block "
        "row rows column columns sample specimen case patient subject participant animal session "
        "bed vitamin protein complex channel strain layer region domain line rule title article "
        "regimen example note caspase interleukin claudin fraction fractions label labels site "
        "sites code codes method iso astm din iec nist",
    ),
    (
        _Lead(Reason.LABEL, _SEVERAL_LABELS, _BLANKS),
        "samples specimens cases patients subjects participants animals studies experiments trials "
        "visits cycles parts items questions tasks blocks arms cohorts clusters regions "
        "layers lines",
    ),
    (
        _Lead(Reason.VERSION, _VERSION_NUMBER, f"{_BLANKS},"),
        (
            "version versions release spss sas stata prism revman matlab python windows ios "
            "android meddra ctcae"
        ),
    ),
    (
        _Lead(Reason.CODE, _CODE, f"{_BLANKS}:#"),
        (
            "pmid pmcid isbn issn orcid cas rrid omim eudract isrctn crd accession identifier doi "
            "catalog catalogue lot nct"
        ),
    ),
    (
        _Lead(Reason.NAME, re.compile(r"[0-9]{1,4}(?![0-9.,%])"), f"{_BLANKS}-"),
        "ftse cac dax nikkei stoxx russell nasdaq s&p topix boeing airbus iphone galaxy fortune "
        "euro formula highway route channel",
    ),
    (_Lead(Reason.PAGE, _PAGES, _BLANKS), "p. pp. page pages"),
    (_Lead(Reason.PHONE, _PHONE, f"{_BLANKS}:+("), "tel telephone phone fax mobile"),
    (_Lead(Reason.DEGREES_OF_FREEDOM, _FREEDOM, f"{_BLANKS}="), "df d.f."),
    (_Lead(Reason.DATE, _DAY_AND_YEAR, f"{_BLANKS},"), " ".join(sorted(_MONTHS)) + " ad fy"),
)
_LEAD = {word: lead for lead, words in _LEADS for word in words.split()}
#: Reasons that a unit behind the number refutes.
_UNITLESS = frozenset([Reason.LABEL, Reason.FIGURE, Reason.VERSION])
_CAPITALISED = _MONTHS | {"ad", "fy", "no.", "nos.", "prism", "windows", "python", "stata"}
_PROGRAM = re.compile(r"(?:version|SPSS|SAS|Stata|STATA|Prism|MATLAB|R),?\s(?:v|vers|ver)\.$")
_GAP = " \u00a0\n([-≥≤<>,:#+="

_STATISTIC_BEFORE = re.compile(r"(?<![A-Za-z])(?:t|F|r|z|Q|H|χ2|χ²|X2|chi2|χ\^2)[\s]?\($")
_FREEDOM_CLOSED = re.compile(
    r"(?:[0-9.]{1,9})(?:\s?,\s?(?:[NnDdFf]{1,2}\s?=\s?)?[0-9.]{1,9})?\s?\)(?=\s?[=<>≈])"
)
_BRACKETED = re.compile(r"[0-9]{1,3}(?P<more>(?:\s?[,;–‑-]\s?[0-9]{1,3}){0,30})\s?\]")
_COUNT_BEFORE = re.compile(r"[0-9]\.[0-9]{1,4}\s?$|\([0-9.]{1,8}\)\s?$")
_MEASURE_BEFORE = re.compile(r"(?<![\w.])([0-9]{1,6}(?:\.[0-9]{1,6})?)\s?(?:%|[a-z]{1,7})\s?$")
_LIST_NUMBER = re.compile(
    r"[0-9]{1,2}(?P<parts>(?:\.[0-9]{1,2}){0,3})(?:[.)](?=\s)|[ \t]+(?=[A-Z]))"
)
_INLINE_NUMERAL = re.compile(r"(?:[1-9]|1[0-9])\)(?=\s?[A-Za-z])")
_PHONE_ABROAD = re.compile(r"[0-9]{1,3}[\s-]\(?[0-9]{1,4}\)?(?:[\s-][0-9]{2,5}){1,5}(?![0-9%.])")
_NAME_REST = re.compile(
    rf"[0-9]{{1,40}}(?:\.[0-9]+)?[A-Za-z0-9{_GREEK}]{{0,40}}(?:[-‑/+][A-Za-z0-9{_GREEK}]{{1,40}}){{0,4}}"
    r"(?:–[0-9]{1,3}(?![0-9.]|\s?%))?"
)
#: What may stand directly before a number without making it a name.
_PREFIXES = _words(
    "USD US EUR GBP CHF JPY CNY RMB AUD CAD INR SEK NOK DKK Rs CI x X × day- week- month- year- "
    "Day- Week- Month- Year- hour- Hour- age- aged- to of vs than and was with by from"
)
#: What may stand directly before a decimal: a statistic whose sign of equality got lost.
_DECIMAL_PREFIXES = _words("p P n SD SE OR HR RR r β- κ- ρ-")
_FORMULA_DIGIT = re.compile(r"[0-9]{1,2}(?![0-9]|[.,][0-9]|\s?[%°]|\s?[±–-][0-9])")
_GLUED_MARKER = re.compile(r"[0-9]{1,3}(?:[,–-][0-9]{1,3}){0,9}(?![0-9A-Za-z]|[.,][0-9]|\s?%)")
_LONGEST_NAME = 40


def refused_at(text: str, at: int, floor: int = 0) -> Refused | None:
    """Why the number that starts at an offset is no quantity, as far as its form shows.

    Args:
        text: any text.
        at: offset of its first digit, or of the first letter of a number word.
        floor: where the quantity before ends; a refusal does not reach back over it.

    Returns:
        The refused span, which may hold several numbers, or None.
    """
    spelled = text[at].isalpha()
    if not spelled:
        refused = _joined(text, at, floor) or _enclosed(text, at, floor)
        if refused:
            return refused
    found = _FORM.match(text, at)
    if found and found.lastgroup:
        return Refused(at, found.end(), _FORMS[int(found.lastgroup[1:])][0])
    return None if spelled else _after_lead(text, at, floor)


def _joined(text: str, at: int, floor: int) -> Refused | None:
    """A number that continues a word: "HER2", "Ki-67", an address."""
    if at <= floor:
        return None
    before = text[at - 1]
    if before in "-‑":
        if at < 2 or at - 1 <= floor or not text[at - 2].isalpha():
            return None
    elif before == "." and at - 1 > floor and text[at - 2].isalpha() and text[at - 2].islower():
        marker = None if text[at - 3 : at] in ("vs.", "ca.") else _GLUED_MARKER.match(text, at)
        word = re.split(r"[^a-z]", text[max(0, at - 6) : at - 1])[-1]
        if marker and word not in _PREFIXES:
            return Refused(at, marker.end(), Reason.CITATION)
        return _address(text, at, floor)
    elif before in "/=&?.@" and at - 1 > floor:
        return _address(text, at, floor)
    elif before in ")]−–+":
        return _of_formula(text, at, floor)
    elif not (before.isalpha() or before == "_"):
        return None
    address = _address(text, at, floor)
    if address:
        return address
    start = at - 1
    while start > floor and at - start < _LONGEST_NAME and _is_name(text[start - 1]):
        start -= 1
    prefix = text[start:at].lstrip("-‑/")
    if prefix in _PREFIXES or (
        prefix in _DECIMAL_PREFIXES and re.match(r"[0-9]*\.[0-9]", text[at : at + 9])
    ):
        return None
    if prefix[-1] in "xX" and prefix[:-1].isdigit():
        return None  # "2x2", "3x10"
    rest = _NAME_REST.match(text, at)
    return Refused(start, rest.end() if rest else at + 1, Reason.NAME)


def _of_formula(text: str, at: int, floor: int) -> Refused | None:
    """A digit of a formula: "Ca(OH)2", "n−1", "(Mg ha−1)"."""
    found = _FORMULA_DIGIT.match(text, at)
    closes = text[at - 1] in ")]" or (at - 2 >= floor and text[at - 2].isalpha())
    if found is None or not closes or _has_unit(text, found.end()):
        return None
    return Refused(at, found.end(), Reason.NAME)


def _is_name(character: str) -> bool:
    return character.isalnum() or character in "-‑_/"


def _address(text: str, at: int, floor: int) -> Refused | None:
    """A number inside a web or mail address."""
    start = at
    while start > floor and at - start < 200 and not text[start - 1].isspace():
        start -= 1
    if not ("://" in text[start:at] or "www." in text[start:at] or "@" in text[start:at]):
        return None
    end = at
    while end < len(text) and end - at < 200 and not text[end].isspace():
        end += 1
    return Refused(start, end, Reason.CODE)


def _enclosed(text: str, at: int, floor: int) -> Refused | None:
    """A number that its bracket or its place in the line gives away."""
    before = text[at - 1] if at > floor else "\n"
    if before == "[":
        return _citation(text, at)
    if before == "+" and (phone := _PHONE_ABROAD.match(text, at)):
        return Refused(at - 1, phone.end(), Reason.PHONE)
    if before == "(":
        if _STATISTIC_BEFORE.search(text, max(floor, at - 8), at):
            closed = _FREEDOM_CLOSED.match(text, at)
            if closed:
                return Refused(at - 1, closed.end(), Reason.DEGREES_OF_FREEDOM)
        return _list_numeral(text, at, floor)
    return _list_numeral(text, at, floor) if before in "\n \t#" else None


def _citation(text: str, at: int) -> Refused | None:
    """A marker, "[3]" or "[3–5, 7]"; a pair that stands behind a number is read as an interval."""
    found = _BRACKETED.match(text, at)
    if found is None:
        return None
    before = text[max(0, at - 3) : at - 1].rstrip()[-1:]
    if not found["more"] and _COUNT_BEFORE.search(text, max(0, at - 16), at - 1):
        return None  # "8.72 (0.43) [391]"
    is_pair = sum(sign in ",;–‑-" for sign in found["more"]) == 1
    if is_pair and (before.isdigit() or before in ("=", ":") or _spreads(text, at, found[0])):
        return None
    return Refused(at - 1, found.end(), Reason.CITATION)


def _spreads(text: str, at: int, printed: str) -> bool:
    """Whether a bracketed pair spreads around the measure before it: "6 days [3–11]"."""
    measure = _MEASURE_BEFORE.search(text, max(0, at - 24), at - 1)
    ends = [int(end) for end in re.findall("[0-9]+", printed)]
    return measure is not None and ends[0] <= float(measure[1]) <= ends[-1]


def _list_numeral(text: str, at: int, floor: int) -> Refused | None:
    """A numeral, "1." or "(2)" at the start of a line, "(1)" after a colon or a comma."""
    line = text.rfind("\n", max(0, at - 9), at) + 1
    if (line or at <= 8) and line >= floor and not text[line:at].strip(" \t(#"):
        found = _LIST_NUMBER.match(text, at)
        if found and (found["parts"] or text[found.end() - 1] in ".)"):
            return Refused(at, found.end(), Reason.LIST_NUMERAL)
    inline = _INLINE_NUMERAL.match(text, at)
    start = at - 1 if text[at - 1 : at] == "(" else at
    before = text[max(floor, start - 60) : start]
    opens = before.rstrip().endswith((":", ";", ",", ".", " and", " or"))
    if (
        not inline
        or not opens
        or before[-1] not in f"{_BLANKS}:"
        or before.count("(") > before.count(")")
    ):
        return None
    return Refused(start, inline.end(), Reason.LIST_NUMERAL)


def _after_lead(text: str, at: int, floor: int) -> Refused | None:
    """A number that the word before it makes a name: "Fig. 3", "grade 2", "May 5"."""
    window = text[max(floor, at - 28) : at]
    stem = window.rstrip(_GAP)
    word = re.split(r"[\s()\[\],;/–]", stem)[-1]
    program = _PROGRAM.search(stem)
    word = program[0] if program else word  # "STATA v. 13.0"
    lead = (
        _LEAD["version"]
        if program
        else _LEAD.get(word.lower()) or _LEAD.get(word.lower().rstrip("."))
    )
    if lead is None or len(stem) == len(window) or window[len(stem) :].strip(lead.gap):
        return None
    if word.lower().rstrip(".") in _CAPITALISED and not word[0].isupper():
        return None
    in_brackets = lead.reason is Reason.FIGURE and text[at - 1] == "("
    found = lead.form.match(text, at - 1 if in_brackets else at)
    single = lead.reason is Reason.LABEL
    if found is None or (lead.reason in _UNITLESS and _has_unit(text, found.end(), single=single)):
        return None
    return Refused(at - len(window) + len(stem) - len(word), found.end(), lead.reason)


def _has_unit(text: str, at: int, *, single: bool = False) -> bool:
    """Whether a unit stands behind a number; of single letters only small ones may count."""
    blank = text[at : at + 1] in _BLANKS and at < len(text)
    found = match(text, at + 1 if blank else at) if at < len(text) else None
    if found is None or found.end - found.start > 1:
        return found is not None
    return text[found.start] in "%°" or (single and blank and text[found.start].islower())
