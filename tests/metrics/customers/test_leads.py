"""Leads: chances worked by hand, and a shop that brings the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import report
from metrics.customers import findings, leads
from metrics.finding import Table
from metrics.reading import UndefinedError
from tests.pages import small_shops


def rows(n: int, won: int, age: int = 400, source: str = "fair", days: int = 100) -> pd.DataFrame:
    """``n`` leads of that age, ``won`` of them after so many days."""
    return pd.DataFrame(
        {"kind": "business", "source": source, "age_days": age, "won_days": [float(days)] * won + [np.nan] * (n - won)}
    )


def test_few_leads_of_a_source_are_drawn_towards_all() -> None:
    """30 of 80 at the fair, none of 20 by web: 30 % of all. (30 + 20 x .3)/100 = 36 %, (0 + 6)/40 = 15 %."""
    found = leads._chances(pd.concat([rows(80, 30), rows(20, 0, source="web")], ignore_index=True))
    assert found.overall == pytest.approx(0.3)
    assert found.cells[("business", "fair")] == pytest.approx(0.36)
    assert found.cells[("business", "web")] == pytest.approx(0.15)
    unseen = pd.DataFrame({"kind": ["consumer"], "source": ["fair"], "age_days": [0]})
    assert found.left(unseen) == pytest.approx([0.3])


def test_who_has_waited_has_less_of_the_chance_left() -> None:
    """Half of all successes come within 100 days: .4 x .5 / (1 - .2) = .25 after 100, 0 after a year."""
    found = leads._waiting([0.4, 0.4, 0.4], [0, 100, 365], [50, 200])
    assert found == pytest.approx([0.4, 0.25, 0.0])


@given(st.floats(0.01, 0.99), st.lists(st.integers(0, 364), min_size=1, max_size=20), st.integers(0, 364))
def test_the_chance_never_grows_by_waiting(p: float, days: list[int], age: int) -> None:
    before, after = leads._waiting([p, p], [age, min(age + 30, 364)], days)
    assert 0 <= after <= before + 1e-12 <= p + 1e-9


def test_the_check_uses_what_was_known_a_year_ago() -> None:
    """60 leads of three years ago, half of them won; then 40 of the year before last, of whom 10 were."""
    found = leads._checked(pd.concat([rows(60, 30, age=1100), rows(40, 10, age=500)], ignore_index=True))
    assert found is not None
    assert (found.leads, found.won) == (40, 10)
    assert found.expected == pytest.approx(40 * 0.5)
    assert leads._checked(rows(40, 10, age=500)) is None


def test_too_few_leads_have_no_chance() -> None:
    with pytest.raises(UndefinedError, match="30 leads are a year old"):
        leads._chances(rows(30, 3))


def test_open_leads_are_worth_their_chance_of_a_new_customer(home: Path, tmp_path: Path) -> None:
    """Half of the fair's leads were won: one from there comes before one from the web, of which nothing is known."""
    small_shops.with_links_and_leads(tmp_path)
    found = leads.leads(report.current())
    assert found.open == 2
    assert [lead.id for lead in found.first] == ["n1", "n2"]
    assert found.value == pytest.approx(sum(lead.value for lead in found.first))
    assert report.saved().value("leads") == found.value


def test_the_best_leads_are_told_with_their_sum(home: Path, tmp_path: Path) -> None:
    small_shops.with_links_and_leads(tmp_path)
    first, _second = leads.leads(report.current()).first
    told = findings.leads(report.saved())
    assert told.sentence.values["first"].value == first.value  # type: ignore[attr-defined]
    assert isinstance(told.table, Table)
    assert told.table.cells()[0][2:] == ["fair", first.chance, first.value]


def test_without_the_table_it_is_named(company: Path) -> None:
    told = findings.leads(report.saved())
    assert told.undefined
    assert str(told.sentence) == str(report.saved().read("leads").reason)
    assert str(told.sentence) == "needs the table leads, which is not here yet"
