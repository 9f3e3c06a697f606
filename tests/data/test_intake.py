"""Files in: whatever its kind, encoding and habits, every row of a file is loaded or left out with a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.contracts import TABLES
from data.errors import InputError
from data.intake import Loaded, find_files, load
from data.rejects import Reject, harmless, write
from tests.examples import at_most

Load = Callable[[str | bytes], Loaded]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema raw")
        yield connection


@pytest.fixture
def orders(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    """Loads a text as orders.csv."""

    def run(text: str | bytes) -> Loaded:
        connection.execute("drop table if exists raw.orders")
        path = tmp_path / "orders.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(connection, TABLES["orders"], path, tmp_path)

    return run


def column(connection: duckdb.DuckDBPyConnection, name: str) -> list[object]:
    return [row[0] for row in connection.execute(f"select {name} from raw.orders order by order_id").fetchall()]


HEAD = "order_id,customer_id,ordered_at,amount\n"


def test_a_plain_file_is_loaded_whole(orders: Load, connection: duckdb.DuckDBPyConnection):
    loaded = orders(HEAD + "1,a,2026-01-31,12.50\n2,b,2026-02-01 10:15,-3\n")
    assert (loaded.rows_read, loaded.rows_loaded, loaded.rows_rejected) == (2, 2, 0)
    assert column(connection, "amount") == [Decimal("12.5000"), Decimal("-3.0000")]
    assert column(connection, "ordered_at") == [datetime(2026, 1, 31), datetime(2026, 2, 1, 10, 15)]


def test_missing_optional_columns_take_the_contracts_default(orders: Load, connection: duckdb.DuckDBPyConnection):
    orders(HEAD + "1,a,2026-01-31,12.50\n")
    assert connection.execute("select status, currency, cost from raw.orders").fetchall() == [
        ("completed", "XXX", None)
    ]


def test_column_names_are_compared_without_case_and_blanks_and_others_left_aside(orders: Load):
    loaded = orders(' Order_ID , CUSTOMER_ID,"Ordered_At",Amount,note\n1,a,2026-01-31,5,x\n')
    assert loaded.mapping["order_id"] == "Order_ID"
    assert loaded.ignored == ("note",)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_sense_of_the_heading(orders: Load, separator: str):
    text = (HEAD + "1,a,2026-01-31,5\n").replace(",", separator)
    assert orders(text).rows_loaded == 1


@pytest.mark.parametrize(
    ("encoding", "name", "found"),
    [
        ("utf-8", "港巷供应 café", "utf-8"),
        ("utf-8-sig", "港巷供应 café", "utf-8-sig"),
        ("utf-16", "港巷供应 café", "utf-16"),
        ("utf-16-le", "harbour", "utf-16-le"),
        ("utf-16-be", "harbour", "utf-16-be"),
        ("gbk", "港巷供应", "gb18030"),
        ("gb18030", "港巷供应㐀", "gb18030"),
        ("cp1252", "café Zürich", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_the_text_survives(
    orders: Load, connection: duckdb.DuckDBPyConnection, encoding: str, name: str, found: str
):
    loaded = orders((HEAD + f"1,{name},2026-01-31,5\n").encode(encoding))
    assert loaded.encoding == found
    assert column(connection, "customer_id") == [name]


def test_a_damaged_byte_costs_its_row_and_garbles_no_other(orders: Load, connection: duckdb.DuckDBPyConnection):
    names = ["港巷供应", "北方咖啡", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"] * 4
    text = HEAD + "".join(f"{i:02},{name},2026-01-31,5\n" for i, name in enumerate(names))
    loaded = orders(text.encode().replace("北方".encode(), b"\xe5\x8c" + "方".encode(), 1))
    assert [(r.line, r.column) for r in loaded.rejects] == [(3, "customer_id")]
    assert set(column(connection, "customer_id")) == set(names)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_the_three_ways(orders: Load, ending: str):
    loaded = orders((HEAD + "1,a,2026-01-31,5\n2,a,nonsense,5\n").replace("\n", ending))
    assert [(r.line, r.column) for r in loaded.rejects] == [(3, "ordered_at")]
    assert loaded.rows_loaded == 1


# What is left out


def left_out(loaded: Loaded) -> list[tuple[int, str, str]]:
    assert loaded.rows_read == loaded.rows_loaded + loaded.rows_rejected == loaded.rows_loaded + len(loaded.rejects)
    return [(reject.line, reject.column, reject.value) for reject in loaded.rejects]


def test_a_bad_row_is_kept_with_its_line_its_column_and_its_text(orders: Load):
    loaded = orders(
        HEAD + "1,a,2026-01-31,5\n2,b,31/02/2026,5\n3,c,2026-01-31,five\n,d,2026-01-31,5\n5,,2026-01-31,5\n"
    )
    assert left_out(loaded) == [
        (3, "ordered_at", "31/02/2026"),
        (4, "amount", "five"),
        (5, "order_id", ""),
        (6, "customer_id", ""),
    ]
    assert "is no date" in loaded.rejects[0].reason


def test_of_rows_with_one_key_the_first_is_kept(orders: Load, connection: duckdb.DuckDBPyConnection):
    loaded = orders(HEAD + "1,a,2026-01-31,5\n2,b,2026-01-31,6\n1,c,2026-01-31,7\n1,d,2026-01-31,8\n")
    assert left_out(loaded) == [(4, "order_id", "1"), (5, "order_id", "1")]
    assert loaded.rejects[0].reason == "is already in line 2, which is kept"
    assert column(connection, "customer_id") == ["a", "b"]


def test_a_key_is_not_taken_by_a_row_that_was_left_out(orders: Load):
    loaded = orders(HEAD + "1,a,never,5\n1,b,2026-01-31,6\n")
    assert left_out(loaded) == [(2, "ordered_at", "never")]


def test_line_numbers_are_those_an_editor_shows(orders: Load):
    """Line breaks inside quotes and blank lines count, as they do in an editor."""
    text = "order_id,customer_id,ordered_at,amount,channel\n"
    text += '1,a,2026-01-31,5,"web\nand\nshop"\n\n2,b,2026-01-31,bad,x\n'
    assert left_out(orders(text)) == [(6, "amount", "bad")]


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\r\n\r\n"])
def test_blank_lines_at_the_end_are_nothing(orders: Load, monkeypatch: pytest.MonkeyPatch, end: str):
    monkeypatch.setattr("data.readers.careful_rows", lambda file: pytest.fail("the fast way was left"))
    text = (HEAD + "1,a,2026-01-31,5\n2,b,2026-01-31,5").replace("\n", "\r\n" if "\r" in end else "\n")
    assert orders(text + end).rows_read == 2


def test_a_broken_line_costs_itself_and_not_its_neighbours(orders: Load, connection: duckdb.DuckDBPyConnection):
    text = (
        HEAD
        + '1,a,2026-01-31,5\n2,b\n3,c,2026-01-31,5,extra\n4,"d,2026-01-31,5\n'
        + '5,e,2026-01-31,5\n6,"f ""g""",2026-01-31,5\n'
    )
    loaded = orders(text)
    assert [(r.line, r.value) for r in loaded.rejects] == [
        (3, "2,b"),
        (4, "3,c,2026-01-31,5,extra"),
        (5, '4,"d,2026-01-31,5'),
    ]
    assert loaded.rejects[2].reason == "opens a quote that is never closed"
    assert column(connection, "customer_id") == ["a", "e", 'f "g"']


