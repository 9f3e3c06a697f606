"""Everything the customers of a block do: what every table of the sample is a view of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.company import buying, life, service, traits
from data.company.world import Block


@dataclass(frozen=True)
class Behaviour:
    """One block's customers and their doings, each part worked out when first asked for, from its own stream."""

    block: Block

    @cached_property
    def traits(self) -> traits.Traits:
        """Who they are."""
        return traits.traits(self.block)

    @cached_property
    def contacts(self) -> life.Contacts:
        """What reaches them and comes from them."""
        return life.contacts(self.block, self.traits)

    @cached_property
    def life(self) -> life.Life:
        """How long they stay."""
        return life.life(self.block, self.traits, self.contacts)

    @cached_property
    def _bought(self) -> tuple[buying.Orders, buying.Lines]:
        return buying.orders(self.block, self.traits, self.life)

    @property
    def orders(self) -> buying.Orders:
        """What they ordered."""
        return self._bought[0]

    @property
    def lines(self) -> buying.Lines:
        """What was in it."""
        return self._bought[1]

    @cached_property
    def calls(self) -> service.Calls:
        """Their calls."""
        return service.calls(self.block, self.traits, self.contacts, self.life)

    @cached_property
    def mail(self) -> service.Mail:
        """Mail sent to them."""
        return service.mail(self.block, self.contacts, self.life)

    @cached_property
    def cost_to_serve(self) -> NDArray[np.int64]:
        """Cents by customer, quarter and activity."""
        return service.cost_to_serve(self.block, self.traits, self.life, self.orders, self.calls)
