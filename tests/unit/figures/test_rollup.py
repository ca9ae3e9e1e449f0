"""Roll-up cells: what one response adds, and that adding and taking back are exact."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions, gathered, pooled
from schemas.records.facts import ResponseFacts


def facts(id: str, score: str | None, **values: str | None) -> ResponseFacts:
    return ResponseFacts.model_validate(
        {
            "id": id,
            "original": id,
            "pack": "p",
            "pack_version": "1",
            "local_date": "2026-11-22",
            "occurred_at": "2026-11-22T09:00:00+08:00",
            "channel": "phone",
            "completion": "COMPLETE",
            "case_class": "NONE",
            "score": score,
            **values,
        }
    )


KEY = CellKey("p", "2026-11-22", "", "", "")
scores = st.none() | st.integers(0, 1000).map(lambda tenths: str(Decimal(tenths) / 10))


def contact_cell(id: str, score: str | None) -> Cell:
    return contributions(facts(id, score), {})[KEY]


def test_a_score_counts_in_the_base_and_an_unrated_contact_under_its_reason() -> None:
    cell = contact_cell("a", "90") + contributions(facts("b", None, unrated_reason="refused"), {})[KEY]
    assert (cell.records, cell.base, cell.total, cell.excluded) == (2, 1, Decimal(90), {"refused": 1})


def test_a_converted_level_keeps_both_ends_of_its_band() -> None:
    cell = contributions(facts("a", "85", low="80", high="90"), {})[KEY]
    assert (cell.low, cell.total, cell.high) == (Decimal(80), Decimal(85), Decimal(90))


def test_items_with_points_have_cells_of_their_own() -> None:
    cells = contributions(facts("a", "90"), {"S2A": Decimal(88)})
    assert cells[CellKey("p", "2026-11-22", "", "", "S2A")].total == Decimal(88)


@given(st.lists(scores, max_size=20), st.randoms())
def test_order_and_grouping_do_not_matter(values: list[str | None], random: object) -> None:
    cells = [contact_cell(str(place), value) for place, value in enumerate(values)]
    shuffled = list(cells)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    half = len(shuffled) // 2
    assert pooled(cells) == pooled(shuffled[:half]) + pooled(shuffled[half:])


@given(st.lists(scores, max_size=10), scores)
def test_taking_a_record_back_leaves_what_was_there(values: list[str | None], extra: str | None) -> None:
    before = pooled(contact_cell(str(place), value) for place, value in enumerate(values))
    added = contact_cell("extra", extra)
    assert before + added - added == before
    assert added - added == EMPTY


points = st.dictionaries(
    st.sampled_from(["A", "B", "C"]), st.decimals(0, 100, places=1) | st.integers(0, 5).map(Decimal)
)
groups = st.fixed_dictionaries(
    {"consultant": st.sampled_from(["", "zhou"]), "local_date": st.sampled_from(["d1", "d2"])}
)


@given(st.lists(st.tuples(scores | st.just("14/3"), points, groups), max_size=12))
def test_many_gathered_at_once_are_the_sum_of_each(
    many: list[tuple[str | None, dict[str, Decimal], dict[str, str]]],
) -> None:
    told = [(facts(str(n), score, **group), items) for n, (score, items, group) in enumerate(many)]
    one_by_one: dict[CellKey, Cell] = {}
    for record, items in told:
        for key, cell in contributions(record, items).items():
            one_by_one[key] = one_by_one.get(key, EMPTY) + cell
    assert gathered(told) == one_by_one