def test_a_quote_inside_a_cell_is_only_a_sign(orders: Load, connection: duckdb.DuckDBPyConnection):
    loaded = orders(HEAD + '1,24" screen,2026-01-31,5\n\n2,5\' 7",2026-01-31,5\n')
    assert left_out(loaded) == []
    assert column(connection, "customer_id") == ['24" screen', "5' 7\""]


@pytest.mark.parametrize("amount", ["inf", "nan", "1e309", "-inf", "123456789012345", "12abc", "1.2.3", "--5"])
def test_an_amount_that_is_none_is_left_out(orders: Load, amount: str):
    loaded = orders(HEAD + f"1,a,2026-01-31,5\n2,b,2026-01-31,{amount}\n")
    assert [line for line, _, _ in left_out(loaded)] == [3]


@pytest.mark.parametrize(
    "moment", ["infinity", "epoch", "2026-02-30", "0026-01-01", "9999-12-31", "2026-01-01 25:00", "12"]
)
def test_a_date_that_is_none_is_left_out(orders: Load, moment: str):
    loaded = orders(HEAD + f"1,a,2026-01-31,5\n2,b,{moment},5\n")
    assert left_out(loaded) == [(3, "ordered_at", moment)]


def test_a_value_the_contract_does_not_know_is_left_out_and_spelling_is_settled(
    orders: Load, connection: duckdb.DuckDBPyConnection
):
    head = "order_id,customer_id,ordered_at,amount,status\n"
    loaded = orders(head + "1,a,2026-01-31,5,Completed\n2,b,2026-01-31,5,lost\n3,c,2026-01-31,-5, REFUNDED \n")
    assert left_out(loaded) == [(3, "status", "lost")]
    assert column(connection, "status") == ["completed", "refunded"]


