"""How money is counted: prices, tax, VAT, working capital and what is left at the end. All off unless set."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Literal, get_args

from metrics.scenario.assumption import Assumption
from metrics.words.text import N_
from metrics.words.units import Unit

Prices = Literal["nominal", "real"]
PRICES: tuple[str, ...] = get_args(Prices)
OFF = N_("left out unless set")
DAYS = (0.0, 3650.0)

# path -> (label, unit, bounds, value while not set)
TERMS: Mapping[str, tuple[str, Unit, tuple[float, float], float]] = {
    "inflation": (N_("Price rise a year"), Unit.RATE, (-0.5, 1.0), 0.0),
    "vat": (N_("VAT on costs that is not refunded"), Unit.SHARE, (0.0, 1.0), 0.0),
    "tax_rate": (N_("Tax on profit"), Unit.SHARE, (0.0, 1.0), 0.0),
    "write_off": (N_("Months over which capital is written off"), Unit.MONTHS, (0.0, 600.0), 36.0),
    "dso": (N_("Days until customers pay"), Unit.NUMBER, DAYS, 0.0),
    "dio": (N_("Days goods lie in stock"), Unit.NUMBER, DAYS, 0.0),
    "dpo": (N_("Days until suppliers are paid"), Unit.NUMBER, DAYS, 0.0),
    "residual": (N_("Worth at the end of the horizon"), Unit.MONEY, (-inf, inf), 0.0),
    "exit_cost": (N_("Cost of stopping now"), Unit.MONEY, (-inf, inf), 0.0),
    "value_factor": (N_("Customer value over its forecast"), Unit.MULTIPLE, (0.0, 10.0), 1.0),
    "premium": (N_("Risk premium inside the discount rate"), Unit.RATE, (0.0, 1.0), 0.0),
}


AS_BUDGETED = Assumption(value=1.0, unit=Unit.MULTIPLE, source=N_("as budgeted"))


def unset(path: str) -> Assumption:
    """The term at ``path`` as it stands until somebody sets it."""
    _label, unit, _bounds, value = TERMS[path]
    return Assumption(value=value, unit=unit, source=OFF)


INFLATION, VAT, TAX_RATE, WRITE_OFF, DSO, DIO, DPO, RESIDUAL, EXIT_COST, VALUE_FACTOR, PREMIUM = map(unset, TERMS)
