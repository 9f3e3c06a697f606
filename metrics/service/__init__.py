"""Service: how quickly and how well contacts are settled, and what customers say of it."""
