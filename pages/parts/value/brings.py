"""Who brings the money and who costs it: classes, the tail, the best misread, service by tier, farming and hunting."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import report
from metrics.customers import buyers as base
from metrics.drawing import Chart, Item, bridge, leaving
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.value import made as readings
from metrics.value import policy_facts as story
from metrics.value import sentences as takeaways_customers
from metrics.value import sentences_more as takeaways
from metrics.value.policy import Served, policy
from metrics.words.text import Message
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.churn.numbers import number
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_
from pages.parts.value import views as customer_views
from pages.parts.value import words as customer_words

SPEND, POINTS = {"A": 10.0, "B": 0.0, "C": -20.0}, {"A": 1.0, "B": 0.0, "C": 0.0}  # a policy to begin with, per cent
NARROW = 148  # of a number, three to half a page


def show(context: Context, mode: str) -> None:
    """Tiles of who brings and who costs, then classes and the tail."""
    found = report.readings(context, ("bottom_half_share", "below_zero_share", "value_per_customer"))
    repeat = readings.repeat(context.sources, story.repeat(context.sources))
    held = story.repeat(context.sources)
    fifth = None if isinstance(held, Message) else held.best_fifth
    note = "" if fifth is None else _("best fifth of them: {share}", share=session.reader().share(fifth))
    with cards.row(most=4):
        cards.tile(repeat, label=_("From returning customers"), note=note)
        cards.tile(found["bottom_half_share"])
        cards.tile(found["below_zero_share"], label=_("Lose us money"), note=_losing(context))
        cards.tile(found["value_per_customer"])
    left, right = st.columns(2, gap="large")
    with left:
        classes(context, mode)
    with right:
        tail(context)


def _losing(context: Context) -> str:
    """How many lose money."""
    found = base.concentrated(context.sources)
    return "" if found.reason is not None else n_("{n} customer", "{n} customers", found.below_zero)


def classes(context: Context, mode: str) -> None:
    """A, B and C at cuts of the reader's own, and what serving each costs."""
    reader = session.reader()
    cards.question_line(_("Who is A, B and C, and what do they cost to serve?"), key="classes")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        a = number(_("A up to, % of the money"), "a_until", 100 * base.CUTS[0], 1.0, 98.0)
        b = number(_("B up to, %"), "b_until", 100 * base.CUTS[1], a + 1.0, 99.0)
    found = base.concentrated(context.sources, mode, (a / 100, b / 100))
    if found.reason is not None:
        cards.nothing(reader.read(found.reason))
        return
    st.header(reader.read(takeaways_customers.classes(found)), anchor=False)
    st.table(customer_views.classes(found), border="horizontal", hide_index=True)
    tiers = story.tiers(context.sources)
    if not isinstance(tiers, Message):
        said = [f"{tier.name} {reader.money(tier.serve / tier.customers)}" for tier in tiers if tier.customers]
        label = _("Cost to serve a year, each active customer of the usual classes:")
        st.caption(customer_words.joined(label, " · ".join(said)))


def tail(context: Context) -> None:
    """What letting the last ones go would change."""
    reader, sources = session.reader(), context.sources
    head = st.container(gap="xxsmall")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        part = number(_("Last % of active customers"), "tail", 50.0, 1.0, 90.0)
        fixed = number(_("Cost to serve that stays, %"), "tail_fixed", 50.0, 0.0, 100.0)
    found = story.tail(sources, part / 100, fixed / 100)
    take_away = reader.read(takeaways.tail(found))
    chart = nothing(found) if isinstance(found, Message) else _tail(found, fixed / 100)
    with head:
        cards.question_line(
            _("What if we let the tail go?"), chart, reading=readings.tail(sources, found, fixed / 100), key="tail"
        )
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="tail")
    if not isinstance(found, Message):
        said = n_(
            "{n} customer, {share} of a year's money.",
            "{n} customers, {share} of a year's money.",
            found.customers,
            share=reader.share(found.share),
        )
        st.caption(customer_words.joined(said, _("How much cost stays is an assumption.")))


def _tail(found: story.Tail, fixed: float) -> Chart:
    items = [
        Item(_("All active"), found.everybody, total=True),
        Item(_("without the tail"), -found.contribution),
        Item(_("cost that stays"), -fixed * (found.serve or 0.0)),
        Item(_("What is left"), found.everybody + found.profit, total=True),
    ]
    return bridge(session.reader(), items)


