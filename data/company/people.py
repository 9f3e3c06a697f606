"""The customers table: names, addresses and the faults contact data have. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames, words
from data.company.behaviour import Behaviour
from data.company.calendar import LAST_DAY, day_of
from data.company.kinds import CAFE
from data.company.places import REGIONS

CHINESE = 0.22  # share of customers whose name is Chinese
TWINS = 0.01  # share of people who share surname, address and birthday's year with another, and are not the same
MOVED = 0.35  # share of repeated customers who have moved in between


@dataclass(frozen=True)
class Person:
    """How one customer, person or company, stands in the CRM."""

    name: str
    email: str
    phone: str
    address: str
    town: int
    birth_year: int
    gender: str
    han: bool


def _person(draw: NDArray[np.float64], number: int, region: int, *, company: bool, cafe: bool) -> Person:
    """A person or company out of twelve uniform numbers."""
    han = bool(draw[0] < CHINESE)
    town = int(draw[1] * 3)
    name, mailbox = _company(draw, han=han, cafe=cafe) if company else _name(draw, han=han)
    street = _pick(words.HAN_STREETS if han else words.STREETS, draw[6])
    house = 1 + int(draw[7] * 180)
    place = REGIONS[region].towns[town][1 if han else 0]
    address = f"{place}{street}{house} 号" if han else f"{house} {street}, {place}"
    host = f"{mailbox}.example" if company else ("example.com", "example.net", "example.org")[int(draw[8] * 3)]
    email = f"office{number}@{host}" if company else f"{mailbox}{number}@{host}"
    phone = f"+1 {200 + int(draw[9] * 790)} 555 {int(draw[10] * 10_000):04d}"
    gender = ("female", "male", "female", "male", "not stated")[int(draw[11] * 5)]
    return Person(name, email, phone, address, town, 1942 + int(64 * (draw[5] + draw[3]) / 2), gender, han)


def _pick(options: tuple[str, ...], draw: float) -> str:
    return options[int(draw * len(options))]


def _name(draw: NDArray[np.float64], *, han: bool) -> tuple[str, str]:
    """Name, and the beginning of an e-mail address."""
    if not han:
        given, surname = _pick(words.GIVEN, draw[2]), _pick(words.SURNAMES, draw[4])
        return f"{given} {surname}", f"{given}.{surname}".lower()
    surname_han, surname_latin = words.HAN_SURNAMES[int(draw[4] * len(words.HAN_SURNAMES))]
    size = len(words.HAN_GIVEN)
    first, second = words.HAN_GIVEN[int(draw[2] * size)], words.HAN_GIVEN[int(draw[2] * size * 37) % size]
    return surname_han + first[0] + second[0], f"{first[1]}{second[1]}.{surname_latin}".lower()


def _company(draw: NDArray[np.float64], *, han: bool, cafe: bool) -> tuple[str, str]:
    """Name of a company, and the host of its e-mail."""
    firm = int(draw[2] * 997)
    if han:
        word, other = words.HAN_FIRMS[firm % 14], words.HAN_FIRMS[firm // 14 % 14]
        tail = _pick(words.HAN_CAFES, draw[3]) if cafe else f"{_pick(words.HAN_INDUSTRIES, draw[3])}有限公司"
        return f"{word}{other}{tail}", f"firm-{firm}"
    word, other = words.FIRMS[firm % 30], words.FIRMS[(firm * 7 + 3) % 30]
    if cafe:
        return f"{word} {_pick(words.CAFES, draw[3])}", f"{word}-{firm}".lower()
    surname = _pick(words.SURNAMES, draw[4])
    return f"{word} & {surname} {_pick(words.INDUSTRIES, draw[3])}", f"{word}-{other}".lower()


def _typo(text: str, draw: float) -> str:
    """``text`` with two neighbouring letters changed over; a short name gets a blank."""
    if len(text) < 5:
        return text[0] + " " + text[1:]
    at = 1 + int(draw * (len(text) - 3))
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _again(original: Person, draw: NDArray[np.float64], fresh: Person) -> Person:
    """The same customer, taken down a second time: with a typo, in another spelling, or after a move."""
    name = _typo(original.name, draw[0]) if draw[1] < 0.45 else original.name
    name = name.upper() if 0.45 <= draw[1] < 0.55 else name
    moved = draw[2] < MOVED
    return replace(
        original,
        name=name,
        address=fresh.address if moved else original.address,
        town=fresh.town if moved else original.town,
        email=fresh.email if draw[3] < 0.4 else original.email,
        phone=original.phone.replace(" ", "-") if draw[4] < 0.3 else original.phone,
    )


def _twin(original: Person, own: Person) -> Person:
    """Somebody else in the same house with the same surname, born the same year: not a duplicate."""
    same_way = original.han == own.han
    surname = original.name[0] if original.han else original.name.split()[-1]
    name = (surname + own.name[1:] if original.han else f"{own.name.split()[0]} {surname}") if same_way else own.name
    return replace(own, name=name, address=original.address, town=original.town, birth_year=original.birth_year)


def twins(behaviour: Behaviour) -> NDArray[np.int64]:
    """For each customer the position of the twin before it, or -1: people only, same region, never a repeated row."""
    traits, rng = behaviour.traits, behaviour.block.stream("twins")
    free = np.flatnonzero(~traits.business & (traits.copy_of < 0))
    twin_of = np.full(behaviour.block.size, -1)
    chosen = rng.permutation(free)[: 2 * round(TWINS * len(free) / 2)]
    pairs = chosen[np.argsort(traits.region[chosen], kind="stable")]
    pairs = pairs[: len(pairs) // 2 * 2].reshape(-1, 2)
    alike = traits.region[pairs[:, 0]] == traits.region[pairs[:, 1]]
    twin_of[pairs[alike, 1]] = pairs[alike, 0]
    return twin_of


def _everybody(behaviour: Behaviour) -> list[Person]:
    traits, rng = behaviour.traits, behaviour.block.stream("people")
    draws = rng.random((behaviour.block.size, 12))
    again = behaviour.block.stream("people: again").random((behaviour.block.size, 5))
    business, cafe = traits.business, traits.kind == CAFE
    rows = zip(draws, behaviour.block.numbers.tolist(), traits.region.tolist(), strict=True)
    fresh = [
        _person(draw, number, region, company=bool(business[at]), cafe=bool(cafe[at]))
        for at, (draw, number, region) in enumerate(rows)
    ]
    everybody = list(fresh)
    for at, other in enumerate(twins(behaviour).tolist()):
        if other >= 0:
            everybody[at] = _twin(fresh[other], fresh[at])
    for at, other in enumerate(traits.copy_of.tolist()):
        if other >= 0:
            everybody[at] = _again(everybody[other], again[at], fresh[at])
    return everybody


def _verified(rng: np.random.Generator, joined: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Day contact data were last confirmed: some fourteen months ago, never before the customer came."""
    last = np.datetime64(LAST_DAY)
    return np.maximum(last - rng.exponential(420, len(joined)).astype("timedelta64[D]"), joined)


