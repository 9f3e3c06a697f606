"""Named random streams: what one table draws can never shift what another draws.

A stream is found by the seed, a name and the number of a block of customers. Customers are made block by block, so
memory does not grow with their number, and the first customers stay the same when more are asked for.
"""

from __future__ import annotations

import hashlib

import numpy as np

BLOCK = 5_000  # customers made at a time; part of what the seed means: changing it changes the sample


def stream(seed: int, name: str, block: int = 0) -> np.random.Generator:
    """The generator of ``name`` in ``block``: the same for the same three, unrelated otherwise."""
    digest = hashlib.sha256(name.encode()).digest()
    words = np.frombuffer(digest[:16], dtype="<u4").tolist()
    return np.random.default_rng(np.random.SeedSequence([seed, block, *words]))


def blocks(customers: int) -> list[tuple[int, int]]:
    """First customer (counted from 0) and size of each block."""
    return [(first, min(BLOCK, customers - first)) for first in range(0, customers, BLOCK)]
