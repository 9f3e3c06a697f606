"""Every figure is declared once, in its subject's readings.py; nothing else makes a Reading."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from metrics.metric import DECLARED, Metric, declare
from metrics.reading import Figure
from metrics.registry import METRICS, SUBJECT_NAMES
from metrics.words.text import message
from metrics.words.units import Unit

ROOT = Path(__file__).resolve().parents[2]
OURS = re.compile(r"\b[A-HNT]\d{1,2}\b|kpis|decisions|catalogue")  # rows and papers that no reader has


def test_an_id_is_declared_once() -> None:
    again = Metric(id="programme_npv", name="x", unit=Unit.MONEY, formula="x", compute=lambda context: 0.0)
    with pytest.raises(ValueError, match="two metrics are called programme_npv"):
        declare("returns", "financial", again)
    assert METRICS.keys() == DECLARED.keys()


def test_every_metric_names_its_subject_in_words_its_perspective_and_a_formula() -> None:
    for metric in METRICS.values():
        assert metric.subject in SUBJECT_NAMES and metric.perspective
        assert metric.name and metric.formula.endswith((".", "?"))


def test_sources_are_publications() -> None:
    assert {metric.id: metric.source for metric in METRICS.values() if OURS.search(metric.source)} == {}


def test_a_range_says_which_range_it_is() -> None:
    with pytest.raises(ValueError, match="which range"):
        Figure(1.0, 0.5, 2.0)
    with pytest.raises(ValueError, match="two ends"):
        Figure(1.0, low=0.5, note=message("90% range"))


def test_readings_are_made_by_a_context_alone_and_metrics_declared_in_readings() -> None:
    made: dict[str, set[str]] = {"Reading": set(), "Basis": set(), "declare": set(), "metric": set(), "Metric": set()}
    made["ratio"] = set()
    for folder in ("metrics", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in made:
                    made[node.func.id].add(path.relative_to(ROOT).as_posix())
    assert made["Reading"] | made["Basis"] == {"metrics/context.py"}
    declaring = made["declare"] | made["metric"] | made["Metric"] | made["ratio"]
    assert {
        path for path in declaring - {"metrics/metric.py", "metrics/ratio.py"} if not path.endswith("/readings.py")
    } == set()
