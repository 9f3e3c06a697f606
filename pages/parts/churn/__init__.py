"""The churn page."""
