"""Scenarios as they are kept: saved versions, drafts, names, approvals."""
