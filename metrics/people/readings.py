"""The people who work with customers, in figures: each a sum over a sum."""

from __future__ import annotations

from functools import partial

from metrics.context import Context
from metrics.metric import metric, of_subject
from metrics.ratio import Ratio, ratio
from metrics.reading import UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit

_people = partial(ratio, "people", perspective="learning")
_staff = partial(Ratio, mart="staff_month")

_people(
    _staff(id="use_of_system", over="uses", under="should_use", needs="staff.logins", share=True),
    N_("Users who logged in"),
    Unit.SHARE,
    N_("People who logged in during the month, over those whose work needs the system."),
)
_people(
    _staff(id="certified", over="certified", under="certifiable", needs="staff.certified", share=True),
    N_("Training coverage"),
    Unit.SHARE,
    N_("People trained and certified, over those whose work needs the system."),
)
_people(
    _staff(id="training_hours", over="training_hours", under="hours_told", needs="staff.training_hours"),
    N_("Training hours per person"),
    Unit.HOURS,
    N_("Hours of training in the month over people."),
)
_people(
    _staff(id="staff_turnover", over="leavers", under="leaving_told", needs="staff.leaves", months=12, scale=12.0),
    N_("Staff turnover, a year"),
    Unit.SHARE,
    N_("People who left in twelve months over the average number of people."),
    better="lower",
)
_people(
    Ratio(
        id="employee_promoter",
        mart="survey_month",
        over="staff_net",
        under="staff_answers",
        needs="surveys.score (employee recommend)",
        months=6,
    ),
    N_("Employee net promoter score (eNPS)"),
    Unit.POINTS,
    N_("Share of answers of 9 and 10 less the share of 0 to 6, of the staff who answered, over six months."),
)
ratio(
    "people",
    _staff(id="selling_time", over="customer_hours", under="work_hours", needs="staff.customer_hours"),
    N_("Share of time on customer work"),
    Unit.SHARE,
    N_("Hours on work with customers over hours worked."),
    perspective="process",
)


@metric(
    N_("Cost of ownership per user and month"),
    Unit.MONEY,
    N_("Programme cost booked to date over months in which somebody used the system, added up over users."),
    perspective="financial",
    better="lower",
    mart="staff_month",
)
def _user_month_cost(context: Context) -> float:
    costs, staff = context.frames["programme_cost"], context.frames["staff_month"]
    booked = costs["actual"].dropna().astype(float)
    if not len(booked):
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="programme_costs.actual"))
    used = float(staff["uses"].astype(float).sum()) if len(staff) else 0.0
    if not used:
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="staff.logins"))
    return float(booked.sum()) / used


METRICS = of_subject("people")
