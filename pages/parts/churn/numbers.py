"""Numbers a reader sets on the churn page: they live in the address, so that a link shows what its sender saw."""

from __future__ import annotations

import streamlit as st


def number(label: str, key: str, start: float, low: float, high: float, *, width: int = 172) -> float:
    """A number in the address. What it starts from is the data's, and may lie beyond the usual ends."""
    low, high = min(low, start), max(high, start)
    kept = st.query_params.get(key, "")
    try:
        value = min(max(float(kept), low), high)
    except ValueError:
        value = start

    def keep() -> None:
        st.query_params[key] = f"{st.session_state[f'{key}_asked']:g}"

    return float(
        st.number_input(label, low, high, value, key=f"{key}_asked", on_change=keep, format="%.4g", width=width)
    )
