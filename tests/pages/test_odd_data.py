"""Any data that load: no page falls over, and every figure is a value or a reason."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from streamlit.testing.v1 import AppTest

import metrics.__main__ as command_line
from data import warehouse
from data.errors import InputError
from metrics.lifetime import scores
from pages.parts import menu
from tests import odd_data
from tests.examples import ALL
from tests.odd_data import Odd
from tests.pages.test_pages import said, start

LONG, SHORT = 300, 20
TRIED = LONG if settings().max_examples >= ALL else SHORT
NO_NUMBER = re.compile(r"(?<![A-Za-z])(nan|NaN|NaT|inf|None)(?![A-Za-z])")
LINK = re.compile(r"(?<!\\)\]\((?!/)")


@contextmanager
def brought(odd: Odd) -> Iterator[Path | None]:
    """A home in which the data are published and scored; None where they are refused in words."""
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", f"{place}/home")
        patch.setenv("PAYBACK_STORE", f"sqlite:///{place}/store.db")
        odd_data.write(odd, Path(place) / "source")
        try:
            warehouse.build(Path(place) / "source", name="odd")
        except InputError as error:
            assert str(error) and "failed their own checks" not in str(error)
            yield None
            return
        scores.score(warehouse.open_current())
        yield Path(place)


@settings(
    max_examples=TRIED,
    phases=[Phase.generate],
    derandomize=TRIED == SHORT,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(odd_data.shops())
def test_every_page_stands_on_odd_data(odd: Odd) -> None:
    with brought(odd) as place:
        if place is None:
            return
        out = io.StringIO()
        with redirect_stdout(out):
            assert command_line.main(["report", "--json"]) == 0
        for reading in json.loads(out.getvalue(), parse_constant=lambda name: pytest.fail(f"{name} is no number"))[
            "readings"
        ]:
            assert (reading["value"] is None) == bool(reading["reason"]), reading["id"]
        for page in menu.ENTRIES:
            app = start("en" if odd.seed % 2 else "zh_CN", page)
            assert not app.exception and not app.error, page
            assert NO_NUMBER.search(said(app)) is None, page


def _marked(app: AppTest) -> str:
    """Everything a page says that is drawn as Markdown, as it is written."""
    parts = [
        *app.title,
        *app.header,
        *app.subheader,
        *app.caption,
        *app.markdown,
        *app.metric,
        *app.expander,
        *app.warning,
    ]
    return "\n".join(str(getattr(part, "value", "") or getattr(part, "label", "")) for part in parts)


@pytest.mark.parametrize("page", menu.ENTRIES)
def test_no_text_of_the_data_becomes_a_link_or_a_picture(page: str, hostile: Path) -> None:
    app = start("en", page)
    assert not app.exception and not app.error
    written = _marked(app)
    found = LINK.search(written)
    assert found is None, written[max(0, found.start() - 80) : found.end() + 40] if found else ""
    assert "<a href" not in written.replace("\\<", "")
    for chart in app.get("plotly_chart"):
        assert "<a href=" not in json.loads(chart.proto.spec or "{}").__repr__()


@pytest.fixture(scope="module")
def hostile() -> Iterator[Path]:
    """A shop in which every text would fetch something from another server."""
    names = tuple(name for name in odd_data.TABLES if name != "orders")
    with brought(Odd(200, 60, "usual", "usual", "usual", names, 0.0, 0.0, False, 7, hostile=True)) as place:
        assert place is not None
        yield place
