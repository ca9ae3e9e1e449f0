"""A vehicle by its plate, its number (VIN), or both in one cell: 粤B·12345/LSVAA4182E2184847."""

import re
from dataclasses import dataclass

from csat_tui.importing.values.faults import Fault
from csat_tui.importing.values.plates import no_plate, read_plate
from csat_tui.importing.values.words import read_code
from schemas.language import texts
from schemas.text import narrow

_ = texts("csat_tui")

_VIN = re.compile(r"(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])", re.IGNORECASE)
"""Seventeen characters without I, O and Q (GB 16735, ISO 3779)."""
_AROUND = re.compile(
    r"车牌号?码?|车架号?码?|车辆识别[代号码]{0,2}|底盘号|VIN码?号?|[\s:：/\\,，;；|()\[\]+_-]+", re.IGNORECASE
)
"""What stands beside the two: their names, and signs between."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What a cell with both says. ``plate``: None for a vehicle that has none yet."""

    plate: str | None
    vin: str


def no_vehicle(text: str) -> bool:
    """Whether the words say that there is no plate yet, and no number stands beside them."""
    return no_plate(text) and not _VIN.search(narrow(text))


def read_plated(text: str) -> str | Vehicle | Fault:
    """A plate, or a plate with the number of its vehicle."""
    plate = read_plate(text)
    return _both(text) or plate if isinstance(plate, Fault) else plate


def read_vin(text: str) -> str | Vehicle | Fault:
    """The number of a vehicle, or that with its plate. Older ones have fewer than 17 characters, and some systems
    keep the last of them only, so no length is asked for."""
    code = read_code(text)
    if isinstance(code, Fault) or (code.isascii() and code.isalnum()):
        return code.upper() if isinstance(code, str) else code
    fault = Fault("not_a_vin", _("This is no vehicle number: {text}.", text=narrow(text)[:30]))
    return _both(text) or (fault if any(char > "\u2fff" for char in code) else code.upper())


def _both(text: str) -> Vehicle | None:
    """The two, when exactly one of each stands in the cell and nothing else does."""
    plain = narrow(text)
    found = list(dict.fromkeys(each.upper() for each in _VIN.findall(plain)))
    if len(found) != 1:
        return None
    rest = _AROUND.sub("", _VIN.sub(" ", plain))
    if not rest or no_plate(rest):
        return Vehicle(None, found[0])
    plate = read_plate(rest)
    return Vehicle(plate, found[0]) if isinstance(plate, str) else None
