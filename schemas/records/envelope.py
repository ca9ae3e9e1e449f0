"""The envelope around everything that goes from a laptop to the centre.

A body is the canonical JSON of ``{kind, schema, id, …}``. The bytes made by the laptop are the ones that are
hashed, chained, stored and shown for ever; both ends read what they know of it and keep the rest.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import from_json, to_json

from schemas.canonical import NotPlainError, canonical_bytes, in_order

MAX_BODY_BYTES = 256 * 1024
"""The largest body a centre accepts (sync protocol, limits)."""


class Envelope(BaseModel):
    """What every body has. ``kind`` is open: an unknown one is kept in quarantine, never refused."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    kind: str
    schema_version: int = Field(default=1, alias="schema")
    id: str


def body_bytes(record: Envelope) -> bytes:
    """The canonical bytes of a record, without what is not set. Where all it holds is JSON as it is, as in an
    operation, the model need not write it out first."""
    held = record.__dict__
    named = {wire: held[name] for name, wire in _wire_names(type(record)) if held[name] is not None}
    if record.__pydantic_extra__:
        named |= {name: value for name, value in record.__pydantic_extra__.items() if value is not None}
    try:
        return to_json(in_order(named))
    except NotPlainError:
        written = adapter(type(record)).dump_python(record, mode="json", by_alias=True, exclude_none=True)
        return canonical_bytes(written)


@cache
def _wire_names(model: type[Envelope]) -> Sequence[tuple[str, str]]:
    """The fields, and what each is called on the wire."""
    return [(name, field.alias or name) for name, field in model.model_fields.items()]


@cache
def adapter(model: type[Any]) -> TypeAdapter[Any]:
    """What validates and writes records of this model, made once: SQLModel's own methods prepare anew at every
    call for what only tables need, which an import of many rows would pay for each row."""
    return TypeAdapter(model)


def read_body(body: bytes) -> Mapping[str, Any]:
    """The mapping a body holds; ValueError when it is not a JSON object with kind and id as text.

    What readers of JSON understand differently is refused: a name that comes twice, NaN and infinities, half a
    surrogate pair."""
    content = _as_written(body)
    if content is None:
        content = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        if b"\\u" in body:
            json.dumps(content, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
    if not isinstance(content, dict):
        raise ValueError("the body is not a JSON object")
    if not isinstance(content.get("kind"), str) or not isinstance(content.get("id"), str):
        raise ValueError("the body names no kind and id")
    return content


def _as_written(body: bytes) -> Any:
    """What a body holds that is written to the byte as laptops write; None for any other, which is to be read with
    more care. Written again, a name that came twice would be missing and half a surrogate pair could not be there."""
    try:
        content = from_json(body, allow_inf_nan=False)
        return content if to_json(content) == body else None
    except ValueError:
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a name comes twice")
    return content


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
