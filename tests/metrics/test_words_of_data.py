"""Words of the data: shown as they are, or as the data themselves put them in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import warehouse
from data.company.words import IN_CHINESE
from metrics import report
from metrics.churn import words as churn_words
from metrics.context import Sources
from metrics.segments.people import value_name
from metrics.value import customer
from metrics.words.reader import Reader
from metrics.words.text import catalogue

ORDERS = "order_id,customer_id,ordered_at,amount\n" + "".join(
    f"O{n},C{n % 40},2024-{1 + n % 12:02d}-{1 + n % 27:02d},{10 + n}\n" for n in range(200)
)
CHINESE, ENGLISH = Reader("zh_CN", "XXX"), Reader("en", "XXX")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A firm of its own that calls one of its sources by a name the sample has too, and brings a word in Chinese."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/orders.csv").write_text(ORDERS)
    (tmp_path / "in/words.csv").write_text("word,language,written\ncourier,zh_CN,快递\nMesse,en,fair\n")
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PAYBACK_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    warehouse.build(tmp_path / "in", name="own")
    return report.current()


def test_a_word_is_shown_as_it_is_unless_the_data_bring_another(own: Sources) -> None:
    assert CHINESE.read(churn_words.word(own, "courier")) == "快递"
    assert ENGLISH.read(churn_words.word(own, "courier")) == "courier"
    assert ENGLISH.read(churn_words.word(own, "Messe")) == "fair"
    for word in ("shop", "price", "supermarket"):  # the sample brings these in Chinese; this firm does not
        assert CHINESE.read(churn_words.word(own, word)) == word == value_name(own, word)


def test_what_the_desk_should_know_is_read_where_it_is_given(own: Sources, tmp_path: Path) -> None:
    assert customer.at_the_desk(own, "C1") == customer.AtTheDesk(None, None)  # no table of customers at all
    rows = "customer_id,arrears,note\nC1,120.5,Prefers the morning\nC2,,\n"
    (tmp_path / "in/customers.csv").write_text(rows)
    warehouse.build(tmp_path / "in", name="own")
    held = report.current()
    assert customer.at_the_desk(held, "C1") == customer.AtTheDesk(120.5, "Prefers the morning")
    assert customer.at_the_desk(held, "C2") == customer.AtTheDesk(None, None)


def test_what_is_ours_is_translated_without_the_data(own: Sources) -> None:
    assert CHINESE.read(churn_words.word(own, "")) == "未知"
    assert CHINESE.read(churn_words.group(own, "kind", "business")) != "business"


def test_the_program_knows_no_word_of_the_sample() -> None:
    known = catalogue("zh_CN")
    for word in ("supermarket", "trade fair", "telephone sales", "spring discount 2023", "coffee", "gifts"):
        assert word in IN_CHINESE and known.gettext(word) == word
