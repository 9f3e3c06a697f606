"""``python -m metrics cashflow FILE --rate R``: what a series of cash flows is worth."""

from __future__ import annotations

import argparse
import json
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
    command.add_argument("file", metavar="FILE", type=Path, help="CSV with period and cost, benefit (or net)")
    command.add_argument("--rate", type=float, required=True, help="discount rate per period (a year with dates)")
    command.add_argument("--finance-rate", type=float, help="rate outlays are financed at, for MIRR; else --rate")
    command.add_argument("--reinvest-rate", type=float, help="rate receipts are reinvested at, for MIRR; else --rate")
    command.add_argument("--timing", choices=("start", "middle", "end"), default="end", help="when in a period")
    return command


def run(arguments: argparse.Namespace) -> int:
    """Read, compute, print; InputError when the file or a rate cannot be used."""
    series = read(arguments.file, arguments.timing)
    try:
        figures, reasons = measure(series, arguments.rate, arguments.finance_rate, arguments.reinvest_rate)
    except UndefinedError as error:
        raise InputError(error.reason.render(arguments.lang)) from error
    texts = {name: reason.render(arguments.lang) for name, reason in reasons.items()}
    print(_document(figures, texts) if arguments.json else _page(figures, texts, series, arguments.lang))
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

    pv_cost, pv_benefit = value(series.cost), value(series.benefit)
    roots = finance.irr_at(series.net, series.times)
    simple = finance.payback(series.net, series.ends)
    discounted = finance.payback(series.net * finance.discount_factors(rate, series.times), series.ends)
    for name, answer in (("payback", simple), ("discounted_payback", discounted), ("irr", roots)):
        if answer.reason is not None:
            reasons[name] = answer.reason
    for other in (financed, reinvested):
        finance.discount_factors(other, series.ends)  # refuses a rate of -1 and below, even where MIRR is undefined
    figures = {
        "npv": value(series.net),
        "pv_cost": pv_cost,
        "pv_benefit": pv_benefit,
        "roi_total": unless_undefined("roi_total", lambda: finance.roi_total(pv_benefit, pv_cost)),
        "irr": {"value": roots.value, "roots": list(roots.roots)},
        "mirr": unless_undefined("mirr", lambda: finance.mirr_at(series.net, series.ends, financed, reinvested)),
        "payback": simple.value,
        "discounted_payback": discounted.value,
    }
    return figures, reasons


def _document(figures: dict[str, Any], reasons: dict[str, str]) -> str:
    """One JSON document. ``reason`` tells all of them; ``reasons`` has each by its name."""
    irr = {**figures["irr"], "reason": reasons.get("irr")}
    others = {name: text for name, text in reasons.items() if name != "irr"}
    document = {**figures, "irr": irr, "reason": " ".join(dict.fromkeys(others.values())) or None, "reasons": others}
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
}


def _page(figures: dict[str, Any], reasons: dict[str, str], series: Series, lang: str) -> str:
    lines = [message(N_("{rows} rows, {count} cash flows"), rows=series.rows, count=len(series.net)).render(lang)]
    for name, label in _LABELS.items():
        written = _written(name, figures[name], series, lang) or reasons[name]
        lines.append(f"{translate(label, lang)}: {written}")
    return "\n".join(lines)


def _written(name: str, value: Any, series: Series, lang: str) -> str:
    """A figure for a person; "" when there is none."""
    number = value["value"] if name == "irr" else value
    if number is None:
        return ""
    if name in ("roi_total", "irr", "mirr"):
        return str(finance.percent(number))
    digits = str(format_decimal(np.round(number, 2) + 0.0, format="#,##0.00", locale=lang)).replace("-", "−")
    if "payback" not in name:
        return digits
    return message(N_("{n} years") if series.dated else N_("{n} periods"), n=digits).render(lang)
