"""The page's HTML: language, fonts, and the scripts a first page needs."""

from __future__ import annotations

import re

from pages.parts.server import compress, document


def test_it_says_its_language_and_asks_for_our_fonts() -> None:
    """Chinese for those who ask for it; both fonts, none of Streamlit's."""
    assert '<html lang="zh-CN">' in document._document("zh-CN")
    assert all(f"{font}.woff2" in document._document("en") for font in document.FONTS)


def test_scripts_of_the_first_tile_are_named_once_and_exist() -> None:
    """The tile's own script among them; every one named is served."""
    html = document._document("en")
    named = re.findall(r'rel="modulepreload" crossorigin href="\.([^"]*)"', html)
    assert any(address.startswith("/static/js/Metric.") for address in named)
    assert len(named) == len(set(named)) and set(named) <= set(compress.assets())
    assert not any("PlotlyChart" in address for address in named)  # as heavy as all others together: after the numbers
