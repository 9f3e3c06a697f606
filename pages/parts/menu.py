"""The pages: section, file, title, and the question each one answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metrics.words.text import N_

FOLDER = Path(__file__).resolve().parent.parent
FIRST = "overview"


@dataclass(frozen=True)
class Entry:
    """One page. ``name`` is its file and its address; title and question are source texts.

    One that is not ``built`` says under its address what it will read, and is not in the menu.
    """

    name: str
    title: str
    question: str
    built: bool = True

    @property
    def file(self) -> Path:
        """Absolute, because the shell does not lie beside the pages."""
        return FOLDER / f"{self.name}.py"


SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("Decide"),
        (
            Entry("overview", N_("Overview"), N_("Is CRM worth it, is it proven, what threatens it?")),
            Entry(
                "scorecard",
                N_("Balanced scorecard"),
                N_("Are the four views in balance, and which KPI needs action?"),
                built=False,
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
            Entry("return_risk", N_("Return and risk"), N_("How sure is the return, and what would break it?")),
            Entry(
                "realised",
                N_("Promised and realised"),
                N_("Did we get what we promised, and was it the CRM?"),
                built=False,
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
    (
        N_("Operations"),
        (
            Entry("campaigns", N_("Campaigns and channels"), N_("Which spending caused profit?"), built=False),
            Entry("pipeline", N_("Pipeline"), N_("Will we make the number, and where is it stuck?"), built=False),
            Entry("service", N_("Service and loyalty"), N_("Where does the closed loop leak?"), built=False),
        ),
    ),
    (
        N_("Trust"),
        (
            Entry("data_quality", N_("Data"), N_("Is the data good enough, and what does bad data cost?"), built=False),
            Entry(
                "snapshots", N_("Snapshots"), N_("What did we report, can it be reproduced, what changed?"), built=False
            ),
        ),
    ),
)

ENTRIES = {entry.name: entry for _section, entries in SECTIONS for entry in entries}
BUILT = tuple(entry for entry in ENTRIES.values() if entry.built)  # what the menu lists
