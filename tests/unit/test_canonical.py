"""Canonical JSON: the bytes that hashes are taken of."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.canonical import canonical_bytes

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_LEAVES = st.none() | st.booleans() | st.integers() | _TEXT
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_canonical_json_is_what_the_standard_library_writes_with_sorted_keys(value: object) -> None:
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_bytes(value) == plain.encode()


@pytest.mark.parametrize("value", [1.5, {"a": {1, 2}}, object(), b"x"])
def test_what_json_does_not_have_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(value)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match=r"surrogates|utf-8"):
        canonical_bytes({"a": "\ud800"})
