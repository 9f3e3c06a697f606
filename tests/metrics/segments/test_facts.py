"""Segments of the sample company, whose true kinds are recorded: found again, saved in steps, followed in time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data import company as sample
from data import warehouse
from data.steps import open_steps
from data.store import open_store
from metrics import report
from metrics.customers.rfm import GROUPS
from metrics.reading import UndefinedError
from metrics.segments import facts, migration, steps
from metrics.segments.clusters import _adjusted_rand
from metrics.segments.method import BANDED, FOUND, STEPS, USUAL, Method, MethodError
from metrics.segments.people import people, used

DATA_CHOOSE = Method(by=FOUND)


def truth(home: Path) -> pd.DataFrame:
    """What was planted, of every buyer in the order of the page."""
    held = pd.read_parquet(home / "truth" / "truth_customers.parquet").set_index("customer_id")
    return held.reindex(people(report.current()).frame.index)


def test_the_five_true_types_are_found_again_without_being_told(company: Path) -> None:
    """Planted: five types. k-means finds five stable groups; agreement with the truth (adjusted Rand index) was .77 of
    3,000 customers and .75 of 20,000 when this was written; a quarter of buyers ordered once, and say little."""
    data = report.current()
    found = facts.kmeans(data, DATA_CHOOSE)
    assert (found.k, found.stable) == (5, True)
    told = truth(company)
    assert _adjusted_rand(found.labels, told["kind"]) > 0.70
    assert _adjusted_rand(found.labels, told["behaviour"]) > 0.68  # six behaviours: offices of two sizes
    shuffled = told["kind"].sample(frac=1, random_state=1).to_numpy()
    assert abs(_adjusted_rand(found.labels, shuffled)) < 0.02


def test_each_group_found_is_named_after_the_type_it_is(company: Path) -> None:
    """Of each group most customers are of one type, and its name says so."""
    data = report.current()
    made, told = facts.grouping(data, DATA_CHOOSE), truth(company)["kind"].to_numpy()
    named = {pd.Series(told[made.labels == i]).mode()[0]: name.render() for i, name in enumerate(made.names)}
    dormant = named.pop("dormant")
    assert dormant in ("Private, rare", "Private, small orders")  # both are true of them
    assert named == {
        "home regular": "Private, frequent",
        "gift buyer": "Private, many gifts",
        "café": "Businesses, frequent",
        "office on contract": "Businesses, on contract",
    }


def test_groups_add_up_to_all_buyers_and_all_they_bring(company: Path) -> None:
    data = report.current()
    for method in (Method(), DATA_CHOOSE, Method(by=FOUND, k=8)):
        rows = facts.segments(data, method)
        assert sum(row.customers for row in rows) == len(people(data).frame)
        assert sum(row.heads for row in rows) == pytest.approx(1)
        assert sum(row.share or 0.0 for row in rows) == pytest.approx(1)
        assert len({row.name.render() for row in rows}) == len(rows)


def test_a_trait_left_out_in_step_1_is_gone_from_all_later_steps(company: Path) -> None:
    data, without = report.current(), replace(DATA_CHOOSE, left_out=("contract", "family"))
    assert {"contract", "family"} & set(used(data, without)) == set()
    assert not {"contract", "family"} & set(facts.available(data, without))
    shared = {trait.trait for _name, traits in facts.needs(data, without) for trait in traits}
    assert shared and not shared & {"contract", "family"}
    everything = {trait.trait for _name, traits in facts.needs(data, DATA_CHOOSE) for trait in traits}
    assert {"contract", "family"} <= everything


def test_the_gate_lets_a_trait_through_up_to_its_missing_share(company: Path) -> None:
    data = report.current()
    missing = 1 - people(data).coverage["birth_decade"]
    assert 0.3 < missing < 0.6
    assert "birth_decade" in used(data, Method(most_missing=missing + 0.001))
    assert "birth_decade" not in used(data, Method(most_missing=missing - 0.001))


def test_value_bands_follow_the_weights_and_name_what_is_missing(company: Path) -> None:
    data = report.current()
    assert facts.missing_values(data, Method()) == ()
    referred = people(data).values["referrals"]
    assert referred.sum() == len(data.frames["customer_referral"]) and referred.max() > 1
    profit = replace(Method(), weights=tuple({**dict.fromkeys(Method().weight, 0), "profit": 100}.items()))
    assert facts.missing_values(data, profit) == ()
    brought = people(data).frame["brought"].to_numpy()
    found = facts._bands(data, profit)
    assert brought[found == 0].min() >= brought[found == 1].max()
    assert (facts._bands(data, Method()) != found).any()


def test_needs_are_those_of_the_groups_or_of_the_value_bands(company: Path) -> None:
    data = report.current()
    names = [name.render() for name, _shared in facts.needs(data, Method(needs_of=BANDED))]
    assert names == ["Large customers", "Important customers", "Ordinary customers", "Small customers"]
    assert {name.render() for name, _shared in facts.needs(data, USUAL)} <= set(GROUPS)


# Saved steps


def test_nothing_saved_is_the_usual_method_and_a_saved_one_is_there_again(company: Path) -> None:
    data = report.current()
    assert steps.in_force(data).method == Method()
    assert steps.in_force(data).saved == {}
    steps.save(data, lambda method: replace(method, index=150), "Ada")
    again = steps.in_force(data)
    assert again.method == Method(index=150)
    assert {saved.author for saved in again.saved.values()} == {"Ada"}
    assert set(again.saved) == set(STEPS)
    assert again.stale == ()


def test_a_change_refreshes_the_steps_that_hang_on_it_and_no_other(company: Path) -> None:
    data = report.current()
    steps.save(data, lambda method: method, "Ada")
    before = steps.in_force(data).saved
    steps.save(data, lambda method: replace(method, left_out=("contract",)), "Bo")
    after = steps.in_force(data).saved
    assert {step for step in STEPS if after[step].author == "Bo"} == {"traits", "needs", "groups", "tests"}
    assert before["needs"].artefact != after["needs"].artefact
    assert '"contract"' in before["needs"].artefact and '"contract"' not in after["needs"].artefact
    steps.save(data, lambda method: replace(method, least=99), "Cy")  # the last step refreshes none before it
    assert {step for step, one in steps.in_force(data).saved.items() if one.author == "Cy"} == {"tests"}
    actions = [(line.author, line.action) for line in open_store().audit(5)]
    assert actions[0] == ("Cy", "segments step saved")
    assert ("Bo", "segments step refreshed") in actions


def test_what_cannot_be_is_refused_and_nothing_is_written(company: Path) -> None:
    data = report.current()
    weights = tuple({**Method().weight, "profit": 90}.items())
    with pytest.raises(MethodError, match="sum to 150%"):
        steps.save(data, lambda method: replace(method, weights=weights), "Ada")
    assert steps.in_force(data).saved == {}
    assert open_store().audit() == []


def test_steps_made_of_other_data_are_said_to_be_so(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = report.current()
    steps.save(data, lambda method: method, "Ada")
    rows = open_steps().held(data.published.name, steps.METHOD)
    moved = {step: replace(row, rests_on="older") if step == "value" else row for step, row in rows.items()}
    monkeypatch.setattr("data.steps.Steps.held", lambda *_: moved)
    assert steps.in_force(data).stale == ("value",)


def test_no_artefact_holds_a_customer(company: Path) -> None:
    data = report.current()
    for method in (Method(), DATA_CHOOSE):
        for step in STEPS:
            assert "C00" not in str(steps._artefact(data, method, step))


# Over time, and by trait


def test_moves_end_in_the_groups_of_today_and_begin_in_those_of_a_year_ago(company: Path) -> None:
    data = report.current()
    moved = migration.moved(data, 1)
    now = {row.name.render(): row.customers for row in facts.segments(data, USUAL)}
    assert dict(zip(GROUPS, moved.table.sum(axis=0).tolist(), strict=True)) == now
    base = data.frames["customer_base"]
    buyers = base[base["order_days"] > 0]
    assert moved.new == int((buyers["age_days"] < 365).sum())
    assert moved.before.sum() + moved.new == len(buyers)


def test_moves_need_customers_at_the_earlier_date(cdnow: Path) -> None:
    with pytest.raises(UndefinedError, match="only 0"):
        migration.moved(report.current(), 3)  # CDNOW is 18 months long


def test_a_group_is_made_of_its_customers(company: Path) -> None:
    data = report.current()
    for trait in ("kind", "region", "birth_decade"):
        made = facts.composition(data, USUAL, trait)
        assert made.counts.sum() + made.unknown == len(people(data).frame)
        assert len(made.values) <= facts.MOST_VALUES
    kinds = facts.composition(data, USUAL)
    base, held = data.frames["customer_base"], people(data).frame.index
    business = int((base.set_index("customer_id").loc[held, "kind"] == "business").sum())
    assert kinds.counts[:, kinds.values.index("business")].sum() == business


@pytest.mark.long
def test_another_company_with_another_seed_gives_its_types_away_too(home: Path, tmp_path: Path) -> None:
    """The same story drawn again: five groups, as near to the truth."""
    sample.write(tmp_path / "tables", customers=2_500, seed=19, truth=home / "truth" / "truth.json")
    warehouse.build(tmp_path / "tables", name="company", sample=True)
    found = facts.kmeans(report.current(), DATA_CHOOSE)
    assert (found.k, found.stable) == (5, True)
    assert _adjusted_rand(found.labels, truth(home)["kind"]) > 0.70
