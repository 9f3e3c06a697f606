"""Eight regions, twenty-four sites, seventy-two teams; when the programme reached each region and how well it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.company.calendar import SPAN, month_start


@dataclass(frozen=True)
class Region:
    """A sales region. ``share`` of customers; ``live`` is the month the programme went live there."""

    name: str
    share: float
    live: int
    adoption: float
    towns: tuple[tuple[str, str], ...]  # English, Chinese


REGIONS = (
    Region("North", 0.14, 30, 0.74, (("Alderwick", "桤城"), ("Norhaven", "北港"), ("Firbridge", "杉桥"))),
    Region("East", 0.15, 30, 0.66, (("Eastmere", "东湖"), ("Larkford", "云雀渡"), ("Selham", "柳庄"))),
    Region("Capital", 0.19, 33, 0.78, (("Kingsquay", "京埠"), ("Crownhill", "冠山"), ("Marlow Gate", "泥灰门"))),
    Region("Coast", 0.13, 33, 0.58, (("Harbour Lane", "港巷"), ("Saltby", "盐浦"), ("Wrackport", "藻港"))),
    Region("Central", 0.12, 36, 0.62, (("Middleton Vale", "中谷"), ("Ashcombe", "白蜡谷"), ("Tollbar", "关口"))),
    Region("South", 0.11, 36, 0.55, (("Southmoor", "南野"), ("Vinefield", "葡萄原"), ("Orchard Green", "果园地"))),
    Region("Lakes", 0.08, 39, 0.50, (("Tarnside", "潭边"), ("Merewater", "镜水"), ("Heronsgate", "鹭门"))),
    Region("West", 0.08, 39, 0.31, (("Westerfell", "西岭"), ("Gorsebank", "荆坡"), ("Dunmouth", "沙口"))),
)
SITES = tuple(f"S{number:02d}" for number in range(1, 25))  # three a region, in the order of REGIONS
TEAMS = tuple(f"{region.name}-{number}" for region in REGIONS for number in range(1, 10))  # three a site
RAMP = 4  # months from going live to the full effect
FASTEST_TEAM = TEAMS.index("East-5")


def reach(region: NDArray[np.int64], held_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much of a full effect each customer feels each month: adoption times ramp; nothing when held out.

    Result: (customers, months), between 0 and 1.
    """
    months = np.arange(SPAN)
    live = np.array([place.live for place in REGIONS])
    adoption = np.array([place.adoption for place in REGIONS])
    ramp = np.clip((months[None, :] - live[:, None] + 1) / RAMP, 0, 1) * adoption[:, None]
    felt: NDArray[np.float64] = ramp[region]
    felt[held_out] = 0
    return felt


def region_rows() -> list[tuple[str, str, date]]:
    """Region, name, day the programme went live."""
    return [(place.name, place.name, month_start(place.live)) for place in REGIONS]


def site_rows() -> list[tuple[str, str, str, date]]:
    """Site, region, name, opening day."""
    rows = []
    for number, site in enumerate(SITES):
        place = REGIONS[number // 3]
        town = place.towns[number % 3][0]
        rows.append((site, place.name, town, date(2011 + (number * 7) % 9, 1 + (number * 5) % 12, 1)))
    return rows
