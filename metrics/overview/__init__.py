"""The one answer: is CRM worth it, what moved it, what threatens it."""
