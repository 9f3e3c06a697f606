"""Ours beside what is published, in findings: return, what benefit is made of, cost lines, how much is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.library import facts as library
from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.finding import Finding, Table, chart, finding, number, share, word
from metrics.programme import gauges
from metrics.programme.gauges import CostRatio
from metrics.reading import UndefinedError
from metrics.returns import facts
from metrics.returns.wording import following, library_note
from metrics.versions.saved import promise
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

PORTION_NAMES = {"technology": N_("technology"), "productivity": N_("productivity"), "process": N_("process")}
BAND_NAMES = {"up_to_50": N_("up to 50%"), "from_50_to_500": N_("50% to 500%"), "above_500": N_("above 500%")}


@finding(N_("Where does our return lie among others?"), "roi_total")
def return_band(context: Context) -> Finding:
    """The band of IDC's distribution in which our return lies: the source gives no more than bands."""
    roi = context.value("roi_total")
    here, ours = gauges.band(roi), Amount(roi, Unit.SHARE)
    parts = library()["idc_roi_distribution"].values
    bars = [
        Bar(Term(BAND_NAMES[name]), part, _firms(part, roi if name == here else None), quiet=name != here)
        for name, part in parts.items()
    ]
    return Finding(
        sentence=message(N_("Ours, {roi}, lies in the band {band}"), roi=ours, band=Term(BAND_NAMES[here])),
        table=Table(
            parts.items(),
            word(N_("Return"), lambda row: Term(BAND_NAMES[row[0]])),
            share(N_("Share of firms"), lambda row: row[1]),
            word("", lambda row: Term(N_("ours")) if row[0] == here else ""),
        ),
        chart=chart("bars", rows=bars),
        note=library_note("idc_roi_distribution"),
    )


def _firms(part: float, roi: float | None) -> Message:
    """The share of firms in a band, and our return where it lies there."""
    words = message("{share}", share=Amount(part, Unit.SHARE))
    ours = message(N_("ours {roi}"), roi=Amount(roi or 0.0, Unit.SHARE))
    return words if roi is None else message("{words} · {ours}", words=words, ours=ours)


@finding(N_("What is the benefit made of, here and in the industry?"))
def benefit_split(context: Context) -> Finding:
    """Our benefit and IDC's by technology, productivity and process, and how far they lie apart."""
    ours, theirs = gauges.split(context.scenario, context.flows), library()["idc_split"].values
    rows = [(Term(PORTION_NAMES[part]), ours[part], theirs[part]) for part in theirs]
    far = Amount(gauges.distance(ours, theirs), Unit.NUMBER)
    return Finding(
        sentence=_split(ours, theirs),
        table=Table(
            rows,
            word(N_("Part"), lambda row: row[0]),
            share(N_("Ours"), lambda row: row[1]),
            share(N_("Published"), lambda row: row[2]),
            number(N_("Difference"), lambda row: row[1] - row[2], Unit.POINTS, signed=True),
        ),
        chart=chart("pairs", rows=rows),
        note=following(
            message(N_("Distance like chi-squared: {far}; no verdict."), far=far), library_note("idc_split")
        ),
    )


