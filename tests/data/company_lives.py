"""Readings of planted facts that need many customers, or the twin without the programme: taken from behaviours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln

from data.company import kinds, life, measures, surveys
from data.company.behaviour import Behaviour
from data.company.calendar import MONTHS, SPRING, UPTURN
from data.company.world import World


class Lives:
    """Every customer of a world, and the same customers where the programme never came."""

    def __init__(self, world: World) -> None:
        self.blocks = [Behaviour(block) for block in world.blocks()]
        self.twins = [Behaviour(block) for block in replace(world, programme=False).blocks()]

    def all(self, part: Callable[[Behaviour], NDArray]) -> NDArray:
        """``part`` of every block, one after the other."""
        return np.concatenate([part(block) for block in self.blocks])

    def readings(self) -> dict[str, float]:
        """Every fact that lives show, by name."""
        return {
            "spring_lifetime": self._spring_lifetime(),
            "spring_service": self._spring_service(),
            "complaint_hazard": self._ratio(_complained),
            "price_letter_hazard": self._ratio(lambda b: life._recent(b.contacts.letter, life.MEMORY)),
            "silence_hazard": self._ratio(_silent, _known),
            "market_upturn": self._upturn(),
            "retention_effect": self._retention(),
            "handling_time": self._at_full(lambda b: _by_month(b, b.calls, b.calls.minutes), same_calls=True),
            "repeat_calls": self._at_full(lambda b: _calls(b, True)),
            "wasted_mail": self._wasted(slice(None)),
            "orders": self._at_full(_orders_by_month),
            "lowest_adoption": self._wasted([7]),
            "satisfaction_leads": self._satisfaction_leads(),
        }

    def _satisfaction_leads(self) -> float:
        """Correlation over months of the share of satisfied answers with departures six months later."""
        answers = pd.concat([surveys.table(block).to_pandas() for block in self.blocks])
        answers = answers[(answers["question"] == surveys.SATISFACTION) & answers["score"].notna()]
        if not len(answers):
            return 0.0
        month = pd.to_datetime(answers["sent_on"]).dt.to_period("M")
        satisfied = (answers["score"] >= 4).groupby(month).mean()
        left = self.all(lambda block: block.life.left)
        gone = np.bincount(left[left < MONTHS].astype(int), minlength=MONTHS)
        return float(np.corrcoef(satisfied.to_numpy()[: MONTHS - 6], gone[6:])[0, 1])

    def _ratio(
        self, flag: Callable[[Behaviour], NDArray], among: Callable[[Behaviour], NDArray] | None = None
    ) -> float:
        """Mantel-Haenszel ratio of leavers a month with and without ``flag``, within kinds (no contracts)."""
        above = below = 0.0
        flags, kind = self.all(flag)[:, :MONTHS], self.all(lambda b: b.traits.kind)
        there, gone = self._risk()
        if among is not None:
            there = there & self.all(among)[:, :MONTHS]
        for code in range(1, len(kinds.KINDS)):
            mine = (kind == code)[:, None] & there
            n1, n0 = (mine & flags).sum(), (mine & ~flags).sum()
            if n1 and n0:
                above += (mine & flags & gone).sum() * n0 / (n1 + n0)
                below += (mine & ~flags & gone).sum() * n1 / (n1 + n0)
        return float(above / below) if below else 1.0

    def _risk(self) -> tuple[NDArray, NDArray]:
        """Whether each customer was there at the start of each month, after the one they came in, and left in it."""
        months = np.arange(MONTHS)
        joined, left = self.all(lambda b: b.traits.joined)[:, None], self.all(lambda b: b.life.left)[:, None]
        there = (np.floor(joined) < months) & (left >= months)
        return there, there & (left < months + 1)

    def _spring_lifetime(self) -> float:
        """Months until four in ten have left: those won by the discount over other consumers who came that spring."""
        lived, won = self.all(lambda b: b.life.left - b.traits.joined), self.all(lambda b: b.traits.discount)
        usual = np.quantile(lived[self.all(_spring) & ~won], 0.4, method="lower")
        return float(np.quantile(lived[won], 0.4, method="lower") / usual) if won.any() else 1.0

    def _spring_service(self) -> float:
        """Delivery, returns and calls cost a month there, spring cohort over other consumers who came that spring."""
        cost = self.all(lambda b: b.cost_to_serve[:, : MONTHS // 3, [0, 2, 3]].sum(axis=(1, 2)))
        months = self.all(lambda b: np.clip(np.minimum(b.life.left, MONTHS) - b.traits.joined, 0, None))
        won = self.all(lambda b: b.traits.discount)
        same = self.all(_spring)
        kind = self.all(lambda b: b.traits.kind)
        here, there, weight = 0.0, 0.0, 0.0
        for code in (kinds.HOME, kinds.GIFT):
            a, b = won & (kind == code), same & ~won & (kind == code)
            if a.any() and b.any():
                here += a.sum() * cost[a].sum() / months[a].sum()
                there += a.sum() * cost[b].sum() / months[b].sum()
                weight += a.sum()
        return here / there

    def _upturn(self) -> float:
        """Orders of the twin over what customers' own rates expect: the year from the upturn over the year before."""
        return self._against_rate(UPTURN) / self._against_rate(UPTURN - 12) - 1

    def _against_rate(self, first: int) -> float:
        placed = expected = 0.0
        for b in self.twins:
            months = np.arange(first, first + 12)
            there = (np.floor(b.traits.joined)[:, None] < months) & (b.life.left[:, None] >= months + 1)
            season = kinds.season(b.block.world.effects.season)[b.traits.kind][:, first : first + 12]
            expected += (b.traits.rate[:, None] / 12 * season * there).sum()
            placed += (_orders_by_month(b)[:, first : first + 12] * there).sum()
        return placed / expected

    def _retention(self) -> float:
        with_it, without = (
            measures.year_figures(_added(blocks), "last")["reached_retention"] for blocks in (self.blocks, self.twins)
        )
        return with_it - without

    def _at_full(self, value: Callable[[Behaviour], NDArray], *, same_calls: bool = False) -> float:
        """Change of a monthly sum at full adoption: the twin's difference over what was reached of the twin's sum."""
        change = reached = 0.0
        for here, twin in zip(self.blocks, self.twins, strict=True):
            a, b = value(here), value(twin)
            both = np.minimum(here.life.left, twin.life.left)[:, None] >= np.arange(a.shape[1]) + 1
            if same_calls:
                both &= _by_month(here, here.calls, ~here.calls.repeat) == _by_month(
                    twin, twin.calls, ~twin.calls.repeat
                )
                both &= _by_month(here, here.calls, here.calls.repeat) == _by_month(twin, twin.calls, twin.calls.repeat)
            change += ((a - b) * both)[:, :MONTHS].sum()
            reached += (b * here.life.felt * both)[:, :MONTHS].sum()
        return change / reached if reached else 0.0

    def _wasted(self, regions: object) -> float:
        """Change of the wasted share over what was reached: all regions; or, over the full effect, of some."""
        change = reached = pieces = 0.0
        some = not isinstance(regions, slice)
        for here, twin in zip(self.blocks, self.twins, strict=True):
            felt = here.life.felt[here.mail.customer, here.mail.month]
            mine = (here.mail.month >= 48) & (here.mail.month < MONTHS) & ~here.traits.held_out[here.mail.customer]
            if some:
                mine &= np.isin(here.traits.region[here.mail.customer], regions)
            change += here.mail.wasted[mine].sum() - twin.mail.wasted[mine].sum()
            reached += felt[mine].sum()
            pieces += mine.sum()
        full = self.blocks[0].block.world.effects.wasted_mail
        return change / pieces / full if some and full else change / max(reached, 1)


