"""The rows of a scenario: a lever that brings benefit, and an item that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.contracts import COST_CLASSES, COST_TYPES
from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.kinds import KINDS, PARTS, Kind, Portion, Tag
from metrics.words.text import N_, message
from metrics.words.units import Unit

FULL = Assumption(value=1.0, unit=Unit.SHARE, source=N_("taken in full"))
FIRST = Assumption(value=1.0, unit=Unit.MONTHS, source=N_("from the first month"))
CAPITAL_TYPES = frozenset({"software", "hardware", "integration"})  # what is paid for these once lasts for years
AT_ONCE = Assumption(value=0.0, unit=Unit.MONTHS, source=N_("at once"))


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A driver of benefit: where it stands is measured, where it should go is its ``target``.

    The effect in month t is ramp(t) x adoption x realisation of the way from baseline to target. A lever of kind
    ``stated`` has no baseline: its target is money a year.
    """

    id: str
    kind: str
    target: Assumption
    adoption: Assumption = FULL  # use of the system by those who should
    realisation: Assumption = FULL  # forecast probability that the benefit arrives as sized
    start: Assumption = FIRST  # first month with an effect, counted from approval
    ramp: Assumption = AT_ONCE  # months until the effect is full
    benchmark: Assumption | None = None
    cac: Assumption | None = None  # acquisition: money per added customer, in the month of arrival
    cashable: Assumption | None = None  # capacity: the share that becomes cash
    lag: Assumption | None = None  # capacity: months until it does
    tag: Tag = Tag.REVENUE
    portion: Portion = Portion.PROCESS
    name: str = ""  # of a stated benefit; the others are named by their kind
    initiative: str = ""
    owner: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            text = N_("There is no lever of kind {kind}. Choose one of: {kinds}.")
            raise ScenarioError(message(text, kind=self.kind, kinds=", ".join(KINDS)))
        if self.tag is Tag.CAPACITY and self.cashable is None:
            text = N_("Lever {id} frees capacity but says not what share becomes cash. Enter it.")
            raise ScenarioError(message(text, id=self.id))

    @property
    def spec(self) -> Kind:
        """What holds for every lever of its kind."""
        return KINDS[self.kind]

    def parts(self) -> Iterator[tuple[str, Assumption]]:
        """(name, assumption) of each number it has."""
        for name in PARTS:
            if (assumption := getattr(self, name)) is not None:
                yield name, assumption


@dataclass(frozen=True, kw_only=True)
class CostItem:
    """One line of the cost register, amounts positive.

    Either a ``schedule`` (money by month from month 0), or ``once`` in month ``start`` and ``yearly`` in equal months
    after it. All empty means not entered yet, which is not zero.
    """

    id: str
    name: str
    cost_class: str
    cost_type: str
    once: Assumption | None = None
    yearly: Assumption | None = None
    start: int = 0
    schedule: tuple[float, ...] | None = None
    overhead: bool = False  # managing the plan
    carrying_out: bool = False  # carrying it out, beside what is bought
    initiative: str = ""
    owner: str = ""
    capital: bool | None = None  # whether what is paid once is written off over years; None: as usual for its type

    def __post_init__(self) -> None:
        for value, allowed in ((self.cost_class, COST_CLASSES), (self.cost_type, COST_TYPES)):
            if value not in allowed:
                text = N_("Cost {name} is tagged {value}. Choose one of: {allowed}.")
                raise ScenarioError(message(text, name=self.name, value=value, allowed=", ".join(allowed)))
        if self.schedule is not None and not all(np.isfinite(self.schedule)):
            text = N_("The schedule of cost {name} holds something that is no number. Mend it.")
            raise ScenarioError(message(text, name=self.name))

    @property
    def empty(self) -> bool:
        """Whether no amount was ever entered."""
        return self.schedule is None and self.once is None and self.yearly is None

    @property
    def is_capital(self) -> bool:
        """Whether what is paid once counts as capital: said so, or usual for its type."""
        return self.cost_type in CAPITAL_TYPES if self.capital is None else self.capital

    def unit_flows(self, horizon: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What one unit of ``once`` and of ``yearly`` pays, by month 0 ... horizon."""
        months = np.arange(horizon + 1)
        return (months == self.start).astype(float), (months > self.start) / 12.0

    def shown(self, horizon: int) -> tuple[float | None, float | None]:
        """(once, yearly) as the register shows them; a schedule is read as its running rate and the rest once."""
        if self.schedule is None:
            once, yearly_amount = (amount.value if amount else None for amount in (self.once, self.yearly))
            return once, yearly_amount
        yearly = 12 * running_rate(self.schedule)
        return (float(scheduled(self.schedule, horizon).sum()) - yearly * horizon / 12, yearly)


@lru_cache(maxsize=1024)  # asked for at every flow of every item
def running_rate(schedule: tuple[float, ...]) -> float:
    """Money a month at the end of ``schedule``: the mean of its last twelve months; 0 when it has less than 24."""
    return float(np.mean(schedule[-12:])) if len(schedule) >= 24 else 0.0


def scheduled(schedule: tuple[float, ...], horizon: int) -> NDArray[np.float64]:
    """``schedule`` over months 0 ... horizon: cut there, or continued at its running rate.

    Without the continuation a longer horizon would add benefit and no cost.
    """
    flow = np.full(horizon + 1, running_rate(schedule))
    known = min(len(schedule), horizon + 1)
    flow[:known] = schedule[:known]
    return flow
