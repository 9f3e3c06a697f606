"""Groups of customers: found or ruled, named, tested, followed over time."""
