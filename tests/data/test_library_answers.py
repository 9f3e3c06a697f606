"""What steps 1 and 2 may begin with: complete, sourced, in both languages, and of a size the method asks for."""

from __future__ import annotations

from data.library import answers
from metrics.scenario.kinds import KINDS
from metrics.strategy.capabilities.scores import BEST, FEWEST, LEAST, MOST
from metrics.strategy.method import FACTORS


def test_every_text_is_there_in_both_languages() -> None:
    for english, both in answers.phrases().items():
        assert set(both) == answers.LANGUAGES and both["en"] == english
        assert bool(english) == bool(both["zh_CN"])


def test_fifteen_to_twenty_capabilities_each_with_a_lever_a_factor_and_a_source() -> None:
    held = answers.capabilities()
    assert FEWEST <= len(held) <= MOST
    assert len({one.name for one in held}) == len({one.id for one in held}) == len(held)
    for one in held:
        assert one.lever in KINDS and one.factor in FACTORS and one.source.startswith("What is CRM, article 10")
        assert all(LEAST <= one.sample[name] <= BEST for name in ("score", "target", "peer"))
    assert {one.lever for one in held} == set(KINDS) - {"stated"}
    assert sum(one.sample["weight"] for one in held) == 100


def test_twelve_roles_and_the_samples_answers_name_what_there_is() -> None:
    assert len(answers.roles()) == 12
    assert set(answers.sample("roles")) < set(answers.roles())
    assert all(set(answers.measures()) < set(row) for row in answers.sample("departments"))
    assert all(sum(row[name] for name in answers.measures()) == 100 for row in answers.sample("departments"))
    assert all(sum(row[name] for name in FACTORS) == 100 for row in answers.sample("survey"))
