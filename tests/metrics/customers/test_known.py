"""Who the customers are, on the sample company: what is known of them, and what the sentences say of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from metrics import report
from metrics.context import Sources
from metrics.customers import findings, known, readings
from metrics.customers.acquisition import Source, Tenure
from metrics.customers.buyers import buyers
from metrics.customers.matching import Unique
from metrics.finding import Finding, Table
from metrics.reading import UndefinedError


@pytest.fixture
def data(company: Path) -> Sources:
    return report.current()


def words(found: Finding) -> str:
    return found.sentence.render("en", "GBP")


def test_merging_leaves_fewer_customers_and_most_of_those_planted_as_copies(data: Sources) -> None:
    found = known.unique(data)
    assert found.unique < found.known
    assert (
        0.03 < 1 - found.unique / found.known < 0.09
    )  # 6.5 % are copies; not every copy shares an exact address or number
    assert report.saved().value("unique_customers") == found.unique


def test_employees_bring_what_those_marked_brought(data: Sources) -> None:
    found, base = known.internal(data), data.frames["customer_base"]
    mine = base[base["is_employee"].astype(bool)]
    assert found.employees == len(mine) == report.saved().value("employees")
    assert found.now == pytest.approx(mine.loc[mine["order_days"] > 0, "contribution_12m"].astype(float).sum())
    assert set(buyers(data).frame.index[buyers(data).frame["employee"]]) <= set(mine["customer_id"])


def test_coverage_is_of_the_market_somebody_estimated(data: Sources) -> None:
    context = report.saved()
    assert str(context.read("coverage").reason) == "nobody has estimated how many customers there could be"
    reading = context.read("coverage", market=6000.0)
    assert reading.value == pytest.approx(known.unique(data).unique / 6000)
    assert [given.value for given in reading.basis.given] == [6000]


def test_every_origin_is_held_against_others_the_shortest_stay_first(data: Sources) -> None:
    rows = known.origins(data)
    lifetimes = [row.lifetime for row in rows if row.lifetime is not None]
    assert lifetimes == sorted(lifetimes)
    assert report.saved().value("shortest_source") == lifetimes[0]


def test_orders_alone_say_nothing_of_customers(cdnow: Path) -> None:
    context = report.saved()
    reasons = {id: str(context.read(id).reason) for id in ("unique_customers", "employees", "shortest_source")}
    needed = "needs the table customers, which is not here yet"
    assert reasons["unique_customers"] == reasons["employees"] == needed
    assert reasons["shortest_source"] == "nothing says which campaign or channel won a customer"
    for question in (findings.sources, findings.unique, findings.leads):
        assert question(context).undefined


def origin(months: float | None, serve: float | None, name: str = "sale") -> Source:
    return Source(name, "consumer", Tenure(60, months, serve, 10.0), Tenure(90, 12.0, 1.0, 20.0))


def asked(question: Any, monkeypatch: pytest.MonkeyPatch, name: str, answer: object) -> Finding:
    monkeypatch.setattr(known, name, lambda sources: answer)
    context = SimpleNamespace(sources=SimpleNamespace(word=lambda text: text), value=lambda id: 1.0)
    found: Finding = question(context)
    return found


def test_the_shortest_stay_is_named_with_its_cost_where_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (origin(6.0, 2.0), origin(None, None, "shop"))
    found = asked(findings.sources, monkeypatch, "origins", rows)
    assert words(found) == "Customers from sale stay 0.5x as long as comparable customers, at 2x the cost to serve"
    assert isinstance(found.table, Table)
    first, second = found.table.cells()
    assert first[2:] == [60, 6.0, 12.0, 0.5, 2.0, 1.0, 2.0, 10.0, 20.0]
    assert second[3:9] == [None, 12.0, None, None, 1.0, None]
    assert [bar.value for bar in found.chart.options["rows"]] == [0.5]  # type: ignore[union-attr]
    assert (
        words(asked(findings.sources, monkeypatch, "origins", (origin(18.0, None),)))
        == "Customers from sale stay 1.5x as long as comparable customers"
    )


def test_while_few_have_left_nobody_stays_shortest(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "origins", lambda sources: (origin(None, 1.0),))
    with pytest.raises(UndefinedError, match="fewer than four in ten"):
        readings._shortest_source(report.saved())


@pytest.mark.parametrize(
    ("groups", "note"),
    [
        (1, "1 group shares an e-mail address or a telephone number, 1 of them both."),
        (2, "2 groups share an e-mail address or a telephone number, 1 of them both."),
    ],
)
def test_rows_and_customers_are_counted_apart(monkeypatch: pytest.MonkeyPatch, groups: int, note: str) -> None:
    found = asked(findings.unique, monkeypatch, "unique", Unique(1000, groups, 5, 1))
    assert words(found) == f"1,000 rows, {995 + groups} customers by exact match"
    assert str(found.note).startswith(note)
    assert [bar.value for bar in found.chart.options["rows"]] == [1000, 995 + groups]  # type: ignore[union-attr]
