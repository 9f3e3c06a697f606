"""The customer value page: answers where the data carry them, reasons where they do not, and nobody's name too many."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import report
from metrics.context import Context
from metrics.customers import concentration, model_card
from metrics.value import attention as matrix
from metrics.value import file as papers
from metrics.value.customer import customer, names
from metrics.words.reader import Reader
from pages.parts import access
from tests.pages import small_shops
from tests.pages.test_pages import said, start

PAGE = "customer_value"


def figures(app: AppTest) -> dict[str, str]:
    """What the metrics of the page read, by label."""
    return {metric.label: metric.value for metric in app.metric}


def charts(app: AppTest) -> list[dict[str, object]]:
    """The pictures as they go to the browser."""
    return [json.loads(found.proto.spec) for found in app.get("plotly_chart")]


def test_the_opening_says_who_brings_it_and_what_the_base_is_worth(company: Path) -> None:
    app = start("en", PAGE)
    assert app.title[0].value.startswith("The top 20% of customers bring ")
    assert "of the contribution. Customers are worth \\$" in app.title[0].value
    assert app.title[0].value.endswith("over 2 years (remaining CLV, 90% range).")


def test_four_tiles_each_with_its_why(company: Path) -> None:
    """Value, active customers, share of the best fifth, and what is at risk."""
    app = start("en", PAGE)
    labels = [metric.label for metric in app.metric][:4]
    assert labels == [
        "Value, 2 years",
        "Active customers",
        "Share of contribution from the top 20% of customers",
        "Value at risk",
    ]
    assert all(value != "–" for value in list(figures(app).values())[:4])


def test_every_picture_has_a_question_an_answer_and_words_for_who_cannot_see_it(company: Path) -> None:
    app = start("en", PAGE)
    answers = [header.value for header in app.header]
    assert len(answers) == 6
    assert answers[0].startswith("The top 1% of customers bring ")
    assert answers[1].startswith("The top tenth is worth \\$")
    assert " customers brought \\$" in answers[2]
    assert answers[4].endswith(" a year more possible")
    assert " of new customers come back; a loyal one is worth \\$" in answers[5]
    assert len(charts(app)) == 5
    model = start("en", PAGE, more="model")
    assert [header.value for header in model.header][4].startswith("Back-test: ")
    assert len(charts(model)) == 5


def test_the_browser_gets_two_hundred_customers_at_most(company: Path) -> None:
    app = start("en", PAGE)
    drawn = [len(trace["x"]) for chart in charts(app) for trace in chart["data"]]  # type: ignore[index,attr-defined]
    assert max(drawn) <= 400
    found = matrix.attention(report.current())
    assert 0 < len(found.drawn) <= matrix.POINTS


def test_narrowing_is_in_the_address_and_survives_a_reload(company: Path) -> None:
    everybody = start("en", PAGE)
    app = start("en", PAGE, kind="business", region="Coast")
    assert not app.exception
    assert app.pills(key="kind_asked").value == "business"
    assert app.selectbox(key="region_asked").value == "Coast"
    assert app.header[2].value != everybody.header[2].value
    app.selectbox(key="region_asked").set_value("North").run()
    assert app.query_params["region"] == "North"
    assert start("en", PAGE, kind="pirates").header[2].value == everybody.header[2].value


def test_the_customer_in_the_address_is_shown_with_value_chance_and_contribution(company: Path) -> None:
    data = report.current()
    id = matrix.attention(data).first[3]
    app = start("en", PAGE, customer=id)
    shown = customer(data, id, named=True)
    assert shown.returns is not None
    assert app.header[3].value.startswith(f"{shown.called}: ")
    p = papers.file(data, id).p
    assert p is not None and figures(app)["Still active in a year"] == f"{1 - p:.0%}"
    assert figures(app)["Churn probability"] == Reader("en", "USD").share(p)
    assert "Next step: develop." in said(app)  # the step of the quadrant the customer stands in
    assert id in said(app)


def test_a_field_opens_as_a_list_and_its_choice_stays_in_the_address(company: Path) -> None:
    """Those of the matrix, by number for who may not see names; another field, another list."""
    app = start("en", PAGE)
    app.session_state["field-open"] = True
    first = app.run()
    assert not first.exception and "customers" in said(first)
    lists = [part.value for part in first.dataframe if part.value.columns[0] == "Customer"]
    assert len(lists) == 1 and len(lists[0]) > 20
    kept = start("en", PAGE, field="keep")
    kept.session_state["field-open"] = True
    other = next(part.value for part in kept.run().dataframe if part.value.columns[0] == "Customer")
    assert not set(other["Customer"]) & set(lists[0]["Customer"])


def test_a_customer_nobody_knows_leaves_the_page_standing(company: Path) -> None:
    app = start("en", PAGE, customer="nobody")
    assert not app.exception
    assert app.header[3].value == "No customer is chosen"


def test_a_name_is_shown_only_to_who_may_see_it(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An executive reads numbers of customers, nowhere a name."""
    data = report.current()
    first = matrix.attention(data).first
    name = names(data, first[:1])[first[0]]
    assert name in said(start("en", PAGE))
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    app = start("en", PAGE)
    everything = said(app) + json.dumps(charts(app), ensure_ascii=False) + str(app.selectbox)
    assert not [known for known in names(data, first).values() if known in everything]
    assert first[0] in everything


