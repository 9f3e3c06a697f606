"""Small shops brought in from a folder with one file: what a page must answer, or refuse with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data import warehouse

Sale = tuple[str, str, float]  # customer, day, amount


def publish(place: Path, sales: Iterable[Sale]) -> None:
    """Build and publish ``sales`` as the orders of a shop without costs."""
    source = place / "shop"
    source.mkdir()
    rows = [f"o{i},{who},{day},completed,{amount},EUR" for i, (who, day, amount) in enumerate(sales)]
    head = "order_id,customer_id,ordered_at,status,amount,currency"
    (source / "orders.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    warehouse.build(source, name="shop")


def one_customer() -> list[Sale]:
    """Who bought once."""
    return [("only", "2025-03-01", 20.0)]


def forty_customers() -> list[Sale]:
    """Too few for shares; each comes back some days later."""
    first = [(f"k{i}", f"2025-01-{i % 28 + 1:02}", 10.0 + i) for i in range(40)]
    return first + [(who, f"2025-0{i % 5 + 2}-11", amount) for i, (who, _day, amount) in enumerate(first)]


def nobody_twice() -> list[Sale]:
    """A hundred customers with one order each."""
    return [(f"k{i}", f"2025-0{i % 9 + 1}-15", 5.0 + i) for i in range(100)]


def odd_numbers() -> list[Sale]:
    """Customer numbers with quotes, blanks and pictures."""
    names = ["O'Hara", "a;b", "x\U0001f600y", "<b>bold</b>"]
    return [(name, f"2025-0{month}-03", 10.0) for name in names for month in (1, 2, 5)]


def with_links_and_leads(place: Path) -> None:
    """Forty customers who come back, three pairs of them linked, sixty old leads and two open ones."""
    source = place / "shop"
    publish(place, forty_customers())
    people = "\n".join(f"k{i},consumer" for i in range(40))
    (source / "customers.csv").write_text(f"customer_id,kind\n{people}\n")
    (source / "relations.csv").write_text(
        "customer_id,related_id,kind\nk0,k1,family\nk1,k0,family\nk1,k2,employer\nk5,k6,family\nk7,k7,family\n"
    )
    old = [f"a{i},2024-01-05,consumer,fair,{'2024-03-01' if i < 30 else ''}" for i in range(60)]
    rows = "\n".join([*old, "n1,2025-06-01,consumer,fair,", "n2,2025-06-01,consumer,web,"])
    (source / "leads.csv").write_text(f"lead_id,created_on,kind,source,won_on\n{rows}\n")
    warehouse.build(source, name="shop")