def _won_by(behaviour: Behaviour, draw: NDArray[np.float64]) -> pa.Array:
    codes = np.floor(draw * len(words.WON_BY)).astype(np.int64)
    codes[behaviour.traits.discount] = len(words.WON_BY)
    return frames.chosen(codes, (*words.WON_BY, words.SPRING))


def _referred_by(behaviour: Behaviour, draw: NDArray[np.float64]) -> pa.Array:
    """Who recommended a customer, of those in the block who came before: known of four in five who came so."""
    rng, joined = behaviour.block.stream("referrals"), behaviour.traits.joined
    pick, known = rng.random((2, behaviour.block.size))
    order = np.argsort(joined, kind="stable")
    before = np.searchsorted(joined[order], joined, side="left")  # how many came earlier
    who = order[np.floor(pick * before).astype(np.int64).clip(max=len(order) - 1)]
    by_word = np.floor(draw * len(words.WON_BY)).astype(np.int64) == words.WON_BY.index("recommendation")
    told = by_word & ~behaviour.traits.discount & (known < 0.8) & (before > 0)
    numbers = frames.numbered("C", behaviour.block.numbers[who], 7)
    return pa.array(numbers.to_pylist(), pa.string(), mask=~told)


def table(behaviour: Behaviour) -> pa.Table:
    """Customers as the CRM knows them."""
    traits, rng = behaviour.traits, behaviour.block.stream("customers")
    size, people = behaviour.block.size, _everybody(behaviour)
    draw, business = rng.random((8, size)), traits.business
    joined = day_of(traits.joined)
    towns = [REGIONS[region].towns[person.town][0] for region, person in zip(traits.region, people, strict=True)]
    genders = ("female", "male", "not stated")
    return frames.table(
        "customers",
        {
            "customer_id": frames.numbered("C", behaviour.block.numbers, 7),
            "kind": frames.chosen(business.astype(np.int64), ("consumer", "business")),
            "name": pa.array([person.name for person in people]),
            "email": pa.array(
                [person.email for person in people], mask=draw[0] < behaviour.block.world.effects.without_email
            ),
            "phone": pa.array([person.phone for person in people], mask=draw[1] < 0.08),
            "address": pa.array([person.address for person in people]),
            "city": pa.array(towns),
            "region": frames.chosen(traits.region, [region.name for region in REGIONS]),
            "joined_on": frames.days(joined),
            "acquired_by": _won_by(behaviour, draw[2]),
            "referred_by": _referred_by(behaviour, draw[2]),
            "birth_year": pa.array(
                [person.birth_year for person in people], pa.int64(), mask=business | (draw[3] < 0.3)
            ),
            "gender": frames.chosen(np.array([genders.index(person.gender) for person in people]), genders, business),
            "industry": frames.chosen(_industry(behaviour, people), (*words.INDUSTRIES, "Hospitality"), ~business),
            "size": frames.chosen(np.searchsorted([0.5, 0.82, 0.96], draw[4]), words.SIZES, ~business),
            "account_manager": frames.chosen(traits.site, words.MANAGERS, ~traits.contract),
            "source_system": frames.chosen(np.searchsorted([0.45, 0.78, 0.92], draw[5]), words.SOURCES),
            "verified_on": frames.days(_verified(rng, joined)),
            "consent": pa.array(draw[6] < 0.71),
            "is_employee": pa.array(traits.employee),
            "held_out": pa.array(traits.held_out),
        },
    )


def _industry(behaviour: Behaviour, people: list[Person]) -> NDArray[np.int64]:
    """What an office's name says; hospitality for cafés."""
    known = dict(zip((*words.INDUSTRIES, *words.HAN_INDUSTRIES), [*range(8), *range(8)], strict=True))
    found = [next((code for word, code in known.items() if word in person.name), 8) for person in people]
    return np.where(behaviour.traits.kind == CAFE, 8, np.array(found))
