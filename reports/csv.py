"""The CSV reports: one row a figure, or one row a finding, for spreadsheets.

A cell whose text a spreadsheet would take for a formula begins with an
apostrophe, as OWASP advises against CSV injection; numbers are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reports.model import AuditReport
from reports.protocol import Options
from reports.tables import CLAIM_COLUMNS, FINDING_COLUMNS, Column, Row, claim_rows, finding_rows
from reports.words import one_line

#: The last four are the same signs in full width, which some editions read likewise.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def render_claims(report: AuditReport, _options: Options) -> Iterator[str]:
    """One row a judged figure."""
    return _render(CLAIM_COLUMNS, claim_rows(report))


def render_findings(report: AuditReport, _options: Options) -> Iterator[str]:
    """One row a finding."""
    return _render(FINDING_COLUMNS, finding_rows(report))


def _render(columns: Iterable[Column], rows: Iterable[Row]) -> Iterator[str]:
    import pandas as pd  # type: ignore[import-untyped]

    names = [column.name for column in columns]
    cells = [[_cell(row[name]) for name in names] for row in rows]
    yield pd.DataFrame(cells, columns=names, dtype=object).to_csv(index=False, lineterminator="\n")


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case str():
            text = one_line(value).strip()
            return f"'{text}" if text.startswith(_FORMULA) else text
        case _:
            return str(value)
