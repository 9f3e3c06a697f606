"""Rates of return: all of them, found and named; none picked in silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import finance
from metrics.reading import UndefinedError
from tests.examples import at_most

# flows, every root above -1, where published
PUBLISHED = {
    "Ross, Westerfield & Jaffe: four": ([-252, 1431, -3035, 2850, -1000], [1 / 4, 1 / 3, 3 / 7, 2 / 3]),
    "Schweser: 38 and 260 per cent": ([-2000, 10000, -10000], [0.3819660112501, 2.6180339887499]),
    "numpy-financial 44: one near -100 per cent": (
        [-1678.87, 771.96, 1814.05, 3520.3, 3552.95, 3584.99, 4789.91, -1.0],
        [-0.9997912604283, 1.0042698487206],
    ),
    "numpy-financial's own example has three": (
        [-5, 10.5, 1, -8, 1],
        [-0.8702012474847, 0.0885983385278, 0.7095595276862],
    ),
    "touched, not crossed": ([-100, 220, -121], [0.1]),
    "Excel's example": ([-70000, 12000, 15000, 18000, 21000, 26000], [0.0866309480365]),
    "at a scale of 1e15": ([-1e15, 2e14, 3e14, 4e14, 5e14], [0.1282572690017]),
    "leading zeros are time, not noise": ([0, 0, -100, 110], [0.1]),
    "trailing zeros change nothing": ([-100, 110, 0, 0], [0.1]),
    "a triple root": ([-1000, 3300, -3630, 1331], [0.1]),
    "formulajs": ([-75000, 12000, 15000, 18000, 21000, 24000], [0.0571514288718]),
    "formulajs, a loss": (
        [-9765000, -24338874, -3354506, 814300, 1595562, 1975118, 1688159, 391944],
        [-0.3392341905191],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_root_of_published_flows(name: str) -> None:
    flows, roots = PUBLISHED[name]
    tolerance = 1e-4 if "triple" in name else 1e-9  # a triple root is known to the cube root of the rounding
    assert finance.irr(flows).roots == pytest.approx(roots, abs=tolerance)


def test_every_entry_of_the_reference(reference: dict[str, Any]) -> None:
    for entry in reference["irr_nasty"]:
        roots = finance.irr(entry["flows"]).roots
        # the file prints the four roots of Ross et al. to 1e-9 only
        assert roots == pytest.approx(entry["all_real_roots"], abs=entry.get("tolerance", 2e-9)), entry["id"]
    for entry in reference["irr_published"]:
        assert finance.irr(entry["flows"]).value == pytest.approx(entry["irr"], abs=1e-9), entry["id"]


def test_one_root_has_a_value_and_no_reason() -> None:
    # -100 + 110/(1 + r) = 0 at r = 0.1
    assert finance.irr([-100, 110]) == finance.IrrResult(pytest.approx(0.1), (pytest.approx(0.1),), None)  # type: ignore[arg-type]


def test_several_roots_are_listed_and_none_is_picked() -> None:
    result = finance.irr([-252, 1431, -3035, 2850, -1000])
    assert result.value is None
    assert str(result.reason) == (
        "The cash flows change sign 4 times, so 4 rates of return fit: 25.0%, 33.3%, 42.9%, 66.7%. "
        "None decides; see the modified rate of return, or compare by net present value."
    )


@pytest.mark.parametrize(
    ("flows", "says"),
    [
        ([-100, 0, 0, -7], "never change sign"),
        ([-100, 0, 0, 0], "never change sign"),
        ([0, 0], "every cash flow is zero"),
        ([100, -200, 150], "change sign 2 times and no rate"),  # discriminant 200^2 - 4 x 100 x 150 < 0
    ],
)
def test_no_root_has_a_reason(flows: list[float], says: str) -> None:
    result = finance.irr(flows)
    assert (result.value, result.roots) == (None, ())
    assert says in str(result.reason).lower()


@pytest.mark.parametrize("flows", [[], [-100, float("nan")], [-100, float("inf")], ["a", 1], [None, 1]])
def test_what_is_no_flow_is_refused(flows: Any) -> None:
    with pytest.raises(UndefinedError, match="cash flow"):
        finance.irr(flows)


def test_a_loan_of_forty_years() -> None:
    # level instalments of an annuity: payment = debt x r / (1 - (1 + r)^-n), n = 480, r = 0.0038
    rate, months = 0.0038, 480
    payment = 1000 * rate / (1 - (1 + rate) ** -months)
    assert finance.irr([-1000] + [payment] * months).value == pytest.approx(rate, abs=1e-14)


def test_hundreds_of_sign_changes_hide_no_root() -> None:
    # (1 - 1.2 x)(1 - 1.5 x) has roots at 20 and 50 %; times 1 + x^2 + x^4 ... it has no other real one
    flows = np.convolve(np.convolve([1, -1.2], [1, -1.5]), np.tile([1.0, 0.0], 150))
    assert finance.irr(flows).roots == pytest.approx([0.2, 0.5], abs=1e-9)


rates = st.lists(st.integers(-12, 40), min_size=1, max_size=4, unique=True).map(
    lambda steps: [s * 0.07 for s in sorted(steps)]
)
harmless = st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), max_size=3)


@given(rates, harmless, st.floats(-12, 12))
@at_most(60)
def test_roots_that_were_put_in_come_out(put: list[float], others: list[tuple[float, float]], scale: float) -> None:
    """prod(1 - (1 + r) x) is zero at each r; factors 1 + a x + b x^2 with a, b >= 0 add none above -1."""
    flows = np.array([-(10.0**scale)])
    for rate in put:
        flows = np.convolve(flows, [1, -(1 + rate)])
    for a, b in others:
        flows = np.convolve(flows, [1, a, b])
    assert finance.irr(flows).roots == pytest.approx(put, abs=1e-6)


flow_lists = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=2, max_size=40)


@given(flow_lists)
def test_npv_is_zero_at_every_root(flows: list[float]) -> None:
    for root in finance.irr(flows).roots:
        terms = np.array(flows) * np.exp(-np.log1p(root) * np.arange(len(flows)))
        # near -1 a rate cannot be written finer than eps, which moves (1 + rate)^-t by t x eps / (1 + rate) of itself
        finest = len(flows) * np.finfo(float).eps / (1 + root)
        assert abs(terms.sum()) <= (1e-9 + finest) * np.abs(terms).sum()


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=7))
def test_agrees_with_the_eigenvalues_of_the_companion_matrix(flows: list[int]) -> None:
    """numpy.roots finds all complex roots; the simple real ones in x = 1/(1 + r) > 0 must be among ours, and back."""
    trimmed = np.trim_zeros(np.array(flows, dtype=float))
    if len(trimmed) < 2:
        return
    found = np.roots(trimmed[::-1])
    apart = np.abs(found[:, None] - found[None, :]) + np.eye(len(found)) > 1e-3
    clear = (apart.all(axis=1)) & (found.real > 1e-6) & (np.abs(found.imag) < 1e-9)
    ours = finance.irr(flows).roots
    for x in found[clear].real:
        assert any(abs(1 / (1 + rate) - x) < 1e-6 * max(1, x) for rate in ours)
    if apart.all():
        assert len(ours) == clear.sum()


def test_timing_moves_the_roots_with_the_flows() -> None:
    # start of period 1 is now: -100 + 10 now, 99 after one period: r = 0.1
    flows = [-100, 10, 99]
    assert finance.irr(flows, "start").value == pytest.approx(0.1)
    assert float(finance.npv(0.1, flows, "start")) == pytest.approx(0)
    middle = finance.irr(flows, "middle").value
    assert middle is not None and float(finance.npv(middle, flows, "middle")) == pytest.approx(0)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def xirr(flows: list[float], when: list[date]) -> finance.IrrResult:
    return finance.irr_at(flows, finance.year_fractions(when))


def test_xirr_of_excel() -> None:
    when = days("2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01")
    assert xirr([-10000, 2750, 4250, 3250, 2750], when).value == pytest.approx(0.373362535, abs=1e-8)


def test_xirr_where_excel_gives_nearly_zero(reference: dict[str, Any]) -> None:
    entry = reference["mirr_xirr_xnpv_npv"]["xirr_excel_zero_bug"]
    assert xirr(entry["values"], days(*entry["dates"])).roots == pytest.approx([entry["pyxirr_now"]])


def test_xirr_near_a_total_loss() -> None:
    assert xirr([-18480, 13120], days("2020-03-05", "2020-03-16")).value == pytest.approx(-0.9999884228170)
    # a small flow at the end adds a second root below the published one
    roots = xirr([-1000000, 5000, -3, 0], days("2021-06-08", "2022-06-29", "2023-06-08", "2023-06-30")).roots
    assert len(roots) == 2 and roots[1] == pytest.approx(-0.993785049929284, abs=1e-9)


def test_xirr_of_thirty_days() -> None:
    # (51094.83 / 55600)^(365/30) - 1
    assert xirr([55600, -51094.83], days("2021-11-24", "2021-12-24")).value == pytest.approx(-0.642308, abs=5e-7)


def test_many_series_at_once_agree_with_one_by_one() -> None:
    rng = np.random.default_rng(7)
    flows = rng.uniform(1, 200, (300, 61))
    flows[:, :6] *= -20
    flows[5], flows[6], flows[7] = 0, -1, np.where(np.arange(61) < 30, 1, -1)  # none, none, a loan
    flows[8, :5] = [-252, 1431, -3035, 2850, -1000]
    flows[8, 5:] = 0  # several
    flows[9] *= 1e15
    expected = [np.nan if (value := finance.irr(row).value) is None else value for row in flows]
    assert finance.irr_many(flows) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert np.isnan(finance.irr_many(flows)[[5, 6, 8]]).all()
