"""Links of the strategy map: a planted lag is found, nothing else is, and each sentence has its case."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

from data.commands.build import example as build
from data.progress import Bar
from metrics import report
from metrics.scorecard import answers, findings_links
from metrics.scorecard.findings_links import Link
from metrics.scorecard.links import Lead, Seen, lead, seen

MONTHS = pd.date_range("2021-11-01", periods=60, freq="MS")


def wandering(rng: np.random.Generator, n: int, memory: float = 0.6) -> np.ndarray:
    """A series that remembers: an autoregression of order one."""
    return np.asarray(lfilter([1.0], [1.0, -memory], rng.standard_normal(n)))


def pair(seed: int, lag: int, weight: float) -> tuple[pd.Series, pd.Series]:
    """Two series that remember, the second with ``weight`` of the first ``lag`` months before."""
    rng = np.random.default_rng(seed)
    x, noise = wandering(rng, 72), wandering(rng, 72)
    y = noise.copy()
    y[lag:] += weight * x[:-lag]
    return pd.Series(x[12:], MONTHS), pd.Series(y[12:], MONTHS)


@pytest.mark.parametrize("lag", [1, 3, 6])
@pytest.mark.parametrize("weight", [1.5, -1.5])
def test_a_planted_lag_is_found_with_its_sign(lag: int, weight: float) -> None:
    found = [lead(*pair(seed, lag, weight)) for seed in range(10)]
    assert all(each is not None and each.lag == lag and each.correlation * weight > 0 for each in found)
    assert all(each is not None and each.p < 0.01 for each in found)


def test_series_that_merely_remember_show_no_link() -> None:
    """Without whitening two wandering series look linked as often as not; here at most one in ten at 5 %."""
    alone = [lead(*pair(seed, 1, 0.0)) for seed in range(200)]
    assert np.mean([each is not None and each.p < 0.05 for each in alone]) <= 0.1


def test_too_few_months_or_no_movement_say_nothing() -> None:
    x, y = pair(1, 2, 1.0)
    assert lead(x[:35], y) is None and lead(x, pd.Series(1.0, MONTHS)) is None
    gap = x.copy()
    gap.iloc[:30] = np.nan
    assert lead(gap, y) is None


def test_false_discoveries_are_held_over_the_whole_map() -> None:
    """By hand at 10 %: of p = .01, .04, .2 the bars are .033, .067, .1: two stand. One of .06 alone is held to .1."""
    held = [Lead(1, 0.5, p, 60) for p in (0.2, 0.01, 0.04)]
    assert seen([*held, None]) == [Seen.NOT_VISIBLE, Seen.SUPPORTED, Seen.SUPPORTED, Seen.TOO_SHORT]
    assert seen([Lead(1, 0.5, 0.06, 60)]) == [Seen.SUPPORTED]
    assert seen([Lead(1, 0.5, 0.06, 60), Lead(1, 0.1, 0.9, 60)]) == [Seen.NOT_VISIBLE, Seen.NOT_VISIBLE]
    assert seen([]) == []


def test_satisfaction_moves_two_quarters_before_departures_and_handling_time_does_not(planted: Path) -> None:
    """As planted in the sample company, drawn by its owners."""
    found = {(link.earlier, link.later): link for link in findings_links._links(report.saved())}
    satisfied = found["satisfied", "leaving_rate"]
    assert satisfied.seen is Seen.SUPPORTED and satisfied.lead is not None
    assert satisfied.lead.lag == 6 and satisfied.lead.correlation < 0
    assert found["handling_time", "leaving_rate"].seen is Seen.NOT_VISIBLE


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample company of 20,000, built and not scored, with a store of its own."""
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PAYBACK_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    build("company", 20_000, Bar())
    return tmp_path / "home"


STRONG = Link("satisfied", "leaving_rate", "", Lead(6, -0.6, 0.001, 60), Seen.SUPPORTED)
ALONG = Link("certified", "use_of_system", "", Lead(1, 0.6, 0.001, 60), Seen.SUPPORTED)
WEAK = Link("handling_time", "leaving_rate", "", Lead(1, 0.1, 0.9, 60), Seen.NOT_VISIBLE)
SHORT = Link("handling_time", "leaving_rate", "", None, Seen.TOO_SHORT)
CSAT = "Customer satisfaction (CSAT), top two moves 6 months before Departures a month, against it"
USE = "Training coverage moves 1 months before Users who logged in, along with it"


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([STRONG, WEAK], f"1 of 2 links shows: {CSAT}"),
        ([ALONG, WEAK], f"1 of 2 links shows: {USE}"),
        ([STRONG, ALONG, WEAK], f"2 of 3 links show, first: {CSAT}"),
        ([ALONG, STRONG], f"2 of 2 links show, first: {USE}"),
        ([WEAK, SHORT], "None of the 2 links of the map shows in the months"),
        ([SHORT], "The months are too few to say whether any link of the map shows"),
    ],
)
def test_what_is_said_of_the_map(links: list[Link], words: str) -> None:
    assert str(findings_links._shown(links)) == words


def test_no_link_is_said_and_every_map_how_it_was_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_links, "_links", lambda _context: [])
    empty = findings_links.strategy_map(SimpleNamespace())
    assert str(empty.sentence) == "No link is drawn yet: say what you think moves before what"
    monkeypatch.setattr(findings_links, "_links", lambda _context: [STRONG])
    assert str(findings_links.strategy_map(SimpleNamespace()).note) == (
        "Both series whitened, lags of 1 to 6 months, false discoveries held to 10%; 36 months are needed. "
        "That one moves before another is no proof that it is the cause."
    )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"from": "satisfied", "to": "satisfied"}], "A link goes from one measure to another"),
        ([{"from": "satisfied", "to": "irr"}], "irr has no monthly series"),
        (
            [{"from": "satisfied", "to": to} for to in list(findings_links.RATIOS)[:15] if to != "satisfied"],
            "A map of 1[0-9] links cannot be read. Draw 12 at most.",
        ),
    ],
)
def test_a_map_that_cannot_be_is_refused(rows: list[dict[str, str]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        answers._links(rows)


def test_the_same_link_is_kept_once() -> None:
    row = {"from": "certified", "to": "use_of_system", "why": "so"}
    assert [link["id"] for link in answers._links([row, row])] == ["certified-use_of_system"]
