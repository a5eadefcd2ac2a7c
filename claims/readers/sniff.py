"""What a file holds, judged by its first bytes."""

from __future__ import annotations

import re

_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML_START = re.compile(
    rb"(?:\s|<\?xml[^>]{0,200}>|<!--.*?-->)*+(?:<!doctype\s+html|<html[\s>])", re.I | re.S
)
_HTML_TAG = re.compile(
    rb"</?(?:html|head|body|div|p|span|a|ul|ol|li|table|tr|td|th|h[1-6]|section|article|main|nav|sup|sub|br|em|strong)"
    rb"(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
#: The name of the first element, behind declaration, comments and document type.
_XML_ROOT = re.compile(
    rb"(?:\s|<\?[^>]{0,300}>|<!--.*?-->|<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]]{0,60000}\]\s*)?>)*+"
    rb"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,80})(?=[\s/>])",
    re.I | re.S,
)
#: The same name, as a document type states it that is too long to be seen whole.
_XML_TYPE = re.compile(
    rb"(?:\s|<\?[^>]{0,300}>|<!--.*?-->)*+<!DOCTYPE\s+(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,80})",
    re.I | re.S,
)
_XML_START = re.compile(rb"(?:\s|<!--.*?-->)*+<(?:\?xml\s|!DOCTYPE\s)", re.I | re.S)
_NESTED = re.compile(rb"\s*<[A-Za-z_][^<>]{0,2000}>\s*<[A-Za-z_]")
_JATS = re.compile(rb"//NLM//DTD|<(?:[\w.-]{1,60}:)?(?:front|article-meta)[\s>]|article-type=")
_MEDLINE = re.compile(rb"\s*PMID ?- ?\d{1,9}\s*[\r\n]")
_MEDLINE_LINE = re.compile(rb"^(?:OWN|STAT|TI|AB|FAU|AU|JT|TA|DP|PT) {0,2}- ", re.M)
_HEADING = re.compile(rb"^#{1,6} \S", re.M)
_MARKDOWN = (
    _HEADING,
    re.compile(rb"^(?:```|~~~)", re.M),
    re.compile(rb"^\[\^?[^\]\n]{1,60}\]: ?\S", re.M),
    re.compile(rb"\[[^\]\n]{1,300}\]\((?:https?:|#|\.?/)[^)\s]{1,2000}\)"),
    re.compile(rb"\*\*[^*\n]{1,300}\*\*"),
    re.compile(rb"\[\^[^\]\n]{1,40}\]|\[-?@[A-Za-z][^\]\n]{0,200}\]"),
    re.compile(rb"^\|?[ :-]*-{3,}[ :-]*\|[ |:-]*$", re.M),
    re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n[A-Za-z_]"),
)
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".qmd", ".rmd")


def is_text(head: bytes, name: str) -> bool:  # noqa: ARG001
    """Whether the bytes can be text at all."""
    return not _CONTROL.search(head)


def is_pdf(head: bytes, name: str) -> bool:  # noqa: ARG001
    """Whether the bytes begin a PDF; some bear a few bytes of another program before."""
    return b"%PDF-" in head[:1024]


def is_zip(head: bytes, name: str) -> bool:  # noqa: ARG001
    """Whether the bytes begin a ZIP archive, as Word documents are."""
    return head.startswith(b"PK\x03\x04")


def xml_root(head: bytes) -> str:
    """The name of an XML file's first element, "" for what does not begin with one."""
    start = head.removeprefix(_BOM)
    found = _XML_ROOT.match(start) or _XML_TYPE.match(start)
    return found[1].decode("ascii") if found else ""


def is_jats(head: bytes, name: str) -> bool:  # noqa: ARG001
    """Whether the bytes begin an article in JATS or one of the NLM tag sets before it."""
    root = xml_root(head)
    return root == "pmc-articleset" or (root == "article" and bool(_JATS.search(head)))


def is_html(head: bytes, name: str) -> bool:
    """Whether the bytes are an HTML page or a fragment of one."""
    if not is_text(head, name):
        return False
    start = head.removeprefix(_BOM).lstrip()
    if _HTML_START.match(start):
        return True
    if name.lower().endswith(_MARKDOWN_NAMES):
        return False
    tags = len(_HTML_TAG.findall(start))
    return start.startswith(b"<") and tags >= 2 and tags * 400 >= min(len(start), 4_000)


def is_pubmed(head: bytes, name: str) -> bool:  # noqa: ARG001
    """Whether the bytes begin a record in PubMed's XML."""
    return xml_root(head).lower().startswith(("pubmedarticle", "pubmedbookarticle"))


def is_medline(head: bytes, name: str) -> bool:
    """Whether the bytes begin a record in MEDLINE's tagged lines."""
    start = head.removeprefix(_BOM)
    tagged = len(_MEDLINE_LINE.findall(start)) >= 3
    return is_text(head, name) and tagged and bool(_MEDLINE.match(start))


def is_xml(head: bytes, name: str) -> bool:
    """Whether the bytes begin an XML file that is no page."""
    root = xml_root(head).lower()
    if not root or root == "html" or name.lower().endswith(_MARKDOWN_NAMES):
        return False
    start = head.removeprefix(_BOM)
    if _XML_START.match(start):
        return True
    return bool(_NESTED.match(start)) and not is_html(head, name)


def is_markdown(head: bytes, name: str) -> bool:
    """Whether the text uses Markdown's marks, or says so by its name."""
    if not is_text(head, name):
        return False
    if name.lower().endswith(_MARKDOWN_NAMES):
        return True
    if len(_HEADING.findall(head)) >= 2:
        return True
    return sum(1 for pattern in _MARKDOWN if pattern.search(head)) >= 2