def policy_terms() -> tuple[list[float], list[float]]:
    """Cost to serve and retention by tier as the reader sets them, fractions; kept in the address."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        spend = [
            number(
                _("Service {tier}, % more", tier=tier),
                f"serve_{tier.lower()}",
                SPEND[tier],
                -100.0,
                200.0,
                width=NARROW,
            )
            for tier in story.TIERS
        ]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        points = [
            number(
                _("Stay {tier}, points more", tier=tier),
                f"stay_{tier.lower()}",
                POINTS[tier],
                -50.0,
                50.0,
                width=NARROW,
            )
            for tier in story.TIERS
        ]
    return [one / 100 for one in spend], [one / 100 for one in points]


def policy_view(context: Context) -> None:
    """Tiers, what another service would change, and how much retention it may cost."""
    reader, sources = session.reader(), context.sources
    head = st.container(gap="xxsmall")
    spend, points = policy_terms()
    found = story.served(sources, spend, points)
    years = story.years(sources)
    take_away = reader.read(takeaways.service(found, years))
    chart = nothing(found) if isinstance(found, Message) else _policy(found, years)
    with head:
        cards.question_line(
            _("Should each tier be served alike?"), chart, reading=readings.service(sources, found), key="tiers"
        )
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="tiers")
    if not isinstance(found, Message):
        st.table(tier_table(found), border="horizontal", hide_index=True)
        st.caption(
            _(
                "Points of retention are an assumption until a control group has been compared. Level: the points "
                "at which saving and loss are equal."
            )
        )


def _policy(found: tuple[Served, ...], years: float) -> Chart:
    now = sum(one.tier.contribution for one in found) * years
    items = [Item(_("Class {letter}", letter=one.tier.name), one.profit(years)) for one in found if one.profit(years)]
    ends = Item(_("Served as now"), now, total=True), Item(_("This policy"), now + policy(found, years), total=True)
    return bridge(session.reader(), [ends[0], *items, ends[1]])


def tier_table(found: tuple[Served, ...]) -> pd.DataFrame:
    """Each tier as it is, and the retention at which its policy is level."""
    reader = session.reader()
    rows = [
        (
            one.tier.name,
            reader.value(one.tier.customers, Unit.CUSTOMERS),
            reader.money(one.tier.serve),
            reader.money(one.saved) if one.saved else "0",
            "–" if one.break_even is None else reader.value(one.break_even, Unit.POINTS, signed=True),
        )
        for one in found
    ]
    names = [_("Class"), _("Active"), _("Cost to serve"), _("Saved a year"), _("Level")]
    return pd.DataFrame(rows, columns=names)


def misread(context: Context, mode: str) -> None:
    """What is lost when some of the best are misread."""
    reader, sources = session.reader(), context.sources
    head = st.container(gap="xxsmall")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        best = number(_("Best, % of customers"), "best", 20.0, 1.0, 100.0, width=NARROW) / 100
        wrong = number(_("Misread, % of them"), "misread", 5.0, 0.0, 100.0, width=NARROW) / 100
        loss = number(_("Lost, % of their value"), "loss", 100.0, 0.0, 100.0, width=NARROW) / 100
    found = story.misread(sources, best, wrong, loss, mode)
    take_away = reader.read(takeaways.misread(found))
    chart = (
        nothing(found)
        if isinstance(found, Message)
        else bridge(
            reader,
            [
                Item(_("Value of the best"), found.value, total=True),
                Item(_("misread"), -found.loss),
                Item(_("What is left"), found.value - found.loss, total=True),
            ],
        )
    )
    with head:
        reading = readings.misread(sources, found, best, wrong, loss)
        cards.question_line(_("What if some of the best are misread?"), chart, reading=reading, key="misread")
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="misread")
    st.caption(_("With all of their value lost this is the most it can cost; how much goes is an assumption."))


def farming(context: Context) -> None:
    """Farmer or hunter."""
    reader = session.reader()
    found = story.farming(context)
    take_away = reader.read(takeaways.farming(found))
    chart = nothing(found if isinstance(found, Message) else None)
    if not isinstance(found, Message):
        rows = [leaving.Bar(_("of revenue"), found.revenue_share, reader.share(found.revenue_share))]
        try:
            rows.append(
                leaving.Bar(_("of spending"), found.spending_share, reader.share(found.spending_share), quiet=True)
            )
        except UndefinedError as error:
            st.caption(reader.read(error.reason))
        chart = leaving.bars(reader, rows, columns=_("On customers of a year ago"))
    cards.block(_("Do we farm or hunt?"), take_away, chart, reading=readings.farming(context, found), key="farming")
    if not isinstance(found, Message) and found.hunted is not None:
        spent = {"tended": reader.money(found.tended), "hunted": reader.money(found.hunted)}
        st.caption(
            _(
                "{tended} on customers of a year ago (service and mail), {hunted} on new ones (winning them too).",
                **spent,
            )
        )


def show_policy(context: Context, mode: str) -> None:
    """Service by tier left; misreading and farming right."""
    left, right = st.columns(2, gap="large")
    with left:
        policy_view(context)
    with right:
        misread(context, mode)
        st.space("small")
        farming(context)
