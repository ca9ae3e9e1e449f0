"""One byte form for one content, so that hashes agree on every machine.

Keys sorted, no spaces, UTF-8 without escapes, no binary floats: a Decimal is written as a string.
Close to RFC 8785, which differs only in how it would write floats.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

_PLAIN = frozenset({str, int, bool, type(None)})
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> object:
    """The value as JSON types only; a float is refused because its digits are not its value."""
    if type(value) in _PLAIN:  # nearly all there is
        return value
    if type(value) is dict:
        return {str(key): item if type(item) in _PLAIN else plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float; write it as a decimal")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return value


def decimal_text(value: Decimal) -> str:
    """All digits of a decimal: no exponent, no trailing zeros (``0.50`` gives ``0.5``)."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def canonical_text(value: object) -> str:
    """The canonical JSON of a value, before it is made bytes."""
    return _JSON.encode(plain(value))


def canonical_bytes(value: object) -> bytes:
    """The canonical JSON bytes of a value."""
    return canonical_text(value).encode()


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal, 64 characters."""
    return hashlib.sha256(data).hexdigest()
