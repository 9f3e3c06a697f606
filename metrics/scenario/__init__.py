"""Assumptions: frozen, checked when made, changed only by making another, written as JSON and back."""
