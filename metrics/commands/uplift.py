"""``python -m metrics uplift FILE``: what a randomised trial caused, how sure that is, and what it earned."""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.trial import Trial, read_trial
from metrics.experiments.holdout import Effect, Money, adjusted, effect, needed, profit
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

SHOWN = 8  # arms named in a refusal


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    words = "the effect of a randomised trial, its interval, and what it earned"
    command: argparse.ArgumentParser = commands.add_parser("uplift", help=words)
    command.add_argument("file", metavar="FILE", type=Path, help="CSV, Parquet or XLSX with one row a customer")
    command.add_argument("--arm", metavar="COL", required=True, help="column that says who was treated how")
    command.add_argument("--control", metavar="VALUE", required=True, help="what stands there for the control")
    command.add_argument(
        "--treated", metavar="VALUE", help="what stands there for the treated; needed with several arms"
    )
    command.add_argument("--outcome", metavar="COL", required=True, help="column with the outcome, a number")
    words = "column with a number known before the trial, such as spend a year ago: it narrows the interval (CUPED)"
    command.add_argument("--before", metavar="COL", help=words)
    command.add_argument(
        "--unit-cost", metavar="X", type=_number, default=0.0, help="money for treating one; 0 if not given"
    )
    words = "money a unit of the outcome is worth; 1 if not given"
    command.add_argument("--margin", metavar="X", type=_number, default=1.0, help=words)
    words = "also say how many customers would be needed to find an effect of this size four times in five"
    command.add_argument("--smallest", metavar="X", type=_number, help=words)
    return command


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Read, compare, print; InputError when the file, a column or an arm cannot be used."""
    trial = read_trial(arguments.file, arguments.arm, arguments.outcome, arguments.before)
    name = _treated(trial, arguments)
    control, treated = trial.arm == arguments.control, trial.arm == name
    both = control | treated
    outcome, group = trial.outcome[both], treated[both]
    if trial.before is not None:
        outcome = adjusted(outcome, trial.before[both], group)
    try:
        found = effect(outcome[~group], outcome[group])
    except UndefinedError as error:
        raise InputError(f"{arguments.file.name}: {error.reason.render(arguments.lang)}") from error
    money = profit(found, arguments.margin, arguments.unit_cost)
    enough = _enough(arguments.smallest, outcome, group)
    others = int((~both).sum())
    if arguments.json:
        print(json.dumps(_document(found, money, trial, others) | enough, indent=2, allow_nan=False))
    else:
        lines = _sentences(found, money, trial, others, adjusting=trial.before is not None)
        if enough:
            text = N_("To find an effect of {smallest} four times in five, {n} customers in such arms are needed.")
            lines.append(message(text, smallest=f"{arguments.smallest:.6g}", n=f"{enough['needed']:,}"))
        print("\n".join(line.render(arguments.lang) for line in lines))
    return 0


def _enough(smallest: float | None, outcome: NDArray[np.float64], group: NDArray[np.bool_]) -> dict[str, int]:
    """How many customers it takes to find ``smallest``, split as these are; nothing where nobody asked.

    InputError for an effect of 0: no trial is large enough.
    """
    if smallest is None:
        return {}
    spread = float(np.sqrt(np.mean([outcome[~group].var(), outcome[group].var()])))
    try:
        return {"needed": needed(spread, smallest, float(1 - group.mean()))}
    except UndefinedError as error:
        raise InputError(f"--smallest {smallest:g}: {error.reason.render()}") from error


def _treated(trial: Trial, arguments: argparse.Namespace) -> str:
    """The value of the treated arm. InputError where an arm is not in the file, or several could be meant."""
    arms = Counter(trial.arm.tolist())
    listed = ", ".join(f"{arm} ({n:,})" for arm, n in arms.most_common(SHOWN)) + (" …" if len(arms) > SHOWN else "")
    for asked in (arguments.control, arguments.treated):
        if asked is not None and asked not in arms:
            raise InputError(f"{arguments.arm} holds no {asked}; the arms are {listed}")
    others = [arm for arm in arms if arm != arguments.control]
    if arguments.treated == arguments.control:
        raise InputError("--treated and --control are the same; name two arms")
    if arguments.treated is not None:
        return str(arguments.treated)
    if len(others) != 1:
        raise InputError(f"{arguments.arm} holds {len(arms)} arms ({listed}); name one with --treated")
    return str(others[0])


def _document(found: Effect, money: Money, trial: Trial, others: int) -> dict[str, Any]:
    return {
        "n_control": found.n_control,
        "n_treated": found.n_treated,
        "control_mean": found.control_mean,
        "treated_mean": found.treated_mean,
        "uplift": found.uplift,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "incremental_profit": {"value": money.value, "low": money.low, "high": money.high},
        "rows": trial.rows,
        "other_arms": others,
        "left_out": dict(trial.left_out),
        "adjusted": trial.before is not None,
    }


def _sentences(found: Effect, money: Money, trial: Trial, others: int, *, adjusting: bool) -> list[Message]:
    """The means, the effect with its interval, the money; what was left out."""
    shown: dict[str, Any] = {
        name: f"{value:.6g}"
        for name, value in (
            ("control", found.control_mean),
            ("treated", found.treated_mean),
            ("uplift", found.uplift),
            ("low", found.low),
            ("high", found.high),
            ("p", found.p_value),
            ("value", money.value),
            ("least", money.low),
            ("most", money.high),
        )
    }
    counts = {"n": f"{found.n_control:,}", "m": f"{found.n_treated:,}"}
    lines = [
        message(N_("Control {n}: mean {control}. Treated {m}: mean {treated}."), **counts, **shown),
        message(N_("Uplift {uplift}, 95% {low} to {high}, p = {p}."), **shown),
        message(_earned(found, money), **shown),
    ]
    if adjusting:
        lines.append(message(N_("Narrowed by what was known before (CUPED); the means are adjusted.")))
    if others:
        lines.append(message(N_("{n} rows of other arms are not compared."), n=f"{others:,}"))
    if trial.left_out:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in trial.left_out.items())
        lines.append(message(N_("Left out: {reasons}."), reasons=reasons))
    return lines


def _earned(found: Effect, money: Money) -> str:
    """What is said of the money: a real effect that costs more than it brings is a loss."""
    real = found.low > 0 or found.high < 0
    if real and found.uplift > 0 and money.high < 0:
        return N_("The effect is real and loses money: incremental profit {value}, 95% {least} to {most}.")
    if money.low > 0:
        return N_("It earned more than it cost: incremental profit {value}, 95% {least} to {most}.")
    if money.high < 0:
        return N_("It lost money: incremental profit {value}, 95% {least} to {most}.")
    return N_("Whether it earned its cost cannot be told: incremental profit {value}, 95% {least} to {most}.")
