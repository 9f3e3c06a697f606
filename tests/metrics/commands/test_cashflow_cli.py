"""``python -m metrics cashflow``: the promise of the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import metrics.__main__ as command_line

MSAD = "period,cost,benefit\n0,50000,\n" + "".join(f"{year},20000,65000\n" for year in range(1, 6))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Write a file, run the command on it; (exit code, standard output, standard error)."""
    monkeypatch.setattr(command_line, "COMMANDS", ("cashflow",))

    def _run(content: str | bytes | None, *arguments: str) -> tuple[int, str, str]:
        file = tmp_path / "flows.csv"
        if content is not None:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            code = command_line.main(["cashflow", str(file), *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run


def as_json(run: Any, content: str, *arguments: str) -> dict[str, Any]:
    code, out, _ = run(content, *arguments, "--json")
    assert code == 0
    document = json.loads(out)
    assert isinstance(document, dict)
    return document


def net(flows: list[float]) -> str:
    return "period,net\n" + "".join(f"{period},{flow!r}\n" for period, flow in enumerate(flows))


def test_every_figure_of_a_textbook_case(run: Any) -> None:
    """Modern Systems Analysis & Design; NPV 112,215, ROI 0.92, discounted payback 1.27 years."""
    found = as_json(run, MSAD, "--rate", "0.12")
    assert list(found)[:8] == [
        "npv",
        "pv_cost",
        "pv_benefit",
        "roi_total",
        "irr",
        "mirr",
        "payback",
        "discounted_payback",
    ]
    assert found["npv"] == pytest.approx(112214.9291055252)
    assert (found["pv_cost"], found["pv_benefit"]) == (pytest.approx(122096, abs=1), pytest.approx(234310, abs=1))
    assert found["roi_total"] == pytest.approx(0.9190748799)
    assert found["payback"] == pytest.approx(1 + 1 / 9)
    assert found["discounted_payback"] == pytest.approx(1.2737777778)
    # receipts 45,000 a year grown at 12 % for 4, 3, 2, 1, 0 years over 50,000: (285,878.13 / 50,000)^(1/5) - 1
    assert found["mirr"] == pytest.approx((45000 * (1.12**5 - 1) / 0.12 / 50000) ** 0.2 - 1)
    assert found["irr"]["roots"] == [found["irr"]["value"]] and found["irr"]["reason"] is None


def test_mirr_takes_its_own_rates(run: Any) -> None:
    flows = net([-120000, 39000, 30000, 21000, 37000, 46000])
    found = as_json(run, flows, "--rate", "0.3", "--finance-rate", "0.1", "--reinvest-rate", "0.12")
    assert found["mirr"] == pytest.approx(0.1260941303659)


def test_every_entry_of_the_reference(run: Any, reference: dict[str, Any]) -> None:
    entries = [entry for entry in reference["irr_nasty"] + reference["irr_published"] if entry.get("cli")]
    assert len(entries) == 13
    for entry in entries:
        roots = entry.get("all_real_roots", [entry.get("recomputed")])
        irr = as_json(run, net(entry["flows"]), "--rate", "0.1")["irr"]
        assert irr["roots"] == pytest.approx(roots, abs=entry.get("tolerance", 2e-9)), entry["id"]
        # several fit npf_gh44 too, but one only from 0 to 1,000 %, and net present value falls through zero there
        named = len(roots) == 1 or entry["id"] == "npf_gh44"
        assert (irr["value"] is None) == (not named) == (irr["reason"] is not None), entry["id"]


def test_several_roots_are_listed_and_explained(run: Any) -> None:
    irr = as_json(run, net([-252, 1431, -3035, 2850, -1000]), "--rate", "0.1")["irr"]
    assert irr["value"] is None
    assert irr["roots"] == pytest.approx([1 / 4, 1 / 3, 3 / 7, 2 / 3], abs=1e-9)
    assert "4 rates of return fit" in irr["reason"]


def test_what_is_undefined_is_null_with_its_reason(run: Any) -> None:
    found = as_json(run, net([-100, 0, 0, -7]), "--rate", "0.1")
    assert (found["payback"], found["discounted_payback"], found["mirr"]) == (None, None, None)
    assert set(found["reasons"]) == {
        "payback",
        "discounted_payback",
        "mirr",
        "roi_total",
        "pv_cost",
        "pv_benefit",
        "benefit_cost_ratio",
    }
    assert "still missing at the end" in found["reason"]


@pytest.mark.parametrize(("timing", "npv"), [("end", 0.0), ("start", 10.0), ("middle", -100 + 110 / 1.1**0.5)])
def test_timing(run: Any, timing: str, npv: float) -> None:
    found = as_json(run, net([-100, 110]), "--rate", "0.1", "--timing", timing)
    assert found["npv"] == pytest.approx(npv, abs=1e-9)


def test_a_gap_and_a_blank_are_zero_flows_and_time_goes_on(run: Any) -> None:
    # 121 in period 2, nothing in period 1: worth 100 at 10 %, wherever the gap is written down
    for flows in ("period,net\n0,-100\n2,121\n", "period,net\n2,121\n0,-100\n1,\n"):
        found = as_json(run, flows, "--rate", "0.05")
        assert found["irr"]["value"] == pytest.approx(0.1)


def test_rows_of_one_period_are_added_up(run: Any) -> None:
    found = as_json(run, "period,cost,benefit\n0,60,\n0,40,\n1,,110\n", "--rate", "0.1")
    assert found["npv"] == pytest.approx(0, abs=1e-9)
    assert found["pv_cost"] == pytest.approx(100)


def test_dates_are_discounted_by_the_day(run: Any) -> None:
    """Excel's XNPV and XIRR example."""
    flows = "period,net\n2008-01-01,-10000\n2008-03-01,2750\n2008-10-30,4250\n2009-02-15,3250\n2009-04-01,2750\n"
    found = as_json(run, flows, "--rate", "0.09")
    assert found["npv"] == pytest.approx(2086.6476020315363)
    assert found["irr"]["value"] == pytest.approx(0.373362535, abs=1e-8)


def test_headers_in_any_case_and_with_a_byte_order_mark(run: Any) -> None:
    content = "﻿Period, NET \r\n0,-100\r\n1,110\r\n\r\n"
    assert as_json(run, content, "--rate", "0.1")["irr"]["value"] == pytest.approx(0.1)


def test_for_people_it_prints_lines(run: Any) -> None:
    code, out, err = run(MSAD, "--rate", "0.12")
    assert (code, err) == (0, "")
    assert "Net present value: 112,214.93" in out
    assert "Discounted payback: 1.27 periods" in out


def test_for_people_reasons_stand_where_figures_would(run: Any) -> None:
    _, out, _ = run(net([-252, 1431, -3035, 2850, -1000]), "--rate", "0.1")
    assert "Internal rate of return: The cash flows change sign 4 times" in out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("period,net\n", "no rows"),
        ("when,how much\n1,2\n", "has the columns when, how much. It needs period, and either net or both cost"),
        ("period,cost\n1,2\n", "both cost and benefit"),
        ("period,net,cost\n0,1,2\n", "net beside cost"),
        ("period,cost,benefit\n0,-5,0\n", "line 2: cost is -5. Both are positive"),
        ("period,net\n0,-5\n1,ten\n", 'line 3: net is "ten", which is no amount'),
        ("period,net\n0,nan\n", 'line 2: net is "nan"'),
        ("period,net\n0,1e999\n", 'line 2: net is "1e999"'),
        ("period,net\n0,1\n-1,2\n", 'line 3: period is "-1"'),
        ("period,net\n0,1\n1.5,2\n", 'line 3: period is "1.5"'),
        ("period,net\n0,1\n2020-01-01,2\n", 'line 3: period is "2020-01-01"'),
        ("period,net\n0,1\n1000000000,2\n", 'line 3: period is "1000000000"'),
        ("period,net\n2020-01-01,1\n2020-02-31,2\n", 'line 3: period is "2020-02-31", which is neither'),
        ("period,net\n,1\n", "line 2: period is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "is not text"),
        (b"a\x00b\n", "is not text"),
    ],
)
def test_wrong_input_is_one_line_and_exit_2(run: Any, content: str | bytes | None, says: str) -> None:
    code, out, err = run(content, "--rate", "0.1")
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1 and "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [("--rate", "-1"), ("--rate", "nan"), ("--rate", "0.1", "--finance-rate", "-1"), ("--rate", "ten"), ()],
)
def test_wrong_rates_are_one_line_and_exit_2(run: Any, arguments: tuple[str, ...]) -> None:
    code, out, err = run(net([-100, 110]), *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and "rate" in err


def test_a_directory_is_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "flows.csv").mkdir()
    code, _, err = run(None, "--rate", "0.1")
    assert code == 2 and "is a directory" in err


def test_timing_makes_no_sense_with_dates(run: Any) -> None:
    code, _, err = run("period,net\n2020-01-01,-1\n2021-01-01,2\n", "--rate", "0.1", "--timing", "start")
    assert code == 2 and "--timing is start" in err
