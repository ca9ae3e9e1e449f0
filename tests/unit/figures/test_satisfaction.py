"""The month of P01 from roll-up cells."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.canonical import canonical_bytes
from schemas.figures.periods import period
from schemas.figures.rollup import Cell, CellKey, contributions
from schemas.figures.satisfaction import Satisfaction, satisfaction, to_json
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.records.facts import ResponseFacts

MONTH = period("2025-03")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read(library_content("dlr-cs-sales"))


def contact(
    id: str, score: str | None, low: str = "", high: str = "", day: str = "2025-03-14"
) -> ResponseFacts:
    return ResponseFacts(
        id=id, original=id, pack="dlr-cs-sales", pack_version="1.0.0", local_date=day,
        occurred_at=f"{day}T09:00:00+08:00",
        channel="phone", completion="COMPLETE", case_class="NONE", score=score, low=low or score,
        high=high or score, unrated_reason=None if score else "2",
    )  # fmt: skip


def month_of(pack: Pack, *contacts: ResponseFacts) -> Satisfaction:
    cells: dict[CellKey, Cell] = {}
    for facts in contacts:
        for key, cell in contributions(facts, {}).items():
            cells[key] = cells.get(key, Cell()) + cell
    return satisfaction(pack, "hash", MONTH, cells)


def scored(*values: str) -> list[ResponseFacts]:
    return [contact(str(place), value) for place, value in enumerate(values)]


def test_the_worked_example_of_four_scores_and_one_unrated(pack: Pack) -> None:
    month = month_of(pack, *scored("95", "88", "100"), contact("l", "85", "80", "90"), contact("u", None))
    result = to_json(month)
    assert (result["base"], result["unrated"], result["records"]) == (4, 1, 5)
    assert [result[name]["display"] for name in ("lower", "mean", "upper")] == ["90.8", "92.0", "93.3"]  # type: ignore[index]
    assert month.met is True


def test_a_mean_that_only_rounds_to_the_target_does_not_meet_it(pack: Pack) -> None:
    month = month_of(pack, *scored(*["90"] * 19, "89"))
    assert month.mean.value == Fraction(1799, 20)
    assert month.met is False


def test_a_month_without_a_base_has_no_value_and_no_verdict(pack: Pack) -> None:
    month = month_of(pack, contact("u", None))
    assert month.mean.value is None
    assert month.met is None
    assert to_json(month)["base"] == 0


def test_days_outside_the_period_do_not_count(pack: Pack) -> None:
    month = month_of(pack, contact("in", "90"), contact("out", "10", day="2025-04-01"))
    assert month.records == 1


@given(st.lists(st.integers(0, 1000).map(lambda n: str(n / 10)), min_size=1, max_size=12), st.randoms())
def test_the_bytes_do_not_depend_on_the_order_of_arrival(values: list[str], random: object) -> None:
    pack = read(library_content("dlr-cs-sales"))
    contacts = scored(*values)
    first = canonical_bytes(to_json(month_of(pack, *contacts)))
    random.shuffle(contacts)  # type: ignore[attr-defined]
    assert canonical_bytes(to_json(month_of(pack, *contacts))) == first