def test_a_refund_above_zero_is_left_out(orders: Load):
    head = "order_id,customer_id,ordered_at,amount,status\n"
    loaded = orders(head + "1,a,2026-01-31,5,completed\n2,a,2026-01-31,5,refunded\n")
    assert left_out(loaded) == [(3, "amount", "5")]


# Dates and numbers written in other ways


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "2026/01/31",
        "2026.01.31",
        "20260131",
        "2026年1月31日",
        "31 Jan 2026",
        "Jan 31, 2026",
        "31/01/2026",
        "01/31/2026",
        "31.01.2026",
        "2026-01-31T00:00:00Z",
        "2026-01-31T00:00:00.000+08:00",
        "2026-01-31 12:00 AM",
        "\t2026-01-31 \u00a0",
    ],
)
def test_a_day_can_be_written_in_many_ways(orders: Load, connection: duckdb.DuckDBPyConnection, text: str):
    orders(HEAD + f'1,a,"{text}",5\n')
    assert column(connection, "ordered_at") == [datetime(2026, 1, 31)]


def test_the_whole_column_decides_whether_day_or_month_comes_first(orders: Load, connection: duckdb.DuckDBPyConnection):
    orders(HEAD + "1,a,02/01/2026,5\n2,a,28/02/2026,5\n")
    assert column(connection, "ordered_at") == [datetime(2026, 1, 2), datetime(2026, 2, 28)]
    orders(HEAD + "1,a,02/01/2026,5\n2,a,02/28/2026,5\n")
    assert column(connection, "ordered_at") == [datetime(2026, 2, 1), datetime(2026, 2, 28)]


def test_where_nothing_tells_day_from_month_rows_are_left_out_unless_it_does_not_matter(orders: Load):
    loaded = orders(HEAD + "1,a,02/01/2026,5\n2,a,03/03/2026,5\n")
    assert left_out(loaded) == [(2, "ordered_at", "02/01/2026")]
    assert "day or month first" in loaded.rejects[0].reason


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1234.5", "1,234.50", "-1,234,567.8"], ["1234.5", "1234.5", "-1234567.8"]),
        (["1234,5", "1.234,50", "1.234"], ["1234.5", "1234.5", "1234"]),
        (["$1,234.50", "£ 12", "€-3"], ["1234.5", "12", "-3"]),
        (["(12.50)", "7"], ["-12.5", "7"]),
        (["1 234.50", "1\u00a0234"], ["1234.5", "1234"]),
        (["−5.5", "5"], ["-5.5", "5"]),
        (["1.234", "5"], ["1.234", "5"]),
    ],
)
def test_numbers_can_be_written_in_many_ways(
    orders: Load, connection: duckdb.DuckDBPyConnection, texts: list[str], values: list[str]
):
    loaded = orders(HEAD + "".join(f'{i},a,2026-01-31,"{text}"\n' for i, text in enumerate(texts)))
    assert left_out(loaded) == []
    assert column(connection, "amount") == [Decimal(value) for value in values]


def test_a_comma_that_could_be_either_is_left_out(orders: Load):
    loaded = orders(HEAD + '1,a,2026-01-31,"1,234"\n2,a,2026-01-31,12\n')
    assert left_out(loaded) == [(2, "amount", "1,234")]
    assert "decimal comma" in loaded.rejects[0].reason


# Currency


def test_one_currency_is_taken_and_fills_the_gaps(orders: Load, connection: duckdb.DuckDBPyConnection):
    head = "order_id,customer_id,ordered_at,amount,currency\n"
    orders(head + "1,a,2026-01-31,5,gbp\n2,a,2026-01-31,5,\n")
    assert column(connection, "currency") == ["GBP", "GBP"]


def test_mixed_currencies_are_refused_with_the_rows_named(orders: Load):
    head = "order_id,customer_id,ordered_at,amount,currency\n"
    with pytest.raises(InputError, match=r"mixes 2 currencies: EUR in 2 rows.* line 2; USD in 1 rows.* line 4"):
        orders(head + "1,a,2026-01-31,5,EUR\n2,a,2026-01-31,5,EUR\n3,a,2026-01-31,5,USD\n")


