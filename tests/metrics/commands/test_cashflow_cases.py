"""Inputs of cash flows that once went wrong, each with its right value, and the formats people have."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import metrics.__main__ as command_line
from metrics import finance

ONCE = "period,net\n0,-1000\n1,400\n2,500\n3,600\n"  # NPV at 10 %: 227.65


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Write a file, run the command on it; (exit code, standard output, standard error)."""
    monkeypatch.setattr(command_line, "COMMANDS", ("cashflow",))

    def _run(content: str | bytes, *arguments: str, name: str = "flows.csv") -> tuple[int, str, str]:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            code = command_line.main(["cashflow", str(file), *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run


def of(run: Any, content: str | bytes, *arguments: str, name: str = "flows.csv") -> dict[str, Any]:
    code, out, err = run(content, *arguments, "--json", name=name)
    assert code == 0, err
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def refused(run: Any, content: str | bytes, *arguments: str) -> str:
    code, out, err = run(content, "--rate", "0.1", *arguments)
    assert (code, out) == (2, "") and err.count("\n") == 1 and "Traceback" not in err
    return str(err)


def test_four_digits_are_years(run: Any) -> None:
    """-1000 + 400/1.1 + 500/1.21 + 600/1.331 = 227.65; back after 2 years and 100/600 of the third."""
    found = of(run, "period,net\n2024,-1000\n2025,400\n2026,500\n2027,600\n", "--rate", "0.1")
    assert found["npv"] == pytest.approx(227.65, abs=0.005)
    assert found["payback"] == pytest.approx(2 + 1 / 6)
    # (400 x 1.21 + 500 x 1.1 + 600) / 1000 = 1.634; cube root
    assert found["mirr"] == pytest.approx(1.634 ** (1 / 3) - 1) == pytest.approx(0.1778, abs=5e-5)
    assert (found["unit"], found["first"], found["flows"]) == ("year", "2024", 4)


def test_net_flows_do_not_tell_cost_and_benefit_apart(run: Any) -> None:
    found = of(run, "period,net\n0,-2105000\n1,2150000\n2,3200000\n3,4155000\n", "--rate", "0.1")
    assert (found["pv_cost"], found["pv_benefit"], found["roi_total"]) == (None, None, None)
    assert "not known apart" in found["reasons"]["roi_total"]


def test_a_surplus_cell_is_refused_an_empty_one_is_not(run: Any) -> None:
    assert "line 2: 3 cells, the header has 2" in refused(run, "period,net\n0,-1,000\n1,1100\n")
    assert of(run, "period,net\n0,-1000,\n1,1100,\n", "--rate", "0.1")["npv"] == pytest.approx(0, abs=1e-9)


def test_two_columns_of_one_name_are_refused(run: Any) -> None:
    assert "column cost more than once" in refused(run, "period,cost,cost,benefit\n0,1,2,3\n")
    assert "cost and costs" in refused(run, "period,cost,costs,benefit\n0,1,2,3\n")


def test_mirr_counts_flows_when_npv_does(run: Any) -> None:
    """100 grow to 107 in half a period: 1.07^2 - 1. Where NPV is 0, it is the rate."""
    found = of(run, "period,net\n0,-100\n1,107\n", "--rate", "0.1", "--timing", "middle")
    assert found["mirr"] == pytest.approx(1.07**2 - 1)
    zero = of(run, f"period,net\n0,-100\n1,{100 * 1.1**0.5!r}\n", "--rate", "0.1", "--timing", "middle")
    assert zero["npv"] == pytest.approx(0, abs=1e-9) and zero["mirr"] == pytest.approx(0.1)


def test_rates_no_number_can_hold_are_left_out_with_their_reason(run: Any) -> None:
    """1,000 the day after 100: 10^365 - 1 a year, above the largest double."""
    found = of(run, "period,net\n2024-01-01,-100\n2024-01-02,1000\n", "--rate", "0.1")
    assert found["irr"] == {"value": None, "roots": [], "reason": found["irr"]["reason"]}
    assert "beyond what can be written" in found["irr"]["reason"] and "beyond" in found["reasons"]["mirr"]


@pytest.mark.parametrize(
    ("flows", "arguments"),
    [
        ([-1000.0] + [10.0] * 360, ("--rate", "10")),
        ([-1000.0] + [10.0] * 300, ("--rate", "0.1", "--reinvest-rate", "12")),
        ([-1e26, 2e26], ("--rate", "0.1")),
        ([-1000.0, 10.0, 5000.0], ("--rate", "-0.999999")),
    ],
)
def test_large_powers_give_one_document(run: Any, flows: list[float], arguments: tuple[str, ...]) -> None:
    content = "period,net\n" + "".join(f"{period},{flow!r}\n" for period, flow in enumerate(flows))
    found = of(run, content, *arguments)
    assert found["npv"] is not None
    _code, out, _err = run(content, *arguments)
    assert "inf" not in out and "nan" not in out


def test_mirr_over_many_periods_goes_through_logarithms(run: Any) -> None:
    """1 grown at 1,200 % over 299 periods is 13^299, above any double; ln of the sum of 13^k, k < 300, is exact."""
    content = "period,net\n0,-1\n" + "".join(f"{period},1\n" for period in range(1, 301))
    found = of(run, content, "--rate", "0.1", "--reinvest-rate", "12")
    # sum of 13^k = (13^300 - 1)/12, so MIRR = 13 x 12^(-1/300) - 1
    assert found["mirr"] == pytest.approx(13 * 12 ** (-1 / 300) - 1, rel=1e-12)


def test_a_balance_within_rounding_is_zero(run: Any) -> None:
    twelfths = [100000 / 12] * 12
    content = "period,net\n0,-100000\n" + "".join(f"{month},{flow!r}\n" for month, flow in enumerate(twelfths, 1))
    found = of(run, content, "--rate", "0")
    assert found["payback"] == pytest.approx(12.0) and found["discounted_payback"] == pytest.approx(12.0)
    _code, out, _err = run(content, "--rate", "0")
    assert "−0.0" not in out and "-0.0" not in out
    # at their own rate of return discounted flows are back at the end, exactly
    at_own = of(run, "period,net\n0,-100\n1,60\n2,72.6\n", "--rate", str(finance.irr([-100, 60, 72.6]).value))
    assert at_own["discounted_payback"] == pytest.approx(2.0)


def test_money_that_is_out_again_is_said(run: Any) -> None:
    """500 once, 100 a month from month 1, 30,000 in month 30: back in month 5, out again in month 30 for good."""
    rows = "".join(f"{month},{30000 if month == 30 else 0},100\n" for month in range(1, 37))
    content = "month,cost,benefit\n0,500,0\n" + rows
    found = of(run, content, "--rate", "0.1")
    assert found["payback"] == pytest.approx(5.0)
    assert "Out of pocket again from month 30, and not back within 36 months." in found["notes"]
    later = of(run, "period,net\n0,-10\n1,20\n2,-15\n3,30\n", "--rate", "0.1")
    assert "Out of pocket again from period 2, back for good in period 3." in later["notes"]
    assert of(run, ONCE, "--rate", "0.1")["notes"] == []


def test_a_second_root_far_off_does_not_hide_the_usual_one() -> None:
    """-1000, 1200, -1e-9 after: one rate near 20 %, another beyond 10^13 %... both listed, the usual one named."""
    found = finance.irr([-1e-12, -1000.0, 1300.0, -1e-9])
    assert len(found.roots) == 2 and found.value == pytest.approx(0.3, abs=1e-6) and len(found.others) == 1
    rising = finance.irr([1000, -1200])
    assert rising.value == pytest.approx(0.2) and rising.borrowing
    assert not finance.irr([-1000, 1200]).borrowing


def test_dated_flows_not_paid_back_are_told_in_years(run: Any) -> None:
    found = of(run, "date,net\n2024-01-01,-100\n2025-07-01,50\n", "--rate", "0.1")
    assert "within 1.5 years: 50 is still missing" in found["reasons"]["payback"]


def test_period_one_is_one_period_after_the_valuation_date(run: Any) -> None:
    """Numbered from 1, everything is one period later: NPV/1.1, MIRR still the rate where NPV is 0."""
    early, late = (of(run, f"period,net\n{a},-100\n{b},110\n", "--rate", "0.1") for a, b in ((0, 1), (1, 2)))
    assert late["payback"] == pytest.approx(early["payback"] + 1)
    assert late["mirr"] == pytest.approx(0.1) and early["mirr"] == pytest.approx(0.1)
    assert any("Nothing in period 0" in note for note in late["notes"])


def test_a_rate_in_per_cent_is_told_apart(run: Any) -> None:
    _code, _out, err = run(ONCE, "--rate", "10")
    assert err == "10 means 1,000%; for 10% write 0.1\n"
    assert of(run, ONCE, "--rate", "10%")["npv"] == pytest.approx(227.65, abs=0.005)
    assert run(ONCE, "--rate", "0.1")[2] == ""


def test_a_monthly_rate_has_its_unit_and_the_yearly_one(run: Any) -> None:
    """.714 % a month: 1.00714^12 - 1 = 8.91 % a year."""
    _code, out, _err = run("month,net\n0,-1000\n1,1007.14\n", "--rate", "0.005")
    assert "Internal rate of return: 0.71% a month (8.91% a year)" in out


def test_what_is_asked_for_beside(run: Any) -> None:
    """60 a period for two periods on 100 at 10 %: PV 104.13; index 1.0413; equal amounts worth 4.13 are 2.381."""
    found = of(run, "period,cost,benefit\n0,100,0\n1,0,60\n2,0,60\n", "--rate", "0.1")
    assert found["benefit_cost_ratio"] == pytest.approx(1.0413, abs=5e-5) == found["profitability_index"]
    assert found["equivalent_annual_value"] == pytest.approx(60 - 100 * 0.1 / (1 - 1.1**-2))
    assert (found["rows"], found["flows"], found["merged"], found["unused"]) == (3, 3, 0, [])
    _code, out, _err = run("year,net\n0,-1000\n1,400\n2,400\n3,480\n", "--rate", "0.1")
    assert "Payback: 2 years 5 months (2.42 years)" in out


@pytest.mark.parametrize(
    "content",
    [
        "date,net\n31/12/2024,-1000\n31/12/2025,1100\n",
        "date,net\n31.12.2024,-1000\n31.12.2025,1100\n",
        "date,net\n31-Dec-24,-1000\n31-Dec-25,1100\n",
        "date,net\n2024-12-31 08:30,-1000\n2025-12-31 17:00,1100\n",
        "date;net\n31.12.2024;-1.000,00\n31.12.2025;1.100,00\n",
        "date\tnet\n2024-12-31\t-1000\n2025-12-31\t1100\n",
        'date,amount\n2024-12-31,"(1,000.00)"\n2025-12-31,"1,100.00"\n',
        'date,amount\n2024-12-31,"1,000.00-"\n2025-12-31,"1,100.00"\n',
        'date,cash flow\n2024-12-31,"-$1,000.00"\n2025-12-31,"$1,100.00"\n',
        "year,net\n2024,\N{MINUS SIGN}1000\n2025,1100\n",
        "year,net\nYear 0,-1000\nYear 1,1100\n",
        "year,costs,benefits\n2024,1000,\n2025,,1100\n",
        "Business case of the plan\n\nYear,Net (USD)\n2024,-1000\n2025,1100\n",
        "year,net\n2024,-1000\n2025,1100\nTotal,100\n",
        ",2024,2025,Total\ncost,1000,0,1000\nbenefit,0,1100,1100\n",
        "年份,净额\n2024年,-1000\n2025年,1100\n".encode("gb18030"),
    ],
)
def test_formats_people_have(run: Any, content: str | bytes) -> None:
    """1,000 out, 1,100 back a year later: worth nothing at 10 %."""
    found = of(run, content, "--rate", "0.1")
    assert found["irr"]["value"] == pytest.approx(0.1, abs=1e-9) and found["npv"] == pytest.approx(0, abs=1e-6)


def test_a_workbook_is_read(run: Any) -> None:
    out = io.BytesIO()
    rows = (["The plan"], ["Year", "Cost", "Benefit"], [2024, 1000], [2025, None, 1100], ["Total", 1000, 1100])
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    found = of(run, out.getvalue(), "--rate", "0.1", name="flows.xlsx")
    assert found["npv"] == pytest.approx(0, abs=1e-9) and found["encoding"] == "xlsx"
    assert any("totals" in note for note in found["notes"]) and any("The plan" in note for note in found["notes"])


def test_what_can_be_read_two_ways_is_refused_with_both(run: Any) -> None:
    words = refused(run, "date,net\n03/04/2024,-1\n05/06/2024,2\n")
    assert "2024-04-03 or 2024-03-04" in words
    words = refused(run, 'period,net\n0,"-1,000"\n1,"1,100"\n')
    assert "-1000 or -1.000" in words and "--decimal" in words
    found = of(run, 'period,net\n0,"-1,000"\n1,"1,100"\n', "--rate", "0.1", "--decimal", ".")
    assert found["npv"] == pytest.approx(0, abs=1e-9)
    assert "mixes currencies: € in line 2, $ in line 3" in refused(run, "period,net\n0,-€5\n1,$6\n")
    assert 'net is "10%", which is no amount' in refused(run, "period,net\n0,-5\n1,10%\n")
    assert "among years" in refused(run, "year,net\n2024,-5\n1,10\n")


# --- Two plans


def test_the_rate_at_which_two_plans_are_equal_is_told(run: Any, tmp_path: Path) -> None:
    """-100, 60, 60 against -100, 0, 125: 60/(1+r) = 65/(1+r)^2, so r = 65/60 - 1 = 8.33 %."""
    other = tmp_path / "other.csv"
    other.write_text("period,net\n0,-100\n1,0\n2,125\n")
    arguments = ("--rate", "0.1", "--against", str(other))
    first = "period,net\n0,-100\n1,60\n2,60\n"
    assert of(run, first, *arguments)["equal_at"] == [pytest.approx(65 / 60 - 1)]
    assert "Both plans are equal at 8.33% a period" in run(first, *arguments)[1]
    assert of(run, "period,net\n0,-90\n1,0\n2,125\n", *arguments)["equal_at"] == []
    assert "No rate makes both plans equal" in run("period,net\n0,-90\n1,0\n2,125\n", *arguments)[1]
    assert "equal_at" not in of(run, first, "--rate", "0.1")


def test_plans_that_begin_on_different_days_are_not_laid_one_on_the_other(run: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("date,net\n2024-02-01,-100\n2025-02-01,120\n")
    text = refused(run, "date,net\n2024-01-01,-100\n2025-01-01,120\n", "--against", str(other))
    assert "2024-02-01" in text and "2024-01-01" in text and "Let both begin alike" in text
