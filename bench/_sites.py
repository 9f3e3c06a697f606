"""The servers that are measured: this checkout, another one, and two bare pages of Streamlit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import ROOT, Server, free_port

CUSTOMERS = 20_000
# What Streamlit itself takes for as many tiles as the overview has.
TILES = """
import streamlit as st

st.title("Five tiles")
for number, column in enumerate(st.columns(5)):
    column.metric(f"Figure {number}", f"{number * 1.7:.1f} M", f"{number - 2} %")
"""
# What Streamlit itself takes for two sliders that move a filled line and bars; neither keeps its shape when moved.
SLIDERS = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
left, right = st.columns(2)
gain = left.slider("Gain", 0.0, 1.0, 0.5, 0.002)
cost = right.slider("Cost", 0.0, 1.0, 0.5, 0.002)
months = list(range(61))
line = [gain * month**1.5 - cost * 5 * month - 20 for month in months]
bars = [gain * place**2 - cost * 10 + 3 for place in range(8)]
left.plotly_chart(go.Figure(go.Scatter(x=months, y=line, fill="tozeroy")))
right.plotly_chart(go.Figure(go.Bar(x=[f"Part {place}" for place in range(8)], y=bars)))
"""


@contextmanager
def served(server: Server) -> Iterator[str]:
    """Its address, for as long as it is needed."""
    try:
        server.start()
        yield server.url
    finally:
        server.stop()


def payback(place: Path, checkout: Path = ROOT) -> Server:
    """The app of that checkout over the sample company at its usual size, built by its own code into ``place``."""
    state = {**os.environ, "PAYBACK_HOME": str(place), "OPENBLAS_NUM_THREADS": "1"}
    build = ["data", "build", "--example", "company", "--customers", str(CUSTOMERS)]
    for command in (build, ["metrics", "score"]):
        subprocess.run([sys.executable, "-m", *command], cwd=checkout, env=state, check=True, capture_output=True)
    return Server(address(), place, f"sqlite:///{place / 'store.db'}", folder=checkout)


def bare(place: Path, name: str, text: str) -> Server:
    """A page of its own, by ``streamlit run`` as it comes."""
    place.mkdir(exist_ok=True)
    (place / f"{name}.py").write_text(text, encoding="utf-8")
    options = (
        "--server.address",
        "127.0.0.1",
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
        "--logger.level",
        "warning",
    )
    return Server(address(), place, "", folder=place, script=f"{name}.py", options=options)


def address() -> str:
    """One where nobody listens yet."""
    return f"http://127.0.0.1:{free_port()}"
