"""Laws of the pure parts of the protocol."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.batching import CALM, CAREFUL, MOST, SMALLEST, START, Batch
from sync.protocol.chain import GENESIS, HASH64_MODULUS, hash64, next_chain, sum64
from sync.protocol.cursor import Cursor, Position, seal, start, unseal
from sync.protocol.encoding import Damaged, TooLarge, compress, inflate, shape

bodies = st.lists(st.binary(max_size=40), max_size=8)
rows = st.lists(st.tuples(st.text(max_size=8), st.integers(0, 9)), max_size=10)
positions = st.builds(Position, st.integers(0, 2**40), st.binary(min_size=8, max_size=8))
cursors = st.builds(Cursor, st.dictionaries(st.text(min_size=1, max_size=12), positions, max_size=4))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def chain_of(entries: list[bytes]) -> bytes:
    chain = GENESIS
    for seq, body in enumerate(entries, 1):
        chain = next_chain(chain, seq, body)
    return chain


class TestChain:
    def test_a_known_value_never_changes(self) -> None:
        assert chain_of([b"a", b"b"]).hex() == (
            "991ccbb4188aa5a5a89abb18f28b97820df8ea741736f7da6e801336c5f8811a"
        )
        assert hash64("c1", 3) == 631001140440037386

    @given(bodies, bodies)
    def test_other_logs_have_other_chains(self, one: list[bytes], other: list[bytes]) -> None:
        assert (chain_of(one) == chain_of(other)) == (one == other)

    @given(rows)
    def test_the_sum_does_not_depend_on_the_order(self, held: list[tuple[str, int]]) -> None:
        assert sum64(held) == sum64(reversed(held)) < HASH64_MODULUS


class TestCursor:
    @given(cursors, st.binary(min_size=1, max_size=32))
    def test_it_reads_what_it_sealed(self, cursor: Cursor, secret: bytes) -> None:
        assert unseal(seal(cursor, secret), secret) == cursor

    @given(cursors)
    def test_another_centre_does_not_read_it(self, cursor: Cursor) -> None:
        assert unseal(seal(cursor, b"one"), b"other") is None

    @given(st.text(max_size=80))
    def test_nonsense_is_no_cursor(self, text: str) -> None:
        assert unseal(text, b"secret") is None

    def test_the_start_is_before_everything(self) -> None:
        assert {at.seq for at in start(("ref", "cust:main")).positions.values()} == {0}


class TestBatches:
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 10**7), st.integers(0, 10**6)), max_size=60))
    def test_the_budget_stays_in_its_bounds(self, story: list[tuple[bool, int, int]]) -> None:
        batch = Batch()
        for arrived, raw, wire in story:
            batch = batch.arrived(raw, wire) if arrived else batch.broke(raw, wire)
            assert SMALLEST <= batch.budget <= batch.most <= MOST
            assert batch.raw_bytes >= 1

    @given(st.integers(1, 10**7), st.integers(1, 10**6))
    def test_a_link_that_only_breaks_ends_at_one_record(self, raw: int, wire: int) -> None:
        batch = Batch()
        for _ in range(12):
            batch = batch.broke(raw, wire)
        assert batch.raw_bytes == 1

    def test_a_link_that_holds_is_trusted_with_twice_as_much_and_no_more(self) -> None:
        batch, seen = Batch(), []
        for _ in range(CALM + 3):
            seen.append(batch.budget)
            batch = batch.arrived(40_000, 10_000)
        assert seen == [START] * CALM + [MOST] * 3

    @given(st.integers(1, 40))
    def test_after_a_break_a_batch_stays_small_for_the_rest_of_the_run(self, answers: int) -> None:
        batch = Batch().broke(300_000, START)
        for _ in range(answers):
            assert batch.budget <= CAREFUL
            batch = batch.arrived(40_000, 10_000)


class TestEncoding:
    @given(st.binary(max_size=5000))
    def test_compressed_bodies_come_back_whole(self, data: bytes) -> None:
        assert inflate(compress(data), len(data)) == data

    @given(st.binary(min_size=1, max_size=5000))
    def test_one_byte_over_the_limit_is_too_large(self, data: bytes) -> None:
        with pytest.raises(TooLarge):
            inflate(compress(data), len(data) - 1)

    @given(st.binary(max_size=200), st.data())
    def test_a_cut_stream_is_damaged(self, data: bytes, draw: st.DataObject) -> None:
        packed = compress(data)
        with pytest.raises(Damaged):
            inflate(packed[: draw.draw(st.integers(0, len(packed) - 1))], 1000)

    def test_a_second_stream_behind_the_first_is_damaged(self) -> None:
        with pytest.raises(Damaged):
            inflate(gzip.compress(b"a") + gzip.compress(b"b"), 1000)

    @given(json_values)
    def test_depth_is_the_depth_of_the_parsed_value(self, value: object) -> None:
        assert shape(json.dumps(value, ensure_ascii=False).encode(), 1000).depth == deep(value)

    @given(json_values, st.integers(0, 4))
    def test_depth_is_never_counted_far_beyond_what_is_allowed(self, value: object, levels: int) -> None:
        found = shape(json.dumps(value).encode(), levels).depth
        assert found == min(deep(value), levels + 1)

    @given(json_values)
    def test_no_value_is_missed_when_they_are_counted(self, value: object) -> None:
        assert shape(json.dumps(value, ensure_ascii=False).encode(), 32).values >= held(value)

    @given(st.text(alphabet='"\\[]{},:a', max_size=200))
    def test_any_text_has_a_shape(self, text: str) -> None:
        assert 0 <= shape(text.encode(), 32).depth <= 33


def held(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(held, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(held, value))
    return 1


def deep(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(deep, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(deep, value), default=0)
    return 0
