"""When a page fails: one sentence with an id for the reader, everything else in the log under that id."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from data import failing
from data.errors import InputError
from metrics.words.text import Message
from pages.parts import session
from pages.parts.session import _
from pages.parts.tables import plain

log = logging.getLogger("payback")


def show(error: BaseException) -> bool:
    """Tell the reader what happened; True keeps Streamlit from showing its own report."""
    if isinstance(error, InputError):
        log.warning("input: %s", error)
        reason = getattr(error, "reason", None)
        words = session.reader().read(reason) if isinstance(reason, Message) else str(error)
        st.error(plain(failing.without_paths(words)))
        return True
    number = secrets.token_hex(4)
    cause = failing.told(error) if isinstance(error, failing.FAILING) else type(error).__name__
    log.error("error %s on %s: %s", number, session.page_name(), cause, exc_info=error)
    if failing.is_busy(error):
        st.error(_("The store is busy with another program. Nothing was changed; try again in a moment."))
    elif isinstance(error, failing.FAILING):
        st.error(_("Data or store cannot be used. The log holds the cause and what to do under error {id}.", id=number))
    else:
        st.error(_("This page could not be shown. The log holds the cause under error {id}.", id=number))
    return True
