"""Facts as files: complete, sourced, and agreeing with each other."""

from __future__ import annotations

from typing import Any

import pytest

from data import library
from metrics.scenario.kinds import KINDS
from metrics.words.units import Unit


def test_every_entry_has_its_source_and_both_languages() -> None:
    for entry in (*library.benchmarks(), *library.facts().values(), *library.cases().values()):
        assert entry.source and entry.id
    texts = [entry.name for entry in (*library.benchmarks(), *library.cases().values())]
    texts += [fact.note for fact in library.facts().values()]
    texts += [reading.note for case in library.cases().values() for reading in case.readings]
    assert all(set(text) == {"en", "zh_CN"} and all(text.values()) for text in texts)


def test_benchmarks_stand_in_units_and_levers_we_know() -> None:
    for benchmark in library.benchmarks():
        assert benchmark.unit in list(Unit)
        assert benchmark.lever in ("", *KINDS)
        assert benchmark.evidence in "VSK"
        assert (benchmark.low is None) == (benchmark.high is None)
        if benchmark.low is not None and benchmark.high is not None:
            assert benchmark.low <= benchmark.value <= benchmark.high
    ids = [benchmark.id for benchmark in library.benchmarks()]
    assert len(ids) == len(set(ids))


def test_a_benchmark_of_a_lever_says_whose_figure_it_is() -> None:
    """Four of six: publisher, year, population, number, licence; 1 - 15.8 %, 190 s, 6.6 of 155 billion pieces."""
    held = {benchmark.lever: benchmark for benchmark in library.benchmarks() if benchmark.lever}
    assert {lever: held[lever].value for lever in held} == pytest.approx(
        {"retention": 1 - 0.158, "handling": 190 / 60, "volume": (1.1 + 1.4) / 2, "mail": 0.043}
    )
    for one in held.values():
        assert one.publisher and one.year and one.population["en"] and one.population["zh_CN"] and one.n and one.licence
    assert held["mail"].value == pytest.approx(6.6 / 155, abs=5e-4)


@pytest.mark.parametrize("id", ["idc_roi_distribution", "idc_split"])
def test_what_idc_splits_adds_up(id: str) -> None:
    assert sum(library.facts()[id].values.values()) == pytest.approx(1)


def test_both_readings_of_the_underestimation() -> None:
    """T4: 1/(1 - 0.40) = 1.67, 1/(1 - 0.75) = 4; 1 + 0.40, 1 + 0.75."""
    found = library.facts()["gartner_underestimation"].values
    for end in ("low", "high"):
        assert found[f"literal_{end}"] == pytest.approx(1 / (1 - found[end]))
        assert found[f"milder_{end}"] == pytest.approx(1 + found[end])


def test_returns_of_the_cases_follow_from_their_money() -> None:
    for case in library.cases().values():
        for reading in case.readings:
            if reading.roi is None:
                assert reading.invest == 0 or reading.benefit == 0
            else:
                assert reading.roi == pytest.approx(reading.benefit / reading.invest - 1)


def test_ambiguous_cases_have_both_readings() -> None:
    assert {case.id for case in library.cases().values() if len(case.readings) == 2} == {
        "bt_value",
        "bt_volume",
        "thomas_cook",
    }


def test_thomas_cook_paid_back_in_25_weeks() -> None:
    # 500,000 x 52 / 25
    paid_back = library.cases()["thomas_cook"].readings[1]
    assert paid_back.benefit == pytest.approx(500e3 * 52 / 25)


def test_cases_agree_with_the_reference(reference: dict[str, Any]) -> None:
    figures = reference["case_figures"]["cases"]
    reference = {entry["id"]: entry for entry in figures}
    for id, ours in (("BT_volume_or_value_A", "bt_value"), ("BT_B", "bt_volume")):
        case = library.cases()[ours]
        assert case.readings[0].invest == reference[id]["invest_gbp"]
        assert case.readings[0].benefit == reference[id]["return_gbp"]
        assert case.readings[0].roi == pytest.approx(reference[id]["roi"])
    assert library.cases()["hotel_group"].readings[0].benefit == reference["hotel"]["net_profit_usd_5y"]
    split, spread = library.facts()["idc_split"].values, library.facts()["idc_roi_distribution"].values
    assert dict(split) == {name: reference["IDC_decomp"][name] for name in ("technology", "productivity", "process")}
    assert list(spread.values()) == [reference["IDC_dist"][name] for name in ("le_50", "between_50_500", "gt_500")]
    assert library.facts()["cost_ratio_red_line"].values["most"] == reference["gates"]["cost_ratio_max"]


def test_nothing_read_can_be_changed() -> None:
    with pytest.raises(TypeError):
        library.facts()["idc_split"].values["technology"] = 0.5  # type: ignore[index]
