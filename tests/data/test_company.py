"""The sample company is what its recorded truth says it is, however it is made, and loses what is taken out of it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from data import company
from data.company import assumptions, costs, frames, tables
from data.company.behaviour import Behaviour
from data.company.calendar import APPROVED, MONTHS
from data.company.effects import STRUCTURE, Effects
from data.company.facts import Fact, facts
from data.company.places import REGIONS
from data.company.tables import BY_BLOCK
from data.company.world import World
from data.contracts import TABLES
from data.errors import InputError
from tests.data import company_lives, company_tables

LIBRARY = Path(assumptions.__file__).parents[1] / "library"
CUSTOMERS = 6_000  # two blocks
# Every effect taken out of the company that is left: what it is made of stays, and goes one by one below.
NOTHING = Effects(**{field.name: 0 for field in fields(Effects) if field.name not in STRUCTURE})
DAMAGED = {"orders": {"customer_id", "ordered_at", "amount"}}  # required, and empty in the planted bad rows


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a company of 6,000, with its truth in the folder above."""
    folder = tmp_path_factory.mktemp("company") / "data"
    company.write(folder, customers=CUSTOMERS)
    return folder


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with every effect taken out."""
    folder = tmp_path_factory.mktemp("bare") / "data"
    company.write(folder, customers=CUSTOMERS, effects=NOTHING)
    return folder


@cache
def lives(seed: int, effects: Effects = Effects()) -> dict[str, float]:  # noqa: B008 - frozen
    """Readings that need 20,000 customers."""
    return company_lives.Lives(World(20_000, seed, True, effects)).readings()


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _as_planted(found: float | str, fact: Fact) -> bool:
    if isinstance(fact.value, str) or isinstance(found, str):
        return found == fact.value
    return abs(found - fact.value) <= fact.tolerance


# --- The files


def test_every_table_of_this_story_is_written(written: Path) -> None:
    assert {path.stem for path in written.iterdir()} == {
        "customers",
        "orders",
        "order_lines",
        "products",
        "words",
        "cost_to_serve",
        "calls",
        "mail",
        "contracts",
        "departures",
        "tickets",
        "contacts",
        "surveys",
        "staff",
        "contact_centre",
        "opportunities",
        "sales_plan",
        "ledger_totals",
        "kpi_targets",
        "benefits_register",
        "reconciling_items",
        "programme_costs",
        "initiatives",
        "assumptions",
        "regions",
        "sites",
    }


def test_tables_keep_their_contracts(written: Path) -> None:
    for path in written.iterdir():
        contract, table = TABLES[path.stem], pq.read_table(path)
        assert set(contract.required) <= set(table.column_names), path.stem
        for name in table.column_names:
            column = contract.column(name)
            assert table.schema.field(name).type == frames.TYPES[column.kind], f"{path.stem}.{name}"
            if column.required and name not in DAMAGED.get(path.stem, ()):
                assert table[name].null_count == 0, f"{path.stem}.{name}"
            if column.one_of and path.stem != "orders":
                assert set(table[name].unique().to_pylist()) - {None} <= set(column.one_of)


def test_keys_are_unique_and_references_point_at_something(written: Path) -> None:
    held = {path.stem: pq.read_table(path).to_pandas() for path in written.iterdir()}
    held["orders"] = held["orders"].drop_duplicates("order_id")  # repeated rows are planted, and rejected on intake
    for name, frame in held.items():
        assert not frame.duplicated(list(TABLES[name].key)).any(), name
        for column in TABLES[name].columns:
            if column.refers_to and column.name in frame:
                table, key = column.refers_to
                assert frame[column.name].dropna().isin(held[table][key]).all(), f"{name}.{column.name}"


def test_lines_add_up_to_their_order_in_amount_and_cost(written: Path) -> None:
    orders = pq.read_table(written / "orders.parquet").to_pandas().dropna(subset=["amount"])
    orders = orders[~orders.order_id.str.startswith("X")].drop_duplicates("order_id").set_index("order_id")
    lines = pq.read_table(written / "order_lines.parquet").to_pandas().groupby("order_id")[["amount", "cost"]].sum()
    assert len(lines) == len(orders)
    for column in ("amount", "cost"):
        assert (lines[column] == orders[column].reindex(lines.index)).all()


def test_a_refund_is_negative_and_names_a_completed_order_before_it(written: Path) -> None:
    orders = pq.read_table(written / "orders.parquet").to_pandas()
    orders = orders[~orders.order_id.str.startswith("X")].drop_duplicates("order_id").set_index("order_id")
    back = orders[orders.status == "refunded"]
    first = orders.loc[back.refund_of]
    assert (back.amount < 0).all() and (first.status == "completed").all()
    assert (back.amount.to_numpy() >= -first.amount.to_numpy()).all()
    assert (back.ordered_at.to_numpy() > first.ordered_at.to_numpy()).all()


def test_the_data_run_from_november_2021_to_the_last_day_of_october_2026(written: Path) -> None:
    at = pq.read_table(written / "orders.parquet", columns=["ordered_at"]).to_pandas().ordered_at
    assert str(at.min())[:10] == "2021-11-01" and str(at.max())[:10] == "2026-10-31"


def test_calls_in_the_cost_to_serve_are_those_of_known_callers(written: Path) -> None:
    calls = pq.read_table(written / "calls.parquet").to_pandas().dropna(subset=["customer_id"])
    serve = pq.read_table(written / "cost_to_serve.parquet").to_pandas()
    spent = serve[serve.activity == "calls"].amount.sum()
    assert float(spent) == pytest.approx(float(calls.cost.sum()), rel=1e-3)  # a few spill over the last midnight


def test_what_cannot_be_asked_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 customers"):
        company.write(tmp_path, customers=0)
    with pytest.raises(InputError, match="-1"):
        company.write(tmp_path, customers=10, seed=-1)


@pytest.mark.parametrize("customers", [1, 7, 200])
def test_the_smallest_companies_can_be_made_too(tmp_path: Path, customers: int) -> None:
    company.write(tmp_path / "data", customers=customers)
    assert pq.read_metadata(tmp_path / "data" / "customers.parquet").num_rows == customers


# --- Random streams


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        company.write(tmp_path / name / "data", customers=300, seed=seed)
    a, b, c = (_hashes(tmp_path / name / "data") for name in "abc")
    assert a == b and (tmp_path / "a/truth.json").read_text() == (tmp_path / "b/truth.json").read_text()
    fixed = {
        "products.parquet",
        "words.parquet",
        "regions.parquet",
        "sites.parquet",
        "initiatives.parquet",
        "kpi_targets.parquet",
    }
    assert {name for name in a if a[name] == c[name]} == fixed


def test_another_table_changes_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company.write(tmp_path / "before", customers=300, truth=tmp_path / "truth_before" / "truth.json")

    def relations(behaviour: Behaviour) -> pa.Table:
        drawn = behaviour.block.stream("relations").random(3)
        return pa.table({"customer_id": [f"C{draw}" for draw in drawn]})

    monkeypatch.setattr(company, "BY_BLOCK", {"relations": relations, **BY_BLOCK})
    company.write(tmp_path / "after", customers=300, truth=tmp_path / "truth_after" / "truth.json")
    before, after = _hashes(tmp_path / "before"), _hashes(tmp_path / "after")
    assert after.pop("relations.parquet") and before == after


@pytest.mark.parametrize("name", BY_BLOCK)
def test_a_table_is_the_same_made_first_or_last(name: str) -> None:
    block = World(150).blocks()[0]
    last = Behaviour(block)
    for other in reversed(BY_BLOCK):
        made = BY_BLOCK[other](last)
        if other == name:
            assert made.equals(BY_BLOCK[name](Behaviour(block)))


def test_the_first_customers_stay_the_same_when_more_are_asked_for(written: Path, tmp_path: Path) -> None:
    company.write(tmp_path / "data", customers=5_000)
    for name in BY_BLOCK:
        few, many = (pq.read_table(folder / f"{name}.parquet") for folder in (tmp_path / "data", written))
        if name == "surveys":  # those of the staff come last
            few, many = (table.filter(pc.is_valid(table["customer_id"])) for table in (few, many))
        assert few.equals(many.slice(0, few.num_rows)), name


def test_row_groups_are_large_whatever_the_blocks(written: Path) -> None:
    read = pq.read_metadata(written / "order_lines.parquet")
    assert read.num_row_groups <= 2


# --- The world without the programme


def test_the_twin_is_equal_before_the_programme_and_for_held_out_customers(tmp_path: Path, written: Path) -> None:
    company.write(tmp_path / "data", customers=CUSTOMERS, programme=False)
    held = pq.read_table(written / "customers.parquet").to_pandas().set_index("customer_id").held_out
    assert 0.08 < held.mean() < 0.12
    for name, day in (("orders", "ordered_at"), ("calls", "called_at"), ("mail", "sent_on")):
        here, twin = (pq.read_table(folder / f"{name}.parquet").to_pandas() for folder in (written, tmp_path / "data"))
        key = TABLES[name].key[0]
        # rows damaged on purpose are drawn from the rows there are, and these differ
        here, twin = (f[~f[key].str.startswith("X")].drop_duplicates(key).set_index(key) for f in (here, twin))
        for part in (
            lambda f, day=day: f[f[day].astype("datetime64[s]") < np.datetime64("2024-05-01")],
            lambda f: f[f.customer_id.map(held).eq(True)],
        ):
            assert len(part(here)) and part(here).equals(part(twin)), name
        assert not here.equals(twin)


def test_the_twin_has_no_programme_in_its_tables(tmp_path: Path) -> None:
    company.write(tmp_path / "data", customers=100, programme=False)
    assert not {"programme_costs.parquet", "initiatives.parquet", "assumptions.parquet"} & {*_hashes(tmp_path / "data")}
    assert pq.read_table(tmp_path / "data" / "regions.parquet")["live_on"].null_count == 8


# --- Planted facts


TABLE_FACTS = [fact for fact in facts(World(CUSTOMERS)) if fact.smallest_n <= CUSTOMERS and fact.name != "wasted_mail"]
LIFE_FACTS = [fact for fact in facts(World(20_000)) if fact.smallest_n == 20_000 or fact.name == "wasted_mail"]
# What the tables are made of is no effect: it stays when every effect is zero.
ALWAYS = {
    "margin_top_fifth",
    "margin_bottom_half",
    "losing_customers",
    "contribution_top_fifth",
    "contribution_bottom_half",
    "gross_margin",
    "first_contact_resolution",
    "fastest_team",
    "wasted_before",
    "mail_many",
    "mail_none",
}


@pytest.mark.parametrize("fact", TABLE_FACTS, ids=lambda fact: fact.name)
def test_tables_show_what_was_planted(fact: Fact, written: Path) -> None:
    assert _as_planted(_shown(written)[fact.name], fact), _shown(written)[fact.name]


@pytest.mark.parametrize("name", [fact.name for fact in TABLE_FACTS if fact.name not in ALWAYS])
def test_tables_lose_what_is_taken_out(name: str, bare: Path) -> None:
    left = {fact.name: fact for fact in facts(World(CUSTOMERS, effects=NOTHING))}
    found = _shown(bare)[name]
    if name in left:
        assert _as_planted(found, left[name]), found
    else:  # a fact of the overrun: nothing is left to find
        assert _shown(bare)["overrun"] == pytest.approx(0, abs=1e-6)


@cache
def _shown(folder: Path) -> dict[str, float | str]:
    return company_tables.readings(folder)


@pytest.mark.parametrize("seed", [7, pytest.param(11, marks=pytest.mark.long)])
@pytest.mark.parametrize("fact", LIFE_FACTS, ids=lambda fact: fact.name)
def test_lives_show_what_was_planted_whatever_the_seed(fact: Fact, seed: int) -> None:
    assert _as_planted(lives(seed)[fact.name], fact), lives(seed)[fact.name]


@pytest.mark.parametrize("fact", facts(World(20_000, effects=NOTHING)), ids=lambda fact: fact.name)
def test_lives_lose_what_is_taken_out(fact: Fact) -> None:
    found = lives(7, NOTHING)
    if fact.name in found:
        assert _as_planted(found[fact.name], fact), found[fact.name]


def test_contracts_renew_as_a_shifted_beta_geometric() -> None:
    planted = {fact.name: fact for fact in facts(World(1))}
    alpha, beta = company_lives.renewal([Behaviour(block) for block in World(100_000, effects=NOTHING).blocks()])
    assert _as_planted(alpha, planted["renewal_alpha"]) and _as_planted(beta, planted["renewal_beta"])


@pytest.mark.parametrize("effects", [Effects(), NOTHING], ids=["planted", "taken out"])
def test_revenue_grows_as_planted(effects: Effects) -> None:
    planted = {fact.name: fact for fact in facts(World(1, effects=effects))}
    found = company_lives.growth([Behaviour(block) for block in World(60_000, 3, effects=effects).blocks()])
    assert _as_planted(found, planted["growth"]), found


def test_age_drives_nobody_away() -> None:
    """The birth year in the table against whether people left: no correlation, whoever they are."""
    behaviour = Behaviour(World(5_000).blocks()[0])
    people = tables.BY_BLOCK["customers"](behaviour).to_pandas()
    known = people.birth_year.notna().to_numpy()
    left = behaviour.life.left[known] < MONTHS
    assert abs(np.corrcoef(people.birth_year[known].astype(float), left)[0, 1]) < 3 / np.sqrt(known.sum())


def test_twins_share_a_house_and_are_somebody_else(written: Path) -> None:
    people = pq.read_table(written / "customers.parquet").to_pandas().set_index("customer_id")
    truth = pq.read_table(written.parent / "truth_customers.parquet").to_pandas().set_index("customer_id")
    twins = truth.twin_of.dropna()
    one, other = people.loc[twins.index], people.loc[twins]
    assert len(twins) >= 10 and (one.address.to_numpy() == other.address.to_numpy()).all()
    assert (one.name.to_numpy() != other.name.to_numpy()).mean() > 0.95
    assert truth.loc[twins.index].copy_of.isna().all()


def test_a_repeated_customer_looks_like_the_first_one(written: Path) -> None:
    people = pq.read_table(written / "customers.parquet").to_pandas().set_index("customer_id")
    truth = pq.read_table(written.parent / "truth_customers.parquet").to_pandas().set_index("customer_id")
    copies = truth.copy_of.dropna()
    one, first = people.loc[copies.index], people.loc[copies]
    same = {
        column: (one[column].to_numpy() == first[column].to_numpy()).mean() for column in ("name", "address", "kind")
    }
    assert same["kind"] == 1 and 0.4 < same["name"] < 0.7 and 0.5 < same["address"] < 0.8


# --- The case


def test_cost_begins_with_the_decision_and_only_the_past_is_booked(written: Path) -> None:
    costs = pq.read_table(written / "programme_costs.parquet").to_pandas()
    assert str(costs.month.min()) == "2023-11-01" and str(costs.month.max()) == "2028-10-01"
    later = costs.month.astype(str) > "2026-10-31"
    assert costs[later].actual.isna().all() and costs[later].planned.notna().all()
    assert costs[~later].actual.notna().all()
    assert costs[costs.overhead].planned.sum() > 0


def test_targets_are_the_baseline_and_the_promise(written: Path) -> None:
    """Two points of retention remain of the promise after adoption and realisation."""
    said = pq.read_table(written / "assumptions.parquet").to_pandas().set_index(["case", "name"]).value
    before = json.loads((written.parent / "truth.json").read_text())["came_out"]["before"]
    approved = said["approved"]
    gap = approved["retention.target"] - before["retention"]
    assert gap * approved["retention.adoption"] * approved["retention.realisation"] == pytest.approx(0.02, abs=0.001)
    assert approved["mail.target"] == pytest.approx(0.08, abs=0.01)
    adoption = sum(region.share * region.adoption for region in REGIONS)
    assert said["current"]["retention.adoption"] == pytest.approx(adoption, abs=0.005) == pytest.approx(0.62, abs=0.01)


def test_every_range_holds_its_value(written: Path) -> None:
    said = pq.read_table(written / "assumptions.parquet").to_pandas()
    ranged = said.dropna(subset=["low"])
    assert len(ranged) >= 24 and (ranged.low <= ranged.value).all() and (ranged.value <= ranged.high).all()


# --- The recorded truth


def test_the_truth_lies_beside_the_data_and_says_what_was_planted(written: Path) -> None:
    truth = json.loads((written.parent / "truth.json").read_text())
    assert {fact["name"] for fact in truth["facts"]} == {fact.name for fact in facts(World(CUSTOMERS))}
    assert truth["regions"]["West"] == {"live_on": "2025-02-01", "adoption": 0.31}
    assert truth["came_out"]["retention_effect"] == pytest.approx(0.013, abs=0.01)
    curve = truth["came_out"]["renewal_curve"]
    assert len(curve) == 4 and 0.7 < curve[0] < curve[2]  # the longer they stay, the longer they stay


def test_the_year_after_the_data_is_recorded_for_every_customer(written: Path) -> None:
    truth = pq.read_table(written.parent / "truth_customers.parquet").to_pandas()
    assert len(truth) == CUSTOMERS
    gone = ~truth.alive_at_end
    assert (truth[gone].future_orders == 0).all() and (truth[gone].future_revenue <= 0).all()
    assert truth[~gone].future_orders.mean() > 3
    assert ((truth.future_orders > 0) == truth.future_ordered).all()


def test_programme_time_starts_where_the_calendar_says() -> None:
    assert APPROVED == 24 and MONTHS == 60


def test_one_company_has_one_sponsor_one_use_and_one_price() -> None:
    """The answers that come with the sample say what its tables say."""
    answers = {name: tomllib.loads((LIBRARY / f"{name}.toml").read_text()) for name in ("roadmap_sample", "strategy")}
    plan, strategy = answers["roadmap_sample"], answers["strategy"]
    assert plan["aftercare"]["licensed"] == assumptions.LICENSED
    assert round(plan["aftercare"]["active"] / assumptions.LICENSED, 2) == assumptions.MEASURED_ADOPTION
    (sponsor,) = (who for who in strategy["stakeholder"] if who["role"] == "sponsor")
    assert plan["roles"]["sponsor"]["name"] == sponsor["name"]
    licences = next(item for item in costs.ITEMS if item.name == "Licences")
    rented = next(offer for offer in plan["vendor"] if offer["way"] == "rent")
    assert rented["monthly"] == pytest.approx(licences.spans[0][2] * 1000 * costs.SCALE)
