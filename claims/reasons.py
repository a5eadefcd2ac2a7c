"""What is printed in figures and is no claim: the tables, with the reason.

Some of it shows by its own form (a date, an identifier), some by the word
before it ("Fig. 3", "grade 2").  The forms are alternatives that are tried at
one number each; repetition in them is bounded or cannot be read in two ways,
so that hostile text takes no longer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a number is no claim."""

    ADVERB = "adverb"
    CITATION = "citation marker"
    CODE = "identifier"
    COMPOUND = "compound word"
    CONFIDENCE_LEVEL = "confidence level"  #: read as a quantity of its own
    DATE = "date"
    DEGREES_OF_FREEDOM = "degrees of freedom"
    DIGIT_RUN = "run of digits"
    FIGURE = "figure or table number"
    FORMULA = "part of a formula"
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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GREEK = "α-ωΑ-Ω"
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
FORMS: tuple[tuple[Reason, str], ...] = (
    (Reason.DIGIT_RUN, r"[0-9]{41}[0-9]*|[0-9]+(?:[.,:;/–-][0-9]+){7,}"),
    (
        Reason.DATE,
        (
            r"(?:(?:1[5-9]|20)[0-9]{2}(?P<d1>[-/.])[01]?[0-9](?P=d1)[0-3]?[0-9]"
            r"|[0-3]?[0-9](?P<d2>[-/.])[01]?[0-9](?P=d2)(?:19|20)[0-9]{2}"
            r"|[0-3]?[0-9]/[01]?[0-9]/[0-9]{2})(?![\w.]?[0-9])"
        ),
    ),
    (Reason.CODE, r"[0-9]{1,4}/[0-9]{1,4}[a-z](?:-[0-9]{1,3})?(?![\w%])"),
    (Reason.CODE, r"10\.[0-9]{4,9}/[^\s\"'<>)\]]*[0-9A-Za-z]|[0-9]+(?:[-‑][0-9]+){2,}(?![\w%])"),
    (Reason.VERSION, r"[0-9]+(?:\.[0-9]+){2,}(?![\w%])"),
    (
        Reason.CONFIDENCE_LEVEL,
        (
            r"(?:80|9[0-9](?:[.·][0-9]{1,2})?)\s?(?:[%％]|per\s?cent)[\s-]?"
            rf"(?=[(\[]?(?:[a-z-]{{5,14}}\s){{0,2}}{_INTERVAL})"
            r"|(?:(?<=CI)|(?<=CI\s)|(?<=CI\s\()|(?<=interval\s\())9[059]\s?[%％]"
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
        (
            r"(?:1[5-9]|20)[0-9]{2}s(?![a-z])"
            r"|(?:(?<=the\s)|(?<=their\s)|(?<=his\s)|(?<=her\s)|(?<=mid-)|(?<=early\s)|(?<=late\s))"
            r"[1-9]0s(?![a-z])|(?:(?<=0s\sand\s)|(?<=0s\sor\s)|(?<=0s\sto\s))[1-9]0s(?![a-z])"
            r"|[0-9]{2,4}\sBCE?(?=\s?[.,;)])"
        ),
    ),
    (
        Reason.DATE,
        r"9/11(?=\s(?:attack|terror|hijack|memorial|victim|commission|anniversar|era(?![a-z]))|[’'])",
    ),
    (Reason.CITATION, r"(?:19|20)[0-9]{2}[abcef](?![A-Za-z0-9])"),
    (
        Reason.TIME,
        (
            rf"{_CLOCK}(?::[0-5][0-9])?\s?(?:{_HALF_DAY}|UTC?|GMT|hrs)"
            r"|[0-9]{1,2}:[0-5][0-9]\s?h(?![a-z])"
            r"|[0-2][0-9][0-5][0-9]\s(?:GMT|UTC|BST|CET|EST|EDT|ET|PT)(?![A-Za-z])"
            r"|(?:0[0-9]|1[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![\w:]|\.[0-9])"
            r"|[0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?![\w:])"
            rf"|(?:1[0-2]|[1-9])\s?{_HALF_DAY}"
        ),
    ),
    (
        Reason.CODE,
        r"(?<![.·])0[0-9]{1,11}(?![0-9.,:/·%]|[-–]0?[1-9](?![0-9])|\s?[-/]\s?[0-9]{1,2}[-/])",
    ),
    (Reason.PHONE, r"\(?[0-9]{3}\)?[-\s][0-9]{3}[-.][0-9]{4}(?![\w.])"),
    (
        Reason.PAGE,
        (
            r"[0-9]{1,4}\s?\([0-9]{1,4}\)\s?:\s?[0-9]+(?:[-–][0-9]+)?"
            r"|[0-9]{1,4}:\s?[0-9]{2,5}[-–][0-9]{1,5}(?![\w.])"
        ),
    ),
    (Reason.ORDINAL, r"[0-9]+(?:[.,][0-9]+)*(?:\^\()?(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])"),
    (
        Reason.COMPOUND,
        (
            r"(?:[1-9]|[A-Za-z]{3,5})[-‑\s]"
            r"(?:sided|tailed|way|dimensional|sample|component)(?![A-Za-z])"
            r"|(?:1|[Oo]ne)-in-(?:an?-)?[0-9,]{2,7}-year(?![a-z])"
            r"|[1-4][-‑]?D(?![A-Za-z0-9])|24/7(?![\w/])|[Dd]oubling[\s-](?:time|dose|dilution)s?"
        ),
    ),
    (
        Reason.NAME,
        (
            r"[35]′(?:\s?[-–]\s?[35]′)?|(?:1,\s?)?[0-9]{1,2}\(OH\)[A-Za-z0-9]*"
            r"|(?:(?<=AUC)|(?<=AUC\()|(?<=AUC\s))0\s?[-–−‑]\s?(?:[0-9]{1,4}|∞|t|inf|last)"
            r"(?:\s?(?:h|hr|hours|min|days?))?(?![\w.])"
            rf"|[0-9]{{1,2}}(?:,[0-9]{{1,2}})+-[a-z]{{2,}}[A-Za-z0-9-]*|[0-9]+[′']-[A-Za-z{GREEK}]+"
            r"|[1-9][A-DF-Z][0-9]{1,2}(?![\w.])"
        ),
    ),
)
FORM = re.compile("|".join(f"(?P<f{at}>{form})" for at, (_, form) in enumerate(FORMS)))

_AND = r"(?:,\s(?:and|or)\s|\s?[,;&–‑/-]\s?|\s(?:and|or|to|through|vs\.?|versus)\s)"
#: The number of a figure, an equation, a section: "3", "4.1", "5a", "(9.2)", "2(b)".
_BARE_ID = r"(?!0[.·])[A-Z]{0,2}[0-9]{1,3}(?:[.-][0-9]{1,3}){0,3}(?![0-9])(?:[A-Za-z](?![A-Za-z]))?"
_ID = rf"(?:\({_BARE_ID}\)|{_BARE_ID})(?:\([a-z]\))?"
_MORE_LETTERS = r"(?:,\s?(?:and\s)?|\s?[–-]\s?|\s(?:and|to)\s)[A-Za-z](?![A-Za-z0-9(]|\s?[=(])"
_MORE_IDS = rf"{_AND}{_ID}(?!\s?[%°]|[0-9.]*[0-9])"
_CLOSED = r"(?=\s*[).,;:\]]|\s*$)"
_IDS = re.compile(rf"{_ID}(?!\s?%)(?:{_MORE_LETTERS}|{_MORE_IDS}{_CLOSED}){{0,12}}")
_MANY_IDS = re.compile(rf"{_ID}(?!\s?%)(?:{_MORE_LETTERS}|{_MORE_IDS}){{0,12}}")
#: What shows that a number after a label's noun is a quantity all the same; so does a unit.
_NO_QUANTITY = (
    r"(?![0-9A-Za-z]*[0-9]|[.·][0-9]|,[0-9]{3}|\s?/\s?[0-9]"
    r"|\s?(?:%|times|patients|participants|to\s[0-9]+\s?%))"
)
_LABEL_NUMBER = rf"[0-9]{{1,4}}[A-Za-z]?(?![A-Za-z]){_NO_QUANTITY}"
_MORE_LABELS = rf"{_AND}(?:[a-z]{{4,9}}\s)?[0-9]{{1,2}}[A-Za-z]?(?![A-Za-z-]){_NO_QUANTITY}"
_LABEL_NUMBERS = re.compile(rf"{_LABEL_NUMBER}(?:{_MORE_LABELS}){{0,12}}")
_SEVERAL_LABELS = re.compile(rf"{_LABEL_NUMBER}(?:{_MORE_LABELS}){{1,12}}")
_NAME_NUMBER = re.compile(r"[0-9]{1,4}(?![0-9]|[.,][0-9]|\s?%)")
_VERSION_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}(?![0-9]|\s?%)")
_CODE = re.compile(r"[0-9][0-9A-Za-z./-]{0,60}")
_DAY_AND_YEAR = re.compile(
    rf"{_YEAR}|{_DAY}(?!\.[0-9]|,[0-9]|\s?%|\s(?:in|of|out\sof)\s[0-9])(?:\s?(?:[-–]|to|and)\s?(?:{_MONTH}\s)?{_DAY}"
    rf"(?!\.[0-9]|\s?%))?(?:,?\s{_YEAR})?"
)
_PAGES = re.compile(r"[0-9]+(?!\.[0-9])(?:\s?[-–]\s?[0-9]+)?")
_PHONE = re.compile(r"[0-9][0-9()\s./-]{5,24}[0-9]")
_FREEDOM = re.compile(r"[0-9.]{0,8}[0-9](?:\s?,\s?[0-9.]{0,8}[0-9])?")


