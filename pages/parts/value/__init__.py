"""The customer value page."""
