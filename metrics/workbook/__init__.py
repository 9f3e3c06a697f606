"""The business case as a workbook: assumptions in named cells, and everything else a formula of them."""
