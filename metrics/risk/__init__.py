"""How sure the return is, and what would break it."""
