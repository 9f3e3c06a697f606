"""``python -m metrics uplift``: keys, sentences, refusals, and the trial everybody knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from metrics.__main__ import main

ROWS = "who,arm,bought,last_year\n" + "".join(
    f"{place},{'mail' if place % 2 else 'none'},{(place * 7) % 5 + (place % 2)},{(place * 7) % 5}\n"
    for place in range(200)
)


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """Two hundred customers, half of them written to: each of those buys one more than the other."""
    path = tmp_path / "trial.csv"
    path.write_text(ROWS)
    return path


def asked(path: Path, *more: str) -> list[str]:
    """The command on a file."""
    return ["uplift", str(path), "--arm", "arm", "--control", "none", "--outcome", "bought", *more]


def document(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> dict[str, Any]:
    """What it prints as JSON."""
    assert main(asked(path, "--json", *more)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_keys_and_values(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, trial)
    keys = "n_control n_treated control_mean treated_mean uplift low high p_value incremental_profit"
    assert set(keys.split()) <= set(found)
    assert (found["n_control"], found["n_treated"], found["uplift"]) == (100, 100, pytest.approx(1.0))
    assert found["low"] < 1 < found["high"] and found["incremental_profit"]["value"] == pytest.approx(100)


def test_what_was_known_before_narrows_it(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Here it explains all that is not the mail."""
    plain, sharp = document(capsys, trial), document(capsys, trial, "--before", "last_year")
    assert sharp["uplift"] == pytest.approx(1.0) and sharp["adjusted"]
    assert sharp["high"] - sharp["low"] < 0.01 < plain["high"] - plain["low"]


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ("0.1", "It earned more than it cost: incremental profit 90"),
        ("3", "The effect is real and loses money: incremental profit -200"),
        ("1", "Whether it earned its cost cannot be told"),
    ],
)
def test_a_real_effect_that_loses_money_is_called_a_loss(
    trial: Path, capsys: pytest.CaptureFixture[str], cost: str, said: str
) -> None:
    assert main(asked(trial, "--unit-cost", cost)) == 0
    assert said in capsys.readouterr().out


def test_how_many_would_be_needed(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half an effect needs four times as many; an effect of nothing cannot be found."""
    one, half = (document(capsys, trial, "--smallest", size)["needed"] for size in ("1", "0.5"))
    assert half == pytest.approx(4 * one, abs=4) and "needed" not in document(capsys, trial)
    assert main(asked(trial, "--smallest", "1")) == 0
    assert f"To find an effect of 1 four times in five, {one:,} customers" in capsys.readouterr().out
    assert main(asked(trial, "--smallest", "0")) == 2
    assert "how small an effect" in capsys.readouterr().err


def test_a_harm_is_a_loss_too(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trial.write_text(ROWS.replace(",mail,", ",x,").replace(",none,", ",mail,").replace(",x,", ",none,"))
    assert main(asked(trial)) == 0
    assert "It lost money: incremental profit -100" in capsys.readouterr().out


def test_rows_that_cannot_be_used_are_counted_and_other_arms_told(
    trial: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.write_text(ROWS + "x,,3,1\ny,mail,nothing,1\nz,letter,2,1\n")
    found = document(capsys, trial, "--treated", "mail")
    assert found["left_out"] == {"no arm": 1, "no outcome": 1} and found["other_arms"] == 1
    assert found["rows"] == 203 == found["n_control"] + found["n_treated"] + 3
    assert main(asked(trial, "--treated", "mail", "--lang", "zh_CN")) == 0
    assert "组" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--treated", "letter"], "arm holds no letter; the arms are"),
        (["--treated", "none"], "--treated and --control are the same"),
        (["--outcome", "nothing"], "has no column nothing"),
        (["--outcome", "who2"], "the columns found are who, arm, bought, last_year"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    trial: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main(asked(trial, *more)) == 2
    told = capsys.readouterr().err
    assert words in told and told.count("\n") == 1


def test_several_arms_need_a_name(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trial.write_text(ROWS + "z,letter,2,1\n")
    assert main(asked(trial)) == 2
    assert "name one with --treated" in capsys.readouterr().err


def test_no_such_file_and_no_number(tmp_path: Path, trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(tmp_path / "none.csv")) == 2
    assert "does not exist" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refused:
        main(asked(trial, "--margin", "much"))
    assert refused.value.code == 2 and "'much' is no number" in capsys.readouterr().err


def test_the_trial_everybody_knows(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Spend: +$.770 +- .285 by the men's mail, +$.424 +- .255 by the women's."""
    path = shared / "data" / "hillstrom" / "hillstrom.csv"
    for arm, uplift, error in (("Mens E-Mail", 0.770, 0.285), ("Womens E-Mail", 0.424, 0.255)):
        words = [
            "uplift",
            str(path),
            "--arm",
            "segment",
            "--control",
            "No E-Mail",
            "--treated",
            arm,
            "--outcome",
            "spend",
        ]
        assert main([*words, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["uplift"] == pytest.approx(uplift, abs=5e-4)
        assert (found["high"] - found["low"]) / 2 == pytest.approx(error, abs=5e-4)