@dataclass(frozen=True, slots=True)
class Lead:
    """A word before a number that makes it a name, and what of the text it covers.

    Attributes:
        reason: why the number is refused.
        form: the number and what may follow it.
        gap: characters that may stand between the word and the number.
    """

    reason: Reason
    form: re.Pattern[str]
    gap: str


BLANKS = " \u00a0\n"
_LEADS = (
    (
        Lead(Reason.FIGURE, _IDS, f"{BLANKS}(["),
        (
            "fig figure table tab eq eqn equation scheme box panel appendix chapter section sect "
            "algorithm theorem lemma listing footnote exhibit annex ref reference vol volume no. "
            "file supplement §"
        ),
    ),
    (
        Lead(Reason.FIGURE, _MANY_IDS, f"{BLANKS}(["),
        (
            "figs figures tables tabs eqs eqns equations schemes panels appendices chapters "
            "sections refs references nos. §§"
        ),
    ),
    (
        Lead(Reason.LABEL, _LABEL_NUMBERS, f"{BLANKS}-≥≤<>"),
        "grade grades stage stages phase phases type types class classes",
    ),
    (
        Lead(Reason.LABEL, _LABEL_NUMBERS, f"{BLANKS}-"),
        (
            "category categories group groups quartile quintile tertile decile chromosome "
            "chromosomes exon exons intron codon serotype serotypes genotype genotypes step steps "
            "level levels model models scenario scenarios strategy hypothesis aim criterion zone "
            "zones tier wave waves cohort arm cluster study experiment trial visit cycle part "
            "item question task block row rows column columns sample specimen case patient "
            "subject participant animal session bed vitamin protein complex channel strain layer "
            "region domain line rule title article regimen example note caspase interleukin "
            "claudin fraction fractions label labels site sites code codes method iso astm din "
            "iec nist axis axes core clone isolate mutant assemblage borehole station lane track "
            "theme objective appointment workshop module lesson numbered"
        ),
    ),
    (
        Lead(Reason.LABEL, _LABEL_NUMBERS, f"{BLANKS}-"),
        (
            "receptor receptors cotransporter transporter aquaporin ligand peptide component "
            "isoform integrin antigen papillomavirus herpesvirus adenovirus omega p450"
        ),
    ),
    (
        Lead(Reason.LABEL, _SEVERAL_LABELS, BLANKS),
        (
            "samples specimens cases patients subjects participants animals studies experiments "
            "trials visits cycles parts items questions tasks blocks arms cohorts clusters "
            "regions layers lines"
        ),
    ),
    (
        Lead(Reason.VERSION, _VERSION_NUMBER, f"{BLANKS},"),
        (
            "version versions release spss sas stata prism revman matlab python windows ios "
            "android meddra ctcae"
        ),
    ),
    (
        Lead(Reason.CODE, _CODE, f"{BLANKS}:#"),
        (
            "pmid pmcid isbn issn orcid cas rrid omim eudract isrctn crd accession identifier doi "
            "catalog catalogue lot nct"
        ),
    ),
    (
        Lead(Reason.NAME, _NAME_NUMBER, f"{BLANKS}-"),
        (
            "ftse cac dax nikkei stoxx russell nasdaq s&p topix boeing airbus iphone fortune "
            "highway route"
        ),
    ),
    (Lead(Reason.PAGE, _PAGES, BLANKS), "p. pp. page pages"),
    (Lead(Reason.PHONE, _PHONE, f"{BLANKS}:+("), "tel telephone phone fax mobile"),
    (Lead(Reason.DEGREES_OF_FREEDOM, _FREEDOM, f"{BLANKS}="), "df d.f."),
    (Lead(Reason.DATE, _DAY_AND_YEAR, f"{BLANKS},"), " ".join(sorted(_MONTHS))),
    (Lead(Reason.DATE, re.compile(_YEAR), BLANKS), "ad fy"),
)
LEADS = {word: lead for lead, words in _LEADS for word in words.split()}
_MOLECULE = LEADS["receptor"]
#: Two words that make the number behind them part of a name.
_PHRASES = (
    "programmed death", "cell death", "coronavirus disease", "simplex virus",
    "immunodeficiency virus", "converting enzyme", "growth factor",
    *(f"{noun} {letter}" for noun in ("vitamin", "coenzyme") for letter in "abcdekq"),
)  # fmt: skip
ENZYMES = (
    "kinase", "synthase", "reductase", "transferase", "oxygenase", "peptidase", "esterase",
    "protease", "polymerase", "phosphatase", "oxidase", "lipase", "caspase", "helicase",
    "nuclease", "isomerase", "hydroxylase", "carboxylase", "ligase", "cyclase", "convertase",
    "secretase", "dehydrogenase", "acetylase",
)  # fmt: skip


