"""Cases of the source documents: what their few figures come to, and each reading as a scenario of one's own.

The sources give money in and money out, never when: the benefit is taken as even over the years, each year's at its
end, and the money put in at the start. A scenario counts by month, so it shows a higher value than the yearly sum.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.library import Case, CaseReading
from metrics import finance
from metrics.reading import UndefinedError
from metrics.scenario.assumption import Assumption
from metrics.scenario.items import AT_ONCE, FIRST, FULL, CostItem, Lever
from metrics.scenario.kinds import Portion, Tag
from metrics.scenario.scenario import Scenario
from metrics.scenario.source_case import COST, LEVER
from metrics.words.text import N_
from metrics.words.units import Amount, Unit

RATE = 0.10  # what the sources' figures are usually held against
RATES = (0.08, 0.10)
WEEKS = 52
TAGS = {"thomas_cook": Tag.CASH}  # fewer calls save money; the others speak of return and profit
PROGRAMME, BENEFIT = N_("Programme of the source"), N_("Benefit of the source")


@dataclass(frozen=True)
class Exact(Amount):
    """A share to one place more than elsewhere: the sources' own figures have it."""

    unit: Unit = Unit.SHARE

    def render(self, lang: str, currency: str) -> str:
        """In per cent."""
        return f"{100 * self.value:.1f}%"


@dataclass(frozen=True)
class OverYears:
    """The case with its benefit spread over ``years``: NPV at 10 % (money), yearly IRR; None where there is none."""

    years: int
    npv: float
    irr: float | None


@dataclass(frozen=True)
class Worked:
    """What one reading comes to. Shares are fractions; None where the text gives too little.

    ``most``: by rate, the most that may be put in before NPV is negative, over the longest span the case may have.
    """

    roi: float | None
    cost_over_benefit: float | None
    cost_over_profit: float | None
    over: tuple[OverYears, ...]
    most: Mapping[float, float]
    payback_weeks: float | None
    a_week: float | None  # money, where it is spent over some weeks
    per_capability: tuple[float, float] | None


def _flows(reading: CaseReading, years: int) -> NDArray[np.float64]:
    """Money by year, the first at the start: what is put in, then an even share of the benefit at each year's end."""
    return np.array([-reading.invest] + [reading.benefit / years] * years)


def worked(case: Case, reading: CaseReading) -> Worked:
    """Every figure that the text of ``reading`` allows."""
    invest, benefit = reading.invest, reading.benefit
    both = invest > 0 and benefit > 0
    few, many = (case.counts.get(f"capabilities_{end}") for end in ("low", "high"))
    longest = max(case.years)
    yearly = np.array([0.0] + [benefit / longest] * longest)
    return Worked(
        roi=finance.roi_total(benefit, invest) if both else None,
        cost_over_benefit=invest / benefit if both else None,
        cost_over_profit=invest / (benefit - invest) if both and benefit > invest else None,
        over=tuple(_over(reading, years) for years in case.years) if both else (),
        most={rate: float(finance.npv(rate, yearly)) for rate in RATES} if benefit else {},
        payback_weeks=invest / benefit * longest * WEEKS if both and case.weekly else None,
        a_week=invest / reading.weeks if reading.weeks else None,
        per_capability=(benefit / many, benefit / few) if few and many else None,
    )


def _over(reading: CaseReading, years: int) -> OverYears:
    money = _flows(reading, years)
    try:
        roots = finance.irr(money).roots
    except UndefinedError:
        roots = ()
    return OverYears(years, float(finance.npv(RATE, money)), roots[0] if len(roots) == 1 else None)


def scenario(
    case: Case, reading: CaseReading, years: int, name: str, month0: date, rows: tuple[str, str] = (PROGRAMME, BENEFIT)
) -> Scenario:
    """``reading`` as a plan of one cost and one lever, called as in ``rows``, in the currency of the case.

    What the text lacks stays empty.
    """

    def held(value: float, unit: Unit) -> Assumption:
        return Assumption(value=value, unit=unit, source=f"{case.source}: {case.text}")

    lever = Lever(
        id=LEVER,
        kind="stated",
        target=held(reading.benefit / years, Unit.MONEY),
        adoption=FULL,
        realisation=FULL,
        start=FIRST,
        ramp=AT_ONCE,
        tag=TAGS.get(case.id, Tag.REVENUE),
        portion=Portion.PROCESS,
        name=rows[1],
    )
    paid = reading.invest > 0
    once = held(reading.invest, Unit.MONEY) if paid and not reading.weeks else None
    schedule = _weekly(reading) if paid and reading.weeks else None
    item = CostItem(id=COST, name=rows[0], cost_class="business", cost_type="third-party")
    item = replace(item, once=once, schedule=schedule)
    return Scenario(
        name=name,
        currency=case.currency,
        month0=month0,
        rate=Assumption(value=RATE, unit=Unit.RATE, source=N_("a usual rate; set your own")),
        horizon=held(12 * years, Unit.MONTHS),
        levers=(lever,) if reading.benefit else (),
        costs=(item,),
    )


def _weekly(reading: CaseReading) -> tuple[float, ...]:
    """Money by month of what is spent evenly over some weeks, from month 1."""
    weeks = reading.weeks or 0
    ends = [min(month * WEEKS / 12, weeks) for month in range(int(np.ceil(weeks / (WEEKS / 12))) + 1)]
    return (0.0, *(reading.invest * (end - start) / weeks for start, end in itertools.pairwise(ends)))