def _spring(b: Behaviour) -> NDArray:
    """Consumers who came in March to May 2023."""
    return np.isin(np.floor(b.traits.joined), SPRING) & ~b.traits.business


def _complained(b: Behaviour) -> NDArray:
    return life._recent(~np.isnan(b.contacts.complained) & b.contacts.unresolved, life.MEMORY)


def _known(b: Behaviour) -> NDArray:
    """Known to the data for six months."""
    return np.arange(life.SPAN) >= np.maximum(np.floor(b.traits.joined), 0)[:, None] + life.SILENCE


def _silent(b: Behaviour) -> NDArray:
    """No mail and no call in the six months before."""
    return _known(b) & ~life._recent((b.contacts.calls > 0) | (b.contacts.mail > 0), life.SILENCE)


def _by_month(b: Behaviour, calls: object, value: NDArray) -> NDArray:
    at = calls.customer * life.SPAN + np.minimum(calls.month, life.SPAN - 1)
    return np.bincount(at, value, minlength=b.block.size * life.SPAN).reshape(b.block.size, life.SPAN)


def _calls(b: Behaviour, repeat: bool) -> NDArray:
    return _by_month(b, b.calls, b.calls.repeat == repeat)


def _orders_by_month(b: Behaviour) -> NDArray:
    at = b.orders.customer * life.SPAN + np.floor(b.orders.moment).astype(int)
    return np.bincount(at, minlength=b.block.size * life.SPAN).reshape(b.block.size, life.SPAN)


def _added(blocks: list[Behaviour]) -> dict[str, float]:
    total = measures.sums(blocks[0])
    for block in blocks[1:]:
        total.update(measures.sums(block))
    return total


def renewal(blocks: list[Behaviour]) -> tuple[float, float]:
    """sBG by maximum likelihood on contracts signed within the data: (alpha, beta)."""
    signed = [b.traits.contract & (b.traits.joined >= 0) for b in blocks]
    joined = np.concatenate([b.traits.joined[mine] for b, mine in zip(blocks, signed, strict=True)])
    left = np.concatenate([b.life.left[mine] for b, mine in zip(blocks, signed, strict=True)])
    years = np.floor(np.minimum(left, MONTHS) - joined + 1e-6).astype(int) // 12
    lost = left < MONTHS

    def nll(logs: NDArray) -> float:
        a, b = np.exp(logs)
        gone = betaln(a + 1, b + np.maximum(years, 1) - 1)
        return -float(np.where(lost, gone, betaln(a, b + years)).sum() - len(years) * betaln(a, b))

    alpha, beta = np.exp(minimize(nll, [0.0, 1.0], method="Nelder-Mead").x)
    return float(alpha), float(beta)


def growth(blocks: list[Behaviour]) -> float:
    """Net revenue of the second year over the first, less 1."""
    first, second = (sum(measures.net_sales(b, year, year + 12)[0].sum() for b in blocks) for year in (0, 12))
    return float(second / first - 1)
