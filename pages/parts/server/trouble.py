"""When a page fails: one sentence with an id for the reader, everything else in the log under that id."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from data.errors import InputError
from metrics.words.text import Message
from pages.parts import session
from pages.parts.session import _

log = logging.getLogger("payback")


def show(error: BaseException) -> bool:
    """Tell the reader what happened; True keeps Streamlit from showing its own report."""
    if isinstance(error, InputError):
        log.warning("input: %s", error)
        reason = getattr(error, "reason", None)
        st.error(session.reader().read(reason) if isinstance(reason, Message) else str(error))
        return True
    number = secrets.token_hex(4)
    log.error("error %s on %s", number, session.page_name(), exc_info=error)
    st.error(_("This page could not be shown. The log holds the cause under error {id}.", id=number))
    return True
