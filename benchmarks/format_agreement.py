#!/usr/bin/env python3
"""Does the same article say the same in every format?

    python benchmarks/format_agreement.py FOLDER --copies DIR [--articles N] [--show FORMAT]

FOLDER holds JATS articles.  Each is printed as a plain page by the style sheet
below; pandoc makes HTML, DOCX and text of it, and headless Chromium prints
pandoc's HTML in two columns to PDF, with tags and without.  What is read from a
copy is compared with what is read from the JATS file: claims by figure, unit
and the words before it, citations by labels and the words before them, claims
again with the labels of the citations that cover them.  The agreement is Dice's
coefficient over the bags of these.  Copies that are in DIR already are not made
again.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from claims.citations import find_citations
from claims.document import BlockKind, Document
from claims.extract import Extractor
from claims.readers import read
from claims.scope import assign

#: JATS to a page, as little as makes every part stand where a journal prints it.
STYLE = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xlink="http://www.w3.org/1999/xlink" exclude-result-prefixes="xlink">
<xsl:output method="html" encoding="UTF-8"/>
<xsl:template match="/article"><html><head><title><xsl:value-of
  select="front/article-meta/title-group/article-title"/></title></head><body>
  <h1><xsl:apply-templates select="front/article-meta/title-group/article-title/node()"/></h1>
  <xsl:for-each select="front/article-meta/abstract[not(@abstract-type='graphical')]">
    <xsl:if test="not(title)"><h2>Abstract</h2></xsl:if>
    <xsl:apply-templates/></xsl:for-each>
  <xsl:apply-templates select="body|back|floats-group"/></body></html></xsl:template>
<xsl:template match="sec|ack|notes|app|glossary|fn-group"><div><xsl:apply-templates/></div>
</xsl:template>
<xsl:template match="sec/title|ack/title|notes/title|app/title|glossary/title|fn-group/title
  |abstract/title|ref-list/title|boxed-text/title"><xsl:variable name="depth"
  select="count(ancestor::sec) + 1 + (count(ancestor::abstract) > 0) + (count(ancestor::sec) = 0)"/>
  <xsl:element name="h{$depth}"><xsl:if test="../label"><xsl:value-of select="../label"/>
  <xsl:text> </xsl:text></xsl:if><xsl:apply-templates/></xsl:element></xsl:template>
<xsl:template match="sec/label|ref/label|list-item/label|fig/label|table-wrap/label
  |supplementary-material/label|mixed-citation/label"/>
<xsl:template match="p[not(ancestor::caption) and not(list|table-wrap|fig|def-list|disp-quote)]">
  <p><xsl:if test="parent::fn and not(preceding-sibling::p)"><xsl:value-of select="../label"/>
  <xsl:text> </xsl:text></xsl:if><xsl:apply-templates/></p></xsl:template>
<xsl:template match="p[not(ancestor::caption) and (list|table-wrap|fig|def-list|disp-quote)]">
  <xsl:for-each select="node()"><xsl:choose>
  <xsl:when test="self::list|self::table-wrap|self::fig|self::def-list|self::disp-quote">
    <xsl:apply-templates select="."/></xsl:when>
  <xsl:when test="not(preceding-sibling::node()) or preceding-sibling::node()[1][self::list
    |self::table-wrap|self::fig|self::def-list|self::disp-quote]"><p><xsl:apply-templates
    select="." mode="run"/></p></xsl:when></xsl:choose></xsl:for-each></xsl:template>
<xsl:template match="node()" mode="run"><xsl:apply-templates select="."/><xsl:if
  test="not(following-sibling::node()[1][self::list|self::table-wrap|self::fig|self::def-list
  |self::disp-quote])"><xsl:apply-templates select="following-sibling::node()[1]" mode="run"/>
  </xsl:if></xsl:template>
<xsl:template match="fn/label|td/label"/>
<xsl:template match="list[@list-type='order']"><ol><xsl:apply-templates
  select="list-item"/></ol></xsl:template>
<xsl:template match="list"><ul><xsl:apply-templates select="list-item"/></ul></xsl:template>
<xsl:template match="list-item"><li><xsl:apply-templates/></li></xsl:template>
<xsl:template match="def-list"><xsl:for-each select="def-item"><p><xsl:apply-templates
  select="term/node()"/>: <xsl:apply-templates select="def/p/node()"/></p></xsl:for-each>
</xsl:template>
<xsl:template match="fig|supplementary-material|boxed-text[caption]"><p><xsl:call-template
  name="caption"/></p><xsl:apply-templates select="p|sec"/></xsl:template>
<xsl:template match="table-wrap"><p><xsl:call-template name="caption"/></p>
  <xsl:apply-templates select=".//table|table-wrap-foot"/></xsl:template>
<xsl:template name="caption"><xsl:value-of select="label"/><xsl:if test="label and not(
  substring(label, string-length(label)) = '.')">.</xsl:if><xsl:for-each select="caption/*">
  <xsl:text> </xsl:text><xsl:apply-templates select="node()"/></xsl:for-each></xsl:template>
<xsl:template match="table"><table border="1"><xsl:apply-templates select="thead|tbody|tr"/>
  </table></xsl:template>
<xsl:template match="thead|tbody|tr|sup|sub"><xsl:copy><xsl:apply-templates/></xsl:copy>
</xsl:template>
<xsl:template match="td|th"><xsl:copy><xsl:copy-of select="@rowspan|@colspan"/>
  <xsl:apply-templates/></xsl:copy></xsl:template>
<xsl:template match="td//p|th//p"><xsl:apply-templates/></xsl:template>
<xsl:template match="bold"><b><xsl:apply-templates/></b></xsl:template>
<xsl:template match="italic"><i><xsl:apply-templates/></i></xsl:template>
<xsl:template match="break"><br/></xsl:template>
<xsl:template match="xref[@ref-type='bibr']"><a href="#{substring-before(concat(@rid, ' '), ' ')}">
  <xsl:apply-templates/></a></xsl:template>
<xsl:template match="xref[@ref-type='fn' or @ref-type='table-fn'][not(sup|ancestor::sup)]"><sup>
  <xsl:apply-templates/></sup></xsl:template>
<xsl:template match="ref-list"><xsl:if test="not(title)"><h2>References</h2></xsl:if>
  <xsl:apply-templates select="title"/><ol><xsl:for-each select="ref"><li id="{@id}">
  <xsl:apply-templates select="*[not(self::label)]"/></li></xsl:for-each></ol></xsl:template>
<xsl:template match="person-group"><xsl:apply-templates/>. </xsl:template>
<xsl:template match="ref//name|ref//collab"><xsl:if test="preceding-sibling::name
  |preceding-sibling::collab">, </xsl:if><xsl:value-of select="surname"/><xsl:text> </xsl:text>
  <xsl:value-of select="given-names"/><xsl:if test="self::collab"><xsl:value-of select="."/>
  </xsl:if></xsl:template>
<xsl:template match="ref//article-title|ref//chapter-title"><xsl:if test="preceding-sibling::name"
  >. </xsl:if><xsl:apply-templates/>. </xsl:template>
<xsl:template match="ref//source"><xsl:apply-templates/>. </xsl:template>
<xsl:template match="ref//volume">;<xsl:apply-templates/></xsl:template>
<xsl:template match="ref//issue">(<xsl:apply-templates/>)</xsl:template>
<xsl:template match="ref//fpage">:<xsl:apply-templates/></xsl:template>
<xsl:template match="ref//lpage">-<xsl:apply-templates/>.</xsl:template>
<xsl:template match="ref//pub-id[@pub-id-type='doi']"> doi:<xsl:value-of select="."/></xsl:template>
<xsl:template match="ref//pub-id[@pub-id-type='pmid']"> PMID: <xsl:value-of select="."/>
</xsl:template>
<xsl:template match="ref//pub-id|ref//etal|media|graphic|object-id|tex-math|alternatives/graphic"/>
</xsl:stylesheet>"""

