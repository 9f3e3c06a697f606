"""What is asked for, and one block of customers of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.company.effects import Effects
from data.company.streams import blocks, stream

NORMAL = Effects()


@dataclass(frozen=True)
class World:
    """The company that is asked for. ``programme`` off is its twin, in which the CRM programme never came."""

    customers: int
    seed: int = 7
    programme: bool = True
    effects: Effects = NORMAL

    def blocks(self) -> list[Block]:
        """Every block of customers, in order."""
        return [Block(self, number, first, size) for number, (first, size) in enumerate(blocks(self.customers))]


@dataclass(frozen=True)
class Block:
    """Customers ``first`` to ``first + size``, counted from 0."""

    world: World
    number: int
    first: int
    size: int

    def stream(self, name: str) -> np.random.Generator:
        """This block's random numbers for ``name``."""
        return stream(self.world.seed, name, self.number)

    def count(self, share: float) -> int:
        """How many of this block, when ``share`` of all customers are wanted and whole numbers must add up."""
        return round(share * (self.first + self.size)) - round(share * self.first)

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Number of each customer, counted from 1."""
        return np.arange(self.first + 1, self.first + self.size + 1)
