"""One visit, one move of a slider, one message to the server: what each took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import websockets
from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import TimeoutError as TooLate
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

STEPS = (9, 9, -9, 9, -9, -9)  # pixels a slider is moved, in turn
# Milliseconds since the address was opened: when the first tile is on the page (and bytes loaded by then), and when the
# last chart was drawn that was not there before.
NOTE = """(() => {
  const loaded = kind => performance.getEntriesByType(kind).reduce((sum, entry) => sum + entry.transferSize, 0);
  window.firstTile = window.lastChart = { at: 0, bytes: 0, charts: 0 };
  const look = () => {
    if (!window.firstTile.at && document.querySelector('[data-testid="stMetricValue"]'))
      window.firstTile = { at: performance.now(), bytes: loaded("resource") + loaded("navigation") };
    const charts = document.querySelectorAll(".js-plotly-plot .main-svg").length;
    if (charts !== window.lastChart.charts) window.lastChart = { at: performance.now(), charts };
    requestAnimationFrame(look);
  };
  performance.setResourceTimingBufferSize(1000);
  look();
})()"""
# Milliseconds from letting go of the slider to another line or mark in a chart, looked at in every frame of the page.
WATCH = """() => {
  const marks = () => [...document.querySelectorAll(".js-plotly-plot :is(path.js-line, path.point, .point path)")];
  const drawn = () => marks().map(mark => mark.getAttribute("d") + mark.getAttribute("transform")).join();
  window.moves = [];
  addEventListener('pointerup', () => {
    const released = performance.now(), before = drawn();
    const look = () => {
      const now = drawn();
      if (now && now !== before) window.moves.push(performance.now() - released);
      else if (performance.now() - released < 3000) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}"""
# Whether all is there: nothing runs or is still to come, and no chart has been added for a second and a half.
STILL = """charts => !document.querySelector(
    ".st-key-pictures, [data-testid=stSkeleton], [data-test-script-state=running]")
  && (!charts || window.lastChart.charts) && performance.now() - window.lastChart.at > 1500"""


@dataclass(frozen=True)
class Visit:
    """A cold visit: seconds to the first tile and the last chart (0: none), bytes before the tile and in all."""

    first: float
    last: float
    before: float
    settled: float


def visit(browser: Browser, address: str, charts: bool) -> Visit:
    """Open the address with nothing kept from before, until nothing more comes; ``charts`` says whether some come.

    The page itself notes when things are there and what it had loaded by then: from here it would be seen too late.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.add_init_script(NOTE)
    page = context.new_page()
    received = count_bytes(context.new_cdp_session(page))
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.firstTile.at || window.lastChart.charts", timeout=60_000)
    quiet(page, received, charts)
    first, last = page.evaluate("() => [window.firstTile, window.lastChart]")
    context.close()
    return Visit(first["at"] / 1e3, last["at"] / 1e3, first["bytes"], sum(received))


def count_bytes(network: CDPSession) -> list[float]:
    """Bytes on the wire, one entry a piece as it comes."""
    received: list[float] = []
    network.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    network.send("Network.enable")
    return received


def quiet(page: Page, received: list[float], charts: bool) -> None:
    """Wait until all is there, and nothing has come for a second and a half."""
    page.wait_for_function(STILL, arg=charts, polling=100, timeout=60_000)
    held = -1
    while len(received) != held:
        held = len(received)
        page.wait_for_timeout(1_500)


@contextmanager
def sliders(browser: Browser, address: str) -> Iterator[Page]:
    """A page with two sliders and charts, ready for ``move``."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot path.js-line", state="attached", timeout=60_000)
    page.wait_for_timeout(2_000)
    page.evaluate(WATCH)
    yield page
    context.close()


def move(page: Page, number: int) -> list[float]:
    """Move one of both sliders, back and forth in turn: milliseconds to the redrawn chart; empty when none was seen."""
    page.bring_to_front()
    page.evaluate("() => { window.moves = [] }")
    x, y = thumb(page, number % 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + STEPS[number // 2 % len(STEPS)], y, steps=3)
    page.mouse.up()
    try:
        page.wait_for_function("() => window.moves.length", polling=100, timeout=4_000)
    except TooLate:
        return []
    page.wait_for_timeout(500)
    return [float(value) for value in page.evaluate("() => window.moves")]


def thumb(page: Page, number: int) -> tuple[float, float]:
    """Where the thumb of the slider of that number is: as far along its track as its value between its ends."""
    track = page.get_by_test_id("stSlider").nth(number).bounding_box()
    low, value, high = page.get_by_role("slider").nth(number).evaluate("s => [+s.min, +s.value, +s.max]")
    level = page.get_by_role("slider").nth(number).bounding_box()
    assert track is not None and level is not None
    return track["x"] + track["width"] * (value - low) / (high - low), level["y"] + level["height"] / 2


async def reruns(addresses: list[str], page: str, times: int) -> list[list[float]]:
    """Moves of the first slider of a page, the servers in turn, without a browser: milliseconds to each run's end."""
    talks = [await Talk.begin(address, page) for address in addresses]
    found: list[list[float]] = [[] for _ in talks]
    for number in range(times):
        for times_of, talk in zip(found, talks, strict=True):
            times_of.append(await talk.move(number))
    for talk in talks:
        await talk.socket.close()
    return found


@dataclass(frozen=True)
class Talk:
    """A session with a server, and what its first run told."""

    socket: websockets.ClientConnection
    seen: Seen

    @classmethod
    async def begin(cls, url: str, page: str) -> Talk:
        """Open the page."""
        address = url.replace("http", "ws") + "/_stcore/stream"
        socket = await websockets.connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(url)
        )
        first = BackMsg()
        first.rerun_script.page_name = page
        await socket.send(first.SerializeToString())
        return cls(socket, await until_finished(socket))

    async def move(self, number: int) -> float:
        """Milliseconds from the message to the end of the run."""
        move = BackMsg()
        move.rerun_script.page_script_hash = self.seen.page
        move.rerun_script.fragment_id = self.seen.fragment
        low, high = self.seen.bounds
        widget = move.rerun_script.widget_states.widgets.add()
        widget.id = self.seen.slider
        widget.double_array_value.data.append(round(low + (high - low) * (0.3 + 0.4 * (number % 7) / 7), 2))
        started = time.perf_counter()
        await self.socket.send(move.SerializeToString())
        await until_finished(self.socket)
        return 1e3 * (time.perf_counter() - started)


class Seen:
    """What a run told: the page it ran and the first slider on it."""

    page = slider = fragment = ""
    bounds = (0.0, 1.0)


async def until_finished(socket: websockets.ClientConnection) -> Seen:
    """Read one run to its end."""
    seen = Seen()
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(socket.recv(), 120))
        kind = message.WhichOneof("type")
        if kind == "navigation":
            seen.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider" and not seen.slider:
            slider = message.delta.new_element.slider
            seen.slider, seen.bounds, seen.fragment = slider.id, (slider.min, slider.max), message.delta.fragment_id
        elif kind == "script_finished":
            return seen
