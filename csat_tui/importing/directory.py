"""Who is on file, by what a row may call them: looked up once, and kept up to date with what the file adds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple, Protocol

from csat_tui.importing.values.plates import plate_key

Body = Mapping[str, Any]


class Card(NamedTuple):
    """By what a customer on file can be recognised. ``id`` is that of whom it was merged into, if so."""

    id: str
    number: str
    name: str
    phone: str | None
    plates: tuple[str, ...]


class Call(NamedTuple):
    """By what a row calls a customer: the number, and the hashes of what else it says."""

    number: str
    keys: list[int]


class Records(Protocol):
    """What the laptop has on file."""

    @property
    def stored(self) -> bool:
        """Whether a part of the file is on file before the next is judged."""

    def cards(self) -> Iterable[Card]:
        """All customers."""

    def mine(self) -> frozenset[str]:
        """The imports made on this laptop."""

    def found(self, entity: str, ids: Sequence[str]) -> Mapping[str, tuple[int, Body]]:
        """The records of these ids that are here, each with its version as it came from the centre: 0 for one
        made here."""

    def rest(self) -> None:
        """Forget what was looked up, between two parts of the file."""


@dataclass
class Directory:
    """Number, and name together with telephone or plate -> ids of customers. A common name alone would be
    hundreds of people; it is only asked where a row has nothing else.

    Of names and things only the hash is kept, in a third of the memory: who is found is a candidate, and judged by
    what stands in the record itself."""

    numbers: dict[str, str] = field(default_factory=dict)
    _index: dict[int, str | dict[str, None]] = field(default_factory=dict)
    """Hash -> the id of whom it names; an ordered set of them where it names several."""

    def add(self, card: Card) -> None:
        """Put a customer in; whoever had a number first keeps it."""
        id, number, name, phone, plates = card
        if number:
            self.numbers.setdefault(number, id)
        keys = [hash((name, ""))]
        for thing in (phone, *map(plate_key, plates)):
            if thing:
                keys += (hash((name, thing)), hash(thing))
        for key in keys:
            ids = self._index.setdefault(key, id)
            if ids is not id and ids != id:  # hardly ever
                self._one_more(key, ids, id)

    def candidates(self, call: Call) -> list[str]:
        """Ids of everybody a row may mean that calls somebody so."""
        number = self.numbers.get(call.number)
        found = {number: None} if number else {}
        for key in call.keys:
            ids = self._index.get(key)
            if isinstance(ids, str):
                found[ids] = None
            elif ids is not None:
                found.update(ids)
        return list(found)

    def _one_more(self, key: int, ids: str | dict[str, None], id: str) -> None:
        if isinstance(ids, dict):
            ids[id] = None
        else:
            self._index[key] = {ids: None, id: None}


def call_of(told: Mapping[str, Any]) -> Call:
    """What a row calls the customer it tells of."""
    name, phone, plate = told.get("name"), told.get("phone"), told.get("plate")
    things = [phone] if phone else []
    if plate:
        things.append(plate_key(plate))
    if name is None:
        keys = [hash(thing) for thing in things]
    else:
        keys = [hash((name, thing)) for thing in things] or [hash((name, ""))]
    return Call(told.get("number", ""), keys)


def card_of(body: Body) -> Card:
    """The card of a customer's record."""
    return Card(
        id=str(body.get("merged_into") or body["id"]),
        number=str(body.get("number") or ""),
        name=intern(str(body.get("name") or "")),
        phone=body.get("phone"),
        plates=plates_of(body.get("plate"), body.get("assets")),
    )


def plates_of(front: str | None, assets: Sequence[Body] | None) -> tuple[str, ...]:
    """The plates of all vehicles of a customer, the one in front first."""
    plates = [front] if front else []
    for asset in assets or ():
        plate = asset.get("plate")
        if plate and plate not in plates:
            plates.append(plate)
    return tuple(map(str, plates))
