"""What customers say when they are asked: satisfied, would they recommend us, how easy it was; and who says nothing.

Satisfaction looks ahead: what is said in a month falls two quarters before more than usual are driven to leave.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.behaviour import Behaviour
from data.company.calendar import AFTER, MONTHS, PRICE_LETTERS, SPAN, day_of
from data.company.effects import Effects
from data.company.life import LETTER_TO, MEMORY
from data.company.places import REGIONS, SITES, TEAMS, reach

SATISFACTION, RECOMMEND, EFFORT, STAFF = "satisfaction", "recommend", "effort", "employee recommend"
QUESTIONS = (SATISFACTION, RECOMMEND, EFFORT)
SENT = 0.05  # surveys a customer and month
AHEAD = 6  # months by which satisfaction falls before customers leave
FELT = 3.2  # change of the logit of satisfaction where twice as many as usual are driven to leave
# Answers from worst to best where nothing moves them.
USUAL = {
    SATISFACTION: (0.08, 0.13, 0.23, 0.35, 0.21),  # with what the programme does: 2.9 satisfied to 1 dissatisfied
    RECOMMEND: (0.02, 0.02, 0.03, 0.04, 0.05, 0.09, 0.09, 0.17, 0.2, 0.16, 0.13),
    EFFORT: (0.04, 0.06, 0.09, 0.16, 0.25, 0.25, 0.15),
}
LOWEST = {SATISFACTION: 1, RECOMMEND: 0, EFFORT: 1}


def mood(effects: Effects, programme: bool) -> NDArray[np.float64]:
    """By how much satisfaction is below its usual, on the logit scale: what drives leaving six months later.

    Shape (regions, months). Of the drivers, those that come to many at once: price letters and the programme.
    """
    months = np.arange(SPAN)
    letters = sum(((months > letter) & (months <= letter + MEMORY)).astype(float) for letter in PRICE_LETTERS)
    everywhere = np.arange(len(REGIONS))
    felt = reach(everywhere, np.zeros(len(REGIONS), dtype=bool)) if programme else np.zeros((len(REGIONS), SPAN))
    driven = (1 + effects.price_letter * LETTER_TO * letters) * (1 + effects.churn_hazard * felt)
    ahead = driven[:, np.minimum(np.arange(MONTHS) + AHEAD, SPAN - 1)]
    return np.asarray(effects.satisfaction_leads * FELT * (ahead - 1))


def shifted(usual: tuple[float, ...], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cumulated chances of the answers, worst first, with every one moved down by ``lower`` on the logit scale."""
    below = np.cumsum(usual)[:-1]
    moved = np.log(below / (1 - below)) + lower[:, None]
    return np.asarray(1 / (1 + np.exp(-moved)))


def table(behaviour: Behaviour) -> pa.Table:
    """Every question put, by customer and time; no score where nobody answered."""
    block, traits, life = behaviour.block, behaviour.traits, behaviour.life
    rng = block.stream("surveys")
    asked = rng.random((block.size, MONTHS)) < SENT
    within = rng.random((block.size, MONTHS))
    which, answers, what, wait, desk = rng.random((5, block.size, MONTHS))
    moment = np.arange(MONTHS) + within
    asked &= (moment >= traits.joined[:, None]) & (moment < life.left[:, None])
    customer, month = np.nonzero(asked)
    question = np.floor(which[customer, month] * len(QUESTIONS)).astype(np.int64)
    region = traits.region[customer]
    lower = mood(block.world.effects, block.world.programme)[region, month]
    draw = what[customer, month]
    score = np.zeros(len(customer))
    for code, name in enumerate(QUESTIONS):
        mine = question == code
        score[mine] = LOWEST[name] + (draw[mine, None] > shifted(USUAL[name], lower[mine])).sum(axis=1)
    sent = day_of(moment[customer, month])
    answered = sent + np.floor(wait[customer, month] * 9).astype("timedelta64[D]")
    silent = (answers[customer, month] >= block.world.effects.survey_answers) | (answered >= AFTER)
    site = traits.site[customer]
    team = site * 3 + np.floor(desk[customer, month] * 3).astype(np.int64)
    return frames.table(
        "surveys",
        {
            "survey_id": frames.numbered("Q", block.numbers[customer] * 100 + month, 9),
            "customer_id": frames.chosen(customer, [f"C{number:07d}" for number in block.numbers]),
            "sent_on": frames.days(sent),
            "answered_on": frames.days(answered, silent),
            "question": frames.chosen(question, QUESTIONS),
            "score": pa.array(score, mask=silent),
            "region": frames.chosen(region, [place.name for place in REGIONS]),
            "site": frames.chosen(site, SITES),
            "team": frames.chosen(team, TEAMS),
        },
    )
