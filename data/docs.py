"""docs/data.md, written from the contracts so that the two cannot disagree."""

from __future__ import annotations

from data.contracts import SQL_TYPES, TABLES, Column, Kind, Table
from data.models import models
from data.readers import ENDINGS

# A shop's invoice lines, one row an article, become the orders Payback reads. Run by a test on the real file.
OWN_LOG = """\
copy (
    select
        InvoiceNo as order_id,
        cast(CustomerID as varchar) as customer_id,
        min(InvoiceDate) as ordered_at,
        sum(cast(Quantity * UnitPrice as decimal(18, 4))) as amount,
        case when InvoiceNo like 'C%' then 'refunded' else 'completed' end as status,
        'GBP' as currency,
        min(Country) as region
    from 'online_retail.parquet'
    where CustomerID is not null
    group by InvoiceNo, CustomerID
) to 'mine/orders.parquet'"""

_HEAD = f"""\
# Data

This page is written by `make docs` from `data/contracts.py`; change it there.

`python -m data build --source DIR` loads every file in DIR that is named after a table below:
{", ".join(f"`orders{ending}`" for ending in ENDINGS)}. One table is enough to begin with: orders. Pages say which other
table would unlock what they cannot show yet.

## How files are read

- **Columns** are found by name; case and blanks around a name do not matter. A required column that is missing is
  refused, with the names found. Columns no table asks for are left aside and listed.
- **CSV** may be UTF-8, UTF-16, GBK or GB18030, or Western European; the separator may be a comma, semicolon, tab or
  bar.
- **XLSX**: the sheet named like the table, else the first. The first row that is not empty names the columns.
- **Dates** as 2026-01-31, 2026/01/31, 20260131, 31 Jan 2026 or 2026年1月31日, with or without a time; 31/01/2026 or
  01/31/2026 too, when the column as a whole shows which of the two it is. Where it does not, the rows are left out and
  say so. Times are local: a zone behind the clock is dropped, not applied. Dates lie between 1900 and 2199.
- **Numbers** with a point. A decimal comma, thousands separators, a currency sign or accountants' brackets are
  understood when the column as a whole shows what they mean.
- **Money** is kept to four decimal places, never as a binary fraction. All orders have one currency: mixed ones are
  refused, with the rows named.
- **Rows that cannot be used** are left out, each with its line, column, value and reason, in
  `rejects/<version>/<table>.csv` under PAYBACK_HOME. Rows read are always rows loaded plus rows left out. Of rows with
  the same key the first is kept.
- **Rows that point nowhere** (an order whose customer is in no list) stay, and are counted by `python -m data check`.

## Bring your own order log

What a shop exports is rarely what a page needs, and one query is enough to turn it. This one makes orders of the UCI
Online Retail file (one row an article, cancelled invoices beginning with C), in DuckDB's own command line or from
Python with `duckdb.sql`:

```sql
{OWN_LOG}
```

Then `python -m data build --source mine`.
"""


def _kind(column: Column) -> str:
    return f"{column.kind} ({', '.join(column.one_of)})" if column.one_of else str(column.kind)


def _about(column: Column) -> str:
    notes = [column.about]
    if column.default is not None:
        notes.append(f"{column.default} where there is none")
    if column.refers_to:
        notes.append(f"refers to {column.refers_to[0]}.{column.refers_to[1]}")
    if column.personal:
        notes.append("personal: masked unless the role may see it")
    return "; ".join(notes)


def _table(table: Table) -> str:
    lines = [
        f"### {table.name}",
        "",
        f"{table.about} Key: {', '.join(table.key)}. Read by: {', '.join(table.pages)}.",
        "",
        "| column | type | required | what it is |",
        "|---|---|---|---|",
    ]
    for column in table.columns:
        lines.append(f"| {column.name} | {_kind(column)} | {'yes' if column.required else ''} | {_about(column)} |")
    return "\n".join([*lines, ""])


def _types() -> str:
    lines = ["| type | kept as |", "|---|---|", *(f"| {kind} | {SQL_TYPES[kind]} |" for kind in Kind)]
    return "\n".join([*lines, ""])


def _marts() -> str:
    lines = ["| mart | one row for each |", "|---|---|"]
    lines += [f"| {m.name} | {m.says('grain')} |" for m in sorted(models("marts"), key=lambda m: m.name)]
    lines += ["| held | table_name |", "| check_result | check_name |"]
    return "\n".join([*lines, ""])


def text() -> str:
    """The whole page."""
    parts = [_HEAD, "## Types\n", _types(), "## Tables\n", *(_table(table) for table in TABLES.values())]
    return "\n".join([*parts, "## Marts\n", "What the pages read; made by the files of `data/sql/marts`.\n", _marts()])
