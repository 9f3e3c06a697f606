"""What finance asks of a plan: prices, tax, working capital, the yearly table, and the value from today."""
