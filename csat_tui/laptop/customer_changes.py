"""What is done to a customer from its card, each an operation in the log."""

from collections.abc import Mapping
from typing import Any

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.services.customer_data import Beside, Editable, Field, Match
from csat_tui.store import customers, operations
from csat_tui.trouble import Trouble
from csat_tui.words.customers import business_line_name
from schemas.language import texts
from schemas.masking import masked_phone
from schemas.records import operations as ops
from schemas.records.customer_effects import OWN
from schemas.records.merging import fill_empty
from schemas.text import narrow, one_line

_ = texts("csat_tui")

EDITED = ("name", "salutation", "phone", "plate", "company", "business_line", "consultant", "tier")
"""The fields a person changes from the card, in the order of the form."""
NARROW = frozenset({"phone", "plate"})
"""Fields kept in their ASCII form, however an input method gave them."""
EMPTIED = "-"
"""Typed in place of a value that is to be empty, where an empty line leaves it as it is."""
SALUTATIONS = ("先生", "女士", "Mr", "Ms")
TOLD = ("name", "phone", "plate", "company", "contacts", "assets", "business_line", "consultant")
"""What is put side by side before two customers become one."""


def add_temporary(laptop: Laptop, fields: Mapping[str, str]) -> str:
    """Put somebody on file with the least fields; the new id. Raises Trouble ``no_name``."""
    known = {name: text for name, text in _tidy(fields).items() if text}
    if not known.get("name"):
        raise no_name()
    ending = next((word for word in SALUTATIONS if _has_word(known["name"], word)), None)
    salutation = {"salutation": ending} if ending else {}
    id = new_id()
    _do(laptop, ops.CustomerOp, record=id, fields={**known, **salutation, "status": "temporary"})
    return id


def no_name() -> Trouble:
    """Somebody must be called something."""
    return Trouble(
        "no_name",
        _("A customer needs a name; 先生 or 女士, Mr or Ms will do."),
        _("Nothing was stored."),
        _("Type it in the first line."),
    )


def editable(laptop: Laptop, id: str) -> Editable:
    """The customer as it is now, to be changed. Raises Trouble ``not_found``."""
    standing, body = _standing(laptop, id)
    fields = [_field(name, body) for name in EDITED]
    version = operations.versions(laptop.store, "customer", [standing]).get(standing, 0)
    return Editable(standing, fields, version, {name: body.get(name) for name in EDITED})


def change(laptop: Laptop, edited: Editable, fields: Mapping[str, str]) -> int:
    """Set each field that differs from what was shown; how many. Raises Trouble ``no_name``."""
    shown = {field.code: field for field in edited.fields}
    news = {name: text for name, text in _tidy(fields).items() if _differs(shown[name], text)}
    if "name" in news and news["name"] in ("", EMPTIED):
        raise no_name()
    if news:
        set_to = {name: None if text in ("", EMPTIED) else text for name, text in news.items()}
        before = {name: edited.before[name] for name in news if edited.before.get(name) is not None}
        head = {"record": edited.id, "base_version": edited.version}
        _do(laptop, ops.CustomerOp, **head, fields=set_to, before=before)
    return len(news)


def verified_today(laptop: Laptop, id: str) -> None:
    """Note that the file was checked with the customer today."""
    standing, body = _standing(laptop, id)
    name = "last_verified_at"
    version = operations.versions(laptop.store, "customer", [standing]).get(standing, 0)
    before = {name: body[name]} if body.get(name) else {}
    today = now().date().isoformat()
    head = {"record": standing, "base_version": version}
    _do(laptop, ops.CustomerOp, **head, fields={name: today}, before=before)


def stop_contact(laptop: Laptop, id: str, reason: str, asked_by: str) -> None:
    """The customer is not to be contacted any more; at once. Raises Trouble ``no_reason``."""
    if not one_line(reason):
        raise Trouble(
            "no_reason",
            _("Say why, in a few words: whoever meets the mark has to understand it."),
            _("Nothing was stored."),
            _("Type it in the first line."),
        )
    told = {"reason": one_line(reason), "asked_by": one_line(asked_by) or None}
    _do(laptop, ops.DoNotContact, customer=_standing(laptop, id)[0], **told)


def match(laptop: Laptop, one: str, other: str) -> Match:
    """What becomes of two customers when they are made one: the first goes into the second, unless only the
    first has a number."""
    first, second = _standing(laptop, one)[1], _standing(laptop, other)[1]
    if first.get("number") and not second.get("number"):
        first, second = second, first
    taken = fill_empty(second, {name: first[name] for name in first.keys() - OWN})
    bodies = (first, second, {**second, **taken})
    names = [name for name in TOLD if first.get(name) or second.get(name)]
    fields = [Beside(name, *(_shown(name, body.get(name)) for body in bodies)) for name in names]
    same = _("Both are the same customer already.") if first["id"] == second["id"] else None
    return Match(first["id"], _called(first), second["id"], _called(second), fields, same)


def merge(laptop: Laptop, one: str, other: str) -> None:
    """The first is the same as the second from now on."""
    _do(laptop, ops.Merge, customer=_standing(laptop, one)[0], into=_standing(laptop, other)[0])


def separate(laptop: Laptop, id: str) -> None:
    """Take a merge back: this customer stands for itself again."""
    _do(laptop, ops.Separate, customer=id)


def _do(laptop: Laptop, model: type[ops.Operation], **content: Any) -> None:
    head = {"id": new_id(), "at": now().isoformat(timespec="milliseconds"), "user": laptop.user}
    try:
        operations.record(laptop.store, [model.model_validate(head | content)])
    except operations.CannotApply as error:
        raise _gone() from error


def _standing(laptop: Laptop, id: str) -> tuple[str, Mapping[str, Any]]:
    """The customer that an id stands for, and its body."""
    customer = customers.standing_for(laptop.store, id)
    if customer is None:
        raise _gone()
    return customer.id, operations.here(laptop.store, "customer", [customer.id])[customer.id]


def _gone() -> Trouble:
    return Trouble(
        "not_found",
        _("This customer is no longer on this laptop."),
        _("Nothing was changed."),
        _("Look it up anew with F3."),
    )


def _field(name: str, body: Mapping[str, Any]) -> Field:
    text = str(body.get(name) or "")
    return Field(name, shown=masked_phone(text)) if name == "phone" else Field(name, text)


def _differs(field: Field, text: str) -> bool:
    """An empty line in place of what was not shown leaves it; anywhere else it empties the field."""
    return text != field.value if not field.shown else bool(text)


def _tidy(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: (narrow if name in NARROW else one_line)(text) for name, text in fields.items()}


def _has_word(name: str, word: str) -> bool:
    return word in name.split() if word.isascii() else name.endswith(word)


def _shown(name: str, value: Any) -> str:
    if name == "phone":
        return masked_phone(str(value or ""))
    if name == "business_line":
        return business_line_name(str(value or ""))
    if isinstance(value, list):
        return ", ".join(_entry(one) for one in value)
    return str(value or "")


def _entry(one: Any) -> str:
    words = ("name", "plate", "model") if isinstance(one, Mapping) else ()
    return " ".join(str(one[name]) for name in words if one.get(name))


def _called(body: Mapping[str, Any]) -> str:
    return " ".join(str(body[name]) for name in ("number", "name") if body.get(name))
