"""The balanced scorecard: measures of four perspectives against their targets, and what is behind them."""
