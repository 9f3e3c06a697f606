"""``python -m metrics cashflow FILE --rate R``: what a series of cash flows is worth."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from babel.numbers import format_decimal

from data.errors import InputError
from metrics import finance
from metrics.commands.cashflow_file import Series, read
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message, translate


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    words = "NPV, every IRR, MIRR, payback and ROI of a series of cash flows"
    command: argparse.ArgumentParser = commands.add_parser("cashflow", help=words)
    command.add_argument("file", metavar="FILE", type=Path, help="CSV or XLSX with period and cost, benefit (or net)")
    command.add_argument("--rate", type=_rate, required=True, help="discount rate per period (a year with dates)")
    command.add_argument("--finance-rate", type=_rate, help="rate outlays are financed at, for MIRR; else --rate")
    command.add_argument("--reinvest-rate", type=_rate, help="rate receipts are reinvested at, for MIRR; else --rate")
    command.add_argument("--decimal", choices=(".", ","), help="decimal sign, where the file does not tell")
    command.add_argument("--against", metavar="FILE", type=Path, help="another plan: the rates at which both are equal")
    command.add_argument("--timing", choices=("start", "middle", "end"), default="end", help="when in a period")
    return command


def _rate(text: str) -> float:
    """0.1 or 10%; a ValueError, which argparse tells, when it is neither."""
    bare = text.strip()
    return float(bare[:-1]) / 100 if bare.endswith("%") else float(bare)


def run(arguments: argparse.Namespace) -> int:
    """Read, compute, print; InputError when the file or a rate cannot be used."""
    series = read(arguments.file, arguments.timing, arguments.decimal)
    for rate in dict.fromkeys((arguments.rate, arguments.finance_rate, arguments.reinvest_rate)):
        if rate is not None and rate >= 1 and np.isfinite(rate):
            text = N_("{rate} means {share}%; for {rate}% write {meant}")
            words = message(text, rate=f"{rate:g}", share=f"{rate * 100:,.0f}", meant=f"{rate / 100:.4f}".rstrip("0"))
            print(words.render(arguments.lang), file=sys.stderr)
    try:
        figures, reasons = measure(series, arguments.rate, arguments.finance_rate, arguments.reinvest_rate)
    except UndefinedError as error:
        raise InputError(error.reason.render(arguments.lang)) from error
    other = None if arguments.against is None else read(arguments.against, arguments.timing, arguments.decimal)
    if other is not None:
        figures["equal_at"] = list(_equal_at(arguments.against, series, other))
    texts = {name: reason.render(arguments.lang) for name, reason in reasons.items()}
    print(
        _document(figures, texts, series, arguments.lang)
        if arguments.json
        else _page(figures, texts, series, arguments.lang)
    )
    return 0


def measure(
    series: Series, rate: float, finance_rate: float | None, reinvest_rate: float | None
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Every figure by its JSON name, None where undefined, and the reasons for those."""
    financed, reinvested = (rate if other is None else other for other in (finance_rate, reinvest_rate))
    reasons: dict[str, Message] = {}

    def unless_undefined(name: str, compute: Callable[[], float]) -> float | None:
        try:
            return compute()
        except UndefinedError as error:
            reasons[name] = error.reason
            return None

    def value(flows: Any) -> float:
        return finance.npv_at(rate, flows, series.times)

    pv_cost = pv_benefit = None
    if series.cost is not None and series.benefit is not None:
        pv_cost, pv_benefit = value(series.cost), value(series.benefit)
    roots = finance.irr_at(
        series.net, series.times, finance.monthly_rate(finance.TOP) if series.each == "month" else finance.TOP
    )
    simple = finance.payback(series.net, series.ends, series.each)
    present = series.net * finance.discount_factors(rate, series.times)
    discounted = finance.payback(present, series.ends, series.each)
    for name, answer in (("payback", simple), ("discounted_payback", discounted), ("irr", roots)):
        if answer.reason is not None:
            reasons[name] = answer.reason
    for other in (financed, reinvested):
        finance.discount_factors(other, series.ends)  # refuses a rate of -1 and below, even where MIRR is undefined
    npv = value(series.net)

    def apart(compute: Callable[[float, float], float]) -> Callable[[], float]:
        def computed() -> float:
            if pv_cost is None or pv_benefit is None:
                raise UndefinedError(
                    message(N_("Cost and benefit are not known apart: the file holds net flows only."))
                )
            return compute(pv_benefit, pv_cost)

        return computed

    figures = {
        "npv": npv,
        "pv_cost": unless_undefined("pv_cost", apart(lambda _benefit, cost: cost)),
        "pv_benefit": unless_undefined("pv_benefit", apart(lambda benefit, _cost: benefit)),
        "roi_total": unless_undefined("roi_total", apart(finance.roi_total)),
        "irr": {"value": roots.value, "roots": list(roots.roots)},
        "mirr": unless_undefined("mirr", lambda: finance.mirr_at(series.net, series.times, financed, reinvested)),
        "payback": simple.value,
        "discounted_payback": discounted.value,
        "benefit_cost_ratio": unless_undefined("benefit_cost_ratio", apart(finance.benefit_cost_ratio)),
        "profitability_index": unless_undefined(
            "profitability_index", lambda: finance.profitability_index(npv, float(series.net[0]))
        ),
        "equivalent_annual_value": unless_undefined(
            "equivalent_annual_value", lambda: finance.equivalent_value(rate, npv, float(series.ends[-1]), series.each)
        ),
    }
    return figures, reasons


