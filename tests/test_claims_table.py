"""Claims as a table."""

from decimal import Decimal

import pandas as pd

from claims.claim import Citation, Claim, Coverage, Scope, Span
from claims.quantity import Dimension, Quantity, Relation
from claims.table import SCHEMA, claims_table

TEXT = "Up to 40% of adults relapsed."
QUANTITY = Quantity(
    "Up to 40%", 0, 9, None, Decimal(40), Relation.AT_MOST,
    unit_text="%", unit="%", dimension=Dimension.PROPORTION,
)  # fmt: skip
CLAIM = Claim(
    "a.txt", QUANTITY, TEXT, 0, len(TEXT),
    population=Span("adults", 13, 19),
    coverage=(
        Coverage(Citation(("1", "3"), 29, 34), Scope.SENTENCE),
        Coverage(Citation(("3", "4"), 35, 40), Scope.SENTENCE),
    ),
)  # fmt: skip


def test_the_schema_holds_with_and_without_claims():
    for claims in ([CLAIM], []):
        table = claims_table(claims)
        assert list(table.columns) == [column.name for column in SCHEMA]
        assert [str(kind) for kind in table.dtypes] == [column.dtype for column in SCHEMA]


def test_a_row_tells_the_claim():
    (row,) = claims_table([CLAIM]).to_dict("records")
    assert row["quantity"] == "Up to 40%"
    assert pd.isna(row["low"])
    assert row["high"] == 40.0
    assert row["relation"] == "at-most"
    assert row["population"] == "adults"
    assert pd.isna(row["entity"])
    assert row["labels"] == "1,3,4"
    assert row["scope"] == "sentence"


def test_rows_keep_their_order():
    assert len(claims_table([CLAIM, CLAIM])) == 2
