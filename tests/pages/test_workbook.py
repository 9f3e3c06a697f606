"""The workbook as the benefit model hands it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store import open_store
from metrics import report
from metrics.registry import METRICS
from metrics.words.reader import Reader
from metrics.words.text import translate
from metrics.workbook import exported as report_workbook
from pages.parts import access, workbook
from tests.metrics.workbook import office
from tests.pages.test_pages import LOCALES, start

LABEL = "Workbook with live formulas"


@pytest.mark.parametrize("lang", LOCALES)
def test_the_benefit_model_offers_it(company: Path, lang: str) -> None:
    """One button, in the reader's language; nothing is made before it is asked for."""
    app = start(lang, "benefit_model")
    assert not app.exception
    assert translate(LABEL, lang) in [button.label for button in app.get("download_button")]
    assert not [line for line in open_store().audit() if line.action == "export workbook"]


@pytest.mark.parametrize("lang", LOCALES)
def test_what_is_taken_holds_the_readings_of_the_page(company: Path, lang: str) -> None:
    """Every cell of a result has the page's value beside its formula, and the export leaves an audit line."""
    context = report.in_force()
    made = report_workbook._workbook(context, "v2", "Ada", lang)
    cells = office.read(report_workbook.taken(context, "v2", "Ada", lang))
    ids = [name.removeprefix("result_") for name in made.book.names if name.removeprefix("result_") in METRICS]
    assert len(ids) >= 12
    for id in ids:
        reading = context.read(id).value
        found = office.value(cells, made, f"result_{id}")
        assert found == ("–" if reading is None else pytest.approx(reading, rel=1e-9, abs=0)), id
    assert made.book.names["reconciliation_differing"].value == 0  # type: ignore[union-attr]
    newest = open_store().audit()[0]
    assert (newest.author, newest.action, newest.subject) == ("Ada", "export workbook", context.label)
    said = [str(cell) for row in cells[made.book.sheets[0].title] for cell in row]
    assert translate("Sample data: an invented company, not a real one.", lang) in said


def test_what_is_taken_is_what_is_in_force_when_it_is_asked_for(company: Path) -> None:
    """The button stands where no slider redraws it: it finds the draft by its id, as it is by then."""
    before = report.saved().read("programme_npv").value
    report.edit("d1", lambda scenario: scenario.replace("rate", 0.2), "Ada")
    made = report_workbook._workbook(report.in_force("d1"), "Base case v2*", "Ada")
    cells = office.read(workbook._made("d1", report.BASE, "Ada", Reader("en", "USD")))
    found = office.value(cells, made, "result_programme_npv")
    assert found == pytest.approx(report.in_force("d1").read("programme_npv").value) and found != before
    assert open_store().audit()[0].subject == "Base case v2*"


@pytest.mark.parametrize("page", ["benefit_model", "return_risk"])
def test_both_pages_of_the_case_offer_it(company: Path, page: str) -> None:
    assert LABEL in [button.label for button in start("en", page).get("download_button")]


def test_orders_alone_make_one_too(cdnow: Path) -> None:
    """No lever moves and no cost is entered: dashes and the reasons, no error."""
    context = report.in_force()
    made = report_workbook._workbook(context, "v1", "Ada")
    assert made.value("programme_npv") is None
    words = [str(cell) for row in office.read(made.write())["Results"] for cell in row]
    assert "No cost entered yet. Enter what the programme costs." in words


def test_who_is_not_signed_in_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a reader there is nothing to offer."""
    monkeypatch.setattr(access, "user", lambda: None)
    monkeypatch.setattr(workbook.st, "download_button", lambda *_args, **_more: pytest.fail("offered"))
    workbook.offer()
