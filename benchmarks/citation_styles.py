#!/usr/bin/env python3
"""Score citation markers in styles that are made from articles with bracket markers.

    python benchmarks/citation_styles.py FOLDER [--show STYLE]

FOLDER holds plain texts with bracket markers (``*.bracket.txt``), a numbered
reference list at their end, and ``gold.jsonl`` with the spans and labels of
the markers.  Each article is printed anew with parentheses, with Unicode
superscripts, with Pandoc keys and with authors and years (the list then
stands without numerals), read, and its markers compared with those put in.  A
marker is found when it overlaps one that was put in and names the same labels.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.citations import find_citations
from claims.keys import citation_key
from claims.readers import parse

_ENTRY = re.compile(r"^(\d+)\. (.*)$", re.M)
_FAMILY = re.compile(r"([^\W\d_][\w'’-]+(?: [a-z]+)?) [A-Z]{1,4}(?=[,.])")
_YEAR = re.compile(r"\b((?:19|20)\d\d)[;.]")
_RAISED = str.maketrans("0123456789,-", "⁰¹²³⁴⁵⁶⁷⁸⁹,⁻")


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that was put in: its span and its labels."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of the list: its authors' part, first family name, number of authors, year."""

    text: str
    family: str
    authors: int
    year: str

    @property
    def key(self) -> str:
        """Its author-year key."""
        return citation_key(self.family, self.year)


def works(entries: Mapping[str, str]) -> dict[str, Work]:
    """The entries by label; years get letters where two works share a key."""
    found: dict[str, Work] = {}
    seen: Counter[str] = Counter()
    for label, text in entries.items():
        families = _FAMILY.findall(text.partition(". ")[0] + ".")
        year = _YEAR.search(text)
        family = families[0] if families else f"Nomen{'abcdefghij'[int(label) % 10]}"
        number = year.group(1) if year else "1900"
        seen[citation_key(family, number)] += 1
        count = seen[citation_key(family, number)]
        letter = "" if count == 1 else chr(ord("a") + count - 1)
        found[label] = Work(text, family, len(families), number + letter)
    return found


Printer = Callable[[Sequence[str], str, str, Mapping[str, Work]], tuple[str, tuple[str, ...]]]


def parentheses(
    labels: Sequence[str], printed: str, _: str, __: Mapping[str, Work]
) -> tuple[str, tuple[str, ...]]:
    """Print "(1, 3–5)"."""
    return f"({printed.strip('[]').replace(',', ', ')})", tuple(labels)


def superscripts(
    labels: Sequence[str], printed: str, _: str, __: Mapping[str, Work]
) -> tuple[str, tuple[str, ...]]:
    """Print raised digits."""
    return printed.strip("[]").translate(_RAISED), tuple(labels)


def pandoc(
    labels: Sequence[str], _: str, __: str, known: Mapping[str, Work]
) -> tuple[str, tuple[str, ...]]:
    """Print "[@rossi2012; @lee2015]"."""
    keys = tuple(known[label].key for label in labels)
    return "[" + "; ".join(f"@{key}" for key in keys) + "]", keys


def author_year(
    labels: Sequence[str], _: str, before: str, known: Mapping[str, Work]
) -> tuple[str, tuple[str, ...]]:
    """Print "(Rossi et al., 2012; Lee, 2015)", or the year alone behind the author's name."""
    first = known[labels[0]]
    if len(labels) == 1 and re.search(rf"{re.escape(first.family)}(?: et al\.)?,? \Z", before):
        return f"({first.year})", (first.key,)
    parts = [
        f"{work.family}{' et al.' if work.authors > 2 else ''}, {work.year}"
        for work in (known[label] for label in labels)
    ]
    return f"({'; '.join(parts)})", tuple(known[label].key for label in labels)


STYLES: dict[str, Printer] = {
    "parentheses": parentheses,
    "superscripts": superscripts,
    "pandoc": pandoc,
    "author-year": author_year,
}


def remake(text: str, gold: Sequence[Mapping[str, object]], style: str) -> tuple[str, list[Marker]]:
    """The article in another style, and the markers that stand in it."""
    list_start = text.rindex("\nReferences")
    entries = dict(_ENTRY.findall(text[list_start:]))
    known = works(entries)
    out: list[str] = []
    put: list[Marker] = []
    length = at = 0
    for marker in gold:
        start, end = int(str(marker["start"])), int(str(marker["end"]))
        labels = [label for label in map(str, marker["labels"]) if label in known]  # type: ignore[call-overload]
        if not labels:
            continue
        before = text[at:start]
        printed, names = STYLES[style](
            labels, text[start:end], text[max(0, start - 60) : start], known
        )
        before = before.rstrip(" ") if style == "superscripts" else before
        out += [before, printed]
        length += len(before)
        put.append(Marker(length, length + len(printed), names))
        length += len(printed)
        at = end
    out.append(text[at:list_start])
    out.append("\nReferences\n" + "\n".join(_printed(known, style)))
    return "".join(out), put


def _printed(known: Mapping[str, Work], style: str) -> list[str]:
    if style == "author-year":
        ordered = sorted(known.values(), key=lambda work: work.text)
        return [_apa(work) for work in ordered]
    return [f"{label}. {work.text}" for label, work in known.items()]


def _apa(work: Work) -> str:
    authors, _, rest = work.text.partition(". ")
    return (
        f"{authors}. ({work.year}). {rest}"
        if rest
        else f"{work.family} A. ({work.year}). {authors}"
    )


def score(put: Sequence[Marker], found: Sequence[Marker]) -> int:
    """How many markers were found with their labels, one to one."""
    used: set[int] = set()
    for want in put:
        for at, got in enumerate(found):
            overlaps = got.start < want.end and want.start < got.end
            if at not in used and overlaps and set(got.labels) == set(want.labels):
                used.add(at)
                break
    return len(used)


def main() -> None:
    """Print precision, recall and F1 by style."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--show", default="", choices=["", *STYLES], help="print the errors of a style"
    )
    args = parser.parse_args()
    gold: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in (args.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["file"]].append(row)
    for style in STYLES:
        total: Counter[str] = Counter()
        for path in sorted(args.folder.glob("*.bracket.txt")):
            text, put = remake(path.read_bytes().decode("utf-8"), gold[path.name], style)
            document = parse(text, f"{path.stem}.{style}")
            found = [Marker(c.start, c.end, c.labels) for c in find_citations(document)]
            total.update(put=len(put), found=len(found), right=score(put, found))
            if args.show == style:
                show(path.name, text, put, found)
        precision = total["right"] / max(1, total["found"])
        recall = total["right"] / max(1, total["put"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{style:14} {total['put']:6} P {precision:.4f} R {recall:.4f} F1 {f1:.4f}")


def show(name: str, text: str, put: Sequence[Marker], found: Sequence[Marker]) -> None:
    """Print what was missed and what was found amiss."""
    for sign, ours, others in (("-", put, found), ("+", found, put)):
        for one in ours:
            if not score([one], others):
                around = text[max(0, one.start - 50) : one.end + 20].replace("\n", " ")
                print(name, sign, one.labels, repr(around))


if __name__ == "__main__":
    main()
