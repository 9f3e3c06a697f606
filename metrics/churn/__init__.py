"""Who leaves, what that costs, and whom it is worth saving: pure formulas, one file a question."""
