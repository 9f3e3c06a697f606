"""The roadmap page."""
