"""A running Payback and a browser to look at it: shared by the browser tests and the measurements."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_path() -> str | None:
    """The Chromium to use: BROWSER_PATH, else one on the PATH."""
    asked = os.environ.get("BROWSER_PATH")
    return shutil.which(asked) if asked else next((found for name in NAMES if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running Payback, or another script of Streamlit. ``url`` has no slash at its end."""

    url: str
    home: Path
    store: str
    folder: Path = ROOT
    script: str = "app.py"
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        port = self.url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", port, *self.options]
        state = {"PAYBACK_HOME": str(self.home), "PAYBACK_STORE": self.store, "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            command, cwd=self.folder, env={**os.environ, **state}, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}; start it by hand: make run")
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).read()
                return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("the server does not answer after 90 s")

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
