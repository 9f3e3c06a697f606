"""The overview's pictures and cards, made of what the report tells."""

from __future__ import annotations

from metrics import report_overview as story
from metrics import takeaways
from metrics.report import Look
from metrics.text import N_
from metrics.units import Amount
from pages.parts import cards, charts, session
from pages.parts.charts import Chart
from pages.parts.session import _


def bridge(moved: story.Moved) -> tuple[str, Chart]:
    """Take-away and picture of what moved the net present value since the approved case."""
    who = session.reader()
    if moved.reason is not None:
        return who.read(moved.reason), Chart(None, lambda: charts.table_of_nothing(who))
    steps = [(step.label, step.amount) for step in moved.steps]
    items = [charts.Item(_("Approved, {since}", since=moved.since), moved.before, total=True)]
    items += [charts.Item(who.read(label), amount) for label, amount in steps]
    items += [charts.Item(_("Now"), moved.after, total=True)]
    return who.read(takeaways.bridge(steps, moved.since)), charts.bridge(who, items)


def payback(found: story.PaybackRange, months: int) -> Chart:
    """The month the money is back, on the axis of judged zones."""
    p = found.percentiles
    bands = charts.Payback(found.value, p[10], p[25], p[75], p[90], found.promised)
    return charts.payback_bands(session.reader(), bands, horizon=months)


def promise(promised: float | None) -> tuple[str, Chart]:
    """What was promised to date beside what has arrived; only the outline while no ledger is kept."""
    who = session.reader()
    chart = charts.promised_realised(
        who, promised=promised or 0.0, realised=None, proven=None, closes=_("needs the table benefit_ledger")
    )
    return who.read(takeaways.realised(promised, None)), chart


def threats(now: Look) -> tuple[str, list[cards.Threat]]:
    """Take-away and cards of what could cost most."""
    who = session.reader()
    found = story.threats(now)
    sentence = takeaways.threats([-threat.loss for threat in found], sum(not threat.owner for threat in found))
    return who.read(sentence), [_card(threat) for threat in found]


def _card(threat: story.Threat) -> cards.Threat:
    who = session.reader()
    then, now = Amount(threat.then, threat.unit), Amount(threat.now, threat.unit)
    left = takeaways.money(threat.result)
    return cards.Threat(
        loss=who.money(-threat.loss),
        what=_("{what} at {then}", what=threat.label, then=then),
        consequence=_(N_("Now {now}. At that end {left} is left of the net present value."), now=now, left=left)
        if threat.result > 0
        else _(N_("Now {now}. At that end the programme loses {left}."), now=now, left=takeaways.money(-threat.result)),
        owner=threat.owner or None,
    )
