"""The page of the balanced scorecard."""
