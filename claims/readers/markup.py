"""From the bytes of a page to its elements, within bounds, and what its head states."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from claims.readers.errors import ReadError, decode

Element = etree._Element

#: A page with more tags, or with more characters of tags, is refused.
MAX_TAGS = 500_000
MAX_MARKUP = 8_000_000

#: The element that stands for a comment that is addressed to this tool; its text is in "words".
NOTE = "comment-to-claimaudit"

_MEND = "give its text instead"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ADDRESSED = re.compile(r"\s{0,20}claimaudit\s{0,20}:", re.I)
_TAG = re.compile(r"<[A-Za-z/][^<>]*+")
#: Attributes as long as this hold pictures or data of scripts; the parser's time grows with
#: the square of their number.
_LONG_TAG = re.compile(r"(<[A-Za-z][^\s<>/]{0,60}+)([^<>]{4000,}+)")
_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,60}?encoding)"
    rb"\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})",
    re.I,
)
#: Browsers read these names as the code page that holds them.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_CODECS = re.compile(
    r"utf-(?:8|16)|cp12\d\d|iso8859-\d+|koi8-[ru]|mac-roman|gb18030|big5|shift_jis|euc_jp"
    r"|euc_kr|cp8\d\d|cp932|cp949|iso2022_jp"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_PMCID = re.compile(r"PMC\d{1,9}")
#: What the head's meta elements state, by name, the surest first.
_META = {
    "citation_title": ("title", re.compile(r".{1,500}", re.S)),
    "citation_doi": ("doi", _DOI),
    "bepress_citation_doi": ("doi", _DOI),
    "prism.doi": ("doi", _DOI),
    "dc.identifier": ("doi", _DOI),
    "citation_pmid": ("pmid", re.compile(r"\d{1,9}\Z")),
    "citation_pmcid": ("pmcid", _PMCID),
    "citation_publication_date": ("year", _YEAR),
    "citation_date": ("year", _YEAR),
    "citation_year": ("year", _YEAR),
    "citation_online_date": ("year", _YEAR),
    "prism.publicationdate": ("year", _YEAR),
    "dc.date": ("year", _YEAR),
    "article:published_time": ("year", _YEAR),
    "citation_author": ("author", re.compile(r".{1,200}")),
    "citation_authors": ("author", re.compile(r".{1,5000}")),
    "dc.creator": ("author", re.compile(r".{1,200}")),
}
_PARTICLES = frozenset(
    "al ap bin da dal de del della den der di dos du el la le ten ter van von".split()
)
_GROUP = re.compile(
    r"academ|agency|associat|board|cent(?:er|re)|clinic|collab|college|committee|consorti|council"
    r"|department|editor|foundation|group|hospital|initiative|institut|ministry|network|organi"
    r"|panel|program|project|service|society|staff|team|trial|union|universit",
    re.I,
)
#: Pages of databases that show abstracts alone.
_DATABASES = re.compile(
    r"//(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed"
    r"|europepmc\.org/(?:article|abstract)/med)/\d+",
    re.I,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
#: Between a page's title and the name of its site.
_SITE = re.compile(r"\s+(?:[|·•»«:–—-]|::|\|\|)\s+")


def tree(data: bytes, name: str) -> Element:
    """The root of a page's elements.

    Raises:
        ReadError: the page is not in its encoding, has too much markup, nests
            too deeply, or holds no element.
    """
    text = _bounded(decoded(data, name).replace("\x00", ""), name)
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        remove_comments=False,
        remove_pis=True,
        huge_tree=True,  # the bounds are those above; long paragraphs are no fault
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise ReadError(name, "the page nests its elements too deeply", _MEND)
    if root is None:
        raise ReadError(name, "the page holds no text", _MEND)
    return _noted(root)


def _noted(root: Element) -> Element:
    """The page without its comments; those addressed to this tool become elements."""
    before = [*root.itersiblings(etree.Comment, preceding=True)]
    behind = [*root.itersiblings(etree.Comment)]
    for comment in [*root.iter(etree.Comment)]:
        parent = comment.getparent()
        if parent is not None and _is_addressed(comment):
            parent.replace(comment, _note(comment))
    etree.strip_elements(root, etree.Comment, with_tail=False)
    for comment in filter(_is_addressed, before):
        root.insert(0, _note(comment))
    root.extend(map(_note, filter(_is_addressed, behind)))
    return root


def _is_addressed(comment: Element) -> bool:
    return _ADDRESSED.match(comment.text or "") is not None


def _note(comment: Element) -> Element:
    """The element that stands for a comment."""
    note = comment.makeelement(NOTE, {"words": _CONTROL.sub("", comment.text or "").strip()})
    note.tail = comment.tail
    return note


def _bounded(text: str, name: str) -> str:
    """The text without overlong attributes.

    Raises:
        ReadError: there is more markup than any article has.
    """
    if text.count("<") > MAX_TAGS:
        raise ReadError(name, f"the page has more than {MAX_TAGS:,} tags", _MEND)
    text = _LONG_TAG.sub(lambda tag: tag[1] + "\n" * tag[2].count("\n"), text)
    if sum(tag.end() - tag.start() for tag in _TAG.finditer(text)) > MAX_MARKUP:
        raise ReadError(name, f"the page has more than {MAX_MARKUP:,} characters of tags", _MEND)
    return text


def decoded(data: bytes, name: str) -> str:
    """The page's text, by its byte order mark, its declaration, else UTF-8.

    Raises:
        ReadError: the data is not in that encoding.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], charset, name, len(mark))
    declared = _CHARSET.search(data[:4096])
    return _decoded(data, _codec(declared[1].decode("ascii")) if declared else "utf-8", name)


