"""The sentences of the roadmap page, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

from data.library import readiness as library
from metrics.answers.cells import phrase
from metrics.roadmap.facts import Milestone, Order, Roadmap, span_of
from metrics.roadmap.lights import Light, State
from metrics.roadmap.order import ORDER
from metrics.roadmap.pitfalls import Risk
from metrics.roadmap.plan import HEADINGS, Schedule
from metrics.roadmap.vendor_facts import Compared
from metrics.roadmap.vendors import Offer
from metrics.roadmap.wording import listed
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, money


def verdict(found: Roadmap) -> Message:
    """Are we ready, how long does it take, and what threatens it most."""
    if not isinstance(found.scheduled, Schedule):
        return message(N_("We cannot say yet when: {reason}"), reason=found.scheduled)
    months = Amount(span_of(found.scheduled), Unit.MONTHS)
    if isinstance(found.readiness, Message):
        return message(
            N_("The plan takes {months}, {n} of 8 headings complete. Whether we are ready is not answered yet."),
            months=months,
            n=found.complete,
        )
    share, top = Amount(found.readiness, Unit.SHARE), found.top
    if not top:
        return message(
            N_("{share} ready for a plan of {months}, {n} of 8 headings complete."),
            share=share,
            months=months,
            n=found.complete,
        )
    return message(
        N_("{share} ready for {months} of work; the largest risk is {money}: {risk}."),
        share=share,
        months=months,
        money=money(top[0].money or 0.0),
        risk=phrase(library.pitfalls()[top[0].id].name),
    )


def path(found: Schedule) -> Message:
    """What the chart shows: how many steps decide the end, and by how much the dependencies push it back."""
    planned = max(one.step.end for one in found.placed.values())
    late = (found.end - planned).days
    if late:
        return message(
            N_("Dependencies push the end back {days} days; {n} of {of} steps decide it"),
            days=late,
            n=len(found.path),
            of=len(found.placed),
        )
    text = N_("{n} of {of} steps decide the end; nothing pushes it back")
    return message(text, n=len(found.path), of=len(found.placed))


def completeness(found: Sequence[Light]) -> Message:
    """How many headings are complete, and which are not there at all."""
    done = sum(light.state is State.DONE for light in found)
    if done == len(found):
        return message(N_("All eight headings are complete"))
    return message(N_("{n} of 8 headings are complete"), n=done)


def missing(found: Sequence[Light]) -> Message:
    """Names of the headings that are not complete."""
    return listed([message(HEADINGS[light.id]) for light in found if light.state is not State.DONE])


def risks(found: Sequence[Risk]) -> Message:
    """What leads the list, and how much of it has no owner."""
    if not found:
        return message(N_("No money is at risk as far as answered"))
    bare = sum(not risk.owner for risk in found)
    top = money(found[0].money or 0.0)
    if bare:
        text = N_("Up to {money} in one risk; without an owner: {n} of {of}")
        return message(text, money=top, n=bare, of=len(found))
    return message(N_("Up to {money} in one risk; the first {of} all have owners"), money=top, of=len(found))


def milestones(found: Sequence[Milestone]) -> Message:
    """Which benefits are planned to begin before their step is done."""
    late = [one for one in found if one.late]
    loose = sum(one.step is None for one in found)
    if late:
        lost = sum(one.lost or 0.0 for one in late)
        return message(
            N_("{n} of {of} benefits begin too early; the wait costs {money}"),
            n=len(late),
            of=len(found),
            money=money(lost),
        )
    if loose:
        return message(N_("{n} of {of} benefits hang on no step"), n=loose, of=len(found))
    return message(N_("Every benefit begins after its step is done"))


def order(found: Order) -> Message:
    """Whether the four kinds of change come in the right order."""
    if found.inversions is None:
        return message(N_("Fewer than two of the four have a day"))
    if found.warned:
        names = listed([message(ORDER[name]) for name in found.warned])
        return message(N_("Software is paid for before this begins: {names}"), names=names)
    if found.inversions:
        return message(N_("{n} pairs are in the wrong order"), n=found.inversions)
    return message(N_("The order is right"))


def suppliers(found: Compared) -> Message:
    """Who scores best, and whether renting or buying costs less."""
    if found.rent is None or found.buy is None:
        return message(N_("Renting and buying cannot be compared: {reason}"), reason=found.reason)
    rent, buy = found.cost(found.rent), found.cost(found.buy)
    cheaper = found.buy if buy < rent else found.rent
    text = (
        N_("Buying {name} costs {money} less than renting {other}")
        if buy < rent
        else N_("Renting {name} costs {money} less than buying {other}")
    )
    return message(text, name=cheaper.name, money=money(abs(rent - buy)), other=_other(found, cheaper).name)


def _other(found: Compared, one: Offer) -> Offer:
    other = found.buy if one == found.rent else found.rent
    assert other is not None
    return other