def test_a_currency_that_is_no_code_is_left_out(orders: Load):
    head = "order_id,customer_id,ordered_at,amount,currency\n"
    assert left_out(orders(head + "1,a,2026-01-31,5,EUR\n2,a,2026-01-31,5,euro\n")) == [(3, "currency", "euro")]


# Files that are refused: one line that says what, the value, what to do


def test_a_missing_column_is_named_with_those_found(orders: Load):
    with pytest.raises(
        InputError, match=r"orders.csv has no column ordered_at; the columns found are order_id, customer_id, day"
    ):
        orders("order_id,customer_id,day,amount\n1,a,2026-01-31,5\n")


def test_a_column_that_is_there_twice_is_refused(orders: Load):
    with pytest.raises(InputError, match="has the column amount more than once"):
        orders("order_id,customer_id,ordered_at,amount,Amount\n1,a,2026-01-31,5,6\n")


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\x06\0", bytes(range(256)) * 20]
)
def test_what_is_no_text_is_refused(orders: Load, content: bytes):
    with pytest.raises(InputError, match=r"orders\.csv (is empty|is not text)"):
        orders(content)


def test_a_heading_without_orders_is_refused(orders: Load):
    with pytest.raises(InputError, match="has a heading and no rows"):
        orders(HEAD)


def test_a_file_of_which_nothing_can_be_used_says_why(orders: Load):
    with pytest.raises(InputError, match=r'none of its 2 rows can be used; line 2: "soon" in ordered_at is no date'):
        orders(HEAD + "1,a,soon,5\n2,a,later,5\n")


def test_a_folder_in_place_of_a_file_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    (tmp_path / "orders.csv").mkdir()
    with pytest.raises(InputError, match=r"orders\.csv is a folder"):
        load(connection, TABLES["orders"], tmp_path / "orders.csv", tmp_path)


@pytest.mark.parametrize("name", ["orders.parquet", "orders.xlsx"])
def test_a_file_that_is_not_what_its_name_says_is_refused(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
):
    path = tmp_path / name
    path.write_text("order_id,customer_id\n")
    with pytest.raises(InputError, match="cannot be read as"):
        load(connection, TABLES["orders"], path, tmp_path)


def test_which_files_belong_to_which_table(tmp_path: Path):
    for name in ("Orders.CSV", "customers.parquet", "notes.txt"):
        (tmp_path / name).write_text("x")
    found, others = find_files(tmp_path)
    assert {name: path.name for name, path in found.items()} == {
        "orders": "Orders.CSV",
        "customers": "customers.parquet",
    }
    assert others == ("notes.txt",)