def _decoded(data: bytes, charset: str, name: str, skipped: int = 0) -> str:
    if charset == "utf-8" and not skipped:
        return decode(data, name)
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        problem = f"byte {at} (0x{data[error.start]:02x}) is not valid {charset.upper()}"
        mend = "correct the declared charset, or save the page as UTF-8"
        raise ReadError(name, problem, mend) from None


def _codec(declared: str) -> str:
    """The codec of a declared charset; what is unknown, or cannot be true, is UTF-8."""
    try:
        known = codecs.lookup(declared).name
    except LookupError:
        return "utf-8"
    known = _WIDER.get(known, known)
    # A declaration that was read byte by byte does not stand in UTF-16.
    return known if _CODECS.fullmatch(known) and known != "utf-16" else "utf-8"


# --- what the head states ------------------------------------------------------


def stated(root: Element) -> tuple[tuple[str, str], ...]:
    """Title, identifiers, year and authors that the meta elements state, as pairs."""
    order = list(_META)
    found: list[tuple[int, str, str]] = []
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        kind, pattern = _META.get(name, ("", None))
        match = pattern.search((element.get("content") or "").strip()) if pattern else None
        if match:
            found.append((order.index(name), kind, " ".join(match.group().split())))
    return tuple(dict.fromkeys(_chosen(sorted(found, key=lambda one: one[0]))))


def _chosen(found: list[tuple[int, str, str]]) -> Iterator[tuple[str, str]]:
    """Of what is single the surest, of the authors those of the surest way to name them."""
    ranks: dict[str, int] = {}
    for rank, kind, value in found:
        if kind != "author":
            if ranks.setdefault(kind, rank) == rank:
                ranks[kind] = -1
                yield kind, value
        elif ranks.setdefault(kind, rank) == rank:
            yield from ((kind, family_first(name)) for name in value.split(";") if name.strip())


def family_first(name: str) -> str:
    """An author's name with the family name first.

    "Anna van der Berg" is "van der Berg, Anna"; "Berg, Anna", "Berg AB" and
    the names of groups stay as they are.
    """
    words = name.split()
    if "," in name or not 2 <= len(words) <= 6 or words[-1].isupper() or _GROUP.search(name):
        return " ".join(words)
    particles = [at for at, word in enumerate(words) if at and word.lower() in _PARTICLES]
    cut = particles[0] if particles else len(words) - 1
    if not all(word[0].isupper() for word in words[:cut]) or not words[-1][0].isupper():
        return " ".join(words)
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}"


def page_title(root: Element) -> str:
    """The title in the page's head, without the name of its site."""
    element = root.find(".//title")
    title = "" if element is None else " ".join("".join(map(str, element.itertext())).split())
    cuts = list(_SITE.finditer(title))
    if not cuts:
        return title
    first, last = title[: cuts[0].start()], title[cuts[-1].end() :]
    rest = title[: cuts[-1].start()]
    return rest if len(rest) >= len(last) or len(first.split()) > len(last.split()) else last


def language(root: Element) -> str:
    """The language that the page states, "" where it states none."""
    value = (root.get("lang") or root.get("xml:lang") or "").strip()
    return value if _LANGUAGE.match(value) else ""


def is_database(root: Element) -> bool:
    """Whether the page says that its address is that of a record in a database of abstracts."""
    links = (e.get("href") for e in root.iter("link") if e.get("rel") == "canonical")
    properties = (e.get("content") for e in root.iter("meta") if e.get("property") == "og:url")
    return any(_DATABASES.search(address or "") for address in (*links, *properties))
