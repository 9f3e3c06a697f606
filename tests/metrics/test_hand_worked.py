"""Every registered metric has a value worked by hand, from raw tables to the reading: a wrong formula is red here.

The data sets, and what each row is there for, are in tests/metrics/hand_made.py. The arithmetic stands beside each
value; nothing here is computed by the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.registry import METRICS
from tests.metrics.hand_made import Rows, leavers, programme, published, regulars, shop

Readings = Mapping[str, Any]  # by id

# --- The base as it stands: hand_made.shop

SHOP = {
    # bought on 1 January 2025 or later (364 days before the last day): gold1-6, plain1-10, loser1, new1-7
    "active_customers": 6 + 10 + 1 + 7,
    # active at the end of 2024: 8 gold, 40 plain, 4 losers (old was silent for 365 days); 17 of them a year later
    "retention_rate": (6 + 10 + 1) / (8 + 40 + 4),
    # 2025: 6 x 200 - 50 gold, 10 x 20 - 20 plain, 30 loser, 8 x 50 new; what was cancelled is none
    "revenue_year": 1_150 + 180 + 30 + 400,
    # 17 of 60 buyers came back; new3 bought twice, on one day
    "repeat_share": (6 + 10 + 1) / 60,
    # Contribution: old 500; gold1 240 - 30, gold2 240 - 40, gold3-6 240, gold7-8 120; new3 60, new4-7 30, new1-2 -15;
    # plain1-10 14, plain11 0, plain12-40 7; loser1 -20, loser2-4 -10. Together 500 + 1,610 + 60 + 120 - 30 + 343 - 50.
    # The best 12 bring 500, 4 x 240, 210, 200, 2 x 120, 60 and 2 x 30
    "top_fifth_share": (500 + 960 + 210 + 200 + 240 + 60 + 60) / 2_553,
    # the last 30: 23 x 7, 0, 2 x -15, 3 x -10, -20
    "bottom_half_share": (161 + 0 - 30 - 30 - 20) / 2_553,
    # 4 losers and new1-2, by what they cost to serve; plain11 brought nothing and lost nothing
    "below_zero_share": (4 + 2) / 60,
    # Margin of 2024 from 2 January on: gold 8 x 120 = 960, plain 40 x 7, losers 4 x -10: 1,200. The gold ones are the
    # first 80 %, to the last unit; 6 of 8 ordered in 2025, and what gold7 cancelled is no order
    "key_retention": 6 / 8,
}


def read(place: Path, tables: Rows, ids: Iterable[str], *, scored: bool = True) -> Readings:
    """The readings of ``ids`` on a data set of its own."""
    with published(place, tables, scored=scored) as context:
        return report.readings(context, ids)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    """Readings of the shop."""
    return read(tmp_path_factory.mktemp("shop"), shop(), SHOP, scored=False)


@pytest.mark.parametrize("id", SHOP)
def test_the_base_as_it_stands(base: Readings, id: str) -> None:
    assert base[id].value == pytest.approx(SHOP[id], rel=1e-12)


# --- The programme: hand_made.programme, whose cash flow is
#   month     0     1     2     3    4   5-8  9-48
#   benefit   0     0     0     0   20    40    60     mail 600 x .8 / 12 (half in month 4), calls 1,200 x .5 x .4 / 12
#   cost    300     5   105     5    5     5     5
#   net    -300    -5  -105    -5   15    35    55
# At 1 % a month 1 in each of n months is worth a(n) = (1 - 1.01^-n) / .01 (any table of annuities):

A4, A8, A48 = 3.90196555, 7.65167775, 37.97395949
V2, V4 = 0.98029605, 0.96098034
COST = 300 + 100 * V2 + 5 * A48  # 587.8994
BENEFIT = 20 * V4 + 40 * (A8 - A4) + 60 * (A48 - A8)  # 1,988.545

PLAN = {
    "programme_cost": COST,
    "programme_benefit": BENEFIT,
    "programme_npv": BENEFIT - COST,  # 1,400.6456
    "roi_total": (BENEFIT - COST) / COST,  # 238 %
    "cost_benefit": COST / BENEFIT,  # 29.6 %
    # owed after month 3: 415; after month 8: 415 - 15 - 4 x 35 = 260; after month 12: 260 - 4 x 55 = 40, of 55 a month
    "payback": 12 + 40 / 55,
    # the same at today's worth: 20.5665 is owed after month 13; month 14 brings 55 x 1.01^-14 = 47.8480
    "discounted_payback": 13 + 20.5665 / 47.8480,
    # numpy_financial.irr of the row "net": 8.8388999 % a month, (1.088388999^12 - 1) a year
    "irr": 1.088388999285336**12 - 1,
    # gains carried to month 48: 15 x 1.01^44 + 35 x (1.01^43 + ... + 1.01^40) + 55 x (1.01^39 + ... + 1) = 2,923.5787;
    # losses carried to month 0: 300 + 5/1.01 + 105/1.01^2 + 5/1.01^3 = 412.7345; four years lie between
    "mirr": (2_923.578731 / 412.734531) ** (1 / 4) - 1,
    # from month 4, the first with a benefit: 15 + 4 x 35 + 7 x 55 = 540, then 12 x 55 = 660 twice; before it 415 paid
    "roi_first_cost": (540 + 660 + 660) / 3 / 415,
    "benefit_a_year": 12 * 60,
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readings]:
    """Readings of the programme; what is drawn comes of drafts of the same data."""
    with published(tmp_path_factory.mktemp("programme"), programme(), scored=False) as context:
        found = report.readings(context, [*PLAN, "payback_from_live", "realised_share", "proven_share"])
        drawn = {f"chance {sure}": chance(sure) for sure in CHANCES}
        yield {**found, **drawn}


@pytest.mark.parametrize("id", PLAN)
def test_the_programme(plan: Readings, id: str) -> None:
    assert plan[id].value == pytest.approx(PLAN[id], rel=2e-6)


def test_payback_from_first_use_counts_months_of_use(plan: Readings) -> None:
    # paid back after 12.727 months; the mail works from the first day of month 4, when 3 months are over
    assert plan["payback_from_live"].value == pytest.approx(12 + 40 / 55 - 3)


# Three times the cost is 1,763.698; the calls bring 20 x (a(48) - a(8)) = 606.446; the mail would bring, in full,
# 25 x 1.01^-4 + 50 x (a(48) - a(4)) = 1,727.624. It pays when the realisation rate of the mail is above
# (1,763.698 - 606.446) / 1,727.624
EVEN = (3 * COST - 20 * (A48 - A8)) / (25 * V4 + 50 * (A48 - A4))  # .669853
# The chance -> 5th percentile, most likely value, 95th percentile of that rate.
CHANCES = {
    0.95: (EVEN, 0.8, 0.9),
    0.05: (0.5, 0.55, EVEN),
    0.5: (EVEN - 0.2, EVEN, EVEN + 0.2),  # a symmetric one has its middle at its peak
}


def chance(sure: float) -> Any:
    """The chance that the plan pays at three times its cost, with the range that makes it ``sure``."""
    low, value, high = CHANCES[sure]
    rate = "mail.realisation"
    steps = [(f"{rate}.low", 0.0), (f"{rate}.high", 1.0), (rate, value), (f"{rate}.low", low), (f"{rate}.high", high)]

    def change(scenario: Any) -> Any:
        for path, number in [*steps, ("cost_factor", 3.0)]:
            scenario = scenario.replace(path, number)
        return scenario

    context = report.edit(f"sure {sure}", change, "Ada")
    assert context.read("chance_of_profit").value is None  # one range of several inputs carries too little to tell it
    return context.risk.chance()


@pytest.mark.parametrize("sure", CHANCES)
def test_the_chance_is_a_known_quantile_of_what_is_uncertain(plan: Readings, sure: float) -> None:
    assert plan[f"chance {sure}"].value == pytest.approx(sure, abs=0.003)  # 2,048 Sobol points


def test_without_a_ledger_nothing_is_realised_or_proven(plan: Readings) -> None:
    for id in ("realised_share", "proven_share"):
        assert plan[id].value is None and str(plan[id].reason) == "No realised benefit entered yet"


# --- What customers are worth: hand_made.regulars


@pytest.fixture(scope="module")
def worth(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    """Readings of 20 regulars."""
    return read(tmp_path_factory.mktemp("regulars"), regulars(), ["customer_value", "value_per_customer"])


def test_regulars_are_worth_their_orders_discounted_from_the_middle_of_each_year(worth: Readings) -> None:
    # 365/30 orders a year at 50 - 30 - 2 = 18 each: 219; at 21 % x (1.21^-.5 + 1.21^-1.5) = 1/1.1 + 1/1.331
    one = 365 / 30 * 18 * (1 / 1.1 + 1 / 1.331)  # 363.63
    # the model does not know that nobody leaves and that every gap is thirty days: within a tenth, and in its range
    reading = worth["customer_value"]
    assert reading.value == pytest.approx(20 * one, rel=0.1)  # the 20 who never bought are no buyers
    assert reading.low is not None and reading.high is not None and reading.low < 20 * one < reading.high
    assert worth["value_per_customer"].value == pytest.approx(reading.value / 20)


# --- Who leaves, and what goes with them: hand_made.leavers

# steady1-48 and back1-3 are there by their orders. Of the 56 who ordered in 2024 and were there on its last day (steady
# and gone; early was not), the 8 gone did not order in 2025: 8/56. Contracts: 30 of 50 renewed at their first end, 18
# of 24 at their second. A shifted-beta-geometric renews at (b + t - 1)/(a + b + t - 1): .6 and .75 make a = 2/3 and
# b = 1, and so 3/(3 2/3) = 9/11 at the third. 2, 4 and 11 holders in their first, second and third year have ordered.
UNDER_CONTRACT = 2 * 0.4 + 4 * 0.25 + 11 * 2 / 11  # 3.8


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> tuple[Readings, Readings]:
    """Readings with the forecast made of the orders, and with one given: for everybody silent for a year by .36, still
    a customer by .8, 64 in the first year and 118.4 in two; steady1 costs as much as the others bring."""
    place, ids = tmp_path_factory.mktemp("leavers"), ["customer_value", "value_per_customer", "churn_expected"]
    made = read(place, leavers(), ids)
    forecast = next(place.glob("home/scores/*.parquet"))
    frame = pd.read_parquet(forecast)
    frame[["p_no_purchase_1y", "p_alive", "p_silent_1y"]] = 0.36, 0.8, np.nan
    sign = np.where(frame["customer_id"] == "steady1", -1, 1)
    frame["value_1y"], frame["value"] = 64 * sign, 118.4 * sign
    frame.to_parquet(forecast, index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        patch.setenv("PAYBACK_STORE", f"sqlite:///{place / 'store.db'}")
        report.current()._made.clear()
        context = report.saved()
        return made, report.readings(context, ["churn_expected", "value_at_risk"])


def test_the_chance_of_leaving_is_last_years_and_that_of_contracts(leaving: tuple[Readings, Readings]) -> None:
    for readings in leaving:  # whatever is forecast, the level is known
        value = readings["churn_expected"].value
        assert value == pytest.approx((51 * 8 / 56 + UNDER_CONTRACT) / (51 + 17), rel=1e-9)  # 16.3 %


def test_value_at_risk_is_the_chance_times_what_is_lost(leaving: tuple[Readings, Readings]) -> None:
    # Silent .36 but still a customer .8: leaves by 1 - .64/.8 = .2. Still a customer: 64/.8 = 80 in the first year and
    # 54.4/.8 = 68 in the second. Back: of the 14 silent in 2024 3 came in 2025, of the 56 others 48: 3/14 over 6/7, a
    # quarter. Kept: 80/.8 + 68/(.8 + .2/4) = 180; lost: 80/4 = 20; the difference is 160; of steady1 -160, not counted.
    assert leaving[1]["value_at_risk"].value == pytest.approx(160 * (50 * 8 / 56 + UNDER_CONTRACT), rel=1e-9)


def test_one_customer_is_worth_the_base_over_its_buyers(leaving: tuple[Readings, Readings]) -> None:
    whole, one = (leaving[0][id].value for id in ("customer_value", "value_per_customer"))
    assert whole is not None and one is not None and whole > 0
    assert one * (48 + 8 + 3 + 11 + 1 + 1 + 2 + 4 + 11) == pytest.approx(whole)  # 89 have ordered


def test_every_metric_is_asked_for_by_its_id_in_a_test_of_its_subject() -> None:
    here = Path(__file__)
    tests = {path: path.read_text() for path in here.parent.rglob("test_*.py")}
    named = {id for id in METRICS if any(re.search(rf"""["']{id}["']""", text) for text in tests.values())}
    assert set(METRICS) - named == set()
