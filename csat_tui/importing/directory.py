"""Who is on file, by what a row may call them: looked up once, and kept up to date with what the file adds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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

    def bodies(self, entity: str, ids: Sequence[str]) -> Mapping[str, Body]:
        """The records of these ids that are here."""

    def versions(self, entity: str, ids: Sequence[str]) -> Mapping[str, int]:
        """The version of each as it came from the centre; 0 or left out for those made here."""


@dataclass
class Directory:
    """Name, number, telephone and plate -> ids of customers."""

    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    phones: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    plates: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, card: Card) -> None:
        """Put a customer in; whoever had a number first keeps it."""
        if card.number:
            self.numbers.setdefault(card.number, card.id)
        for index, key in ((self.names, card.name), (self.phones, card.phone or "")):
            if key and card.id not in index[key]:
                index[key].append(card.id)
        for plate in card.plates:
            key = plate_key(plate)
            if key and card.id not in self.plates[key]:
                self.plates[key].append(card.id)

    def candidates(self, told: Mapping[str, Any]) -> list[str]:
        """Ids of everybody a row may mean."""
        number = self.numbers.get(str(told.get("number", "")))
        found = [number] if number else []
        found += self.names.get(str(told.get("name", "")), [])
        if "name" not in told:
            found += self.plates.get(plate_key(str(told.get("plate", ""))), [])
            found += self.phones.get(str(told.get("phone", "")), [])
        return list(dict.fromkeys(found))


def card_of(body: Body) -> Card:
    """The card of a customer's record."""
    plates = [body.get("plate"), *(asset.get("plate") for asset in body.get("assets") or ())]
    return Card(
        id=str(body.get("merged_into") or body["id"]),
        number=str(body.get("number") or ""),
        name=str(body.get("name") or ""),
        phone=body.get("phone"),
        plates=tuple(dict.fromkeys(str(plate) for plate in plates if plate)),
    )