def _equal_at(path: Path, series: Series, other: Series) -> tuple[float, ...]:
    """Rates at which both plans are worth the same; InputError where their times cannot be laid one on the other."""
    begin = series.dated and series.about.first != other.about.first
    if begin or (series.each, series.dated) != (other.each, other.dated):
        raise InputError(
            f"{path} begins at {other.about.first} and counts by {other.each}, the other plan begins at "
            f"{series.about.first} and counts by {series.each}. Let both begin alike."
        )
    return finance.equal_rates((series.net, series.times), (other.net, other.times))


def _notes(series: Series, lang: str) -> list[str]:
    """What is to be said beside the figures: what was understood or left out, and what they do not tell alone."""
    roots = finance.irr_at(series.net, series.times)
    simple = finance.payback(series.net, series.ends, series.each)
    notes = [*series.about.notes]
    if simple.again is not None:
        notes.append(simple.again)
    if roots.value is not None and roots.others:
        notes.append(message(N_("{n} other rates of return fit beside the one given"), n=len(roots.others)))
    if roots.borrowing:
        notes.append(message(N_("Money comes before it goes: the rate of return is a borrowing rate")))
    return [note.render(lang) for note in notes]


def _document(figures: dict[str, Any], reasons: dict[str, str], series: Series, lang: str) -> str:
    """One JSON document. ``reason`` tells all of them; ``reasons`` has each by its name."""
    irr = {**figures["irr"], "reason": reasons.get("irr")}
    others = {name: text for name, text in reasons.items() if name != "irr"}
    about = series.about
    document = {
        **figures,
        "irr": irr,
        "reason": " ".join(dict.fromkeys(others.values())) or None,
        "reasons": others,
        "rows": about.rows,
        "flows": len(series.net),
        "first": about.first,
        "unit": series.each,
        "merged": about.merged,
        "unused": list(about.unused),
        "encoding": about.encoding,
        "notes": _notes(series, lang),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


_LABELS = {
    "npv": N_("Net present value"),
    "pv_cost": N_("Present value of costs"),
    "pv_benefit": N_("Present value of benefits"),
    "roi_total": N_("Return on investment, total"),
    "irr": N_("Internal rate of return"),
    "mirr": N_("Modified internal rate of return"),
    "payback": N_("Payback"),
    "discounted_payback": N_("Discounted payback"),
    "benefit_cost_ratio": N_("Benefit-cost ratio"),
    "profitability_index": N_("Profitability index"),
    "equivalent_annual_value": N_("Equivalent annual value"),
}


def _page(figures: dict[str, Any], reasons: dict[str, str], series: Series, lang: str) -> str:
    about = series.about
    lines = [message(N_("{rows} rows, {count} cash flows"), rows=about.rows, count=len(series.net)).render(lang)]
    lines[0] += f" ({about.encoding})"
    for name, label in _LABELS.items():
        written = _written(name, figures[name], series, lang) or reasons[name]
        lines.append(f"{translate(label, lang)}: {written}")
    if "equal_at" in figures:
        lines.append(_equal_told(figures["equal_at"], series, lang))
    lines += _notes(series, lang)
    if about.unused:
        lines.append(message(N_("Columns not used: {names}"), names=", ".join(about.unused)).render(lang))
    return "\n".join(lines)


def _written(name: str, value: Any, series: Series, lang: str) -> str:
    """A figure for a person; "" when there is none."""
    number = value["value"] if name == "irr" else value
    if number is None:
        return ""
    if name == "roi_total":
        return str(finance.percent(number))
    if name in ("irr", "mirr"):
        return _rate_told(number, series.each, lang)
    digits = str(format_decimal(np.round(number, 2) + 0.0, format="#,##0.00", locale=lang)).replace("-", "−")
    if "payback" not in name:
        return digits
    if series.each == "period":
        return message(N_("{n} periods"), n=digits).render(lang)
    months = round(number * 12 if series.each == "year" else number)
    text = N_("{years} years {months} months ({n} years)")
    whole = message(text, years=months // 12, months=months % 12, n=digits)
    return whole.render(lang) if series.each == "year" else message(N_("{n} months"), n=digits).render(lang)


def _equal_told(rates: list[float], series: Series, lang: str) -> str:
    if not rates:
        return message(N_("No rate makes both plans equal: one is better at any rate, or they are alike")).render(lang)
    told = ", ".join(_rate_told(rate, series.each, lang) for rate in rates)
    return message(N_("Both plans are equal at {rates}"), rates=told).render(lang)


def _rate_told(rate: float, each: str, lang: str) -> str:
    """A rate with its unit of time; one a month with the yearly one beside it."""
    if each == "month":
        yearly = finance.percent(float(np.expm1(12 * np.log1p(rate))))
        return message(N_("{rate} a month ({yearly} a year)"), rate=finance.percent(rate), yearly=yearly).render(lang)
    text = N_("{rate} a year") if each == "year" else N_("{rate} a period")
    return message(text, rate=finance.percent(rate)).render(lang)
