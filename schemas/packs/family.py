"""A pack made from another one: what the child inherits and how the two are put together."""

from typing import Any

Content = dict[str, Any]

PACK_OF_ITS_OWN = frozenset(
    {"pack", "version", "title", "signoff", "extends", "parent", "source", "programme", "stream"}
)
"""Keys that are never inherited."""


def merged(parent: Content, child: Content) -> Content:
    """The parent's keys overlaid by the child's. A mapping at the top (``report``) is overlaid key by key, what is
    inside it (``report.due``) and everything else is replaced as a whole.

    In the questionnaire ``drop`` takes items away, an item with the code of an inherited one changes the keys it
    names, and a new item stands behind the one in ``after`` or, without it, before the closing blocks.
    """
    result = dict(parent)
    for key, value in child.items():
        inherited = result.get(key)
        if key == "questionnaire" and inherited is not None:
            result[key] = _forms(inherited, value)
        elif isinstance(value, dict) and isinstance(inherited, dict):
            result[key] = {**inherited, **value}
        else:
            result[key] = value
    return result


def _forms(parent: Content, child: Content) -> Content:
    own = {key: value for key, value in child.items() if key not in ("items", "drop")}
    dropped = set(child.get("drop", []))
    items = [item for item in parent["items"] if item["code"] not in dropped]
    for item in child.get("items", []):
        items = _with(items, item)
    must_ask = {key: value for key, value in parent.get("must_ask", {}).items() if key != "items"}
    return {**parent, "must_ask": must_ask, **own, "items": items}


def _with(items: list[Content], item: Content) -> list[Content]:
    codes = [known.get("code", known.get("use")) for known in items]
    code = item.get("code", item.get("use"))
    after = item.get("after")
    new = {key: value for key, value in item.items() if key != "after"}
    if code in codes:
        at = codes.index(code)
        return [*items[:at], {**items[at], **new}, *items[at + 1 :]]
    at = codes.index(after) + 1 if after in codes else _closing(items)
    return [*items[:at], new, *items[at:]]


def _closing(items: list[Content]) -> int:
    """Where the closing blocks begin: behind the last item that is not from a block."""
    own = [index for index, item in enumerate(items) if "block" not in item and "use" not in item]
    return own[-1] + 1 if own else len(items)
