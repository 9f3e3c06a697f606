"""The parts of step 1 as they are kept: what each may hold, checked, with nothing that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from data.library.answers import measures, roles
from metrics.answers.cells import AnswerError, Row, day, number, one_of, rows, text
from metrics.metric import DECLARED
from metrics.strategy.method import FACTORS, summed
from metrics.words.text import N_, Message, message

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "market": N_("Is the market growing, flat or shrinking?"),
        "concern": N_("What worries us most?"),
        "priority": N_("What matters most: winning, developing, keeping, or serving for less?"),
        "channels": N_("Which channels matter?"),
        "balance": N_("Do products or customers come first?"),
        "valuable": N_("Who is our most valuable customer, and why?"),
    }
)
MARKETS = MappingProxyType({"growing": N_("growing"), "flat": N_("flat"), "shrinking": N_("shrinking")})
BALANCES = MappingProxyType(
    {"product": N_("product first"), "both": N_("both alike"), "customer": N_("customer first")}
)
CHANNELS = MappingProxyType({"web": N_("web"), "shop": N_("shop"), "phone": N_("phone"), "partner": N_("partner")})
DIRECTIONS = MappingProxyType(
    {
        "acquire": N_("win customers"),
        "develop": N_("develop customers"),
        "retain": N_("keep customers"),
        "serve": N_("serve for less"),
    }
)
DIRECTION_OF: Mapping[str, str] = MappingProxyType(  # the direction a kind of lever works in; of a stated benefit none
    {"acquisition": "acquire", "spend": "develop", "retention": "retain"}
    | dict.fromkeys(("handling", "volume", "mail"), "serve")
)
STAKEHOLDERS = MappingProxyType(
    {
        "sponsor": N_("Sponsor"),
        "executive": N_("Executive"),
        "finance": N_("Finance"),
        "marketing": N_("Marketing"),
        "sales": N_("Sales"),
        "service": N_("Service"),
        "it": N_("IT"),
        "other": N_("Other"),
    }
)
AGREEMENT = (N_("against"), N_("in doubt"), N_("agrees"), N_("carries it"))
ASKED = MappingProxyType(
    {"ceo": N_("Chief executive"), "it": N_("IT"), "manager": N_("Line manager"), "staff": N_("Staff")}
)
HORIZONS = MappingProxyType({"short": N_("short term"), "long": N_("long term")})
STAGES = MappingProxyType(
    {
        "data": N_("Customer data are brought together"),
        "analysis": N_("Customers are analysed"),
        "decision": N_("Decisions follow from it"),
    }
)


def questions(value: Any) -> dict[str, dict[str, Any]]:
    """Answer, owner and day of each of the six."""
    given = dict(value or {})
    return {id: _question(id, dict(given.get(id) or {})) for id in QUESTIONS}


def _question(id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    label = message(N_("{question}"), question=message(QUESTIONS[id]))
    return {
        "answer": _ANSWERS[id](given.get("answer"), label),
        "owner": text(given.get("owner")),
        "on": day(given.get("on"), label),
    }


def _chosen(options: Mapping[str, str]) -> Callable[[Any, Message], Any]:
    return lambda value, label: one_of(value, options, label)


def _channels(value: Any, label: Message) -> list[str]:
    given = [one_of(name, CHANNELS, label) for name in (value or [])]
    return [name for name in CHANNELS if name in given]


_ANSWERS: Mapping[str, Callable[[Any, Message], Any]] = {
    "market": _chosen(MARKETS),
    "concern": lambda value, _label: text(value),
    "priority": lambda _value, _label: "",  # the weights are the answer
    "channels": _channels,
    "balance": _chosen(BALANCES),
    "valuable": lambda value, _label: text(value),
}


def weights(value: Any) -> dict[str, float]:
    """The four weights, which sum to 100 %; none at all is no answer yet."""
    given = dict(value or {})
    if not given:
        return {}
    label = message(N_("Priorities"))
    return summed({id: number(given.get(id), -1e9, 1e9, label) or 0.0 for id in DIRECTIONS}, label)


def stakeholders(value: Any) -> list[Row]:
    """Name, role, goal, agreement (0 to 3, None when not asked) and the day of the last talk."""
    return [
        {
            "id": str(row["id"]),
            "name": _named(row),
            "role": one_of(row.get("role"), STAKEHOLDERS, message(N_("Role"))),
            "goal": text(row.get("goal")),
            "agreement": _whole(row.get("agreement")),
            "talked": day(row.get("talked"), message(N_("Last talked"))),
        }
        for row in rows(value)
    ]


def _named(row: Mapping[str, Any]) -> str:
    name = text(row.get("name"))
    if not name:
        raise AnswerError(message(N_("a row needs a name")))
    return name


def _whole(value: Any) -> int | None:
    level = number(value, 0, 3, message(N_("Agrees")))
    if level is not None and level != int(level):
        raise AnswerError(message(N_("agreement is 0, 1, 2 or 3")))
    return None if level is None else int(level)


def _weighed(value: Any, names: Iterable[str], more: Callable[[Row], Row] = lambda _row: {}) -> list[Row]:
    label = message(N_("Weight"))
    return [
        {"id": str(row["id"]), "name": _named(row), **more(row)}
        | {name: number(row.get(name), 0, 100, label) for name in names}
        for row in rows(value)
    ]


def survey(value: Any) -> list[Row]:
    """Who was asked, their role, and what each of the five factors weighs to them, in per cent; None where empty."""
    label = message(N_("Role"))
    return _weighed(value, FACTORS, lambda row: {"role": one_of(row.get("role"), ASKED, label)})


def departments(value: Any) -> list[Row]:
    """What each measure weighs in a department."""
    return _weighed(value, measures())


def coverage(value: Any) -> dict[str, str]:
    """The measure of each role of CRM; "" for none."""
    given = dict(value or {})
    return {id: text(given.get(id)) for id in roles()}


def goal_metrics() -> list[str]:
    """The metrics that may measure a goal: all but those that count goals."""
    return [id for id in DECLARED if id not in ("success_short", "success_long")]


def criteria(value: Any) -> list[Row]:
    """Goals, each with its own metric, baseline, target, day, owner and test. AnswerError when two share a metric."""
    goals = [_criterion(row) for row in rows(value)]
    used = [row["metric"] for row in goals if row["metric"]]
    twice = next((metric for metric in used if used.count(metric) > 1), None)
    if twice is not None:
        text = N_("two goals use the measure {name}; each has its own")
        raise AnswerError(message(text, name=message(DECLARED[twice].name)))
    return goals


def _criterion(row: Row) -> Row:
    size = {name: number(row.get(name), -1e15, 1e15, message(N_("Goal"))) for name in ("baseline", "target", "now")}
    if size["baseline"] is not None and size["baseline"] == size["target"]:
        raise AnswerError(message(N_("target and baseline are the same: there is nothing to reach")))
    return {
        "id": str(row["id"]),
        "name": _named(row),
        "metric": one_of(row.get("metric"), goal_metrics(), message(N_("Measure"))),
        "unit": text(row.get("unit")),
        **size,
        "by": day(row.get("by"), message(N_("Due"))),
        "owner": text(row.get("owner")),
        "test": text(row.get("test")),
        "horizon": one_of(row.get("horizon"), HORIZONS, message(N_("Term"))) or "long",
    }


def stages(value: Any) -> dict[str, bool]:
    """Which of the three stages are done."""
    given = dict(value or {})
    return {id: bool(given.get(id)) for id in STAGES}
