"""``python -m metrics value``: any order log, whatever its columns are called and whatever is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lifetimes
import pandas as pd
import pytest

from metrics.__main__ import main

SAMPLE = Path(lifetimes.__file__).parent / "datasets" / "CDNOW_sample.txt"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CDNOW sample with columns of its own names."""
    table = pd.read_csv(SAMPLE, sep=r"\s+", header=None, names=["master", "Kunde", "Tag", "cds", "Betrag"], dtype=str)
    file = tmp_path_factory.mktemp("log") / "log.csv"
    table.to_csv(file, index=False)
    return file


def value(capsys: pytest.CaptureFixture[str], file: Path, *arguments: str) -> dict[str, Any]:
    """The JSON of a run on columns id, day, amount unless others are named."""
    named = [] if "--customer" in arguments else ["--customer", "id", "--date", "day", "--amount", "amount"]
    assert main(["value", str(file), *named, *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refusal(capsys: pytest.CaptureFixture[str], file: Path, *arguments: str) -> str:
    """The one line of a run that ends with exit code 2."""
    assert main(["value", str(file), "--customer", "id", "--date", "day", *arguments]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def written(place: Path, *rows: tuple[object, ...], head: str = "id,day,amount") -> Path:
    """A CSV of these rows."""
    file = place / "log.csv"
    file.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], pd.DataFrame]:
    """The papers' split of the CDNOW sample: document and scores."""
    import contextlib
    import io

    scores = tmp_path_factory.mktemp("out") / "scores.parquet"
    said = io.StringIO()
    columns = ["--customer", "Kunde", "--date", "Tag", "--amount", "Betrag", "--unit", "week"]
    with contextlib.redirect_stdout(said):
        main(["value", str(sample), *columns, "--calibration-end", "1997-09-30", "--scores", str(scores), "--json"])
    return json.loads(said.getvalue()), pd.read_parquet(scores)


def test_the_papers_fits_come_out(published: tuple[dict[str, Any], pd.DataFrame]) -> None:
    models = published[0]["models"]
    assert models["bg_nbd"]["params"] == pytest.approx(
        {"r": 0.24259, "alpha": 4.41353, "a": 0.79289, "b": 2.42575}, rel=1e-3
    )
    heights = {"bg_nbd": -9582.43, "pareto_nbd": -9594.97, "mbg_nbd": -9582.13, "gamma_gamma": -4055.92}
    for name, height in heights.items():
        assert models[name]["log_likelihood"] == pytest.approx(height, abs=0.01)
        assert models[name]["identifiable"] is True and models[name]["reason"] is None


def test_the_holdout_is_judged_for_every_model(published: tuple[dict[str, Any], pd.DataFrame]) -> None:
    document = published[0]
    assert (document["customers"], document["orders"]) == (2357, 6919)
    holdout = document["holdout"]
    assert set(holdout) == {"grid", "bg_nbd", "mbg_nbd", "pareto_nbd", "naive_rate", "naive_active"}
    assert {one["actual"] for one in holdout.values()} == {1882}
    assert holdout["bg_nbd"]["expected"] == pytest.approx(1653.4, abs=0.06)
    assert set(holdout["grid"]) >= {"low", "high", "mae_mean", "mae_point", "gini", "aggregate_error", "ece", "brier"}
    assert holdout["grid"]["value"]["gini"] > holdout["naive_rate"]["value"]["gini"]
    assert document["champion"] in holdout
    assert set(document["seconds"]) == {"summary", "fit", "score"}


def test_scores_have_one_row_a_customer(published: tuple[dict[str, Any], pd.DataFrame]) -> None:
    table = published[1]
    assert list(table.columns) == [
        "customer",
        "frequency",
        "recency",
        "T",
        "p_alive",
        "p_no_purchase_1y",
        "expected_orders_1y",
        "value_1y",
        "low",
        "high",
    ]
    assert len(table) == 2357 and table["customer"].str.match(r"^\d{4}$").all()  # identifiers stay text: 0001
    assert table["p_no_purchase_1y"].between(0, 1).all()
    assert ((table["low"] <= table["value_1y"]) & (table["value_1y"] <= table["high"])).all()
    assert table["T"].max() == pytest.approx(272 / 7)


def test_parquet_and_csv_say_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [(f"c{i % 40}", f"2026-{1 + i % 9:02d}-{1 + i % 28:02d}", 5.0 + i % 7) for i in range(400)]
    csv = written(tmp_path, *rows)
    frame = pd.read_csv(csv, parse_dates=["day"])
    frame.to_parquet(tmp_path / "log.parquet")
    one, other = value(capsys, csv), value(capsys, tmp_path / "log.parquet")
    assert one["models"] == other["models"] and one["holdout"] == other["holdout"]


def test_refunds_and_unusable_rows_are_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [(f"c{i % 30}", f"2026-{1 + i % 9:02d}-10", 20) for i in range(200)]
    more = [("c1", "2026-09-20", -5), ("", "2026-01-01", 4), ("c2", "31/02/2026", 4), ("c3", "2026-01-01", "x")]
    found = value(capsys, written(tmp_path, *rows, *more))
    assert (found["rows"], found["orders"], found["refunds"]) == (204, 200, 1)
    assert found["left_out"] == {"no customer": 1, "no date": 1, "no amount": 1}


def test_unseen_signs_and_several_zones_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [(f"c{i % 30}", f"2026-{1 + i % 9:02d}-10 09:00:00{('Z', '+08:00')[i % 2]}", 20) for i in range(200)]
    found = value(capsys, written(tmp_path, *rows, ("c\x071", "2026-09-11 09:00:00Z", 4)))
    assert found["customers"] == 30 and found["orders"] == 201  # the bell made nobody new
    assert "Control characters were taken out of 1 cells." in found["notes"]
    assert "Clocks of several zones (+08:00, Z) are taken as local; bring one zone." in found["notes"]


def test_strange_identifiers_stay_as_they_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    strange = ["O'Brien; drop table x", "0007", "漢字", "🦊 & 🐻", "a-b", '""quoted""']
    rows = [(f'"{who}"', f"2026-0{1 + i % 9}-1{i % 10}", 10 + i) for i in range(40) for who in strange]
    out = tmp_path / "scores.parquet"
    value(capsys, written(tmp_path, *rows), "--scores", str(out))
    assert set(pd.read_parquet(out)["customer"]) == {*strange[:5], '"quoted"'}


@pytest.mark.parametrize(
    ("rows", "why"),
    (
        ([("only", "2026-03-01", 5)], "bought twice"),
        ([(f"c{i}", "2026-03-01", 5) for i in range(50)], "bought twice"),
        ([(f"c{i}", f"2026-03-{1 + i % 28:02d}", 5) for i in range(50)], "bought twice"),
    ),
    ids=("one customer", "all on one day", "no repeat buyer"),
)
def test_what_cannot_be_said_has_its_reason(
    rows: list[tuple[object, ...]], why: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "scores.parquet"
    found = value(capsys, written(tmp_path, *rows), "--scores", str(out))
    assert found["champion"] is None and why in found["reason"]
    assert found["models"]["bg_nbd"]["params"]["r"] is None and why in found["models"]["bg_nbd"]["reason"]
    assert pd.read_parquet(out)["p_alive"].isna().all()


def test_one_customer_with_very_many_orders(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    days = pd.date_range("2024-01-01", periods=700).strftime("%Y-%m-%d")
    rows = [("whale", day, 3) for day in days for _ in range(72)]  # 50,400 orders on 700 days
    rows += [(f"c{i}", days[(i * 37) % 600 + j * 60 * (i % 2)], 9) for i in range(60) for j in range(2)]
    out = tmp_path / "scores.parquet"
    found = value(capsys, written(tmp_path, *rows), "--scores", str(out))
    table = pd.read_parquet(out).set_index("customer")
    assert found["orders"] == 50_520 and found["champion"]
    assert table.loc["whale", "frequency"] == 699
    assert 100 < table.loc["whale", "expected_orders_1y"] < 366


def test_negative_totals_stay_negative(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [(f"c{i % 30}", f"2026-{1 + i % 9:02d}-10", 20) for i in range(200)]
    found = value(capsys, written(tmp_path, *rows, *[(f"c{i}", "2026-09-20", -900) for i in range(30)]))
    assert found["refunds"] == 30 and found["champion"]


def test_an_order_far_in_the_future_is_pointed_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [(f"c{i % 30}", f"2026-{1 + i % 9:02d}-10", 20) for i in range(200)]
    file = written(tmp_path, *rows, ("c1", "2091-01-01", 20))
    assert main(["value", str(file), "--customer", "id", "--date", "day"]) == 0
    assert "2091-01-01, long after all others" in capsys.readouterr().out


def test_wrong_input_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = written(tmp_path, ("a", "2026-01-01", 1), ("a", "2026-02-01", 1))
    assert "does not exist" in refusal(capsys, tmp_path / "none.csv")
    assert "is a directory" in refusal(capsys, tmp_path)
    assert "no column money; the columns found are id, day, amount" in refusal(capsys, good, "--amount", "money")
    assert "calibration would end" in refusal(capsys, good, "--calibration-end", "2030-01-01")
    assert "not after the calibration" in refusal(
        capsys, good, "--calibration-end", "2026-01-20", "--holdout-end", "2026-01-10"
    )
    assert "is no folder" in refusal(capsys, good, "--scores", str(tmp_path / "no" / "s.parquet"))
    (tmp_path / "empty.csv").write_text("")
    assert "is empty" in refusal(capsys, tmp_path / "empty.csv")
    (tmp_path / "heading.csv").write_text("id,day\n")
    assert "no rows" in refusal(capsys, tmp_path / "heading.csv")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 40)
    assert "not text" in refusal(capsys, tmp_path / "binary.csv")
    (tmp_path / "binary.parquet").write_bytes(bytes(range(256)) * 40)
    assert "Parquet" in refusal(capsys, tmp_path / "binary.parquet")


def test_a_date_that_is_none_is_a_usage_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["value", "x.csv", "--customer", "a", "--date", "b", "--calibration-end", "soon"])
    assert end.value.code == 2 and "2026-01-31" in capsys.readouterr().err
