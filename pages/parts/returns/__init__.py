"""The page of return and risk."""
