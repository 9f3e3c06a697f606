"""Where marts and scenarios meet: readings of a published data set, drafts that last, saves that never overwrite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.store import ConflictError, open_store
from metrics import report
from metrics.__main__ import main
from metrics.registry import METRICS
from metrics.risk import tornado
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario


def to_rate(value: float) -> object:
    return lambda scenario: scenario.replace("rate", value, author="Ada", on=report.today())


def npv(context: report.Context) -> float:
    value = context.read("programme_npv").value
    assert value is not None
    return value


def test_every_metric_has_a_value_or_a_reason(company: Path, cdnow_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for reading in report.readings(report.saved()).values():
        assert (reading.value is None) == (reading.reason is not None)
    monkeypatch.setenv("PAYBACK_HOME", str(cdnow_home))
    found = report.readings(report.saved())
    assert found.keys() == METRICS.keys()
    assert "Margin rate is not known" in str(found["programme_npv"].reason)  # orders alone carry no cost of sales
    assert "No cost entered yet" in str(found["programme_cost"].reason)
    assert found["customer_value"].value is not None


def test_the_data_bring_two_versions_and_everybody_sees_the_same(company: Path) -> None:
    assert [(v.version, v.author) for v in report.versions()] == [(1, report.BY_DATA), (2, report.BY_DATA)]
    assert report.saved(1).label == "Base case v1"
    assert report.saved() is report.saved(2)
    assert npv(report.saved(1)) > npv(report.saved(2))


def test_a_what_if_changes_a_draft_and_no_version(company: Path) -> None:
    before = npv(report.saved())
    context = report.edit("d1", to_rate(0.2), "Ada")
    assert npv(context) < before
    assert npv(report.in_force("d1")) == npv(context)
    assert context.label == "Base case v2*"
    assert npv(report.saved()) == before
    assert len(report.versions()) == 2


def test_several_edits_in_a_row_all_hold(company: Path) -> None:
    report.edit("d1", to_rate(0.2), "Ada")
    report.edit("d1", lambda s: s.replace("horizon", 48), "Ada")
    context = report.edit("d1", lambda s: s.replace("mail.target", 0.1), "Ada")
    assert [context.scenario.get(path) for path in ("rate", "horizon", "mail.target")] == [0.2, 48, 0.1]


def test_a_change_that_cannot_be_is_refused_and_loses_nothing(company: Path) -> None:
    report.edit("d1", to_rate(0.2), "Ada")
    with pytest.raises(ScenarioError, match="rate is -2, outside"):
        report.edit("d1", to_rate(-2.0), "Ada")
    assert report.in_force("d1").scenario.get("rate") == 0.2


def test_saving_appends_a_version_and_ends_the_draft(company: Path) -> None:
    report.edit("d1", to_rate(0.2), "Ada")
    made = report.save("d1", "Ada")
    assert (made.version, made.author, made.based_on) == (3, "Ada", 2)
    assert report.in_force("d1") is report.saved(3)
    assert [line.action for line in open_store().audit(3)] == ["draft dropped", "scenario saved", "draft changed"]


def test_two_people_saving_on_one_version_are_told(company: Path) -> None:
    report.edit("hers", to_rate(0.2), "Ada")
    report.edit("his", to_rate(0.3), "Bo")
    report.save("hers", "Ada")
    with pytest.raises(ConflictError, match="v3 was saved by Ada"):
        report.save("his", "Bo")
    assert report.in_force("his").scenario.get("rate") == 0.3
    report.rebase("his", "Bo")
    assert report.save("his", "Bo").version == 4


def test_a_draft_of_another_data_set_does_not_apply(
    company: Path, cdnow_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report.edit("d1", to_rate(0.2), "Ada")
    monkeypatch.setenv("PAYBACK_HOME", str(cdnow_home))
    assert report.in_force("d1") is report.saved()


def test_a_basis_says_where_a_figure_comes_from(company: Path) -> None:
    context = report.saved()
    basis = context.read("programme_npv").basis
    assert (basis.mart, basis.scenario) == ("active_month", "Base case v2")
    assert basis.rows == 60
    assert basis.data_until is not None and basis.data_until.isoformat() == "2026-10-31"
    told, widest = [str(given.label) for given in basis.given], tornado.tornado(context.uncertain, context.baseline)[0]
    assert told[0] == str(context.scenario.label(widest.path))  # what moves the value most is told first
    assert {"Discount rate a year", "Horizon"} < set(told)
    assert told[0] and any(given.owner and given.set_on for given in basis.given)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["report", *arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_command_line_prints_one_document(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--only", "programme_npv", "realised_share")
    assert found["scenario"] == {"name": "Base case", "version": 2}
    first, second = found["readings"]  # type: ignore[misc]
    assert first["value"] == npv(report.saved()) and first["reason"] is None and first["low"] < first["high"]
    assert second["value"] == report.saved().value("realised_share") and second["reason"] is None
    assert {"id", "value", "unit", "low", "high", "reason", "source"} <= first.keys()
    data = found["data"]
    assert isinstance(data, dict) and data["until"] == "2026-10-31" and data["hash"]


def test_the_command_line_takes_a_saved_scenario_by_name(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--scenario", "Base case v1", "--only", "programme_npv")
    assert found["readings"][0]["value"] == npv(report.saved(1))  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "nonsense"], "there is no metric 'nonsense'"),
        (["--scenario", "Base case v9"], "there is no scenario 'Base case v9'; choose from Base case v1, Base case v2"),
    ],
)
def test_wrong_names_are_met_with_one_line(
    company: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["report", *arguments]) == 2
    line = capsys.readouterr().err
    assert said in line and line.count("\n") == 1


def test_without_data_the_command_says_what_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 2
    assert "data build" in capsys.readouterr().err


def test_a_scenario_of_the_data_is_read_back_as_it_was(company: Path) -> None:
    scenario = report.saved(1).scenario
    assert isinstance(scenario, Scenario)
    assert scenario.get("rate") == 0.1
