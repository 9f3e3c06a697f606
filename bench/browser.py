"""What a reader waits for: the first tile of a cold visit, bytes before it, a slider's move until the chart changes."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import websockets
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data import warehouse
from data.commands.build import example
from data.progress import Bar
from metrics.lifetime import scores
from tests.serving import QUIET, Server, browser_path, free_port

CUSTOMERS = 20_000
VISITS, MOVES = 5, 24
STEPS = (9, 9, -9, 9, -9, -9)  # pixels a slider is moved, in turn
EDITOR = "benefit_model"
# Milliseconds since the address was opened, and bytes loaded, when the first tile is on the page.
NOTE = """(() => {
  const loaded = kind => performance.getEntriesByType(kind).reduce((sum, entry) => sum + entry.transferSize, 0);
  const look = () => {
    if (!document.querySelector('[data-testid="stMetricValue"]')) return requestAnimationFrame(look);
    window.firstTile = { at: performance.now(), bytes: loaded("resource") + loaded("navigation") };
  };
  performance.setResourceTimingBufferSize(1000);
  look();
})()"""
# Milliseconds from letting go of the slider to another line or mark in a chart, looked at in every frame of the page.
WATCH = """() => {
  const marks = () => [...document.querySelectorAll(".js-plotly-plot :is(path.js-line, path.point)")];
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


def main() -> None:
    """Every figure beside its bound; SystemExit when one is missed."""
    path = browser_path()
    if path is None:
        sys.exit("no Chromium here: install it, or name one in BROWSER_PATH")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        publish(place)
        server = Server(f"http://127.0.0.1:{free_port()}", place, f"sqlite:///{place / 'store.db'}")
        server.start()
        try:
            missed = [line for line in measure(path, server) if line is not None]
        finally:
            server.stop()
    if missed:
        sys.exit("; ".join(missed))


def publish(place: Path) -> None:
    """The sample company at its usual size."""
    os.environ["PAYBACK_HOME"] = str(place)
    example("company", CUSTOMERS, Bar())
    scores.score(warehouse.open_current())


def measure(path: str, server: Server) -> list[str | None]:
    """All measurements, each printed with its bound."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        visit(browser, server.url)  # whoever comes first after a start may wait for a calculation
        seconds, before, settled = zip(*(visit(browser, server.url) for _ in range(VISITS)), strict=True)
        moves = slide(browser, server.url)
        browser.close()
    reruns = asyncio.run(rerun(server.url))
    return [
        say("cold first tile", seconds, 1.5, "s"),
        say("transferred before it", [b / 1e6 for b in before], 1.3, "MB"),
        say("transferred, settled", [b / 1e6 for b in settled], 3.2, "MB"),
        say("slider to changed chart", moves, 120, "ms"),
        say("server time a move", reruns, 20, "ms"),
    ]


def say(name: str, values: Sequence[float], bound: float, unit: str) -> str | None:
    """Print the middle value and the worst; the sentence of a miss, or None."""
    if not values:
        return f"{name}: nothing was measured"
    middle = statistics.median(values)
    print(f"{name}: p50 {middle:.3g} {unit}, worst {max(values):.3g} {unit}, at most {bound:g} {unit}")
    return f"{name}: {middle:.3g} {unit} is above {bound:g} {unit}" if middle > bound else None


def visit(browser: Browser, url: str) -> tuple[float, float, float]:
    """One cold visit: seconds to the first tile, bytes on the wire until then, and until nothing more comes.

    The page itself notes when the tile is there and what it had loaded by then: from here it would be seen too late.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.add_init_script(NOTE)
    page = context.new_page()
    received = count_bytes(context.new_cdp_session(page))
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.firstTile", timeout=60_000)
    first = page.evaluate("() => window.firstTile")
    quiet(page, received)
    context.close()
    return first["at"] / 1e3, first["bytes"], sum(received)


def count_bytes(network: CDPSession) -> list[float]:
    """Bytes on the wire, one entry a piece as it comes."""
    received: list[float] = []
    network.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    network.send("Network.enable")
    return received


def quiet(page: Page, received: list[float]) -> None:
    """Wait until nothing has come for a second and a half."""
    held = -1
    while len(received) != held:
        held = len(received)
        page.wait_for_timeout(1_500)


def slide(browser: Browser, url: str) -> list[float]:
    """Move both sliders of the editor, back and forth; milliseconds from release to the redrawn chart."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page.goto(f"{url}/{EDITOR}")
    page.wait_for_selector(".js-plotly-plot path.js-line", state="attached", timeout=60_000)
    page.wait_for_timeout(2_000)
    page.evaluate(WATCH)
    for number in range(MOVES):
        x, y = thumb(page, number % 2)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + STEPS[number // 2 % len(STEPS)], y, steps=3)
        page.mouse.up()
        page.wait_for_timeout(600)
    found = [float(value) for value in page.evaluate("() => window.moves")]
    page.close()
    return found


def thumb(page: Page, number: int) -> tuple[float, float]:
    """Where the thumb of the slider of that number is: as far along its track as its value between its ends."""
    track = page.get_by_test_id("stSlider").nth(number).bounding_box()
    low, value, high = page.get_by_role("slider").nth(number).evaluate("s => [+s.min, +s.value, +s.max]")
    level = page.get_by_role("slider").nth(number).bounding_box()
    assert track is not None and level is not None
    return track["x"] + track["width"] * (value - low) / (high - low), level["y"] + level["height"] / 2


async def rerun(url: str) -> list[float]:
    """Moves of the same slider without a browser: milliseconds from the message to the end of the run."""
    address = url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=url) as socket:  # type: ignore[arg-type]
        first = BackMsg()
        first.rerun_script.page_name = EDITOR
        await socket.send(first.SerializeToString())
        seen = await until_finished(socket)
        times = []
        for number in range(MOVES):
            move = BackMsg()
            move.rerun_script.page_script_hash = seen.page
            move.rerun_script.fragment_id = seen.fragment
            low, high = seen.bounds
            widget = move.rerun_script.widget_states.widgets.add()
            widget.id = seen.slider
            widget.double_array_value.data.append(round(low + (high - low) * (0.3 + 0.4 * (number % 7) / 7), 2))
            started = time.perf_counter()
            await socket.send(move.SerializeToString())
            await until_finished(socket)
            times.append(1e3 * (time.perf_counter() - started))
    return times


class Seen:
    """What a run told: the page it ran and the first slider on it."""

    page = slider = fragment = ""
    bounds = (0.0, 1.0)


async def until_finished(socket: websockets.ClientConnection) -> Seen:
    """Read one run to its end."""
    seen = Seen()
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(socket.recv(), 120))  # type: ignore[arg-type]
        kind = message.WhichOneof("type")
        if kind == "navigation":
            seen.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider" and not seen.slider:
            slider = message.delta.new_element.slider
            seen.slider, seen.bounds, seen.fragment = slider.id, (slider.min, slider.max), message.delta.fragment_id
        elif kind == "script_finished":
            return seen
