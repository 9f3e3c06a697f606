"""The business case as a workbook: assumptions in named cells, and everything else a formula of them."""

from metrics.workbook.about import Facts
from metrics.workbook.make import Workbook, make

__all__ = ["Facts", "Workbook", "make"]
