"""What the churn of customers puts at risk, customer by customer."""

from __future__ import annotations

import pandas as pd

from metrics.churn import figures
from metrics.context import Sources, kept


@kept
def at_risk(sources: Sources) -> pd.DataFrame:
    """Everybody still there, by customer_id: chance of leaving, and the money it puts at risk."""
    return figures.at_risk(sources.frames, sources.scores)
