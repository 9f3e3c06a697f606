"""Thirty readers at the sliders of the benefit model beside one alone, over the wire: arrivals and moves apart.

A move is timed from its message to the end of its run: where a run asks for another, to the end of that. Every move
must be answered. Options: ``--readers N``, ``--moves N``.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

from bench._sites import payback, served

PAGE, THINK, PATIENCE = "benefit_model", 2.0, 30.0  # seconds between moves; until a move counts as unanswered
TIMES = 10.0  # p95 of all of them over that of one alone
AGAIN = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_EARLY_FOR_RERUN")


@dataclass
class Reader:
    """One session: its sliders (id: fragment, ends, value), and the ends of its runs as they come."""

    url: str
    sliders: dict[str, tuple[str, float, float, float]] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    script: str = ""
    ends: asyncio.Queue[float] = field(default_factory=asyncio.Queue)

    async def listen(self, socket: websockets.ClientConnection) -> None:
        """Read all that comes, for as long as the session lasts."""
        async for raw in socket:
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider":
                slider = message.delta.new_element.slider
                known = (message.delta.fragment_id, slider.min, slider.max, slider.default[0])
                self.sliders[slider.id] = known
                self.values.setdefault(slider.id, slider.default[0])
            elif kind == "script_finished" and message.script_finished != AGAIN:
                self.ends.put_nowait(time.perf_counter())

    async def run(self, arrived: asyncio.Barrier, moves: int) -> tuple[float, list[float | None]]:
        """Seconds until the page was there, and milliseconds of each move; None where nothing came."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        options = {"subprotocols": [Subprotocol("streamlit")], "max_size": None, "origin": Origin(self.url)}
        async with websockets.connect(address, **options) as socket:  # type: ignore[arg-type]
            listening = asyncio.create_task(self.listen(socket))
            first = BackMsg()
            first.rerun_script.page_name = PAGE
            begun = time.perf_counter()
            await socket.send(first.SerializeToString())
            there = await asyncio.wait_for(self.ends.get(), PATIENCE) - begun
            await arrived.wait()
            await asyncio.sleep(THINK * random.random())
            taken = [await self.move(socket) for _ in range(moves)]
            listening.cancel()
            return there, taken

    async def move(self, socket: websockets.ClientConnection) -> float | None:
        """One slider to some other place, and a while of looking at it."""
        while not self.ends.empty():
            self.ends.get_nowait()
        id = random.choice(list(self.sliders))
        fragment, low, high, _value = self.sliders[id]
        self.values[id] = float(round(random.uniform(low, high)))
        message = BackMsg()
        message.rerun_script.page_script_hash, message.rerun_script.fragment_id = self.script, fragment
        for name, value in self.values.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = name
            state.double_array_value.data.append(value)
        sent, end = time.perf_counter(), None
        await socket.send(message.SerializeToString())
        with suppress(TimeoutError):
            end = await asyncio.wait_for(self.ends.get(), PATIENCE)
        await asyncio.sleep(THINK * (0.5 + random.random()))
        return None if end is None else 1e3 * (end - sent)


async def together(url: str, readers: int, moves: int) -> tuple[list[float], list[float], int]:
    """Seconds of the arrivals, milliseconds of the moves, and how many moves were not answered."""
    arrived = asyncio.Barrier(readers)
    found = await asyncio.gather(*(Reader(url).run(arrived, moves) for _ in range(readers)))
    every = [move for _there, taken in found for move in taken]
    return [there for there, _taken in found], [move for move in every if move is not None], every.count(None)


def main(options: Sequence[str] = ()) -> None:
    """One reader, then all of them; SystemExit when they wait too long beside one, or a move is not answered."""
    parser = argparse.ArgumentParser(prog="python -m bench readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=30, metavar="N")
    parser.add_argument("--moves", type=int, default=10, metavar="N", help="of each")
    parser.add_argument("--url", default="", help="a Payback that runs already")
    asked = parser.parse_args(options)
    random.seed(1)
    with tempfile.TemporaryDirectory() as place:
        if asked.url:
            missed = _measured(asked.url, asked.readers, asked.moves)
        else:
            with served(payback(Path(place))) as url:
                missed = _measured(url, asked.readers, asked.moves)
    if missed:
        sys.exit("; ".join(missed))


def _measured(url: str, readers: int, moves: int) -> list[str]:
    asyncio.run(together(url, 1, 3))  # what is compiled or read once is no part of a move
    high: list[float] = []
    silent = 0
    for n, times in ((1, 3 * moves), (readers, moves)):
        arrivals, taken, unanswered = asyncio.run(together(url, n, times))
        middle, late = np.percentile(taken, (50, 95))
        print(
            f"{n:>3} readers: there in {np.median(arrivals):.2f} s; {len(taken)} moves p50 {middle:.0f} ms, "
            f"p95 {late:.0f} ms; {unanswered} not answered",
            flush=True,
        )
        high.append(float(late))
        silent += unanswered
    ratio = high[1] / high[0]
    print(f"p95 of {readers} over that of one: {ratio:.1f}, wanted {TIMES:.0f} at most")
    return [f"p95 {ratio:.1f} times that of one"] * (ratio > TIMES) + [f"{silent} moves not answered"] * bool(silent)


if __name__ == "__main__":
    main(sys.argv[1:])
