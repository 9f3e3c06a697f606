"""Plans to make workbooks of: one for each way the model can be set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.returns import figures as programme
from metrics.scenario.baseline import Baseline
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import message
from metrics.words.units import Unit
from metrics.workbook.about import Facts
from metrics.workbook.make import Workbook, make
from tests.metrics import worlds
from tests.metrics.worlds import cost, given, lever

FACTS = Facts("Base case v3", "company", "2026-11", date(2026, 10, 31), True, datetime(2026, 11, 22, tzinfo=UTC), "Ada")
FIGURES = {
    "programme_npv": programme.npv,
    "programme_cost": programme.cost,
    "programme_benefit": programme.benefit,
    "payback": programme.payback,
    "payback_from_live": programme.payback_from_live,
    "discounted_payback": programme.discounted_payback,
    "irr": programme.irr,
    "mirr": programme.mirr,
    "roi_total": programme.roi_total,
    "roi_first_cost": programme.roi_first_cost,
    "cost_benefit": programme.cost_benefit,
    "benefit_a_year": programme.benefit_a_year,
}


@dataclass(frozen=True)
class Plan:
    """A scenario on measured figures: what the metrics of the programme read, but for the draws."""

    scenario: Scenario
    baseline: Baseline

    @property
    def flows(self) -> benefits.Flows:
        """Month by month."""
        return benefits.programme_flows(self.scenario, self.baseline)

    @property
    def risk(self) -> None:
        """No draws."""
        raise UndefinedError(message("nothing is drawn"))

    def shown(self) -> dict[str, float | None]:
        """What the screen shows of it."""
        found: dict[str, float | None] = dict.fromkeys(FIGURES)
        for id, figure in FIGURES.items():
            with suppress(UndefinedError):
                found[id] = figure(self).value  # type: ignore[arg-type]
        return found

    def workbook(self, lang: str = "en") -> Workbook:
        """Its workbook."""
        return make(self.scenario, self.baseline, self.shown().get, FACTS, lang)


def all_levers(horizon: int = 60, **more: object) -> Scenario:
    """Every kind of lever, ramped and cut by adoption and realisation; a soft one not counted."""
    part = {"start": 4, "ramp": 8, "adoption": 0.8, "realisation": 0.9}
    levers = (
        lever("mail", 0.08, start=2, ramp=3),
        lever("retention", 0.41, **part),
        lever("acquisition", 1500, cac=120, **part),
        lever("spend", 880, adoption=0.7, start=6, ramp=12),
        lever("handling", 5, cashable=given(0.6), lag=given(5), **part),
        lever("volume", 9000, cashable=given(0.5), lag=given(2.5), start=7, ramp=4),
        lever("stated", 24_000, id="image", tag=Tag.SOFT, start=3),
        lever("stated", 18_000, id="licences", tag=Tag.AVOIDED, start=3, ramp=2),
    )
    costs = (
        cost("software", once=150_000, yearly=24_000),
        cost("training", once=30_000, start=3, cost_class="business", cost_type="training"),
        cost("team", yearly=40_000, cost_class="labour", cost_type="internal"),
        cost("hosting", cost_type="hardware"),
    )
    return worlds.scenario(*levers, costs=costs, horizon=horizon, rate=0.11, **more)


def by_hand() -> Scenario:
    """1,200 paid once; 200 a month from the first month on."""
    return worlds.scenario(lever("stated", 2400, tag=Tag.AVOIDED), costs=(cost(once=1200.0),), rate=0.0)


def scheduled() -> Scenario:
    """Costs budgeted by month: longer than 24 months, shorter, and longer than the plan."""
    long = tuple(5000.0 * (month == 0) + 700 + 13.0 * month for month in range(30))
    return replace(
        all_levers(48),
        costs=(
            cost("licence", schedule=long),
            cost("start", schedule=(90_000.0, 20_000.0, 10_000.0), cost_type="integration"),
            cost(
                "care", schedule=tuple(100.0 + month for month in range(80)), cost_class="labour", cost_type="internal"
            ),
            cost("extra", once=10_000, start=5, cost_type="third-party", capital=True),
        ),
    )


TERMS = {
    "inflation": 0.03,
    "vat": 0.19,
    "tax_rate": 0.28,
    "write_off": 30,
    "dso": 45,
    "dio": 20,
    "dpo": 30,
    "residual": 12_000,
    "cost_factor": 1.25,
    "value_factor": 0.93,
    "exit_cost": 3_000,
}


def with_terms(scenario: Scenario, **terms: float) -> Scenario:
    """The scenario with these numbers, none of them converted."""
    return replace(scenario, **{path: given(value, Unit.NUMBER) for path, value in terms.items()})


def all_plans() -> Iterator[tuple[str, Plan]]:
    """By name."""
    usual = worlds.baseline()
    levers = all_levers()
    yield "by hand", Plan(by_hand(), usual)
    yield "all levers", Plan(levers, usual)
    yield "soft counted, timing middle", Plan(all_levers(include_soft=True, timing="middle"), usual)
    yield "no lever", Plan(replace(levers, levers=()), usual)
    yield "no cost", Plan(replace(levers, costs=()), usual)
    yield "unmoved", Plan(worlds.scenario(lever("spend", 800), costs=(cost(once=10.0),)), usual)
    win = lever("acquisition", 2000, cac=250, start=2, ramp=6)
    yield "acquisition", Plan(worlds.scenario(win, costs=(cost(once=50_000.0),), horizon=36), usual)
    yield "acquisition, no price", Plan(worlds.scenario(lever("acquisition", 2000), costs=(cost(once=5.0),)), usual)
    freed = lever("handling", 4, cashable=given(0.4), lag=given(7), start=3, ramp=5)
    yield (
        "capacity with lag",
        Plan(worlds.scenario(freed, costs=(cost(once=20_000.0, yearly=600.0),), horizon=30), usual),
    )
    yield "schedules", Plan(scheduled(), usual)
    yield "all terms, nominal", Plan(with_terms(levers, **TERMS), usual)
    yield (
        "all terms, real, start",
        Plan(replace(with_terms(scheduled(), **TERMS), prices="real", timing="start"), usual),
    )
    yield "written off at once", Plan(with_terms(levers, tax_rate=0.3, write_off=0), usual)
    yield "written off beyond the end", Plan(with_terms(levers, tax_rate=0.3, write_off=90.5), usual)
    yield "horizon 24", Plan(all_levers(24), usual)
    yield "horizon 84", Plan(all_levers(84), usual)
    yield "horizon 150", Plan(all_levers(150), usual)
    yield "not all measured", Plan(levers, worlds.baseline(calls=None, retention=None))
    back = cost("end", schedule=(0.0, *[0.0] * 58, 900_000.0), cost_type="maintenance")
    yield "several rates", Plan(replace(levers, costs=(*levers.costs, back)), usual)
    entered = (("calls", given(15_000)), ("retention", given(0.35)))
    yield "figures entered by hand", Plan(replace(levers, baseline=entered), usual)
