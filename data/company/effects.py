"""Every planted effect and its size. Zero takes the effect away: that is how a test shows that a page finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effects:
    """Sizes of what is planted. Changes are relative unless said otherwise: -0.14 is 14 % less, 1.6 is 2.6 times."""

    # What the programme does where it is fully adopted; multiplied by a region's adoption and a ramp of four months.
    churn_hazard: float = -0.14
    handling_time: float = -0.11
    repeat_calls: float = -0.18
    wasted_mail: float = -0.14  # change of the share itself: from 22 % to 8 %
    orders: float = 0.04
    # What happens to everybody.
    market_upturn: float = 0.06
    growth: float = 0.05
    season: float = 1.0  # share of the season kept
    # What makes customers leave.
    complaint: float = 1.6
    price_letter: float = 0.7
    no_contact: float = 0.4
    # Of those who left, the share with a recorded reason, and with a recorded destination.
    reasons: float = 0.38
    destinations: float = 0.21
    # The cohort of the 2023 spring discount.
    discount_hazard: float = 1.0
    discount_service: float = 0.8
    # Cost to serve of customers who cost more than they bring; 0 spreads it evenly.
    needy: float = 1.0
    # What the company is made of. Taken out one at a time: nothing else is left to find in what remains.
    unequal: float = 1.0  # how far customers differ in how often and how much they order; 0 makes them all alike
    serving: float = 1.0  # cost to serve, of its usual size; 0 makes it nothing
    renewal_spread: float = 1.0  # how far contracts differ in their chance of renewing; 0 makes them all alike
    # What customers and staff say and do, as the scorecard sees it.
    survey_answers: float = 0.38  # share of the surveys sent that are answered
    satisfaction_leads: float = 1.0  # how far satisfaction falls two quarters before customers leave
    certified: float = 0.82
    training_old: float = 0.23  # users whose last training is older than a year
    logins_fade: float = 1.0  # how far logins fall after month 5 where few took to the system
    hopeful_forecast: float = 0.12  # by how much one team forecasts too high
    # The programme's money.
    overrun: float = 0.16
    ledger_gap: float = 1.0  # how far the general ledger of the last month stands above the orders, of .7 %
    # Faults in the data, as shares of rows.
    duplicates: float = 0.065
    without_email: float = 0.14
    malformed: float = 0.004
    refunds: float = 0.021
    employees: float = 0.0024


STRUCTURE = ("unequal", "serving", "renewal_spread")  # fields that make the company what it is
