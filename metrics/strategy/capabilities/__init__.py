"""Capabilities: weighed, scored, held against what is wanted and against peers."""
