"""The pages: section, file, title, and the question each one answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metrics.words.text import N_

FOLDER = Path(__file__).resolve().parent.parent
FIRST = "overview"


@dataclass(frozen=True)
class Entry:
    """One page. ``name`` is its file and its address; title and question are source texts."""

    name: str
    title: str
    question: str

    @property
    def file(self) -> Path:
        """Absolute, because the shell does not lie beside the pages."""
        return FOLDER / f"{self.name}.py"


SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("Decide"),
        (
            Entry("overview", N_("Overview"), N_("Does the CRM pay, is it proven, what threatens it?")),
            Entry(
                "scorecard",
                N_("Balanced scorecard"),
                N_("Are the four perspectives in balance, and which measure needs action?"),
            ),
        ),
    ),
    (
        N_("Business case"),
        (
            Entry("strategy", N_("1 Strategy"), N_("What must CRM do for us?")),
            Entry("capabilities", N_("2 Capabilities"), N_("Where are we behind?")),
            Entry("benefit_model", N_("3 Benefit model"), N_("What is closing each gap worth, against what it costs?")),
            Entry("roadmap", N_("4 Roadmap"), N_("What, when, who, and are we ready?")),
            Entry("return_risk", N_("Return and risk"), N_("How sure is the return, and what would turn it negative?")),
            Entry(
                "realised",
                N_("Promised and realised"),
                N_("Did we get what we promised, and was it the CRM?"),
            ),
        ),
    ),
    (
        N_("Customers"),
        (
            Entry("customer_value", N_("Customer value"), N_("What are our customers worth, and how sure are we?")),
            Entry("segments", N_("Segments"), N_("Which groups deserve which treatment?")),
            Entry("churn", N_("Churn and retention"), N_("Who leaves, why, where to, and whom is it worth saving?")),
        ),
    ),
)

ENTRIES = {entry.name: entry for _section, entries in SECTIONS for entry in entries}
