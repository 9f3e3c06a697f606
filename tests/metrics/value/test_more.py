"""What the customer value page is told behind its choices: sums that must agree, on the sample company."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.context import Sources
from metrics.customers.buyers import buyers
from metrics.value import contracts, modes, worth
from metrics.value import file as papers
from metrics.value import made as readings
from metrics.value.customer import Customer, customer
from metrics.value.lifecycle import STAGES, Lifecycle
from metrics.words.text import Message


@pytest.fixture
def data(company: Path) -> Sources:
    return report.current()


def test_the_three_values_sum_to_what_all_brought_and_are_worth(data: Sources) -> None:
    held = buyers(data).frame
    for by in (None, *worth.groupings(data)):
        rows = worth.three_by(data, by)
        assert sum(row.customers for row in rows) == len(held)
        assert sum(row.realised for row in rows) == pytest.approx(held["brought"].sum())
        assert sum(row.model or 0.0 for row in rows) == pytest.approx(data.scores.total.value, rel=1e-6)
        assert all(row.potential >= 0 for row in rows)


def test_potential_is_of_active_customers_and_ends_at_the_target(data: Sources) -> None:
    found = worth.three(data)
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
    assert not isinstance(rows, Message)
    whole = worth.together(rows)
    base = data.frames["customer_base"]
    assert whole.revenue == pytest.approx(base["revenue_12m"].astype(float).sum(), rel=1e-9)
    assert whole.margin == pytest.approx(base["margin_12m"].astype(float).sum(), rel=1e-9)
    assert whole.contribution == pytest.approx(base["contribution_12m"].astype(float).sum(), rel=1e-9)
    assert whole.contribution == pytest.approx(sum(row.contribution for row in rows))
    assert whole.contribution == pytest.approx(whole.revenue - whole.cost - sum(v for _n, v in whole.served))


def test_the_parts_of_the_value_sum_to_it(data: Sources) -> None:
    found = worth.taken_apart(data)
    assert found.total is not None
    assert found.total.total + found.left_out == pytest.approx(data.scores.total.value, rel=1e-6)
    assert sum(one.total for one in found.kinds.values()) == pytest.approx(found.total.total)
    assert found.recommended > 0  # and yet referral has no amount: who recommended is not written down
    assert not hasattr(found.total, "referral")


def test_stages_hold_everybody_and_come_near_the_forecast(data: Sources) -> None:
    """Two models of one base: the forecast by orders, and the moves between stages. They agree within a fifth."""
    found = worth.stages(data)
    assert isinstance(found, Lifecycle)
    assert found.customers.sum() == len(buyers(data).frame)
    assert found.total == pytest.approx(data.scores.total.value, rel=0.2)
    assert found.value[STAGES.index("loyal")] > found.value[STAGES.index("new")] > found.value[STAGES.index("lost")]
    apart = [worth.stages(data, kind) for kind in ("business", "consumer")]
    known_ = [one for one in apart if isinstance(one, Lifecycle)]
    assert sum(one.customers.sum() for one in known_) <= found.customers.sum()


def test_contracts_are_those_that_run_and_their_renewals_held_a_year_ago(data: Sources) -> None:
    found = contracts.contracts(data)
    terms = data.frames["contract_term"]
    assert found.reason is None
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


def test_the_risk_of_the_modes_sums_to_that_of_all(data: Sources, company: Path) -> None:
    context = report.saved()
    whole, *parts = (modes.tiles(context, mode)["value_at_risk"].value for mode in ("all", "contract", "orders"))
    assert sum(cast(float, part) for part in parts) == pytest.approx(cast(float, whole))
    assert len(modes.tenths(data, "contract")) == 10


def test_employees_are_not_courted(data: Sources) -> None:
    from metrics.value.attention import attention

    frame = buyers(data).frame
    assert report.saved().value("employees") == data.frames["customer_base"]["is_employee"].sum()
    own = set(frame.index[frame["employee"]])
    assert own
    found = attention(data)
    assert not own & {one.id for one in found.drawn}
    assert sum(q.customers for q in found.quadrants) == int((frame["active"].astype(bool) & ~frame["employee"]).sum())


def test_the_next_step_puts_an_open_complaint_first_then_the_contract(data: Sources) -> None:
    id = str(contracts.contracts(data).frame.index[0])
    one, held = customer(data, id, named=False), papers.file(data, id)
    assert isinstance(one, Customer)
    day = held.until - pd.Timedelta(days=12).to_pytimedelta()
    from dataclasses import replace

    calm = replace(held, open=0, p=0.1, ends_on=held.until + pd.Timedelta(days=200).to_pytimedelta())
    complaint = replace(calm, open=1, tickets=(papers.Ticket(day, "complaint", False),))
    ending = replace(calm, ends_on=held.until + pd.Timedelta(days=20).to_pytimedelta(), renews=0.8)
    leaving = replace(calm, p=0.7, at_risk=300.0)
    said = [str(papers.next_step(one, file, data)) for file in (complaint, ending, leaving)]
    assert said[0] == "Next step: settle the complaint that is open for 12 days."
    assert said[1].startswith("Next step: talk about the contract, which ends in 20 days. 80% of such contracts renew.")
    assert said[2].startswith("Next step: get in touch. May leave with a chance of 70%, which puts 300 at risk.")


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
    "make",
    [
        lambda data: readings.potential(data),
        lambda data: readings.stages(data, worth.stages(data)),
        lambda data: readings.parts(data, worth.taken_apart(data)),
        lambda data: readings.contracts(data, contracts.contracts(data)),
    ],
)
def test_each_reading_has_a_value_a_formula_and_a_mart(data: Sources, make) -> None:  # type: ignore[no-untyped-def]
    found = make(data)
    assert found.value is not None
    assert found.basis.rows > 0
    assert found.basis.mart in data.frames
    assert str(found.basis.formula).endswith(".")
