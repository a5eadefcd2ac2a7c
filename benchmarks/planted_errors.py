"""Plant errors in whole articles and count those that the rules on numbers find.

    python benchmarks/planted_errors.py ARTICLE... [--seed 1] [--shares 100] [--intervals 50]
        [--elsewhere 0] [--show]

Two kinds of places are looked for with the patterns of this file, not with those of the rules:

* a count with its percentage where the article states the whole as well: "12 of 40 (30%)",
  "30% (12/40)", "12 (30%) of 40", "of 40 patients, 12 (30%)", or a table cell "12 (30%)" whose
  column heading says "n = 40";
* an estimate with its interval: "1.8 (95% CI 1.2 to 2.7)", or a table cell "1.8 (1.2–2.7)" whose
  headings or caption say what the interval is.

With ``--elsewhere`` the count with its percentage is also looked for where the article states no
whole beside it, which no rule can hold against anything but the rest of the table or sentence.

Only places that are right as printed are taken, drawn by lot over all articles.  In the first
kind, the count or the percentage is changed: by 5 to 15%, to the double or the half, or two of its
digits are exchanged, in turn; the change has to be one that shows (the percentage no longer
rounds from the count).  In the second, the ends are swapped, or the nearer end is moved past the
estimate by at least two of its last digits.
A change keeps the number of characters, so that every other offset
of the article holds.  The claims are read without a parse: what they measure plays no part in
these three rules.  One article with one error is audited at a time; the error counts as found
if N002, N004 or N006 fires on a stretch that overlaps it and did not fire there before.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checkers.numbers import RULES
from checkers.rule import ArticleAudit
from claims.citations import find_citations
from claims.claim import Extraction
from claims.document import Document
from claims.extract import Extractor, claim_of
from claims.measured import Measured
from claims.readers import read

NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
SHARE = r"\d{1,3}(?:\.\d+)?"
SIGNED = r"[-−–]?\d+(?:\.\d+)?"
FREE = (rf"(?<![\w./,–-])(?P<count>{NUMBER}) [(\[](?P<percent>{SHARE})\s?%[)\]]",)
DASH = r"\s?(?:–|—|-|−|to|,|;)\s?"
LABEL = r"(?:\d\d\s?%\s?)?(?:CI|confidence interval(?: \(CI\))?|IQR|interquartile range|range)"

#: Shares whose whole stands beside them; groups: count, whole, percent.
BESIDE = tuple(
    pattern.replace("COUNT", rf"(?P<count>{NUMBER})")
    .replace("WHOLE", rf"(?P<whole>{NUMBER})")
    .replace("PERCENT", rf"(?P<percent>{SHARE})\s?%")
    for pattern in (
        r"COUNT\s?(?:/|of|out of)\s?(?:the )?WHOLE(?: \w+){0,4}\s?[(\[]PERCENT[)\]]",
        r"PERCENT(?: \w+){0,4}\s?[(\[](?:n\s?=\s?)?COUNT\s?(?:/|of|out of)\s?WHOLE[)\]]",
        r"COUNT [(\[]PERCENT[)\]](?: \w+)? (?:out )?of (?:the )?WHOLE\b",
        r"\b[Oo]f (?:the |these |all )?WHOLE [^.;()]{3,80}, COUNT [(\[]PERCENT[)\]]",
    )
)
CELL_SHARE = rf"(?P<count>{NUMBER})\s?[(\[](?P<percent>{SHARE})\s?%?[)\]]\W{{0,3}}"
HEADED_WHOLE = re.compile(rf"\b[nN]\s?=\s?({NUMBER})")
HEADED_SHARE = re.compile(r"%|percent")
INTERVAL = (
    rf"(?P<value>{SIGNED})\s?%?(?: \w+)?,?\s?[(\[;,:]\s?{LABEL}[\s,:=]{{0,3}}"
    rf"(?P<low>{SIGNED})%?{DASH}(?P<high>{SIGNED})(?=[\s)\],;%])"
)
CELL_INTERVAL = rf"(?P<value>{SIGNED})\s?[(\[](?P<low>{SIGNED}){DASH}(?P<high>{SIGNED})[)\]]"
HEADED_INTERVAL = re.compile(r"\b(?:CI|confidence interval|IQR|interquartile|range)\b", re.I)
ASKED = ("N002", "N004", "N006")
KINDS = ("stated", "elsewhere", "interval")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is right as printed: its span, and the spans of its numbers by name."""

    article: int
    kind: str
    start: int
    end: int
    spans: tuple[tuple[str, int, int], ...]
    whole: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A planted error: the text that replaces a stretch, and how it was made."""

    place: Place
    start: int
    end: int
    text: str
    change: str


def number(text: str) -> Decimal:
    """The value of a printed number, with any sign that printers use."""
    return Decimal(re.sub("[−–]", "-", text).replace(",", ""))


def rounds(count: Decimal, whole: Decimal, percent: str) -> bool:
    """Whether a printed percentage stands for the share."""
    half = Decimal(1).scaleb(-len(percent.partition(".")[2])) / 2
    return count <= whole and whole > 0 and abs(100 * count / whole - Decimal(percent)) <= half


def shares(article: int, document: Document) -> Iterator[Place]:
    """The counts with percentages that follow from the whole that is stated."""
    for beside in (one for pattern in BESIDE for one in re.finditer(pattern, document.text)):
        yield from _share(article, beside, number(beside["whole"]), "stated")
    for table in document.tables:
        for cell in table.cells:
            headings = " | ".join(cell.column_headings)
            whole = HEADED_WHOLE.search(headings)
            text = document.text[: cell.end].rstrip()
            match = re.compile(CELL_SHARE).fullmatch(text, cell.start)
            said = HEADED_SHARE.search(" ".join((headings, *cell.row_headings, text[cell.start :])))
            if match and said:
                told = number(whole[1]) if whole else None
                yield from _share(article, match, told, "stated" if whole else "elsewhere")
    for found in (one for pattern in FREE for one in re.finditer(pattern, document.text)):
        yield from _share(article, found, None, "elsewhere")


def _share(article: int, match: re.Match[str], whole: Decimal | None, kind: str) -> Iterator[Place]:
    count = number(match["count"])
    if count > 0 and (whole is None or rounds(count, whole, match["percent"])):
        spans = tuple((name, *match.span(name)) for name in ("count", "percent"))
        yield Place(article, kind, *match.span(), spans, whole)


def intervals(article: int, document: Document) -> Iterator[Place]:
    """The estimates that lie in the interval that is printed with them."""
    found = list(re.finditer(INTERVAL, document.text))
    for table in document.tables:
        for cell in table.cells:
            said = (*cell.column_headings, *cell.row_headings, table.caption)
            match = re.compile(CELL_INTERVAL).match(document.text, cell.start, cell.end)
            if match and HEADED_INTERVAL.search(" ".join(said)):
                found.append(match)
    for match in found:
        if number(match["low"]) < number(match["high"]) and (
            number(match["low"]) <= number(match["value"]) <= number(match["high"])
        ):
            spans = tuple((name, *match.span(name)) for name in ("value", "low", "high"))
            yield Place(article, "interval", *match.span(), spans)


def changed_number(text: str, change: str, lot: random.Random) -> str:
    """A printed number changed, in as many characters; the same if that cannot be."""
    value, decimals = number(text), len(text.partition(".")[2])
    if change == "near":
        factor = Decimal(lot.choice((-1, 1)) * lot.randint(5, 15)) / 100 + 1
    elif change == "far":
        factor = lot.choice((Decimal(2), Decimal("0.5")))
    else:
        at = lot.randrange(max(1, len(text) - 1))
        pair = text[at : at + 2]
        swapped = len(pair) == 2 and pair.isdigit() and pair[1] != "0"
        return text[:at] + pair[::-1] + text[at + 2 :] if swapped else text
    told = f"{value * factor:,.{decimals}f}" if "," in text else f"{value * factor:.{decimals}f}"
    return told if len(told) == len(text) else text


def plant_share(place: Place, text: str, change: str, lot: random.Random) -> Error | None:
    """Change the count or the percentage of a place, None where no such change shows."""
    spans = {name: (start, end) for name, start, end in place.spans}
    name = lot.choice(("count", "percent"))
    start, end = spans[name]
    new = changed_number(text[start:end], change, lot)
    told = {one: text[slice(*span)] for one, span in spans.items()} | {name: new}
    count, percent = number(told["count"]), told["percent"]
    if new == text[start:end] or count <= 0 or not 0 < Decimal(percent) <= 100:
        return None
    if place.whole is not None and (count > place.whole or rounds(count, place.whole, percent)):
        return None
    return Error(place, start, end, new, f"{name} {change}")


def plant_interval(place: Place, text: str, change: str, lot: random.Random) -> Error | None:
    """Swap the ends of an interval, or move the nearer one past the estimate."""
    spans = {name: (start, end) for name, start, end in place.spans}
    low, high = (text[slice(*spans[name])] for name in ("low", "high"))
    (start, inner), (outer, end) = spans["low"], spans["high"]
    if change == "swapped":
        return Error(place, start, end, high + text[inner:outer] + low, change)
    value = number(text[slice(*spans["value"])])
    below = value - number(low) <= number(high) - value
    name, beyond = ("low", number(high)) if below else ("high", number(low))
    start, end = spans[name]
    part = Decimal(lot.randint(3, 7)) / 10
    decimals = len(text[start:end].partition(".")[2])
    moved = value + (beyond - value) * part
    new = f"{moved:.{decimals}f}".replace("-", text[start] if not text[start].isdigit() else "-")
    shows = abs(number(new) - value) > 2 * Decimal(1).scaleb(-decimals)
    return Error(place, start, end, new, change) if len(new) == end - start and shows else None


def planted(
    places: Sequence[Place], texts: Sequence[str], kind: str, most: int, seed: int
) -> list[Error]:
    """Errors in places drawn by lot, one a place, kinds of change in turn."""
    lot = random.Random(f"{seed} {kind}")
    drawn = [place for place in places if place.kind == kind]
    lot.shuffle(drawn)
    made: list[Error] = []
    plant = plant_interval if kind == "interval" else plant_share
    changes = ("swapped", "moved") if kind == "interval" else ("near", "far", "exchanged")
    for place in drawn:
        if len(made) == most:
            break
        error = plant(place, texts[place.article], changes[len(made) % len(changes)], lot)
        if error is not None:
            made.append(error)
    return made


class Auditor:
    """Runs the three rules on articles, without judging any claim."""

    def __init__(self) -> None:
        self.extractor = Extractor()
        self.rules = [rule for rule in RULES if rule.identifier in ASKED]

    def findings(self, document: Document) -> set[tuple[str, int, int]]:
        """The rules that fire, with the spans where they do."""
        citations = find_citations(document)
        claims = tuple(
            claim_of(document, one, Measured()) for one in self.extractor.read(document, citations)
        )
        audit = ArticleAudit(document, Extraction(claims, citations))
        found = (one for rule in self.rules for one in rule.findings(audit))
        return {(one.rule, one.start, one.end) for one in found}


def is_found(
    error: Error, document: Document, before: set[tuple[str, int, int]], auditor: Auditor
) -> bool:
    """Whether a rule fires on a planted error that was silent there before."""
    text = document.text
    text = text[: error.start] + error.text + text[error.end :]
    after = auditor.findings(replace(document, text=text))
    place = error.place
    return any(one[1] < place.end and place.start < one[2] for one in after - before)


def main() -> None:
    """Plant, audit, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shares", type=int, default=100, help="counts or percentages to change")
    parser.add_argument("--intervals", type=int, default=50, help="intervals to change")
    parser.add_argument("--elsewhere", type=int, default=0, help="shares of no stated whole")
    parser.add_argument("--show", action="store_true", help="print the errors that were missed")
    options = parser.parse_args()
    documents = [read(path) for path in sorted(options.articles)]
    places = [
        place
        for at, document in enumerate(documents)
        for place in (*shares(at, document), *intervals(at, document))
    ]
    auditor = Auditor()
    untouched = {}
    for kind, most in zip(
        KINDS, (options.shares, options.elsewhere, options.intervals), strict=True
    ):
        total, found = Counter[str](), Counter[str]()
        for error in planted(places, [one.text for one in documents], kind, most, options.seed):
            at = error.place.article
            if at not in untouched:
                untouched[at] = auditor.findings(documents[at])
            total[error.change] += 1
            hit = is_found(error, documents[at], untouched[at], auditor)
            found[error.change] += hit
            if options.show and not hit:
                told = documents[at].text[error.place.start : error.place.end]
                print(f"missed: {documents[at].name}: {told!r} with {error.text!r}")
        for change in sorted(total):
            print(f"{kind} {change}: {found[change]} of {total[change]}")
        if total:
            share = found.total() / total.total()
            print(f"{kind}: {found.total()} of {total.total()} found, recall {share:.2f}")


if __name__ == "__main__":
    main()
