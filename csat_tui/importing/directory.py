"""Who is on file, by what a row may call them: looked up once, and kept up to date with what the file adds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, Protocol

from csat_tui.importing.values.plates import plate_key

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """By what a customer on file can be recognised. ``id`` is that of whom it was merged into, if so."""

    id: str
    number: str
    name: str
    phone: str | None
    plates: tuple[str, ...]


class Records(Protocol):
    """What the laptop has on file."""

    def cards(self) -> Iterable[Card]:
        """All customers."""

    def mine(self) -> frozenset[str]:
        """The imports made on this laptop."""

    def found(self, entity: str, ids: Sequence[str]) -> Mapping[str, tuple[int, Body]]:
        """The records of these ids that are here, each with its version as it came from the centre: 0 for one
        made here."""


Index = dict[Any, str | tuple[str, ...]]
"""Key -> the id of whom it names; several where it names several."""


@dataclass
class Directory:
    """Number, and name together with telephone or plate -> ids of customers. A common name alone would be
    hundreds of people; it is only asked where a row has nothing else."""

    numbers: dict[str, str] = field(default_factory=dict)
    _names: Index = field(default_factory=dict)
    _things: Index = field(default_factory=dict)

    def add(self, card: Card) -> None:
        """Put a customer in; whoever had a number first keeps it."""
        if card.number:
            self.numbers.setdefault(card.number, card.id)
        things = [thing for thing in (card.phone, *map(plate_key, card.plates)) if thing]
        keys = [(card.name, thing) for thing in (*things, "")]
        for key in keys:
            _note(self._names, key, card.id)
        for thing in things:
            _note(self._things, thing, card.id)

    def candidates(self, told: Mapping[str, Any]) -> list[str]:
        """Ids of everybody a row may mean."""
        number = self.numbers.get(str(told.get("number", "")))
        things = [thing for thing in (told.get("phone"), plate_key(str(told.get("plate", "")))) if thing]
        if "name" in told:
            keys = [(str(told["name"]), thing) for thing in things or [""]]
            found = [id for key in keys for id in _named(self._names, key)]
        else:
            found = [id for thing in things for id in _named(self._things, thing)]
        return list(dict.fromkeys([*([number] if number else []), *found]))


def _note(index: Index, key: Any, id: str) -> None:
    ids = _named(index, key)
    if id not in ids:
        index[key] = (*ids, id) if ids else id


def _named(index: Index, key: Any) -> tuple[str, ...]:
    found = index.get(key, ())
    return (found,) if isinstance(found, str) else found


def card_of(body: Body) -> Card:
    """The card of a customer's record."""
    return Card(
        id=str(body.get("merged_into") or body["id"]),
        number=str(body.get("number") or ""),
        name=intern(str(body.get("name") or "")),
        phone=body.get("phone"),
        plates=plates_of(body),
    )


def plates_of(body: Body) -> tuple[str, ...]:
    """The plates of all vehicles of a customer's record, the one in front first."""
    plates = [body.get("plate"), *(asset.get("plate") for asset in body.get("assets") or ())]
    return tuple(dict.fromkeys(str(plate) for plate in plates if plate))
