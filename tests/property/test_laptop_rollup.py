"""The roll-up on disk is always what the responses give, however they came."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat_tui.store import month, recount
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise
from csat_tui.store.tables import CellRow
from schemas.canonical import decimal_text
from schemas.figures.rollup import pooled
from schemas.records.cells import cell_of
from tests.support.store_samples import PACK, pack_change, practice_store, response

SCORES = st.none() | st.decimals(0, 100, places=1).map(decimal_text)
CONTACTS = st.lists(
    st.tuples(st.integers(0, 5), SCORES, st.sampled_from(["zhou", "han"]), st.integers(1, 28)), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(contacts=CONTACTS)
def test_cells_equal_a_recount_and_totals_are_exact(
    tmp_path_factory: pytest.TempPathFactory, contacts: list[tuple[int, str | None, str, int]]
) -> None:
    store = practice_store(tmp_path_factory.mktemp("rollup"))
    LaptopReplica(store).apply([pack_change()], "x")
    kept: dict[int, str | None] = {}
    for id, score, consultant, day in contacts:
        one = response(f"r{id}", score=score, consultant=consultant, local_date=f"2025-03-{day:02}")
        finalise(store, one, PACK)
        kept.setdefault(id, score)
    assert recount.differing(store) == []
    cells = month.cells(store, PACK.pack, "2025-03-01", "2025-03-31")
    whole = pooled(cell for key, cell in cells.items() if key.item == "")
    assert whole.records == len(kept)
    assert whole.total == sum((Decimal(score) for score in kept.values() if score), Decimal(0))
    store.close()


def test_a_cell_that_was_tampered_with_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = practice_store(tmp_path_factory.mktemp("rollup"))
    LaptopReplica(store).apply([pack_change()], "x")
    finalise(store, response("r1"), PACK)
    with store.write() as session:
        row = session.get_one(CellRow, (PACK.pack, "2025-03-14", "sales", "zhou", ""))
        assert cell_of(row).total == 92
        row.total = "93"
    assert [key.item for key in recount.differing(store)] == [""]
    store.close()
