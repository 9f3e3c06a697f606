"""Data sets small enough to count by hand, written as the CSV files a company would bring, built and scored."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from data import warehouse
from metrics import report
from metrics.lifetime import scores

__all__ = ["Rows", "leavers", "programme", "published", "regulars", "shop"]
Rows = Mapping[str, Sequence[Mapping[str, object]]]  # rows of each table by its name


@contextmanager
def published(place: Path, tables: Rows, *, scored: bool = True) -> Iterator[report.Context]:
    """The context at ``tables`` under their own case, in a PAYBACK_HOME below ``place``."""
    source = place / "source"
    source.mkdir()
    for name, rows in tables.items():
        with (source / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
            writer.writeheader()
            writer.writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        patch.setenv("PAYBACK_STORE", f"sqlite:///{place / 'store.db'}")
        result = warehouse.build(source, name="by hand")
        assert not any(loaded.rejects for loaded in result.tables.values())
        if scored:
            scores.score(warehouse.open_current())
        yield report.saved()


class Till:
    """Orders as they are rung up, numbered one after the other."""

    def __init__(self) -> None:
        self.orders: list[dict[str, object]] = []

    def ring(self, who: str, day: str, amount: float, cost: float, status: str = "completed") -> str:
        """One order; its id."""
        id = f"o{len(self.orders)}"
        self.orders.append(
            {
                "order_id": id,
                "customer_id": who,
                "ordered_at": day,
                "amount": amount,
                "cost": cost,
                "status": status,
                "currency": "EUR",
                "refund_of": "",
            }
        )
        return id

    def refund(self, who: str, day: str, amount: float, cost: float, of: str) -> None:
        """Money given back for order ``of``."""
        self.ring(who, day, -amount, -cost, "refunded")
        self.orders[-1]["refund_of"] = of


def names(stem: str, count: int) -> list[str]:
    """stem1, stem2 ..."""
    return [f"{stem}{number}" for number in range(1, count + 1)]


def shop() -> Rows:
    """60 buyers and 3 people who never bought, from 1 January 2024 to 31 December 2025 (2024 is a leap year).

    - gold1-8 bought for 200 (cost 80, margin 120) in 2024; gold1-6 did again in 2025. gold7 bought on 2 January 2024,
      729 days before the last day, and cancelled an order of 2025; gold6 bought on 31 December 2024, 365 days before
      it. gold1 bought last on 31 December 2025, and 50 of it came back (cost 20)
    - plain1-40 bought for 20 (cost 13, margin 7) in 2024, plain1-10 again in 2025; plain11 got all back in 2025;
      plain40 bought on 31 December 2024 and no more
    - loser1-4 bought for 30 at a cost of 40 in 2024, loser1 again in 2025
    - new1-7 bought for 50 (cost 20, margin 30) in 2025; new1 on 1 January, 364 days before the last day; new3 bought
      twice on one day; new1 and new2 cost 45 each to serve
    - old bought once, for 900 (cost 400), on 1 January 2024: 730 days before the last day, 365 before the end of 2024
    - gold2 cost 40 to serve, and one who never bought cost 25
    """
    till = Till()
    for who in names("gold", 8):
        first = {"gold7": "2024-01-02", "gold6": "2024-12-31"}.get(who, "2024-06-15")
        till.ring(who, first, 200, 80)
        if who not in ("gold7", "gold8"):
            again = till.ring(who, "2025-12-31" if who == "gold1" else "2025-05-10", 200, 80)
            if who == "gold1":
                till.refund(who, "2025-12-31", 50, 20, again)
    till.ring("gold7", "2025-03-01", 999, 99, "cancelled")
    for number, who in enumerate(names("plain", 40), start=1):
        first = till.ring(who, "2024-12-31" if who == "plain40" else "2024-06-20", 20, 13)
        if number <= 10:
            till.ring(who, "2025-06-20", 20, 13)
        elif number == 11:
            till.refund(who, "2025-02-01", 20, 13, first)
    for who in names("loser", 4):
        till.ring(who, "2024-09-09", 30, 40)
    till.ring("loser1", "2025-09-09", 30, 40)
    for who in names("new", 7):
        till.ring(who, "2025-01-01" if who == "new1" else "2025-10-01", 50, 20)
    till.ring("new3", "2025-10-01", 50, 20)
    till.ring("old", "2024-01-01", 900, 400)
    buyers = [*names("gold", 8), *names("plain", 40), *names("loser", 4), *names("new", 7), "old"]
    served = {"new1": 45, "new2": 45, "gold2": 40, "never1": 25}
    return {
        "orders": till.orders,
        "customers": [{"customer_id": who} for who in [*buyers, *names("never", 3)]],
        "cost_to_serve": [
            {"customer_id": who, "period": "2025-10-01", "activity": "visits", "amount": amount}
            for who, amount in served.items()
        ],
    }


def regulars() -> Rows:
    """20 buyers alike, and 20 people who never bought. Each ordered every 30th day for 720 days, the last time on the
    last day; 50 an order at a cost of 30, and 2 an order to serve. The approved rate is 21 % a year."""
    last, till = date(2025, 12, 31), Till()
    served = []
    for who in names("regular", 20):
        for back in range(24, -1, -1):
            day = last - timedelta(days=30 * back)
            till.ring(who, day.isoformat(), 50, 30)
            served.append({"customer_id": who, "period": day, "activity": f"visit {back}", "amount": 2})
    return {
        "orders": till.orders,
        "customers": [{"customer_id": who} for who in [*names("regular", 20), *names("never", 20)]],
        "cost_to_serve": served,
        "assumptions": [
            {
                "case": "approved",
                "name": "rate",
                "value": 0.21,
                "unit": "rate",
                "source": "board",
                "set_on": "2025-01-01",
            }
        ],
    }


def leavers() -> Rows:
    """Who stays and who goes, to 31 December 2025; every order is for 50 at a cost of 30.

    - steady1-48 ordered in 2023, 2024 and 2025
    - gone1-8 ordered in 2023 and 2024 and left in 2025, gone1 on 1 January
    - back1-3 ordered in 2023 and 2025; away1-11 in 2023 alone, and left in 2024
    - early ordered in 2024 and left on its last day: it was no longer there when the last year began
    - brief ordered in 2025 and left in 2025
    - first1-2, second1-6 and third1-18 hold contracts in their first, second and third year; 20 more were not renewed
      at their first end and 6 at their second. first1-2, second1-4 and third1-10 ordered in 2025, third11 in 2022, the
      others never
    """
    till = Till()
    parts = [
        ("steady", 48, (2023, 2024, 2025)),
        ("gone", 8, (2023, 2024)),
        ("back", 3, (2023, 2025)),
        ("away", 11, (2023,)),
        ("early", 1, (2024,)),
        ("brief", 1, (2025,)),
        ("first", 2, (2025,)),
        ("second", 4, (2025,)),
        ("third", 10, (2025,)),
    ]
    for stem, count, years in parts:
        for number, who in enumerate(names(stem, count)):
            for year in years:
                till.ring(who, f"{year}-{6 + number % 3:02}-{10 + number % 7:02}", 50, 30)
    till.ring("third11", "2022-06-10", 50, 30)
    till.ring("steady1", "2025-12-31", 50, 30)
    left = {"early1": "2024-12-31", "brief1": "2025-12-01", "gone1": "2025-01-01"}
    left |= dict.fromkeys(names("gone", 8)[1:], "2025-03-01") | dict.fromkeys(names("away", 11), "2024-02-01")
    held = [("first", 2, 1, False), ("second", 6, 2, False), ("third", 18, 3, False)]
    held += [("once", 20, 1, True), ("twice", 6, 2, True)]
    buyers = {str(order["customer_id"]) for order in till.orders}
    holders = [who for stem, count, _, _ in held for who in names(stem, count)]
    return {
        "orders": till.orders,
        "customers": [{"customer_id": who} for who in sorted(buyers | set(holders))],
        "departures": [{"customer_id": who, "left_on": day} for who, day in left.items()],
        "contracts": [
            {
                "contract_id": f"c-{who}",
                "term": term,
                "customer_id": who,
                "starts_on": date(2026 - years - ended + term - 1, 7, 1),
                "ends_on": date(2026 - years - ended + term, 6, 30),
                "renewed": "" if term == years and not ended else term < years,
            }
            for stem, count, years, ended in held
            for who in names(stem, count)
            for term in range(1, years + 1)
        ],
    }


def programme() -> Rows:
    """A programme approved in January 2025, after a year of 13 buyers who came once, 12 calls and 50 pieces of mail.

    Mail: 50 pieces at 100, 10 of them wasted; 8 % is the target, a realisation rate of 80 % (70 to 90 %), from month 4
    on, in two months. Calls: 12 of 100 minutes at 2 a minute; 50 minutes is the target, half the staff use the system,
    from month 6 on; 40 % of the time saved becomes cash, three months later. Costs: 300 in month 0, 100 in month 2, 5 a
    month in months 1 to 24 and so on after; 500 were spent before approval, and what was spent since is twice the plan.
    The rate is 1 % a month, the horizon 48 months.
    """
    till = Till()
    months = [date(2024, month, 1) for month in range(1, 13)]
    for month in months:
        till.ring(f"buyer{month.month}", month.isoformat(), 50, 30)
    till.ring("buyer13", "2024-12-31", 50, 30)
    given: dict[str, float | tuple[float, float, float]] = {
        "rate": 1.01**12 - 1,
        "horizon": 48,
        "mail.target": 0.08,
        "mail.realisation": (0.7, 0.8, 0.9),
        "mail.start": 4,
        "mail.ramp": 2,
        "handling.target": 50,
        "handling.adoption": 0.5,
        "handling.start": 6,
        "handling.cashable": 0.4,
        "handling.lag": 3,
    }
    spent = [("setup", "2025-01-01", 300), ("course", "2025-03-01", 100), ("study", "2024-12-01", 500)]
    spent += [("care", f"{2025 + month // 12}-{month % 12 + 1:02}-01", 5) for month in range(1, 25)]
    ranged = {path: value if isinstance(value, tuple) else ("", value, "") for path, value in given.items()}
    return {
        "orders": till.orders,
        "calls": [
            {"call_id": f"k{number}", "called_at": month, "minutes": 100, "is_repeat": False, "cost": 200}
            for number, month in enumerate(months)
        ],
        "mail": [
            {
                "mail_id": f"m{number}",
                "customer_id": "buyer1",
                "sent_on": "2024-05-05",
                "cost": 100,
                "wasted": number < 10,
            }
            for number in range(50)
        ],
        "initiatives": [{"initiative_id": "crm", "name": "CRM", "approved_on": "2025-01-15"}],
        "programme_costs": [
            {
                "initiative_id": "crm",
                "item": item,
                "month": month,
                "cost_class": "IT",
                "cost_type": "software",
                "planned": amount,
                "actual": 2 * amount,
            }
            for item, month, amount in spent
        ],
        "assumptions": [
            {
                "case": "approved",
                "name": path,
                "value": value,
                "unit": "number",
                "low": low,
                "high": high,
                "source": "board",
                "set_on": "2025-01-15",
            }
            for path, (low, value, high) in ranged.items()
        ],
    }
