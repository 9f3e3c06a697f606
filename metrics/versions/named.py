"""Named scenarios: listed, copied, approved and locked, compared lever by lever, taken away as JSON and brought in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from data.store import Approval, ConflictError, Version, open_store
from metrics.context import BASE, Context, context, current
from metrics.programme import benefits, bridge, gauges
from metrics.reading import UndefinedError
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import from_json, to_json
from metrics.versions.saved import BY_DATA, Standing, here, parsed, standing, versions
from metrics.words.text import N_, Message, message

LONGEST = 60  # letters of a name
# Beside letters and digits of any language; others mean something where names are shown.
SIGNS = " ,.-()&+/%'，。：（）、·"
DUST = 1e-9  # of the larger value: what rounding leaves is no step
HEAVIEST = 2_000_000  # bytes of a file


@dataclass(frozen=True)
class Row:
    """The newest version of one scenario, and how many there are."""

    newest: Version
    approval: Approval | None
    by_data: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.newest.name


def listed() -> list[Row]:
    """Every scenario of the published data, the base case first."""
    approved = _approvals()
    newest = {version.name: version for version in all_versions()}
    rows = [Row(v, approved.get((v.name, v.version)), v.author == BY_DATA) for v in newest.values()]
    return sorted(rows, key=lambda row: (row.name != BASE, row.name.casefold()))


def all_versions() -> list[Version]:
    """Every version of every scenario, by name and number."""
    versions()  # makes the base case where there is none yet
    store, gone = open_store(), open_store().archived(here())
    return [version for version in store.versions(here()) if version.name not in gone]


def is_approved(name: str, version: int) -> bool:
    """Whether somebody approved that version of the scenario called ``name``."""
    return (name, version) in _approvals()


def _approvals() -> dict[tuple[str, int], Approval]:
    """Every approval by name and version."""
    return {(approval.name, approval.version): approval for approval in open_store().approvals(here())}


def locked(now: Standing) -> Message | None:
    """Why nothing can be saved on top of what is in force; None when it can."""
    if now.name in open_store().archived(here()):
        text = N_("{name} was archived: it can be read, and copied under another name to be changed.")
        return message(text, name=now.name)
    approval = _approvals().get((now.name, now.based_on))
    if approval is None:
        return None
    text = N_("v{n} was approved by {author} on {day} and is locked. Copy it under another name to save changes.")
    return message(text, n=approval.version, author=approval.author, day=approval.approved_at[:10])


def approve(name: str, version: int, author: str) -> Approval:
    """Approve and lock a version for good. LookupError when there is none such.

    Whether the author may is the caller's to check, where they are known.
    """
    return open_store().approve(here(), name, version, author=author)


def _checked_name(name: str) -> str:
    """``name`` without blanks at its ends; ScenarioError when nothing can be called so, or something is already."""
    called = " ".join(name.split())
    if not called:
        raise ScenarioError(message(N_("The scenario has no name yet. Enter one.")))
    if len(called) > LONGEST:
        text = N_("The name has {n} letters. Enter one with at most {most}.")
        raise ScenarioError(message(text, n=len(called), most=LONGEST))
    odd = [sign for sign in called if not sign.isalnum() and sign not in SIGNS]
    if odd:
        raise ScenarioError(message(N_("The name holds the sign {sign}. Use letters and digits."), sign=odd[0]))
    if called.casefold() in {version.name.casefold() for version in all_versions()}:
        raise _taken(called)
    return called


def _taken(name: str) -> ScenarioError:
    return ScenarioError(message(N_("There is a scenario {name} already. Choose another name."), name=name))


def copy(scenario: Scenario, name: str, author: str) -> Version:
    """Keep ``scenario`` as version 1 of a new one called ``name``. ScenarioError when that cannot be."""
    called = _checked_name(name)
    body = to_json(replace(scenario, name=called))
    try:
        return open_store().save_version(here(), called, body, author=author, based_on=None)
    except ConflictError:
        raise _taken(called) from None


def versions_to_compare(draft_id: str | None, name: str) -> dict[str, Context]:
    """Every version there is, and the draft in force, by the label people know it by; the newest last."""
    kept = [context(current(), parsed(v.body), f"{v.name} v{v.version}") for v in all_versions()]
    return {each.label: each for each in (*kept, standing(draft_id, name).context)}


@dataclass(frozen=True)
class Moved:
    """Net present value of two scenarios, money, and the steps from the first to the second."""

    before: float
    after: float
    steps: list[bridge.Step]


def moved(before: Context, after: Context) -> Moved:
    """``before`` against ``after``. UndefinedError where one has no value, or they are in different money."""
    ours, theirs = before.scenario.currency, after.scenario.currency
    if ours != theirs:
        text = N_("{one} is in {a} and {two} in {b}: their values are not compared")
        raise UndefinedError(message(text, one=before.title, a=ours, two=after.title, b=theirs))
    first, last = (bridge.worth(context.scenario, context.baseline) for context in (before, after))
    steps = bridge.steps(before.scenario, after.scenario, after.baseline)
    dust = DUST * max(abs(first), abs(last))
    return Moved(first, last, [step for step in steps if abs(step.amount) > dust])


def exported(context: Context) -> str:
    """The scenario as JSON, the same text for the same scenario."""
    return to_json(context.scenario)


def imported(body: bytes) -> Scenario:
    """The scenario in a file. ScenarioError, in one sentence, when it holds none that can stand on these data."""
    if len(body) > HEAVIEST:
        raise ScenarioError(message(N_("The file is larger than any scenario. Choose another one.")))
    try:
        scenario = from_json(body.decode("utf-8-sig"))
        _refuse_odd_texts(scenario)
        from_json(to_json(scenario))  # what cannot be kept as it is cannot be taken
    except ScenarioError:
        raise
    except Exception as error:  # whatever else a foreign file may hold
        text = N_("This file holds no scenario of Payback. Export one, or choose another file.")
        raise ScenarioError(message(text)) from error
    _refuse_elsewhere(scenario)
    try:
        flows = benefits.programme_flows(scenario, current().baseline)
        _refuse_endless(scenario, flows)
    except (ArithmeticError, ValueError, TypeError, LookupError) as error:
        text = N_("No cash flow can be made of this scenario. Export it again, or choose another file.")
        raise ScenarioError(message(text)) from error
    return scenario


def _refuse_endless(scenario: Scenario, flows: benefits.Flows) -> None:
    """Every flow of the plan, and what it is worth, can be written in numbers."""
    for flow in (*flows.cash.values(), *flows.cost_by_item.values(), *flows.capacity.values()):
        if not np.isfinite(gauges.present(scenario, flow)):
            raise ArithmeticError("a flow has no end")


def archive(name: str, author: str) -> None:
    """Take a scenario out of the lists; its versions stay in the store. ScenarioError for the base case."""
    if name == BASE:
        raise ScenarioError(message(N_("The base case stays: everything is compared with it.")))
    open_store().archive(here(), name, author=author)


def _refuse_odd_texts(scenario: Scenario) -> None:
    """Texts are texts and switches are switches, also where no formula would notice."""
    if not all(isinstance(text, str) for text in _texts(scenario)):
        raise TypeError("a text is none")
    marks = [mark for item in scenario.costs for mark in (item.overhead, item.carrying_out)]
    flags = [scenario.include_soft, scenario.rate_after_tax, scenario.group_profit, *marks]
    if not all(isinstance(flag, bool) for flag in flags):
        raise TypeError("a switch is none")
    if not all(isinstance(item.start, int) and item.start >= 0 for item in scenario.costs):
        raise TypeError("a month is none")
    for text in _texts(scenario):
        str(text).encode("utf-8")  # half a sign is none


def _texts(scenario: Scenario) -> Iterator[object]:
    yield from (scenario.name, scenario.currency)
    for lever in scenario.levers:
        yield from (lever.id, lever.name, lever.initiative, lever.owner)
    for item in scenario.costs:
        yield from (item.id, item.name, item.initiative, item.owner)
    for event in scenario.events:
        yield from (event.id, event.name, event.owner, *event.levers)
    for path, assumption in scenario.assumptions():
        yield from (path, assumption.source, assumption.owner)


def _refuse_elsewhere(scenario: Scenario) -> None:
    """A lever that stands on measured figures needs the currency and the month they were measured for."""
    baseline = current().baseline
    if not any(lever.spec.baseline for lever in scenario.levers):
        return
    money = N_("The scenario is in {theirs}, the data are in {ours}. Choose one made with these data.")
    month = N_("The scenario begins in {theirs}, these data were measured for {ours}. Choose one made with them.")
    for text, theirs, ours in (
        (money, scenario.currency, baseline.currency),
        (month, f"{scenario.month0:%Y-%m}", f"{baseline.month0:%Y-%m}"),
    ):
        if theirs != ours:
            raise ScenarioError(message(text, theirs=theirs, ours=ours))
