"""How quickly and how well contacts are settled, and what customers say of it, in figures: each a sum over a sum."""

from __future__ import annotations

from functools import partial

from metrics.metric import of_subject
from metrics.ratio import Ratio, ratio
from metrics.words.text import N_
from metrics.words.units import Unit

SQM = "SQM Group, industry standards for contact centres"
IFC = "IFC handbook figures, after mptelecom.com.vn"
SURVEYS = "SupportBee, survey measures"
_process = partial(ratio, "service", perspective="process")
_customer = partial(ratio, "service", perspective="customer", source=SURVEYS)
_calls = partial(Ratio, mart="service_month", needs="calls")
_centre = partial(Ratio, mart="centre_month", needs="contact_centre")
_said = partial(Ratio, mart="survey_month", needs="surveys.score", months=3)

for _days in (7, 14, 30):
    _process(
        _calls(
            id="first_contact_resolution" if _days == 7 else f"first_contact_resolution_{_days}",
            over=f"settled_{_days}",
            under="judged",
            share=True,
        ),
        {
            7: N_("First-contact resolution, 7 days"),
            14: N_("First-contact resolution, 14 days"),
            30: N_("First-contact resolution, 30 days"),
        }[_days],
        Unit.SHARE,
        {
            7: N_("Calls resolved after which the same customer did not call within 7 days, over calls."),
            14: N_("Calls resolved after which the same customer did not call within 14 days, over calls."),
            30: N_("Calls resolved after which the same customer did not call within 30 days, over calls."),
        }[_days],
        source=SQM,
    )
_process(
    _calls(id="handling_time", over="minutes", under="calls"),
    N_("Average handling time"),
    Unit.MINUTES,
    N_("Minutes of calls over calls. To be read beside first-contact resolution: shorter is not better by itself."),
    better="neither",
    source=SQM,
)
_process(
    _centre(id="answer_speed", over="wait_seconds", under="answered"),
    N_("Average speed of answer"),
    Unit.SECONDS,
    N_("Seconds waited by callers who were answered, over calls answered."),
    better="lower",
    source=IFC,
)
_process(
    _centre(id="abandonment", over="abandoned", under="offered_longer", share=True),
    N_("Abandonment rate"),
    Unit.SHARE,
    N_("Calls given up after 5 seconds, over calls offered less those given up within 5 seconds."),
    better="lower",
    source=IFC,
)
_process(
    _centre(id="service_level", over="answered_20s", under="waited", share=True),
    N_("Service level, 20 seconds"),
    Unit.SHARE,
    N_("Calls answered within 20 seconds, over calls answered or given up after 5 seconds."),
    source="VCC Live, service level",
)
_process(
    _centre(id="occupancy", over="handling_seconds", under="available_seconds"),
    N_("Occupancy"),
    Unit.SHARE,
    N_("Time of talk, hold and wrap-up over time logged in and available. Too high wears people out."),
    better="neither",
)
_process(
    _centre(id="transfer_rate", over="transferred", under="answered", share=True),
    N_("Transfer rate"),
    Unit.SHARE,
    N_("Calls passed on to somebody else, over calls answered."),
    better="lower",
    source=SQM,
)
_process(
    _centre(id="contact_cost", over="cost", under="answered"),
    N_("Cost per contact"),
    Unit.MONEY,
    N_("All cost of the contact centre over calls answered."),
    better="lower",
)
_process(
    _centre(id="self_service", over="self_settled", under="self_attempts", share=True),
    N_("Self-service containment"),
    Unit.SHARE,
    N_("Attempts settled without an agent, over all attempts to settle it without one."),
)
_customer(
    _calls(id="complaint_rate", over="complaints", under="calls", needs="tickets and calls", scale=1000.0),
    N_("Complaints per 1,000 contacts"),
    Unit.NUMBER,
    N_("Complaints over calls, times 1,000."),
    better="lower",
    source="",
)
_customer(
    _calls(id="complaints_in_time", over="closed_in_time", under="closed", needs="tickets.due_at", share=True),
    N_("Complaints closed in time"),
    Unit.SHARE,
    N_("Complaints closed by the day promised, over complaints closed."),
    source="",
)
_customer(
    _said(id="net_promoter", over="recommend_net", under="recommend_answers"),
    N_("Net promoter score (NPS)"),
    Unit.POINTS,
    N_("Share of answers of 9 and 10 less the share of 0 to 6, of those who answered, over three months."),
)
_customer(
    _said(id="satisfied", over="satisfied", under="satisfaction_answers", share=True),
    N_("Customer satisfaction (CSAT), top two"),
    Unit.SHARE,
    N_("Answers of 4 and 5 on a scale of 5, over answers, over three months."),
)
_customer(
    _said(id="very_satisfied", over="very_satisfied", under="satisfaction_answers", share=True),
    N_("Customer satisfaction (CSAT), top one"),
    Unit.SHARE,
    N_("Answers of 5 on a scale of 5, over answers, over three months."),
)
_customer(
    _said(id="satisfaction_mean", over="satisfaction_sum", under="satisfaction_answers"),
    N_("Customer satisfaction (CSAT), mean"),
    Unit.NUMBER,
    N_("Mean of answers on a scale of 1 to 5, over three months."),
)
_customer(
    _said(id="effort_score", over="effort_sum", under="effort_answers"),
    N_("Customer effort score (CES)"),
    Unit.NUMBER,
    N_("Mean of answers on a scale of 1 to 7, 7 being easy, over three months."),
)
METRICS = of_subject("service")
