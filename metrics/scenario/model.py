"""The numbers of a scenario: every assumption in one frozen object, each under a path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from math import inf
from typing import Any, Literal, Self, get_args

from metrics.scenario import noted, terms
from metrics.scenario.assumption import ENTERED, Assumption, ScenarioError
from metrics.scenario.event import EVENT_PARTS, Event
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import BASELINES, PARTS
from metrics.scenario.terms import AS_BUDGETED, PRICES, TERMS, Prices
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

Timing = Literal["start", "middle", "end"]
TIMINGS: tuple[str, ...] = get_args(Timing)
SETTINGS: Mapping[str, tuple[str, Unit, tuple[float, float]]] = {
    "rate": (N_("Discount rate a year"), Unit.RATE, (-0.99, 10.0)),
    "horizon": (N_("Horizon"), Unit.MONTHS, (1.0, 600.0)),
    "cost_factor": (N_("True cost over budget"), Unit.MULTIPLE, (0.0, 100.0)),
    **{path: (label, unit, bounds) for path, (label, unit, bounds, _) in TERMS.items()},
}
LABELS = {
    **{path: label for path, (label, _, _) in SETTINGS.items()},
    "adoption": N_("Use of the system"),  # of all levers together
    "users": N_("Users of the system"),
}
COST_PARTS = {"once": N_("once"), "yearly": N_("a year"), "start": N_("paid in month"), "schedule": N_("by month")}
CHOICES = (
    *("name", "currency", "month0", "timing", "include_soft", "prices", "correlations"),
    *("premium_confirmed", "rate_after_tax", "group_profit"),
)


LARGEST = 1e21  # no amount of a plan is larger, whatever its currency


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What the programme is believed to cost and bring. Month 0 is the month of approval.

    Paths name its numbers: ``rate``, ``horizon``, ``cost_factor``, ``retention.target``, ``handling.cashable``,
    ``cost.<id>.once``, ``baseline.calls`` (replaces the measured one), each also with ``.low`` and ``.high``.
    ScenarioError says in a sentence what cannot be.
    """

    name: str
    currency: str
    month0: date
    rate: Assumption  # a year, effective
    horizon: Assumption  # months after month 0
    levers: tuple[Lever, ...]
    costs: tuple[CostItem, ...]
    cost_factor: Assumption = AS_BUDGETED
    timing: Timing = "end"
    include_soft: bool = False
    prices: Prices = "nominal"  # of rate and flows alike
    inflation: Assumption = terms.INFLATION
    vat: Assumption = terms.VAT
    tax_rate: Assumption = terms.TAX_RATE
    write_off: Assumption = terms.WRITE_OFF
    dso: Assumption = terms.DSO
    dio: Assumption = terms.DIO
    dpo: Assumption = terms.DPO
    residual: Assumption = terms.RESIDUAL
    exit_cost: Assumption = terms.EXIT_COST
    value_factor: Assumption = terms.VALUE_FACTOR  # one for all customers: their forecast is wrong for all together
    premium: Assumption = terms.PREMIUM
    rate_after_tax: bool = False  # what the discount rate was entered as; asked for once tax is counted
    group_profit: bool = True  # whether the firm has other profit: only then does a loss save tax when it is made
    premium_confirmed: bool = False  # that risk is meant to count both in the rate and in the benefits
    correlations: tuple[tuple[str, str, float], ...] = ()  # rank correlation of two uncertain numbers, by path
    events: tuple[Event, ...] = ()  # the risk register: what may happen to the plan, drawn and not in its figures
    baseline: tuple[tuple[str, Assumption], ...] = ()  # entered by hand instead of measured
    others: tuple[tuple[str, Assumption], ...] = ()  # carried along; no formula here reads them

    def __getattribute__(self, name: str) -> Any:
        if name in SETTINGS:
            noted.note(name)
        return object.__getattribute__(self, name)

    def __hash__(self) -> int:
        with noted.quietly():
            return hash(tuple(getattr(self, field.name) for field in fields(self)))

    def __post_init__(self) -> None:
        for text, value, choices in (
            (N_("Timing is {value}. Choose one of: {choices}."), self.timing, TIMINGS),
            (N_("Prices are {value}. Choose one of: {choices}."), self.prices, PRICES),
        ):
            if value not in choices:
                raise ScenarioError(message(text, value=value, choices=", ".join(choices)))
        for kind, rows in ((N_("lever"), self.levers), (N_("cost"), self.costs), (N_("risk"), self.events)):
            ids = [row.id for row in rows]
            if twice := [id for id in ids if ids.count(id) > 1]:
                text = N_("There are two rows called {id} among the {kind} rows. Rename one.")
                raise ScenarioError(message(text, id=twice[0], kind=Term(kind)))
        cut = any(lever.realisation.value < 1 for lever in self.levers)
        if self.premium.value and not self.premium_confirmed and cut:
            text = N_(
                "The rate holds a risk premium of {rate} and benefits are cut for risk too. Take one out, or "
                "confirm that both are meant."
            )
            raise ScenarioError(message(text, rate=Amount(self.premium.value, Unit.RATE)))
        for path, assumption in self.assumptions():
            check(path, assumption, self.bounds(path))
        for item in self.costs:
            if any(not abs(amount) <= LARGEST for amount in item.schedule or ()):
                text = N_("A month of {item} costs more than {largest}, or no number. Enter what it costs.")
                raise ScenarioError(message(text, item=item.name, largest=f"{LARGEST:g}"))

    @property
    def months(self) -> int:
        """The horizon as a whole number of months."""
        return round(self.horizon.value)

    def assumptions(self) -> Iterator[tuple[str, Assumption]]:
        """(path, assumption) of every number, in the order it is shown."""
        for name in SETTINGS:
            yield name, object.__getattribute__(self, name)
        for lever in self.levers:
            for part, assumption in lever.parts():
                yield f"{lever.id}.{part}", assumption
        for item in self.costs:
            for part in ("once", "yearly"):
                if (amount := getattr(item, part)) is not None:
                    yield f"cost.{item.id}.{part}", amount
        for event in self.events:
            for part, assumption in event.parts():
                yield f"event.{event.id}.{part}", assumption
        for name, assumption in self.baseline:
            yield f"baseline.{name}", assumption
        for name, assumption in self.others:
            yield name, assumption

    @cached_property
    def _index(self) -> dict[str, Assumption]:
        return dict(self.assumptions())

    def assumption(self, path: str) -> Assumption | None:
        """The assumption at ``path``; None when that number is not entered."""
        noted.note(path)
        return self._index.get(path)

    def lever(self, id: str) -> Lever:
        """The lever called ``id``; ScenarioError when there is none."""
        if lever := next((lever for lever in self.levers if lever.id == id), None):
            return lever
        raise no_path(id)

    def cost(self, id: str) -> CostItem:
        """The cost item called ``id``; ScenarioError when there is none."""
        if item := next((item for item in self.costs if item.id == id), None):
            return item
        raise no_path(f"cost.{id}")

    def event(self, id: str) -> Event:
        """The entry of the risk register called ``id``; ScenarioError when there is none."""
        if event := next((event for event in self.events if event.id == id), None):
            return event
        raise no_path(f"event.{id}")

    def get(self, path: str) -> Any:
        """The value at ``path``: a number, None when not entered, or a setting such as ``timing``."""
        if path in CHOICES:
            return getattr(self, path)
        if (found := self.assumption(path)) is not None:
            return found.value
        head, _, last = path.rpartition(".")
        if last in ("low", "high"):
            parent = self.assumption(head)
            return getattr(parent, last) if parent else None
        if head.startswith("cost.") and last in COST_PARTS:
            return getattr(self.cost(head[5:]), last)
        if (head == "baseline" and last in BASELINES) or (last in PARTS and self.lever(head)):
            return None
        raise no_path(path)

    def bounds(self, path: str) -> tuple[float, float]:
        """The lowest and highest value allowed at ``path``."""
        if path in SETTINGS:
            return SETTINGS[path][2]
        head, _, last = path.rpartition(".")
        if head == "baseline":
            return BASELINES[last].bounds
        if head.startswith("cost."):
            return (0.0, inf)
        if head.startswith("event.") and last in EVENT_PARTS:
            return self.event(head[6:]).part(last).bounds
        if last in PARTS and any(lever.id == head for lever in self.levers):
            return self.lever(head).spec.bounds if last in ("target", "benchmark") else PARTS[last].bounds
        return (-inf, inf)

    def unit(self, path: str) -> Unit:
        """The unit of the number at ``path``, entered or not."""
        if path in SETTINGS:
            return SETTINGS[path][1]
        head, _, last = path.rpartition(".")
        if head == "baseline":
            return BASELINES[last].unit
        if head.startswith("cost."):
            return Unit.MONEY
        if head.startswith("event.") and last in EVENT_PARTS:
            return self.event(head[6:]).part(last).unit
        if last in ("target", "benchmark"):
            return self.lever(head).spec.unit
        return PARTS[last].unit if last in PARTS else Unit.NUMBER

    def label(self, path: str) -> Message:
        """``path`` in words, such as "Retention: target"."""
        if path in LABELS:
            return Message(LABELS[path])
        head, _, last = path.rpartition(".")
        if head == "baseline":
            return Message(BASELINES[last].label)
        if head.startswith("cost."):
            item = next((item.name for item in self.costs if item.id == head[5:]), head[5:])
            return message(N_("{row}: {part}"), row=item, part=Term(COST_PARTS.get(last, last)))
        if head.startswith("event.") and last in EVENT_PARTS:
            event = self.event(head[6:])
            return message(N_("{row}: {part}"), row=event.name, part=Term(event.part(last).label))
        if last in PARTS and any(lever.id == head for lever in self.levers):
            lever = self.lever(head)
            row = lever.name or Term(lever.spec.name)
            return message(N_("{row}: {part}"), row=row, part=Term(PARTS[last].label))
        return Message(path.replace("{", "{{").replace("}", "}}"))

    def with_cost(self, item: CostItem) -> Self:
        """The scenario with ``item`` in the register, in place of the one with its id if there is one."""
        rows = {row.id: row for row in self.costs} | {item.id: item}
        return replace(self, costs=tuple(rows.values()))

    def without_cost(self, id: str) -> Self:
        """The scenario without the cost item called ``id``."""
        return replace(self, costs=tuple(item for item in self.costs if item is not self.cost(id)))

    def with_lever(self, lever: Lever) -> Self:
        """The scenario with ``lever``, in place of the one with its id if there is one."""
        rows = {row.id: row for row in self.levers} | {lever.id: lever}
        return replace(self, levers=tuple(rows.values()))

    def without_lever(self, id: str) -> Self:
        """The scenario without the lever called ``id``, and without what may happen to it alone."""
        levers = tuple(lever for lever in self.levers if lever is not self.lever(id))
        events = tuple(
            replace(event, levers=tuple(name for name in event.levers if name != id))
            for event in self.events
            if event.levers != (id,)
        )
        return replace(self, levers=levers, events=events)

    def with_event(self, event: Event) -> Self:
        """The scenario with ``event`` in its risk register, in place of the one with its id if there is one."""
        rows = {row.id: row for row in self.events} | {event.id: event}
        return replace(self, events=tuple(rows.values()))

    def without_event(self, id: str) -> Self:
        """The scenario without the entry of the risk register called ``id``."""
        return replace(self, events=tuple(event for event in self.events if event is not self.event(id)))

    def entered(self, value: float, unit: Unit, author: str, on: date | None) -> Assumption:
        """A number just entered by hand."""
        return Assumption(value=value, unit=unit, source=ENTERED, owner=author, set_on=on)


def check(path: str, assumption: Assumption, bounds: tuple[float, float]) -> None:
    """Refuse a value or range end outside ``bounds``; ScenarioError names the path and what to enter."""
    low, high = bounds
    low, high = max(low, -LARGEST), min(high, LARGEST)
    for number in (assumption.value, assumption.low, assumption.high):
        if number is not None and not low <= number <= high:
            text = N_("{path} is {value}, outside {low} to {high}. Enter a number between them.")
            raise ScenarioError(message(text, path=path, value=f"{number:g}", low=f"{low:g}", high=f"{high:g}"))
    if path == "horizon" and assumption.value != round(assumption.value):
        text = N_("The horizon is {value} months. Enter a whole number.")
        raise ScenarioError(message(text, value=f"{assumption.value:g}"))


def no_path(path: str) -> ScenarioError:
    """The refusal of a path that names nothing."""
    return ScenarioError(message(N_("The scenario has no {path}. Check the spelling."), path=path))