#: Two columns on A4, with a running head and page numbers as journals have them.
PRINT = """<style>@page { size: A4; margin: 20mm 16mm;
  @top-left { content: "Journal of Agreement 2021;3:14"; font-size: 8pt }
  @bottom-right { content: counter(page); font-size: 8pt } }
html { max-width: none !important; font-size: 10pt !important }
body { max-width: none !important; padding: 0 !important; columns: 2; column-gap: 8mm;
  hyphens: auto; text-align: justify; font: 10pt/1.25 serif !important }
table { column-span: all; font-size: 7pt !important; width: 100% !important;
  display: table !important }
h1 { column-span: all }</style>"""


#: Without tags the layout alone tells the structure.
UNTAGGED = "--disable-pdf-tagging"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file: claims, citations, and claims with their labels."""

    claims: Counter[tuple[str, ...]]
    citations: Counter[tuple[str, ...]]
    covered: Counter[tuple[str, ...]]


def copies(article: Path, folder: Path) -> dict[str, Path]:
    """Make the copies of an article that are not there yet."""
    page = folder / f"{article.stem}.page.html"
    made = {
        form: folder / f"{article.stem}.{form}"
        for form in ("html", "docx", "txt", "pdf", "untagged.pdf")
    }
    if not page.exists():
        style = etree.XSLT(etree.fromstring(STYLE))
        page.write_bytes(bytes(style(etree.parse(str(article)))))
    for form, to in (("html", "html5"), ("docx", "docx"), ("txt", "plain")):
        if not made[form].exists():
            _run("pandoc", "-s", "-f", "html", "-t", to, "-o", str(made[form]), str(page))
    for form, option in (("pdf", "--generate-pdf-document-outline"), ("untagged.pdf", UNTAGGED)):
        if made[form].exists():
            continue
        printed = folder / f"{article.stem}.print.html"
        html = made["html"].read_text(encoding="utf-8")
        html = html.replace("<html ", '<html lang="en" ', 1).replace("</head>", f"{PRINT}</head>")
        printed.write_text(html, encoding="utf-8")
        target = f"--print-to-pdf={made[form].resolve()}"
        _run("chromium", "--headless", "--no-sandbox", "--disable-gpu", option, target,
             printed.resolve().as_uri())  # fmt: skip
    return made


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def reading(document: Document, extractor: Extractor) -> Reading:
    """What a document says."""
    citations = [one for one in find_citations(document) if one.style != "identifier"]
    statements = extractor.read(document)
    coverage = assign(document, statements, citations)
    claims = [
        (_plain(one.quantity.text), one.quantity.unit, _before(document, one.quantity.start))
        for one in statements
    ]
    return Reading(
        Counter(claims),
        Counter((*one.labels, _before(document, one.start)) for one in citations),
        Counter(
            (*claim, *sorted({label for cover in covers for label in cover.citation.labels}))
            for claim, covers in zip(claims, coverage, strict=True)
        ),
    )


def _before(document: Document, at: int) -> str:
    """The last letters of the block before an offset, "" in a cell, which may be several lines."""
    block = document.block_at(at)
    if block and block.kind is BlockKind.CELL:
        return ""
    start = max(block.start if block else 0, at - 60)
    return _plain(document.text[start:at])[-12:]


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words)).lower()


def agreement(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> float:
    """Dice's coefficient of two bags."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def differences(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> Iterator[str]:
    """What only one of two bags holds."""
    for sign, only in (("-", left - right), ("+", right - left)):
        for key in sorted(only.elements()):
            yield f"    {sign} {' | '.join(key)}"


def main(arguments: Iterable[str]) -> int:
    """Compare and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=5)
    parser.add_argument("--only", default="", help="name of one article")
    parser.add_argument("--show", default="", help="print what differs in this format")
    options = parser.parse_args([*arguments])
    options.copies.mkdir(parents=True, exist_ok=True)
    extractor = Extractor()
    articles = [one for one in sorted(options.folder.glob("*.nxml")) if options.only in one.name]
    sums: dict[str, list[float]] = {}
    for article in articles[: options.articles]:
        gold = reading(read(article), extractor)
        for form, path in copies(article, options.copies).items():
            copy = reading(read(path), extractor)
            scores = [
                agreement(getattr(gold, name), getattr(copy, name))
                for name in ("claims", "citations", "covered")
            ]
            sums.setdefault(form, []).extend(scores)
            print(f"{article.stem} {form:12}", *(f"{score:.3f}" for score in scores))
            if options.show == form:
                print(*differences(gold.claims, copy.claims), sep="\n")
                print(*differences(gold.citations, copy.citations), sep="\n")
    for form, scores in sums.items():
        means = (sum(scores[at::3]) / len(scores[at::3]) for at in range(3))
        print(f"mean       {form:12}", *(f"{mean:.3f}" for mean in means))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
