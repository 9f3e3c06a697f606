"""Return and risk through the shell: what survives, what a check does, what each tab says, and absurd plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics import report
from metrics.returns import findings, stress
from metrics.returns.figures import draws
from metrics.risk.checks import Checks
from metrics.scenario.scenario import Scenario
from metrics.words.reader import Reader
from pages.parts import access, edit
from tests.pages.test_pages import LOCALES, said, start

PAGE = "return_risk"
TABS = 7


def metrics(app: AppTest) -> dict[str, str]:
    """The figures of the card."""
    return {metric.label: metric.value for metric in app.main.metric}


def address(app: AppTest, name: str) -> str:
    """What the address holds under ``name``."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def draft(change: object) -> None:
    """Draft d1 of the base case, changed."""
    assert callable(change)
    report.edit("d1", change, "Ada")


def opened(app: AppTest, tab: int) -> AppTest:
    """The page with one of its tabs open."""
    names = [one.label for one in app.tabs]
    app.session_state["return-tabs"] = names[tab]
    return app.run()


def test_it_opens_with_a_verdict_and_the_biggest_threat(company: Path) -> None:
    """What is survived and what is not, then pills and three figures, then what comes nearest to breaking it."""
    app = start("en", PAGE)
    assert not app.exception
    assert app.title[0].value == str(findings.verdict(report.saved()))
    assert app.title[0].value.startswith("NPV ") and " under " in app.title[0].value
    assert list(metrics(app)) == ["Net present value", "Payback", "Probability that NPV is positive"]
    assert any(part.value.startswith("Largest risk: ") for part in app.main.markdown)


def test_chance_and_optimism_come_from_the_draws(company: Path) -> None:
    """The same as the simulation says, the plan beside the middle."""
    app, found = start("en", PAGE), draws(report.saved())
    reader = Reader("en", report.saved().scenario.currency)
    assert metrics(app)["Probability that NPV is positive"] == reader.share(found.chance().value)
    middle = reader.money(found.percentile(0.5).value)
    assert any(middle in part.value and "median simulation" in part.value for part in app.main.caption)


def test_a_check_moves_the_figures_and_not_the_plan(company: Path) -> None:
    """Both are told: now, and what it was. The address keeps the check; the plan has no draft."""
    plain, late = start("en", PAGE), start("en", PAGE, checks="late,cost", late="9", under="50", reading="milder")
    plan = report.saved()
    wanted = stress.outcome(stress.checked(plan, Checks(months=9, cost=0.5, reading="milder"))).npv
    assert metrics(late)["Net present value"] == Reader("en", "USD").money(wanted)
    assert metrics(plain)["Net present value"] != metrics(late)["Net present value"]
    before = next(metric for metric in late.main.metric if metric.label == "Net present value")
    assert before.delta.startswith("−") and "the plan itself is unchanged" in said(late)
    assert report.saved().scenario == plan.scenario and "draft" not in late.query_params


def test_a_pill_is_kept_in_the_address(company: Path) -> None:
    """Pressed and pressed again."""
    app = start("en", PAGE)
    app.pills("checks_asked").set_value(["halved"]).run()
    assert address(app, "checks") == "halved" and "from " in said(app)
    app.pills("checks_asked").set_value([]).run()
    assert "checks" not in app.query_params


def test_a_slider_of_hardness_turns_its_check_on(company: Path) -> None:
    """Benefits 20 months late."""
    app = start("en", PAGE)
    app.slider("late_hard").set_value(20).run()
    assert address(app, "late") == "20" and app.pills("checks_asked").value == ["late"]
    assert "Benefits 20 months late" in app.pills("checks_asked").options


def test_nonsense_in_the_address_is_what_is_usual(company: Path) -> None:
    """A link somebody wrote by hand."""
    app = start("en", PAGE, checks="late,nothing,cost", late="soon", under="9000", reading="wild")
    assert not app.exception
    assert app.pills("checks_asked").value == ["late", "cost"]
    assert "Cost 75% underestimated" in app.pills("checks_asked").options


def test_checks_go_into_the_draft_only_when_asked(company: Path) -> None:
    """Then with author and day beside them, and the pills are off again."""
    app = start("en", PAGE, checks="late,halved", late="6")
    app.button("take-checks").click().run()
    assert not app.exception
    held = report.in_force(address(app, "draft"))
    plan = report.saved().scenario
    for lever in plan.levers:
        now = held.scenario.lever(lever.id)
        assert now.start.value == lever.start.value + 6
        assert now.adoption.value == pytest.approx(lever.adoption.value / 2)
        assert (now.start.owner, now.start.set_on) == (access.LOCAL, report.today())
    assert "checks" not in app.query_params and "v2\\*" in app.main.caption[0].value


