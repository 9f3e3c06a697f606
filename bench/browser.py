"""What a reader waits for, as a ratio to what Streamlit alone takes on the same machine in the same minutes.

Options: ``--against DIR`` measures another checkout too, and says how many times its figures ours are. ``--visits N``.
All take turns, so that a noisy machine hits all alike; seconds are told, and never missed.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, sync_playwright

from bench._sites import SLIDERS, TILES, bare, payback, served
from bench._visits import move, reruns, sliders, visit
from tests.serving import QUIET, browser_path

T = TypeVar("T")
EDITOR, PAGES = "benefit_model", ("overview", "benefit_model", "churn")
OURS, BEFORE, BARE = "ours", "before", "bare"
FIRST, LAST, EARLY, SETTLED = "cold first tile", "last chart of", "transferred before it", "transferred, settled"
SLIDER, SERVER = "slider to changed chart", "server time a move"
UNITS = {FIRST: "s", LAST: "s", EARLY: "MB", SETTLED: "MB", SLIDER: "ms", SERVER: "ms"}
TIMES_BARE = {FIRST: 1.15, SLIDER: 1.3}
TIMES_BEFORE = 1.1
MEGABYTES = {EARLY: 1.3, SETTLED: 3.2}
MILLISECONDS = {SERVER: 20.0}  # told, and never missed: a slow machine is not a slow program
Found = defaultdict[tuple[str, str], list[float]]  # a figure, whose it is


def main(options: Sequence[str] = ()) -> None:
    """Every figure beside its bound; SystemExit with the ratios and the bytes that are missed."""
    parser = argparse.ArgumentParser(prog="python -m bench browser", description=__doc__)
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout")
    parser.add_argument("--visits", type=int, default=15, metavar="N", help="of each page; sliders move twice as often")
    asked = parser.parse_args(options)
    path = browser_path()
    if path is None:
        sys.exit("no Chromium here: install it, or name one in BROWSER_PATH")
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = {OURS: stack.enter_context(served(payback(place / OURS)))}
        if asked.against:
            sites[BEFORE] = stack.enter_context(served(payback(place / BEFORE, asked.against.resolve())))
        tiles = stack.enter_context(served(bare(place / "tiles", "tiles", TILES)))
        charts = stack.enter_context(served(bare(place / "charts", "charts", SLIDERS)))
        found: Found = defaultdict(list)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
            visits(browser, sites, tiles, asked.visits, found)
            moves(browser, sites, charts, 2 * asked.visits, found)
            browser.close()
        took = asyncio.run(reruns(list(sites.values()), EDITOR, 2 * asked.visits))
        found |= {(SERVER, who): times for who, times in zip(sites, took, strict=True)}
    if missed := [line for line in told(found) if line is not None]:
        sys.exit("; ".join(missed))


def visits(browser: Browser, sites: Mapping[str, str], tiles: str, times: int, found: Found) -> None:
    """Cold visits in turn. Pages beside the overview are only opened to be compared with another checkout."""
    pages = PAGES if BEFORE in sites else PAGES[:1]
    calls = [(who, page, f"{url}/{page if page != PAGES[0] else ''}") for page in pages for who, url in sites.items()]
    calls.append((BARE, "", tiles))
    for _who, page, address in calls:  # whoever comes first after a start may wait for a calculation
        visit(browser, address, bool(page))
    for number in range(times):
        for who, page, address in in_turn(calls, number):
            seen = visit(browser, address, bool(page))
            if page in ("", PAGES[0]):
                found[FIRST, who].append(seen.first)
                found[EARLY, who].append(seen.before / 1e6)
                found[SETTLED, who].append(seen.settled / 1e6)
            if page:
                found[f"{LAST} {page}", who].append(seen.last)


def moves(browser: Browser, sites: Mapping[str, str], charts: str, times: int, found: Found) -> None:
    """Sliders in turn."""
    addresses = {who: f"{url}/{EDITOR}" for who, url in sites.items()} | {BARE: charts}
    with ExitStack() as stack:
        pages = [(who, stack.enter_context(sliders(browser, address))) for who, address in addresses.items()]
        for number in range(times):
            for who, page in in_turn(pages, number):
                found[SLIDER, who] += move(page, number)


def in_turn(these: Sequence[T], number: int) -> Sequence[T]:
    """Forwards and backwards, so that nobody is always first."""
    return these if number % 2 == 0 else these[::-1]


def told(found: Found) -> list[str | None]:
    """Print every figure with its bounds; a sentence a miss."""
    missed: list[str | None] = []
    for what in dict.fromkeys(what for what, _ in found):
        unit = next(unit for start, unit in UNITS.items() if what.startswith(start))
        ours = found[what, OURS]
        if not ours:
            missed.append(f"{what}: nothing was measured")
            continue
        middle = statistics.median(ours)
        print(f"{what}: p50 of {len(ours)} {middle:.3g} {unit}, worst {max(ours):.3g} {unit}")
        if what in MEGABYTES:
            missed.append(held(f"{what}, {unit}", middle, MEGABYTES[what]))
        if what in MILLISECONDS:
            held(f"{what}, {unit}", middle, MILLISECONDS[what])
        if what in TIMES_BARE:
            missed.append(ratio(what, "bare Streamlit", middle, found[what, BARE], TIMES_BARE[what]))
        if (what, BEFORE) in found:
            missed.append(ratio(what, "before", middle, found[what, BEFORE], TIMES_BEFORE))
    return missed


def ratio(what: str, whose: str, ours: float, theirs: Sequence[float], bound: float) -> str | None:
    """Ours divided by the middle of theirs, against its bound."""
    if not theirs:
        return f"{what}, {whose}: nothing was measured"
    middle = statistics.median(theirs)
    if not middle:
        return None  # no chart there, none here
    return held(f"{what} \N{DIVISION SIGN} {whose} ({middle:.3g}, of {len(theirs)})", ours / middle, bound)


def held(what: str, value: float, bound: float) -> str | None:
    """Print whether the bound is kept; the sentence of a miss, or None."""
    kept = value <= bound
    print(f"  {what}: {value:.3g}, at most {bound:g}: {'kept' if kept else 'MISSED'}")
    return None if kept else f"{what}: {value:.3g} is above {bound:g}"


if __name__ == "__main__":
    main(sys.argv[1:])
