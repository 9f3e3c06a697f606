"""The first start without data: the sample company is built, and everybody who waits sees how far it is."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from dataclasses import dataclass, field

import streamlit as st

from metrics import report
from pages.parts import session
from pages.parts.session import _

log = logging.getLogger("payback")
LOOK = 0.3  # seconds between two looks at the progress


@dataclass
class Job:
    """The building of the sample, one for all sessions of this server."""

    step: str = ""
    share: float = 0.0
    error_id: str = ""
    thread: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Begin, or begin again after an error."""
        self.error_id, self.share = "", 0.0
        self.thread = threading.Thread(target=self._run, name="build-sample", daemon=True)
        self.thread.start()

    @property
    def running(self) -> bool:
        """Still at it."""
        return self.thread is not None and self.thread.is_alive()

    def _run(self) -> None:
        try:
            report.prepare(self._progress)
        except Exception as error:
            self.error_id = secrets.token_hex(4)
            log.error("error %s while building the sample company", self.error_id, exc_info=error)

    def _progress(self, step: str, share: float) -> None:
        self.step, self.share = step, min(max(share, 0.0), 1.0)


_JOB = Job()
_LOCK = threading.Lock()


def ready() -> None:
    """Return when there are data to show; until then show the progress instead of the page."""
    if report.state() is not None:
        return
    with _LOCK:
        if not _JOB.running and not _JOB.error_id:
            _JOB.start()
    _wait()
    if _JOB.error_id:
        _failed()
    st.rerun()


def _wait() -> None:
    st.title(_("Building the sample company. This happens once."), anchor=False)
    bar = st.progress(0.0)
    while _JOB.running:
        bar.progress(_JOB.share, text=_("{percent} done", percent=session.reader().share(_JOB.share)))
        time.sleep(LOOK)


def _failed() -> None:
    st.error(_("The sample company could not be built. The log holds the cause under error {id}.", id=_JOB.error_id))
    st.button(_("Try again"), on_click=_JOB.start)
    st.stop()