def lead_of(words: Sequence[str]) -> Lead | None:
    """What the last of some words makes of the number behind it, None for most words."""
    word = words[-1].lower()
    lead = LEADS.get(word) or LEADS.get(word.rstrip("."))
    if lead is None and (word.endswith(ENZYMES) or " ".join(words[-2:]).lower().endswith(_PHRASES)):
        return _MOLECULE
    return lead


#: Where people are counted: in "the placebo group 12 relapsed" twelve people are meant.
PLACES = frozenset(
    "group groups study trial experiment cohort cohorts arm arms sample session region wave "
    "cycle cluster".split()
)
#: Behind these a place is named by its number, or cited: "in group 12", "a recent trial 4".
BEFORE_NAMES = frozenset(
    "in of for to and or from with between by at as than versus vs vs. within on through per is "
    "was were are & into a an previous earlier prior recent another".split()
)
#: From here on numbers are rarer as names of groups than as counts.
MANY_GROUPS = 6
#: What shows that a smaller one counts, too.
COUNTS_BEHIND = re.compile(
    r"\s(?:(?:out\s)?of\s(?:the\s)?[0-9]|(?:[a-z]{4,12}\s)?(?:women|men|children|people|adults|deaths|events"
    r"|infants|boys|girls|cases|relapses)(?![a-z])|(?:died|relapsed|recovered|withdrew|dropped|left|developed|survived)\s?)"
)
#: Reasons that a unit behind the number refutes.
UNITLESS = frozenset([Reason.LABEL, Reason.FIGURE, Reason.VERSION])
CAPITALISED = _MONTHS | {"ad", "fy", "no.", "nos.", "prism", "windows", "python", "stata"}
PROGRAM = re.compile(r"(?:version|SPSS|SAS|Stata|STATA|Prism|MATLAB|R),?\s(?:v|vers|ver)\.$")
GAP = " \u00a0\n([-≥≤<>,:#+="
