#!/usr/bin/env python3
"""Compare the citations read from JATS articles with their ``xref`` elements.

    python benchmarks/jats_citations.py FOLDER [--show]

The expected markers come from lxml alone: the ``xref`` elements of type
"bibr" in reading order, each with the label of the reference that its ``rid``
names (or its place in the list), neighbours parted by commas taken together
and a dash between two of them filled in.  Every one must be read with exactly
these labels, in the same order.  Where FOLDER has a ``links.jsonl``, with the
ids of citing and cited articles and of the reference that leads from one to the
other, the folder is also taken for the folder of sources, and every link must
resolve.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path

from lxml import etree

from claims.citations import find_citations
from claims.readers import read
from sources.folder import open_folder
from sources.reflist import references
from sources.resolve import resolve

SKIPPED = {"contrib-group", "aff", "author-notes", "ref-list", "sub-article", "response"}


def labels(root: etree._Element) -> dict[str, str]:
    """Ids of references to their labels."""
    found: dict[str, str] = {}
    for at, ref in enumerate(root.iter("ref"), start=1):
        printed = (ref.findtext("label") or "").strip(" .[]()")
        for element in [ref, *ref]:
            if isinstance(element.tag, str) and element.get("id"):
                found[element.get("id", "")] = printed or str(at)
    return found


def events(root: etree._Element) -> list[tuple[str, str]]:
    """The text and the citations of an article in reading order."""
    found: list[tuple[str, str]] = []

    def walk(element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            return
        if element.tag == "xref" and element.get("ref-type") == "bibr":
            found.append(("xref", f"{element.get('rid', '')}\n{''.join(element.itertext())}"))
            return
        if element.tag in ("p", "td", "th", "title", "sec", "list-item", "caption"):
            found.append(("text", "\n\n"))
        found.append(("text", element.text or ""))
        for child in element:
            walk(child)
            found.append(("text", child.tail or ""))

    for part in ("front/article-meta/abstract", "body", "back", "floats-group"):
        for element in root.iterfind(part):
            walk(element)
    return found


def expected(root: etree._Element) -> list[tuple[str, ...]]:
    """The labels of each marker."""
    by_id = labels(root)
    groups: list[list[str]] = []
    between = "\n\n"
    for kind, value in events(root):
        if kind == "text":
            between += value
            continue
        ids, _, shown = value.partition("\n")
        own = [by_id[name] for name in ids.split() if name in by_id]
        ends = re.fullmatch(r"\s*[\[(]?(\d+)\s?[-–—]\s?(\d+)[\])]?\s*", shown)
        if ends:
            own = [str(n) for n in range(int(ends[1]), int(ends[2]) + 1)]
        dash = re.fullmatch(r"\s*\]?\s*[-–—]\s*\[?\s*", between)
        if dash and groups and groups[-1][-1].isdigit() and own[0].isdigit():
            low, high = int(groups[-1][-1]), int(own[0])
            groups[-1] += [str(n) for n in range(low + 1, high)] + own
        elif re.fullmatch(r"[\s,;]*", between) and groups and "\n\n" not in between:
            groups[-1] += own
        else:
            groups.append(own)
        between = ""
    return [tuple(dict.fromkeys(group)) for group in groups]


def links(folder: Path) -> tuple[int, int]:
    """How many links between the articles of a folder there are, and how many resolve."""
    if not (folder / "links.jsonl").exists():
        return 0, 0
    sources = open_folder(folder)
    wanted = [json.loads(row) for row in (folder / "links.jsonl").read_text().splitlines() if row]
    right = 0
    for link in wanted:
        path = str(folder / f"{link['citing']}.nxml")
        document = read(path)
        label = labels(etree.parse(path).getroot())[link["ref_id"]]
        cited = {label for citation in find_citations(document) for label in citation.labels}
        own = sources.for_article(path, single=True)
        found = resolve(sorted(cited), tuple(references(document)), own).by_label.get(label)
        source = found.source.name if found and found.source else "nothing"
        right += source == f"{link['cited']}.nxml"
        print(f"{link['citing']} [{label}] leads to {source}")
    return len(wanted), right


def main() -> int:
    """Compare and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    options = parser.parse_args()
    wanted = right = read_ = 0
    for path in sorted([*options.folder.glob("*.nxml"), *options.folder.glob("*.xml")]):
        gold = expected(etree.parse(str(path)).getroot())
        citations = [c for c in find_citations(read(path)) if c.style != "identifier"]
        got = [citation.labels for citation in citations]
        same = sum(
            m.size for m in SequenceMatcher(a=gold, b=got, autojunk=False).get_matching_blocks()
        )
        wanted, right, read_ = wanted + len(gold), right + same, read_ + len(got)
        if options.show and (same < len(gold) or same < len(got)):
            print(path.name)
            for tag, a, b, c, d in SequenceMatcher(a=gold, b=got, autojunk=False).get_opcodes():
                if tag != "equal":
                    print("   xref", gold[a:b], "read", got[c:d])
    print(f"{wanted} markers of xref elements, {read_} read, {right} the same in the same order")
    linked, resolved = links(options.folder)
    print(f"{linked} links, {resolved} resolved")
    return int(right < wanted or resolved < linked)


if __name__ == "__main__":
    sys.exit(main())
