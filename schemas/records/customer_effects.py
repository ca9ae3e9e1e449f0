"""What operations do to customers: one found to be another, parted again, not to be contacted, another number."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.records import operations as ops
from schemas.records.changes import UNKNOWN, Body, Effects, Look, fit, proposal
from schemas.records.merging import Disputed, fill_empty, merge_fields, pointers, survivor

OWN = frozenset(
    {
        "id",
        "number",
        "name",
        "status",
        "merged_into",
        "gave",
        "status_before",
        "batches",
        "search",
        "phone_wrong_at",
    }
)
"""Fields of a merged customer that do not pass to the one it is merged into."""


MERGED = ("merged_into", "gave", "status_before")
"""What only a merged customer has."""


def surviving(look: Look, customer: str) -> str:
    """The id of the customer this one was merged into, by however many steps; its own when into none."""
    held = look.get("customer", customer)
    return survivor(customer, merged_into(look)) if held and held.get("merged_into") else customer


def merged_into(look: Look) -> Callable[[str], str | None]:
    """What says of a customer's id which other it points to; None when it stands for itself."""
    return lambda id: (look.get("customer", id) or {}).get("merged_into")


def made_twice(made: Body, twin: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    """A customer made under an id of its own while one of the same number was on file: they are one."""
    empty = fill_empty(twin, {name: made[name] for name in made.keys() - OWN})
    told = {name: new for name, new in operation.fields.items() if name not in empty and new is not None}
    merged = merge_fields({**twin, **empty}, told, {})
    disputes = (proposal("customer", twin["id"], one, operation) for one in merged.disputed)
    whole = fit("customer", {**twin, **empty, **merged.fields})
    return Effects((_pointing(made, twin["id"], empty), ("customer", whole), *disputes))


def merge_effects(operation: ops.Merge, look: Look) -> Effects:
    """One customer is found to be another; of a second merge into somebody else a proposal is made."""
    into = surviving(look, operation.into)
    held, target = look.get("customer", operation.customer), look.get("customer", into)
    if held is None or target is None:
        return UNKNOWN
    present = surviving(look, operation.customer)
    if present == into:
        return Effects()
    if present != operation.customer:  # it was found to be somebody else before
        return Effects(
            (proposal("customer", operation.customer, Disputed("merged_into", present, into), operation),)
        )
    return Effects(tuple(joined(held, target)))


def joined(one: Mapping[str, Any], target: Mapping[str, Any]) -> list[tuple[str, Body]]:
    """One customer points to another, which takes from it what it lacks."""
    taken = fill_empty(target, {name: one[name] for name in one.keys() - OWN})
    whole = [("customer", fit("customer", {**target, **taken}))] if taken else []
    return [_pointing(one, target["id"], taken), *whole]


def _pointing(one: Mapping[str, Any], into: str, given: Mapping[str, Any]) -> tuple[str, Body]:
    gave = {"gave": sorted(given)} if given else {}
    return "customer", {
        **one,
        "status": "merged",
        "merged_into": into,
        "status_before": one["status"],
        **gave,
    }


def separate_effects(operation: ops.Separate, look: Look) -> Effects:
    """A merged customer is itself again."""
    held = look.get("customer", operation.customer)
    if held is None:
        return UNKNOWN
    return Effects(tuple(parted(held, look))) if held.get("merged_into") else Effects()


def parted(merged: Mapping[str, Any], look: Look) -> list[tuple[str, Body]]:
    """A merged customer is itself again; what the other took from it and still holds goes back. That somebody
    is not to be contacted stays with both."""
    alone = {name: value for name, value in merged.items() if name not in MERGED}
    alone["status"] = merged.get("status_before") or ("active" if merged["number"] else "temporary")
    freed = [("customer", fit("customer", alone))]
    other = look.get("customer", merged["merged_into"])
    given = [name for name in merged.get("gave") or () if not name.startswith("do_not_contact")]
    if other is not None and (back := {n: None for n in given if other.get(n) == merged.get(n)}):
        freed.append(("customer", fit("customer", {**other, **back})))
    return freed


def do_not_contact_effects(operation: ops.DoNotContact, look: Look) -> Effects:
    """A customer, and all it was merged into, is not to be contacted; never taken back by merging."""
    path = pointers(operation.customer, merged_into(look))  # one between may stand for itself again later
    held = [found for id in path if (found := look.get("customer", id)) is not None]
    if not held:
        return UNKNOWN
    told = {"reason": operation.reason, "asked_by": operation.asked_by, "by": operation.user}
    note = {f"do_not_contact_{name}": words for name, words in told.items() if words}
    note["do_not_contact_at"] = operation.at
    free = (one for one in held if not one.get("do_not_contact"))
    return Effects(tuple(("customer", {**one, "do_not_contact": True, **note}) for one in free))


def number_right(held: Mapping[str, Any], news: Mapping[str, Any]) -> Body:
    """Another number, or a file verified since, makes the number one to call again (R32)."""
    wrong, verified = held.get("phone_wrong_at"), str(news.get("last_verified_at") or "")
    if wrong and ("phone" in news or verified[:10] >= wrong[:10]):
        return {"phone_wrong_at": None}
    return {}


def number_wrong(customer: str, at: str, look: Look) -> list[tuple[str, Body]]:
    """The file says that the number is to be verified, unless the file was verified since (R32)."""
    held = look.get("customer", customer)
    if held is None or str(held.get("last_verified_at") or "")[:10] >= at[:10]:
        return []
    return [("customer", {**held, "phone_wrong_at": max(at, held.get("phone_wrong_at") or "")})]
