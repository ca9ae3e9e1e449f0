"""A body is read the same way whether it is written as laptops write or not."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.canonical import canonical_bytes
from schemas.records.envelope import body_bytes, read_body
from schemas.records.operations import CustomerOp

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
FIELDS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)


@settings(max_examples=25)
@given(FIELDS)
def test_what_a_laptop_writes_is_what_any_other_spelling_of_it_holds(fields: dict[str, Any]) -> None:
    content = {**fields, "kind": "note", "id": "x"}
    assert read_body(canonical_bytes(content)) == read_body(json.dumps(content, indent=1).encode()) == content


@settings(max_examples=25)
@given(FIELDS, st.none() | st.text(max_size=3), st.sampled_from([None, Decimal("0.50"), ("a", "b")]))
def test_an_operation_is_written_as_its_model_writes_it(fields: dict[str, Any], user: Any, odd: Any) -> None:
    """Whether it is plain JSON as it is, or holds what the model has to write first."""
    content = {
        "id": "x",
        "at": "t",
        "record": "r",
        "user": user,
        "fields": {**fields, "odd": odd},
        "more": fields,
    }
    operation = CustomerOp.model_validate(content)
    written = operation.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert body_bytes(operation) == canonical_bytes(written)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_binary_float_keeps_its_digits(number: float) -> None:
    body = json.dumps({"kind": "note", "id": "x", "n": number}, separators=(",", ":")).encode()
    assert read_body(body) == json.loads(body)


@pytest.mark.parametrize(
    "wrong",
    [
        rb'{"kind":"note","id":"x","id":"x"}',
        rb'{"kind":"note","id":"x","a":{"b":1,"b":1}}',
        rb'{"kind":"note","id":"x","n":NaN}',
        rb'{"kind":"note","id":"x","n":-Infinity}',
        rb'{"kind":"note","id":"x","t":"\ud800"}',
        b'{"kind":"note","id":"x","t":"\xff"}',
        rb'{"kind":"note","id":7}',
        rb'["kind","id"]',
        b"",
    ],
)
def test_what_readers_understand_differently_is_no_body(wrong: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_body(wrong)