def _split(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Message:
    """Where our benefit lies furthest from the published split."""
    part = max(theirs, key=lambda name: abs(ours[name] - theirs[name]))
    more = ours[part] > theirs[part]
    text = N_("Less of ours comes from {part} than published")
    if more:
        text = N_("More of ours comes from {part} than published")
    return message(text, part=Term(PORTION_NAMES[part]))


@finding(N_("Is the cost in proportion?"), "cost_benefit")
def cost_ratio(context: Context) -> Finding:
    """Both readings of the 75 % rule: over the horizon, and up to the last day of the data as planned and approved."""
    scenario, flows, most = context.scenario, context.flows, library()["cost_ratio_red_line"].values["most"]
    whole = gauges.cost_ratio(*(gauges.present(scenario, flow) for flow in (flows.cost, flows.benefit)))
    rows = [(N_("over benefit"), whole.of_benefit), (N_("over profit"), whole.of_profit)]
    notes = []
    if whole.of_profit is None:
        notes.append(message(N_("There is no profit, so cost as % of profit cannot be computed.")))
    month = facts.month_today(context)
    if month is not None:
        rows.append((N_("to date, now"), _to_date(context, month)))
        if (first := promise(context)) is not None:
            rows.append((N_("to date, as approved"), _to_date(first, month)))
        notes.append(message(N_("To date is up to month {n} of the plan; what is booked needs a ledger."), n=month))
    note = following(*notes, library_note("cost_ratio_red_line"))
    return _held_against(most, rows, N_("Cost as % of it"), _ratio(whole, most), note)


def _held_against(
    most: float, rows: Sequence[tuple[str, float | None]], columns: str, sentence: Message, note: Message
) -> Finding:
    """Shares as bars beside a line that they should not cross."""
    return Finding(
        sentence=sentence,
        table=Table(rows, word(N_("Group"), lambda row: Term(row[0])), share(columns, lambda row: row[1])),
        chart=chart(
            "bars",
            rows=[Bar(Term(name), part, Amount(part, Unit.SHARE)) for name, part in rows if part is not None],
            line=most,
            line_words=message(N_("line at {most}"), most=Amount(most, Unit.SHARE)),
        ),
        note=note,
    )


def _to_date(context: Context, month: int) -> float | None:
    try:
        return gauges.cost_ratio_to(context.flows, month).of_benefit
    except UndefinedError:
        return None


def _ratio(ratio: CostRatio, most: float) -> Message:
    """Cost against benefit and against profit, and the line of 75 %: over in either reading is told as over."""
    if ratio.of_benefit is None:
        return message(N_("There is no benefit to hold the cost against"))
    benefit = Amount(ratio.of_benefit, Unit.SHARE)
    if ratio.of_benefit >= most:
        return message(N_("Cost is {share} of the benefit, over the line"), share=benefit)
    if ratio.of_profit is None:
        return message(N_("Cost is {share} of the benefit, within the line; there is no profit"), share=benefit)
    text = N_("Cost is {share} of the benefit and {profit} of the profit, both within the line")
    if ratio.of_profit >= most:
        text = N_("Cost is {share} of the benefit, within the line, and {profit} of the profit, over it")
    return message(text, share=benefit, profit=Amount(ratio.of_profit, Unit.SHARE))


@finding(N_("How much goes into carrying out and managing the plan?"))
def overhead(context: Context) -> Finding:
    """The share of cost that carries out and manages the plan, beside the line not to cross."""
    part, most = gauges.overhead(context.scenario, context.flows), library()["overhead_red_line"].values["most"]
    text = N_("{share} of the cost carries out and manages the plan, over the line")
    if part.both < most:
        text = N_("{share} of the cost carries out and manages the plan, below the line")
    sentence = message(text, share=Amount(part.both, Unit.SHARE))
    rows: list[tuple[str, float | None]] = [
        (N_("both"), part.both),
        (N_("carrying out the plan"), part.carrying_out),
        (N_("managing the plan"), part.managing),
    ]
    return _held_against(most, rows, N_("Share of all cost"), sentence, library_note("overhead_red_line"))


@finding(N_("How much of the benefit rests on a measured baseline?"), "proven_share")
def evidence(context: Context) -> Finding:
    """The share of benefit that starts from measured figures, and what is known of others."""
    measured, others = gauges.measured_share(context.scenario, context.flows), library()["measured_benefit"].values
    proven = context.read("proven_share")
    booked = proven.reason or Amount(proven.known, Unit.SHARE)
    return Finding(
        sentence=message(
            N_("{share} of the planned benefit rests on a measured baseline"), share=Amount(measured, Unit.SHARE)
        ),
        note=following(
            message(N_("Proven by a control so far: {booked}."), booked=booked),
            message(
                N_("Of {n} firms asked, {share} showed measured benefit."),
                n=round(others["firms"]),
                share=Amount(others["share"], Unit.SHARE),
            ),
            library_note("measured_benefit"),
        ),
    )
