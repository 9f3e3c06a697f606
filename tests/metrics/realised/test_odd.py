"""Registers of other firms: no plan of their own, planned for years to come, names as people write them, no status."""

from __future__ import annotations

from pathlib import Path

from metrics.realised import facts, findings, findings_close, findings_proof
from tests.metrics.hand_made import published

ORDERS = [
    {
        "order_id": f"{month}-{n}",
        "customer_id": f"c{n}",
        "ordered_at": f"2025-{month:02d}-28",
        "status": "completed",
        "amount": 100,
        "cost": 60,
        "currency": "EUR",
    }
    for month in range(1, 13)
    for n in range(5)
] + [
    {
        "order_id": "last",
        "customer_id": "c1",
        "ordered_at": "2025-12-31",
        "status": "completed",
        "amount": 100,
        "cost": 60,
        "currency": "EUR",
    }
]


def register(status: str) -> list[dict[str, object]]:
    """Planned for two years, measured in the first."""
    return [
        {
            "lever": "Wasted mail",
            "month": f"{2025 + at // 12}-{at % 12 + 1:02d}-01",
            "planned": 10,
            "actual": 8 if at < 12 else "",
            "cause": "C",
            "money_mark": "2",
            "evidence": "count",
            "status": status,
        }
        for at in range(24)
    ]


def test_a_register_without_a_business_case_is_held_against_what_it_planned(tmp_path: Path) -> None:
    with published(tmp_path, {"orders": ORDERS, "benefits_register": register("approved")}, scored=False) as context:
        assert {row.lever for row in facts.rows(context)} == {"mail"}
        assert context.value("promised_benefit") == 120.0 and context.value("realised_benefit") == 96.0
        assert context.value("realised_share") == 0.8 and context.value("proven_benefit") == 0.0
        assert "no plan says what is still to come" in str(context.read("forecast_at_completion").reason)
        assert "80%" in str(findings.verdict(context))
        assert not findings.standing(context).undefined
        assert str(findings.register(context).sentence).startswith(
            "Dec 2025: rows in all 1,"
        )  # not the last planned one
        assert "live_on" in str(findings_proof.caused(context).sentence)
        assert "ledger_totals" in str(findings_close.reconciled(context).sentence)


def test_drafts_are_never_called_realised(tmp_path: Path) -> None:
    with published(tmp_path, {"orders": ORDERS, "benefits_register": register("draft")}, scored=False) as context:
        assert str(context.read("realised_benefit").reason) == (
            "No row of the benefits register is approved yet; drafts hold 96"
        )
        assert str(findings.register(context).sentence) == (
            "Dec 2025: rows waiting for approval 1, each complete; 11 overdue from earlier months"
        )
