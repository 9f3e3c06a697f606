"""The churn page's view of those who stay: how loyal they are, and whether they are satisfied too."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.churn import loyal as story
from metrics.churn import plan_sentences as takeaways
from metrics.churn import why as basis
from metrics.context import Sources
from metrics.drawing import Chart, leaving
from metrics.words.text import Term
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_


def loyalty(sources: Sources) -> None:
    """Customers by loyalty, and what the index is made of."""
    reader, found = session.reader(), story.loyal(sources)
    chart = nothing(found.reason) if found.reason else _bands(found)
    cards.block(
        _("How loyal are those who stay?"),
        reader.read(takeaways.loyal(found)),
        chart,
        reading=basis.loyal(sources, found),
        key="loyalty",
    )
    if found.reason is not None:
        return
    st.caption(_("Loyalty index of 100; in brackets their share of last year's {basis}.", basis=Term(found.word)))
    st.table(parts(found), border="horizontal", hide_index=True)
    missing = [_(basis.PARTS[part.id]) for part in found.parts if part.mean is None]
    if missing:
        st.caption(
            _("Not known of anybody: {parts}. The other weights grow to 100% together.", parts=", ".join(missing))
        )


def _bands(found: story.Loyal) -> Chart:
    reader, total = session.reader(), sum(band.money for band in found.bands)
    rows = [
        leaving.Bar(
            f"{100 * band.low:.0f}–{100 * band.high:.0f}",
            band.customers / found.customers,
            f"{reader.share(band.customers / found.customers)} "
            f"({reader.share(band.money / total) if total > 0 else '–'})",
        )
        for band in found.bands
    ]
    return leaving.bars(reader, rows, columns=_("Customers"))


def parts(found: story.Loyal) -> pd.DataFrame:
    """Each part: documented weight, what it counts for now, of how many it is known, and its mean of 100."""
    reader = session.reader()
    rows = [
        (
            _(basis.PARTS[part.id]),
            reader.share(part.weight),
            reader.share(part.counts),
            reader.share(part.known),
            "–" if part.mean is None else f"{100 * part.mean:.0f}",
        )
        for part in found.parts
    ]
    return pd.DataFrame(rows, columns=[_("Part"), _("Weight"), _("Counts now"), _("Known of"), _("Mean")])


def satisfaction(sources: Sources) -> None:
    """Loyal or not against satisfied or not."""
    reader, found = session.reader(), story.loyal(sources)
    reading = basis.satisfied(sources, found)
    cards.question_line(_("Do they stay because they are satisfied?"), reading=reading, key="satisfied")
    st.header(reader.read(takeaways.satisfied(found)), anchor=False)
    if not found.cells:
        st.caption(reader.read(reading.reason or ""))
        return
    st.table(crossed(found), border="horizontal", hide_index=True)
    st.caption(_("Customers who answered, and the value at risk with them. Loyal but not satisfied: they leave next."))


def crossed(found: story.Loyal) -> pd.DataFrame:
    """Two by two: customers and value at risk."""
    reader = session.reader()
    held = {
        (cell.loyal, cell.satisfied): f"{reader.value(cell.customers, Unit.CUSTOMERS)} · {reader.money(cell.money)}"
        for cell in found.cells
    }
    rows = [
        (name, held[loyal, False], held[loyal, True]) for loyal, name in ((True, _("loyal")), (False, _("not loyal")))
    ]
    answers = n_("{n} answer", "{n} answers", found.answers)
    return pd.DataFrame(rows, columns=[answers, _("not satisfied"), _("satisfied")])
