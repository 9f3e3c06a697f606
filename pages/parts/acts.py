"""What a button does, and what is told when it cannot: one sentence beside it, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.errors import InputError
from metrics.answers.cells import AnswerError
from metrics.scenario import ScenarioError
from metrics.words.text import Message
from pages.parts import access, session

TOLD = "acts_told"  # place -> why the last act there was refused


def act(place: str, do: Callable[[str], None]) -> None:
    """Carry out ``do`` as whoever is signed in; a refusal is told at ``place``."""
    try:
        do(access.require_write().name)
    except (ScenarioError, AnswerError, access.NotAllowedError) as error:
        tell(place, error.reason)
    except InputError as error:
        tell(place, Message("{why}", {"why": str(error)}))
    else:
        st.session_state.get(TOLD, {}).pop(place, None)


def tell(place: str, reason: Message) -> None:
    """Remember why something at ``place`` was refused."""
    st.session_state.setdefault(TOLD, {})[place] = reason


def refused(place: str) -> None:
    """Why the last act at ``place`` was refused; nothing when it was not."""
    reason = st.session_state.get(TOLD, {}).get(place)
    if reason is not None:
        st.warning(session.reader().read(reason), icon=":material/edit_off:")
