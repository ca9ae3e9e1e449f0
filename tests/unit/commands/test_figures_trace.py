"""The records behind a figure, held against its trace."""

import pytest

from csat_tui.commands.figures import traced
from schemas.figures.periods import period
from schemas.figures.rollup import contributions, pooled
from schemas.figures.satisfaction import Satisfaction
from schemas.packs.resolve import library_content, read
from schemas.records.facts import ResponseFacts


def response(id: str) -> ResponseFacts:
    return ResponseFacts(
        id=id, original=id, pack="dlr-cs-sales", pack_version="1.0.0", local_date="2025-03-14", channel="phone",
        occurred_at="2025-03-14T09:00:00+08:00", completion="COMPLETE", case_class="NONE", score="90",
    )  # fmt: skip


@pytest.fixture
def month() -> Satisfaction:
    cells = [cell for id in ("a", "b") for cell in contributions(response(id), {}).values()]
    pack = read(library_content("dlr-cs-sales"))
    return Satisfaction(pack, "hash", period("2025-03"), pooled(cells), {})


def test_the_records_it_was_made_from_fit_in_any_order(month: Satisfaction) -> None:
    assert traced(month, ["b", "a"])


@pytest.mark.parametrize("ids", [["a"], ["a", "c"], ["a", "b", "b"], []])
def test_any_other_records_do_not(month: Satisfaction, ids: list[str]) -> None:
    assert not traced(month, ids)
