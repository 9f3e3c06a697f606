"""What the customer value page is told of the sample company: sums that must agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.context import Sources
from metrics.customers.buyers import buyers
from metrics.value import contracts, findings, findings_views, worth
from metrics.value import file as papers
from metrics.value import findings_contracts as by_renewals
from metrics.value.attention import attention
from metrics.value.customer import customer
from metrics.value.lifecycle import STAGES
from metrics.value.tenths import tenths


@pytest.fixture
def data(company: Path) -> Sources:
    return report.current()


def test_the_three_values_sum_to_what_all_brought_and_are_worth(data: Sources) -> None:
    held = buyers(data).frame
    for by in ("", *worth.groupings(data)):
        rows = worth.views_by(data, by)
        assert sum(row.customers for row in rows) == len(held)
        assert sum(row.realised for row in rows) == pytest.approx(held["brought"].sum())
        assert sum(row.model or 0.0 for row in rows) == pytest.approx(data.scores.total.value, rel=1e-6)
        assert all(row.potential >= 0 for row in rows)


def test_potential_is_of_active_customers_and_ends_at_the_target(data: Sources) -> None:
    found = worth.value_views(data)
    active = buyers(data).frame["active"].astype(bool)
    assert found.loc[~active, "potential"].isna().all()
    some = found[active & (found["potential"] > 0)]
    assert (some["own"] + some["potential"]).to_numpy() == pytest.approx(some["target"].to_numpy())
    best = found.loc[active & (found["own"] >= found["target"]), "potential"]
    assert (best == 0).all()
    assert 0.2 < len(best) / active.sum() < 0.3  # a quarter stand above the third quartile of their like


@pytest.mark.parametrize("by", worth.WAYS)
def test_every_way_to_split_the_margin_has_the_same_sum(data: Sources, by: str) -> None:
    rows = worth.margins(data, by)
    whole = worth.together(rows)
    base = data.frames["customer_base"]
    assert whole.revenue == pytest.approx(base["revenue_12m"].astype(float).sum(), rel=1e-9)
    assert whole.margin == pytest.approx(base["margin_12m"].astype(float).sum(), rel=1e-9)
    assert whole.contribution == pytest.approx(base["contribution_12m"].astype(float).sum(), rel=1e-9)
    assert whole.contribution == pytest.approx(sum(row.contribution for row in rows))
    assert whole.contribution == pytest.approx(whole.revenue - whole.cost - sum(v for _n, v in whole.served))


@pytest.mark.parametrize("by", ["expected", "possible"])
def test_the_lists_of_the_four_fields_hold_everybody_once(data: Sources, by: str) -> None:
    """As many as the picture says, all of their money, who is expected to bring most first."""
    context, found = report.saved(), attention(data, by=by)
    seen: list[str] = []
    for row in found.quadrants:
        listed = findings.field(context, row.id, by=by)
        cells = listed.table.cells()  # type: ignore[union-attr]
        assert str(listed.sentence).startswith(f"{row.customers:,} customers stand in: ")
        assert sum(cell[1] for cell in cells) == pytest.approx(row.now)
        assert [cell[2] for cell in cells] == sorted((cell[2] for cell in cells), reverse=True)
        seen += [str(cell[0]) for cell in cells]
    assert len(seen) == len(set(seen)) == len(found.everybody)
    assert tuple(findings.field(context, "develop", by=by).table.rows[0][:1]) == found.first[:1]  # type: ignore[union-attr]


def test_a_field_without_anybody_says_so(data: Sources) -> None:
    assert str(findings.field(report.saved(), "nowhere").sentence) == "Nobody stands in this field"


def test_the_parts_of_the_value_sum_to_it(data: Sources) -> None:
    found = worth.taken_apart(data)
    assert found.total.total + found.left_out == pytest.approx(data.scores.total.value, rel=1e-6)
    assert sum(one.total for one in found.kinds.values()) == pytest.approx(found.total.total)


def test_referral_is_what_those_are_worth_who_came_last_year_by_recommendation(data: Sources) -> None:
    """From the table of customers itself, by kind of who recommended them; beyond the value, and not part of it."""
    found = worth.taken_apart(data)
    frame = buyers(data).frame
    told = data.held.query("select customer_id, referred_by from customers where referred_by is not null")
    told = told[told["customer_id"].isin(frame.index) & told["referred_by"].isin(frame.index)]
    first = pd.to_datetime(frame["first_order"].reindex(told["customer_id"])).to_numpy()
    until = np.datetime64(data.facts["until"], "D")
    fresh = told[(until - first.astype("datetime64[D]")) < np.timedelta64(365, "D")]
    assert found.recommended == len(fresh) > 5
    by_kind = (
        frame["value"].reindex(fresh["customer_id"]).groupby(frame["kind"].reindex(fresh["referred_by"]).to_numpy())
    )
    for kind, part in found.kinds.items():
        assert part.referral == pytest.approx(by_kind.sum().get(kind, 0.0))
    assert found.total.with_referral == pytest.approx(found.total.total + by_kind.sum().sum())


def test_what_a_won_customer_brings_against_what_it_cost(data: Sources) -> None:
    """From the tables themselves: money spent on selling, customers won, what these brought and will bring."""
    context, frame = report.saved(), buyers(data).frame
    won = frame[(frame["age_days"] < 365) & ~frame["employee"]]
    each = float((won["brought"] + won["value"]).mean())
    ledger = data.held.query(
        "select month, amount from ledger_totals where kind = 'sales and marketing' order by month"
    )
    spent = float(ledger["amount"].astype(float).tail(12).sum())
    new = float(data.frames["active_month"].sort_values("month")["new_customers"].tail(12).sum())
    assert context.value("acquisition_cost") == pytest.approx(spent / new)
    assert context.value("value_to_cost") == pytest.approx(each / (spent / new))
    active = frame[frame["active"].astype(bool)]
    monthly = float(active["now"].sum()) / 12 / len(active)
    assert context.value("acquisition_payback") == pytest.approx(spent / new / monthly)


def test_stages_hold_everybody_and_come_near_the_forecast(data: Sources) -> None:
    """Two models of one base: the forecast by orders, and the moves between stages. They agree within a fifth."""
    found = worth.stages(data)
    assert found.customers.sum() == len(buyers(data).frame)
    assert found.total == pytest.approx(data.scores.total.value, rel=0.2)
    assert found.value[STAGES.index("loyal")] > found.value[STAGES.index("new")] > found.value[STAGES.index("lost")]
    apart = [worth.stages(data, kind) for kind in ("business", "consumer")]
    assert sum(one.customers.sum() for one in apart) == found.customers.sum()


def test_contracts_are_those_that_run_and_their_renewals_held_a_year_ago(data: Sources) -> None:
    found = contracts.contracts(data)
    terms = data.frames["contract_term"]
    assert len(found.frame) == terms[terms["state"].isin(["running", "due"])]["customer_id"].nunique()
    assert found.tested is not None
    assert abs(found.tested.error) < 0.1
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.total < found.high
    assert found.frame["renews"].between(0, 1).all()


def test_customers_without_a_contract_are_valued_by_their_orders(data: Sources) -> None:
    right, held = contracts.values(data), buyers(data).frame
    free = ~held["contract"]
    assert right[free].to_numpy() == pytest.approx(held.loc[free, "value"].to_numpy())
    assert not np.allclose(right[~free], held.loc[~free, "value"])


def test_the_risk_of_the_modes_sums_to_that_of_all(data: Sources) -> None:
    context = report.saved()
    whole, *parts = (findings.reading(context, "value_at_risk", mode).known for mode in ("all", "contract", "orders"))
    assert sum(parts) == pytest.approx(whole)
    assert len(tenths(data, "contract")) == 10
    active = [context.value("active_customers", mode=mode) for mode in ("contract", "orders")]
    assert sum(active) == context.value("active_customers")


def test_employees_are_not_courted(data: Sources) -> None:
    frame = buyers(data).frame
    own = set(frame.index[frame["employee"]])
    assert own
    found = attention(data)
    assert not own & {one.id for one in found.drawn}
    assert sum(q.customers for q in found.quadrants) == int((frame["active"].astype(bool) & ~frame["employee"]).sum())


def test_the_next_step_puts_an_open_complaint_first_then_the_contract(data: Sources) -> None:
    id = str(contracts.contracts(data).frame.index[0])
    one, held = customer(data, id), papers.file(data, id)
    day = held.until - timedelta(days=12)
    calm = replace(held, open=0, p=0.1, ends_on=held.until + timedelta(days=200))
    complaint = replace(calm, open=1, tickets=(papers.Ticket(day, "a call that went wrong", False, complaint=True),))
    ending = replace(calm, ends_on=held.until + timedelta(days=20), renews=0.8)
    leaving = replace(calm, p=0.7, at_risk=300.0)
    said = [str(papers.next_step(one, file, data)) for file in (complaint, ending, leaving)]
    assert said[0] == "Next step: settle the complaint that is open for 12 days."
    assert said[1].startswith("Next step: talk about the contract, which ends in 20 days. 80% of such contracts renew.")
    assert said[2].startswith("Next step: get in touch. May leave with a chance of 70%, which puts 300 at risk.")


def test_develop_is_said_of_those_in_its_quadrant_alone(data: Sources) -> None:
    """Less than the median now and no less than the median ahead; it is not said where either is otherwise."""
    found = attention(data)
    one = customer(data, found.first[0])
    held = replace(papers.file(data, one.id), open=0, p=0.1, ends_on=None)
    now, ahead = found.cuts

    def said(**other: float) -> bool:
        buyer = replace(one, **other)  # type: ignore[arg-type]
        return str(papers.next_step(buyer, held, data)).startswith("Next step: develop.")

    assert one.now < now and one.next is not None and one.next >= ahead
    assert said() and said(next=ahead)
    assert not said(now=now) and not said(next=ahead - 0.01)


def test_calls_and_complaints_of_the_file_are_those_of_the_tables(data: Sources) -> None:
    asked = (
        "select customer_id, count(*) as n from staging.stg_calls cross join main.data_facts as f "
        "where called_at > f.until - interval '365' day and customer_id in (select customer_id from main.customer_base "
        "where order_days > 0) group by 1 order by 2 desc, 1 limit 1"
    )
    id, n = data.held.query(asked).iloc[0]
    found = papers.file(data, str(id))
    assert found.calls == n
    assert len(found.tickets) == n + (found.complaints or 0)


@pytest.mark.parametrize(
    ("id", "terms"),
    [
        ("potential", {}),
        ("value_by_stages", {"kind": "business"}),
        ("value_parts", {}),
        ("contract_value", {}),
        ("contribution_12m", {"by": "family"}),
        ("group_value_at_risk", {"mode": "orders"}),
        ("develop", {"kind": "business"}),
        ("back_test", {}),
    ],
)
def test_each_reading_has_a_value_a_formula_and_a_mart(data: Sources, id: str, terms: dict[str, str]) -> None:
    found = report.saved().read(id, **terms)
    assert found.value is not None
    assert found.basis.rows
    assert found.basis.mart in data.frames
    assert str(found.basis.formula).endswith(".")


def test_each_reading_is_what_its_finding_shows(data: Sources) -> None:
    """The metric behind a picture is a number of the picture."""
    context = report.saved()
    drawn = {name: getattr(findings_views, name)(context).chart.options for name in ("stages", "margins", "parts")}
    assert drawn["margins"]["items"][-1].value == pytest.approx(context.value("contribution_12m"))
    assert drawn["parts"]["items"][-3].value == pytest.approx(context.value("value_parts"))
    bars = by_renewals.contracts(context).chart.options["rows"]  # type: ignore[union-attr]
    assert bars[0].value == pytest.approx(context.value("contract_value"))
    assert context.value("customer_value", mode="contract") == context.value("contract_value")
    table = findings_views.stages(context).table.cells()  # type: ignore[union-attr]
    assert sum(row[1] * row[5] for row in table) == pytest.approx(context.value("value_by_stages"))
    views = findings_views.value_views(context, "kind").table.cells()  # type: ignore[union-attr]
    assert sum(row[3] for row in views) == pytest.approx(context.value("potential"))
    assert len(findings_views.most_possible(context).cells()) == worth.LISTED
