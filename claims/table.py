"""Claims as a pandas table.

One row a claim, in the order given; :data:`SCHEMA` names the columns, their
pandas types and what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from claims.claim import Claim, Span

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]


class Column(NamedTuple):
    """A column of the claims table: its name, its pandas type, what it holds."""

    name: str
    dtype: str
    about: str


SCHEMA = (
    Column("document", "string", "the document's name"),
    Column("section", "string", "heading of the section, empty where there is none"),
    Column("line", "int64", "line of the quantity in the file, from 1"),
    Column("column", "int64", "column of the quantity in that line, from 1"),
    Column("start", "int64", "offset of the sentence or cell, in code points"),
    Column("end", "int64", "its end, exclusive"),
    Column("text", "string", "the sentence or cell"),
    Column("quantity", "string", "the quantity as printed, with unit and modifier"),
    Column("quantity_start", "int64", "offset of the quantity"),
    Column("quantity_end", "int64", "its end, exclusive"),
    Column("low", "float64", "lower bound in the printed unit, NaN where open"),
    Column("high", "float64", "upper bound in the printed unit, NaN where open"),
    Column("relation", "string", "how the bounds are to be read (exact, range, at-least, …)"),
    Column("approximate", "bool", 'the text says "about", "nearly", …'),
    Column("decimals", "int64", "digits after the decimal point as printed"),
    Column("unit_text", "string", "the unit as printed, or the counted noun"),
    Column("unit", "string", "its canonical name"),
    Column("dimension", "string", "what the unit counts in"),
    Column("statistic", "string", "the statistic that the number is printed as (HR, p, n, …)"),
    Column("entity", "string", "what is measured, missing where not stated"),
    Column("property", "string", "the property of it, missing where not stated"),
    Column("qualifier", "string", "time, arm or condition, missing where not stated"),
    Column("population", "string", "who was studied, missing where not stated"),
    Column("context", "string", "words from elsewhere that say what is measured"),
    Column("labels", "string", "labels of the works that are cited for it, separated by commas"),
    Column("scope", "string", "the rule by which the nearest citation covers it"),
)


def claims_table(claims: Iterable[Claim]) -> pd.DataFrame:
    """Put claims in a table.

    Args:
        claims: claims of one or more documents.

    Returns:
        A table with the columns and types of :data:`SCHEMA`, also where
        there is no claim.
    """
    import pandas as pd

    rows = [_row(claim) for claim in claims]
    return pd.DataFrame(
        {
            column.name: pd.Series([row[column.name] for row in rows], dtype=column.dtype)
            for column in SCHEMA
        }
    )


def _row(claim: Claim) -> dict[str, object]:
    quantity = claim.quantity
    labels = (label for cover in claim.coverage for label in cover.citation.labels)
    return {
        "document": claim.document,
        "section": claim.section,
        "line": claim.line,
        "column": claim.column,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "quantity": quantity.text,
        "quantity_start": quantity.start,
        "quantity_end": quantity.end,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "relation": quantity.relation.value,
        "approximate": quantity.approximate,
        "decimals": quantity.decimals,
        "unit_text": quantity.told_unit_text,
        "unit": quantity.told_unit,
        "dimension": quantity.dimension.value,
        "statistic": quantity.statistic,
        "entity": _words(claim.entity),
        "property": _words(claim.property),
        "qualifier": _words(claim.qualifier),
        "population": _words(claim.population),
        "context": claim.context,
        "labels": ",".join(dict.fromkeys(labels)),
        "scope": claim.coverage[0].scope.value if claim.coverage else "",
    }


def _number(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)


def _words(span: Span | None) -> str | None:
    return span.text if span else None