def test_whoever_may_only_read_cannot_take_them_over(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking is free."""
    reader = access.User("Eve", frozenset({"executive"}))
    monkeypatch.setattr(access, "user", lambda: reader)
    app = start("en", PAGE, checks="late")
    assert not edit.may_write() and not any(button.key == "take-checks" for button in app.button)
    assert "from " in said(app)


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("tab", range(TABS))
def test_each_tab_answers_when_it_is_opened(company: Path, lang: str, tab: int) -> None:
    """No error, and something to read."""
    app = opened(start(lang, PAGE), tab)
    assert not app.exception and not app.error
    assert len(app.tabs) == TABS
    assert app.tabs[tab].header or app.tabs[tab].caption
    others = [one for number, one in enumerate(app.tabs) if number != tab]
    assert not any(one.header for one in others)  # drawn when opened


def test_cost_of_ownership_is_the_same_by_class_and_by_type(company: Path) -> None:
    """Both lines end with the same totals; the number of users makes it a cost for one."""
    app = opened(start("en", PAGE), 1)
    by_class, by_type = (
        next(part.value for part in app.main.caption if part.value.startswith(f"By {tag}: "))
        for tag in ("class", "type")
    )
    assert by_class.removeprefix("By class") == by_type.removeprefix("By type")
    each = next(part.value for part in app.main.caption if "for one user a month" in part.value)
    app.number_input("users-asked").set_value(40).run()
    app = opened(
        start("en", PAGE, draft=address(app, "draft")),
        1,
    )
    assert "for one user a month" in said(app) and each not in said(app)


def test_a_cost_rise_that_is_not_survived_is_never_called_harmless(company: Path) -> None:
    """Whatever the cost: the verdict says survived only when all of 75 % is, in the literal reading."""
    for factor in (0.3, 0.6, 1.0, 1.6, 2.2):
        draft(lambda held, factor=factor: held.replace("cost_factor", factor))
        app = start("en", PAGE, draft="d1")
        found = stress.stress_result(report.in_force("d1"))
        assert found.break_even is not None
        harmless = "survives" in app.title[0].value and "cost" in app.title[0].value.partition("It does not")[0]
        assert harmless == (found.npv > 0 and found.break_even.literal > 0.75)


def levers(change: object) -> object:
    """A change of every lever."""
    assert callable(change)
    return lambda held: replace(held, levers=tuple(change(lever) for lever in held.levers))


def huge(held: Scenario) -> Scenario:
    """1e15 once, and each lever as it was."""
    return held.replace(f"cost.{held.costs[0].id}.once", 1e15)


def contradictory(held: Scenario) -> Scenario:
    """Three numbers that cannot move together so."""
    a, b, c = "cost_factor", "retention.target", "spend.target"
    return replace(held, correlations=((a, b, 0.9), (b, c, 0.9), (a, c, -0.9)))


ABSURD = {
    "correlations that contradict": (contradictory, ""),
    "no cost": (lambda held: replace(held, costs=()), "No cost entered yet"),
    "no lever": (lambda held: replace(held, levers=()), "No benefit yet"),
    "nothing moves": (
        levers(lambda lever: replace(lever, adoption=replace(lever.adoption, value=0.0, low=None, high=None))),
        "No benefit yet",
    ),
    "neither": (lambda held: replace(held, costs=(), levers=()), "We cannot say"),
    "one month": (lambda held: held.replace("horizon", 1), ""),
    "fifty years": (lambda held: held.replace("horizon", 600), ""),
    "1e15": (huge, "The plan itself loses"),
    "no rate": (lambda held: held.replace("rate", -0.99), ""),
    "nothing uncertain": (
        lambda held: replace(
            held,
            cost_factor=replace(held.cost_factor, low=None, high=None),
            levers=tuple(
                replace(lever, **{name: replace(part, low=None, high=None) for name, part in lever.parts()})
                for lever in held.levers
            ),
        ),
        "",
    ),
}


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        *((name, "en") for name in ABSURD),
        *(pytest.param(name, "zh_CN", marks=[pytest.mark.long] * (place > 0)) for place, name in enumerate(ABSURD)),
    ],
)
def test_an_absurd_plan_is_answered_in_a_sentence(company: Path, name: str, lang: str) -> None:
    """Never a traceback, never a silent zero."""
    change, words = ABSURD[name]
    draft(change)
    app = start(lang, PAGE, draft="d1", checks="late,hard,halved")
    assert not app.exception and not app.error
    assert lang != "en" or words in app.title[0].value
    for tab in range(TABS):
        assert not opened(app, tab).exception
    shown = metrics(app)
    assert all(value not in ("0", "nan", "inf", "") for value in shown.values())


def test_without_a_cost_no_figure_is_shown(company: Path) -> None:
    """Dashes, and the reason."""
    draft(lambda held: replace(held, costs=()))
    app = start("en", PAGE, draft="d1")
    assert metrics(app)["Net present value"] == "–" and "Enter what the programme costs" in said(app)


def test_so_late_that_nothing_is_left_says_so(company: Path) -> None:
    """The cost alone remains, in words."""
    draft(lambda held: held.replace("horizon", 12))
    app = start("en", PAGE, draft="d1", checks="late", late="36")
    assert "so only the cost remains" in said(app) and metrics(app)["Net present value"].startswith("−")


def test_correlations_that_contradict_leave_the_plan_and_say_so(company: Path) -> None:
    """The plan has its value; the chance has none, and the sentence says why."""
    draft(contradictory)
    app = start("en", PAGE, draft="d1")
    shown = metrics(app)
    assert shown["Net present value"] != "–" and shown["Probability that NPV is positive"] == "–"
    assert "contradict each other" in said(app)


def test_what_moves_together_is_entered_and_taken_away(company: Path) -> None:
    """Then Shapley effects stand in place of Sobol indices; 0 takes the correlation away; nonsense is refused."""
    app = opened(start("en", PAGE), 3)
    assert "Sobol" in said(app)
    app.selectbox("together-one").set_value("cost_factor").run()
    app.selectbox("together-other").set_value("retention.target").run()
    app.number_input("together-rho").set_value(0.4).run()
    app.button("together-set").click().run()
    number = address(app, "draft")
    assert report.in_force(number).scenario.correlations == (("cost_factor", "retention.target", 0.4),)
    app = opened(start("en", PAGE, draft=number), 3)
    assert not app.exception and "Shapley" in said(app)
    app.selectbox("together-one").set_value("cost_factor").run()
    app.selectbox("together-other").set_value("cost_factor").run()
    app.button("together-set").click().run()
    assert any("move with itself" in warning.value for warning in app.warning)


def test_a_risk_is_entered_taken_away_and_drafted_from_the_pitfalls(company: Path) -> None:
    """The chance falls by it while the plan stays; taken away the chance is what it was; pitfalls come by name."""
    app = opened(start("en", PAGE), 3)
    assert "The risk register is empty: only ranges are drawn" in said(app)
    before = metrics(app)
    app.session_state["register-open"] = True
    app.run()
    app.text_input("register-name").set_value("The supplier gives up").run()
    app.number_input("register-chance").set_value(60.0).run()
    app.number_input("register-impact-benefit").set_value(100.0).run()
    app.button("register-enter").click().run()
    number = address(app, "draft")
    (held,) = report.in_force(number).scenario.events
    assert (held.name, held.chance.value, held.impact.value, held.levers) == ("The supplier gives up", 0.6, 1.0, ())
    app = opened(start("en", PAGE, draft=number), 3)
    assert "One risk in the register, The supplier gives up: expected loss" in said(app)
    now = metrics(app)
    chance = "Probability that NPV is positive"
    assert now["Net present value"] == before["Net present value"]
    assert int(now[chance].strip("<>%")) <= 40 < int(before[chance].strip("<>%"))
    app.session_state["register-open"] = True
    app.run()
    app.selectbox("register-entry").set_value(held.id).run()
    app.button("register-away").click().run()
    assert not report.in_force(address(app, "draft")).scenario.events and not app.exception
    app.button("register-draft").click().run()
    drafted = report.in_force(address(app, "draft")).scenario.events
    assert drafted and all(0 < event.chance.value <= 1 for event in drafted)


@pytest.mark.parametrize(("lang", "word"), [("en", "Do minimum"), ("zh_CN", "最低限度")])
def test_nothing_the_minimum_and_the_plan_stand_side_by_side(company: Path, lang: str, word: str) -> None:
    """Always there, not behind a tab: doing nothing is worth 0, and the plan what the card above says."""
    app = start(lang, "return_risk")
    table = next(part.value for part in app.main.table if word in [*part.value.iloc[:, 0]])
    assert table.iloc[0, 1] == "0" and table.iloc[2, 1].replace("\\", "") == app.metric[0].value
