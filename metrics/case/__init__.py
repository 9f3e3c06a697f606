"""The business case: levers, costs, options, scenarios of published cases, calculators."""
