"""What Harbour & Lane sells: sixty products in seven families, with margins from 12 to 58 %."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.calendar import MONTHS, SPAN
from data.company.kinds import FAMILIES, KINDS

CONTRACT_FEE = "P060"

# family: (name, list price at the end of the data, margin), cheapest margins first
_RANGE: dict[str, tuple[tuple[str, float, float], ...]] = {
    "machines": (
        ("Quay 2 capsule machine", 129, 0.12),
        ("Quay 4 filter machine", 189, 0.15),
        ("Pier bean-to-cup", 449, 0.17),
        ("Pier Duo bean-to-cup", 690, 0.19),
        ("Lock water cooler", 329, 0.20),
        ("Lock Tap fountain", 790, 0.22),
        ("Mole espresso, two groups", 2890, 0.23),
        ("Burr grinder 60", 349, 0.25),
    ),
    "coffee": (
        ("Harbour Blend, 1 kg", 14.9, 0.28),
        ("Lane Espresso, 1 kg", 16.5, 0.3),
        ("Decaf, 1 kg", 17.8, 0.32),
        ("Lighthouse Arabica, 1 kg", 19.9, 0.33),
        ("Tide Organic, 1 kg", 22.4, 0.35),
        ("Mild capsules", 16.9, 0.38),
        ("Strong capsules", 16.9, 0.38),
        ("Filter pads, 72", 9.9, 0.34),
        ("Cold brew bags, 12", 13.5, 0.4),
        ("Office pack, 6 kg", 84, 0.26),
        ("Barista pack, 10 kg", 132, 0.24),
        ("Taster box, 4 x 250 g", 24.5, 0.42),
        ("Green tea, 100 bags", 8.9, 0.44),
        ("Hot chocolate, 1 kg", 12.4, 0.37),
    ),
    "water": (
        ("Still water, 18.9 l", 9.8, 0.35),
        ("Spring water, 12 x 1 l", 8.4, 0.28),
        ("Sparkling, 12 x 1 l", 9.2, 0.29),
        ("CO2 cylinder, exchange", 21.5, 0.45),
        ("Water filter, small", 19.9, 0.47),
        ("Water filter, large", 46, 0.45),
        ("Fountain filter set", 89, 0.44),
        ("Mineral cartridge", 27.5, 0.46),
    ),
    "care": (
        ("Descaler, 1 l", 11.9, 0.5),
        ("Cleaning tablets, 100", 18.9, 0.52),
        ("Milk system cleaner", 14.5, 0.54),
        ("Brush set", 9.5, 0.58),
        ("Seal kit", 16.8, 0.55),
        ("Grinder cleaner", 13.9, 0.53),
    ),
    "supplies": (
        ("Paper cups, 1,000", 52, 0.16),
        ("Lids, 1,000", 38, 0.17),
        ("Sugar sticks, 1,000", 13.5, 0.21),
        ("Milk portions, 240", 18.4, 0.15),
        ("Oat drink, 12 x 1 l", 21.6, 0.18),
        ("Stirrers, 1,000", 8.8, 0.25),
        ("Napkins, 2,000", 24.9, 0.19),
        ("Biscuits, 300", 31.5, 0.20),
        ("Syrup, 6 x 700 ml", 42, 0.23),
        ("Cup, ceramic, 6", 29.9, 0.26),
    ),
    "gifts": (
        ("Gift box, small", 24.9, 0.34),
        ("Gift box, large", 54, 0.36),
        ("Advent calendar", 39.9, 0.38),
        ("Hand grinder", 44.9, 0.29),
        ("Pour-over set", 36.5, 0.33),
        ("Travel mug", 22.9, 0.4),
        ("Voucher tin", 29.9, 0.32),
        ("Moka pot", 32.5, 0.3),
        ("Tasting course", 69, 0.42),
    ),
    "service": (
        ("Repair, flat rate", 95, 0.29),
        ("Installation", 120, 0.26),
        ("Training, half a day", 180, 0.31),
        ("Spare part, small", 24, 0.37),
        ("Service contract, a year", 420, 0.36),
    ),
}


@dataclass(frozen=True)
class Product:
    """One product at the prices of the last month."""

    id: str
    name: str
    family: str
    price: float
    margin: float


def _products() -> tuple[Product, ...]:
    flat = [(family, item) for family in FAMILIES for item in _RANGE[family]]
    return tuple(
        Product(f"P{at:03d}", name, family, price, margin) for at, (family, (name, price, margin)) in enumerate(flat, 1)
    )


PRODUCTS = _products()
PRICES = np.array([product.price for product in PRODUCTS])
COSTS = np.array([round(product.price * (1 - product.margin), 2) for product in PRODUCTS])
FEE = [product.id for product in PRODUCTS].index(CONTRACT_FEE)


def mix() -> NDArray[np.float64]:
    """Cumulated chance of each product in a line of each kind of customer; (kinds, products). The fee is not chosen."""
    weights = np.zeros((len(KINDS), len(PRODUCTS)))
    for row, kind in enumerate(KINDS):
        for family, share in zip(FAMILIES, kind.families, strict=True):
            mine = [at for at, product in enumerate(PRODUCTS) if product.family == family and at != FEE]
            fall = 0.88 ** np.arange(len(mine))  # a few sell most
            weights[row, mine] = share * fall / fall.sum()
    return np.asarray(np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True))


def price_level(growth: float) -> NDArray[np.float64]:
    """Prices and costs of each month against the last one of the data; half of growth is prices."""
    return np.asarray((1 + growth) ** ((np.arange(SPAN) - (MONTHS - 1)) / 24))


def table() -> pa.Table:
    """The products table."""
    columns = ("product_id", "name", "family", "list_price", "unit_cost", "warranty_months", "service_life_months")
    rows: list[tuple[Any, ...]] = []
    for product, cost in zip(PRODUCTS, COSTS, strict=True):
        machine = product.family == "machines"
        rows.append(
            (product.id, product.name, product.family, _money(product.price), _money(cost))
            + ((24, 60 if product.price < 500 else 84) if machine else (None, None))
        )
    return frames.from_rows("products", columns, rows)


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
