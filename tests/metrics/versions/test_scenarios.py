"""Named scenarios: copied, locked, compared, exchanged; each with drafts and conflicts of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from data.library import cases
from data.store import ConflictError, LockedError, open_store
from metrics import report
from metrics.case import published as work
from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import to_json
from metrics.versions import drafts, saved
from metrics.versions import named as scenarios


def to_rate(value: float):
    return lambda s: s.replace("rate", value)


def plan() -> Scenario:
    return report.saved().scenario


def test_the_base_case_is_first_and_a_copy_is_version_one(company: Path) -> None:
    made = scenarios.copy(plan(), "  Cautious   plan ", "Ada")
    assert (made.name, made.version) == ("Cautious plan", 1)
    found = scenarios.listed()
    assert [(row.name, row.newest.version, row.by_data) for row in found] == [
        ("Base case", 2, True),
        ("Cautious plan", 1, False),
    ]
    assert report.saved(name="Cautious plan").scenario == replace(plan(), name="Cautious plan")
    assert report.saved(name="Cautious plan").label == "Cautious plan v1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" ", "no name yet"),
        ("x" * 61, "61 letters"),
        ("base CASE", "already"),
        ("a{b}", "the sign {"),
        ("[a](b)", r"the sign \["),
        ("a$b", r"the sign \$"),
        ("<b>", "the sign <"),
    ],
)
def test_some_names_are_refused(company: Path, name: str, said: str) -> None:
    scenarios.listed()
    with pytest.raises(ScenarioError, match=said):
        scenarios.copy(plan(), name, "Ada")
    assert len(scenarios.listed()) == 1


def test_chinese_names_are_names(company: Path) -> None:
    assert scenarios.copy(plan(), "保守方案（2026）", "Ada").name == "保守方案（2026）"


def test_drafts_and_conflicts_are_those_of_the_name(company: Path) -> None:
    """Two people on the copy: the second is told; the base case notices nothing."""
    scenarios.copy(plan(), "Cautious", "Ada")
    report.edit("hers", to_rate(0.2), "Ada", "Cautious")
    report.edit("his", to_rate(0.3), "Bo", "Cautious")
    report.edit("base", to_rate(0.4), "Bo")
    assert report.standing("his").name == "Cautious" and report.standing("base").name == "Base case"
    assert report.save("hers", "Ada").version == 2
    with pytest.raises(ConflictError):
        report.save("his", "Bo")
    found = drafts.conflict("his")
    assert found is not None and (found.version, found.based_on) == (2, 1)
    assert [tuple(map(str, row[:1])) for row in found.rows][1] == ("Discount rate a year",)
    assert drafts.conflict("base") is None
    report.rebase("his", "Bo")
    assert report.save("his", "Bo").version == 3 and len(report.versions()) == 2


def test_an_approved_version_is_locked_and_its_copy_is_free(company: Path) -> None:
    report.edit("d1", to_rate(0.2), "Ada")
    scenarios.approve("Base case", 2, "Ida")
    with pytest.raises(LockedError):
        report.save("d1", "Ada")
    now = report.standing("d1")
    reason = str(scenarios.locked(now))
    assert "v2 was approved by Ida" in reason and "Copy it" in reason
    assert [version.version for version in report.versions()] == [1, 2]
    scenarios.copy(now.context.scenario, "Mine", "Ada")
    assert report.saved(name="Mine").scenario.rate.value == 0.2
    assert scenarios.locked(report.standing(None, "Mine")) is None
    assert scenarios.listed()[0].approval is not None


def test_what_is_told_of_a_name_nobody_kept_is_the_base_case(company: Path) -> None:
    assert report.standing(None, "Gone").name == "Base case"
    with pytest.raises(LookupError):
        scenarios.approve("Gone", 1, "Ida")


class TestCompared:
    """The difference explained."""

    def test_steps_sum_to_the_difference_and_every_number_is_told(self, company: Path) -> None:
        scenarios.copy(plan().replace("rate", 0.2).replace("mail.target", 0.1), "Other", "Ada")
        looks = scenarios.versions_to_compare(None, "Other")
        assert list(looks) == ["Base case v1", "Base case v2", "Other v1"]
        moved = scenarios.moved(looks["Base case v2"], looks["Other v1"])
        assert sum(step.amount for step in moved.steps) == pytest.approx(moved.after - moved.before)
        assert [str(step.label) for step in moved.steps] == ["Discount rate", "Wasted mail"]
        rows = drafts.differing(looks["Base case v2"].scenario, looks["Other v1"].scenario)
        told = {str(what): (str(old), str(new)) for what, old, new in rows}
        assert told["Discount rate a year"] == ("10%", "20%") and "Wasted mail: target" in told

    def test_any_two_versions_with_amounts_by_month(self, company: Path) -> None:
        looks = scenarios.versions_to_compare(None, "Base case")
        moved = scenarios.moved(looks["Base case v1"], looks["Base case v2"])
        assert sum(step.amount for step in moved.steps) == pytest.approx(moved.after - moved.before)
        rows = drafts.differing(looks["Base case v1"].scenario, looks["Base case v2"].scenario)
        assert any("in 60 months" in str(row[2]) for row in rows)

    def test_other_money_is_not_compared(self, company: Path) -> None:
        case = cases()["bt_value"]
        scenarios.copy(work.scenario(case, case.readings[0], 3, "x", plan().month0), "BT", "Ada")
        looks = scenarios.versions_to_compare(None, "BT")
        with pytest.raises(UndefinedError, match="Base case v2 is in USD and BT v1 in GBP"):
            scenarios.moved(looks["Base case v2"], looks["BT v1"])

    def test_without_a_value_the_numbers_are_told_all_the_same(self, company: Path) -> None:
        case = cases()["hotel_group"]
        scenarios.copy(work.scenario(case, case.readings[0], 5, "x", plan().month0), "Hotel", "Ada")
        looks = scenarios.versions_to_compare(None, "Hotel")
        with pytest.raises(UndefinedError, match="No cost entered yet"):
            scenarios.moved(looks["Base case v2"], looks["Hotel v1"])
        rows = drafts.differing(looks["Base case v2"].scenario, looks["Hotel v1"].scenario)
        assert len(list(rows)) > 10


class TestFiles:
    """Out and in again."""

    def test_there_and_back(self, company: Path) -> None:
        context = report.saved()
        assert scenarios.imported(scenarios.exported(context).encode()) == context.scenario

    def test_a_case_in_other_money_may_come_in(self, company: Path) -> None:
        case = cases()["bt_value"]
        body = to_json(work.scenario(case, case.readings[0], 3, "BT", plan().month0))
        assert scenarios.imported(body.encode()).currency == "GBP"

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b'{"format": 1}',
            b'{"format": 2}',
            b"[" * 100_000,
            b"PK\x03\x04",
            b"x" * 3_000_000,
        ],
    )
    def test_a_broken_or_foreign_file_is_refused_in_a_sentence(self, company: Path, body: bytes) -> None:
        with pytest.raises(ScenarioError) as refused:
            scenarios.imported(body)
        assert str(refused.value.reason).count("\n") == 0 and len(str(refused.value.reason)) < 200

    @pytest.mark.parametrize(
        ("path", "value", "said"),
        [
            (("name",), 5, "no scenario"),
            (("currency",), ["USD"], "no scenario"),
            (("currency",), "EUR", "in EUR, the data are in USD"),
            (("month0",), "2019-01-01", "begins in 2019-01"),
            (("rate", "value"), "NaN", "no"),
            (("rate", "value"), -5.0, "outside"),
            (("horizon", "value"), 1e9, "outside"),
            (("horizon", "value"), -3, "outside"),
            (("include_soft",), "yes", "no scenario"),
            (("levers", 0, "kind"), "magic", "no lever of kind magic"),
            (("levers", 0, "target", "value"), 1e999, "no number"),
            (("levers", 0, "adoption", "value"), 2.0, "does not hold"),
            (("levers", 0, "ramp", "value"), -1.0, "outside"),
            (("levers", 0, "owner"), {"a": 1}, "no scenario"),
            (("levers", 0, "id"), "mail", "two rows"),
            (("costs", 0, "cost_type"), "bribe", "Choose one of"),
            (("costs", 0, "schedule"), ["x"], "no scenario"),
        ],
    )
    def test_what_cannot_be_is_refused(self, company: Path, path: tuple[object, ...], value: object, said: str) -> None:
        raw = json.loads(scenarios.exported(report.saved()))
        place = raw
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        with pytest.raises(ScenarioError, match=said):
            scenarios.imported(json.dumps(raw).encode())


def test_every_write_leaves_its_line(company: Path) -> None:
    scenarios.listed()
    scenarios.copy(plan(), "Mine", "Ada")
    scenarios.approve("Mine", 1, "Ida")
    lines = [(line.author, line.action) for line in open_store().audit(2)]
    assert lines == [("Ida", "scenario approved"), ("Ada", "scenario saved")]


def test_worth_is_kept_by_a_copy(company: Path) -> None:
    scenarios.copy(plan(), "Mine", "Ada")
    mine, base = report.saved(name="Mine"), report.saved()
    assert bridge.worth(mine.scenario, mine.baseline) == bridge.worth(base.scenario, base.baseline)


def test_two_who_come_first_at_once_make_the_versions_together(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one saved the first version between our look and our write: it is the same, and both see two."""
    store, save = open_store(), type(open_store()).save_version
    beaten: list[int | None] = []

    def late(self: object, dataset: str, name: str, body: str, *, author: str, based_on: int | None) -> object:
        if based_on is None and not beaten:
            beaten.append(based_on)
            save(store, dataset, name, body, author=author, based_on=None)  # the other one
        return save(store, dataset, name, body, author=author, based_on=based_on)

    monkeypatch.setattr(type(store), "save_version", late)
    assert [version.version for version in saved.versions()] == [1, 2] and beaten == [None]
