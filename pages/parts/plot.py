"""Pictures handed to Streamlit as they are: checking a plain dict takes Plotly longer than all else on a page."""

from __future__ import annotations

from functools import cache
from typing import Any

import plotly.io
import streamlit as st
from plotly.basedatatypes import BaseFigure

from metrics.drawing.base import Figure
from pages.parts import session

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


class Checked(BaseFigure):  # type: ignore[misc]
    """A figure that the tests have checked already: it gives its dict away without looking at it again."""

    def __init__(self, figure: Figure) -> None:
        object.__setattr__(self, "_checked", figure)

    def to_dict(self) -> Figure:
        """The figure with the template in which the browser puts the colours of the theme."""
        figure = self.__dict__["_checked"]
        return {**figure, "layout": {"template": template(), **figure["layout"]}}


@cache
def template() -> dict[str, Any]:
    """Streamlit's template as plain data."""
    held: dict[str, Any] = plotly.io.templates["streamlit"].to_plotly_json()
    return held


def draw(figure: Figure, *, key: str, alt: str) -> None:
    """The picture, without mode bar or zoom; ``alt`` is read out in its place. Not before the numbers are there."""
    if session.arriving():
        st.space(figure["layout"]["height"])
        return
    st.plotly_chart(Checked(figure), key=key, theme="streamlit", config=CONFIG, alt=alt)
