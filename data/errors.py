"""The one error that is the user's to mend."""

from __future__ import annotations


class InputError(ValueError):
    """Something given to Payback cannot be used. Its text is one line: what, the value, what to do."""
