"""How many of a trial's numbers are found, and tied to the right arm and outcome.

    python benchmarks/trials.py TRIALS.jsonl [--list]

TRIALS.jsonl has one line an outcome: ``file`` (beside it), ``outcome``,
``intervention``, ``comparator`` and ``numbers``, whose keys begin with
``intervention`` or ``comparator``; an empty value or "x" is not counted.  A
number is found when a claim of the file has it as a bound, a centre or a
spread.  It is tied to its arm when what such a claim measures (entity,
property, qualifier, population, headings and subjects from elsewhere) shares
a word with the arm's name that the other arm's name lacks ("control" and
"intervention" count as names), and to its outcome
when it holds half of the outcome's words; the sizes of groups have none.
``--list`` prints what was missed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from claims.claim import Claim
from claims.extract import Extractor
from claims.quantity import Relation
from claims.readers import read

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset("the a an of in and or with to for at by on group groups arm".split())
#: What a report calls its arms when it does not name them.
_ROLES = {
    "intervention": frozenset(("interv", "experi", "treate")),
    "comparator": frozenset(("contro", "compar")),
}


def words(text: str) -> frozenset[str]:
    """The words that name something, cut to their first six letters."""
    return frozenset(word[:6] for word in _WORD.findall(text.lower()) if word not in _EMPTY)


def values(claim: Claim) -> Iterator[float]:
    """The numbers of a claim, without their signs."""
    quantity = claim.quantity
    for bound in (quantity.low, quantity.high):
        if bound is not None:
            yield abs(float(bound))
    spread = quantity.relation is Relation.PLUS_MINUS
    if spread and quantity.low is not None and quantity.high is not None:
        yield abs(float((quantity.low + quantity.high) / 2))
        yield float((quantity.high - quantity.low) / 2)


def measured(claim: Claim) -> frozenset[str]:
    """The words of what a claim measures."""
    parts = (claim.entity, claim.property, claim.qualifier, claim.population)
    return words(" ".join((*(part.text for part in parts if part), claim.context)))


def judge(row: dict[str, object], claims: Sequence[Claim]) -> Iterator[tuple[str, Counter[str]]]:
    """Each filled number of a row, and what holds of it."""
    numbers = row["numbers"]
    assert isinstance(numbers, dict)
    arms = {name: words(str(row[name])) | called for name, called in _ROLES.items()}
    outcome = words(str(row["outcome"]))
    for name, value in numbers.items():
        if value in ("", "x", None):
            continue
        own = arms[name.split("_")[0]]
        other = arms["comparator" if name.startswith("intervention") else "intervention"]
        held = [one for one in claims if abs(float(value)) in {round(v, 6) for v in values(one)}]
        said = [measured(one) for one in held]
        told = Counter({"numbers": 1, "found": int(bool(held))})
        told["arm"] = int(any(one & (own - other) for one in said))
        if not name.endswith("size"):
            fits = [one for one in said if 2 * len(one & outcome) >= len(outcome)]
            told["of an outcome"] = 1
            told["outcome"] = int(bool(fits))
            told["arm and outcome"] = int(any(one & (own - other) for one in fits))
        yield f"{name} = {value}", told


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("rows", type=Path)
    parser.add_argument("--list", action="store_true", help="print the numbers that are not tied")
    options = parser.parse_args()
    extractor = Extractor()
    held: dict[str, Sequence[Claim]] = {}
    total: Counter[str] = Counter()
    for line in options.rows.read_text("utf-8").splitlines():
        row = json.loads(line)
        name = row["file"]
        if name not in held:
            held[name] = extractor.extract(read(str(options.rows.parent / name))).claims
        for number, told in judge(row, held[name]):
            total.update(told)
            if options.list and not (told["arm"] and told["arm and outcome"] == told["outcome"]):
                print(name, row["outcome"], number, dict(told), sep=" | ")
    print(f"{len(held)} reports, {total['numbers']} numbers")
    for key, whole in (
        ("found", "numbers"),
        ("arm", "numbers"),
        ("outcome", "of an outcome"),
        ("arm and outcome", "of an outcome"),
    ):
        share = total[key] / max(1, total[whole])
        print(f"{key:<16}{total[key]:>5} of {total[whole]:>4}{share:>8.3f}")


if __name__ == "__main__":
    main()
