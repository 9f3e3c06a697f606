"""python -m data: names, keys and exit codes are promised to scripts; errors are one clear line."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.docs import OWN_LOG, text

ORDERS = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-31,5\n2,b,never,7\n"


@pytest.fixture
def source(tmp_path: Path, home: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line a command ends with when its input cannot be used."""
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def test_build_answers_with_the_keys_scripts_rely_on(source: Path, home: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = run(capsys, "build", "--source", source, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert list(found) == ["tables", "marts", "seconds", "published"]
    assert found["tables"] == {"orders": {"rows_read": 2, "rows_loaded": 1, "rows_rejected": 1}}
    assert found["marts"]["customer_base"] == 1
    assert found["seconds"] > 0
    assert Path(found["published"]).is_file()
    [left_out] = (home / "rejects").glob("*/orders.csv")
    assert "never" in left_out.read_text(encoding="utf-8-sig")


def test_build_tells_a_person_what_was_left_out_and_why(source: Path, capsys: pytest.CaptureFixture[str]):
    (source / "notes.txt").write_text("x")
    (source / "orders.csv").write_text(
        ORDERS.replace("amount\n", "amount,remark\n").replace("5\n", "5,\n").replace("7\n", "7,\n")
    )
    code, out, _ = run(capsys, "build", "--source", source)
    assert code == 0
    assert 'orders.csv, line 3: "never" in ordered_at is no date and time' in out
    assert "Columns of orders.csv that are not used: remark" in out
    assert "Files that are no table: notes.txt" in out


def test_out_is_where_a_build_is_published(source: Path, home: Path, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setenv("PAYBACK_HOME", str(home))  # so that it is put back
    _, out, _ = run(capsys, "build", "--source", source, "--out", tmp_path / "there", "--json")
    assert Path(json.loads(out)["published"]).parent == tmp_path / "there" / "warehouse"
    assert not (home / "warehouse").exists()


def test_check_lists_what_the_tests_found(source: Path, capsys: pytest.CaptureFixture[str]):
    run(capsys, "build", "--source", source)
    code, out, _ = run(capsys, "check", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["data"]["name"] == "mine"
    assert found["data"]["until"] == "2026-01-31"
    assert found["tables"] == {"orders": {"rows": 1, "rows_rejected": 1}}
    assert "customers" in found["missing"]
    first = found["checks"][0]
    assert (first["check"], first["table"], first["severity"]) == ("orders: ordered_at readable", "orders", "warn")
    assert (first["failed"], first["of"], first["ok"]) == (1, 2, False)
    assert "1 of 2 rows: orders: ordered_at readable" in run(capsys, "check")[1]


def test_check_before_a_build_says_what_to_do(home: Path, capsys: pytest.CaptureFixture[str]):
    assert "no data has been built yet; run python -m data build" in refused(capsys, "check")


def test_wrong_input_is_met_with_one_clear_line(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert "does not exist" in refused(capsys, "build", "--source", tmp_path / "nowhere")
    assert "is a file" in refused(capsys, "build", "--source", source / "orders.csv")
    (tmp_path / "empty").mkdir()
    assert "is empty; looked for orders" in refused(capsys, "build", "--source", tmp_path / "empty")
    assert "choose from" in refused(capsys, "build", "--example", "nonsense")
    assert "required" in refused(capsys, "build")
    assert "--example company only" in refused(capsys, "build", "--source", source, "--customers", "5")
    assert "give a number above 0" in refused(capsys, "build", "--example", "company", "--customers", "-1")
    assert "invalid int value: 'many'" in refused(capsys, "build", "--example", "company", "--customers", "many")
    assert "is a file; give a folder" in refused(capsys, "build", "--source", source, "--out", source / "orders.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "orders.csv is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "orders.csv is not text"),
        (
            b"id,amount\n1,2\n",
            "orders.csv has no column order_id, customer_id, ordered_at; the columns found are id, amount",
        ),
        (ORDERS.encode().split(b"\n")[0] + b"\n1,a,soon,5\n", "none of its 1 rows can be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(source: Path, capsys, content: bytes, said: str):
    (source / "orders.csv").write_bytes(content)
    assert said in refused(capsys, "build", "--source", source)


def test_spark_that_is_not_installed_is_said_in_one_line(source: Path, capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    assert "Spark is not installed" in refused(capsys, "build", "--source", source, "--engine", "spark")


def test_every_command_speaks_both_languages(source: Path, capsys: pytest.CaptureFixture[str]):
    english = run(capsys, "build", "--source", source)[1]
    chinese = run(capsys, "build", "--source", source, "--lang", "zh_CN")[1]
    assert "rows read" in english
    assert "rows read" not in chinese
    assert "found nothing" not in run(capsys, "check", "--lang", "zh_CN")[1]


def test_the_page_about_the_data_is_up_to_date():
    page = Path(__file__).parents[2] / "docs" / "data.md"
    assert page.read_text(encoding="utf-8") == text(), "run make docs"


def test_cdnow_is_built_whole(home: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = run(capsys, "build", "--example", "cdnow", "--json")
    found = json.loads(out)
    assert found["tables"]["orders"] == {"rows_read": 69_659, "rows_loaded": 69_659, "rows_rejected": 0}
    assert found["marts"]["customer_base"] == 23_570


def test_a_log_that_is_not_ours_comes_in_by_the_documented_query(
    shared: Path, tmp_path: Path, home: Path, capsys, monkeypatch
):
    """The UCI Online Retail file: 22,190 invoices of 4,372 known customers, 3,654 of them credit notes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "online_retail.parquet").symlink_to(shared / "data" / "online_retail" / "online_retail.parquet")
    duckdb.connect().execute(OWN_LOG)
    _, out, _ = run(capsys, "build", "--source", "mine", "--json")
    found = json.loads(out)
    assert found["tables"]["orders"] == {"rows_read": 22_190, "rows_loaded": 22_190, "rows_rejected": 0}
    from data import warehouse

    facts = warehouse.open_current().frame("data_facts").iloc[0]
    assert (facts["currency"], facts["refunds"], facts["known_customers"]) == ("GBP", 3_654, 4_372)
    assert facts["revenue"] == pytest.approx(8_300_065.81, abs=0.01)
    assert not facts["has_cost"]
