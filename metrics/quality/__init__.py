"""How good the data on customers are."""
