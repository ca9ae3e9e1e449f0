"""One byte form for one content, so that hashes agree on every machine.

Keys sorted, no spaces, UTF-8 without escapes, no binary floats: a Decimal is written as a string.
Close to RFC 8785, which differs only in how it would write floats.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic_core import to_json

_PLAIN = frozenset({str, int, bool, type(None)})
Items = Callable[[Mapping[Any, Any]], Iterable[tuple[Any, Any]]]


def plain(value: object) -> object:
    """The value as JSON types only; a float is refused because its digits are not its value."""
    return _made_plain(value, Mapping.items)


def _made_plain(value: object, items: Items) -> object:
    if type(value) in _PLAIN:  # nearly all there is
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return {
            str(key): item if type(item) in _PLAIN else _made_plain(item, items) for key, item in items(value)
        }
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float; write it as a decimal")
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_made_plain(item, items) for item in value]
    if isinstance(value, str | int):
        return value
    raise TypeError(f"JSON has no {type(value).__name__}")


def _in_order(value: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return sorted(
        [(str(key), item) for key, item in value.items()]
    )  # no key comes twice: no item is compared


def decimal_text(value: Decimal) -> str:
    """All digits of a decimal: no exponent, no trailing zeros (``0.50`` gives ``0.5``)."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def canonical_text(value: object) -> str:
    """The canonical JSON of a value, before it is made bytes."""
    return canonical_bytes(value).decode()


def canonical_bytes(value: object) -> bytes:
    """The canonical JSON bytes of a value. ValueError for half a surrogate pair."""
    if type(value) is dict:
        try:
            return to_json(in_order(value))
        except NotPlainError:
            pass
    return to_json(_made_plain(value, _in_order))


class NotPlainError(TypeError):
    """Something else than text, whole numbers, booleans, nulls, and objects and lists of them."""


def in_order(value: dict[Any, Any]) -> dict[str, Any]:
    """An object of plain JSON values only, with the keys of every object sorted: the quick way for nearly all there is.
    Raises NotPlainError."""
    try:
        names = sorted(value)
    except TypeError as error:
        raise NotPlainError from error
    made = {}
    for name in names:
        item = value[name]
        if type(name) is not str:
            raise NotPlainError
        made[name] = item if type(item) in _PLAIN else _inside(item)
    return made


def _inside(item: object) -> object:
    if type(item) is dict:
        return in_order(item)
    if type(item) is list:
        return [one if type(one) in _PLAIN else _inside(one) for one in item]
    raise NotPlainError


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal, 64 characters."""
    return hashlib.sha256(data).hexdigest()
