"""The overview's pictures and cards, made of what the report tells."""

from __future__ import annotations

import pandas as pd

from metrics import drawing as charts
from metrics.drawing import Chart
from metrics.overview import facts as story
from metrics.overview import sentences as takeaways
from metrics.reading import Reading
from metrics.registry import METRICS
from metrics.report import Context
from metrics.risk import Threat
from metrics.words.units import Amount
from pages.parts import cards, session
from pages.parts.session import _, n_

COURSES = ("programme_npv", "programme_cost", "payback")  # figures that build up month by month


def tile(now: Context, reading: Reading) -> None:
    """One tile: its change since the approved case, and how the figure builds up over the months."""
    moved = story.change(now, reading.id)
    cards.tile(
        reading,
        delta=moved and _delta(reading, moved),
        trend=story.course(now, reading.id) if reading.id in COURSES else (),
    )


def _delta(reading: Reading, moved: story.Change) -> cards.Delta:
    better = METRICS[reading.id].better
    good = None if better == "neither" else (moved.amount > 0) == (better == "higher")
    text = session.reader().value(moved.amount, reading.unit, signed=True)
    return cards.Delta(text, moved.amount > 0, good, _("vs {version}", version=moved.against))


def bridge(moved: story.Moved) -> tuple[str, Chart]:
    """Take-away and picture of what moved the net present value since the approved case."""
    reader = session.reader()
    if moved.reason is not None:
        return reader.read(moved.reason), Chart(None, pd.DataFrame)
    steps = [(step.label, step.amount) for step in moved.steps]
    items = [charts.Item(_("Approved, {since}", since=session.scenario(moved.since)), moved.before, total=True)]
    items += [charts.Item(reader.read(label), amount) for label, amount in steps]
    items += [charts.Item(_("Now"), moved.after, total=True)]
    return reader.read(takeaways.bridge(steps, session.scenario(moved.since))), charts.bridge(reader, items)


def payback(found: story.PaybackRange, months: int) -> Chart:
    """The month the money is back, on the axis of judged zones."""
    if not found.known:
        return Chart(None, pd.DataFrame)
    p = found.percentiles
    bands = charts.Payback(found.value, p[10], p[25], p[75], p[90], found.promised)
    return charts.payback_bands(session.reader(), bands, horizon=months)


def promise(promised: float | None) -> tuple[str, Chart]:
    """What was promised to date beside what has arrived; only the outline while no ledger is kept."""
    reader = session.reader()
    told = reader.read(takeaways.realised(promised, None))
    if promised is None:
        return told, Chart(None, pd.DataFrame)
    closes = _("needs the table benefit_ledger")
    return told, charts.promised_realised(reader, promised=promised, realised=None, proven=None, closes=closes)


def threats(now: Context) -> tuple[str, list[cards.Threat]]:
    """Take-away and cards of what could cost most."""
    reader = session.reader()
    found = story.threats(now)
    sentence = takeaways.threats([-threat.loss for threat in found], sum(not threat.owner for threat in found))
    return reader.read(sentence), [_card(now, threat) for threat in found]


def _card(now: Context, threat: Threat) -> cards.Threat:
    reader = session.reader()
    then, held = Amount(threat.value, threat.unit), Amount(threat.now, threat.unit)
    sentence = takeaways.at_bad_end(held, threat.npv)
    return cards.Threat(
        loss=reader.money(-threat.loss),
        what=_("{what} at {then}", what=now.scenario.label(threat.path), then=then),
        consequence=reader.read(sentence),
        owner=_owners(threat.owner),
    )


def _owners(names: str) -> str | None:
    """Who answers for it: one by name, the others as a number."""
    first, *others = names.split(", ")
    if not others:
        return first or None
    return n_("{first} and one other", "{first} and {n} others", len(others), first=first)
