"""Where other subjects still look for :mod:`metrics.answers.store`."""

from metrics.answers.store import Part, is_sample, save
from metrics.answers.store import Saved as Held
from metrics.answers.store import load as held

__all__ = ["Held", "Part", "held", "is_sample", "save"]
