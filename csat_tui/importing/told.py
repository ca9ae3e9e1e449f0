"""What the values of a row set in records: the customer's fields, and those of the event or project. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from csat_tui.importing.fields import CUSTOMERS, Kind
from csat_tui.importing.values.names import Name, company_like
from csat_tui.importing.values.phones import Phones
from schemas.records.inside import DISPLAY_CAR, EMPLOYEE, inside_number

Fields = dict[str, Any]

_OF_THE_EVENT = ("plate", "vin", "model", "company", "business_line")
"""What an event file says of the customer that also belongs to the event: the vehicle it was about."""
_OF_A_VEHICLE = ("plate", "vin", "model")
_KEPT_BESIDE = {"vin", "model", "contact"}
"""What goes into the lists ``assets`` and ``contacts``, not into fields of its own."""
_OWN_WAY = {"name", "phone", "phone_alt", "remark", *_KEPT_BESIDE}
_AS_IT_IS = tuple(field.name for field in CUSTOMERS if field.name not in _OWN_WAY)
OF_INSIDE: Mapping[Kind, str] = {"staff": EMPLOYEE, "cars": DISPLAY_CAR}
"""Kind of file -> type of the records it tells of."""
_PLAIN_INSIDE = ("department", "post", "email", "site", "use", "consultant", "plate", "status", "remark")
_NOT_THE_EVENT = frozenset(field.name for field in CUSTOMERS) - {*_OF_THE_EVENT, "remark"}


def customer_fields(kind: Kind, values: Mapping[str, Any]) -> Fields:
    """The customer that a row tells of: plain values only, nothing that the row leaves open."""
    if kind in OF_INSIDE:
        return _inside(OF_INSIDE[kind], values)
    told = _renamed(kind, values)
    name = told.get("name") or told.get("contact") or told.get("reporter") or told.get("company")
    found: Fields = {}
    if isinstance(name, Name):
        found["name"] = name.name
        if name.salutation:
            found["salutation"] = name.salutation
    elif name:
        found["name"] = name
    if "name" in found and (company_like(found["name"]) or _says_company(told.get("customer_type"))):
        found["type"] = "company"
    found |= _phones(told)
    for field in _AS_IT_IS:
        if field in told:
            found[field] = told[field]
    if kind == "customers" and "remark" in told:
        found["remark"] = told["remark"]
    return found | _lists(told)


def _inside(type: str, values: Mapping[str, Any]) -> Fields:
    """One of the company's own: known by its number, a car by plate or VIN where it has none."""
    number = values.get("number") or values.get("plate") or values["vin"]
    whole = {"number": inside_number(type, str(number)), "type": type}
    name = values.get("name")
    words = [name.name] if isinstance(name, Name) else [values.get("model"), values.get("plate") or number]
    plain = {key: value for key, value in values.items() if key in _PLAIN_INSIDE}
    return {**plain, **whole, "name": " ".join(filter(None, words))} | _phones(values) | _lists(values)


def _renamed(kind: Kind, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Project files call the customer's fields customer_number and so on."""
    if kind != "projects":
        return values
    names = {"customer_number": "number", "customer_name": "name", "customer_phone": "phone"}
    return {names[key]: value for key, value in values.items() if key in names} | (
        {"contact": values["contact"]} if "contact" in values else {}
    )


@lru_cache(maxsize=1 << 10)
def _says_company(word: object) -> bool:
    return isinstance(word, str) and any(sign in word for sign in ("公司", "单位", "企业", "公车", "集团"))


def _phones(told: Mapping[str, Any]) -> Fields:
    numbers: list[str] = []
    for name in ("phone", "phone_alt"):
        phones = told.get(name)
        if isinstance(phones, Phones):
            numbers += [number for number in (phones.first, *phones.others) if number not in numbers]
    found: Fields = {"phone": numbers[0]} if numbers else {}
    if numbers[1:]:
        found["phone_alt"] = " / ".join(numbers[1:])
    return found


def _lists(told: Mapping[str, Any]) -> Fields:
    asset = {name: told[name] for name in _OF_A_VEHICLE if name in told}
    found: Fields = {"assets": [asset]} if "plate" in asset or "vin" in asset else {}
    if isinstance(contact := told.get("contact"), Name):
        found["contacts"] = [{"name": contact.name}]
    return found


def event_fields(values: Mapping[str, Any], source: str) -> Fields:
    """The event that a row tells of, without its customer. An order that was only handed over is closed then."""
    fields: Fields = {name: value for name, value in values.items() if name not in _NOT_THE_EVENT}
    return fields | {
        "source_system": values.get("source_system", source),
        "closed_at": values.get("closed_at") or values.get("delivered_at"),
    }


def project_fields(values: Mapping[str, Any]) -> Fields:
    """The project that a row tells of, without its customer."""
    return {
        name: value
        for name, value in values.items()
        if not name.startswith("customer_") and name != "contact"
    }