def test_folders_that_cannot_be_used_are_refused(tmp_path: Path):
    with pytest.raises(InputError, match="is empty; looked for orders, customers"):
        find_files(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        find_files(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError, match=r"holds notes\.txt; looked for orders"):
        find_files(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        find_files(tmp_path / "notes.txt")
    for name in ("orders.csv", "orders.parquet"):
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match=r"holds orders\.csv and orders\.parquet"):
        find_files(tmp_path)


# Parquet and XLSX


def test_parquet_keeps_its_types_and_its_bad_rows(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    table = pa.table(
        {
            "order_id": [1, 2, 3, 4],
            "customer_id": [17850.0, 17851.0, None, 17853.0],
            "ordered_at": pa.array([date(2026, 1, 31)] * 4),
            "amount": [5.1, float("inf"), 1.0, 2.675],
        }
    )
    pq.write_table(table, tmp_path / "orders.parquet")
    loaded = load(connection, TABLES["orders"], tmp_path / "orders.parquet", tmp_path)
    assert left_out(loaded) == [(2, "amount", "inf"), (3, "customer_id", "")]
    assert column(connection, "customer_id") == ["17850", "17853"]
    assert column(connection, "amount") == [Decimal("5.1"), Decimal("2.675")]


def test_parquet_may_hold_text_and_columns_nobody_needs(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    table = pa.table(
        {"order_id": ["1"], "customer_id": ["a"], "ordered_at": ["31/01/2026"], "amount": ["1.234,50"], "tags": [["x"]]}
    )
    pq.write_table(table, tmp_path / "orders.parquet")
    loaded = load(connection, TABLES["orders"], tmp_path / "orders.parquet", tmp_path)
    assert loaded.ignored == ("tags",)
    assert column(connection, "amount") == [Decimal("1234.5")]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(i, j, cell)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return path


def test_a_workbook_is_read_from_the_sheet_of_the_tables_name(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    rows: list[list[object]] = [
        [],
        ["order_id", "customer_id", "ordered_at", "amount"],
        [1, 17850, datetime(2026, 1, 31, 10, 15), 5.25],
        [],
        ["A-2", "b", "2026-02-01", "n/a"],
        ["A-3", "b", "2026-02-01", 7],
    ]
    path = workbook(tmp_path / "orders.xlsx", {"Read me": [["nothing"]], "Orders": rows})
    loaded = load(connection, TABLES["orders"], path, tmp_path)
    assert left_out(loaded) == [(5, "amount", "")]
    assert connection.execute(
        "select * exclude (cost, channel, region, site, refund_of) from raw.orders order by 1"
    ).fetchall() == [
        ("1", "17850", datetime(2026, 1, 31, 10, 15), Decimal("5.2500"), "completed", "XXX"),
        ("A-3", "b", datetime(2026, 2, 1), Decimal("7.0000"), "completed", "XXX"),
    ]


# The list of rows left out


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path, start: str):
    write(tmp_path / "list.csv", [Reject(7, "amount", f"{start}HYPERLINK(1)", "is no amount")])
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["7", "amount", f"'{start}HYPERLINK(1)", "is no amount"]
    assert harmless("plain") == "plain"


CONTROLS = "".join(map(chr, {*range(32)} - {9, 10, 13}))  # a file full of these counts as binary
CELL = st.text(st.characters(codec="utf-8", exclude_characters=CONTROLS), max_size=12)


@settings(at_most(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
def test_whatever_the_cells_hold_every_row_is_loaded_or_left_out(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, rows: list[tuple[str, ...]]
):
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order_id", "customer_id", "ordered_at", "amount"])
        writer.writerow(["first", "a", "2026-01-31", "5"])
        writer.writerows(rows)
    connection.execute("drop table if exists raw.orders")
    loaded = load(connection, TABLES["orders"], path, tmp_path)
    assert loaded.rows_loaded >= 1
    assert loaded.rows_read == loaded.rows_loaded + loaded.rows_rejected


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    """A bell, a line separator, a next line and a C1 sign inside a number of a customer: the same customer without."""
    lines = ["o1,a\x07b", "o2,ab", "o3,c\u2028d", "o4,e\x85f", "o5,g\x9fh"]
    rows = "".join(f"{line},2026-01-0{n},5\n" for n, line in enumerate(lines, 1))
    (tmp_path / "orders.csv").write_text("order_id,customer_id,ordered_at,amount\n" + rows, encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute("create schema raw")
        found = load(connection, TABLES["orders"], tmp_path / "orders.csv", tmp_path)
        ids = [row[0] for row in connection.execute("select customer_id from raw.orders order by order_id").fetchall()]
    assert ids == ["ab", "ab", "cd", "ef", "gh"]
    assert found.controls == {"customer_id": 4} and found.rows_loaded == 5


def test_two_time_zones_in_one_column_are_told(tmp_path: Path) -> None:
    """They are taken as local, which is said; one zone alone is nothing to tell."""
    for clocks, told in ((("+01:00", "+08:00"), {"ordered_at": ("+01:00", "+08:00")}), (("Z", "Z"), {})):
        rows = "".join(f"o{n},c,2026-01-0{n} 10:00:00{clock},5\n" for n, clock in enumerate(clocks, 1))
        (tmp_path / "orders.csv").write_text("order_id,customer_id,ordered_at,amount\n" + rows, encoding="utf-8")
        with duckdb.connect() as connection:
            connection.execute("create schema raw")
            assert load(connection, TABLES["orders"], tmp_path / "orders.csv", tmp_path).zones == told


def test_a_long_value_is_cut_in_the_sentence_and_whole_in_the_file() -> None:
    reject = Reject(3, "amount", "9" * 10_000, "is no amount")
    assert len(reject.sentence) < 150 and reject.sentence.endswith("in amount is no amount")
    error = InputError("x" * 10_000 + "; do this")
    assert len(str(error)) <= 600 and str(error).endswith("; do this") and "\n" not in str(InputError("a\nb"))