def test_orders_alone_say_that_revenue_stands_in_and_that_the_horizon_is_long(cdnow: Path) -> None:
    app = start("en", PAGE, more="model")
    words = said(app)
    assert "of the revenue" in app.title[0].value
    assert "The orders carry no cost, so customers are measured by net revenue" in words
    assert "further than the 18 months of orders it learnt from" in words
    assert "Remaining customer lifetime value (CLV) of one customer" in figures(start("en", PAGE, more="brings"))
    assert [pills.key for pills in app.pills] == ["ahead_asked", "more_asked"]  # no kinds, no contracts


def test_the_model_card_names_the_champion_its_rivals_and_the_other_program(company: Path) -> None:
    app = start("en", PAGE, more="model")
    card = model_card.card(report.current())
    tables = [table.value for table in app.table]
    assert len(tables[0]) == len(card.rivals) == 6
    assert list(tables[0]["Champion"]) == ["yes" if rival.id == card.champion else "no" for rival in card.rivals]
    assert list(dict.fromkeys(tables[1]["Model"])) == ["BG/NBD", "MBG/NBD", "Pareto/NBD"]
    known = tables[1][tables[1]["Why not"] == "–"]
    assert len(known)
    assert list(known["Ours, days"]) == list(known["lifetimes"])
    assert "chosen by" in said(app)


@pytest.mark.parametrize(
    ("sales", "forecast", "lang"),
    [
        (small_shops.one_customer, False, "en"),
        (small_shops.nobody_twice, False, "zh_CN"),
        (small_shops.forty_customers, True, "en"),
        (small_shops.odd_numbers, True, "zh_CN"),
        pytest.param(small_shops.one_customer, False, "zh_CN", marks=pytest.mark.long),
        pytest.param(small_shops.nobody_twice, False, "en", marks=pytest.mark.long),
        pytest.param(small_shops.forty_customers, True, "zh_CN", marks=pytest.mark.long),
        pytest.param(small_shops.odd_numbers, True, "en", marks=pytest.mark.long),
    ],
)
def test_too_little_is_answered_with_a_reason(
    home: Path, tmp_path: Path, sales: Callable[[], list[small_shops.Sale]], forecast: bool, lang: str
) -> None:
    """One sentence, no error, and a reason where a picture would be."""
    small_shops.publish(tmp_path, sales())
    app = start(lang, PAGE)
    assert not app.exception
    assert not app.error
    assert app.title[0].value
    assert len(app.header) >= 4
    assert (report.current().scores.reason is None) == forecast
    if not forecast and lang == "en":
        assert app.title[0].value.startswith("We cannot say what customers are worth. ")
        assert figures(app)["Value, 2 years"] == "–"


def test_a_rerun_goes_through_no_customers_again(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Curve, ranks, tenths and readings of the first run are kept: the second may ask for none of them."""
    app = start("en", PAGE)

    def again(*_args: object, **_more: object) -> None:
        raise AssertionError("a pass over all customers")

    for place, name in ((concentration, "lorenz"), (Context, "_read"), (pd.DataFrame, "rank"), (pd.DataFrame, "join")):
        monkeypatch.setattr(place, name, again)
    app.run()
    assert not app.exception
    assert not app.error
