"""The sample company's months. Month 0 is November 2021; a moment is a number of months, 2.5 being mid January 2022."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

MONTHS = 60  # in the data
FUTURE = 12  # lived after the data end, for the recorded truth only
SPAN = MONTHS + FUTURE
APPROVED = 24  # November 2023
BASELINE = 12  # first of the twelve months before approval
UPTURN = 34  # September 2024
SPRING = (16, 17, 18)  # March to May 2023: the discount
PRICE_LETTERS = (15, 39)  # February 2023 and 2025
FIRST_DAY = date(2021, 11, 1)
LAST_DAY = date(2026, 10, 31)
APPROVED_ON = date(2023, 11, 1)

_START = np.datetime64("2021-11", "M")
AFTER = np.datetime64("2026-11-01", "D")  # the first day that is not in the data
YEAR = np.array([2021 + (10 + t) // 12 for t in range(SPAN)])
MONTH_OF_YEAR = np.array([(10 + t) % 12 for t in range(SPAN)])  # 0 is January


def first_days(months: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """First day of each month."""
    return (_START + months.astype("timedelta64[M]")).astype("datetime64[D]")


def day_of(moment: NDArray[np.float64]) -> NDArray[np.datetime64]:
    """The day a moment falls on."""
    month = np.floor(moment).astype(np.int64)
    start = first_days(month)
    length = (first_days(month + 1) - start).astype(np.int64)
    passed = np.floor((moment - month) * length).astype(np.int64)
    return np.asarray(start + passed.astype("timedelta64[D]"))


def month_of(day: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The month a day falls in."""
    return (day.astype("datetime64[M]") - _START).astype(np.int64)


def month_start(month: int) -> date:
    """First day of ``month`` as a date."""
    year, rest = divmod(10 + month, 12)
    return date(2021 + year, rest + 1, 1)


def in_data(month: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a month lies in the data, not in the recorded future."""
    return (month >= 0) & (month < MONTHS)
