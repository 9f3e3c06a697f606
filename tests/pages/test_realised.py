"""The page of promised and realised: what stands first, entering, closing by finance alone, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from metrics import report
from metrics.realised import answers, facts
from metrics.scorecard import answers as owners
from metrics.scorecard import facts as scorecard
from pages.parts import access
from tests.pages.test_pages import LOCALES, said, start

PAGE = "realised"
FOLDS = ("register", "closing", "reconciled", "baseline", "marks", "rules", "fields", "rolled-out", "power", "designs")


def opened(lang: str = "en") -> AppTest:
    """The page with every fold open."""
    app = start(lang, PAGE)
    for fold in FOLDS:
        app.session_state[f"fold-realised-{fold}"] = True
    return app.run()


def again(app: AppTest) -> AppTest:
    """Run once more, folds open."""
    for fold in FOLDS:
        app.session_state[f"fold-realised-{fold}"] = True
    return app.run()


@pytest.mark.parametrize("lang", LOCALES)
def test_it_opens_with_the_share_of_the_promise_and_every_fold_opens(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    share = report.saved().value("realised_share")
    text = said(app)
    assert f"{share:.0%}" in text and "Ida Marchbank" in text


def test_a_row_is_entered_refused_and_the_month_closed(company: Path) -> None:
    """One local user: finance closes the month, marked as not verified by another."""
    app = opened()
    app.selectbox(key="row-lever").select("acquisition")
    app = again(app)
    field = next(box for box in app.number_input if "row-actual-acquisition|2026-10" in str(box.key))
    field.set_value(900.0)
    app = again(app)
    app.button(key="row-keep").click()
    app = again(app)
    context = report.saved()
    row = next(row for row in facts.rows(context) if (row.lever, str(row.month)) == ("acquisition", "2026-10-01"))
    assert (row.actual, row.status, row.here) == (900.0, "draft", True)
    app.button(key="close").click()  # it has no evidence yet
    app = again(app)
    assert "cannot be closed" in app.warning[0].value and facts.closed(context).isoformat() == "2026-09-01"
    app.button(key="row-refuse").click()
    app = again(app)
    context = report.saved()
    silent = {f"{each.reading.id}|2026-10": {"comment": "seen"} for each in scorecard.behind(context)}
    owners.change(context.sources, {"comments": lambda now: {**now, **silent}}, "Ada")
    app = again(again(app))  # its line says something else now
    app.text_input(key="close-name").set_value("Ida Marchbank")
    app = again(app)
    app.button(key="close").click()
    app = again(app)
    assert not app.exception and facts.closed(report.saved()).isoformat() == "2026-10-01"
    mark = answers.answers(report.saved().sources)["closes"].value["2026-10"]
    assert mark["by"] == "Ida Marchbank" and not mark["verified"]
    assert "not independently verified (single user)" in said(app)


def test_only_finance_closes_a_month(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = access.User("olga@example.org", frozenset({"owner"}))
    monkeypatch.setattr(access, "user", lambda: owner)
    app = opened()
    app.button(key="close").click()
    app = again(app)
    assert "may enter figures but not approve them. A month is closed by finance." in app.warning[0].value
    reader = access.User("eva@example.org", frozenset({"executive"}))
    monkeypatch.setattr(access, "user", lambda: reader)
    assert opened().button(key="close").disabled


def test_what_explains_a_gap_is_entered_and_taken_away(company: Path) -> None:
    app = opened()
    app.text_input(key="item-name").set_value("Rounding")
    app.number_input(key="item-amount").set_value(12.5)
    app = again(app)
    app.button(key="item-add").click()
    app = again(app)
    held: Any = answers.answers(report.saved().sources)["items"].value
    assert [(row["item"], row["amount"], row["month"]) for row in held] == [("Rounding", 12.5, "2026-10")]
    assert "$12.5 of it is unexplained" in said(app)
    app = again(app)  # its line says something else now
    app.button(key=f"item-away-{held[0]['id']}").click()
    app = again(app)
    assert not answers.answers(report.saved().sources)["items"].value


def test_the_baseline_is_frozen(company: Path) -> None:
    app = opened()
    app.button(key="freeze").click()
    app = again(app)
    assert "The baseline was frozen on" in said(app)


def test_without_a_register_the_page_says_so(home: Path) -> None:
    from data import warehouse

    source = home.parent / "only"
    source.mkdir()
    (source / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,status,amount,cost,currency,channel,region\n"
        + "".join(f"{n},c{n % 7},2025-{1 + n % 12:02d}-10,completed,10,5,EUR,web,N\n" for n in range(60)),
        encoding="utf-8",
    )
    warehouse.build(source, name="only")
    app = opened()
    assert not app.exception and "No realised benefit entered yet" in said(app)
