"""The settings of the five steps: written down and read again, refused when they cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.segments.inputs import INPUTS
from metrics.segments.method import STEPS, VARIABLES, Method, MethodError, _with_json, from_json, to_json


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """Any method that can be."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    some = draw(st.lists(st.sampled_from([one.id for one in INPUTS]), min_size=2, unique=True))
    return Method(
        left_out=tuple(draw(st.lists(st.sampled_from(["region", "kind"]), unique=True))),
        most_missing=draw(st.floats(0, 1)),
        weights=tuple(zip(VARIABLES, parts, strict=True)),
        needs_of=draw(st.sampled_from(["groups", "bands"])),
        by=draw(st.sampled_from(["rule", "found"])),
        k=draw(st.sampled_from([0, 3, 8])),
        inputs=tuple(some),
        profit=draw(st.floats(-1e6, 1e6)),
        traits=draw(st.integers(0, 9)),
    )


@given(methods())
def test_what_is_saved_is_read_again(method: Method) -> None:
    assert from_json({step: to_json(method, step) for step in STEPS}) == method


def test_a_step_that_is_not_there_or_cannot_be_read_has_its_usual_settings() -> None:
    changed = replace(Method(), index=150, least=80)
    texts = {"needs": to_json(changed, "needs"), "tests": "{", "value": '{"weights": [["profit", 1]]}'}
    assert from_json(texts) == replace(Method(), index=150)


@pytest.mark.parametrize("text", ["[]", '{"index": "much"}', '{"index": true}', '{"index": 1.5}', '{"index": null}'])
def test_settings_of_the_wrong_kind_are_refused(text: str) -> None:
    with pytest.raises(MethodError, match="cannot be read"):
        _with_json(Method(), "needs", text)


def _weights(**changed: int) -> tuple[tuple[str, int], ...]:
    return tuple({**Method().weight, **changed}.items())


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"weights": _weights(profit=50)}, "sum to 110%"),
        ({"weights": _weights(profit=-10, revenue=70)}, "0% or more"),
        ({"weights": (("profit", 100),)}, "every variable"),
        ({"most_missing": 1.2}, "between 0 and 100%"),
        ({"k": 9}, "9 groups cannot"),
        ({"inputs": ("pace",)}, "two inputs"),
        ({"by": "magic"}, "no such way"),
        ({"index": 100}, "above what everybody passes"),
        ({"fewest": 0}, "above what everybody passes"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(given_: dict[str, Any], why: str) -> None:
    with pytest.raises(MethodError, match=why):
        replace(Method(), **given_)
