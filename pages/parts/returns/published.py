"""Ours beside what is published: return, what the benefit is made of, cost lines, and how much is measured."""

from __future__ import annotations

import streamlit as st

from data.library import facts
from metrics import report
from metrics.drawing import leaving, published
from metrics.programme.gauges import CostRatio
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.returns import sentences_more as sentences
from metrics.returns import tabs as more
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.session import _


def note(fact: str) -> str:
    """What a figure of the library is read as, and where it comes from."""
    held = facts()[fact]
    words = held.note.get(session.lang(), held.note["en"])
    return f"{words} ({held.source})"


def beside_others(_plan: Context, now: Context) -> None:
    """Two by two: band and split above, cost lines and evidence below."""
    left, right = st.columns(2, gap="large")
    with left:
        _or_why(_band, now)
    with right:
        _or_why(_split, now)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        _or_why(_ratio, now)
    with right:
        _or_why(_managed, now)
        _or_why(_evidence, now)


def _or_why(part: object, now: Context) -> None:
    assert callable(part)
    try:
        part(now)
    except UndefinedError as error:
        cards.nothing(session.reader().read(error.reason))


def _band(now: Context) -> None:
    reader, found = session.reader(), more.banded(now)
    rows = [published.Band(_(more.BAND_NAMES[name]), share, name == found.band) for name, share in found.shares.items()]
    chart = published.bands(reader, rows, ours=_("ours {roi}", roi=reader.share(found.roi)))
    cards.block(_("Where does our return lie among others?"), reader.read(sentences.banded(found)), chart, key="idc")
    st.caption(note("idc_roi_distribution"))


def _split(now: Context) -> None:
    reader = session.reader()
    question = _("What is the benefit made of, here and elsewhere?")
    try:
        found = more.split(now)
    except UndefinedError as error:
        cards.question_line(question, key="split")
        cards.nothing(reader.read(error.reason))
        return
    rows = [(_(more.PORTION_NAMES[part]), found.ours[part], share) for part, share in found.theirs.items()]
    cards.block(question, reader.read(sentences.split(found)), published.pairs(reader, rows), key="split")
    far = reader.value(found.distance, Unit.NUMBER)
    st.caption(_("Distance like chi-squared: {far}; no verdict.", far=far) + " " + note("idc_split"))


def _ratio(now: Context) -> None:
    """Both readings of the 75 % rule, over the horizon and to date."""
    reader = session.reader()
    found = more.ratios(now, report.saved(report.versions()[0].version))
    rows = [
        *_bars(_("over benefit"), _("over profit"), found.whole),
        *(_bars(_("to date, now"), None, found.now) if found.now else []),
        *(_bars(_("to date, as approved"), None, found.approved) if found.approved else []),
    ]
    chart = leaving.bars(
        reader,
        rows,
        line=found.most,
        line_words=_("line at {most}", most=reader.share(found.most)),
        columns=_("Cost over it"),
    )
    words = reader.read(sentences.ratio(found.whole, found.most))
    cards.block(_("Is the cost in proportion?"), words, chart, key="ratio")
    missing = (
        "" if found.whole.of_profit is not None else _("There is no profit, so cost over profit has no value.") + " "
    )
    if found.month is not None:
        missing += _("To date is up to month {n} of the plan; what is booked needs a ledger.", n=found.month) + " "
    st.caption(missing + note("cost_ratio_red_line"))


def _bars(of_benefit: str, of_profit: str | None, found: CostRatio) -> list[leaving.Bar]:
    reader = session.reader()
    both = ((of_benefit, found.of_benefit), (of_profit, found.of_profit))
    return [
        leaving.Bar(name, value, reader.share(value)) for name, value in both if name is not None and value is not None
    ]


def _managed(now: Context) -> None:
    reader = session.reader()
    question = _("How much goes into managing the plan?")
    try:
        share, most, _fact = more.overhead(now)
    except UndefinedError as error:
        cards.question_line(question, key="managed")
        cards.nothing(reader.read(error.reason))
        return
    rows = [leaving.Bar(_("managing the plan"), share, reader.share(share))]
    line = _("line at {most}", most=reader.share(most))
    chart = leaving.bars(reader, rows, line=most, line_words=line, columns=_("Share of all cost"))
    cards.block(question, reader.read(sentences.managed(share, most)), chart, key="managed")
    st.caption(note("overhead_red_line"))


def _evidence(now: Context) -> None:
    reader = session.reader()
    share, fact = more.evidence(now)
    cards.question_line(_("How much of it rests on a measurement?"), key="evidence")
    st.header(_("{share} of the benefit starts from measured figures", share=reader.share(share)), anchor=False)
    proven = now.read("proven_share")
    booked = reader.share(proven.value) if proven.value is not None else reader.read(proven.reason or "")
    others = _(
        "Of {n} firms asked, {share} showed measured benefit.",
        n=round(fact.values["firms"]),
        share=reader.share(fact.values["share"]),
    )
    st.caption(" ".join((_("Proven by a control so far: {booked}.", booked=booked), others, note("measured_benefit"))))
