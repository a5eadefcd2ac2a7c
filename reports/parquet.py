"""The Parquet reports: one row a figure, or one row a finding, for analysis.

Text stands exactly as it was read; only lone surrogates, which UTF-8 cannot
hold, become U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO

from reports.model import AuditReport
from reports.protocol import Options
from reports.tables import (
    CLAIM_COLUMNS,
    FINDING_COLUMNS,
    Column,
    Kind,
    Row,
    claim_rows,
    finding_rows,
)
from reports.write import encodable

#: pandas' types of the columns; all but text can be missing.
_TYPES = {
    Kind.TEXT: "object",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "Float64",
    Kind.BOOLEAN: "boolean",
}
#: Arrow's types by name, which an empty table needs to be told.
_ARROW = {
    Kind.TEXT: "string",
    Kind.INTEGER: "int64",
    Kind.NUMBER: "float64",
    Kind.BOOLEAN: "bool_",
}


def render_claims(report: AuditReport, _options: Options) -> Iterator[bytes]:
    """One row a judged figure."""
    return _render(CLAIM_COLUMNS, claim_rows(report))


def render_findings(report: AuditReport, _options: Options) -> Iterator[bytes]:
    """One row a finding."""
    return _render(FINDING_COLUMNS, finding_rows(report))


def _render(columns: Iterable[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow as pa  # type: ignore[import-untyped]

    table = list(rows)
    frame = pd.DataFrame(
        {
            column.name: pd.array(
                [_value(row[column.name]) for row in table], dtype=_TYPES[column.kind]
            )
            for column in columns
        }
    )
    schema = pa.schema([(column.name, getattr(pa, _ARROW[column.kind])()) for column in columns])
    buffer = BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False, schema=schema)
    yield buffer.getvalue()


def _value(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case str():
            return encodable(value)
        case _:
            return value
