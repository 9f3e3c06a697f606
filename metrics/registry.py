"""Every metric of every subject, collected: what the command line, the documents, goals and snapshots go through."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from metrics.case import readings as case
from metrics.churn import readings as churn
from metrics.customers import readings as customers
from metrics.metric import DECLARED, Metric
from metrics.people import readings as people
from metrics.pipeline import readings as pipeline
from metrics.quality import readings as quality
from metrics.realised import readings as realised
from metrics.returns import readings as returns
from metrics.roadmap import readings as roadmap
from metrics.scorecard import readings as scorecard
from metrics.segments import readings as segments
from metrics.service import readings as service
from metrics.strategy import readings as strategy
from metrics.value import readings as value
from metrics.words.text import N_

SUBJECT_NAMES = {
    "returns": N_("Return of the programme"),
    "customers": N_("Customers"),
    "value": N_("Customer value"),
    "churn": N_("Churn and retention"),
    "segments": N_("Segments"),
    "case": N_("Business case"),
    "roadmap": N_("Roadmap"),
    "strategy": N_("Strategy and capabilities"),
    "service": N_("Service"),
    "pipeline": N_("Pipeline"),
    "people": N_("People"),
    "quality": N_("Data quality"),
    "scorecard": N_("Balanced scorecard"),
    "realised": N_("Promised and realised"),
}
SUBJECTS = (
    *(returns, customers, value, churn, segments, case, roadmap, strategy),
    *(service, pipeline, people, quality, scorecard, realised),
)
METRICS: Mapping[str, Metric] = MappingProxyType(
    {metric.id: metric for subject in SUBJECTS for metric in subject.METRICS}
)
assert len(METRICS) == len(DECLARED)
