"""What a row changes in a record on file. Pure. A blank never empties a field, and nothing lifts a
do-not-contact: the most restrictive wins."""

from collections.abc import Mapping
from typing import Any

from csat_tui.importing.values.plates import plate_key

Fields = dict[str, Any]
_LISTS = {"assets": ("plate", "vin"), "contacts": ("name",)}


def changes(body: Mapping[str, Any], told: Mapping[str, Any], fill_only: bool = False) -> Fields:
    """Field -> new value. ``fill_only``: only what the record lacks, what it has stays."""
    news: Fields = {}
    for name, value in told.items():
        held = body.get(name)
        if name in _LISTS:
            if held and all(any(new.items() <= one.items() for one in held) for new in value):
                continue  # told already
            value = joined(held or [], value, _LISTS[name])
        elif name == "plate" and held:
            continue  # a further vehicle goes into the list of assets; the one in front stays
        elif (name == "do_not_contact" and not value) or (fill_only and held not in (None, "")):
            continue
        if value != held:
            news[name] = value
    return news


def joined(held: list[Mapping[str, Any]], told: list[Mapping[str, Any]], keys: tuple[str, ...]) -> list[Any]:
    """The things of both lists; one that has the same plate, vehicle number or name is the same thing."""
    whole: list[dict[str, Any]] = [dict(one) for one in held]
    for new in told:
        same = next((one for one in whole if _same(one, new, keys)), None)
        if same is None:
            whole.append(dict(new))
        else:
            same.update(new)
    return whole


def _same(one: Mapping[str, Any], other: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    for key in keys:
        mine, theirs = one.get(key), other.get(key)
        if mine and theirs and (mine == theirs or plate_key(str(mine)) == plate_key(str(theirs))):
            return True
    return False
