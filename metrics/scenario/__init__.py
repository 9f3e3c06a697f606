"""Assumptions: frozen, checked when made, changed only by making another, written as JSON and back."""

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.baseline import Baseline, Measured, measure
from metrics.scenario.change import with_range
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import BASELINES, KINDS, PARTS, Portion, Tag
from metrics.scenario.make import APPROVED, CURRENT, default, from_tables
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import difference, fingerprint, from_json, to_json

__all__ = [
    "APPROVED",
    "BASELINES",
    "CURRENT",
    "KINDS",
    "PARTS",
    "Assumption",
    "Baseline",
    "CostItem",
    "Lever",
    "Measured",
    "Portion",
    "Scenario",
    "ScenarioError",
    "Tag",
    "default",
    "difference",
    "fingerprint",
    "from_json",
    "from_tables",
    "measure",
    "to_json",
    "with_range",
]
